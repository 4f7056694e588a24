"""What agreements would pay, for a whole register: which modules could be agreed, and their value in a year.

The value of a module is its tariff on the start date, times the registered patients it is for, times four quarters,
in eurocents. It counts only what is paid per registered insured per quarter; `left_out` names the rest and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.beleid.library import Beleid
from zorginkoop.beleid.marktregister import PATIENTEN
from zorginkoop.beleid.model import Prestatie
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


def values(beleid: Beleid, register: pa.Table, uit: pa.Table) -> dict[str, Modulewaarde]:
    """Every module for every row, from the evaluated table of `assess_table`, by the conditions `assess` uses."""
    telt = _is_in(uit.column("uitkomst"), GETELD)
    start = _days(uit.column("ingangsdatum"))
    waar = {naam: _all_true(beleid, naam, uit) for naam in beleid.prestaties}
    onmogelijk = {naam: impossible(beleid, naam, uit, start) for naam in beleid.prestaties}
    gewenst = _wanted(beleid, uit)
    waarden = {}
    for naam, prestatie in beleid.prestaties.items():
        tarief, bekend = _tariff(beleid, naam, uit, start)
        mag = waar[naam] & bekend & telt & gewenst[naam]
        for ander in prestatie.vereist:
            mag &= ~onmogelijk[ander]
        patienten = _patients(prestatie, register)
        jaar = np.zeros(len(mag), np.int64) if patienten is None else np.where(mag, tarief * patienten * KWARTALEN, 0)
        waarden[naam] = Modulewaarde(mag, jaar)
    return waarden


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


def impossible(beleid: Beleid, naam: str, uit: pa.Table, start: np.ndarray) -> np.ndarray:
    """Where a condition is not met, or the start date is known and there is no tariff in the term."""
    nee = np.zeros(uit.num_rows, bool)
    for n in range(len(beleid.voorwaarden(naam))):
        nee |= untrue(uit.column(f"=prestatie.{naam}.{n}"))
    zonder = (start >= 0) & ~_periods(beleid, naam, start).any(axis=0)
    return np.asarray(nee | zonder)


def untrue(kolom: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(np.logical_not(_bools(kolom, leeg=True)))


def _all_true(beleid: Beleid, naam: str, uit: pa.Table) -> np.ndarray:
    ja: np.ndarray = np.ones(uit.num_rows, bool)
    for n in range(len(beleid.voorwaarden(naam))):
        ja = np.logical_and(ja, _bools(uit.column(f"=prestatie.{naam}.{n}"), leeg=False))
    return ja


def _periods(beleid: Beleid, naam: str, start: np.ndarray) -> np.ndarray:
    """Per tariff, the rows in whose term it holds for at least a day; the term is as in `assess`."""
    document = beleid.document
    begin = np.maximum(start, _day(document.looptijd_van))
    tarieven = beleid.prestaties[naam].tarief
    geldt = np.zeros((max(len(tarieven), 1), len(start)), bool)
    for n, tarief in enumerate(tarieven):
        eind = min(_day(tarief.tot), _day(document.looptijd_tot))
        geldt[n] = (start >= 0) & (begin < eind) & (_day(tarief.van) < eind)
    return geldt


def _tariff(beleid: Beleid, naam: str, uit: pa.Table, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The tariff in eurocents of the first period of each row's term, and where it is known."""
    geldt = _periods(beleid, naam, start)
    bedrag, bekend = np.zeros(len(start), np.int64), np.zeros(len(start), bool)
    gekozen = np.zeros(len(start), bool)
    for n, tarief in enumerate(beleid.prestaties[naam].tarief):
        hier = geldt[n] & ~gekozen
        gekozen |= hier
        if tarief.bedrag is not None:
            bedrag[hier], bekend[hier] = uit_decimaal(tarief.bedrag), True
        else:
            kolom = uit.column(f"=tarief.{naam}.{n}")
            uitkomst = pc.fill_null(kolom, 0).cast(pa.int64()).to_numpy()
            bedrag[hier], bekend[hier] = uitkomst[hier], ~pc.is_null(kolom).to_numpy(zero_copy_only=False)[hier]
    return bedrag, bekend


def _wanted(beleid: Beleid, uit: pa.Table) -> dict[str, np.ndarray]:
    """Basis modules for everyone, the others for who asked for them, under this or an earlier name."""
    lijst = uit.column("gewenste_prestaties").combine_chunks()
    namen, rijen = pc.list_flatten(lijst), pc.list_parent_indices(lijst).to_numpy()
    uitkomst = {}
    for naam, prestatie in beleid.prestaties.items():
        wil = np.full(uit.num_rows, prestatie.basis)
        wil[rijen[_is_in(namen, (naam, *prestatie.heette))]] = True
        uitkomst[naam] = wil
    return uitkomst


def _band(prestatie: Prestatie) -> tuple[int, int | None] | None:
    if prestatie.leeftijd_van is None and prestatie.leeftijd_tot is None:
        return None
    return prestatie.leeftijd_van or 0, prestatie.leeftijd_tot


def _patients(prestatie: Prestatie, register: pa.Table) -> np.ndarray | None:
    """The registered patients a module is paid for; None where the register cannot tell."""
    if prestatie.eenheid != PER_INGESCHREVENE:
        return None
    band, alle = _band(prestatie), _counts(register, "ingeschreven_patienten")
    if band is None:
        return alle
    if not set(PATIENTEN.values()) <= set(register.column_names):
        return None
    ouder: Mapping[tuple[int, int | None], np.ndarray] = {b: _counts(register, k) for b, k in PATIENTEN.items()}
    return alle - sum(ouder.values()) if band == (0, 65) else ouder.get(band)


def _counts(register: pa.Table, naam: str) -> np.ndarray:
    return np.asarray(pc.fill_null(register.column(naam), 0).to_numpy())


def _bools(kolom: pa.ChunkedArray, *, leeg: bool) -> np.ndarray:
    return np.asarray(pc.fill_null(kolom, leeg).to_numpy(zero_copy_only=False))


def _is_in(kolom: pa.Array, waarden: tuple[str, ...]) -> np.ndarray:
    return np.asarray(pc.is_in(kolom, value_set=pa.array(waarden)).to_numpy(zero_copy_only=False))


def _days(kolom: pa.ChunkedArray) -> np.ndarray:
    """Days since 1970, -1 where not known."""
    return np.asarray(pc.fill_null(kolom.cast(pa.int32()), -1).to_numpy())


def _day(dag: date) -> int:
    return (dag - date(1970, 1, 1)).days
