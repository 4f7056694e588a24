"""A large table through a set of rules in whole numbers of 64 bits, as machine code, on every core.

A rule that has no such form runs as it is, beside the others; where a number does not fit they all do. That is slower,
with the same outcome. Decimals come out in 64 bits where the rules ran so.
"""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zorginkoop.regels.instructies import Kolom, Uitkomst
from zorginkoop.regels.machine import Machinecode
from zorginkoop.regels.programma import Programma, kolom
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regel
from zorginkoop.regels.vast import NietVast, filled_in, fixed

KERNEN = os.cpu_count() or 1
STEEKPROEF = 1000
_werkers = ThreadPoolExecutor(KERNEN)

Vast = Mapping[str, Decimal | int | None]


class _Bron(NamedTuple):
    """A fact as it lies in memory; `vast` keeps what the addresses point at."""

    kolom: Kolom
    schaal: int | None
    waarden: int
    bekend: int
    vast: tuple[object, ...]


def table(programma: Programma, tabel: pa.Table, vast: Vast | None = None) -> pa.Table:
    """The table with every derived fact, rule and part added, as `Programma.tabel` gives them.

    `vast` are facts that have one value on every row; they are not in the outcome.
    """
    vast = vast or {}
    invoer = programma.invoer(tabel, zonder=vast)
    kolommen = {naam: tabel.column(naam) for naam in tabel.column_names}
    kolommen |= {naam: invoer.column(naam) for naam in invoer.column_names}
    return pa.table(kolommen | (_outcomes(programma, invoer, vast) or _wide(programma, invoer, vast)))


def _outcomes(programma: Programma, invoer: pa.Table, vast: Vast) -> dict[str, pa.Array] | None:
    """Every outcome by name; None when a number does not fit."""
    for bronnen in _sources(invoer):
        soorten = tuple((naam, bron.kolom, bron.schaal) for naam, bron in bronnen.items())
        machine, rest = _split(programma, soorten, tuple(vast.items()))
        uit = _run(machine, bronnen, invoer.num_rows)
        if uit is not None:
            wijd = _wide(rest, invoer, vast) if rest else {}
            return {naam: uit[naam] if naam in uit else wijd[naam] for naam in programma.uitkomsten}
    return None


def _wide(programma: Programma, invoer: pa.Table, vast: Vast) -> dict[str, pa.ChunkedArray]:
    for naam, waarde in vast.items():
        soort = pa.decimal128(18, 6) if programma.feiten[naam] is Soort.GETAL else pa.int64()
        invoer = invoer.append_column(naam, pa.repeat(pa.scalar(waarde, soort), invoer.num_rows))
    uit = programma.tabel(invoer)
    return {naam: uit.column(naam) for naam in programma.uitkomsten}


@lru_cache(64)
def _split(
    programma: Programma,
    soorten: tuple[tuple[str, Kolom, int | None], ...],
    vast: tuple[tuple[str, Decimal | int | None], ...],
) -> tuple[Machinecode, Programma | None]:
    """What runs as machine code, and the program of the rules that do not."""
    schalen = {naam: schaal for naam, _, schaal in soorten}
    afleidingen = [(naam, afleiding.ast) for naam, afleiding in programma.afleidingen.items()]
    uitkomsten = list[Uitkomst]()
    for naam, ast in (*afleidingen, *programma.outcomes()):
        try:
            geheel, schaal = fixed(filled_in(ast, dict(vast)), schalen)
        except NietVast:
            continue
        uitkomsten.append(Uitkomst(naam, geheel, schaal))
        if naam in programma.afleidingen:
            schalen[naam] = schaal
    machine = Machinecode({naam: soort for naam, soort, _ in soorten}, uitkomsten)
    gedaan = {uitkomst.naam for uitkomst in machine.uitkomsten}
    rest = [regel for regel in programma.regels.values() if not _columns(regel) <= gedaan]
    if not rest and programma.afleidingen.keys() <= gedaan:
        return machine, None
    return machine, Programma(programma.feiten, programma.afleidingen.values(), rest)


def _run(machine: Machinecode, bronnen: Mapping[str, _Bron], rijen: int) -> dict[str, pa.Array] | None:
    """The machine over equal parts of the rows, one per core."""
    aantal = len(machine.uitkomsten)
    # One piece of memory, in large pages: to get it in small ones takes as long as the sums.
    waarden, bekend = np.empty((aantal, rijen), np.int64), np.empty((aantal, rijen), np.uint8)
    invoer = [adres for bron in bronnen.values() for adres in (bron.waarden, bron.bekend)]
    uitvoer = [rij.ctypes.data for paar in zip(waarden, bekend, strict=True) for rij in paar]
    grenzen = [rijen * n // KERNEN for n in range(KERNEN + 1)]
    if not all(_werkers.map(lambda van, tot: machine.run(van, tot, invoer, uitvoer), grenzen, grenzen[1:])):
        return None
    return {
        naam: _array(waarden[n], bekend[n] if naam in machine.leeg else None, schaal)
        for n, (naam, _, schaal) in enumerate(machine.uitkomsten)
    }


def _sources(invoer: pa.Table) -> Iterator[dict[str, _Bron]]:
    """The facts with the zeros their digits seem to end in, and should that be wrong, with those they do end in."""
    vooraf = None
    for alles in (False, True):
        gelezen = {naam: _source(invoer.column(naam).combine_chunks(), alles) for naam in invoer.column_names}
        bronnen = {naam: bron for naam, bron in gelezen.items() if bron is not None}
        soorten = [bron.kolom for bron in bronnen.values()]
        if soorten != vooraf:
            yield bronnen
        vooraf = soorten


def _source(rij: pa.Array, alles: bool) -> _Bron | None:
    leeg = rij.is_valid().cast(pa.uint8()) if rij.null_count else None
    bekend = _address(leeg, 1) if leeg is not None else 0
    if pa.types.is_boolean(rij.type):
        waar = rij.cast(pa.uint8())
        return _Bron(Kolom("waar", leeg is not None), None, _address(waar, 1), bekend, (waar, leeg))
    if pa.types.is_integer(rij.type):
        return _Bron(Kolom("geheel", leeg is not None), 0, _address(rij, 8), bekend, (rij, leeg))
    if not pa.types.is_decimal(rij.type):
        return None
    nullen = _zeros(_words(rij), rij.type.scale, alles)
    soort = Kolom("breed", leeg is not None, nullen)
    return _Bron(soort, rij.type.scale - nullen, _address(rij, 16), bekend, (rij, leeg))


def _address(rij: pa.Array, breedte: int) -> int:
    return int(rij.buffers()[1].address + rij.offset * breedte)


def _words(rij: pa.Array) -> npt.NDArray[np.int64]:
    """The digits of decimals: of at most 18, so that the lower half of the 128 bits holds them."""
    return np.frombuffer(rij.buffers()[1], "<i8")[::2][rij.offset : rij.offset + len(rij)]


def _zeros(cijfers: npt.NDArray[np.int64], schaal: int, alles: bool) -> int:
    gezien = cijfers if alles else cijfers[:: max(len(cijfers) // STEEKPROEF, 1)]
    return max(n for n in range(schaal + 1) if not np.any(gezien % 10**n))


def _array(waarden: npt.NDArray[np.int64], bekend: npt.NDArray[np.uint8] | None, schaal: int | None) -> pa.Array:
    weet, rijen = None if bekend is None else _bits(bekend), len(waarden)
    if schaal is None:
        return pa.Array.from_buffers(pa.bool_(), rijen, [weet, _bits(waarden.view(np.uint8)[:rijen])])
    soort = pa.int64() if schaal == 0 else pa.decimal64(18, schaal)
    return pa.Array.from_buffers(soort, rijen, [weet, pa.py_buffer(waarden)])


def _bits(waar: npt.NDArray[np.uint8]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(waar, bitorder="little"))


def _columns(regel: Regel) -> set[str]:
    return {kolom(regel), *(kolom(regel, n) for n, _ in enumerate(regel.delen if regel.verbinding else ()))}
