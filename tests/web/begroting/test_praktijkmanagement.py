"""Practice management (document 004): for who forms a partnership, on a signed form, decided by two people."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.web.contractering.doorlopen import Partijen
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.begroting import actions
from zorginkoop.web.begroting.doorgeven import facts
from zorginkoop.web.begroting.models import Praktijkmanagement
from zorginkoop.web.contractering.states import Toestandsfout

from .conftest import AUGUSTUS, HDS, OKTOBER, WSV

VELDEN = {
    "wsv_deelname": "voornemens",
    "samenwerking": "WSV De Wijk",
    "plan": "Een manager voor twee dagen per week.",
    "gewenste_ingangsdatum": date(2021, 1, 1),
}


@pytest.fixture
def praktijk(db):
    return Partijen(WSV, agb="01000011", naam="Huisartsenpraktijk De Bron")


def requested(p, beleid=WSV, **anders):
    velden = {**VELDEN, **anders}
    return actions.request_praktijkmanagement(
        praktijk=p.praktijk, verzekeraar=p.verzekeraar, beleid=beleid, velden=velden, by=p.tekenbevoegde, now=AUGUSTUS
    )


def judge(record, by, *, akkoord=True, motivering="Goed plan"):
    return actions.judge_praktijkmanagement(record=record, akkoord=akkoord, motivering=motivering, by=by, now=OKTOBER)


def test_one_proposes_and_another_awards_and_the_application_knows(praktijk):
    record = judge(requested(praktijk), praktijk.inkoper)
    assert record.status == "VOORGESTELD"
    with pytest.raises(Gebruikersfout, match="ander"):
        judge(record, praktijk.inkoper)
    assert judge(record, praktijk.inkoper2).status == "TOEGEKEND"
    bekend = facts(praktijk.praktijk, praktijk.verzekeraar, WSV, date(2020, 10, 12), {})
    assert (bekend["praktijkmanagement_formulier"], bekend["wsv_deelname"]) == (True, "voornemens")
    with pytest.raises(Toestandsfout):
        judge(record, praktijk.inkoper2)


def test_a_refusal_has_a_reason_and_the_second_may_ask_to_think_again(praktijk):
    record = requested(praktijk)
    with pytest.raises(Gebruikersfout, match="Leg uit"):
        judge(record, praktijk.inkoper, motivering=" ")
    judge(record, praktijk.inkoper)
    assert judge(record, praktijk.inkoper2, akkoord=False).status == "INGEDIEND"
    assert judge(record, praktijk.inkoper2, akkoord=False, motivering="Geen plan").status == "AFGEWEZEN"
    assert "praktijkmanagement_formulier" not in facts(
        praktijk.praktijk, praktijk.verzekeraar, WSV, date(2020, 10, 12), {}
    )


def test_who_forms_no_partnership_does_not_qualify(praktijk):
    with pytest.raises(Gebruikersfout, match="WSV vormen of willen starten"):
        requested(praktijk, wsv_deelname="geen")


def test_one_at_a_time_and_only_under_a_policy_that_has_it(praktijk):
    record = requested(praktijk)
    with pytest.raises(Gebruikersfout, match="loopt al"):
        requested(praktijk)
    with pytest.raises(Gebruikersfout, match="geen praktijkmanagement"):
        requested(praktijk, beleid=HDS)
    actions.withdraw_praktijkmanagement(record=record, by=praktijk.tekenbevoegde, now=OKTOBER)
    assert requested(praktijk).status == "INGEDIEND"


def test_the_database_keeps_four_eyes(praktijk):
    record = judge(requested(praktijk), praktijk.inkoper)
    with pytest.raises(IntegrityError), transaction.atomic():
        Praktijkmanagement.objects.filter(pk=record.pk).update(status="TOEGEKEND", besloten_door=praktijk.inkoper)
