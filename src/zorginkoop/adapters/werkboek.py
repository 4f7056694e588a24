"""Workbooks (xlsx) that people fill in: written with care, and read as something that may be anything.

Reading happens in a process of its own with bounds on time, memory and size: a few kilobytes can unpack to gigabytes.
Nothing of the file is written to disk, and no formula is ever worked out here: the value Excel kept with it counts.
"""

import io
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook

from zorginkoop.adapters.spreadsheet import GEVAARLIJK, cell
from zorginkoop.kern.fouten import Gebruikersfout

Cel = str | int | float | bool | date | None
Blad = Sequence[Sequence[Cel]]
"""The rows of a sheet from the top left cell on; an empty cell is None."""

MAX_BLADEN, MAX_RIJEN, MAX_KOLOMMEN, MAX_TEKENS = 12, 2_000, 40, 2_000
MAX_UITGEPAKT = 40_000_000
GEHEUGEN, SECONDEN = 1_000_000_000, 10
ONLEESBAAR = "Dit bestand is niet te lezen. Lever een Excel-bestand (xlsx) aan, zonder wachtwoord"
GEWEIGERD = 3
"""Exit code of the child when it can say what is wrong."""


def write(bladen: Mapping[str, Blad], breedtes: Mapping[str, Sequence[int]] | None = None) -> bytes:
    """A workbook with these sheets; the first row of each is its heading. Text that Excel would run is quoted."""
    boek = Workbook()
    boek.remove(boek.active)
    for naam, rijen in bladen.items():
        blad = boek.create_sheet(naam)
        for rij in rijen:
            blad.append([cell(waarde) for waarde in rij])
        _head(blad, (breedtes or {}).get(naam, ()))
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def _head(blad: Worksheet, breedtes: Iterable[int]) -> None:
    for kop in blad[1]:
        kop.font = Font(bold=True)
    blad.freeze_panes = "A2"
    for n, breedte in enumerate(breedtes, start=1):
        blad.column_dimensions[get_column_letter(n)].width = breedte


def place(rij: int, kolom: int) -> str:
    """A cell as Excel calls it, from numbers that begin at 0: (6, 2) is C7."""
    return f"{get_column_letter(kolom + 1)}{rij + 1}"


def read(inhoud: bytes) -> dict[str, list[list[Cel]]]:
    """The sheets of an uploaded workbook; Gebruikersfout when it cannot be used."""
    opdracht = [sys.executable, "-I", "-m", __name__]
    try:
        kind = subprocess.run(opdracht, input=inhoud, capture_output=True, timeout=2 * SECONDEN, check=False)
    except subprocess.TimeoutExpired as fout:
        raise Gebruikersfout(ONLEESBAAR, plaats="bestand") from fout
    if kind.returncode:
        melding = kind.stderr.decode() if kind.returncode == GEWEIGERD else ONLEESBAAR
        raise Gebruikersfout(melding, plaats="bestand")
    return {naam: [[_back(w) for w in rij] for rij in rijen] for naam, rijen in json.loads(kind.stdout).items()}


def parse(inhoud: bytes) -> dict[str, list[list[Any]]]:
    """The sheets as JSON can carry them, days as {"dag": ISO text}. Only for the child process and small files."""
    _check_zip(inhoud)
    boek = CalamineWorkbook.from_filelike(io.BytesIO(inhoud))
    _require(len(boek.sheet_names) <= MAX_BLADEN, f"Het bestand heeft meer dan {MAX_BLADEN} bladen")
    return {naam: _sheet(boek, naam) for naam in boek.sheet_names}


def _sheet(boek: CalamineWorkbook, naam: str) -> list[list[Any]]:
    blad = boek.get_sheet_by_name(naam)
    if blad.end is None:
        return []
    rijen, kolommen = blad.end
    _require(rijen < MAX_RIJEN, f"Blad {naam} heeft meer dan {MAX_RIJEN} rijen")
    _require(kolommen < MAX_KOLOMMEN, f"Blad {naam} heeft meer dan {MAX_KOLOMMEN} kolommen")
    return [[_json(waarde) for waarde in rij] for rij in blad.to_python(skip_empty_area=False)]


def _check_zip(inhoud: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as pak:
            delen = pak.infolist()
    except zipfile.BadZipFile as fout:
        raise Gebruikersfout(ONLEESBAAR) from fout
    _require(len(delen) <= 500 and sum(d.file_size for d in delen) <= MAX_UITGEPAKT, "Het bestand is te groot")


def _require(goed: bool, melding: str) -> None:
    if not goed:
        raise Gebruikersfout(melding)


def _json(waarde: Any) -> Any:
    if isinstance(waarde, date):
        return {"dag": (waarde.date() if isinstance(waarde, datetime) else waarde).isoformat()}
    if isinstance(waarde, str):
        gequoot = waarde.startswith("'") and waarde[1:2] in GEVAARLIJK
        return waarde[1 if gequoot else 0 :].strip()[:MAX_TEKENS] or None
    return waarde if isinstance(waarde, bool | int | float) else str(waarde)


def _back(waarde: Any) -> Cel:
    return date.fromisoformat(waarde["dag"]) if isinstance(waarde, dict) else waarde


def _main() -> int:
    """The child: a file on standard input becomes JSON on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (GEHEUGEN, GEHEUGEN))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDEN, SECONDEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        bladen = parse(sys.stdin.buffer.read())
    except Gebruikersfout as fout:
        sys.stderr.write(fout.melding)
        return GEWEIGERD
    except (CalamineError, OSError, ValueError, MemoryError):
        return 1
    sys.stdout.write(json.dumps(bladen))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
