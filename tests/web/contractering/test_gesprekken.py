"""Questions and objections: both sides write, terms come from the policy, and nobody judges their own decision."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zorginkoop.beleid import library
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions, gesprekken
from zorginkoop.web.contractering.models import Aanvraag, Bezwaar, Gesprek, Gespreksbericht
from zorginkoop.web.contractering.states import GESPREK, Toestandsfout

from .conftest import EXPLICIET, NOW
from .reizigers import VANDAAG, client_of, get, post, text

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


def asked(markt, aanvraag: Aanvraag | None = None) -> Gesprek:
    return actions.ask(
        aanvraag=aanvraag or markt.submitted(),
        namens=markt.praktijk,
        onderwerp="Spirometrie",
        tekst="Kan dit ook?",
        by=markt.invuller,
        now=NOW,
    )


def judged_refused(markt, **anders) -> Aanvraag:
    """Refused by a purchaser, on what the policy leaves to judgement."""
    aanvraag = markt.submitted(register={"kernregio": False}, **anders)
    (eis, *_) = actions.to_judge(aanvraag)
    return actions.judge_eis(
        aanvraag=aanvraag, eis=eis, toegestaan=False, motivering="Genoeg zorg in de regio.", by=markt.inkoper, now=NOW
    )


def objected(markt, **anders) -> Bezwaar:
    return actions.object_to(
        aanvraag=judged_refused(markt, **anders), tekst="Er is te weinig zorg.", by=markt.tekenbevoegde, now=LATER
    )


def test_whoever_writes_makes_the_other_one_answer(markt):
    gesprek = asked(markt)
    assert gesprek.status == "WACHT_OP_VERZEKERAAR"
    actions.write(gesprek=gesprek, namens=markt.verzekeraar, tekst="Ja.", by=markt.contractbeheer, now=LATER)
    assert (gesprek.status, gesprek.laatste_op) == ("WACHT_OP_PRAKTIJK", LATER)
    actions.write(gesprek=gesprek, namens=markt.praktijk, tekst="Mooi.", by=markt.tekenbevoegde, now=LATER)
    assert gesprek.status == "WACHT_OP_VERZEKERAAR"
    assert [b.kant for b in gesprek.berichten.order_by("pk")] == ["PRAKTIJK", "VERZEKERAAR", "PRAKTIJK"]
    actions.close(gesprek=gesprek, namens=markt.praktijk, by=markt.invuller, now=LATER)
    with pytest.raises(Toestandsfout, match="afgesloten"):
        actions.write(gesprek=gesprek, namens=markt.praktijk, tekst="Nog iets", by=markt.invuller, now=LATER)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(beurten=st.lists(st.sampled_from(["praktijk", "verzekeraar", "sluiten"]), max_size=6))
def test_the_state_always_says_who_wrote_last(markt, beurten):
    schrijvers = {"praktijk": markt.invuller, "verzekeraar": markt.inkoper}
    with transaction.atomic():
        aanvraag = Aanvraag.objects.first() or markt.submitted()
        gesprek, laatste, dicht = asked(markt, aanvraag), "PRAKTIJK", False
        for beurt in beurten:
            if dicht:
                with pytest.raises(Toestandsfout):
                    actions.close(gesprek=gesprek, namens=markt.praktijk, by=markt.invuller, now=NOW)
            elif beurt == "sluiten":
                actions.close(gesprek=gesprek, namens=markt.praktijk, by=markt.invuller, now=NOW)
                dicht = True
            else:
                actions.write(gesprek=gesprek, namens=getattr(markt, beurt), tekst="x", by=schrijvers[beurt], now=NOW)
                laatste = beurt.upper()
        verwacht = "GESLOTEN" if dicht else gesprekken._AAN_ZET[laatste]
        assert Gesprek.objects.get(pk=gesprek.pk).status == verwacht
        assert verwacht in GESPREK


def test_only_the_two_parties_write_and_only_after_submitting(markt):
    gesprek = asked(markt)
    for namens, by in ((markt.volger, markt.ophaler), (markt.praktijk, markt.inkoper)):
        with pytest.raises(Gebruikersfout):
            actions.write(gesprek=gesprek, namens=namens, tekst="x", by=by, now=NOW)
    praktijk, by = markt.new_practice(2)
    concept = markt.started(praktijk=praktijk, by=by)
    with pytest.raises(Toestandsfout, match="ingediend"):
        actions.ask(aanvraag=concept, namens=praktijk, onderwerp="x", tekst="x", by=by, now=NOW)


@pytest.mark.parametrize(("onderwerp", "tekst"), [("", "x"), ("x", "  "), ("x" * 121, "x"), ("x", "x" * 4001)])
def test_empty_and_endless_messages_are_refused(markt, onderwerp, tekst):
    with pytest.raises(Gebruikersfout):
        actions.ask(
            aanvraag=markt.submitted(), namens=markt.praktijk, onderwerp=onderwerp, tekst=tekst, by=markt.invuller,
            now=NOW,
        )  # fmt: skip


def test_what_was_written_never_changes(markt):
    asked(markt)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Gespreksbericht.objects.update(tekst="anders")


def test_who_decided_does_not_judge_the_objection(markt):
    bezwaar = objected(markt)
    vast = {"bezwaar": bezwaar, "gegrond": True, "besluit": "Er is inderdaad te weinig zorg.", "now": LATER}
    with pytest.raises(Gebruikersfout, match="Een ander dan wie eerder besliste"):
        actions.decide_bezwaar(**vast, by=markt.inkoper)
    actions.decide_bezwaar(**vast, by=markt.inkoper2)
    aanvraag = bezwaar.gesprek.aanvraag
    assert (bezwaar.status, bezwaar.gesprek.status) == ("GEGROND", "GESLOTEN")
    assert (aanvraag.status, aanvraag.redenen) == ("TOEGELATEN", [])
    assert actions.offer_overeenkomst(aanvraag=aanvraag, by=markt.inkoper, now=LATER).status == "AANGEBODEN"
    with pytest.raises(Toestandsfout):
        actions.decide_bezwaar(**vast, by=markt.inkoper2)


def test_an_objection_that_is_not_right_leaves_the_refusal(markt):
    bezwaar = objected(markt)
    actions.decide_bezwaar(bezwaar=bezwaar, gegrond=False, besluit="Er is genoeg.", by=markt.inkoper2, now=LATER)
    assert Aanvraag.objects.get(pk=bezwaar.gesprek.aanvraag_id).status == "AFGEWEZEN"


class TestRefusedByTheRules:
    """The policy refuses of itself; after an objection that is right a person judges."""

    @pytest.fixture
    def aanvraag(self, markt):
        aanvraag = markt.submitted(nascholing=False)
        assert (aanvraag.status, actions_taken(aanvraag)) == ("AFGEWEZEN", 0)
        return aanvraag

    def granted(self, markt, aanvraag, now=LATER):
        tekst = {"tekst": "Wij scholen wel na.", "by": markt.tekenbevoegde}
        bezwaar = actions.object_to(aanvraag=aanvraag, now=now, **tekst)
        besluit = {"gegrond": True, "besluit": "De praktijk toont het aan.", "by": markt.inkoper}
        actions.decide_bezwaar(bezwaar=bezwaar, now=now, **besluit)
        return Aanvraag.objects.get(pk=aanvraag.pk)

    def judge(self, markt, aanvraag, toegestaan):
        oordeel = {"toegestaan": toegestaan, "motivering": "Gewogen met het bezwaar erbij.", "by": markt.inkoper}
        return actions.judge_eis(aanvraag=aanvraag, eis="nascholing", now=LATER, **oordeel)

    def test_it_is_back_with_the_purchaser_rule_by_rule_and_what_was_frozen_stays(self, markt, aanvraag):
        nu = self.granted(markt, aanvraag)
        assert (nu.status, actions.to_judge(nu)) == ("BEOORDELING", ["nascholing"])
        assert (nu.toets, nu.volledig_op) == (aanvraag.toets, aanvraag.volledig_op)
        assert nu.toets["uitkomst"] == "VOLDOET_NIET"
        self.judge(markt, nu, toegestaan=True)
        assert nu.status == "TOEGELATEN"
        assert actions.offer_overeenkomst(aanvraag=nu, by=markt.inkoper, now=LATER).ingangsdatum == date(2025, 4, 1)

    def test_refused_again_another_may_find_a_second_objection_right(self, markt, aanvraag):
        nu = self.judge(markt, self.granted(markt, aanvraag), toegestaan=False)
        assert (nu.status, nu.redenen) == ("AFGEWEZEN", ["Gewogen met het bezwaar erbij."])
        bezwaar = actions.object_to(aanvraag=nu, tekst="Nogmaals", by=markt.tekenbevoegde, now=LATER)
        actions.decide_bezwaar(bezwaar=bezwaar, gegrond=True, besluit="Ja", by=markt.inkoper2, now=LATER)
        assert Aanvraag.objects.get(pk=nu.pk).status == "TOEGELATEN"

    def test_an_objection_that_is_not_right_leaves_it(self, markt, aanvraag):
        bezwaar = actions.object_to(aanvraag=aanvraag, tekst="Toch", by=markt.tekenbevoegde, now=LATER)
        actions.decide_bezwaar(bezwaar=bezwaar, gegrond=False, besluit="Nee", by=markt.inkoper, now=LATER)
        assert Aanvraag.objects.get(pk=aanvraag.pk).status == "AFGEWEZEN"

    def test_both_sides_read_what_was_refused_and_why_it_is_open_again(self, markt, aanvraag):
        reden = aanvraag.redenen[0]
        self.granted(markt, aanvraag)
        for wie, pagina in ((markt.tekenbevoegde, "aanvraag"), (markt.inkoper, "dossier")):
            gelezen = text(get(client_of(wie), pagina, aanvraag.kenmerk))
            for deel in ("Eerder afgewezen, na bezwaar weer open", "Wij scholen wel na.", "De praktijk toont het aan."):
                assert deel in gelezen
            assert reden in gelezen


def actions_taken(aanvraag: Aanvraag) -> int:
    """How many people took part in the decision."""
    return len(gesprekken.deciders(aanvraag))


def test_with_a_new_application_running_the_old_one_is_not_admitted_as_well(markt):
    bezwaar = objected(markt)
    markt.started()
    vast = {"bezwaar": bezwaar, "gegrond": True, "besluit": "Ja", "by": markt.inkoper2, "now": LATER}
    with pytest.raises(Gebruikersfout, match="intussen een nieuwe aanvraag"), transaction.atomic():
        actions.decide_bezwaar(**vast)
    assert Bezwaar.objects.get().status == "INGEDIEND"


def test_one_at_a_time_and_it_can_be_withdrawn(markt):
    bezwaar = objected(markt)
    aanvraag = bezwaar.gesprek.aanvraag
    with pytest.raises(Toestandsfout, match="al een bezwaar"):
        actions.object_to(aanvraag=aanvraag, tekst="Nog een", by=markt.tekenbevoegde, now=LATER)
    with pytest.raises(Toestandsfout, match="eerst worden beslist"):
        actions.close(gesprek=bezwaar.gesprek, namens=markt.praktijk, by=markt.tekenbevoegde, now=LATER)
    actions.withdraw_bezwaar(bezwaar=bezwaar, by=markt.tekenbevoegde, now=LATER)
    assert (bezwaar.status, bezwaar.gesprek.status) == ("INGETROKKEN", "GESLOTEN")


class TestTerm:
    """The variant gives 30 days to object and 42 to answer. Refused on 10 February 2025: 18 days of February are left
    (28 - 10), so 30 days later is 12 March. Objected on 11 February: 42 days are 17 in February (28 - 11) and 25 in
    March."""

    def test_the_terms_of_the_policy_count(self, markt):
        assert library.load(EXPLICIET).inhoud.bezwaar
        bezwaar = objected(markt, beleid=EXPLICIET)
        assert gesprekken.last_day_to_object(bezwaar.gesprek.aanvraag) == date(2025, 3, 12)
        assert bezwaar.uiterlijk == date(2025, 3, 25)

    @pytest.mark.parametrize(("uur", "mag"), [(22, True), (23, False)])
    def test_the_last_day_ends_at_midnight_in_the_netherlands(self, markt, uur, mag):
        moment = datetime(2025, 3, 12, uur, 30, tzinfo=NOW.tzinfo)
        reden = gesprekken.why_no_objection(judged_refused(markt, beleid=EXPLICIET), moment)
        assert reden == ("" if mag else "Bezwaar maken kon tot en met 12-03-2025")

    def test_without_a_term_in_the_policy_there_is_none(self, markt):
        assert objected(markt).uiterlijk is None


def test_through_the_pages(markt):
    aanvraag = judged_refused(markt)
    praktijk, inkoper, ander = (client_of(p) for p in (markt.tekenbevoegde, markt.inkoper, markt.inkoper2))
    afgewezen = text(get(praktijk, "aanvraag", aanvraag.kenmerk))
    for deel in (
        "Aan deze eis voldoet uw praktijk niet",
        "Genoeg zorg in de regio.",
        "U kunt bezwaar maken",
        "Volgens",
    ):
        assert deel in afgewezen
    assert "Vul een onderwerp in" in text(post(praktijk, "gesprekken", aanvraag.kenmerk))
    post(praktijk, "gesprekken", aanvraag.kenmerk, onderwerp="Waarom?", tekst="<b>Leg uit</b>")
    gesprek = Gesprek.objects.get()
    assert "&lt;b&gt;Leg uit" in text(get(inkoper, "gesprekken", aanvraag.kenmerk))
    assert "Schrijf uw antwoord" in text(post(inkoper, "gesprek_antwoord", aanvraag.kenmerk, gesprek.pk))
    post(inkoper, "gesprek_antwoord", aanvraag.kenmerk, gesprek.pk, tekst="Dat staat in 5.4.")
    assert "Dat staat in 5.4." in text(get(praktijk, "gesprekken", aanvraag.kenmerk))
    post(praktijk, "gesprek_antwoord", aanvraag.kenmerk, gesprek.pk, sluiten="ja")
    post(praktijk, "bezwaar", aanvraag.kenmerk, tekst="Niet mee eens")
    bezwaar = Bezwaar.objects.get()
    assert "Bezwaar tegen de afwijzing" in text(get(inkoper, "vragen"))
    assert "U besliste mee" in text(get(inkoper, "gesprekken", aanvraag.kenmerk))
    assert get(praktijk, "bezwaar", aanvraag.kenmerk).status_code == 409
    pk = bezwaar.gesprek_id
    assert post(ander, "bezwaar_besluit", aanvraag.kenmerk, pk).status_code == 400
    post(ander, "bezwaar_besluit", aanvraag.kenmerk, pk, uitkomst="ja", besluit="U hebt gelijk.")
    assert "U hebt gelijk." in text(get(praktijk, "gesprekken", aanvraag.kenmerk))
    assert "Er staat niets open" in text(get(inkoper, "vragen"))
    assert post(praktijk, "bezwaar_intrekken", aanvraag.kenmerk, pk).status_code == 200


def test_a_page_asks_the_same_questions_for_one_conversation_and_for_ten(markt):
    gesprek = asked(markt)
    inkoper = client_of(markt.inkoper)

    def queries(naam: str, *args: str) -> int:
        get(inkoper, naam, *args)
        with CaptureQueriesContext(connection) as gevraagd:
            assert get(inkoper, naam, *args).status_code == 200
        return len(gevraagd)

    kenmerk = gesprek.aanvraag.kenmerk
    een = queries("vragen"), queries("gesprekken", kenmerk)
    for _ in range(9):
        asked(markt, gesprek.aanvraag)
    assert (queries("vragen"), queries("gesprekken", kenmerk)) == een
