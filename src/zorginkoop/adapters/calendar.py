"""Days as an iCalendar file: each a whole day in the Netherlands, with a reminder a week before."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HERINNERING = timedelta(days=-7, hours=9)
"""From the start of the day: a week before, at nine in the morning."""


@dataclass(frozen=True)
class Dag:
    """One whole day; `kenmerk` keeps it the same day in a calendar that is read again, `sinds` is when it was known."""

    datum: date
    titel: str
    uitleg: str
    kenmerk: str
    sinds: date


def render(titel: str, dagen: Iterable[Dag]) -> bytes:
    """The calendar as a file; equal days give equal bytes."""
    kalender = Calendar()
    kalender.add("prodid", "-//Zorginkoop//Termijnen//NL")
    kalender.add("version", "2.0")
    kalender.add("method", "PUBLISH")
    kalender.add("x-wr-calname", titel)
    kalender.add("x-wr-timezone", AMSTERDAM.key)
    for dag in dagen:
        kalender.add_component(_event(dag))
    return bytes(kalender.to_ical())


def _event(dag: Dag) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(dag.kenmerk.encode()).hexdigest()[:32]}@zorginkoop")
    event.add("dtstamp", datetime.combine(dag.sinds, time(), AMSTERDAM).astimezone(UTC))
    event.add("dtstart", dag.datum)
    event.add("dtend", dag.datum + timedelta(1))
    event.add("summary", dag.titel)
    event.add("description", dag.uitleg)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(dag.titel))
    return event


def _alarm(titel: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", titel)
    alarm.add("trigger", HERINNERING)
    return alarm
