"""A draft in parts that can be changed one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from pydantic import BaseModel

from zorginkoop.beleid.model import Paragraaf
from zorginkoop.beleid.parts import Deel, parts
from zorginkoop.beleid.versie import Beleid

GROEPEN = {
    "document": "Het beleid",
    "verzekeraar": "Het beleid",
    "ingangsdatum": "Hoe het werkt",
    "wijziging": "Hoe het werkt",
    "volgen": "Hoe het werkt",
    "aanbod": "Hoe het werkt",
    "betaling": "Hoe het werkt",
    "gevolg": "Hoe het werkt",
    "kanaal": "Hoe het werkt",
    "eis": "Eisen",
    "prestatie": "Prestaties en tarieven",
    "termijn": "Kalender",
    "afleiding": "Gegevens",
    "feit": "Gegevens",
    "tegenstrijdigheid": "Tegenstrijdigheden",
    "paragraaf": "Teksten",
}
"""Under which heading a part stands, by the table it is in."""


@dataclass(frozen=True)
class Plek:
    """One part: its path in the file, its values, and the passage it comes from."""

    pad: tuple[str, ...]
    titel: str
    soort: str
    waarde: BaseModel
    paragraaf: Paragraaf | None
    bron: str
    eigen_naam: bool
    """Whether it goes by a name of its own, which a copy needs too."""
    een_van_meer: bool
    """Whether there can be others of its kind, or none."""

    @property
    def plek(self) -> str:
        return "/".join(self.pad)

    def holds(self, plaats: str) -> bool:
        """Whether something found at `plaats` ("eis.wtza.bron") is about this part."""
        namen = [deel for deel in self.pad if not deel.isdigit()]
        return plaats.split(".")[: len(namen)] == namen


def place_of(beleid: Beleid, plaats: str) -> str:
    """The part that something found at `plaats` ("eis.wtza.bron") is about, as an address; "" when it is in a list."""
    namen = plaats.split(".")
    for pad in (namen[:2], namen[:1]):
        if _value(beleid, pad) is not None:
            return "/".join(pad)
    return ""


def path_of(plek: str) -> tuple[str, ...]:
    return tuple(plek.split("/"))


def groups(beleid: Beleid) -> dict[str, list[tuple[Deel, int]]]:
    """The parts that stand in the file itself, per heading, each with how deep it stands inside another."""
    gevonden: dict[str, list[tuple[Deel, int]]] = {kop: [] for kop in GROEPEN.values()}
    for deel in parts(beleid):
        kop = GROEPEN.get(deel.pad[0])
        if kop and _value(beleid, deel.pad) is not None:
            gevonden[kop].append((deel, (len(deel.pad) - 1) // 2))
    return {kop: delen for kop, delen in gevonden.items() if delen}


def find_part(beleid: Beleid, plek: str) -> Plek:
    """The part at this path; Http404 when there is none."""
    pad = path_of(plek)
    deel = next((d for d in parts(beleid) if d.pad == pad), None)
    waarde = _value(beleid, pad)
    if deel is None or waarde is None:
        raise Http404(plek)
    houder = _at(beleid.inhoud, pad[:-1])
    return Plek(
        pad=pad,
        titel=deel.titel,
        soort=deel.soort,
        waarde=waarde,
        paragraaf=beleid.paragraph(deel.bron) if deel.bron else None,
        bron=str(deel.bron or ""),
        eigen_naam=isinstance(houder, dict),
        een_van_meer=isinstance(houder, dict | tuple),
    )


def _value(beleid: Beleid, pad: Sequence[str]) -> BaseModel | None:
    try:
        waarde = _at(beleid.inhoud, pad)
    except (AttributeError, IndexError, KeyError, ValueError):
        return None
    return waarde if isinstance(waarde, BaseModel) else None


def _at(inhoud: Any, pad: Sequence[str]) -> Any:
    for naam in pad:
        match inhoud:
            case dict():
                inhoud = inhoud[naam]
            case tuple():
                inhoud = inhoud[int(naam)]
            case _:
                inhoud = getattr(inhoud, naam)
    return inhoud
