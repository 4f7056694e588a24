"""EI layouts as data: which record types a message has and where each field stands.

Source of the shipped layouts: the message specifications of Vektis C.V. The official record 04 of the GP standard HA304
is not public; our own arrangement of it is marked `provisional` and must be shown as "voorlopig" wherever it appears.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from zorginkoop.adapters.vektis.rollen import rollen
from zorginkoop.kern.fouten import Gebruikersfout


@dataclass(frozen=True, slots=True)
class Veld:
    """One field. `begin` counts from 1 as the specifications do; N is digits, AN is text."""

    rubriek: str
    naam: str
    soort: str
    begin: int
    lengte: int
    verplichting: str
    rol: str

    @property
    def plek(self) -> slice:
        """The positions of the field in a record."""
        return slice(self.begin - 1, self.begin - 1 + self.lengte)

    @property
    def reserve(self) -> bool:
        """True for filling that carries no data and must be spaces."""
        return self.verplichting == "S" or self.naam.upper().startswith("RESERVE")


@dataclass(frozen=True, slots=True)
class Record:
    """One record type, known by the two digits it starts with."""

    kenmerk: str
    naam: str
    velden: tuple[Veld, ...]

    @property
    def gegevens(self) -> tuple[Veld, ...]:
        """The fields that carry data."""
        return tuple(veld for veld in self.velden if not veld.reserve)

    @property
    def lengte(self) -> int:
        return self.velden[-1].begin + self.velden[-1].lengte - 1

    def veld(self, rol: str) -> Veld | None:
        """The field with this role or rubric number."""
        return next((veld for veld in self.velden if rol in (veld.rol, veld.rubriek)), None)


@dataclass(frozen=True)
class Layout:
    """One EI standard in one version."""

    naam: str
    standaard: str
    versie: str
    omschrijving: str
    herkomst: str
    codes: tuple[int, ...]
    records: dict[str, Record]
    retour: bool = False
    retourlayout: str | None = None
    provisional: bool = False
    berekend_is_product: bool = False
    """True where the calculated amount is exactly the number times the tariff."""

    @property
    def lengte(self) -> int:
        """Characters in every record, without the line end."""
        return self.records["01"].lengte

    @property
    def versiedelen(self) -> tuple[int, int]:
        """Version and subversion as they stand in rubrics 0103 and 0104."""
        versie, _, subversie = self.versie.partition(".")
        return int(versie), int(subversie or 0)

    def veld(self, kenmerk: str, rol: str) -> Veld | None:
        """The field of a record type with this role or rubric number, or None where the layout has no such field."""
        record = self.records.get(kenmerk)
        return record.veld(rol) if record else None

    def rubriek(self, kenmerk: str, rol: str) -> str:
        """The rubric number for a role, to name the place of an error; the record type where there is none."""
        veld = self.veld(kenmerk, rol)
        return veld.rubriek if veld else kenmerk


def maak_layout(naam: str, gegevens: dict[str, Any]) -> Layout:
    """A checked layout from its data; Gebruikersfout when fields overlap, leave a gap or records differ in length."""
    records = {kenmerk: _record(kenmerk, inhoud) for kenmerk, inhoud in gegevens["records"].items()}
    layout = Layout(
        naam=naam,
        standaard=gegevens["standaard"],
        versie=gegevens["versie"],
        omschrijving=gegevens.get("omschrijving", ""),
        herkomst=gegevens.get("herkomst", ""),
        codes=tuple(gegevens.get("codes", ())),
        records=records,
        retour=gegevens.get("retour", False),
        retourlayout=gegevens.get("retourlayout"),
        provisional=gegevens.get("provisional", False),
        berekend_is_product=gegevens.get("berekend_is_product", False),
    )
    _controleer_layout(layout)
    return layout


def _record(kenmerk: str, inhoud: dict[str, Any]) -> Record:
    rijen: list[list[Any]] = inhoud["velden"]
    namen = rollen(kenmerk, [(rij[0], rij[1]) for rij in rijen])
    velden = (
        Veld(rubriek, naam, soort, begin, lengte, plicht, rol)
        for (rubriek, naam, soort, begin, lengte, plicht), rol in zip(rijen, namen, strict=True)
    )
    return Record(kenmerk, inhoud["naam"], tuple(velden))


def _controleer_layout(layout: Layout) -> None:
    ontbreekt = [kenmerk for kenmerk in ("01", "02", "04", "99") if kenmerk not in layout.records]
    if ontbreekt:
        raise Gebruikersfout(f"De indeling mist recordtype {', '.join(ontbreekt)}", plaats=layout.naam)
    for record in layout.records.values():
        _controleer_record(layout, record)


def _controleer_record(layout: Layout, record: Record) -> None:
    plaats = f"{layout.naam}, record {record.kenmerk}"
    verwacht = 1
    for veld in record.velden:
        if veld.soort not in ("N", "AN") or veld.lengte < 1:
            raise Gebruikersfout("Een veld is N of AN en minstens één positie lang", plaats=f"{plaats}, {veld.rubriek}")
        if veld.begin != verwacht:
            fout = f"Rubriek {veld.rubriek} begint op {veld.begin}; verwacht werd {verwacht}"
            raise Gebruikersfout(fout, plaats=plaats)
        verwacht += veld.lengte
    if record.lengte != layout.lengte:
        raise Gebruikersfout(f"Het record telt {record.lengte} posities en geen {layout.lengte}", plaats=plaats)


@cache
def layouts() -> dict[str, Layout]:
    """Every shipped layout by name."""
    tekst = files("zorginkoop.adapters.vektis").joinpath("layouts.json").read_text(encoding="utf-8")
    return {naam: maak_layout(naam, gegevens) for naam, gegevens in json.loads(tekst)["layouts"].items()}


def met_naam(naam: str) -> Layout:
    """The layout with this name, or of this standard when there is only one."""
    gevonden = [x for x in layouts().values() if naam.casefold() in (x.naam.casefold(), x.standaard.casefold())]
    if len(gevonden) == 1:
        return gevonden[0]
    raise Gebruikersfout(f"De indeling '{naam}' bestaat niet; wel: {', '.join(layouts())}", plaats="layout")


def voor_code(code: int, versie: tuple[int, int]) -> Layout | None:
    """The layout of a message code and version (rubrics 0102-0104), or None."""
    passend = (x for x in layouts().values() if code in x.codes and x.versiedelen == versie)
    return next(passend, None)
