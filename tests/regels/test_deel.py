"""Whole division rounds half away from zero, exactly, and unknown stays unknown."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop.regels.programma import Programma
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regelfout, lees

FEITEN = {"a": Soort.BEDRAG, "b": Soort.GEHEEL, "c": Soort.GETAL}
PROGRAMMA = Programma(FEITEN, [], [lees("r", "DEEL(a, b)", FEITEN), lees("s", "DEEL(ROUND(c), b + 1)", FEITEN)])


@pytest.mark.parametrize(
    ("a", "b", "uit"), [(7, 2, 4), (-7, 2, -4), (7, -2, -4), (1, 3, 0), (2, 3, 1), (5, 0, None), (None, 3, None)]
)
def test_half_goes_away_from_zero(a: int | None, b: int, uit: int | None) -> None:
    assert PROGRAMMA.een({"a": a, "b": b})["=r"] == uit


@settings(max_examples=60, deadline=None)
@given(a=st.integers(-(10**17), 10**17), b=st.integers(-(10**9), 10**9).filter(bool))
def test_it_is_exact(a: int, b: int) -> None:
    with localcontext(prec=60):
        verwacht = int((Decimal(a) / Decimal(b)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    assert PROGRAMMA.een({"a": a, "b": b})["=r"] == verwacht


def test_a_rounded_number_can_be_divided() -> None:
    """2.5 rounds to 3; 3 / (1 + 1) = 1.5 rounds to 2."""
    assert PROGRAMMA.een({"c": Decimal("2.5"), "b": 1})["=s"] == 2


@pytest.mark.parametrize("tekst", ["DEEL(c, b)", "DEEL(a)", "DEEL(a, b, b)"])
def test_only_two_whole_numbers(tekst: str) -> None:
    with pytest.raises(Regelfout):
        lees("r", tekst, FEITEN)
