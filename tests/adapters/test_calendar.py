"""Calendar files: whole days, the same bytes for the same days, and text that cannot break the file."""

from datetime import UTC, date, datetime, timedelta

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from zorginkoop.adapters.calendar import Dag, render

DAG = Dag(date(2025, 12, 31), "Laatste dag", "Bron: 004, Planning", "a|b", date(2024, 4, 1))


def events(inhoud: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(inhoud).walk("VEVENT"))


def test_a_deadline_is_a_whole_day_with_a_reminder_a_week_before() -> None:
    (event,) = events(render("Termijnen", [DAG]))
    (alarm,) = event.walk("VALARM")

    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2025, 12, 31), date(2026, 1, 1))
    assert event["dtstamp"].dt == datetime(2024, 3, 31, 22, tzinfo=UTC)  # midnight in Amsterdam, in summer time
    assert alarm["trigger"].dt == timedelta(days=-7, hours=9)
    assert b"X-WR-TIMEZONE:Europe/Amsterdam\r\n" in render("Termijnen", [])


def test_equal_days_give_equal_bytes_and_other_days_another_identity() -> None:
    ander = Dag(DAG.datum, DAG.titel, DAG.uitleg, "a|c", DAG.sinds)

    assert render("T", [DAG]) == render("T", [DAG])
    assert len({event["uid"] for event in events(render("T", [DAG, ander]))}) == 2


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200).map(str.strip).filter(bool))
def test_whatever_a_title_says_it_stays_one_event(titel: str) -> None:
    (event,) = events(render(titel, [Dag(DAG.datum, titel, f"{titel}\nBEGIN:VEVENT", "k", DAG.sinds)]))

    assert str(event["summary"]) == titel
