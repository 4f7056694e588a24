"""At most so many per day, quarter or year: counted over what was paid before and then line by line, by date.

Sets find the insured who could go over; only their lines are walked in order, because a line that is refused takes
no room from the next. A registration tariff counts per insured over all practices, everything else per practice.
The count is per prestatiecode: the codes of the age bands of one registration each have their own.
"""

from collections import defaultdict
from datetime import date
from typing import Any

import ibis

PERSOON = ["uzovi", "bsn", "prestatiecode"]

Rij = dict[str, Any]


def period_of(dag: date, per: str) -> tuple[int, ...]:
    """The day, calendar quarter or calendar year a day counts in."""
    delen = {"dag": (dag.year, dag.month, dag.day), "kwartaal": (dag.year, 0, (dag.month + 2) // 3)}
    return delen.get(per, (dag.year,))


def suspects(goed: Any, betaald: Any) -> Any:
    """The `PERSOON` keys for which paid and new lines together pass a limit in some period.

    Practices are added together here, which can only find too many; `refused` decides exactly.
    """
    begrensd = goed.filter(goed.max_aantal.notnull())
    soorten = begrensd.select("prestatiecode", "per").distinct()
    velden = [*PERSOON, "aantal", "dag", "kwartaal", "jaar"]
    alles = goed.select(velden).union(betaald.select(velden)).join(soorten, "prestatiecode")
    som = _keyed(alles).group_by("venster", "prestatiecode", "per").aggregate(totaal=lambda t: t.aantal.sum())
    samen = _keyed(begrensd).inner_join(som, ["venster", "prestatiecode", "per"])
    return samen.filter(samen.totaal > samen.max_aantal).select(PERSOON).distinct()


def _keyed(t: Any) -> Any:
    """Insurer, insured and period in one 64-bit number, `venster`: the key of a count."""
    periode = ibis.cases((t.per == "dag", t.dag), (t.per == "kwartaal", t.kwartaal), else_=t.jaar)
    return t.mutate(venster=(t.uzovi * 1_000_000_000 + t.bsn) * 100_000 + periode % 100_000)


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
    return telling[agb, *_persoon(rij), period_of(rij["datum"], rij["per"])]


def _count(telling: dict[tuple[Any, ...], int], rij: Rij) -> None:
    for per in ("dag", "kwartaal", "jaar"):
        for agb in (None, rij["agb"]):
            telling[agb, *_persoon(rij), period_of(rij["datum"], per)] += rij["aantal"]


def _persoon(rij: Rij) -> tuple[Any, ...]:
    return tuple(rij[k] for k in PERSOON)
