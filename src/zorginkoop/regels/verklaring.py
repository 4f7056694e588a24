"""Why a rule came out as it did: its value, its facts, and the outcome of each part of its top-level AND or OR."""

from collections.abc import Mapping
from dataclasses import dataclass

from zorginkoop.regels.programma import Programma, kolom
from zorginkoop.regels.taal import Regel


@dataclass(frozen=True)
class Deel:
    """One part of the rule as it is written, and what it came out as."""

    tekst: str
    uitkomst: object


@dataclass(frozen=True)
class Verklaring:
    """A rule's outcome with what led to it; `onbekend` are the facts that have to be known first."""

    regel: str
    tekst: str
    uitkomst: object
    verbinding: str
    delen: tuple[Deel, ...]
    waarden: dict[str, object]
    onbekend: tuple[str, ...]


def verklaar(programma: Programma, regel: Regel, rij: Mapping[str, object]) -> Verklaring:
    """The explanation of one rule for one evaluated case (a row of `Programma.een` or `Programma.tabel`)."""
    uitkomst = rij[kolom(regel)]
    delen = tuple(
        Deel(deel.tekst, rij[kolom(regel, n)] if regel.verbinding else uitkomst) for n, deel in enumerate(regel.delen)
    )
    waarden = {naam: rij[naam] for naam in sorted(regel.feiten)}
    onbekend = _onbekend(programma, regel, rij, delen) if uitkomst is None else ()
    return Verklaring(regel.naam, regel.tekst, uitkomst, regel.verbinding, delen, waarden, onbekend)


def _onbekend(
    programma: Programma, regel: Regel, rij: Mapping[str, object], delen: tuple[Deel, ...]
) -> tuple[str, ...]:
    """The facts nobody gave yet that the undecided parts look at, in the order in which the facts are declared."""
    namen = {
        n for regeldeel, deel in zip(regel.delen, delen, strict=True) if deel.uitkomst is None for n in regeldeel.feiten
    }
    gezocht = _basisfeiten(programma, namen)
    return tuple(naam for naam in programma.feiten if naam in gezocht and rij[naam] is None)


def _basisfeiten(programma: Programma, namen: set[str]) -> set[str]:
    gevonden: set[str] = set()
    for naam in namen:
        afleiding = programma.afleidingen.get(naam)
        gevonden |= {naam} if afleiding is None else _basisfeiten(programma, set(afleiding.feiten))
    return gevonden
