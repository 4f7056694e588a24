"""Who follows in the demonstration finds something of every kind on the day it opens."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from tests.web.demo.test_jaar import BELEID, FEITEN
from zorginkoop.beleid import library
from zorginkoop.web.contractering import aanbieden, actions, muteren, ondertekenen
from zorginkoop.web.contractering.models import Overeenkomst, Volging, VolgRij
from zorginkoop.web.demo import contractronde, rolverdeling
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.demo.start import AANBOD, AANVRAAG, ONDERTEKEND, SEED, VANDAAG, VOLGEN
from zorginkoop.web.gebeurtenissen import grootboek
from zorginkoop.web.toegang.rollen import Rol


@pytest.fixture
def bezetting(db, monkeypatch) -> Bezetting:
    for module in (aanbieden, ondertekenen, muteren):
        monkeypatch.setattr(module, "print_now", lambda opdracht: b"%PDF-")
    monkeypatch.setattr(contractronde, "NEE", 0)
    monkeypatch.setattr(contractronde, "feiten_van", lambda *_, **__: dict(FEITEN))
    bezetting = Bezetting()
    rolverdeling.insurers(bezetting, library.latest("huisartsenzorg"), now=datetime(2024, 1, 1, tzinfo=UTC))
    bezetting.praktijken = rolverdeling.practices(bezetting, [(f"0100001{n}", f"Praktijk {n}") for n in range(9)])
    return bezetting


def test_one_late_one_ready_one_collected_and_one_without_a_module(bezetting):
    policies = [library.load(BELEID)]
    aanvragen = contractronde.apply_all(bezetting, policies, now=AANVRAAG, seed=SEED, voortgang=lambda _: None)
    contractronde.judge_all(bezetting, aanvragen, now=AANVRAAG, seed=SEED)
    for aanvraag in (a for a in aanvragen if a.status == "TOEGELATEN"):
        inkoper = bezetting.mensen[policies[0].verzekeraar.uzovi, Rol.INKOPER]
        aanbod = actions.offer_overeenkomst(aanvraag=aanvraag, by=inkoper, now=AANBOD)
        actions.sign_overeenkomst(aanbod=aanbod, by=bezetting.tekenbevoegde(aanvraag.praktijk), now=ONDERTEKEND)
    overeenkomsten = list(Overeenkomst.objects.order_by("pk"))
    contractronde.follow_all(bezetting, overeenkomsten, op=VOLGEN)
    nu = set(VolgRij.objects.filter(bekend_tot=None).values_list("pk", flat=True))
    contractronde.waiting_followers(bezetting, overeenkomsten, policies, nu=VANDAAG)

    staten = Counter(Volging.objects.exclude(status="VERWERKT").values_list("status", flat=True))
    assert staten == {"BESCHIKBAAR": 2, "OPGEHAALD": 1, "WIJKT_AF": 1}
    assert Volging.objects.filter(grootboek.late(date(2025, 7, 21))).count() == 1
    gesloten = VolgRij.objects.filter(pk__in=nu).exclude(bekend_tot=None)
    assert not gesloten.exists()  # what was taken over before still holds, so claims until October are judged alike
