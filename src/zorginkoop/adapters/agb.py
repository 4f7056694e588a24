"""The AGB register from a file: everything, or nothing and a list of what is wrong with it.

JSON is one object with the lists zorgverleners, vestigingen, ondernemingen and relaties; CSV is a folder or zip with
one file for each. What a row holds is in `agb_model`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zorginkoop.adapters.agb_model import Onderneming, Relatie, Vestiging, Zorgpartij, Zorgverlener
from zorginkoop.adapters.agb_rijen import Rij, lees_rijen
from zorginkoop.kern.fouten import Gebruikersfout

MEESTE_FOUTEN = 50
"""Reading stops after so many; a file with more is wrong as a whole."""

_MODELLEN: Mapping[str, type[Zorgpartij] | type[Relatie]] = {
    "zorgverleners": Zorgverlener,
    "vestigingen": Vestiging,
    "ondernemingen": Onderneming,
    "relaties": Relatie,
}
_MELDINGEN = {
    "missing": "ontbreekt",
    "extra_forbidden": "dit veld bestaat niet",
    "string_too_long": "is langer dan {max_length} tekens",
    "string_too_short": "is leeg",
    "string_pattern_mismatch": "heeft niet de goede vorm",
    "string_type": "moet tekst zijn",
    "tuple_type": "moet een lijst zijn",
    "model_type": "moet een object met velden zijn",
}


@dataclass(frozen=True)
class RegisterBestand:
    """A register without contradictions: AGB codes are unique and every relation joins two of them."""

    zorgverleners: tuple[Zorgverlener, ...]
    vestigingen: tuple[Vestiging, ...]
    ondernemingen: tuple[Onderneming, ...]
    relaties: tuple[Relatie, ...]


class Registerfout(Gebruikersfout):
    """All that is wrong with a register file, up to MEESTE_FOUTEN; each of `fouten` names file, line and field."""

    def __init__(self, fouten: list[Gebruikersfout], plaats: str) -> None:
        self.fouten = fouten
        aantal = f"{len(fouten)} fouten" if len(fouten) > 1 else "1 fout"
        super().__init__(f"Er is niets ingelezen: {aantal}.\n" + "\n".join(map(str, fouten)), plaats=plaats)


def lees_register(path: Path | str) -> RegisterBestand:
    """The register in a JSON file, or in CSV files in a folder or zip. Registerfout lists everything that is wrong."""
    pad = Path(path)
    gelezen: dict[str, list[Any]] = {soort: [] for soort in _MODELLEN}
    plaatsen: dict[str, list[str]] = {soort: [] for soort in _MODELLEN}
    fouten: list[Gebruikersfout] = []
    try:
        for rij in lees_rijen(pad):
            _neem(rij, gelezen[rij.soort], plaatsen[rij.soort], fouten)
            if len(fouten) >= MEESTE_FOUTEN:
                break
    except Gebruikersfout as fout:
        fouten.append(fout)
    # Contradictions between rows say little while rows are missing.
    if not fouten:
        fouten = list(_tegenspraken(gelezen, plaatsen))
    if fouten:
        raise Registerfout(fouten[:MEESTE_FOUTEN], pad.name)
    return RegisterBestand(**{soort: tuple(rijen) for soort, rijen in gelezen.items()})


def _neem(rij: Rij, rijen: list[Any], plaatsen: list[str], fouten: list[Gebruikersfout]) -> None:
    try:
        rijen.append(_MODELLEN[rij.soort].model_validate(rij.waarden))
        plaatsen.append(rij.plaats)
    except ValidationError as fout:
        fouten.extend(_in_het_nederlands(rij.plaats, fout))


def _in_het_nederlands(plaats: str, fout: ValidationError) -> Iterator[Gebruikersfout]:
    for een in fout.errors(include_url=False):
        veld = " ".join(str(deel + 1) if isinstance(deel, int) else deel for deel in een["loc"])
        context = een.get("ctx", {})
        standaard = str(context["error"]) if een["type"] == "value_error" else "heeft geen geldige waarde"
        melding = _MELDINGEN.get(een["type"], standaard.replace("{", "{{").replace("}", "}}")).format(**context)
        yield Gebruikersfout(melding, plaats=f"{plaats}, {veld}" if veld else plaats)


def _tegenspraken(gelezen: Mapping[str, list[Any]], plaatsen: Mapping[str, list[str]]) -> Iterator[Gebruikersfout]:
    bekend: dict[str, str] = {}
    for soort in ("zorgverleners", "vestigingen", "ondernemingen"):
        for partij, plaats in zip(gelezen[soort], plaatsen[soort], strict=True):
            eerder = bekend.setdefault(partij.agb_code, plaats)
            if eerder != plaats:
                yield Gebruikersfout(f"{partij.agb_code} staat ook in {eerder}", plaats=f"{plaats}, AGBCode")
    for relatie, plaats in zip(gelezen["relaties"], plaatsen["relaties"], strict=True):
        for veld, code in (("Van", relatie.van_agb), ("Naar", relatie.naar_agb)):
            if code not in bekend:
                yield Gebruikersfout(f"{code} staat niet in het register", plaats=f"{plaats}, {veld}")
    yield from _overlap(zip(gelezen["relaties"], plaatsen["relaties"], strict=True))


def _overlap(relaties: Iterable[tuple[Relatie, str]]) -> Iterator[Gebruikersfout]:
    """The same relation may come back, but not while it still holds."""
    gelijk: dict[tuple[str, str, str, str], list[tuple[Relatie, str]]] = defaultdict(list)
    for relatie, plaats in relaties:
        gelijk[relatie.van_agb, relatie.naar_agb, relatie.rol, relatie.type].append((relatie, plaats))
    for reeks in gelijk.values():
        op_datum = sorted(reeks, key=lambda paar: paar[0].van)
        for (eerste, waar), (tweede, plaats) in pairwise(op_datum):
            if tweede.van < (eerste.tot or date.max):
                yield Gebruikersfout(f"deze relatie loopt nog volgens {waar}", plaats=f"{plaats}, Aanvang")
