"""Clauses that wait for something outside: a condition of a performance that looks at a decision nobody here takes.

Document 001, 4.1: when the NZa takes MTVP into segment 1, the performance in segment 3 lapses.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zorginkoop.beleid.model import Voorwaarde
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.regels.programma import Programma, kolom
from zorginkoop.web.contractering.models import AfspraakRij, Overeenkomst
from zorginkoop.web.contractering.vinden import policies_in_use
from zorginkoop.web.toegang.models import Organisatie

DAGEN = {"ingangsdatum", "aanvraagdatum"}
"""What a fact from outside may itself look at: only the day it is asked about."""


@dataclass(frozen=True)
class Clausule:
    """A condition of a performance in one policy version that looks at a fact from outside."""

    beleid: Beleid
    prestatie: str
    nummer: int
    voorwaarde: Voorwaarde
    feit: str

    def lapses(self, waarde: str) -> bool:
        """Whether the performance can no longer be agreed once the fact has this value."""
        regel = self.beleid.programma.regels[f"prestatie.{self.prestatie}.{self.nummer}"]
        soorten = {naam: _kind(self.beleid, naam) for naam in regel.feiten}
        return Programma(soorten, [], [regel]).een({self.feit: waarde})[kolom(regel)] is False


def clauses(verzekeraar: Organisatie) -> list[Clausule]:
    """Every clause in a policy version under which this insurer has agreements."""
    return [clausule for beleid in policies_in_use(verzekeraar) for clausule in _clauses_of(beleid)]


def _clauses_of(beleid: Beleid) -> Iterator[Clausule]:
    for prestatie in beleid.prestaties:
        for n, voorwaarde in enumerate(beleid.voorwaarden(prestatie)):
            regel = beleid.programma.regels[f"prestatie.{prestatie}.{n}"]
            yield from (Clausule(beleid, prestatie, n, voorwaarde, f) for f in regel.feiten if _outside(beleid, f))


def choices(clausules: Iterable[Clausule]) -> dict[str, tuple[str, list[str]]]:
    """Facts from outside that clauses wait for: their title, and the values the rules know."""
    gevonden: dict[str, tuple[str, list[str]]] = {}
    for clausule in clausules:
        titel, teksten = _about(clausule.beleid, clausule.feit)
        teksten = [*teksten, clausule.voorwaarde.regel]
        waarden = {woord for tekst in teksten for woord in re.findall(r"'([^']+)'", tekst) if not _is_day(woord)}
        gevonden[clausule.feit] = (titel, sorted(waarden | set(gevonden.get(clausule.feit, ("", []))[1])))
    return gevonden


def touched(verzekeraar: Organisatie, *, feit: str, waarde: str, dag: date) -> dict[Overeenkomst, list[dict[str, Any]]]:
    """Per running agreement the rows that lapse from the day, with the clause and its paragraph."""
    per_versie: dict[tuple[str, str], dict[str, Clausule]] = {}
    for c in clauses(verzekeraar):
        if c.feit == feit and c.lapses(waarde):
            per_versie.setdefault((c.beleid.document.beleid, c.beleid.document.versie), {})[c.prestatie] = c
    geraakt: dict[Overeenkomst, list[dict[str, Any]]] = {}
    rijen = AfspraakRij.objects.filter(
        overeenkomst__verzekeraar=verzekeraar, overeenkomst__status="GELDIG", bekend_tot=None, tot__gt=dag,
        prestatie__in={p for clausules in per_versie.values() for p in clausules},
    )  # fmt: skip
    partijen = ("overeenkomst__praktijk", "overeenkomst__verzekeraar")
    for rij in rijen.select_related(*partijen).order_by("overeenkomst_id", "prestatiecode", "van"):
        o = rij.overeenkomst
        if clausule := per_versie.get((o.beleid, o.beleidversie), {}).get(rij.prestatie):
            geraakt.setdefault(o, []).append(_explained(rij, clausule))
    return geraakt


def _explained(rij: AfspraakRij, clausule: Clausule) -> dict[str, Any]:
    return {
        "prestatie": rij.prestatie,
        "naam": rij.naam,
        "code": rij.prestatiecode,
        "oud_cent": rij.tarief_cent,
        "van": rij.van.isoformat(),
        "tot": rij.tot.isoformat(),
        "reden": clausule.voorwaarde.reden,
        "som": " ".join(clausule.voorwaarde.regel.split()),
        "bron": str(clausule.voorwaarde.bron),
        "demonstratie": rij.tariefstatus == "demonstratie",
    }


def check_value(verzekeraar: Organisatie, feit: str, waarde: str) -> None:
    """The fact is one a clause waits for, and the value one the rules know."""
    keuzes = choices(clauses(verzekeraar))
    if feit not in keuzes:
        raise Gebruikersfout("Op dit gegeven wacht geen enkele clausule", plaats="feit")
    if waarde not in keuzes[feit][1]:
        raise Gebruikersfout(f"Kies uit {', '.join(keuzes[feit][1])}", plaats="waarde")


def _outside(beleid: Beleid, naam: str) -> bool:
    if afleiding := beleid.afleidingen.get(naam):
        return afleiding.type == "tekst" and set(beleid.programma.afleidingen[naam].feiten) <= DAGEN
    feit = beleid.feiten.get(naam)
    return feit is not None and feit.herkomst == "overheid" and feit.type == "tekst"


def _about(beleid: Beleid, naam: str) -> tuple[str, list[str]]:
    if afleiding := beleid.afleidingen.get(naam):
        return afleiding.titel, [afleiding.regel]
    return beleid.feiten[naam].vraag, [f"'{keuze}'" for keuze in beleid.feiten[naam].keuzes]


def _kind(beleid: Beleid, naam: str) -> Any:
    afleiding = beleid.programma.afleidingen.get(naam)
    return afleiding.soort if afleiding else beleid.programma.feiten[naam]


def _is_day(woord: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", woord))
