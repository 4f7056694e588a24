"""Every function and operator a rule may use gives the same on Spark as on DuckDB, also of what is not known."""

import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from zorginkoop.beleid import calculate, library
from zorginkoop.regels import spark
from zorginkoop.regels.programma import Programma
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import _TOEGESTAAN, FUNCTIES, MAANDDELEN, Regel, lees
from zorginkoop.web.demo import marktregister

FEITEN = {
    "ja": Soort.JANEE,
    "ook": Soort.JANEE,
    "geheel": Soort.GEHEEL,
    "ander": Soort.GEHEEL,
    "getal": Soort.GETAL,
    "bedrag": Soort.BEDRAG,
    "dag": Soort.DATUM,
    "later": Soort.DATUM,
    "tekst": Soort.TEKST,
    "lijst": Soort.LIJST,
}
TEKSTEN = (
    *(f"{links} {teken} {rechts}" for teken in ("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM",
      "IS NOT DISTINCT FROM") for links, rechts in (("geheel", "ander"), ("getal", "geheel"), ("bedrag", "getal"),
      ("dag", "later"), ("tekst", "'b'"), ("ja", "ook"))),
    "ja AND ook", "ja OR ook", "NOT ja", "(ja OR ook) AND geheel > 0",
    "ja IS NULL", "ja IS NOT NULL", "ja IS TRUE", "ja IS NOT FALSE", "dag IS NULL", "lijst IS NULL",
    "geheel BETWEEN ander AND 5", "dag BETWEEN DATE '2024-02-29' AND later", "tekst IN ('a', 'b')",
    "geheel NOT IN (1, 2, 3)", "dag IN (DATE '2024-02-29', DATE '2025-01-01')",
    "geheel + ander", "geheel - bedrag", "geheel * ander", "getal + geheel", "getal - getal", "getal * getal",
    "getal * geheel * 1.5", "-geheel", "-getal", "bedrag + 0.25",
    "ABS(geheel)", "ABS(getal)", "CEIL(getal)", "FLOOR(getal)", "CEIL(geheel)", "FLOOR(bedrag)", "ROUND(getal)",
    "ROUND(getal, 2)", "ROUND(getal * 3, 1)", "ROUND(geheel)", "DEEL(geheel, ander)", "DEEL(bedrag, 7)",
    "DEEL(ROUND(getal * 1000000), geheel)", "LEAST(geheel, ander)", "GREATEST(getal, geheel)",
    "LEAST(dag, later, DATE '2025-01-01')", "GREATEST(dag, later)", "COALESCE(geheel, ander, 0)",
    "COALESCE(dag, later)", "COALESCE(ja, FALSE)", "BEKEND(geheel)", "BEKEND(lijst)", "BEKEND(dag)",
    "CASE WHEN ja THEN geheel WHEN ook THEN ander ELSE 0 END", "CASE WHEN geheel > 0 THEN 'meer' END",
    "CASE WHEN ja THEN dag ELSE NULL END", "LEN(lijst)", "LEN(lijst) > 1", "list_contains(lijst, 'a')",
    "list_contains(lijst, tekst)",
    *(f"DATE_TRUNC('{deel}', dag)" for deel in ("week", "month", "quarter", "year")),
    *(f"EXTRACT({deel} FROM dag)" for deel in ("YEAR", "QUARTER", "MONTH", "WEEK", "DAY")),
    *(f"dag {teken} INTERVAL {n} {deel}" for teken in "+-" for n in (1, 13) for deel in sorted(MAANDDELEN)),
    "DATE_TRUNC('quarter', dag + INTERVAL 1 MONTH) + INTERVAL 3 MONTH - INTERVAL 1 DAY < later",
)  # fmt: skip
REGELS = [lees(f"r{n}", tekst, FEITEN) for n, tekst in enumerate(TEKSTEN)]
ARROW = marktregister.ARROW
RIJEN = pa.schema([("nr", pa.int64()), *((naam, ARROW[soort]) for naam, soort in FEITEN.items())])
DAGEN = [date(1999, 12, 31), date(2024, 2, 29), date(2024, 12, 30), date(2025, 1, 1), date(2025, 3, 31)]


def test_every_function_and_kind_of_node_is_tried() -> None:
    knopen = {type(node) for regel in REGELS for node in regel.ast.walk()}
    tekst = " ".join(TEKSTEN).upper()

    assert set(_TOEGESTAAN) - knopen <= {exp.DateTrunc}
    assert [naam for naam in FUNCTIES if f"{naam}(" not in tekst.replace("CASE ", "CASE(")] == []


@pytest.fixture(scope="module")
def sessie(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    bouwer = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    bouwer = bouwer.config("spark.sql.shuffle.partitions", "1").config("spark.driver.host", "127.0.0.1")
    bouwer = bouwer.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("spark")))
    for naam, waarde in spark.INSTELLINGEN.items():
        bouwer = bouwer.config(naam, waarde)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    gestart = bouwer.getOrCreate()
    yield gestart
    gestart.stop()


def op_spark(sessie: Any, programma: Programma, tabel: pa.Table) -> list[dict[str, object]]:
    soorten = ", ".join(f"`{naam}` {spark.soort(soort)}" for naam, soort in programma.feiten.items())
    kaal = tabel.select(["nr", *programma.feiten]).to_pylist()
    sessie.createDataFrame([tuple(rij.values()) for rij in kaal], f"nr BIGINT, {soorten}").createOrReplaceTempView("f")
    uit = sessie.sql(spark.statement(programma, "f", mee=("nr",))).collect()
    return sorted((rij.asDict() for rij in uit), key=lambda rij: rij["nr"])


def verschillen(sessie: Any, programma: Programma, tabel: pa.Table) -> list[object]:
    """What differs: the rule as written, its facts, and what each of the two made of it."""
    hier, daar = programma.tabel(tabel).to_pylist(), op_spark(sessie, programma, tabel)
    namen = {f"={naam}": regel for naam, regel in programma.regels.items()} | dict(programma.afleidingen)
    return [
        (namen[k].tekst if k in namen else k, {n: rij[n] for n in (namen[k].feiten if k in namen else ())}, rij[k], v)
        for rij, ander in zip(hier, daar, strict=True)
        for k, v in ander.items()
        if rij[k] != v or isinstance(v, bool) is not isinstance(rij[k], bool)
    ][:20]


def table(rijen: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist([{"nr": n, **rij} for n, rij in enumerate(rijen)], schema=RIJEN)


@pytest.mark.nightly
def test_they_agree_at_the_edges_and_where_facts_are_unknown(sessie: Any) -> None:
    getallen = [None, Decimal("-2.500000"), Decimal("0.005000"), Decimal("7.123455")]
    grenzen = product([None, True, False], [None, -3, 0, 8], getallen, [None, *DAGEN], [None, [], ["a", "b", "b"]])
    rijen = [
        {"ja": ja, "ook": ook, "geheel": n, "ander": 2, "getal": x, "bedrag": n, "dag": d, "later": DAGEN[1],
         "tekst": "a" if ja else None, "lijst": lijst}
        for (ja, n, x, d, lijst), ook in zip(grenzen, [None, True, False, True] * 1000, strict=False)
    ]  # fmt: skip

    assert verschillen(sessie, Programma(FEITEN, [], REGELS), table(rijen)) == []


KLEIN = st.none() | st.integers(-(10**6), 10**6)
GEVAL = st.fixed_dictionaries(
    {
        "ja": st.none() | st.booleans(),
        "ook": st.none() | st.booleans(),
        "geheel": KLEIN,
        "ander": KLEIN,
        "getal": st.none() | st.decimals(-900, 900, places=6),
        "bedrag": st.none() | st.integers(-(10**12), 10**12),
        "dag": st.none() | st.dates(date(1600, 1, 1), date(2400, 1, 1)),
        "later": st.none() | st.dates(date(1600, 1, 1), date(2400, 1, 1)),
        "tekst": st.none() | st.sampled_from(["a", "b", "", "é"]),
        "lijst": st.none() | st.lists(st.sampled_from(["a", "b", "", "é"]), max_size=4),
    }
)


@pytest.mark.nightly
@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(rijen=st.lists(GEVAL, min_size=40, max_size=60))
def test_they_agree_on_any_facts(sessie: Any, rijen: list[dict[str, object]]) -> None:
    assert verschillen(sessie, Programma(FEITEN, [], REGELS), table(rijen)) == []


@pytest.mark.nightly
@pytest.mark.parametrize("naam", [beleid.naam for beleid in library.all_policies()])
def test_they_agree_on_every_published_policy(sessie: Any, naam: str) -> None:
    beleid = library.load(naam)
    register = marktregister.make(200, [beleid], seed=3)
    gebruikt = {n: s for n, s in beleid.programma.feiten.items() if n in register.column_names}
    programma = Programma(
        {n: s for n, s in beleid.programma.feiten.items() if n in gebruikt or n in beleid.feiten},
        beleid.programma.afleidingen.values(),
        list(beleid.programma.regels.values()),
    )
    tabel = programma.tabel(register).append_column("nr", pa.array(range(200)))
    tabel = tabel.drop_columns([n for n in tabel.column_names if n.startswith("=") or n in programma.afleidingen])

    assert verschillen(sessie, programma, tabel) == []


def _calculators() -> list[str]:
    return [f"{r.document.rekentool}@{r.document.versie}" for r in calculate.all_calculators()]


@pytest.mark.nightly
@pytest.mark.parametrize("nummer", range(len(_calculators())), ids=_calculators())
def test_they_agree_on_every_calculator(sessie: Any, nummer: int) -> None:
    programma = calculate.all_calculators()[nummer].programma
    bronnen = {
        Soort.JANEE: [True, None, False],
        Soort.DATUM: [*DAGEN, None],
        Soort.TEKST: ["a", None],
        Soort.LIJST: [["a"], None],
        Soort.GETAL: [Decimal("0.5"), Decimal("23.4375"), Decimal(16), None],
    }
    kolommen: dict[str, Any] = {"nr": pa.array(range(60))}
    for plek, (feit, soort) in enumerate(programma.feiten.items()):
        waarden = bronnen.get(soort, [0, 1, 1849, 2350, 60_000, None])
        kolommen[feit] = pa.array([waarden[n // (plek + 1) % len(waarden)] for n in range(60)], ARROW[soort])

    assert verschillen(sessie, programma, pa.table(kolommen)) == []


def test_what_is_spelled_alike_and_means_something_else_is_translated() -> None:
    regels: list[Regel] = [lees("a", "LEN(lijst) > 1", FEITEN), lees("b", "dag + INTERVAL 2 QUARTER > later", FEITEN)]

    tekst = spark.statement(Programma(FEITEN, [], regels), "praktijken", mee=("nr",))

    assert tekst == (
        "SELECT `nr`, ARRAY_SIZE(lijst) > 1 AS `=a`, CAST(dag + INTERVAL '6' MONTH AS DATE) > later AS `=b`"
        " FROM (SELECT * FROM praktijken) AS laag"
    )
