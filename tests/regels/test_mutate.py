"""Mutants are rules with one change, each valid and each different."""

import pytest

from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.regels import taal
from zorginkoop.regels.mutate import mutants
from zorginkoop.regels.soorten import Soort

KENT = {
    "a": Soort.JANEE,
    "b": Soort.JANEE,
    "c": Soort.JANEE,
    "n": Soort.GEHEEL,
    "dag": Soort.DATUM,
    "vorm": Soort.TEKST,
    "lijst": Soort.LIJST,
}


def made(tekst: str) -> set[str]:
    return {m.tekst for m in mutants(taal.lees("r", tekst, KENT), KENT)}


@pytest.mark.parametrize(
    ("regel", "mutant"),
    [
        ("a", "TRUE"),
        ("a", "NOT (a)"),
        ("a AND b", "((a) OR (b))"),
        ("a OR b", "((a) AND (b))"),
        ("a AND b AND c", "a AND b"),
        ("a AND b AND c", "((a) OR (b)) AND c"),
        ("NOT a", "a"),
        ("n < 5", "n <= 5"),
        ("n < 5", "n < 6"),
        ("n < 5", "n < 4"),
        ("n = 5", "n <> 5"),
        ("vorm = 'nieuw'", "vorm = 'nieuw_anders'"),
        ("a = FALSE", "a = TRUE"),
        ("n IS NULL", "NOT n IS NULL"),
        ("dag >= DATE '2024-02-29'", "dag >= CAST('2024-03-01' AS DATE)"),
        ("dag >= DATE '2024-02-29'", "dag >= CAST('2024-02-28' AS DATE)"),
        ("dag - INTERVAL 1 MONTH", "(dag + INTERVAL '1' MONTH)"),
        ("dag - INTERVAL 1 MONTH", "dag - INTERVAL '2' MONTH"),
        ("DATE_TRUNC('quarter', dag)", "DATE_TRUNC('MONTH', dag)"),
        ("CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END", "CASE WHEN a THEN 2 WHEN b THEN 1 ELSE 3 END"),
        ("CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END", "CASE WHEN b THEN 2 ELSE 3 END"),
        ("CASE WHEN a THEN 1 ELSE 3 END", "CASE WHEN a THEN 3 ELSE 1 END"),
        ("vorm IN ('x', 'y')", "vorm IN ('y')"),
        ("GREATEST(n, 2)", "LEAST(n, 2)"),
        ("GREATEST(n, 2)", "n"),
        ("COALESCE(n, 2)", "2"),
        ("dag", "(dag) + INTERVAL '1' DAY"),
        ("n", "(n) + 1"),
    ],
)
def test_every_kind_of_change_is_made(regel: str, mutant: str) -> None:
    assert mutant in made(regel)


def test_a_mutant_differs_from_the_rule_and_from_the_others() -> None:
    regel = taal.lees("r", "a AND (b OR n >= 3)", KENT)
    alle = [m.tekst for m in mutants(regel, KENT)]

    assert len(alle) == len(set(alle)) > 8
    assert regel.ast.sql(dialect="duckdb") not in alle


def test_an_amount_is_not_replaced_by_true() -> None:
    assert all(m.regel.soort is Soort.GEHEEL for m in mutants(taal.lees("r", "n * 2", KENT), KENT))


@pytest.mark.parametrize("beleid", library.all_policies(), ids=lambda beleid: beleid.naam)
def test_a_published_rule_written_out_is_the_same_rule(beleid: Beleid) -> None:
    """Mutants go through text; so the text of an unchanged rule has to read back as that rule."""
    programma = beleid.programma
    kent = {**programma.feiten, **{n: r.soort for n, r in programma.afleidingen.items()}}
    for regel in (*programma.regels.values(), *programma.afleidingen.values()):
        assert taal.lees(regel.naam, regel.ast.sql(dialect="duckdb"), kent).ast == regel.ast
        assert list(mutants(regel, kent))
