"""A calculation as lines for people: every value in Dutch notation, with how it came about and where it stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.beleid import calculate
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.calculate import Berekening, Parameterwaarde, Rekentool, Stap
from zorginkoop.kern.geld import als_euro
from zorginkoop.regels.soorten import Soort

ONBEKEND = "nog niet bekend"


@dataclass(frozen=True)
class Rij:
    """A step as a line; `demonstratie` when the value rests on a figure that is not official."""

    titel: str
    waarde: str
    soort: str
    regel: str
    besloten: str
    demonstratie: bool
    bron: Bron | None
    url: str
    bekend: bool


def rows(tool: Rekentool, berekening: Berekening, place: Callable[[Bron | None], str]) -> list[Rij]:
    """Every step in the order in which it is reached; `place` gives the address of a passage."""
    figuren = calculate.parameters(tool, op=berekening.op, bekend_op=berekening.bekend_op)
    demo = set(_demonstration(tool, berekening))
    return [
        Rij(
            titel=stap.titel,
            waarde=_text(tool, stap),
            soort=stap.soort,
            regel=stap.regel or "",
            besloten=_decided(figuren.get(stap.naam)),
            demonstratie=stap.naam in demo and stap.waarde is not None,
            bron=stap.bron,
            url=place(stap.bron),
            bekend=stap.waarde is not None,
        )
        for stap in berekening.stappen
    ]


def _decided(waarde: Parameterwaarde | None) -> str:
    """The day of the decision; one that nobody could find says so."""
    if waarde is None:
        return ""
    dag = als_dag(waarde.besloten_op)
    return f"besloten op {dag}" if waarde.datumstatus == "geverifieerd" else f"besloten op {dag} (demonstratie)"


def _demonstration(tool: Rekentool, berekening: Berekening) -> Iterator[str]:
    """The figures that are not official, and everything that rests on one."""
    gezien = {stap.naam for stap in berekening.stappen if stap.status == "demonstratie"}
    for naam in tool.inhoud.afleiding:
        if tool.programma.afleidingen[naam].feiten & gezien:
            gezien.add(naam)
    yield from gezien


def _text(tool: Rekentool, stap: Stap) -> str:
    if stap.waarde is None:
        return ONBEKEND
    inhoud = tool.inhoud
    if stap.soort == "gegeven":
        feit = tool.feiten[stap.naam]
        return _written(feit.soort, stap.waarde, feit.keuzes)
    soort = inhoud.parameter[stap.naam].soort if stap.soort == "parameter" else inhoud.afleiding[stap.naam].soort
    return _written(soort, stap.waarde, {})


def _written(soort: Soort, waarde: Any, keuzes: Mapping[str, str]) -> str:
    match soort:
        case Soort.BEDRAG:
            return als_euro(int(waarde))
        case Soort.JANEE:
            return "ja" if waarde else "nee"
        case Soort.DATUM:
            return als_dag(waarde)
        case Soort.GETAL | Soort.GEHEEL:
            return f"{Decimal(str(waarde)):,f}".translate(str.maketrans(",.", ".,"))
        case Soort.LIJST:
            return ", ".join(keuzes.get(deel, deel) for deel in waarde) or "geen"
    return keuzes.get(str(waarde), str(waarde))
