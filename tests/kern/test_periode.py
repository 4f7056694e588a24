"""Months, quarters and half-open periods."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorginkoop.kern.periode import Periode, dagen, kwartaalbegin, maanden_later, volgend_kwartaal

DATUMS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("dag", "maanden", "verwacht"),
    [
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 1), -1, date(2024, 12, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
    ],
)
def test_a_day_the_month_does_not_have_becomes_its_last(dag: date, maanden: int, verwacht: date) -> None:
    assert maanden_later(dag, maanden) == verwacht


@given(DATUMS)
def test_the_next_quarter_starts_after_the_day_and_within_three_months(dag: date) -> None:
    volgend = volgend_kwartaal(dag)

    assert dag < volgend <= dag + timedelta(92)
    assert (volgend.day, volgend.month % 3) == (1, 1)
    assert kwartaalbegin(dag) <= dag


def test_the_end_does_not_belong_to_the_period() -> None:
    periode = Periode(date(2025, 1, 1), date(2025, 4, 1))

    assert date(2025, 1, 1) in periode
    assert date(2025, 3, 31) in periode
    assert date(2025, 4, 1) not in periode


def test_a_period_that_ends_at_its_start_is_refused() -> None:
    with pytest.raises(ValueError, match="eindigt na haar begin"):
        Periode(date(2025, 1, 1), date(2025, 1, 1))


@given(DATUMS, st.integers(1, 200), DATUMS, st.integers(1, 200), DATUMS)
def test_a_day_is_in_the_intersection_when_it_is_in_both(a: date, n: int, b: date, m: int, dag: date) -> None:
    een, twee = Periode(a, a + timedelta(n)), Periode(b, b + timedelta(m))

    samen = een.doorsnede(twee)

    assert (samen is not None and dag in samen) == (dag in een and dag in twee)


def test_every_day_is_counted_once() -> None:
    assert len(list(dagen(Periode(date(2024, 2, 1), date(2024, 3, 1))))) == 29
