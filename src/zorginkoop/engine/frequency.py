"""At most so many per day, quarter or year: counted over what was paid before and then line by line, by date.

Sets find the insured who could go over; only their lines are walked in order, because a line that is refused takes
no room from the next. A registration tariff counts per insured over all practices, everything else per practice.
The count is per prestatiecode: the codes of the age bands of one registration each have their own.
"""

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any

import ibis
from ibis import _

Rij = dict[str, Any]

EERDER = ["persoon", "agb", "datum", "aantal"]
"""What the count needs of a line."""

CODE = 10**13
"""The prestatiecode is what is above this in `persoon`."""


def person(r: Any) -> Any:
    """Prestatiecode, insurer and insured as one number: per whom and what is counted."""
    return r.prestatiecode * CODE + r.uzovi * 1_000_000_000 + r.bsn


@lru_cache(maxsize=10_000)
def period_of(dag: date, per: str) -> int:
    """The day, calendar quarter or calendar year a day counts in, as a number: 20250312, 20251 or 2025."""
    if per == "dag":
        return (dag.year * 100 + dag.month) * 100 + dag.day
    return dag.year * 10 + (dag.month + 2) // 3 if per == "kwartaal" else dag.year


def suspects(goed: Any, betaald: Any, limieten: Any) -> Any:
    """Each `persoon` for whom paid and new lines together pass the lowest limit of the code in some period.

    `limieten` has the prestatiecodes with their `max_aantal` and `per`. Practices are added together here, which can
    only find too many; `refused` decides exactly.
    """
    laagste = limieten.filter(_.max_aantal.notnull()).group_by("prestatiecode", "per")
    laagste = laagste.aggregate(laagste=_.max_aantal.min()).mutate(code=_.prestatiecode * CODE)
    kolommen = ["persoon", "datum", "aantal"]
    alles = goed.select(kolommen).union(betaald.select(kolommen)).mutate(code=_.persoon - _.persoon % CODE)
    geteld = _in_period(alles.inner_join(laagste, "code")).group_by("persoon", "periode")
    geteld = geteld.aggregate(totaal=_.aantal.sum(), laagste=_.laagste.min())
    return geteld.filter(_.totaal > _.laagste).select("persoon").distinct()


def _in_period(t: Any) -> Any:
    """With the number of `period_of`: no day, quarter and year have the same."""
    jaar, maand, dag = (deel.cast("int64") for deel in (t.datum.year(), t.datum.month(), t.datum.day()))
    kwartaal = jaar * 10 + t.datum.quarter().cast("int64")
    datum = (jaar * 100 + maand) * 100 + dag
    return t.mutate(periode=ibis.cases((t.per == "dag", datum), (t.per == "kwartaal", kwartaal), else_=jaar))


def refused(regels: list[Rij], betaald: list[Rij]) -> list[int]:
    """The regel_id of every line that goes over its limit. Both lists hold only suspects."""
    soorten = {rij["per"] for rij in regels} - {None}
    telling: dict[tuple[Any, ...], int] = defaultdict(int)
    for rij in betaald:
        _count(telling, rij, soorten)
    over = []
    for rij in sorted(regels, key=lambda rij: (rij["datum"], rij["regel_id"])):
        if rij["max_aantal"] is not None and _used(telling, rij) + rij["aantal"] > rij["max_aantal"]:
            over.append(rij["regel_id"])
        else:
            _count(telling, rij, soorten)
    return over


def _used(telling: dict[tuple[Any, ...], int], rij: Rij) -> int:
    agb = None if rij["inschrijving_vereist"] else rij["agb"]
    return telling[agb, rij["persoon"], period_of(rij["datum"], rij["per"])]


def _count(telling: dict[tuple[Any, ...], int], rij: Rij, soorten: set[str]) -> None:
    for per in soorten:
        periode = period_of(rij["datum"], per)
        for agb in (None, rij["agb"]):
            telling[agb, rij["persoon"], periode] += rij["aantal"]
