"""Rules as machine code, on columns of which every value can be told by hand."""

import numpy as np
import pytest

from zorginkoop.regels.instructies import Kolom, Uitkomst
from zorginkoop.regels.machine import Machinecode
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import lees
from zorginkoop.regels.vast import fixed

GEHEEL = Kolom("geheel", leeg=True)


def machine_of(tekst: str) -> Machinecode:
    ast, schaal = fixed(lees("r", tekst, {"a": Soort.GEHEEL, "b": Soort.GEHEEL}).ast, {"a": 0, "b": 0})
    return Machinecode({"a": GEHEEL, "b": GEHEEL}, [Uitkomst("r", ast, schaal)])


def outcome(tekst: str, a: int | None, b: int | None) -> object:
    """The value for one row; raises OverflowError when it does not fit."""
    machine = machine_of(tekst)
    feiten = [np.array([v or 0], np.int64) for v in (a, b)]
    bekend = [np.array([v is not None], np.uint8) for v in (a, b)]
    uit, weet = np.zeros(1, np.int64), np.ones(1, np.uint8)
    adressen = [rij.ctypes.data for paar in zip(feiten, bekend, strict=True) for rij in paar]
    if not machine.run(0, 1, adressen, [uit.ctypes.data, weet.ctypes.data]):
        raise OverflowError(tekst)
    if not weet[0]:
        return None
    return bool(uit.view(np.uint8)[0]) if machine.uitkomsten[0].schaal is None else int(uit[0])


@pytest.mark.parametrize(
    ("tekst", "a", "b", "verwacht"),
    [
        ("DEEL(a, b)", 5, 2, 3),
        ("DEEL(a, b)", -5, 2, -3),
        ("DEEL(a, b)", 5, -2, -3),
        ("DEEL(a, b)", 4, 3, 1),
        ("DEEL(a, b)", 4, 0, None),
        ("a + b", 4, None, None),
        ("a > 1 OR b > 1", 2, None, True),
        ("a > 1 OR b > 1", 1, None, None),
        ("a > 1 AND b > 1", 1, None, False),
        ("a > 1 AND b > 1", 2, None, None),
        ("NOT a > b", 1, 2, True),
        ("b IS NULL", 1, None, True),
        ("COALESCE(b, a)", 7, None, 7),
        ("LEAST(a, b, 3)", 9, 4, 3),
        ("GREATEST(a, b)", 9, None, None),
        ("CASE WHEN a > b THEN 1 ELSE 0 END", 2, None, None),
        ("CASE WHEN a > 1 THEN a END", 1, 0, None),
        ("ABS(a - b)", 2, 5, 3),
        ("-a", 2, 0, -2),
    ],
)
def test_a_rule_gives_what_it_says(tekst, a, b, verwacht) -> None:
    assert outcome(tekst, a, b) == verwacht


@pytest.mark.parametrize("tekst", ["a * b", "a + a", "-a - a - 2", "DEEL(a, 1)"])
def test_what_does_not_fit_is_told_and_never_cut_off(tekst) -> None:
    with pytest.raises(OverflowError):
        outcome(tekst, 2**62 + 1, 4)


def test_no_rows_need_nothing() -> None:
    assert machine_of("a + b").run(0, 0, [0, 0, 0, 0], [0, 0])


def test_a_rule_without_a_form_is_left_out() -> None:
    ast = lees("r", "a + x", {"a": Soort.GEHEEL, "x": Soort.GEHEEL}).ast
    assert Machinecode({"a": GEHEEL}, [Uitkomst("r", ast, 0)]).uitkomsten == []
