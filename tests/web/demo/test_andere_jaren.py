"""A year of budgets and a year of innovation, on the days on which something happens."""

from datetime import UTC, date, datetime, timedelta

import pytest

from zorginkoop.beleid import library
from zorginkoop.web.begroting.models import Begroting, Vernieuwing
from zorginkoop.web.contractering import aanbieden, ondertekenen
from zorginkoop.web.contractering.models import Aanbod, Overeenkomst
from zorginkoop.web.demo import begrotingsjaar, rolverdeling, vernieuwingsjaar
from zorginkoop.web.demo.dagen import last_day
from zorginkoop.web.demo.jaar import as_json, year_of
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.demo.verloop import Plan


@pytest.fixture
def bezetting(db, monkeypatch) -> Bezetting:
    for module in (aanbieden, ondertekenen):
        monkeypatch.setattr(module, "print_now", lambda opdracht: b"%PDF-")
    monkeypatch.setattr(begrotingsjaar, "AANTAL", 2)
    monkeypatch.setattr(vernieuwingsjaar, "AANTAL", 2)
    bezetting = Bezetting()
    rolverdeling.insurers(bezetting, library.latest("huisartsenzorg"), now=datetime(2020, 1, 1, tzinfo=UTC))
    bezetting.praktijken = rolverdeling.practices(bezetting, [(f"0100001{n}", f"Praktijk {n}") for n in range(2)])
    return bezetting


@pytest.mark.parametrize(
    ("beleid", "eind"),
    [
        ("zz-huisartsenzorg-2025", date(2024, 12, 31)),
        ("zz-wsv-ro-2021", date(2022, 7, 31)),
        ("zz-hds-2024", date(2025, 7, 31)),
        ("zz-zorgvernieuwing-2025", date(2025, 12, 31)),
    ],
)
def test_the_last_day_follows_from_the_kind_of_policy(beleid, eind):
    assert last_day(library.load(beleid)) == eind


def test_budgets_are_made_agreed_signed_and_closed(bezetting):
    """Document 004, Planning: one regional organisation sends in on 31 August, a partnership on 2 September."""
    verloop = year_of(bezetting, library.load("zz-wsv-ro-2021"))
    ro, wsv = verloop.plannen
    verloop.plannen = {
        ro: Plan(date(2020, 8, 3), date(2020, 8, 31), 3),
        wsv: Plan(date(2020, 8, 3), date(2020, 9, 2), 3),
    }
    verloop.rng.seed(1)  # nobody asks too much
    september = [date(2020, 9, dag) for dag in (2, 8, 9, 10, 11, 14, 21, 22, 24, 28)]
    na = [date(2022, 4, 4), date(2022, 4, 8), date(2022, 5, 2)]
    for dag in (date(2020, 8, 3), date(2020, 8, 31), *september, date(2020, 12, 1), *na):
        verloop.live(dag)
    assert set(Begroting.objects.values_list("status", flat=True)) == {"AKKOORD"}
    assert Overeenkomst.objects.filter(status="GELDIG").count() == 2
    standen = {(rij["datum"], rij["titel"].split(" ")[0]): rij["begrotingen"] for rij in as_json(verloop)["jaarcyclus"]}
    assert standen["2020-09-01", "Begroting"] == {"Gedaan": 1, "Gedaan, na de datum": 1}
    assert standen["2020-11-01", "Overeenkomst"] == {"Gedaan": 2}
    assert standen["2022-05-01", "Jaarrekening"] == {"Gedaan": 2}
    assert standen["2022-07-31", "Jaarrekening"] == {"Gedaan": 2}
    assert [rij.datum for rij in verloop.deadlines()] == sorted(date.fromisoformat(dag) for dag, _ in standen)


def test_innovation_is_asked_answered_and_agreed(bezetting, monkeypatch):
    """Asked on 6 January and answered with a yes on 27 January, so it starts on 1 April."""
    monkeypatch.setattr(vernieuwingsjaar, "UITKOMSTEN", ("onvolledig", "start"))
    verloop = year_of(bezetting, library.load("zz-zorgvernieuwing-2025"))
    eerste = date(2025, 1, 6)
    verloop.plannen = dict.fromkeys(verloop.plannen, Plan(eerste, eerste, 1))
    for na in (0, 21, 23, 24, 32, 33, 39, 42):
        verloop.live(eerste + timedelta(na))
    assert set(Vernieuwing.objects.values_list("status", flat=True)) == {"START"}
    assert Aanbod.objects.first().ingangsdatum == date(2025, 4, 1)
    assert as_json(verloop)["stand"]["vernieuwingen start"] == 2
