"""The printing press: documents made and sealed, one at a time or by several processes. Knows no Django, so that a
worker process starts in a moment."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from zorginkoop.adapters import bewijs, ca, naschrift, pdf, signature


@dataclass(frozen=True)
class Opdracht:
    """What to print, and with what to seal it; without `zegel` the document stays an unsealed offer."""

    inhoud: dict[str, Any]
    zegel: "Zegel | None" = None


@dataclass(frozen=True)
class Zegel:
    """The directory of the keys, in whose name, what the seal states, and when."""

    sleutels: str
    organisatie: str
    reden: str
    moment: datetime


@cache
def keys(map: str, organisatie: str) -> ca.Sleutels:
    """The keys of one organisation, read once per process."""
    return ca.sleutels_uit_omgeving(Path(map), organisatie=organisatie)


@cache
def evidence(map: str) -> bewijs.Bewijsmiddelen:
    """What makes a seal last, read once per process."""
    return bewijs.bewijs_uit_omgeving(Path(map))


def print_one(opdracht: Opdracht) -> bytes:
    """The document as PDF; when the order says so sealed, at the highest level that can be reached now."""
    zegel = opdracht.zegel
    if zegel is None:
        return pdf.render_aanbod(opdracht.inhoud)
    sleutels, middelen = keys(zegel.sleutels, zegel.organisatie), evidence(zegel.sleutels)
    document = pdf.render_overeenkomst(opdracht.inhoud)
    verzegeld = signature.seal(document, sleutels=sleutels, reden=zegel.reden, moment=zegel.moment, middelen=middelen)
    return make_lasting(verzegeld, map=zegel.sleutels, organisatie=zegel.organisatie, moment=zegel.moment)


def make_lasting(verzegeld: bytes, *, map: str, organisatie: str, moment: datetime) -> bytes:
    """The sealed document with proof and a time stamp behind it; as it was when no authority answers."""
    sleutels = keys(map, organisatie)
    return naschrift.versterk(
        verzegeld,
        middelen=evidence(map),
        certificaat=sleutels.certificaat,
        keten=sleutels.keten,
        vertrouwd=sleutels.vertrouwd,
        moment=moment,
    )


def new_pool(processen: int = 2) -> ProcessPoolExecutor:
    """Workers that start clean: a forked copy of a process with database connections and threads is not safe."""
    return ProcessPoolExecutor(processen, mp_context=get_context("spawn"))


def print_many(opdrachten: Sequence[Opdracht], *, pool: ProcessPoolExecutor) -> Iterator[bytes]:
    """The documents in the order of the orders, made by the workers of the pool."""
    return pool.map(print_one, opdrachten, chunksize=4)
