"""Two policies on one register: who gains, who loses, who falls out or comes in, per module and in total, and why.

The value of a practice is that of `waarde`: what could be agreed and is paid per registered insured, for a year, at
the tariff of the start date. It says what a policy offers, not what will be claimed.
"""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from zorginkoop.beleid import drempels, marktregister, waarde
from zorginkoop.beleid.assess import assess_table
from zorginkoop.beleid.redenen import Tegenover, changed_requirements, hindrances, pairs
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout

PER_KEER = 100_000
"""Rows evaluated at once: bounds the memory, whatever the size of the register."""
_werkers = ThreadPoolExecutor(os.cpu_count())
"""They stay: each keeps the statements it prepared."""
GETOOND = 50
_T = TypeVar("_T")


class _Rij(BaseModel):
    model_config = ConfigDict(frozen=True)


class Totaal(_Rij):
    """All practices together. `valt_af`: admitted under the first policy only; `komt_erbij`: the reverse."""

    waarde_van_cent: int = 0
    waarde_naar_cent: int = 0
    verschil_cent: int = 0
    vooruit: int = 0
    achteruit: int = 0
    gelijk: int = 0
    valt_af: int = 0
    komt_erbij: int = 0


class Modulegevolg(Totaal):
    """The same for one module; `redenen` say how often what stood in the way of those who lose or gain it."""

    module: str
    heette: str | None
    redenen: dict[str, int]


class Eisgevolg(_Rij):
    """A requirement that came out differently, at practices whose outcome changed, and how often."""

    eis: str
    titel: str
    van: str
    naar: str
    aantal: int
    bron: str


class Bijdrempel(_Rij):
    """A numeric threshold in one of the two policies and the practices within the asked distance of it."""

    beleid: str
    regel: str
    drempel: str
    aantal: int
    praktijken: tuple[str, ...]


class Simulatie(_Rij):
    """The whole comparison. `praktijken` has a row per practice; lists in the other fields stop at fifty."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    van: str
    naar: str
    aantal: int
    drempel_procent: float
    totaal: Totaal
    uitkomsten: dict[str, int]
    modules: tuple[Modulegevolg, ...]
    eisen: tuple[Eisgevolg, ...]
    valt_af: tuple[str, ...]
    komt_erbij: tuple[str, ...]
    bij_drempel: tuple[Bijdrempel, ...]
    niet_meegeteld: dict[str, dict[str, str]]
    praktijken: pa.Table

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude={"praktijken"})


class _Stand:
    """What is counted in one part of the register, and, added up, in all of it."""

    def __init__(self, van: Beleid, naar: Beleid) -> None:
        self.totaal: Counter[str] = Counter()
        self.paren = pairs(van, naar)
        self.modules: list[Counter[str]] = [Counter() for _ in self.paren]
        self.redenen: list[Counter[str]] = [Counter() for _ in self.paren]
        self.uitkomsten: Counter[str] = Counter()
        self.eisen: Counter[tuple[str, str, str]] = Counter()
        self.drempels: dict[tuple[str, str, str], tuple[int, tuple[str, ...]]] = {}
        self.praktijken: list[pa.Table] = []

    def add(self, deel: "_Stand") -> None:
        """Count what the next part of the register counted."""
        for teller, erbij in zip(self._counters(), deel._counters(), strict=True):
            teller.update(erbij)
        self.praktijken += deel.praktijken
        for sleutel, (erbij_aantal, erbij_wie) in deel.drempels.items():
            aantal, wie = self.drempels.get(sleutel, (0, ()))
            self.drempels[sleutel] = aantal + erbij_aantal, (wie + erbij_wie)[:GETOOND]

    def _counters(self) -> list[Counter[Any]]:
        return [self.totaal, *self.modules, *self.redenen, self.uitkomsten, self.eisen]


def simulate(van: Beleid, naar: Beleid, register: pa.Table, *, drempel: float = 5) -> Simulatie:
    """Evaluate both on every practice; raises Gebruikersfout when the register lacks a fact that decides."""
    if not 0 <= drempel <= 100:
        raise Gebruikersfout("De drempel is een percentage van 0 tot en met 100", plaats="drempel")
    tabel = marktregister.checked(register, (van, naar))
    stand = _Stand(van, naar)
    delen = [tabel.slice(begin, PER_KEER) for begin in range(0, tabel.num_rows, PER_KEER)]
    for deel in _werkers.map(lambda deel: _count(van, naar, deel.combine_chunks(), drempel), delen):
        stand.add(deel)
    praktijken = pa.concat_tables(stand.praktijken)
    beleiden = {beleid.naam: waarde.left_out(beleid, tabel.column_names) for beleid in (van, naar)}
    return Simulatie(
        van=van.naam,
        naar=naar.naam,
        aantal=tabel.num_rows,
        drempel_procent=drempel,
        totaal=Totaal(**stand.totaal),
        uitkomsten=dict(sorted(stand.uitkomsten.items())),
        modules=tuple(_modules(stand)),
        eisen=tuple(_requirements(stand, van, naar)),
        valt_af=_listed(praktijken, "valt_af"),
        komt_erbij=_listed(praktijken, "komt_erbij"),
        bij_drempel=tuple(
            Bijdrempel(beleid=b, regel=r, drempel=t, aantal=n, praktijken=wie)
            for (b, r, t), (n, wie) in stand.drempels.items()
        ),
        niet_meegeteld=beleiden,
        praktijken=praktijken,
    )


def _count(van: Beleid, naar: Beleid, deel: pa.Table, drempel: float) -> _Stand:
    stand = _Stand(van, naar)
    oud, nieuw = assess_table(van, deel), assess_table(naar, deel)
    uit = Tegenover(van, naar, oud, nieuw)
    gevraagd = waarde.asked(deel, (van, naar))
    waarden = waarde.values(van, deel, oud, gevraagd), waarde.values(naar, deel, nieuw, gevraagd)
    niets = waarde.Modulewaarde(np.zeros(deel.num_rows, bool), np.zeros(deel.num_rows, np.int64))
    som = [sum((m.waarde_cent for m in w.values()), niets.waarde_cent) for w in waarden]
    for n, (links, rechts) in enumerate(stand.paren):
        ervoor = waarden[0].get(links or "", niets)
        erna = waarden[1].get(rechts or "", niets)
        stand.modules[n].update(_compared(ervoor, erna))
        stand.redenen[n].update(hindrances(uit, links, rechts, ervoor.afgesproken, erna.afgesproken))
    telt = [waarde.counted(u) for u in (oud, nieuw)]
    stand.totaal.update(_compared(waarde.Modulewaarde(telt[0], som[0]), waarde.Modulewaarde(telt[1], som[1])))
    stand.uitkomsten.update(uit.moves())
    stand.eisen.update(changed_requirements(uit))
    stand.praktijken.append(_rows(deel, uit, som, telt))
    for beleid in {van.naam: van, naar.naam: naar}.values():
        _note_thresholds(stand, beleid, deel, drempel)
    return stand


def _compared(oud: waarde.Modulewaarde, nieuw: waarde.Modulewaarde) -> dict[str, int]:
    verschil = nieuw.waarde_cent - oud.waarde_cent
    return {
        "waarde_van_cent": int(oud.waarde_cent.sum()),
        "waarde_naar_cent": int(nieuw.waarde_cent.sum()),
        "verschil_cent": int(verschil.sum()),
        "vooruit": waarde.how_many(verschil > 0),
        "achteruit": waarde.how_many(verschil < 0),
        "gelijk": waarde.how_many(verschil == 0),
        "valt_af": waarde.how_many(oud.afgesproken & ~nieuw.afgesproken),
        "komt_erbij": waarde.how_many(nieuw.afgesproken & ~oud.afgesproken),
    }


def _rows(deel: pa.Table, uit: Tegenover, som: list[np.ndarray], telt: list[np.ndarray]) -> pa.Table:
    return pa.table(
        {
            "agb_code": deel.column("agb_code").combine_chunks(),
            "uitkomst_van": uit.oud.column("uitkomst"),
            "uitkomst_naar": uit.nieuw.column("uitkomst"),
            "waarde_van_cent": som[0],
            "waarde_naar_cent": som[1],
            "verschil_cent": som[1] - som[0],
            "valt_af": telt[0] & ~telt[1],
            "komt_erbij": telt[1] & ~telt[0],
        }
    )


def _note_thresholds(stand: _Stand, beleid: Beleid, deel: pa.Table, procent: float) -> None:
    codes = deel.column("agb_code")
    for drempel, dichtbij in drempels.near(beleid, deel, procent):
        wie = codes.take(np.flatnonzero(dichtbij)[:GETOOND]).to_pylist()
        stand.drempels[beleid.naam, drempel.regel, drempel.tekst] = waarde.how_many(dichtbij), tuple(wie)


def _modules(stand: _Stand) -> Iterator[Modulegevolg]:
    for (links, rechts), telling, redenen in zip(stand.paren, stand.modules, stand.redenen, strict=True):
        anders = links if links != rechts and rechts is not None else None
        naam = rechts or links or ""
        yield Modulegevolg(module=naam, heette=anders, redenen=dict(_by_number(redenen)), **telling)


def _by_number(telling: Counter[_T]) -> list[tuple[_T, int]]:
    """Most often first; by name where two are as often, whatever part of the register came first."""
    return sorted(telling.items(), key=lambda paar: (-paar[1], str(paar[0])))


def _requirements(stand: _Stand, van: Beleid, naar: Beleid) -> Iterator[Eisgevolg]:
    for (naam, ervoor, erna), aantal in _by_number(stand.eisen):
        eis = naar.eisen.get(naam) or van.eisen[naam]
        yield Eisgevolg(eis=naam, titel=eis.titel, van=ervoor, naar=erna, aantal=aantal, bron=str(eis.bron))


def _listed(praktijken: pa.Table, kolom: str) -> tuple[str, ...]:
    codes = praktijken.filter(praktijken.column(kolom)).column("agb_code")
    return tuple(codes.slice(0, GETOOND).to_pylist())
