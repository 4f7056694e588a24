"""A draft of several colleagues: nobody overwrites another unseen, and earlier answers are used again by choice."""

from datetime import datetime, timedelta

import pytest

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.hergebruik import reusable
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.contractering.states import Toestandsfout

from .conftest import ANTWOORDEN, BELEID, EXPLICIET, NOW
from .reizigers import VANDAAG, client_of, get, post, text

LATER = NOW + timedelta(days=40)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


def fresh(markt, beleid=EXPLICIET, now=NOW) -> Aanvraag:
    vast = {"praktijk": markt.praktijk, "verzekeraar": markt.verzekeraar, "by": markt.invuller}
    return actions.start_aanvraag(**vast, beleid=beleid, now=now)


def test_a_change_of_a_colleague_is_not_overwritten_unseen(markt):
    aanvraag = fresh(markt)
    gezien = aanvraag.bewerking
    vast = {"aanvraag": aanvraag, "now": NOW, "bewerking": gezien}
    actions.answer(**vast, antwoorden={"nascholing": True}, by=markt.invuller)
    with pytest.raises(Toestandsfout, match=r"Ahmed veranderde deze aanvraag intussen, op 10-02-2025 om 10:00"):
        actions.answer(**vast, antwoorden={"nascholing": False}, by=markt.tekenbevoegde)
    actions.answer(**vast, antwoorden={"waarneming": True}, by=markt.invuller)  # one's own last change is no surprise
    nu = Aanvraag.objects.get(pk=aanvraag.pk)
    assert (nu.antwoorden, nu.bewerking, nu.bewerkt_door) == (
        {"nascholing": True, "waarneming": True},
        2,
        markt.invuller,
    )
    vast["bewerking"] = nu.bewerking
    actions.answer(**vast, antwoorden={"nascholing": False}, by=markt.tekenbevoegde)
    assert Aanvraag.objects.get(pk=aanvraag.pk).antwoorden["nascholing"] is False


def test_on_the_page_the_second_one_is_told_and_can_save_again(markt):
    aanvraag = fresh(markt)
    een, twee = client_of(markt.invuller), client_of(markt.tekenbevoegde)
    nummer = next(n for n in range(2, 12) if 'name="nascholing"' in text(get(een, "stap", aanvraag.kenmerk, n)))
    post(een, "stap", aanvraag.kenmerk, nummer, nascholing="ja", bewerking="0")
    botsing = text(post(twee, "stap", aanvraag.kenmerk, nummer, nascholing="nee", bewerking="0"))
    assert "Ahmed veranderde deze aanvraag intussen" in botsing
    assert 'name="bewerking" value="1"' in botsing
    assert "Laatst gewijzigd door Ahmed" in botsing
    post(twee, "stap", aanvraag.kenmerk, nummer, nascholing="nee", bewerking="1")
    assert Aanvraag.objects.get(pk=aanvraag.pk).antwoorden["nascholing"] is False


def test_earlier_answers_are_used_again_when_the_practice_says_so(markt):
    eerder = markt.submitted()
    aanvraag = fresh(markt)
    praktijk = client_of(markt.invuller)
    assert "U gaf al eerder antwoord" in text(get(praktijk, "stap", aanvraag.kenmerk, 1))
    assert Aanvraag.objects.get(pk=aanvraag.pk).antwoorden == {}
    post(praktijk, "overnemen", aanvraag.kenmerk)
    nu = Aanvraag.objects.get(pk=aanvraag.pk)
    zonder = ("iban", "gewenste_ingangsdatum", "gewenste_prestaties")
    assert nu.antwoorden == {naam: waarde for naam, waarde in ANTWOORDEN.items() if naam not in zonder}
    assert (nu.iban, nu.overgenomen_uit) == ("", eerder)
    assert "U gaf al eerder antwoord" not in text(get(praktijk, "stap", aanvraag.kenmerk, 1))
    with pytest.raises(Gebruikersfout, match="geen eerdere antwoorden"):
        actions.reuse_answers(aanvraag=nu, by=markt.invuller, now=NOW)


@pytest.mark.parametrize(("dagen", "mag"), [(0, True), (1, False)])
def test_an_answer_is_fresh_for_a_year(markt, dagen, mag):
    """Given on 10 February 2025: still good on 10 February 2026, not on the 11th."""
    markt.submitted()
    aanvraag = fresh(markt)
    dag = datetime(2026, 2, 10, 9, tzinfo=NOW.tzinfo) + timedelta(dagen)
    assert (reusable(aanvraag, now=dag) is not None) == mag


def test_the_answers_of_another_practice_are_never_used(markt):
    praktijk, by = markt.new_practice(2)
    markt.submitted(praktijk=praktijk, by=by)
    assert reusable(fresh(markt, BELEID), now=LATER) is None
