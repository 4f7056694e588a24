"""A large table through a set of rules in whole numbers of 64 bits, on every core.

Where a rule has no such form, or a number does not fit, the rules run as they are: slower, with the same outcome.
"""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zorginkoop.regels.programma import Programma
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.vast import NietVast

KERNEN = os.cpu_count() or 1
_werkers = ThreadPoolExecutor(KERNEN)


def table(programma: Programma, tabel: pa.Table, vast: Mapping[str, Decimal | int | None] | None = None) -> pa.Table:
    """The table with every derived fact, rule and part added, as `Programma.tabel` gives them.

    `vast` are facts that have one value on every row; they are not in the outcome.
    """
    vast = vast or {}
    invoer = programma.invoer(tabel)
    invoer = invoer.drop_columns([naam for naam in vast if naam in invoer.column_names])
    try:
        gehelen = {naam: _digits(invoer.column(naam)) for naam in invoer.column_names}
        sql, schalen = programma.in_whole_numbers({naam: schaal for naam, (_, schaal) in gehelen.items()}, vast)
        uit = _run(sql, pa.table({naam: kolom for naam, (kolom, _) in gehelen.items()}), schalen)
    except (NietVast, duckdb.OutOfRangeException, duckdb.ConversionException):
        return programma.tabel(_spread(programma, tabel, vast)).drop_columns(list(vast))
    kolommen = {naam: tabel.column(naam) for naam in tabel.column_names}
    kolommen |= {naam: invoer.column(naam) for naam in invoer.column_names}
    return pa.table(kolommen | {naam: uit.column(naam) for naam in uit.column_names})


def _spread(programma: Programma, tabel: pa.Table, vast: Mapping[str, Decimal | int | None]) -> pa.Table:
    for naam, waarde in vast.items():
        soort = pa.decimal128(18, 6) if programma.feiten[naam] is Soort.GETAL else pa.int64()
        tabel = tabel.append_column(naam, pa.repeat(pa.scalar(waarde, soort), tabel.num_rows))
    return tabel


def _run(sql: str, feiten: pa.Table, schalen: Mapping[str, int | None]) -> pa.Table:
    """The statement on equal parts of the table, one per core."""
    per_kern = max(-(-feiten.num_rows // KERNEN), 1)
    delen = [feiten.slice(begin, per_kern) for begin in range(0, max(feiten.num_rows, 1), per_kern)]
    return pa.concat_tables(_werkers.map(lambda deel: _part(sql, deel, schalen), delen))


def _part(sql: str, feiten: pa.Table, schalen: Mapping[str, int | None]) -> pa.Table:
    with duckdb.connect(config={"threads": 1}) as verbinding:
        verbinding.register("feiten", feiten)
        uit = verbinding.execute(sql).to_arrow_table()
    return pa.table({naam: _decimal(uit.column(naam), schalen[naam]) for naam in uit.column_names})


def _digits(kolom: pa.ChunkedArray) -> tuple[pa.Array, int | None]:
    """The numbers without their point, and how many digits stood behind it; None for what is not a number."""
    rij = kolom.combine_chunks()
    if pa.types.is_integer(rij.type):
        return rij, 0
    if not pa.types.is_decimal(rij.type):
        return rij, None
    leeg = rij.is_null().to_numpy(zero_copy_only=False) if rij.null_count else None
    # Of at most 18 digits, so that the lower half of the 128 bits holds them.
    cijfers = _words(rij, 2)
    if leeg is not None:
        cijfers = np.where(leeg, 0, cijfers)
    nullen = next(n for n in range(rij.type.scale, -1, -1) if _round_to(cijfers, 10**n))
    return pa.array(cijfers // 10**nullen, pa.int64(), mask=leeg), rij.type.scale - nullen


def _round_to(cijfers: npt.NDArray[np.int64], macht: int) -> bool:
    """Whether every number is a multiple; a look at the first ones is usually enough to know it is not."""
    return not (cijfers[:100] % macht).any() and not (cijfers % macht).any()


def _words(rij: pa.Array, breedte: int) -> npt.NDArray[np.int64]:
    """The values as they lie in memory, in steps of so many words of 64 bits."""
    return np.frombuffer(rij.buffers()[1], "<i8")[::breedte][rij.offset : rij.offset + len(rij)]


def _decimal(kolom: pa.ChunkedArray, schaal: int | None) -> pa.ChunkedArray:
    """The point put back where it belongs; NietVast when the outcome is no whole number of 64 bits after all."""
    if schaal is None:
        return kolom
    if not pa.types.is_integer(kolom.type):
        raise NietVast(str(kolom.type))
    kolom = kolom.cast(pa.int64())
    if schaal == 0:
        return kolom
    return pa.chunked_array([_pointed(deel, schaal) for deel in kolom.chunks], pa.decimal128(38, schaal))


def _pointed(rij: pa.Array, schaal: int) -> pa.Array:
    cijfers = _words(rij, 1)
    woorden = np.empty((len(rij), 2), np.int64)
    woorden[:, 0] = cijfers
    np.right_shift(cijfers, 63, out=woorden[:, 1])
    geldig = pa.array(rij.is_valid()).buffers()[1] if rij.null_count else None
    return pa.Array.from_buffers(pa.decimal128(38, schaal), len(rij), [geldig, pa.py_buffer(woorden)])
