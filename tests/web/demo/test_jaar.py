"""A lived year: nothing happens before its day, what is counted is what is there, and silence lets an offer lapse."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from zorginkoop.beleid import library
from zorginkoop.web.berichten.models import Bericht, Termijnregel
from zorginkoop.web.contractering import aanbieden, ondertekenen
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst, Volging
from zorginkoop.web.demo import rolverdeling
from zorginkoop.web.demo.jaar import as_json
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.demo.verloop import Jaar, Plan

BELEID, JAAR = "zz-huisartsenzorg-2025", 2024
FEITEN = {
    "vektis_registratie": True,
    "big_registratie": True,
    "vecozo_certificaat": True,
    "kernregio": True,
    "ingeschreven_patienten": 2350,
    "email": "praktijk@voorbeeld.nl",
}
PLANNEN = [
    Plan(date(2024, 9, 2), date(2024, 9, 9), 3),  # a prompt one
    Plan(date(2024, 9, 2), date(2024, 9, 9), None),  # gets an offer and never answers
    Plan(date(2024, 9, 2), None, 5),  # never hands in what it began
    Plan(date(2024, 12, 1), date(2024, 12, 10), 2),  # hands in after the last day
]
DAGEN = [
    *(date(2024, 9, dag) for dag in (2, 9, 12)),
    *(date(2024, 10, dag) for dag in (1, 2, 4, 7, 9, 17, 24)),
    *(date(2024, 11, dag) for dag in (4, 11, 18, 25)),
    *(date(2024, 12, dag) for dag in (1, 3, 10, 13, 20, 31)),
]
"""The days on which something happens, and some in between."""


@pytest.fixture
def verloop(db, monkeypatch) -> Jaar:
    monkeypatch.setattr("zorginkoop.web.demo.contractronde.NEE", 0)
    monkeypatch.setattr(Jaar, "_facts", lambda self, praktijk: dict(FEITEN))
    for module in (aanbieden, ondertekenen):
        monkeypatch.setattr(module, "print_now", lambda opdracht: b"%PDF-")
    bezetting, nu = Bezetting(), datetime(2024, 1, 1, tzinfo=UTC)
    rolverdeling.insurers(bezetting, library.latest("huisartsenzorg"), now=nu)
    codes = [(f"0100001{n}", f"Praktijk {n}") for n in range(len(PLANNEN))]
    bezetting.praktijken = rolverdeling.practices(bezetting, codes)
    jaar = Jaar(bezetting, library.load(BELEID), JAAR)
    jaar.plannen = dict(zip(bezetting.praktijken.values(), PLANNEN, strict=True))
    for dag in DAGEN:
        jaar.live(dag)
    return jaar


def test_a_lived_year_adds_up(verloop):
    statussen = list(Aanvraag.objects.order_by("praktijk__agb").values_list("status", flat=True))
    prompt, zwijger, vergeetachtig, laat = statussen
    assert (prompt, zwijger, vergeetachtig) == ("OVEREENGEKOMEN", "TOEGELATEN", "CONCEPT")
    assert laat in {"OVEREENGEKOMEN", "AANGEBODEN", "AFGEWEZEN"}

    samen = Counter[str]()
    for geteld in verloop.gebeurd.values():
        samen.update(geteld)
    assert samen["aanbod"] == Aanbod.objects.count()
    assert samen["ondertekend"] == Overeenkomst.objects.count()
    assert samen["aanbod vervallen"] == Aanbod.objects.filter(status="VERVALLEN").count() >= 1
    assert samen["beschikbaar voor volger"] == Volging.objects.count()
    assert samen["herinneringen"] == Bericht.objects.filter(soort__startswith="herinnering").count() >= 1

    eerste = Aanbod.objects.order_by("aangeboden_op").first()
    assert timezone.localdate(eerste.aangeboden_op) == date(2024, 10, 1)  # the first working day offers are made
    assert not Volging.objects.filter(volger=verloop.verzekeraar).exists()
    assert Termijnregel.objects.filter(soort="aanbod").exclude(gehaald_op=None).exists()

    uit = as_json(verloop)
    assert uit["stand"]["overeenkomsten"] == samen["ondertekend"]
    assert {rij["datum"] for rij in uit["termijnen"]} >= {"2024-04-01", "2024-12-01"}
