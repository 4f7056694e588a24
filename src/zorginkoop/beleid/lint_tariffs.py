"""Tariffs that overlap, are missing in a part of the term, or exceed a maximum of the NZa that is known."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from zorginkoop.beleid import bestand
from zorginkoop.beleid.finding import Bevinding, finding
from zorginkoop.beleid.library import GEPUBLICEERD, all_policies
from zorginkoop.beleid.model import Prestatie
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import als_euro, uit_decimaal


class Maximum(BaseModel):
    """The maximum of the NZa in euros for one prestatiecode in one year, and where it was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    naam: str
    jaar: int
    bedrag: Decimal
    bron: str


class Maxima(BaseModel):
    """All maximum tariffs that were verified."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    maximum: tuple[Maximum, ...]


def check(beleid: Beleid) -> Iterator[Bevinding]:
    """Everything that is wrong with the tariffs of a policy."""
    for naam, prestatie in beleid.prestaties.items():
        if not prestatie.tarief and not prestatie.zonder_tarief:
            melding = f"{prestatie.naam} heeft geen tarief, en zonder_tarief zegt niet waarom"
            yield finding(beleid, "zonder_tarief", ["prestatie", naam], melding)
        yield from _overlaps(beleid, naam, prestatie)
        yield from _gaps(beleid, naam, prestatie)
        yield from _above_maximum(beleid, naam, prestatie)


def _overlaps(beleid: Beleid, naam: str, prestatie: Prestatie) -> Iterator[Bevinding]:
    op_volgorde = sorted(enumerate(prestatie.tarief), key=lambda paar: paar[1].van)
    for (_, eerste), (n, tweede) in pairwise(op_volgorde):
        if tweede.van < eerste.tot:
            melding = f"van {tweede.van} tot {min(eerste.tot, tweede.tot)} gelden twee tarieven"
            yield finding(beleid, "tarief_overlapt", ["prestatie", naam, "tarief", str(n), "van"], melding)


def _gaps(beleid: Beleid, naam: str, prestatie: Prestatie) -> Iterator[Bevinding]:
    """Days of the term without tariff; at its begin or end `zonder_tarief` can say why."""
    if not prestatie.tarief:
        return
    document = beleid.document
    begin = max(document.looptijd_van, document.geldig_van)
    eind = min(document.looptijd_tot, document.geldig_tot)
    tot = begin
    perioden = sorted((tarief.van, tarief.tot) for tarief in prestatie.tarief)
    for van, volgende in [*perioden, (eind, eind)]:
        rand = tot == begin or van == eind
        if tot < min(van, eind) and not (rand and prestatie.zonder_tarief):
            melding = f"{prestatie.naam} heeft geen tarief van {tot} tot {min(van, eind)}"
            melding += ", en zonder_tarief zegt niet waarom" if rand else ""
            yield finding(beleid, "tarief_ontbreekt", ["prestatie", naam], melding, ernst="waarschuwing")
        tot = max(tot, volgende)


def _above_maximum(beleid: Beleid, naam: str, prestatie: Prestatie) -> Iterator[Bevinding]:
    if prestatie.segment != "S1":
        return
    for n, tarief in enumerate(prestatie.tarief):
        for (code, jaar), (maximum, bron) in known_maxima().items():
            geldt = code == prestatie.code and tarief.van < date(jaar + 1, 1, 1) and date(jaar, 1, 1) < tarief.tot
            if geldt and tarief.bedrag is not None and tarief.bedrag > maximum:
                bedragen = [als_euro(uit_decimaal(bedrag)) for bedrag in (tarief.bedrag, maximum)]
                melding = f"{bedragen[0]} is meer dan het NZa-maximum van {jaar}, {bedragen[1]} ({bron})"
                yield finding(beleid, "boven_maximum", ["prestatie", naam, "tarief", str(n), "bedrag"], melding)


@cache
def known_maxima() -> Mapping[tuple[str, int], tuple[Decimal, str]]:
    """The maximum by prestatiecode and year: the verified list, then verified tariffs of published policies."""
    bekend = {(m.code, m.jaar): (m.bedrag, m.bron) for m in _list().maximum}
    for beleid in all_policies():
        for prestatie in beleid.prestaties.values():
            for tarief in prestatie.tarief:
                if prestatie.segment == "S1" and tarief.status == "geverifieerd" and tarief.bedrag is not None:
                    bekend.setdefault((prestatie.code, tarief.van.year), (tarief.bedrag, beleid.naam))
    return bekend


def _list() -> Maxima:
    return bestand.lees(GEPUBLICEERD / "nza-maxima.toml", Maxima)[0]
