"""Which branch of the start-date rule applied: its conditions are run one by one, by the engine that ran the rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlglot import exp

from zorginkoop.beleid import feiten as facts
from zorginkoop.beleid.library import load
from zorginkoop.beleid.versie import Beleid
from zorginkoop.regels import taal
from zorginkoop.regels.programma import Programma
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regel


@dataclass(frozen=True)
class Tak:
    """A branch: its condition (empty for the last one) and the expression that gives the date, as SQL."""

    voorwaarde: str
    uitkomst: str


def applied(beleid: Beleid, feiten: Mapping[str, Any]) -> Tak | None:
    """The branch that gave the start date; None when the rule has no branches or the date is not known."""
    takken, programma = _branches(beleid.naam)
    if not takken:
        return None
    rij = programma.een(facts.read(beleid, feiten))
    for n, tak in enumerate(takken):
        gold = rij[f"=tak.{n}"] if tak.voorwaarde else True
        if gold or gold is None:
            return tak if gold else None
    return None


@cache
def _branches(naam: str) -> tuple[tuple[Tak, ...], Programma]:
    """The branches of a published policy, with the statement that runs their conditions; compiled once."""
    beleid = load(naam)
    afleidingen = beleid.programma.afleidingen
    takken = tuple(_split(afleidingen["ingangsdatum"].ast))
    kent = beleid.programma.feiten | {naam: regel.soort for naam, regel in afleidingen.items()}
    regels: list[Regel] = [
        taal.lees(f"tak.{n}", tak.voorwaarde, kent, verwacht=Soort.JANEE)
        for n, tak in enumerate(takken)
        if tak.voorwaarde
    ]
    return takken, Programma(beleid.programma.feiten, afleidingen.values(), regels)


def _split(ast: exp.Expression) -> list[Tak]:
    if not isinstance(ast, exp.Case):
        return []
    takken = [Tak(_sql(tak.this), _sql(tak.args["true"])) for tak in ast.args["ifs"]]
    anders = ast.args.get("default")
    return [*takken, Tak("", _sql(anders))] if anders else takken


def _sql(ast: exp.Expression) -> str:
    return str(ast.sql(dialect="duckdb"))
