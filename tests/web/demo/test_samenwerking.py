"""The demonstration has a budget of every kind, and a purchaser who logs in finds filled pages."""

from datetime import UTC, date, datetime

import pytest

from tests.web.contractering.reizigers import client_of
from zorginkoop.beleid import library
from zorginkoop.web.begroting.models import Begroting, Nacalculatie, Praktijkmanagement, Vernieuwing, Vooraankondiging
from zorginkoop.web.berichten import taken, termijnlog
from zorginkoop.web.berichten.models import Bericht, Termijnregel
from zorginkoop.web.contractering import aanbieden, ondertekenen
from zorginkoop.web.contractering.models import Overeenkomst
from zorginkoop.web.demo import rolverdeling, samenwerking
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.demo.start import VANDAAG
from zorginkoop.web.toegang.rollen import Rol


@pytest.fixture
def bezetting(db, monkeypatch, settings) -> Bezetting:
    settings.DEMO_DATUM = VANDAAG.date()
    for module in (aanbieden, ondertekenen):
        monkeypatch.setattr(module, "print_now", lambda opdracht: b"%PDF-")
    bezetting = Bezetting()
    rolverdeling.insurers(bezetting, library.latest("huisartsenzorg"), now=datetime(2020, 1, 1, tzinfo=UTC))
    bezetting.praktijken = rolverdeling.practices(bezetting, [(f"0100001{n}", f"Praktijk {n}") for n in range(2)])
    samenwerking.live(bezetting)
    return bezetting


def test_a_purchaser_finds_every_kind_of_budget_and_only_work_of_today(bezetting):
    check_kinds(bezetting)
    check_settlement()
    check_purchaser(bezetting)


def check_kinds(bezetting):
    """Each in the years of its policy."""
    jaren = Begroting.objects.order_by("praktijk__naam", "jaar").values_list("praktijk__agb", "jaar", "status")
    assert list(jaren) == [
        ("21000011", 2024, "AKKOORD"),
        ("21000011", 2025, "AKKOORD"),
        ("21000011", 2026, "VOORGESTELD"),
        ("67000011", 2021, "AKKOORD"),
        ("53000011", 2021, "AKKOORD"),
    ]
    assert {v.bestandsnaam for b in Begroting.objects.all() for v in b.versies.all()} == {
        f"begroting-{jaar}.xlsx" for jaar in (2021, 2024, 2025, 2026)
    }
    assert list(Overeenkomst.objects.order_by("van").values_list("praktijk__agb", "van")) == [
        ("53000011", date(2021, 1, 1)),
        ("21000011", date(2025, 1, 1)),
    ]
    assert Praktijkmanagement.objects.get().status == "TOEGEKEND"
    assert list(Vernieuwing.objects.order_by("pk").values_list("status", flat=True)) == ["START", "INGEDIEND"]
    assert Vooraankondiging.objects.count() == len(bezetting.verzekeraars) - 1


def check_settlement():
    """8.760 x 285,00 + 61.000 x 14,50 + 410.000,00 = 2.496.600 + 884.500 + 410.000 = 3.791.100 euros. It cost three
    per cent more, 113.733 euros, and half of that is settled: 56.866,50."""
    nacalculatie = Nacalculatie.objects.get()
    assert nacalculatie.status == "VASTGESTELD"
    assert nacalculatie.begroot_cent == 379_110_000
    assert nacalculatie.te_verrekenen_cent == 5_686_650


def check_purchaser(bezetting):
    """Filled pages, and a task for each: the request at the desk of the one, and for the other the budget of next year,
    which the first one agreed to."""
    (uzovi,) = {p.verzekeraar.uzovi for p in library.latest("wsv_ro")}
    inkoper, verzekeraar = bezetting.mensen[uzovi, Rol.INKOPER], bezetting.verzekeraars[uzovi]
    wie = client_of(inkoper)
    for adres, woord in (
        ("/begroting/", "WSV De Vliet"),
        ("/begroting/praktijkmanagement/", "Praktijk 0"),
        ("/begroting/vernieuwing/", "Beeldbellen in de wijk"),
    ):
        assert woord in wie.get(adres).content.decode()
    te_doen = {
        v.uzovi: {t.soort for t in taken.tasks(v, Rol.INKOPER, op=VANDAAG) if t.soort != taken.BELEIDSTERMIJN}
        for v in bezetting.verzekeraars.values()
    }
    assert te_doen.pop(uzovi) == {"vernieuwing"}
    assert {"begroting_oordeel"} in te_doen.values()
    assert Bericht.objects.filter(organisatie=verzekeraar, soort="jaarstukken_ontvangen").count() == 3
    termijnlog.record()
    laat = {r.soort for r in Termijnregel.objects.all() if r.outcome(VANDAAG.date())[0].startswith("Te laat")}
    assert laat <= {"begroting", "begroting_oordeel", "jaarstukken"}
