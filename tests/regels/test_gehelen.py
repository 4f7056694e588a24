"""In whole numbers a table comes out as it does in the wide ones, digit for digit."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop.regels import gehelen
from zorginkoop.regels.programma import Programma
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import lees
from zorginkoop.regels.vast import NietVast, fixed

FEITEN = {
    "a": Soort.GEHEEL,
    "g": Soort.GETAL,
    "h": Soort.GETAL,
    "cent": Soort.BEDRAG,
    "ja": Soort.JANEE,
    "dag": Soort.DATUM,
}
ALLES = {**FEITEN, "som": Soort.GETAL}
TEKSTEN = [
    "LEAST(g * 2350, h * a)",
    "GREATEST(g, 0.25)",
    "som - 1.5 * h",
    "ROUND(som)",
    "ROUND(g * h, 2)",
    "ROUND(-g * 1000)",
    "DEEL(ROUND(g * 1000000), a * 4)",
    "DEEL(cent, a)",
    "CASE WHEN g > h THEN cent WHEN ja THEN 0 ELSE g * 100 END",
    "COALESCE(g, a, 0)",
    "ABS(h - g)",
    "g <= a AND NOT h = 2.50",
    "BEKEND(g)",
    "h IS NULL OR ja",
    "EXTRACT(YEAR FROM dag) = 2024",
    "dag + INTERVAL 1 MONTH > DATE '2024-02-29'",
]
REGELS = [lees(f"r{n}", tekst, ALLES) for n, tekst in enumerate(TEKSTEN)]
PROGRAMMA = Programma(FEITEN, [lees("som", "g + h * 0.1", FEITEN)], REGELS)
SOORTEN = {"a": pa.int64(), "cent": pa.int64(), "ja": pa.bool_(), "dag": pa.date32()}
KLEIN = st.decimals("-9", "9", places=6)
KOMMA = st.decimals("-9999", "9999", places=2) | KLEIN
RIJ = st.fixed_dictionaries(
    {
        "a": st.none() | st.integers(-20_000, 20_000),
        "g": st.none() | KOMMA,
        "h": st.none() | KLEIN,
        "cent": st.none() | st.integers(-(10**9), 10**9),
        "ja": st.none() | st.booleans(),
        "dag": st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    }
)


def table(rijen: list[dict[str, object]]) -> pa.Table:
    kolommen = {n: SOORTEN.get(n, pa.decimal128(18, 6)) for n in FEITEN}
    return pa.table({n: pa.array([rij.get(n) for rij in rijen], soort) for n, soort in kolommen.items()})


@settings(deadline=None, max_examples=60)
@given(st.lists(RIJ, min_size=1, max_size=9))
def test_whole_numbers_and_wide_ones_agree(rijen: list[dict[str, object]]) -> None:
    tabel = table(rijen)
    assert gehelen.table(PROGRAMMA, tabel).to_pylist() == PROGRAMMA.tabel(tabel).to_pylist()


def test_only_dates_need_the_wide_numbers(monkeypatch) -> None:
    tabel = table([{"a": 3, "g": Decimal("1.5"), "h": Decimal(2), "cent": 7, "ja": True, "dag": date(2024, 1, 31)}])
    wijd = Programma.tabel
    gezien = list[set[str]]()
    monkeypatch.setattr(Programma, "tabel", lambda self, deel: gezien.append(set(self.regels)) or wijd(self, deel))

    gehelen.table(PROGRAMMA, tabel)

    assert gezien == [{"r14", "r15"}]


def test_a_digit_that_shows_late_counts_too() -> None:
    rijen = [{"a": 1, "g": Decimal(n), "h": Decimal(1)} for n in range(2001)]
    rijen[1999]["g"] = Decimal("0.000001")

    assert gehelen.table(PROGRAMMA, table(rijen)).to_pylist() == PROGRAMMA.tabel(table(rijen)).to_pylist()


def test_what_does_not_fit_runs_wide_and_comes_out_the_same() -> None:
    groot = table([{"a": 3, "g": Decimal("1.5"), "h": Decimal("0.000001"), "cent": 5 * 10**18}])

    assert gehelen.table(PROGRAMMA, groot).to_pylist() == PROGRAMMA.tabel(groot).to_pylist()


@settings(deadline=None, max_examples=30)
@given(st.lists(RIJ, min_size=1, max_size=4), st.none() | KOMMA, st.integers(-20_000, 20_000))
def test_a_value_for_every_row_is_the_same_as_a_column_of_it(rijen, g, a) -> None:
    tabel = table([{**rij, "g": g, "a": a} for rij in rijen])
    uit = gehelen.table(PROGRAMMA, tabel.drop_columns(["g", "a"]), {"g": g, "a": a})
    assert uit.to_pylist() == PROGRAMMA.tabel(tabel).drop_columns(["g", "a"]).to_pylist()


def test_a_table_without_rows_stays_so() -> None:
    assert gehelen.table(PROGRAMMA, table([])).num_rows == 0


@pytest.mark.parametrize("tekst", ["FLOOR(g)", "g BETWEEN 1 AND 2", "g IN (1, 2)"])
def test_a_rule_without_a_form_in_whole_numbers_says_so(tekst: str) -> None:
    with pytest.raises(NietVast):
        fixed(lees("r", tekst, FEITEN).ast, {"g": 2, "a": 0})


def test_times_a_power_of_ten_moves_the_point() -> None:
    ast, schaal = fixed(lees("r", "g * 1000000", FEITEN).ast, {"g": 6})
    assert (ast.sql("duckdb"), schaal) == ("g", 0)
