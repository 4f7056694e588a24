"""Moments of the demonstration: everything happens at nine in the morning, here. And which days a year is lived."""

from datetime import date, datetime, time

from django.utils import timezone

from zorginkoop.beleid.versie import Beleid

OCHTEND = time(9)


def morning(dag: date) -> datetime:
    """Nine o'clock on a day."""
    return datetime.combine(dag, OCHTEND, timezone.get_default_timezone())


def on(jaar: int, maand: int, dag: int) -> datetime:
    """Nine o'clock on the day with these numbers."""
    return morning(date(jaar, maand, dag))


def has_budgets(policy: Beleid) -> bool:
    """Whether agreements under this policy follow from a budget."""
    return bool({"begroting_akkoord", "begroting_akkoord_eerste"} & set(policy.feiten))


def is_innovation(policy: Beleid) -> bool:
    """Whether one asks for innovation under this policy."""
    return "besluit_zorgvernieuwing" in policy.feiten


def last_day(policy: Beleid) -> date:
    """The last day of the lived year: a budget is closed in the year after its own, innovation starts all year."""
    begin = policy.document.geldig_van.year
    if has_budgets(policy):
        return date(begin + 1, 7, 31)
    return date(begin if is_innovation(policy) else begin - 1, 12, 31)
