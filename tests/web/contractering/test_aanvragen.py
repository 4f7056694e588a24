"""Apply and judge: what is missing is said, what is decided has a reason, and refusing a good practice takes two."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Aanvraag, Weigering
from zorginkoop.web.contractering.states import Toestandsfout

from .conftest import ANTWOORDEN, BELEID, CANARY_IBAN, NOW, REGISTER


def test_a_complete_application_that_meets_everything_is_admitted(markt):
    aanvraag = markt.submitted()
    assert (aanvraag.status, aanvraag.toets["uitkomst"], aanvraag.redenen) == ("TOEGELATEN", "VOLDOET", [])
    assert aanvraag.registerfeiten == REGISTER


def test_what_is_missing_is_named_and_nothing_changes(markt):
    aanvraag = markt.started(nascholing=None)
    vraag = markt.policy.feiten["nascholing"].vraag
    with pytest.raises(Gebruikersfout, match=vraag.replace("?", r"\?")):
        actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=REGISTER, by=markt.invuller, now=NOW)
    fresh = Aanvraag.objects.get(pk=aanvraag.pk)
    assert (fresh.status, fresh.toets, fresh.registerfeiten, fresh.volledig_op) == ("CONCEPT", None, {}, None)


def test_who_does_not_meet_a_requirement_is_refused_with_the_reason_of_the_policy(markt):
    aanvraag = markt.submitted(register={"big_registratie": False})
    assert aanvraag.status == "AFGEWEZEN"
    assert aanvraag.redenen == [markt.policy.eisen["big_registratie"].weigering]


def test_the_register_wins_over_what_was_answered(markt):
    """PREC-09: the practice says yes, the register says no."""
    aanvraag = markt.submitted(vektis_registratie=True, register={"vektis_registratie": False})
    assert aanvraag.redenen == [markt.policy.eisen["vektis_registratie"].weigering]


def test_the_iban_is_kept_in_its_own_column_only(markt):
    aanvraag = markt.submitted()
    assert aanvraag.iban == CANARY_IBAN
    rest = Aanvraag.objects.filter(pk=aanvraag.pk).values().get()
    del rest["iban"]
    assert CANARY_IBAN not in str(rest)


@pytest.mark.parametrize("naam", ["agb_code", "aanvraagdatum", "contractvorm", "toelating_ingetrokken", "verzonnen"])
def test_a_practice_cannot_answer_what_is_not_its_to_say(markt, naam):
    aanvraag = markt.started()
    with pytest.raises(Gebruikersfout, match="niet zelf invullen"):
        actions.answer(aanvraag=aanvraag, antwoorden={naam: True}, by=markt.invuller, now=NOW)


@pytest.mark.parametrize(
    ("naam", "waarde"), [("nascholing", "ja"), ("gewenste_ingangsdatum", "1 april"), ("iban", "NL00ABNA0417164300")]
)
def test_an_answer_of_the_wrong_kind_is_refused_and_the_rest_of_it_too(markt, naam, waarde):
    aanvraag = markt.started()
    with pytest.raises(Gebruikersfout):
        actions.answer(aanvraag=aanvraag, antwoorden={"waarneming": False, naam: waarde}, by=markt.invuller, now=NOW)
    aanvraag.refresh_from_db()
    assert aanvraag.antwoorden["waarneming"] is True
    assert aanvraag.iban == CANARY_IBAN


def test_one_application_at_a_time(markt):
    markt.started()
    with pytest.raises(Gebruikersfout, match="loopt al een aanvraag"):
        markt.started()


def test_only_people_of_the_practice_apply(markt):
    _, vreemde = markt.new_practice(2)
    for by in (vreemde, markt.inkoper):
        with pytest.raises(Gebruikersfout, match="Dit mag alleen"):
            markt.started(by=by)


def test_the_policy_must_be_of_the_insurer(markt):
    with pytest.raises(Gebruikersfout, match="niet van"):
        actions.start_aanvraag(
            praktijk=markt.praktijk, verzekeraar=markt.volger, beleid=BELEID, by=markt.invuller, now=NOW
        )


def test_after_midnight_in_the_netherlands_it_is_the_next_day(markt):
    """31 March 22:30 UTC is 1 April 00:30 in Amsterdam (summer time)."""
    aanvraag = markt.submitted(now=datetime(2025, 3, 31, 22, 30, tzinfo=UTC))
    assert aanvraag.aanvraagdatum.isoformat() == "2025-04-01"


def test_a_withdrawn_draft_stays_withdrawn(markt):
    aanvraag = actions.withdraw_aanvraag(aanvraag=markt.started(), by=markt.invuller, now=NOW)
    with pytest.raises(Toestandsfout):
        actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=REGISTER, by=markt.invuller, now=NOW)
    with pytest.raises(Toestandsfout):
        actions.answer(aanvraag=aanvraag, antwoorden=ANTWOORDEN, by=markt.invuller, now=NOW)


class TestJudging:
    """Document 001, 5.4: region and the agreements with the RO weigh in, so a person decides."""

    @pytest.fixture
    def aanvraag(self, markt):
        aanvraag = markt.submitted(ro_aansluiting=False)
        assert aanvraag.status == "BEOORDELING"
        return aanvraag

    def test_allowed_by_the_purchaser_the_practice_is_admitted(self, markt, aanvraag):
        (eis,) = actions.to_judge(aanvraag)
        actions.judge_eis(
            aanvraag=aanvraag, eis=eis, toegestaan=True, motivering="Past in de regio", by=markt.inkoper, now=NOW
        )
        assert aanvraag.status == "TOEGELATEN"
        assert actions.to_judge(aanvraag) == []

    def test_not_allowed_it_is_refused_with_the_motivation(self, markt, aanvraag):
        (eis,) = actions.to_judge(aanvraag)
        actions.judge_eis(aanvraag=aanvraag, eis=eis, toegestaan=False, motivering="Geen RO", by=markt.inkoper, now=NOW)
        assert (aanvraag.status, aanvraag.redenen) == ("AFGEWEZEN", ["Geen RO"])

    def test_a_judgement_needs_a_motivation_the_right_person_and_a_requirement_that_waits(self, markt, aanvraag):
        (eis,) = actions.to_judge(aanvraag)
        for by, naam, motivering in (
            (markt.inkoper, eis, " "),
            (markt.contractbeheer, eis, "Goed"),
            (markt.inkoper, "nascholing", "Goed"),
        ):
            with pytest.raises(Gebruikersfout):
                actions.judge_eis(aanvraag=aanvraag, eis=naam, toegestaan=True, motivering=motivering, by=by, now=NOW)
        aanvraag.refresh_from_db()
        assert aanvraag.status == "BEOORDELING"
        assert not aanvraag.oordelen.exists()

    def test_nothing_is_offered_before_the_judgement(self, markt, aanvraag):
        with pytest.raises(Toestandsfout, match="niet"):
            actions.offer_overeenkomst(aanvraag=aanvraag, by=markt.inkoper, now=NOW)


class TestRefusingAPracticeThatQualifies:
    """CONFLICT-03: possible, with a motivation and a second person."""

    def propose(self, markt) -> Weigering:
        return actions.refuse_aanvraag(
            aanvraag=markt.submitted(), motivering="Genoeg zorg in de regio", by=markt.inkoper, now=NOW
        )

    def test_two_people_refuse(self, markt):
        aanvraag = actions.decide_refusal(weigering=self.propose(markt), bevestigd=True, by=markt.inkoper2, now=NOW)
        assert (aanvraag.status, aanvraag.redenen) == ("AFGEWEZEN", ["Genoeg zorg in de regio"])

    def test_the_second_can_admit_after_all(self, markt):
        aanvraag = actions.decide_refusal(weigering=self.propose(markt), bevestigd=False, by=markt.inkoper2, now=NOW)
        assert aanvraag.status == "TOEGELATEN"

    def test_nobody_decides_alone_not_even_past_the_code(self, markt):
        weigering = self.propose(markt)
        with pytest.raises(Gebruikersfout, match="Een ander"):
            actions.decide_refusal(weigering=weigering, bevestigd=True, by=markt.inkoper, now=NOW)
        with pytest.raises(IntegrityError, match="weigering_vier_ogen"), transaction.atomic():
            Weigering.objects.filter(pk=weigering.pk).update(besloten_door=markt.inkoper)

    def test_without_motivation_nothing_happens(self, markt):
        aanvraag = markt.submitted()
        with pytest.raises(Gebruikersfout, match="Leg uit"):
            actions.refuse_aanvraag(aanvraag=aanvraag, motivering="", by=markt.inkoper, now=NOW)
        aanvraag.refresh_from_db()
        assert aanvraag.status == "TOEGELATEN"
