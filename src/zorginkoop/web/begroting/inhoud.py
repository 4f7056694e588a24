"""What a budget says: costs per Prestatie, a plan for the year and results to reach. Amounts in eurocents.

The official format is not public (document 004 only names it), so this one is a demonstration: marked so on the page
and in the workbook.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from zorginkoop.kern.geld import als_euro

Richting = Literal["ten minste", "hoogstens"]
RICHTINGEN: tuple[Richting, ...] = ("ten minste", "hoogstens")


class _Deel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Regel(_Deel):
    """One line of costs. `bedrag_cent` is number times amount, rounded to a cent."""

    code: str
    prestatie: str
    omschrijving: str
    aantal: Decimal
    eenheid_cent: int

    @property
    def bedrag_cent(self) -> int:
        return int((self.aantal * self.eenheid_cent).quantize(Decimal(1), ROUND_HALF_UP))


class Resultaat(_Deel):
    """A result agreed for the year: at least or at most a number."""

    code: str
    onderwerp: str
    richting: Richting
    norm: Decimal
    eenheid: str

    def reached(self, uitkomst: Decimal | None) -> bool | None:
        """Whether the outcome meets the norm; None while there is none."""
        if uitkomst is None:
            return None
        return uitkomst >= self.norm if self.richting == "ten minste" else uitkomst <= self.norm


class Activiteit(_Deel):
    """A line of the plan for the year."""

    code: str
    activiteit: str
    gereed_op: date


class Inhoud(_Deel):
    """One version of a budget, whole."""

    regels: tuple[Regel, ...]
    jaarplan: tuple[Activiteit, ...] = ()
    resultaten: tuple[Resultaat, ...] = ()

    @property
    def totaal_cent(self) -> int:
        return sum(regel.bedrag_cent for regel in self.regels)

    def per_prestatie(self) -> dict[str, list[Regel]]:
        """The lines under each Prestatie, in the order of the budget."""
        groepen: dict[str, list[Regel]] = {}
        for regel in self.regels:
            groepen.setdefault(regel.prestatie, []).append(regel)
        return groepen


class Realisatie(_Deel):
    """The annual accounts beside the budget: what each line really cost, and what each result came to."""

    kosten_cent: Mapping[str, int]
    uitkomsten: Mapping[str, Decimal]

    @property
    def totaal_cent(self) -> int:
        return sum(self.kosten_cent.values())


class Verschil(_Deel):
    """What changed in one line between two versions, as texts; an empty text is: not there."""

    onderdeel: str
    code: str
    veld: str
    was: str
    wordt: str

    @property
    def kop(self) -> str:
        """The field as people call it."""
        return VELDEN.get(self.veld, self.veld.capitalize())


VELDEN = {"eenheid_cent": "Bedrag per eenheid", "gereed_op": "Gereed op", "prestatie": "Prestatie"}


def differences(was: Inhoud, wordt: Inhoud, namen: Mapping[str, str] | None = None) -> list[Verschil]:
    """What changed, line by line, in the order of the new version; lines that are gone come last. `namen` are what
    people call each Prestatie."""
    delen: tuple[tuple[str, Iterable[_Deel], Iterable[_Deel]], ...] = (
        ("Begroting", was.regels, wordt.regels),
        ("Jaarplan", was.jaarplan, wordt.jaarplan),
        ("Resultaatafspraken", was.resultaten, wordt.resultaten),
    )
    return [verschil for naam, oud, nieuw in delen for verschil in _changed(naam, oud, nieuw, namen or {})]


def _changed(onderdeel: str, was: Iterable[_Deel], wordt: Iterable[_Deel], namen: Mapping[str, str]) -> list[Verschil]:
    oud = {str(d.model_dump()["code"]): d.model_dump() for d in was}
    nieuw = {str(d.model_dump()["code"]): d.model_dump() for d in wordt}
    uit = []
    for code in [*nieuw, *(c for c in oud if c not in nieuw)]:
        a, b = oud.get(code, {}), nieuw.get(code, {})
        uit += [
            Verschil(onderdeel=onderdeel, code=code, veld=veld, was=_text(veld, a, namen), wordt=_text(veld, b, namen))
            for veld in (b or a)
            if veld != "code" and a.get(veld) != b.get(veld)
        ]
    return uit


def _text(veld: str, waarden: Mapping[str, object], namen: Mapping[str, str]) -> str:
    waarde = waarden.get(veld)
    if waarde is None:
        return ""
    if veld.endswith("_cent"):
        return als_euro(int(str(waarde)))
    if veld == "prestatie":
        return namen.get(str(waarde), str(waarde))
    if isinstance(waarde, Decimal):
        return number(waarde)
    return waarde.strftime("%d-%m-%Y") if isinstance(waarde, date) else str(waarde)


def number(waarde: Decimal) -> str:
    """A number as people write it here: no zeros at the end, a comma before the decimals."""
    tekst = f"{waarde:f}"
    return (tekst.rstrip("0").rstrip(".") if "." in tekst else tekst).replace(".", ",")
