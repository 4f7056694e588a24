"""Calculators: formulas of a policy with their parameters, every intermediate value shown with its source.

A calculator is a published file of its own, `<verzekeraar>/rekentools/<naam>/<versie>.toml`, that never changes. Its
formulas are rules; each may use what stands above it. Parameters have two time axes: the period they hold for, and the
day they were decided. What was decided later holds, for who knows of it.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, model_validator

from zorginkoop.beleid import bestand, feiten, library
from zorginkoop.beleid.afspraak import Bron, Status
from zorginkoop.beleid.bestand import Beleidsfout
from zorginkoop.beleid.model import Afleiding, Brondocument, Feit, Naam, Onderdeel, Voorwaarde
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.geld import uit_decimaal
from zorginkoop.regels import gehelen, taal
from zorginkoop.regels.programma import Programma
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regel

PATROON = "*/rekentools/*/*.toml"
CONTROLESOMMEN = "CONTROLESOMMEN.rekentools"


class Rekentooldocument(Onderdeel):
    """What was published. `beleid` names the policies it belongs to, each with @versie or in every version."""

    rekentool: Naam
    versie: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+$")]
    titel: str
    gepubliceerd: date
    beleid: tuple[str, ...]


class Parameterwaarde(Onderdeel):
    """A figure for a period (`bedrag` in euros, or `getal`), as decided on a day.

    `datumstatus` says whether the day of the decision is known or a demonstration value.
    """

    van: date
    tot: date
    besloten_op: date
    datumstatus: Status = "demonstratie"
    bedrag: Decimal | None = None
    getal: Decimal | None = None
    status: Status
    toelichting: str = ""
    bron: Bron

    @model_validator(mode="after")
    def _one_value(self) -> "Parameterwaarde":
        if (self.bedrag is None) == (self.getal is None):
            raise ValueError("geef of een bedrag, of een getal")
        if self.tot <= self.van:
            raise ValueError("tot hoort na van te liggen")
        return self

    @property
    def waarde(self) -> int | Decimal:
        return uit_decimaal(self.bedrag) if self.bedrag is not None else self.getal or Decimal(0)


class Parameter(Onderdeel):
    """A figure formulas use, with all its values."""

    titel: str
    waarde: tuple[Parameterwaarde, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_kind(self) -> "Parameter":
        if len({waarde.bedrag is None for waarde in self.waarde}) > 1:
            raise ValueError("een parameter is overal een bedrag, of overal een getal")
        return self

    @property
    def soort(self) -> Soort:
        return Soort.GETAL if self.waarde[0].bedrag is None else Soort.BEDRAG


class Rekentoolbestand(Onderdeel):
    """One calculator as it is written."""

    document: Rekentooldocument
    bron: dict[str, Brondocument]
    feit: dict[Naam, Feit] = Field(default_factory=dict)
    parameter: dict[Naam, Parameter] = Field(default_factory=dict)
    afleiding: dict[Naam, Afleiding]
    voorwaarde: dict[Naam, Voorwaarde] = Field(default_factory=dict)


class _Rij(BaseModel):
    model_config = ConfigDict(frozen=True)


class Stap(_Rij):
    """One value of a calculation, in the order in which it is reached; `status` holds for parameters."""

    naam: str
    soort: Literal["gegeven", "parameter", "formule"]
    titel: str
    waarde: Any
    regel: str | None = None
    status: Status | None = None
    besloten_op: date | None = None
    bron: Bron | None = None


class Bevinding(_Rij):
    """A condition of the calculator, and whether it is met; NULL when that is not known yet."""

    voorwaarde: str
    uitkomst: bool | None
    reden: str
    bron: Bron


class Berekening(_Rij):
    """The whole calculation. `akkoord` is FALSE when a condition is not met; `ontbreekt` names what is not known."""

    rekentool: str
    versie: str
    op: date
    bekend_op: date | None
    akkoord: bool | None
    ontbreekt: tuple[str, ...]
    voorwaarden: tuple[Bevinding, ...]
    stappen: tuple[Stap, ...]

    @property
    def waarden(self) -> dict[str, Any]:
        return {stap.naam: stap.waarde for stap in self.stappen}


class Rekentool:
    """A calculator, ready to run."""

    def __init__(self, inhoud: Rekentoolbestand, *, tekst: str, pad: Path) -> None:
        self.inhoud, self.pad, self._tekst = inhoud, pad, tekst
        alle = {**library.dictionary().feit, **inhoud.feit}
        self.programma = self._compile(alle)
        self.feiten = {naam: alle[naam] for naam in self.programma.feiten if naam not in inhoud.parameter}
        self._check_sources()

    @property
    def document(self) -> Rekentooldocument:
        return self.inhoud.document

    def _compile(self, alle: Mapping[str, Feit]) -> Programma:
        """Formulas read from top to bottom, so that none uses what comes after it."""
        basis = {naam: feit.soort for naam, feit in alle.items()}
        basis |= {naam: parameter.soort for naam, parameter in self.inhoud.parameter.items()}
        kent, formules, fouten = dict(basis), list[Regel](), list[str]()
        for naam, afleiding in self.inhoud.afleiding.items():
            formules += self._read(["afleiding", naam], afleiding.regel, kent, afleiding.soort, fouten)
            kent[naam] = afleiding.soort
        eisen = list[Regel]()
        for naam, voorwaarde in self.inhoud.voorwaarde.items():
            eisen += self._read(["voorwaarde", naam], voorwaarde.regel, kent, Soort.JANEE, fouten)
        if fouten:
            raise Beleidsfout("\n".join(fouten))
        gebruikt = {naam for regel in (*formules, *eisen) for naam in regel.feiten} | set(self.inhoud.parameter)
        return Programma({naam: soort for naam, soort in basis.items() if naam in gebruikt}, formules, eisen)

    def _read(
        self, pad: list[str], tekst: str, kent: Mapping[str, Soort], soort: Soort, fouten: list[str]
    ) -> list[Regel]:
        regelnummer = bestand.regelnummer(self._tekst, [*pad, "regel"])
        try:
            return [taal.lees(pad[-1], tekst, kent, verwacht=soort, regelnummer=regelnummer)]
        except taal.Regelfout as fout:
            fouten.append(f"{self.pad.name}, {fout}")
            return []

    def _check_sources(self) -> None:
        bekend = {*library.dictionary().bron, *self.inhoud.bron}
        bronnen = [w.bron for p in self.inhoud.parameter.values() for w in p.waarde]
        bronnen += [afleiding.bron for afleiding in self.inhoud.afleiding.values()]
        bronnen += [voorwaarde.bron for voorwaarde in self.inhoud.voorwaarde.values()]
        vreemd = sorted({bron.document for bron in bronnen} - bekend)
        if vreemd:
            raise Beleidsfout(f"het document '{vreemd[0]}' staat niet bij de bronnen", plaats=self.pad.name)


def load_file(pad: Path) -> Rekentool:
    """A calculator from any file; raises Beleidsfout with everything that is wrong with it."""
    inhoud, tekst = bestand.lees(pad, Rekentoolbestand)
    return Rekentool(inhoud, tekst=tekst, pad=pad)


@cache
def _catalogue(mappen: tuple[Path, ...]) -> tuple[Rekentool, ...]:
    paden = (pad for folder in mappen for pad in library.verified(folder, PATROON, CONTROLESOMMEN))
    return tuple(load_file(pad) for pad in paden)


def all_calculators() -> tuple[Rekentool, ...]:
    """Every published version of every calculator."""
    return _catalogue(library.folders())


def of_policy(beleid: Beleid) -> tuple[Rekentool, ...]:
    """Every version of every calculator that belongs to this policy version."""
    return tuple(r for r in all_calculators() if {beleid.naam, beleid.document.beleid} & set(r.document.beleid))


def load(beleid: Beleid, naam: str) -> Rekentool:
    """The latest calculator of this name that belongs to this policy version; Gebruikersfout when there is none."""
    van_beleid = of_policy(beleid)
    gevonden = [r for r in van_beleid if r.document.rekentool == naam]
    if not gevonden:
        namen = sorted({r.document.rekentool for r in van_beleid})
        voorstel = get_close_matches(naam, namen, n=1)
        hint = f"bedoelt u '{voorstel[0]}'?" if voorstel else f"wel: {', '.join(namen) or 'geen enkele'}"
        raise Gebruikersfout(f"bij {beleid.naam} hoort geen rekentool '{naam}'; {hint}", plaats="rekentool")
    return max(gevonden, key=lambda r: tuple(int(deel) for deel in r.document.versie.split(".")))


def calculate(
    rekentool: Rekentool, ruw: Mapping[str, object], *, op: date, bekend_op: date | None = None
) -> Berekening:
    """Calculate for a day, with what was decided up to and including `bekend_op` (all that is known, if absent).

    Raises Gebruikersfout for a fact the calculator does not know or that makes no sense, and when none of its
    parameters has a value on that day.
    """
    gegeven = _facts(rekentool, ruw)
    gekozen = parameters(rekentool, op=op, bekend_op=bekend_op)
    waarden = {naam: waarde.waarde for naam, waarde in gekozen.items() if waarde is not None}
    rij = rekentool.programma.een({**gegeven, **waarden})
    bevindingen = tuple(
        Bevinding(voorwaarde=naam, uitkomst=_bool(rij[f"={naam}"]), reden=v.reden, bron=v.bron)
        for naam, v in rekentool.inhoud.voorwaarde.items()
    )
    uitkomsten = {b.uitkomst for b in bevindingen}
    return Berekening(
        rekentool=rekentool.document.rekentool,
        versie=rekentool.document.versie,
        op=op,
        bekend_op=bekend_op,
        akkoord=False if False in uitkomsten else None if None in uitkomsten else True,
        ontbreekt=tuple(naam for naam in rekentool.programma.feiten if rij[naam] is None),
        voorwaarden=bevindingen,
        stappen=(*_given(rekentool, rij), *_figures(rekentool, gekozen), *_formulas(rekentool, rij)),
    )


def calculate_table(rekentool: Rekentool, tabel: pa.Table, *, op: date, bekend_op: date | None = None) -> pa.Table:
    """The same formulas on every row at once; facts are taken as they are, of the right Arrow type."""
    gekozen = parameters(rekentool, op=op, bekend_op=bekend_op)
    return gehelen.table(rekentool.programma, tabel, {naam: w.waarde if w else None for naam, w in gekozen.items()})


def parameters(rekentool: Rekentool, *, op: date, bekend_op: date | None = None) -> dict[str, Parameterwaarde | None]:
    """Per parameter the value that holds on a day, by the latest decision known; None when there is none."""
    gekozen = {naam: _holding(p, op, bekend_op) for naam, p in rekentool.inhoud.parameter.items()}
    if gekozen and not any(gekozen.values()):
        wanneer = f" (zoals bekend op {bekend_op:%d-%m-%Y})" if bekend_op else ""
        melding = f"voor {op:%d-%m-%Y} is nog niets vastgesteld{wanneer}"
        raise Gebruikersfout(melding, plaats=rekentool.document.rekentool)
    return gekozen


def _holding(parameter: Parameter, op: date, bekend_op: date | None) -> Parameterwaarde | None:
    geldig = [w for w in parameter.waarde if w.van <= op < w.tot and (bekend_op is None or w.besloten_op <= bekend_op)]
    return max(geldig, key=lambda w: w.besloten_op, default=None)


def _facts(rekentool: Rekentool, ruw: Mapping[str, object]) -> dict[str, object]:
    for naam in ruw:
        if naam not in rekentool.feiten:
            voorstel = get_close_matches(naam, list(rekentool.feiten), n=1)
            hint = f"; bedoelt u '{voorstel[0]}'?" if voorstel else f"; wel {', '.join(rekentool.feiten)}"
            raise Gebruikersfout(f"dit gegeven gebruikt de rekentool niet{hint}", plaats=naam)
    return {
        naam: feit.standaard if ruw.get(naam) is None else feiten.value(naam, feit, ruw[naam])
        for naam, feit in rekentool.feiten.items()
    }


def _given(rekentool: Rekentool, rij: Mapping[str, object]) -> list[Stap]:
    return [
        Stap(naam=naam, soort="gegeven", titel=feit.vraag, waarde=_plain(rij[naam]))
        for naam, feit in rekentool.feiten.items()
    ]


def _figures(rekentool: Rekentool, gekozen: Mapping[str, Parameterwaarde | None]) -> list[Stap]:
    return [
        Stap(
            naam=naam,
            soort="parameter",
            titel=parameter.titel,
            waarde=_plain(waarde.waarde) if waarde else None,
            status=waarde.status if waarde else None,
            besloten_op=waarde.besloten_op if waarde else None,
            bron=waarde.bron if waarde else None,
        )
        for naam, parameter in rekentool.inhoud.parameter.items()
        for waarde in (gekozen[naam],)
    ]


def _formulas(rekentool: Rekentool, rij: Mapping[str, object]) -> list[Stap]:
    return [
        Stap(
            naam=naam,
            soort="formule",
            titel=afleiding.titel,
            waarde=_plain(rij[naam]),
            regel=afleiding.regel.strip(),
            bron=afleiding.bron,
        )
        for naam, afleiding in rekentool.inhoud.afleiding.items()
    ]


def _plain(waarde: object) -> object:
    """Exact decimals without trailing zeros: whole ones as a whole number, others as text, so that JSON stays exact."""
    if not isinstance(waarde, Decimal):
        return waarde
    return int(waarde) if waarde == waarde.to_integral_value() else f"{waarde.normalize():f}"


def _bool(waarde: object) -> bool | None:
    assert waarde is None or isinstance(waarde, bool)
    return waarde
