"""The published policies: found in folders, checked against their checksums, compiled once.

Published files never change. Each folder of published policies holds `CONTROLESOMMEN`, and a file that is not in it,
or differs from it, is refused. An insurer adds folders through ZORGINKOOP_BELEID, without a release; what is published
in the application itself comes in through `shelve`, in the same form.
"""

import copy
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property
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
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.regels import taal
from zorginkoop.regels.programma import Programma
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regel

Deel = TypeVar("Deel")
GEPUBLICEERD = Path(__file__).parent / "gepubliceerd"
CONTROLESOMMEN = "CONTROLESOMMEN"
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
        self.inhoud, self.pad, self._tekst = inhoud, pad, tekst
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
        beleid = Beleid(eigen.model_copy(update=samen), dictionary(), tekst=self._tekst, pad=self.pad)
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


def folders() -> tuple[Path, ...]:
    """The folders that hold published policies: ours, and those an insurer adds."""
    extra = os.environ.get("ZORGINKOOP_BELEID", "")
    return (GEPUBLICEERD, *(Path(deel) for deel in extra.split(os.pathsep) if deel))


@cache
def dictionary() -> Gegevens:
    """The facts, documents and events that all policies share."""
    return bestand.lees(GEPUBLICEERD / "gegevens.toml", Gegevens)[0]


def load_file(pad: Path) -> Beleid:
    """A policy from any file, published or draft; raises Beleidsfout with everything that is wrong with it."""
    inhoud, tekst = bestand.lees(pad, Beleidsbestand)
    return Beleid(inhoud, dictionary(), tekst=tekst, pad=pad)


@cache
def load_text(tekst: str, naam: str) -> Beleid:
    """A policy from its text, published or draft; `naam` stands for the file in the messages of Beleidsfout."""
    pad = Path(naam)
    return Beleid(bestand.lees_tekst(tekst, Beleidsbestand, pad=pad), dictionary(), tekst=tekst, pad=pad)


_shelved: list[tuple[str, str]] = []


def shelve(uitgaven: Iterable[tuple[str, str]]) -> None:
    """From now on these texts, each with its name, are published beside the files in the folders; earlier ones go."""
    _shelved[:] = uitgaven


def _catalogue() -> Mapping[str, Mapping[str, Beleid]]:
    return _layered(folders(), tuple(_shelved))


@cache
def _layered(mappen: tuple[Path, ...], uitgaven: tuple[tuple[str, str], ...]) -> Mapping[str, Mapping[str, Beleid]]:
    los = _arranged(mappen, uitgaven)
    return {naam: {v: _supplemented(b, los) for v, b in versies.items()} for naam, versies in los.items()}


@cache
def _arranged(mappen: tuple[Path, ...], uitgaven: tuple[tuple[str, str], ...]) -> Mapping[str, Mapping[str, Beleid]]:
    gevonden: dict[str, dict[str, Beleid]] = {}
    gelezen = [beleid for folder in mappen for beleid in _in_folder(folder)]
    for beleid in gelezen + [load_text(tekst, naam) for tekst, naam in uitgaven]:
        gevonden.setdefault(beleid.document.beleid, {})[beleid.document.versie] = beleid
    for versies in list(gevonden.values()):
        opvolger = versies[max(versies, key=_version_key)].document
        gesloten = gevonden.get(opvolger.vervangt or "", {})
        gesloten |= {versie: beleid.closed_on(opvolger.geldig_van) for versie, beleid in gesloten.items()}
    return gevonden


def _supplemented(
    beleid: Beleid, catalogus: Mapping[str, Mapping[str, Beleid]], via: frozenset[str] = frozenset()
) -> Beleid:
    """With each general policy of the same insurer that it supplements and that holds on its first day.

    What a general policy supplements in turn comes along; one that leads back to where it came from (`via`) does not.
    """
    via |= {beleid.document.beleid}
    for naam in beleid.document.vult_aan:
        versies = catalogus.get(naam, {}) if naam not in via else {}
        for versie in sorted(versies, key=_version_key, reverse=True):
            algemeen = versies[versie]
            geldt = algemeen.document.geldig_van <= beleid.document.geldig_van < algemeen.document.geldig_tot
            if geldt and algemeen.verzekeraar.uzovi == beleid.verzekeraar.uzovi:
                beleid = beleid.supplementing(_supplemented(algemeen, catalogus, via))
                break
    return beleid


def _prevailing(eigen: Beleidsbestand, ander: Beleidsbestand) -> Iterator[Voorrang]:
    """The rules both have under one name."""
    for soort in ("afleiding", "eis", "prestatie"):
        onze, hunne = getattr(eigen, soort), getattr(ander, soort)
        for naam, deel in onze.items():
            if naam in hunne:
                titel = deel.naam if soort == "prestatie" else deel.titel
                yield Voorrang(f"{soort}.{naam}", titel, deel.bron, hunne[naam].bron)


def supplemented(beleid: Beleid) -> Beleid:
    """A draft as it would run: with the general policy it supplements, as published now."""
    return _supplemented(beleid, _arranged(folders(), tuple(_shelved)))


def check_layers(beleid: Beleid) -> None:
    """Refuse (Beleidsfout) a policy that does not run with the general one, or on which another no longer runs."""
    catalogus = _arranged(folders(), tuple(_shelved))
    _supplemented(beleid, catalogus)
    for versies in catalogus.values():
        for ander in versies.values():
            zelfde = ander.verzekeraar.uzovi == beleid.verzekeraar.uzovi
            if zelfde and beleid.document.beleid in ander.document.vult_aan:
                ander.supplementing(beleid)


def _first(eigen: Mapping[str, Deel], ander: Mapping[str, Deel]) -> dict[str, Deel]:
    """Ours, and what only the other has."""
    return {**eigen, **{naam: deel for naam, deel in ander.items() if naam not in eigen}}


@cache
def _in_folder(folder: Path) -> tuple[Beleid, ...]:
    return tuple(load_file(pad) for pad in verified(folder))


def verified(folder: Path, patroon: str = "*/*/*.toml", controlesommen: str = CONTROLESOMMEN) -> Iterator[Path]:
    """The files of a folder (policies, unless another pattern is asked) whose content is what was published."""
    som_bestand = folder / controlesommen
    regels = som_bestand.read_text().splitlines() if som_bestand.exists() else []
    sommen = {pad: som for som, pad in (regel.split(maxsplit=1) for regel in regels)}
    for pad in sorted(folder.glob(patroon)):
        naam = pad.relative_to(folder).as_posix()
        if naam not in sommen:
            raise Beleidsfout(f"is niet gepubliceerd: het staat niet in {controlesommen}", plaats=naam)
        if sommen[naam] != checksum(pad.read_bytes()):
            raise Beleidsfout("is na publicatie veranderd; een verbetering is een nieuwe versie", plaats=naam)
        yield pad


def checksum(inhoud: bytes) -> str:
    """What tells whether a published file is still the same: SHA-256 over its bytes."""
    return hashlib.sha256(inhoud).hexdigest()


def all_policies() -> list[Beleid]:
    """Every published version, by name and then by version."""
    catalogus = _catalogue()
    return [versies[versie] for _, versies in sorted(catalogus.items()) for versie in sorted(versies, key=_version_key)]


def latest(zorgsoort: str | None = None) -> list[Beleid]:
    """The latest version of each published policy that offers something, of one care type or of all."""
    nieuwste = {beleid.document.beleid: beleid for beleid in all_policies() if beleid.prestaties}
    return [beleid for beleid in nieuwste.values() if zorgsoort in (None, beleid.document.zorgsoort)]


def load(naam: str, *, versie: str | None = None) -> Beleid:
    """The policy of this name, in its latest version unless one is asked ("naam@1.2" also asks one).

    Raises Gebruikersfout when the name or version is unknown.
    """
    kaal, _, gevraagd = naam.partition("@")
    versie = versie or gevraagd or None
    catalogus = _catalogue()
    if kaal not in catalogus:
        voorstel = get_close_matches(kaal, list(catalogus), n=1)
        hint = f" Bedoelt u '{voorstel[0]}'?" if voorstel else f" Er zijn: {', '.join(sorted(catalogus))}."
        raise Gebruikersfout(f"Het beleid '{kaal}' is niet gepubliceerd.{hint}")
    versies = catalogus[kaal]
    if versie is None:
        return versies[max(versies, key=_version_key)]
    if versie not in versies:
        raise Gebruikersfout(
            f"Van '{kaal}' is versie '{versie}' er niet; wel {', '.join(sorted(versies, key=_version_key))}"
        )
    return versies[versie]


def _version_key(versie: str) -> tuple[int, ...]:
    return tuple(int(deel) for deel in versie.split("."))


def publish(pad: Path, *, folder: Path) -> Path:
    """Give a checked file its place in a folder of published policies, and note its checksum.

    Raises Gebruikersfout when the file is not in order, or when that version was published before.
    """
    beleid = load_file(pad)
    if any(b.naam == beleid.naam for b in all_policies()):
        document = beleid.document
        raise Gebruikersfout(f"{document.beleid} versie {document.versie} is al gepubliceerd en verandert niet meer")
    check_layers(beleid)
    return place(beleid, pad.read_bytes(), folder=folder)


def place(beleid: Beleid, inhoud: bytes, *, folder: Path) -> Path:
    """Write a policy to its place in a folder of published policies; one that is there already is left alone."""
    document = beleid.document
    map_verzekeraar = beleid.verzekeraar.naam.lower().replace(" ", "-")
    doel = folder / map_verzekeraar / document.zorgsoort / f"{document.beleid}-{document.versie}.toml"
    if doel.exists() and doel.read_bytes() == inhoud:
        return doel
    doel.parent.mkdir(parents=True, exist_ok=True)
    doel.write_bytes(inhoud)
    with (folder / CONTROLESOMMEN).open("a") as sommen:
        sommen.write(f"{checksum(inhoud)}  {doel.relative_to(folder).as_posix()}\n")
    for kast in (_in_folder, _arranged, _layered):
        kast.cache_clear()
    return doel
