"""One policy version, ready to run: what the file says, the shared dictionary, and its rules compiled."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from zorginkoop.beleid import bestand
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.bestand import Beleidsfout
from zorginkoop.beleid.model import (
    Afleiding,
    Beleidsbestand,
    Brondocument,
    Document,
    Eis,
    Feit,
    Gegevens,
    Ingangsdatum,
    Paragraaf,
    Prestatie,
    Verzekeraar,
    Voorwaarde,
)
from zorginkoop.regels import taal
from zorginkoop.regels.programma import Programma
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regel

Deel = TypeVar("Deel")
LAGEN = ("feit", "afleiding", "eis", "prestatie", "tegenstrijdigheid")
"""The tables a general policy and the one that supplements it share; of two parts of one name the latter's holds."""


@dataclass(frozen=True)
class Voorrang:
    """A rule of the general policy that gives way to one of the same name, and both passages."""

    onderdeel: str
    titel: str
    geldt: Bron
    wijkt: Bron


class Beleid:
    """One policy version, ready to run: the file, the shared dictionary and the compiled rules.

    `algemeen` is the general policy it supplements, where that is published too, and `gaat_voor` what gave way in it.
    """

    algemeen: "Beleid | None" = None
    gaat_voor: tuple[Voorrang, ...] = ()

    def __init__(self, inhoud: Beleidsbestand, gegevens: Gegevens, *, tekst: str, pad: Path) -> None:
        self.inhoud, self.pad, self._tekst, self._gegevens = inhoud, pad, tekst, gegevens
        self.bronnen: Mapping[str, Brondocument] = {**gegevens.bron, **inhoud.bron}
        self.afleidingen: Mapping[str, Afleiding] = {**gegevens.afleiding, **inhoud.afleiding}
        self._alle_feiten = {**gegevens.feit, **inhoud.feit}
        self.programma = self._compile()
        self._check_references()

    @property
    def tekst(self) -> str:
        """The file as it is written, to find lines in."""
        return self._tekst

    @property
    def document(self) -> Document:
        return self.inhoud.document

    @property
    def verzekeraar(self) -> Verzekeraar:
        return self.inhoud.verzekeraar

    @property
    def eisen(self) -> Mapping[str, Eis]:
        return self.inhoud.eis

    @property
    def prestaties(self) -> Mapping[str, Prestatie]:
        return self.inhoud.prestatie

    @property
    def naam(self) -> str:
        return f"{self.document.beleid}@{self.document.versie}"

    @property
    def for_all(self) -> bool:
        """Whether insurers agree on behalf of all others, so that nobody has to follow (document 001, 5.3)."""
        return "representerende_verzekeraars" in self.feiten

    @cached_property
    def feiten(self) -> Mapping[str, Feit]:
        """The facts this policy looks at, in the order of the dictionary."""
        gebruikt = {naam for regel in self._regels() for naam in regel.feiten}
        gebruikt |= {naam for regel in self.programma.afleidingen.values() for naam in regel.feiten}
        return {naam: feit for naam, feit in self._alle_feiten.items() if naam in gebruikt}

    def closed_on(self, dag: date) -> "Beleid":
        """The same version, held until this day at the latest: the one that takes its place begins then."""
        document = self.document.model_copy(update={"geldig_tot": min(dag, self.document.geldig_tot)})
        gesloten = copy.copy(self)
        gesloten.inhoud = self.inhoud.model_copy(update={"document": document})
        return gesloten

    def supplementing(self, algemeen: "Beleid") -> "Beleid":
        """This policy with what only the general one has; where both say something this one prevails (001, 2.1)."""
        eigen, ander = self.inhoud, algemeen.inhoud
        samen: dict[str, object] = {deel: _first(getattr(eigen, deel), getattr(ander, deel)) for deel in LAGEN}
        ingezien = {naam: bron for naam, bron in eigen.bron.items() if bron.beschikbaar or naam not in ander.bron}
        plaatsen = {(p.document, p.plaats) for p in eigen.paragraaf}
        nieuw = tuple(p for p in ander.paragraaf if (p.document, p.plaats) not in plaatsen)
        samen |= {"bron": _first(ingezien, ander.bron), "paragraaf": eigen.paragraaf + nieuw}
        beleid = Beleid(eigen.model_copy(update=samen), self._gegevens, tekst=self._tekst, pad=self.pad)
        beleid.algemeen = algemeen
        beleid.gaat_voor = tuple(_prevailing(eigen, ander))
        return beleid

    def paragraph(self, bron: Bron) -> Paragraaf | None:
        """The passage a source points at: the place itself, or the nearest one it is a part of.

        "5.4, Aanvragen" is part of "5.4", and "5.4" of "5".
        """
        op_plaats = {(p.document, p.plaats): p for p in self.inhoud.paragraaf}
        plaats = bron.plaats
        while plaats and (bron.document, plaats) not in op_plaats:
            plaats = plaats[: max(plaats.rfind(", "), plaats.rfind("."), 0)]
        return op_plaats.get((bron.document, plaats))

    def _regels(self) -> Iterator[Regel]:
        yield from self.programma.regels.values()

    def _compile(self) -> Programma:
        feiten = {naam: feit.soort for naam, feit in self._alle_feiten.items()}
        afleidingen = {**{n: (a.regel, a.soort, ["afleiding", n]) for n, a in self.afleidingen.items()}}
        start: Ingangsdatum = self.inhoud.ingangsdatum
        afleidingen["ingangsdatum"] = (start.regel, Soort.DATUM, ["ingangsdatum"])
        kent = feiten | {naam: soort for naam, (_, soort, _) in afleidingen.items()}
        fouten: list[str] = []

        def gelezen(naam: str, tekst: str, verwacht: Soort, pad: list[str]) -> Iterator[Regel]:
            regelnummer = bestand.regelnummer(self._tekst, [*pad, "regel"])
            try:
                yield taal.lees(naam, tekst, kent, verwacht=verwacht, regelnummer=regelnummer)
            except taal.Regelfout as fout:
                fouten.append(f"{self.pad.name}, {fout}")

        lagen = [r for n, (tekst, soort, pad) in afleidingen.items() for r in gelezen(n, tekst, soort, pad)]
        regels = [r for naam, tekst, soort, pad in self._regelteksten() for r in gelezen(naam, tekst, soort, pad)]
        if fouten:
            raise Beleidsfout("\n".join(fouten))
        return Programma(feiten, lagen, regels)

    def _regelteksten(self) -> Iterator[tuple[str, str, Soort, list[str]]]:
        for naam, eis in self.eisen.items():
            yield f"eis.{naam}", eis.regel, Soort.JANEE, ["eis", naam]
        for naam, prestatie in self.prestaties.items():
            for n, voorwaarde in enumerate(self.voorwaarden(naam)):
                yield f"prestatie.{naam}.{n}", voorwaarde.regel, Soort.JANEE, ["prestatie", naam, "voorwaarde", str(n)]
            for n, tarief in enumerate(prestatie.tarief):
                if tarief.regel is not None:
                    yield f"tarief.{naam}.{n}", tarief.regel, Soort.BEDRAG, ["prestatie", naam, "tarief", str(n)]

    def voorwaarden(self, naam: str) -> tuple[Voorwaarde, ...]:
        """The conditions of a Prestatie: its own, and one for each module it can only go with."""
        prestatie = self.prestaties[naam]
        samen = tuple(
            Voorwaarde(
                regel=f"list_contains(gewenste_prestaties, '{ander}')",
                reden=f"Alleen mogelijk samen met {self.prestaties[ander].naam}",
                bron=prestatie.bron,
            )
            for ander in prestatie.vereist
            if ander in self.prestaties
        )
        return prestatie.voorwaarde + samen

    def _check_references(self) -> None:
        bekend = set(self.bronnen)
        genoemd = {("document", "bron_looptijd"): self.document.bron_looptijd.document}
        genoemd |= {("eis", n): e.bron.document for n, e in self.eisen.items()}
        genoemd |= {("prestatie", n): p.bron.document for n, p in self.prestaties.items()}
        fouten = [
            f"{'.'.join(p)}: het document '{d}' staat niet bij de bronnen"
            for p, d in genoemd.items()
            if d not in bekend
        ]
        for naam, prestatie in self.prestaties.items():
            vreemd = [ander for ander in prestatie.vereist if ander not in self.prestaties]
            fouten += [f"prestatie.{naam}: vereist '{ander}', maar die prestatie is er niet" for ander in vreemd]
        for naam, eis in self.eisen.items():
            vreemd = [ander for ander in eis.botst_met if ander not in self.inhoud.tegenstrijdigheid]
            fouten += [f"eis.{naam}: de tegenstrijdigheid '{ander}' is nergens beschreven" for ander in vreemd]
        if fouten:
            raise Beleidsfout("\n".join(f"{self.pad.name}, {fout}" for fout in fouten))


def _prevailing(eigen: Beleidsbestand, ander: Beleidsbestand) -> Iterator[Voorrang]:
    """The rules both have under one name."""
    for soort in ("afleiding", "eis", "prestatie"):
        onze, hunne = getattr(eigen, soort), getattr(ander, soort)
        for naam, deel in onze.items():
            if naam in hunne:
                titel = deel.naam if soort == "prestatie" else deel.titel
                yield Voorrang(f"{soort}.{naam}", titel, deel.bron, hunne[naam].bron)


def _first(eigen: Mapping[str, Deel], ander: Mapping[str, Deel]) -> dict[str, Deel]:
    """Ours, and what only the other has."""
    return {**eigen, **{naam: deel for naam, deel in ander.items() if naam not in eigen}}
