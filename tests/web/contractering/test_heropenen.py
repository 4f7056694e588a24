"""An objection to a refusal was right, but the application was not complete: the practice completes it, and a person
says which day counts."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.berichten import verzamelen
from zorginkoop.web.berichten.models import Bericht
from zorginkoop.web.contractering import actions, heropenen
from zorginkoop.web.contractering.models import Aanvraag, Bezwaar

from .conftest import CANARY_IBAN, NOW, REGISTER
from .reizigers import VANDAAG, client_of, get, post, text

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


class TestRefusedWhileIncomplete:
    """Refused by a rule on 10 February 2025 while the account number was still missing. The practice may complete what
    the refusal did not wait for, and whoever finds the objection right says which day counts as the day it is complete.

    Document 000: the complete application is there at least a month before the wished start; else, document 001, 5.4,
    it starts with the first quarter after it. The practice wishes 1 April and completes on 2 April. Complete on 10
    February, a month later is 10 March, in time for 1 April. Complete on 2 April is too late for it: the first quarter
    after that day starts on 1 July.
    """

    WANNEER = datetime(2025, 4, 2, 9, 0, tzinfo=NOW.tzinfo)

    def granted(self, markt, **telt):
        aanvraag = markt.submitted(nascholing=False, iban=None)
        assert not heropenen.complete(aanvraag)
        bezwaar = actions.object_to(aanvraag=aanvraag, tekst="Wij scholen wel na.", by=markt.tekenbevoegde, now=LATER)
        besluit = {"gegrond": True, "besluit": "Dat klopt.", "by": markt.inkoper, "now": LATER, **telt}
        actions.decide_bezwaar(bezwaar=bezwaar, **besluit)
        return Aanvraag.objects.get(pk=aanvraag.pk)

    def resubmitted(self, markt, aanvraag):
        vast = {"aanvraag": aanvraag, "by": markt.invuller, "now": self.WANNEER}
        actions.answer(antwoorden={"iban": CANARY_IBAN}, **vast)
        return actions.submit_aanvraag(registerfeiten=REGISTER, **vast)

    @pytest.mark.parametrize(
        ("eerste", "compleet", "ingang"),
        [(True, date(2025, 2, 10), "2025-04-01"), (False, date(2025, 4, 2), "2025-07-01")],
    )
    def test_the_practice_completes_it_and_the_day_that_counts_was_decided(self, markt, eerste, compleet, ingang):
        nu = self.granted(markt, vanaf_indiening=eerste)
        assert (nu.status, nu.redenen, nu.ingediend_op) == ("CONCEPT", [], NOW)
        nu = self.resubmitted(markt, nu)
        assert (nu.status, actions.to_judge(nu)) == ("BEOORDELING", ["nascholing"])
        assert (nu.ingediend_op, timezone.localdate(nu.volledig_op)) == (NOW, compleet)
        assert nu.toets["ingangsdatum"] == ingang
        oordeel = {"toegestaan": True, "motivering": "Gewogen", "by": markt.inkoper2, "now": self.WANNEER}
        actions.judge_eis(aanvraag=nu, eis="nascholing", **oordeel)
        assert nu.status == "TOEGELATEN"

    def test_without_a_decision_on_the_day_nothing_happens(self, markt):
        with pytest.raises(Gebruikersfout, match="welke dag telt"), transaction.atomic():
            self.granted(markt)
        assert not Aanvraag.objects.exclude(status="AFGEWEZEN").exists()

    def test_still_incomplete_it_is_not_taken_and_it_can_be_withdrawn(self, markt):
        nu = self.granted(markt, vanaf_indiening=True)
        with pytest.raises(Gebruikersfout, match="nog niet compleet"), transaction.atomic():
            actions.submit_aanvraag(aanvraag=nu, registerfeiten=REGISTER, by=markt.invuller, now=self.WANNEER)
        assert actions.withdraw_aanvraag(aanvraag=nu, by=markt.invuller, now=self.WANNEER).status == "INGETROKKEN"

    def test_mended_by_the_practice_itself_nothing_is_left_to_judge(self, markt):
        nu = self.granted(markt, vanaf_indiening=True)
        actions.answer(aanvraag=nu, antwoorden={"nascholing": True}, by=markt.invuller, now=self.WANNEER)
        assert self.resubmitted(markt, nu).status == "TOEGELATEN"

    def test_both_sides_see_who_is_to_act_from_the_decision_to_the_judgement(self, markt):
        aanvraag = markt.submitted(nascholing=False, iban=None)
        kenmerk, praktijk, inkoper = aanvraag.kenmerk, client_of(markt.tekenbevoegde), client_of(markt.inkoper)
        assert "Bij gegrond: welke dag telt" not in text(get(inkoper, "gesprekken", kenmerk))
        post(praktijk, "bezwaar", kenmerk, tekst="Wij scholen wel na.")
        pk, besluit = Bezwaar.objects.get().gesprek_id, {"uitkomst": "ja", "besluit": "Dat klopt."}
        assert "De dag van indienen, 10 februari 2025" in text(get(inkoper, "gesprekken", kenmerk))
        assert "Kies welke dag telt." in text(post(inkoper, "bezwaar_besluit", kenmerk, pk, **besluit))
        assert post(inkoper, "bezwaar_besluit", kenmerk, pk, telt="aanvulling", **besluit).status_code == 200
        for deel in ("Aan te vullen, na bezwaar", "Vul uw aanvraag aan", "telt als de dag waarop zij compleet is"):
            assert deel in text(get(praktijk, "aanvraag", kenmerk))
        assert "Aanvraag aanvullen bij" in text(get(praktijk, "werklijst"))
        assert "Praktijk vult aan, na bezwaar" in text(get(inkoper, "postvak", status="alle"))
        assert "De praktijk vult de aanvraag aan" in text(get(inkoper, "dossier", kenmerk))
        for deel in ("Dat klopt.", "Vul uw aanvraag aan"):
            assert deel in text(get(praktijk, "gesprekken", kenmerk))
        open_ = verzamelen.to_do(markt.praktijk, {"aanvullen"})
        assert [(t.soort, t.uiterlijk) for t in open_] == [("aanvullen", None)]

    def test_a_second_refusal_is_told_again(self, markt):
        nu = self.granted(markt, vanaf_indiening=False)
        assert Bericht.objects.filter(soort="aanvraag_afgewezen", doel=nu.kenmerk).count() == 1
        nu = self.resubmitted(markt, nu)
        oordeel = {"toegestaan": False, "motivering": "Toch niet", "by": markt.inkoper2, "now": self.WANNEER}
        actions.judge_eis(aanvraag=nu, eis="nascholing", **oordeel)
        assert nu.status == "AFGEWEZEN"
        assert Bericht.objects.filter(soort="aanvraag_afgewezen", doel=nu.kenmerk).count() == 2

    def test_an_objection_that_is_not_right_asks_for_no_day(self, markt):
        aanvraag = markt.submitted(nascholing=False, iban=None)
        actions.object_to(aanvraag=aanvraag, tekst="Toch", by=markt.tekenbevoegde, now=LATER)
        pk = Bezwaar.objects.get().gesprek_id
        post(client_of(markt.inkoper), "bezwaar_besluit", aanvraag.kenmerk, pk, uitkomst="nee", besluit="Nee.")
        assert (Bezwaar.objects.get().status, Aanvraag.objects.get().status) == ("ONGEGROND", "AFGEWEZEN")
