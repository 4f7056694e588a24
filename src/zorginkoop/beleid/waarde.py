"""What agreements would pay, for a whole register: which modules could be agreed, and their value in a year.

The value of a module is its tariff on the start date, times the registered patients it is for, times four quarters,
in eurocents. It counts only what is paid per registered insured per quarter; `left_out` names the rest and why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.beleid.marktregister import PATIENTEN
from zorginkoop.beleid.model import Prestatie
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import uit_decimaal

PER_INGESCHREVENE = "per ingeschreven verzekerde per kwartaal"
KWARTALEN = 4
GETELD = ("VOLDOET", "BEOORDELEN")
"""Outcomes that count: a practice that is refused or of which something decisive is unknown is worth nothing yet."""


@dataclass(frozen=True)
class Modulewaarde:
    """One module over the whole register: who would have it, and what it is worth to each in eurocents a year."""

    afgesproken: np.ndarray
    waarde_cent: np.ndarray


class _Start:
    """The start dates of the rows: the few different ones, in days since 1970 (-1 is unknown), and which is whose."""

    def __init__(self, uit: pa.Table) -> None:
        dagen = pc.fill_null(uit.column("ingangsdatum").cast(pa.int32()), -1).combine_chunks().dictionary_encode()
        self.dagen, self.welke = dagen.dictionary.to_numpy(), dagen.indices.to_numpy().astype(np.intp)

    def spread(self, per_dag: np.ndarray) -> np.ndarray:
        """What holds per start date, for every row."""
        if len(per_dag) and (per_dag == per_dag[0]).all():
            return np.full(len(self.welke), per_dag[0])
        return np.asarray(per_dag.take(self.welke))


def values(
    beleid: Beleid, register: pa.Table, uit: pa.Table, gevraagd: Mapping[str, np.ndarray] | None = None
) -> dict[str, Modulewaarde]:
    """Every module for every row, from the evaluated table of `assess_table`, by the conditions `assess` uses.

    `gevraagd` is what `asked` says of this register, for who needs it more than once.
    """
    telt, start = counted(uit), _Start(uit)
    per_jaar = {band: aantal * KWARTALEN for band, aantal in _patients(register).items()}
    gewenst = _wanted(beleid, asked(register, [beleid]) if gevraagd is None else gevraagd)
    nodig = {ander for prestatie in beleid.prestaties.values() for ander in prestatie.vereist}
    onmogelijk = {naam: _impossible(beleid, naam, uit, start) for naam in nodig}
    waarden = {}
    for naam, prestatie in beleid.prestaties.items():
        tarief, bekend = _tariff(beleid, naam, uit, start)
        mag = _all_true(beleid, naam, uit) & bekend & telt & gewenst[naam]
        for ander in prestatie.vereist:
            mag &= ~onmogelijk[ander]
        aantal = per_jaar.get(_band(prestatie)) if prestatie.eenheid == PER_INGESCHREVENE else None
        jaar = np.zeros(len(mag), np.int64) if aantal is None else np.where(mag, tarief * aantal, 0)
        waarden[naam] = Modulewaarde(mag, jaar)
    return waarden


def counted(uit: pa.Table) -> np.ndarray:
    """The practices that could be offered something."""
    geteld = pc.is_in(uit.column("uitkomst"), value_set=pa.array(GETELD))
    return np.asarray(geteld.to_numpy(zero_copy_only=False))


def left_out(beleid: Beleid, kolommen: list[str]) -> dict[str, str]:
    """The modules whose value is not counted, and why."""
    redenen = {}
    for naam, prestatie in beleid.prestaties.items():
        if prestatie.eenheid != PER_INGESCHREVENE:
            redenen[naam] = f"het aantal is niet bekend: {prestatie.eenheid}"
        elif _band(prestatie) is not None and not set(PATIENTEN.values()) <= set(kolommen):
            redenen[naam] = "het register telt de patiënten niet per leeftijd"
        elif _band(prestatie) not in (None, (0, 65), *PATIENTEN):
            redenen[naam] = "het register kent deze leeftijdsgroep niet"
    return redenen


def _impossible(beleid: Beleid, naam: str, uit: pa.Table, start: _Start) -> np.ndarray:
    """Where a condition is not met, or the start date is known and there is no tariff in the term."""
    zonder = (start.dagen >= 0) & ~_periods(beleid, naam, start.dagen).any(axis=0)
    nee = start.spread(zonder)
    for n in range(len(beleid.voorwaarden(naam))):
        nee |= untrue(uit.column(f"=prestatie.{naam}.{n}"))
    return np.asarray(nee)


def how_many(masker: np.ndarray) -> int:
    return int(np.count_nonzero(masker))


def untrue(kolom: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(np.logical_not(_bools(kolom, leeg=True)))


def _all_true(beleid: Beleid, naam: str, uit: pa.Table) -> np.ndarray:
    ja: np.ndarray = np.ones(uit.num_rows, bool)
    for n in range(len(beleid.voorwaarden(naam))):
        ja = np.logical_and(ja, _bools(uit.column(f"=prestatie.{naam}.{n}"), leeg=False))
    return ja


def _periods(beleid: Beleid, naam: str, dagen: np.ndarray) -> np.ndarray:
    """Per tariff, the start dates in whose term it holds for at least a day; the term is as in `assess`."""
    document = beleid.document
    begin = np.maximum(dagen, _day(document.looptijd_van))
    tarieven = beleid.prestaties[naam].tarief
    geldt = np.zeros((max(len(tarieven), 1), len(dagen)), bool)
    for n, tarief in enumerate(tarieven):
        eind = min(_day(tarief.tot), _day(document.looptijd_tot))
        geldt[n] = (dagen >= 0) & (begin < eind) & (_day(tarief.van) < eind)
    return geldt


def _tariff(beleid: Beleid, naam: str, uit: pa.Table, start: _Start) -> tuple[np.ndarray, np.ndarray]:
    """The tariff in eurocents of the first period of each row's term, and where it is known."""
    geldt = _periods(beleid, naam, start.dagen)
    eerste = np.where(geldt.any(axis=0), geldt.argmax(axis=0), -1)
    bedragen = [tarief.bedrag for tarief in beleid.prestaties[naam].tarief]
    vast = np.array([0 if bedrag is None else uit_decimaal(bedrag) for bedrag in bedragen] + [0], np.int64)
    bekend = np.array([bedrag is not None for bedrag in bedragen] + [False])
    tarief, weet = start.spread(vast[eerste]), start.spread(bekend[eerste])
    for n in np.unique(eerste[eerste >= 0]):
        if bedragen[n] is None:
            hier, kolom = start.spread(eerste == n), uit.column(f"=tarief.{naam}.{n}")
            tarief[hier] = pc.fill_null(kolom, 0).cast(pa.int64()).to_numpy()[hier]
            weet[hier] = pc.is_valid(kolom).to_numpy(zero_copy_only=False)[hier]
    return tarief, weet


def asked(register: pa.Table, beleiden: Iterable[Beleid]) -> dict[str, np.ndarray]:
    """Per name these policies have or had for a module, the rows whose list of wishes holds it."""
    namen = list({wens: None for beleid in beleiden for n, p in beleid.prestaties.items() for wens in (n, *p.heette)})
    if "gewenste_prestaties" not in register.column_names:
        return {}
    lijst = register.column("gewenste_prestaties").combine_chunks()
    welke = pc.index_in(pc.list_flatten(lijst), value_set=pa.array(namen, pa.string()))
    kent = pc.is_valid(welke)
    rij = pc.list_parent_indices(lijst).filter(kent).to_numpy()
    staat_er = np.zeros(len(namen) * len(lijst), bool)
    staat_er[welke.filter(kent).to_numpy().astype(np.int64) * len(lijst) + rij] = True
    return dict(zip(namen, staat_er.reshape(-1, len(lijst)), strict=True))


def _wanted(beleid: Beleid, gevraagd: Mapping[str, np.ndarray]) -> dict[str, np.ndarray | bool]:
    """Basis modules for everyone, the others for who asked for them, under this or an earlier name."""
    uitkomst: dict[str, np.ndarray | bool] = {}
    for naam, prestatie in beleid.prestaties.items():
        genoemd = [gevraagd[wens] for wens in (naam, *prestatie.heette) if wens in gevraagd]
        uitkomst[naam] = prestatie.basis or (np.logical_or.reduce(genoemd) if genoemd else False)
    return uitkomst


def _band(prestatie: Prestatie) -> tuple[int, int | None] | None:
    if prestatie.leeftijd_van is None and prestatie.leeftijd_tot is None:
        return None
    return prestatie.leeftijd_van or 0, prestatie.leeftijd_tot


def _patients(register: pa.Table) -> dict[tuple[int, int | None] | None, np.ndarray]:
    """The registered patients by the age a module is paid for; without ages, where the register cannot tell."""
    alle = _counts(register, "ingeschreven_patienten")
    if not set(PATIENTEN.values()) <= set(register.column_names):
        return {None: alle}
    ouder = {band: _counts(register, naam) for band, naam in PATIENTEN.items()}
    bekend: dict[tuple[int, int | None] | None, np.ndarray] = {None: alle}
    return bekend | ouder | {(0, 65): alle - np.sum(list(ouder.values()), axis=0)}


def _counts(register: pa.Table, naam: str) -> np.ndarray:
    return np.asarray(pc.fill_null(register.column(naam), 0).to_numpy())


def _bools(kolom: pa.ChunkedArray, *, leeg: bool) -> np.ndarray:
    return np.asarray(pc.fill_null(kolom, leeg).to_numpy(zero_copy_only=False))


def _day(dag: date) -> int:
    return (dag - date(1970, 1, 1)).days
