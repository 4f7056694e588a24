"""Every write leaves a trail in the database: through an action, in bulk, and in plain SQL."""

import pytest
from django.db import connection

from zorginkoop.web.contractering.models import Aanvraag, AfspraakRij, VolgRij
from zorginkoop.web.toegang.models import Wijziging

TABELLEN = [
    *("aanvraag", "aanbod", "overeenkomst", "overeenkomstdocument", "afspraakrij"),
    *("gesprek", "gespreksbericht", "bezwaar", "handtekening", "tekenregeling", "bewijsstuk"),
    *("volging", "volgrij", "mutatie", "oordeel", "weigering", "ronde", "ronderegel"),
]


@pytest.mark.parametrize("tabel", TABELLEN)
def test_every_table_is_audited(db, tabel):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'zz_audit'",
            [f"contractering_{tabel}"],
        )
        assert cursor.fetchone() == (1,)


def test_the_trail_says_who_did_each_step(markt):
    markt.followed(markt.signed())
    doors = {
        tabel: set(Wijziging.objects.filter(tabel=f"contractering_{tabel}").values_list("door", flat=True))
        for tabel in ("aanbod", "overeenkomst", "afspraakrij", "volging")
    }
    signer, buyer = markt.tekenbevoegde.email, markt.inkoper.email
    assert doors == {
        "aanbod": {buyer, signer},
        "overeenkomst": {signer},
        "afspraakrij": {signer},
        "volging": {markt.contractbeheer.email, markt.ophaler.email},
    }


def test_rows_written_in_bulk_are_all_in_the_trail(markt):
    markt.followed(markt.signed())
    for model in (AfspraakRij, VolgRij):
        logged = Wijziging.objects.filter(tabel=model._meta.db_table, actie="INSERT")
        assert logged.count() == model.objects.count() > 1


def test_plain_sql_is_in_the_trail_and_the_iban_is_not(markt):
    aanvraag = markt.started()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contractering_aanvraag SET iban = 'NL20INGB0001234567' WHERE id = %s", [aanvraag.pk])
    Aanvraag.objects.filter(pk=aanvraag.pk).update(contractvorm="lopend")
    trail = Wijziging.objects.filter(tabel="contractering_aanvraag", rij_id=str(aanvraag.pk)).order_by("seq")
    sql, update = list(trail)[-2:]
    assert sql.nieuw["iban"] == "*** gewijzigd"
    assert (update.oud["contractvorm"], update.nieuw["contractvorm"]) == ("nieuw", "lopend")
    assert "INGB" not in str([(rij.oud, rij.nieuw) for rij in trail])
