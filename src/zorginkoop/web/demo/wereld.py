"""An invented Dutch market of any size: practices, their owners, and the insured with their GP. Same seed, same world.

Columns, no loops over people: two million insured take seconds. BSNs pass the eleven test and start at 900000000.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa

from zorginkoop.web.demo import praktijken as _praktijken
from zorginkoop.web.demo.agb_bestand import to_bestand
from zorginkoop.web.demo.praktijken import Verzekeraar
from zorginkoop.web.demo.verzekerden import inschrijvingen, verzekeringen

__all__ = ["Verzekeraar", "Wereld", "checksum", "make", "to_bestand"]


@dataclass(frozen=True)
class Wereld:
    """The tables of one invented market. Providers as text codes, the insured side as integers for the engine."""

    zorgverleners: pa.Table
    vestigingen: pa.Table
    ondernemingen: pa.Table
    relaties: pa.Table
    verzekeringen: pa.Table
    inschrijvingen: pa.Table


def make(
    *, praktijken: int, verzekerden: int, seed: int, verzekeraars: Sequence[Verzekeraar], jaar: int = 2025
) -> Wereld:
    """Build the market around the calendar year `jaar`: insured from the year before it, practices from long ago."""
    rng = np.random.default_rng(seed)
    aanbod = _praktijken.make(praktijken, verzekeraars, jaar, rng)
    mensen, verzekerd = verzekeringen(verzekerden, aanbod, verzekeraars, jaar, rng)
    return Wereld(
        zorgverleners=aanbod.zorgverleners,
        vestigingen=aanbod.vestigingen,
        ondernemingen=aanbod.ondernemingen,
        relaties=aanbod.relaties,
        verzekeringen=verzekerd,
        inschrijvingen=inschrijvingen(mensen, aanbod, jaar, rng),
    )


def checksum(wereld: Wereld) -> str:
    """Equal for equal worlds: SHA-256 over all tables as Arrow streams."""
    som = hashlib.sha256()
    for veld in fields(wereld):
        uit = pa.BufferOutputStream()
        tabel = getattr(wereld, veld.name).combine_chunks()
        with pa.ipc.new_stream(uit, tabel.schema) as stroom:
            stroom.write_table(tabel)
        som.update(uit.getvalue())
    return som.hexdigest()
