"""The numeric thresholds in the rules of a policy, and how close each practice is to them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from sqlglot import exp

from zorginkoop.beleid.versie import Beleid
from zorginkoop.regels import taal
from zorginkoop.regels.programma import Programma, kolom
from zorginkoop.regels.taal import Regel

VERGELIJKINGEN = (exp.GT, exp.GTE, exp.LT, exp.LTE)


@dataclass(frozen=True)
class Drempel:
    """One comparison of numbers in a rule: what is compared, and with what."""

    regel: str
    tekst: str
    links: Regel
    grens: Regel


def near(beleid: Beleid, tabel: pa.Table, procent: float) -> list[tuple[Drempel, np.ndarray]]:
    """Per threshold, the rows whose value differs at most so many percent from it (floats: it is only a list)."""
    gevonden, programma = _prepared(beleid)
    if not gevonden:
        return []
    uit = programma.tabel(tabel)
    return [
        (drempel, _close(_floats(uit, drempel.links), _floats(uit, drempel.grens), procent)) for drempel in gevonden
    ]


@lru_cache(maxsize=16)
def _prepared(beleid: Beleid) -> tuple[tuple[Drempel, ...], Programma]:
    gevonden = tuple(_thresholds(beleid))
    zijden = [zijde for drempel in gevonden for zijde in (drempel.links, drempel.grens)]
    return gevonden, Programma(beleid.programma.feiten, _looked_at(beleid, zijden).values(), zijden)


def _looked_at(beleid: Beleid, regels: Iterable[Regel]) -> dict[str, Regel]:
    """The derived facts these rules look at, and those behind them: the others need not be worked out."""
    afleidingen = beleid.programma.afleidingen
    gezien = {naam: afleidingen[naam] for regel in regels for naam in regel.feiten if naam in afleidingen}
    return gezien | (_looked_at(beleid, gezien.values()) if gezien else {})


def _thresholds(beleid: Beleid) -> Iterator[Drempel]:
    kent = beleid.programma.feiten | {n: a.soort for n, a in beleid.programma.afleidingen.items()}
    gezien: set[tuple[str, str]] = set()
    for regel in (*beleid.programma.regels.values(), *beleid.programma.afleidingen.values()):
        for waarde, grens in _comparisons(regel.ast):
            sleutel = (waarde.sql("duckdb"), grens.sql("duckdb"))
            telbaar = [kent[k.name].telbaar for k in waarde.find_all(exp.Column)]
            if sleutel in gezien or not telbaar or not all(telbaar):
                continue
            gezien.add(sleutel)
            links, rechts = (taal.lees(f"drempel.{len(gezien)}.{n}", t, kent) for n, t in enumerate(sleutel))
            yield Drempel(regel.naam, f"{sleutel[0]} bij {sleutel[1]}", links, rechts)


def _comparisons(ast: exp.Expr) -> Iterator[tuple[exp.Expr, exp.Expr]]:
    """What is compared and the boundary: the right-hand side, unless only the left one is a fixed number."""
    for node in ast.find_all(*VERGELIJKINGEN, exp.Between):
        if isinstance(node, exp.Between):
            yield node.this, node.args["low"]
            yield node.this, node.args["high"]
        elif node.this.find(exp.Column) is None:
            yield node.expression, node.this
        else:
            yield node.this, node.expression


def _floats(uit: pa.Table, regel: Regel) -> np.ndarray:
    return np.asarray(uit.column(kolom(regel)).cast(pa.float64()).to_numpy(), dtype=float)


def _close(waarde: np.ndarray, grens: np.ndarray, procent: float) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(waarde - grens) * 100 <= procent * np.abs(grens))
