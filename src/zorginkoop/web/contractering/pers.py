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

from zorginkoop.adapters import ca, pdf, signature


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


def print_one(opdracht: Opdracht) -> bytes:
    """The document as PDF, sealed when the order says so."""
    zegel = opdracht.zegel
    if zegel is None:
        return pdf.render_aanbod(opdracht.inhoud)
    sleutels = keys(zegel.sleutels, zegel.organisatie)
    document = pdf.render_overeenkomst(opdracht.inhoud)
    return signature.seal(document, sleutels=sleutels, reden=zegel.reden, moment=zegel.moment)


def new_pool(processen: int = 2) -> ProcessPoolExecutor:
    """Workers that start clean: a forked copy of a process with database connections and threads is not safe."""
    return ProcessPoolExecutor(processen, mp_context=get_context("spawn"))


def print_many(opdrachten: Sequence[Opdracht], *, pool: ProcessPoolExecutor) -> Iterator[bytes]:
    """The documents in the order of the orders, made by the workers of the pool."""
    return pool.map(print_one, opdrachten, chunksize=4)
