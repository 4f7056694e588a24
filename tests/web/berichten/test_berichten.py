"""A change writes its message in the same transaction, once, for who may know it, and nothing confidential."""

import pytest
from django.db import connection, transaction

from tests.web.contractering.conftest import CANARY_IBAN, EXPLICIET, NOW
from zorginkoop.web.berichten import soorten
from zorginkoop.web.berichten.models import Bericht
from zorginkoop.web.contractering import actions


def told(organisatie) -> list[tuple[str, str]]:
    return list(Bericht.objects.filter(organisatie=organisatie).order_by("pk").values_list("soort", "verwijzing"))


def test_every_step_is_told_once_to_who_did_not_take_it(markt):
    overeenkomst = markt.signed()
    aanvraag = overeenkomst.aanbod.aanvraag

    assert told(markt.praktijk) == [
        ("aanbod_ontvangen", aanvraag.kenmerk),
        ("overeenkomst_gesloten", overeenkomst.kenmerk),
    ]
    assert told(markt.verzekeraar) == [
        ("aanvraag_ontvangen", aanvraag.kenmerk),
        ("overeenkomst_getekend", overeenkomst.kenmerk),
    ]
    assert set(Bericht.objects.values_list("tijdstip", flat=True)) == {NOW}


def test_a_change_is_told_to_the_insurer_and_its_result_to_the_practice(markt):
    overeenkomst = markt.signed()
    Bericht.objects.all().delete()
    vraag = {"gewenste_ingangsdatum": overeenkomst.van, "toevoegen": ["spleetlamp"]}
    mutatie = actions.request_mutatie(overeenkomst=overeenkomst, by=markt.tekenbevoegde, now=NOW, **vraag)
    assert (told(markt.praktijk), told(markt.verzekeraar)) == ([], [("wijziging_gevraagd", overeenkomst.kenmerk)])
    actions.refuse_mutatie(mutatie=mutatie, motivering="Geheime reden", by=markt.contractbeheer, now=NOW)

    assert told(markt.praktijk) == [("wijziging_geweigerd", overeenkomst.kenmerk)]
    assert "Geheime" not in str(list(Bericht.objects.values_list()))


def test_a_follower_is_told_that_it_can_collect_and_the_practice_what_it_decided(markt):
    overeenkomst = markt.signed()
    markt.followed(overeenkomst)

    assert told(markt.volger) == [("volging_beschikbaar", overeenkomst.kenmerk)]
    assert told(markt.praktijk)[-1] == ("volging_besloten", overeenkomst.kenmerk)


def test_consent_does_not_tell_again_that_the_agreement_was_signed(markt, monkeypatch):
    overeenkomst = markt.signed(beleid=EXPLICIET)
    voor = told(markt.praktijk)
    actions.allow_following(overeenkomst=overeenkomst, by=markt.tekenbevoegde, now=NOW)

    assert told(markt.praktijk) == voor


def test_a_draft_tells_nobody_anything(markt):
    actions.withdraw_aanvraag(aanvraag=markt.started(), by=markt.tekenbevoegde, now=NOW)

    assert Bericht.objects.count() == 0


def test_what_is_rolled_back_was_never_told(markt):
    aanvraag = markt.submitted()
    voor = Bericht.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.offer_overeenkomst(aanvraag=aanvraag, by=markt.inkoper, now=NOW)
        assert Bericht.objects.count() == voor + 1
        raise RuntimeError

    assert Bericht.objects.count() == voor


def test_messages_hold_no_account_number_and_no_name(markt):
    markt.followed(markt.signed())
    alles = str(list(Bericht.objects.values_list()))

    assert CANARY_IBAN not in alles
    assert markt.praktijk.naam not in alles


@pytest.mark.django_db
def test_the_database_and_the_words_know_the_same_kinds():
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(prosrc, '') FROM pg_proc WHERE proname LIKE 'berichten_uit_%'")
        (tekst,) = cursor.fetchone()
    geschreven = {naam for naam in soorten.SOORTEN if f"'{naam}'" in tekst}

    assert geschreven == set(soorten.SOORTEN) - soorten.DAGELIJKSE_RONDE
