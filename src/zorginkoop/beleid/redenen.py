"""Why practices come out differently under two policies: requirements and conditions that changed."""

from collections import Counter
from functools import cached_property
from typing import get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.beleid import waarde
from zorginkoop.beleid.assess import Uitkomst
from zorginkoop.beleid.versie import Beleid

STANDEN = np.array(["niet gehaald", "gehaald", "onbekend", "geen eis"])
UITKOMSTEN = get_args(Uitkomst)
NIET, WEL, ONBEKEND, GEEN = range(4)


class Tegenover:
    """The same practices evaluated under two policies."""

    def __init__(self, van: Beleid, naar: Beleid, oud: pa.Table, nieuw: pa.Table) -> None:
        self.van, self.naar, self.oud, self.nieuw = van, naar, oud, nieuw

    @cached_property
    def uitkomst_van(self) -> np.ndarray:
        return outcomes(self.oud)

    @cached_property
    def uitkomst_naar(self) -> np.ndarray:
        return outcomes(self.nieuw)

    def moves(self) -> Counter[str]:
        """How many practices went from which outcome to which."""
        paren = np.bincount(self.uitkomst_van * len(UITKOMSTEN) + self.uitkomst_naar, minlength=len(UITKOMSTEN) ** 2)
        namen = [f"{ervoor} → {erna}" for ervoor in UITKOMSTEN for erna in UITKOMSTEN]
        return Counter({naam: int(aantal) for naam, aantal in zip(namen, paren, strict=True) if aantal})


def outcomes(uit: pa.Table) -> np.ndarray:
    """The outcome of each practice, as its place in `UITKOMSTEN`."""
    return np.asarray(pc.index_in(uit.column("uitkomst"), value_set=pa.array(UITKOMSTEN)).to_numpy())


def pairs(van: Beleid, naar: Beleid) -> list[tuple[str | None, str | None]]:
    """Every module of either policy, a renamed one beside its earlier name, whichever policy holds the new name."""
    namen = {naam: naam for naam in van.prestaties if naam in naar.prestaties}
    namen |= _renamed(naar, van)
    namen |= {oud: nieuw for nieuw, oud in _renamed(van, naar).items()}
    alleen_naar = [naam for naam in naar.prestaties if naam not in namen.values()]
    links: list[tuple[str | None, str | None]] = [(naam, namen.get(naam)) for naam in van.prestaties]
    return links + [(None, naam) for naam in alleen_naar]


def _renamed(nieuw: Beleid, oud: Beleid) -> dict[str, str]:
    """Old name to new name, where the other policy still has the old one and this one no longer has."""
    return {
        eerder: naam
        for naam, prestatie in nieuw.prestaties.items()
        for eerder in prestatie.heette
        if eerder in oud.prestaties and eerder not in nieuw.prestaties and naam not in oud.prestaties
    }


def changed_requirements(uit: Tegenover) -> Counter[tuple[str, str, str]]:
    """Per requirement, state before and state after, at the practices whose outcome is another one."""
    anders = np.flatnonzero(uit.uitkomst_van != uit.uitkomst_naar)
    telling: Counter[tuple[str, str, str]] = Counter()
    if not len(anders):
        return telling
    oud, nieuw = uit.oud.take(anders), uit.nieuw.take(anders)
    for naam in dict.fromkeys((*uit.van.eisen, *uit.naar.eisen)):
        if not _decides(uit.van, naam) and not _decides(uit.naar, naam):
            continue
        paar = _state(uit.van, oud, naam) * len(STANDEN) + _state(uit.naar, nieuw, naam)
        for code, aantal in zip(*np.unique(paar, return_counts=True), strict=True):
            ervoor, erna = divmod(int(code), len(STANDEN))
            if ervoor != erna and {ervoor, erna} != {WEL, GEEN}:
                telling[naam, str(STANDEN[ervoor]), str(STANDEN[erna])] = int(aantal)
    return telling


def _decides(beleid: Beleid, naam: str) -> bool:
    return naam in beleid.eisen and beleid.eisen[naam].gevolg != "melden"


def _state(beleid: Beleid, uit: pa.Table, naam: str) -> np.ndarray:
    if not _decides(beleid, naam):
        return np.full(uit.num_rows, GEEN)
    return np.asarray(pc.fill_null(uit.column(f"=eis.{naam}").cast(pa.int8()), ONBEKEND).to_numpy()).astype(int)


def hindrances(
    uit: Tegenover, links: str | None, rechts: str | None, ervoor: np.ndarray, erna: np.ndarray
) -> Counter[str]:
    """What stands in the way under the second policy of who loses a module, and under the first of who gains it."""
    telling: Counter[str] = Counter()
    for richting, beleid, tabel, naam, wie in (
        ("valt af", uit.naar, uit.nieuw, rechts, ervoor & ~erna),
        ("komt erbij", uit.van, uit.oud, links, erna & ~ervoor),
    ):
        if wie.any():
            for reden, aantal in _against(beleid, tabel, naam, wie).items():
                telling[f"{richting}: {reden}"] = aantal
    return telling


def _against(beleid: Beleid, tabel: pa.Table, naam: str | None, wie: np.ndarray) -> dict[str, int]:
    if naam is None:
        return {f"{beleid.naam} kent deze prestatie niet": waarde.how_many(wie)}
    telt = waarde.counted(tabel)
    waarom = {f"de praktijk komt niet in aanmerking onder {beleid.naam}": wie & ~telt}
    for n, voorwaarde in enumerate(beleid.voorwaarden(naam)):
        waarom[f"{voorwaarde.reden} ({voorwaarde.bron})"] = wie & waarde.untrue(tabel.column(f"=prestatie.{naam}.{n}"))
    anders = beleid.prestaties[naam].zonder_tarief or "er is geen tarief, of een voorwaarde is nog niet bekend"
    waarom[anders] = wie & ~np.logical_or.reduce(list(waarom.values()))
    return {reden: waarde.how_many(wie) for reden, wie in waarom.items() if wie.any()}
