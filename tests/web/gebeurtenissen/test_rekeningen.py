"""A new account number reaches one insurer, is looked at by two people there, and only then is paid on."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from tests.web.contractering.conftest import CANARY_IBAN, NOW, person
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.contractering.rekening import ibans, signed
from zorginkoop.web.gebeurtenissen import rekeningen
from zorginkoop.web.gebeurtenissen.models import Rekeningwijziging
from zorginkoop.web.toegang.rollen import Rol

NIEUW, DERDE = "NL69INGB0123456789", "NL20INGB0001234567"
LATER = datetime(2025, 5, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = date(2025, 5, 20)


def applied(markt, op=NOW):
    """What a signed application leaves behind, without signing."""
    return Aanvraag.objects.create(
        praktijk=markt.praktijk, verzekeraar=markt.verzekeraar, beleid="zz-huisartsenzorg-2025", beleidversie="1.0",
        contractvorm="nieuw", status="OVEREENGEKOMEN", iban=CANARY_IBAN, toets={}, volledig_op=op, ingediend_op=op,
        aangemaakt_op=op, aangemaakt_door=markt.tekenbevoegde,
    )  # fmt: skip


def give(markt, *, iban=NIEUW, ingang=date(2025, 5, 1), verzekeraar=None, now=LATER):
    return rekeningen.give_iban(
        praktijk=markt.praktijk, verzekeraar=verzekeraar or markt.verzekeraar, iban=iban, ingang=ingang,
        by=markt.tekenbevoegde, now=now,
    )  # fmt: skip


def approved(markt, **anders):
    wijziging = give(markt, **anders)
    rekeningen.check_iban(wijziging=wijziging, controle="Gebeld", by=markt.contractbeheer, now=LATER)
    return rekeningen.approve_iban(wijziging=wijziging, by=markt.contractbeheer2, now=LATER)


def paid_on(markt, verzekeraar=None):
    return ibans(verzekeraar or markt.verzekeraar, [markt.praktijk.agb]).get(markt.praktijk.agb)


def test_payment_changes_only_after_two_people_looked(markt):
    applied(markt)
    wijziging = give(markt)
    assert paid_on(markt) == CANARY_IBAN
    rekeningen.check_iban(wijziging=wijziging, controle="Gebeld", by=markt.contractbeheer, now=LATER)
    assert paid_on(markt) == CANARY_IBAN
    with pytest.raises(Gebruikersfout, match="Een ander dan wie het nummer naging"):
        rekeningen.approve_iban(wijziging=wijziging, by=markt.contractbeheer, now=LATER)
    declaraties = person("Dina", markt.verzekeraar, Rol.DECLARATIES)
    rekeningen.approve_iban(wijziging=wijziging, by=declaraties, now=LATER)
    assert paid_on(markt) == NIEUW


def test_it_counts_from_its_day(markt, settings):
    applied(markt)
    approved(markt, ingang=date(2025, 6, 1))
    assert paid_on(markt) == CANARY_IBAN
    settings.DEMO_DATUM = date(2025, 6, 1)
    assert paid_on(markt) == NIEUW


def test_the_last_one_given_counts_whichever_way_it_came(markt):
    approved(markt)
    assert paid_on(markt) == NIEUW
    applied(markt, datetime(2025, 5, 21, tzinfo=UTC))
    assert paid_on(markt) == CANARY_IBAN


def test_another_insurer_never_learns_or_uses_it(markt):
    """Documents 000 and 004: the practice gives it to each insurer itself."""
    approved(markt)
    assert paid_on(markt, markt.volger) is None
    wijziging = give(markt, iban=DERDE, verzekeraar=markt.volger)
    for wie in (markt.contractbeheer, markt.inkoper, markt.tekenbevoegde):
        with pytest.raises(Gebruikersfout, match="Dit mag alleen"):
            rekeningen.check_iban(wijziging=wijziging, controle="x", by=wie, now=LATER)


def test_it_stands_in_one_column_and_not_in_the_audit_trail(markt):
    approved(markt)
    found = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
        for tabel, kolom in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{tabel}" WHERE "{kolom}"::text LIKE %s', [f"%{NIEUW}%"])
            if cursor.fetchone()[0]:
                found.add((tabel, kolom))
    assert found == {("gebeurtenissen_rekeningwijziging", "iban")}


def test_refused_or_taken_back_it_is_never_used(markt):
    applied(markt)
    rekeningen.refuse_iban(wijziging=give(markt), reden="Niet van de praktijk", by=markt.contractbeheer, now=LATER)
    rekeningen.withdraw_iban(wijziging=give(markt), by=markt.tekenbevoegde, now=LATER)
    for wijziging in Rekeningwijziging.objects.all():
        with pytest.raises(Gebruikersfout):
            rekeningen.approve_iban(wijziging=wijziging, by=markt.contractbeheer2, now=LATER)
        with pytest.raises(Gebruikersfout, match="al besloten"):
            rekeningen.withdraw_iban(wijziging=wijziging, by=markt.tekenbevoegde, now=LATER)
    assert paid_on(markt) == CANARY_IBAN


def test_one_at_a_time_and_only_a_real_number(markt):
    give(markt)
    with pytest.raises(Gebruikersfout, match="behandelt al een nieuw"):
        give(markt, iban=DERDE)
    with pytest.raises(Gebruikersfout):
        give(markt, iban="NL00FOUT0123456789", verzekeraar=markt.volger)
    assert Rekeningwijziging.objects.count() == 1


def test_another_account_in_a_later_application_is_a_change_to_look_at(markt):
    applied(markt)
    later = applied(markt, op=LATER)
    Aanvraag.objects.filter(pk=later.pk).update(iban=NIEUW)
    later.refresh_from_db()
    open_ = give(markt, iban=DERDE)

    signed(later, LATER)
    signed(later, LATER)

    assert paid_on(markt) == CANARY_IBAN
    open_.refresh_from_db()
    assert open_.status == "INGETROKKEN"
    wijziging = Rekeningwijziging.objects.get(status="OPGEGEVEN")
    assert (wijziging.iban, wijziging.opgegeven_door) == (NIEUW, markt.tekenbevoegde)


def test_the_same_account_again_is_no_change(markt):
    applied(markt)
    signed(applied(markt, op=LATER), LATER)
    assert not Rekeningwijziging.objects.exists()
