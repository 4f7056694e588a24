"""The round for many gives what the single steps give."""

from datetime import UTC, date, datetime, timedelta

import pytest

from zorginkoop.adapters.signature import verify
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions, ronde
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst

from .conftest import NOW

MORGEN = NOW + timedelta(days=1)
LATER = datetime(2025, 5, 20, 9, 0, tzinfo=UTC)


def test_offers_signatures_and_changes_of_many(markt, monkeypatch):
    monkeypatch.setattr(ronde, "PARTIJ", 2)
    alleen = markt.signed()
    aanvragen, ondertekenaars = several(markt, 5)
    stand = []
    round_ = {"by": markt.inkoper, "ondertekenaars": ondertekenaars, "now": NOW, "ondertekend_op": MORGEN}
    gesloten = actions.bulk_round(aanvragen, **round_, voortgang=stand.append)
    assert sum(stand) == len(gesloten) == 5
    for overeenkomst in gesloten:
        overeenkomst.refresh_from_db()
        assert (overeenkomst.status, overeenkomst.ondertekend_op) == ("GELDIG", MORGEN)
        assert overeenkomst.aanbod.afspraken == alleen.aanbod.afspraken
        assert overeenkomst.ondertekend_door == ondertekenaars[overeenkomst.praktijk_id]
        document = overeenkomst.last_document()
        assert verify(bytes(document.pdf), vertrouwd=trust(), verwacht=document.canoniek).geldig
    change_all(markt, gesloten)


def change_all(markt, gesloten):
    mutaties = [
        actions.request_mutatie(
            overeenkomst=o,
            gewenste_ingangsdatum=date(2025, 7, 1),
            toevoegen=["spleetlamp"],
            by=o.ondertekend_door,
            now=LATER,
        )
        for o in gesloten
    ]
    actions.bulk_mutaties(mutaties, by=markt.contractbeheer, now=LATER)
    for overeenkomst in gesloten:
        document = overeenkomst.last_document()
        assert document.versie == 2
        assert verify(bytes(document.pdf), vertrouwd=trust(), verwacht=document.canoniek).geldig
        assert overeenkomst.current_rows().filter(prestatie="spleetlamp").count() == 1


def test_one_that_may_not_be_offered_stops_its_batch_before_anything_is_written(markt):
    aanvragen, ondertekenaars = several(markt, 2)
    actions.withdraw_aanvraag(aanvraag=aanvragen[1], by=ondertekenaars[aanvragen[1].praktijk_id], now=NOW)
    with pytest.raises(Gebruikersfout):
        actions.bulk_round(aanvragen, by=markt.inkoper, ondertekenaars=ondertekenaars, now=NOW, ondertekend_op=MORGEN)
    assert not Aanbod.objects.exists()
    assert Aanvraag.objects.get(pk=aanvragen[0].pk).status == "TOEGELATEN"


def test_who_signed_before_another_stopped_the_round_has_an_agreement(markt, monkeypatch):
    monkeypatch.setattr(ronde, "PARTIJ", 1)
    aanvragen, ondertekenaars = several(markt, 2)
    actions.withdraw_aanvraag(aanvraag=aanvragen[1], by=ondertekenaars[aanvragen[1].praktijk_id], now=NOW)
    with pytest.raises(Gebruikersfout):
        actions.bulk_round(aanvragen, by=markt.inkoper, ondertekenaars=ondertekenaars, now=NOW, ondertekend_op=MORGEN)
    assert [a.aanvraag_id for a in Aanbod.objects.all()] == [aanvragen[0].pk]
    assert Overeenkomst.objects.get().status == "GELDIG"


def several(markt, aantal):
    practices = [markt.new_practice(nummer) for nummer in range(2, 2 + aantal)]
    aanvragen = [markt.submitted(praktijk=praktijk, by=by) for praktijk, by in practices]
    return aanvragen, {praktijk.pk: by for praktijk, by in practices}
