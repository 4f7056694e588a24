"""A policy as flat parts under stable keys: what two versions can be compared by, and looked up by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlglot
from pydantic import BaseModel
from sqlglot import exp

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.versie import Beleid
from zorginkoop.regels.taal import Regel

SLEUTELS = {
    "paragraaf": ("document", "plaats"),
    "gevolg": ("gebeurtenis",),
    "kanaal": ("soort", "afdeling"),
    "termijn": ("titel", "bron"),
    "tarief": ("van",),
}
"""What tells one entry of a list from another; of the other lists it is their place in the list."""


@dataclass(frozen=True)
class Deel:
    """One part: the kind of table it stands in, its key, its place in the file, its own fields and its source.

    `pad` leads to it in the file (for line numbers), `sleutel` is the same in every version that has it.
    """

    soort: str
    sleutel: str
    pad: tuple[str, ...]
    titel: str
    bron: Bron | None
    velden: Mapping[str, Any]


def parts(beleid: Beleid) -> Iterator[Deel]:
    """Every part of the file in its order, and the shared facts and derived facts its rules look at."""
    inhoud = beleid.inhoud
    for naam in type(inhoud).model_fields:
        if naam not in ("feit", "afleiding"):
            yield from _walk(naam, (naam,), naam, getattr(inhoud, naam), inhoud.document.bron_looptijd)
    for naam, feit in beleid.feiten.items():
        yield Deel("feit", f"feit.{naam}", ("feit", naam), feit.vraag, first_use(beleid, naam), _fields(feit))
    gebruikt = used_names(beleid)
    for naam, afleiding in beleid.afleidingen.items():
        if naam in gebruikt or naam in inhoud.afleiding:
            yield from _walk("afleiding", ("afleiding", naam), f"afleiding.{naam}", afleiding, afleiding.bron)


def _walk(
    soort: str, pad: tuple[str, ...], sleutel: str, waarde: Any, bron: Bron | None, *, ouder: str = ""
) -> Iterator[Deel]:
    if _is_part(waarde):
        # A tariff is told with its Prestatie: its own source is a price list, not a paragraph of the policy.
        eigen = bron if soort == "tarief" else _source(waarde) or bron
        yield Deel(soort, sleutel, pad, _title(soort, waarde, ouder), eigen, _fields(waarde))
        for naam in type(waarde).model_fields:
            yield from _walk(
                naam, (*pad, naam), f"{sleutel}.{naam}", getattr(waarde, naam), eigen, ouder=_title(soort, waarde)
            )
    elif _holds_parts(waarde):
        rijen = waarde.items() if isinstance(waarde, dict) else _keyed(soort, waarde)
        for n, (naam, rij) in enumerate(rijen):
            plek = naam if isinstance(waarde, dict) else str(n)
            yield from _walk(soort, (*pad, plek), f"{sleutel}.{naam}", rij, bron, ouder=ouder)


def _holds_parts(waarde: Any) -> bool:
    rijen = list(waarde.values()) if isinstance(waarde, dict) else waarde
    return isinstance(rijen, list | tuple) and any(_is_part(rij) for rij in rijen)


def _is_part(waarde: Any) -> bool:
    return isinstance(waarde, BaseModel) and not isinstance(waarde, Bron)


def _keyed(soort: str, rijen: tuple[BaseModel, ...]) -> Iterator[tuple[str, BaseModel]]:
    """A key per entry that stays when others come or go; equal ones are numbered."""
    geteld: dict[str, int] = {}
    for n, rij in enumerate(rijen):
        sleutel = "|".join(str(getattr(rij, veld)) for veld in SLEUTELS.get(soort, ())) or _rule_key(rij, n)
        geteld[sleutel] = geteld.get(sleutel, 0) + 1
        yield (sleutel if geteld[sleutel] == 1 else f"{sleutel}#{geteld[sleutel]}"), rij


def _rule_key(rij: BaseModel, n: int) -> str:
    """A condition goes by the facts it looks at; anything else by its place."""
    regel = getattr(rij, "regel", None)
    return "+".join(sorted(columns(regel))) if isinstance(regel, str) else str(n)


def _fields(waarde: BaseModel) -> dict[str, Any]:
    """Its own values, empty lists left out; the parts inside it are parts of their own."""
    return {
        naam: getattr(waarde, naam)
        for naam in type(waarde).model_fields
        if getattr(waarde, naam) not in ((), {})
        and not _is_part(getattr(waarde, naam))
        and not _holds_parts(getattr(waarde, naam))
    }


def _source(waarde: BaseModel) -> Bron | None:
    bron = getattr(waarde, "bron", None) or getattr(waarde, "passages", None)
    if isinstance(bron, tuple):
        bron = bron[0] if bron else None
    if bron is None and hasattr(waarde, "samenvatting"):
        return Bron(document=getattr(waarde, "document", ""), plaats=getattr(waarde, "plaats", ""))
    return bron if isinstance(bron, Bron) else None


def _title(soort: str, waarde: BaseModel, ouder: str = "") -> str:
    for veld in ("titel", "naam", "kop", "reden", "gebeurtenis", "afdeling"):
        if isinstance(tekst := getattr(waarde, veld, None), str):
            return tekst
    van = getattr(waarde, "van", None)
    kaal = f"{soort} vanaf {van:%d-%m-%Y}" if van else soort
    return f"{ouder}, {kaal}" if ouder else kaal


def columns(regel: str) -> set[str]:
    """The facts a rule looks at."""
    return {kolom.name for kolom in sqlglot.parse_one(regel, dialect="duckdb").find_all(exp.Column)}


def own_rules(beleid: Beleid) -> list[Regel]:
    """Every rule, and derived fact in use, that this policy states itself and does not have from the general one."""
    elders = {regel.naam: regel.tekst for regel in _running(beleid.algemeen)} if beleid.algemeen else {}
    return [r for r in _running(beleid) if r.naam == "ingangsdatum" or elders.get(r.naam) != r.tekst]


def _running(beleid: Beleid) -> Iterator[Regel]:
    gebruikt = used_names(beleid) | {"ingangsdatum"}
    yield from (regel for naam, regel in beleid.programma.afleidingen.items() if naam in gebruikt)
    yield from beleid.programma.regels.values()


def used_names(beleid: Beleid) -> set[str]:
    """Every fact and derived fact that a rule looks at."""
    regels = (*beleid.programma.regels.values(), *beleid.programma.afleidingen.values())
    return {naam for regel in regels for naam in regel.feiten}


def first_use(beleid: Beleid, feit: str) -> Bron | None:
    """The passage of the first rule that looks at this fact."""
    for naam, eis in beleid.eisen.items():
        if feit in beleid.programma.regels[f"eis.{naam}"].feiten:
            return eis.bron
    for naam in beleid.prestaties:
        for n, voorwaarde in enumerate(beleid.voorwaarden(naam)):
            if feit in beleid.programma.regels[f"prestatie.{naam}.{n}"].feiten:
                return voorwaarde.bron
    return beleid.inhoud.ingangsdatum.bron[0] if feit in beleid.programma.afleidingen["ingangsdatum"].feiten else None
