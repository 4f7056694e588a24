"""Return codes (COD954) with their Dutch text. Source: Vektis C.V., as far as public; the list is not complete."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Retourcode:
    """`klasse`: X technical and T header errors reject the whole file, D concerns one record, O is no error."""

    retourcode: str
    klasse: str
    melding: str


class Fout(NamedTuple):
    """One finding: the line in the file (from 1), the rubric, the return code and what is wrong in Dutch."""

    regel: int
    rubriek: str
    retourcode: str
    melding: str

    @property
    def hele_bestand(self) -> bool:
        """True when this finding rejects the whole file."""
        return retourcodes()[self.retourcode].klasse in ("X", "T")


@cache
def retourcodes() -> dict[str, Retourcode]:
    """Every known return code."""
    tekst = files("zorginkoop.adapters.vektis").joinpath("retourcodes.csv").read_text(encoding="utf-8")
    return {rij["retourcode"]: Retourcode(**rij) for rij in csv.DictReader(tekst.splitlines(), delimiter=";")}


def fout(regel: int, rubriek: str, retourcode: str, toelichting: str = "") -> Fout:
    """A finding with the official text of its code, followed by what was seen."""
    melding = retourcodes()[retourcode].melding
    return Fout(regel, rubriek, retourcode, f"{melding}: {toelichting}" if toelichting else melding)
