"""Rows of a register file, each with the place where it stands, from JSON, or CSV in a folder or zip."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zorginkoop.adapters.json_lezer import JsonLezer
from zorginkoop.kern.fouten import Gebruikersfout

GROOTSTE = 200_000_000
"""Bytes of text in all. The whole country is a quarter of that."""

SOORTEN = ("zorgverleners", "vestigingen", "ondernemingen", "relaties")
_ADRES = ("straat", "huisnummer", "toevoeging", "postcode", "plaats", "land", "provincie", "regio")


@dataclass(frozen=True)
class Rij:
    """One row as it was written. `plaats` is how the user finds it: file and line."""

    soort: str
    plaats: str
    waarden: dict[str, Any]


def lees_rijen(pad: Path) -> Iterator[Rij]:
    """Every row of the register at `pad`. Gebruikersfout when the file as a whole cannot be read."""
    try:
        if pad.is_dir():
            yield from _csv_map(pad)
        elif zipfile.is_zipfile(pad):
            yield from _csv_zip(pad)
        elif pad.suffix.lower() == ".json":
            yield from _json(pad.name, _tekst(pad.name, _begrensd(pad)))
        else:
            raise Gebruikersfout(
                "Een register is een JSON-bestand, of een map of zip met CSV-bestanden", plaats=pad.name
            )
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as fout:
        raise Gebruikersfout("Het bestand kan niet worden gelezen", plaats=pad.name) from fout


def _begrensd(pad: Path) -> bytes:
    if pad.stat().st_size > GROOTSTE:
        raise Gebruikersfout(f"Het bestand is groter dan {GROOTSTE // 1_000_000} MB", plaats=pad.name)
    return pad.read_bytes()


def _tekst(naam: str, rauw: bytes) -> str:
    try:
        return rauw.decode("utf-8-sig")
    except UnicodeDecodeError as fout:
        regel = rauw.count(b"\n", 0, fout.start) + 1
        raise Gebruikersfout("Het bestand is geen UTF-8-tekst", plaats=f"{naam}, regel {regel}") from fout


def _csv_map(pad: Path) -> Iterator[Rij]:
    aanwezig = {bestand.name.lower(): bestand for bestand in pad.iterdir() if bestand.is_file()}
    _controleer_namen(set(aanwezig), pad.name)
    if sum(aanwezig[f"{soort}.csv"].stat().st_size for soort in SOORTEN) > GROOTSTE:
        raise Gebruikersfout(f"De bestanden zijn samen groter dan {GROOTSTE // 1_000_000} MB", plaats=pad.name)
    for soort in SOORTEN:
        bestand = aanwezig[f"{soort}.csv"]
        yield from _csv(soort, bestand.name, _tekst(bestand.name, bestand.read_bytes()))


def _csv_zip(pad: Path) -> Iterator[Rij]:
    with zipfile.ZipFile(pad) as archief:
        aanwezig = {lid.filename.rsplit("/", 1)[-1].lower(): lid for lid in archief.infolist() if not lid.is_dir()}
        _controleer_namen(set(aanwezig), pad.name)
        rest = GROOTSTE
        for soort in SOORTEN:
            lid = aanwezig[f"{soort}.csv"]
            with archief.open(lid) as bestand:
                # The size a zip states may be a lie, so what comes out is counted.
                rauw = bestand.read(rest + 1)
            rest -= len(rauw)
            if rest < 0:
                raise Gebruikersfout(f"De inhoud is groter dan {GROOTSTE // 1_000_000} MB", plaats=pad.name)
            yield from _csv(soort, lid.filename, _tekst(lid.filename, rauw))


def _controleer_namen(aanwezig: set[str], plaats: str) -> None:
    ontbreekt = [f"{soort}.csv" for soort in SOORTEN if f"{soort}.csv" not in aanwezig]
    if ontbreekt:
        raise Gebruikersfout(f"Er ontbreekt: {', '.join(ontbreekt)}", plaats=plaats)


def _csv(soort: str, naam: str, tekst: str) -> Iterator[Rij]:
    eerste = tekst.partition("\n")[0]
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=";" if ";" in eerste else ",", strict=True)
    kop: list[str] | None = None
    begin = 1
    try:
        for cellen in lezer:
            plaats, begin = f"{naam}, regel {begin}", lezer.line_num + 1
            if kop is None:
                kop = [cel.strip() for cel in cellen]
            elif any(cellen):
                if len(cellen) != len(kop):
                    raise Gebruikersfout(
                        f"Deze regel heeft {len(cellen)} velden in plaats van {len(kop)}", plaats=plaats
                    )
                yield Rij(soort, plaats, _genest(dict(zip(kop, (c.strip() for c in cellen), strict=True))))
    except csv.Error as fout:
        raise Gebruikersfout("Deze regel is geen geldige CSV", plaats=f"{naam}, regel {lezer.line_num}") from fout
    if kop is None:
        raise Gebruikersfout("Het bestand is leeg; de eerste regel noemt de velden", plaats=naam)


def _genest(cellen: dict[str, str]) -> dict[str, Any]:
    """A flat CSV row in the shape of the API: address columns, Email, Telefoon, and lists `code:nummer|code`."""
    namen = {naam.lower(): naam for naam in cellen}
    rij: dict[str, Any] = dict(cellen)
    adres = {naam: rij.pop(namen[naam]) for naam in _ADRES if naam in namen}
    if any(adres.values()):
        rij["Adressen"] = [adres]
    gegevens = [(soort, rij.pop(namen[soort])) for soort in ("email", "telefoon") if soort in namen]
    if any(gegeven for _, gegeven in gegevens):
        rij["Communicatiegegevens"] = [{"Type": soort, "Gegeven": gegeven} for soort, gegeven in gegevens if gegeven]
    for lijst, tweede in (("erkenningen", "registratienummer"), ("kwalificaties", "nictizcode")):
        if rij.get(namen.get(lijst, "")):
            delen = (deel.strip().partition(":") for deel in rij[namen[lijst]].split("|"))
            rij[namen[lijst]] = [{"Code": code, tweede: nummer} for code, _, nummer in delen]
    return rij


def _json(naam: str, tekst: str) -> Iterator[Rij]:
    """One object with a list per kind, read row by row so that every row knows its line."""
    lezer, gezien = JsonLezer(tekst), set[str]()
    try:
        for soort in lezer.sleutels():
            if soort not in SOORTEN or soort in gezien:
                plaats = f"{naam}, regel {lezer.regel()}"
                raise Gebruikersfout(f"'{soort}' kan hier niet staan", plaats=plaats)
            gezien.add(soort)
            for regel, rij in lezer.lijst():
                plaats = f"{naam}, regel {regel}"
                if not isinstance(rij, dict):
                    raise Gebruikersfout("Hier hoort een object met velden te staan", plaats=plaats)
                yield Rij(soort, plaats, rij)
    except json.JSONDecodeError as fout:
        raise Gebruikersfout("Hier is het bestand geen geldige JSON", plaats=f"{naam}, regel {fout.lineno}") from fout
    except RecursionError as fout:
        raise Gebruikersfout("Het bestand is te diep genest", plaats=f"{naam}, regel {lezer.regel()}") from fout
    if ontbreekt := [soort for soort in SOORTEN if soort not in gezien]:
        raise Gebruikersfout(f"Er ontbreekt: {', '.join(ontbreekt)}", plaats=naam)
