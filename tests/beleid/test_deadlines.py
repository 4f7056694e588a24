"""The calendar of a policy: written dates, computed quarters, yearly returns, working days, and the calendar file."""

import json
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from zorginkoop import cli
from zorginkoop.beleid import library
from zorginkoop.beleid.deadlines import deadlines, last_working_day, shared_from, working_day
from zorginkoop.beleid.model import Termijn
from zorginkoop.kern.fouten import Gebruikersfout

ZZ = library.load("zz-huisartsenzorg-2025@1.0")
WSV = library.load("zz-wsv-ro-2021")
JAREN = st.integers(2000, 2100)


@pytest.mark.parametrize(
    ("jaar", "dagen"),
    [
        (2023, []),
        (2024, [date(2024, 12, 1)]),
        (2025, [date(2025, 3, 1), date(2025, 6, 1), date(2025, 9, 1)]),
        (2026, []),
    ],
)
def test_quarterly_changes_are_computed_for_quarters_in_which_the_policy_holds(jaar: int, dagen: list[date]) -> None:
    """Quarters of 2025 start on 1 January, April, July and October; a month before that. 1 January 2026 is outside."""
    berekend = [rij for rij in deadlines(ZZ, jaar) if rij.herkomst == "berekend"]

    assert [rij.datum for rij in berekend] == dagen
    assert all(rij.bron == ZZ.inhoud.wijziging.bron[0] and rij.kant == "zorgaanbieder" for rij in berekend)


def test_a_computed_deadline_that_is_also_written_stands_there_once() -> None:
    titels = [(rij.datum, rij.titel) for rij in deadlines(ZZ, 2024) + deadlines(ZZ, 2025)]

    assert len(set(titels)) == len(titels)
    assert (date(2025, 3, 1), "Uiterste dag om een wijziging per 1 april 2025 volledig aan te vragen") in titels
    assert {(t.datum, t.titel) for t in ZZ.inhoud.termijn} == set(titels)


def test_a_policy_without_a_rule_for_changes_has_only_what_is_written() -> None:
    zk = library.load("zk-huisartsenzorg-2024-2025@1.2")

    assert {rij.herkomst for rij in deadlines(zk, 2023)} == {"beleid"}
    assert [rij.datum for rij in deadlines(zk, 2024)] == [date(2024, 8, 31)]
    assert deadlines(zk, 2025) == []


@pytest.mark.parametrize(("jaar", "aantal"), [(2020, 0), (2021, 9), (2025, 9), (2028, 9)])
def test_a_date_without_a_year_returns_every_year_from_the_first(jaar: int, aantal: int) -> None:
    rijen = deadlines(WSV, jaar)

    assert len(rijen) == aantal
    assert {rij.datum.year for rij in rijen} <= {jaar}
    assert aantal == 0 or {rij.kant for rij in rijen} == {"zorgaanbieder", "verzekeraar"}


@given(JAREN)
def test_every_deadline_falls_in_its_year_in_order_and_on_or_after_its_last_working_day(jaar: int) -> None:
    for beleid in library.all_policies():
        rijen = deadlines(beleid, jaar)
        assert [rij.datum for rij in rijen] == sorted(rij.datum for rij in rijen)
        for rij in rijen:
            assert rij.datum.year == jaar
            assert rij.bron.document in beleid.bronnen
            assert timedelta() <= rij.datum - rij.laatste_werkdag <= timedelta(5)
            assert working_day(rij.laatste_werkdag)
            assert rij.werkdag == (rij.datum == rij.laatste_werkdag)


@pytest.mark.parametrize(
    ("dag", "laatste"),
    [
        (date(2025, 3, 1), date(2025, 2, 28)),  # Saturday
        (date(2025, 4, 21), date(2025, 4, 17)),  # Easter Monday, after Good Friday
        (date(2025, 5, 5), date(2025, 5, 2)),  # Liberation Day, a Monday
        (date(2026, 5, 5), date(2026, 5, 4)),  # and in a year that is no lustrum
        (date(2025, 1, 1), date(2024, 12, 31)),  # into the year before
        (date(2025, 12, 26), date(2025, 12, 24)),  # Boxing Day
        (date(2025, 9, 1), date(2025, 9, 1)),  # a plain Monday
    ],
)
def test_the_last_working_day_passes_weekends_and_dutch_holidays(dag: date, laatste: date) -> None:
    assert last_working_day(dag) == laatste


@pytest.mark.parametrize("jaar", [1999, 2101, -1])
def test_an_impossible_year_is_refused(jaar: int) -> None:
    with pytest.raises(Gebruikersfout, match="jaar: kies een jaar van 2000 tot en met 2100"):
        deadlines(ZZ, jaar)


def test_the_command_prints_every_row_with_its_source_and_writes_the_calendar(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    doel = tmp_path / "agenda.ics"
    cli.app(
        ["beleid", "termijnen", "zz-wsv-ro-2021", "--jaar", "2025", "--ics", str(doel), "--json"],
        result_action="return_value",
    )

    rijen = json.loads(capsys.readouterr().out)
    agenda = icalendar.Calendar.from_ical(doel.read_bytes())
    assert [rij["datum"] for rij in rijen] == [e["dtstart"].dt.isoformat() for e in agenda.walk("VEVENT")]
    assert rijen[-1]["datum"] == "2025-12-13"
    assert rijen[-1]["bron"] == {"document": "004", "plaats": "Planning"}
    assert rijen[-1]["laatste_werkdag"] == "2025-12-12"


def test_a_calendar_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Gebruikersfout, match="is niet te schrijven"):
        cli.beleid.beleid_termijnen("zz-wsv-ro-2021", jaar=2025, ics=tmp_path / "weg" / "x.ics")


def test_the_command_for_consequences_prints_what_the_policy_says(capsys: pytest.CaptureFixture[str]) -> None:
    cli.beleid.beleid_gevolg("zz-oefentherapie-2024", wijziging="overname", als_json=True)

    uit = json.loads(capsys.readouterr().out)
    assert (uit["gevolg"], uit["melden_bij"], uit["bron"]["document"]) == (
        "NIEUWE_OVEREENKOMST",
        ["contractbeheer"],
        "002",
    )


def test_a_step_returns_every_year() -> None:
    bron = {"document": "004", "plaats": "Planning"}
    with pytest.raises(ValidationError, match="elk jaar terugkomt"):
        Termijn(datum=date(2021, 12, 1), titel="Delen", kant="verzekeraar", stap="delen", bron=bron)


def test_telling_other_insurers_may_begin_in_december_whatever_the_title_says() -> None:
    """Document 004, Planning: from December other insurers are told, in the year before the agreement starts."""
    assert shared_from(WSV, date(2023, 1, 1)) == date(2022, 12, 1)
    assert [d.datum for d in deadlines(WSV, 2022) if d.begint] == [date(2022, 12, 1)]
    assert shared_from(ZZ, date(2025, 1, 1)) is None
