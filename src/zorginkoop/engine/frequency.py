"""At most so many per day, quarter or year: counted over what was paid before and then line by line, by date.

Sets find the insured who could go over; only their lines are walked in order, because a line that is refused takes
no room from the next. A registration tariff counts per insured over all practices, everything else per practice.
The count is per prestatiecode: the codes of the age bands of one registration each have their own.
"""

from collections import defaultdict
from datetime import date
from typing import Any

import ibis

Rij = dict[str, Any]

NODIG = ["persoon", "ymd", "aantal"]
"""What a count needs; `persoon` is insurer, insured and prestatiecode in one, see `pack`."""


def period_of(dag: date, per: str) -> tuple[int, ...]:
    """The day, calendar quarter or calendar year a day counts in."""
    delen = {"dag": (dag.year, dag.month, dag.day), "kwartaal": (dag.year, 0, (dag.month + 2) // 3)}
    return delen.get(per, (dag.year,))


def suspects(goed: Any, betaald: Any, codes: Any) -> Any:
    """Each `persoon` for whom paid and new lines together pass a limit in some period.

    `codes` has the prestatiecodes with a limit and its `per`. Practices are added together here, which can only
    find too many; `refused` decides exactly.
    """
    soorten = codes.select("prestatiecode", "per").distinct()
    alles = goed.select(NODIG).union(betaald.select(NODIG))
    alles = alles.mutate(prestatiecode=alles.persoon // 10**13).join(soorten, "prestatiecode")
    som = _in_period(alles).group_by("persoon", "per", "periode").aggregate(totaal=lambda t: t.aantal.sum())
    samen = _in_period(goed.filter(goed.max_aantal.notnull())).inner_join(som, ["persoon", "per", "periode"])
    return samen.filter(samen.totaal > samen.max_aantal).select("persoon").distinct()


def _in_period(t: Any) -> Any:
    jaar, maand = t.ymd // 10_000, t.ymd // 100 % 100
    kwartaal = jaar * 10 + (maand + 2) // 3
    return t.mutate(periode=ibis.cases((t.per == "dag", t.ymd), (t.per == "kwartaal", kwartaal), else_=jaar))


def refused(regels: list[Rij], betaald: list[Rij]) -> list[int]:
    """The regel_id of every line that goes over its limit. Both lists hold only suspects."""
    telling: dict[tuple[Any, ...], int] = defaultdict(int)
    for rij in betaald:
        _count(telling, rij)
    over = []
    for rij in sorted(regels, key=lambda rij: (rij["datum"], rij["regel_id"])):
        if rij["max_aantal"] is not None and _used(telling, rij) + rij["aantal"] > rij["max_aantal"]:
            over.append(rij["regel_id"])
        else:
            _count(telling, rij)
    return over


def _used(telling: dict[tuple[Any, ...], int], rij: Rij) -> int:
    agb = None if rij["inschrijving_vereist"] else rij["agb"]
    return telling[agb, rij["persoon"], period_of(rij["datum"], rij["per"])]


def _count(telling: dict[tuple[Any, ...], int], rij: Rij) -> None:
    for per in ("dag", "kwartaal", "jaar"):
        for agb in (None, rij["agb"]):
            telling[agb, rij["persoon"], period_of(rij["datum"], per)] += rij["aantal"]
