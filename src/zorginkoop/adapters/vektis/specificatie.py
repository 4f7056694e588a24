"""Load an official EI specification spreadsheet (BER, sheet GIS027-028), so that a new standard needs no release.

The columns are found by their heading, whatever the order; without headings the order of the published sheets counts.
"""

import re
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from zorginkoop.adapters.vektis.layout import Layout, maak_layout
from zorginkoop.kern.fouten import Gebruikersfout

MAX_BYTES = 20 << 20
MAX_RIJEN = 20_000

_KOPPEN = {
    "eind": r"eind|tot en met|t/?m",
    "begin": r"begin|start|vanaf|positie",
    "kenmerk": r"(kenmerk|code).*record|record.*(kenmerk|code)|^kenmerk$",
    "rubriek": r"rubriek(nr|nummer)?\b|volgn|^nummer|^nr\b",
    "record": r"record",
    "lengte": r"lengte",
    "soort": r"type|^soort",
    "verplichting": r"verplicht|^m/c/o",
    "naam": r"naam|element|omschrijving",
}
_NODIG = ("kenmerk", "rubriek", "naam", "soort", "lengte", "verplichting")
_VASTE_ORDE = {
    "record": 1,
    "kenmerk": 2,
    "rubriek": 3,
    "naam": 4,
    "soort": 5,
    "lengte": 6,
    "eind": 8,
    "verplichting": 9,
}
"""The columns of the published sheets, counted from 0."""

Rij = list[Any]


def lees_specificatie(path: str | Path) -> Layout:
    """The layout in a BER spreadsheet (.xls or .xlsx); Gebruikersfout says what is missing or does not add up."""
    bestand = Path(path)
    rijen = _rijen(bestand)
    standaard, versie = _standaard(bestand, rijen)
    kolommen, eerste = _kolommen(rijen, bestand)
    records: dict[str, dict[str, Any]] = {}
    for nummer, rij in enumerate(rijen[eerste:], start=eerste + 1):
        _neem_rij(records, rij, kolommen, plaats=f"{bestand.name}, rij {nummer}")
    if "01" not in records:
        raise Gebruikersfout("Het blad bevat geen voorlooprecord (01)", plaats=bestand.name)
    namen = [veld[1] for veld in records.get("04", {"velden": []})["velden"]]
    gegevens = {
        "standaard": standaard,
        "versie": versie,
        "herkomst": f"ingelezen specificatie {bestand.name}",
        "codes": _codes(rijen[eerste:], kolommen),
        "retour": any(naam.upper().startswith("RETOURCODE") for naam in namen),
        "records": records,
    }
    return maak_layout(f"{standaard}v{versie}", gegevens)


def _rijen(bestand: Path) -> list[Rij]:
    try:
        if bestand.stat().st_size > MAX_BYTES:
            raise Gebruikersfout("Het specificatiebestand is te groot", plaats=bestand.name)
        with CalamineWorkbook.from_path(str(bestand)) as boek:
            blad = next((naam for naam in boek.sheet_names if naam.strip().upper().startswith("GIS027")), None)
            if blad is None:
                gezien = ", ".join(boek.sheet_names)
                raise Gebruikersfout(f"Er is geen blad GIS027-028; wel: {gezien}", plaats=bestand.name)
            return [list(rij) for rij in boek.get_sheet_by_name(blad).to_python(nrows=MAX_RIJEN)]
    except (CalamineError, OSError) as reden:
        raise Gebruikersfout("Dit is geen leesbaar rekenblad (.xls of .xlsx)", plaats=bestand.name) from reden


def _standaard(bestand: Path, rijen: list[Rij]) -> tuple[str, str]:
    """Standard and version, from the file name or from the lines above the table."""
    boven = " ".join(_tekst(cel) for rij in rijen[:15] for cel in rij)
    for bron in (bestand.stem, boven):
        gevonden = re.search(r"\b([A-Z]{2}\d{3})\s*_?v(?:ersie)?\s*(\d+)\.(\d+)", bron, re.IGNORECASE)
        if gevonden:
            return gevonden[1].upper(), f"{int(gevonden[2])}.{int(gevonden[3])}"
    raise Gebruikersfout(
        "Naam en versie van de standaard staan niet in de bestandsnaam (zoals XX301v1.2)", plaats=bestand.name
    )


def _kolommen(rijen: list[Rij], bestand: Path) -> tuple[dict[str, int], int]:
    """Which column is what, and the first row of data."""
    for nummer, rij in enumerate(rijen[:40]):
        gevonden = _koppen(rij)
        if all(naam in gevonden for naam in _NODIG):
            return gevonden, nummer + 1
    if any(_is_data(rij, _VASTE_ORDE) for rij in rijen):
        return _VASTE_ORDE, 0
    raise Gebruikersfout("De kolommen van de recordindeling zijn niet te herkennen", plaats=bestand.name)


def _koppen(rij: Rij) -> dict[str, int]:
    uit: dict[str, int] = {}
    for plek, cel in enumerate(rij):
        tekst = _tekst(cel).lower()
        naam = next((naam for naam, patroon in _KOPPEN.items() if tekst and re.search(patroon, tekst)), None)
        if naam is not None:
            uit.setdefault(naam, plek)
    return uit


def _is_data(rij: Rij, kolommen: dict[str, int]) -> bool:
    if len(rij) <= max(kolommen[naam] for naam in _NODIG):
        return False
    kenmerk, soort = _tekst(rij[kolommen["kenmerk"]]), _tekst(rij[kolommen["soort"]]).upper()
    return bool(re.fullmatch(r"\d{1,2}", kenmerk)) and soort in ("N", "AN")


def _neem_rij(records: dict[str, dict[str, Any]], rij: Rij, kolommen: dict[str, int], *, plaats: str) -> None:
    """Add the field in this row, if there is one, to its record."""
    if not _is_data(rij, kolommen):
        return
    cel = {naam: _tekst(rij[plek]) for naam, plek in kolommen.items() if plek < len(rij)}
    kenmerk = cel["kenmerk"].zfill(2)
    record = records.setdefault(kenmerk, {"naam": cel.get("record", ""), "velden": []})
    nummer = cel["rubriek"]
    if not cel["lengte"].isdigit() or not nummer.isdigit():
        raise Gebruikersfout("Rubriek en lengte moeten getallen zijn", plaats=plaats)
    rubriek = nummer.zfill(4) if len(nummer) > 2 else kenmerk + nummer.zfill(2)
    begin = _begin(cel, record["velden"])
    record["velden"].append(
        [rubriek, cel["naam"], cel["soort"].upper(), begin, int(cel["lengte"]), cel["verplichting"]]
    )


def _begin(cel: dict[str, str], velden: list[list[Any]]) -> int:
    """Where the field starts: said, or told by where it ends, or behind the field before it."""
    if cel.get("begin", "").isdigit():
        return int(cel["begin"])
    if cel.get("eind", "").isdigit():
        return int(cel["eind"]) - int(cel["lengte"]) + 1
    return velden[-1][3] + velden[-1][4] if velden else 1


def _codes(rijen: list[Rij], kolommen: dict[str, int]) -> list[int]:
    """Message codes, from the instruction at rubric 0102: "Waarde '179' vullen."."""
    for rij in rijen:
        if _is_data(rij, kolommen) and re.search(
            "EXTERNE-INTEGRATIEBERICHT", _tekst(rij[kolommen["naam"]]), re.IGNORECASE
        ):
            return [int(code) for code in re.findall(r"['‘’](\d{3})['‘’]", " ".join(_tekst(cel) for cel in rij))]
    return []


def _tekst(cel: Any) -> str:
    """A cell as text; a whole number without its decimals."""
    if isinstance(cel, float) and cel.is_integer():
        return str(int(cel))
    return str(cel).strip() if cel is not None else ""
