"""From a claim file to lines that can be judged: what is technically wrong stays behind, with its return codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.adapters import vektis
from zorginkoop.adapters.vektis.bericht import declarant
from zorginkoop.adapters.vektis.datums import als_date32

LEEG = {"agb": 0, "bsn": 0, "aantal": 0, "tarief_cent": 0, "bedrag_cent": 0, "uzovi": 0}
NODIG = ("bsn", "prestatiecode", "datum", "aantal", "tarief_cent", "bedrag_cent", "debetcredit", "uzovi")


@dataclass(frozen=True)
class Inhoud:
    """A file that was read: its lines in file order, which of them cannot be judged, and all findings.

    `regels` has the columns of the engine with what is missing filled with nothing (0, empty text), and `nummer` and
    `detail_id` to find the line in the file.
    """

    bericht: vektis.Bericht
    fouten: Sequence[vektis.Fout]
    regels: Any
    technisch: Any

    @property
    def afgekeurd(self) -> bool:
        """Whether a finding rejects the whole file."""
        return any(fout.hele_bestand for fout in self.fouten)

    @property
    def ingediend_cent(self) -> int:
        """Claimed, debit minus credit."""
        teken = pc.if_else(pc.equal(self.regels["debetcredit"], "C"), -1, 1)
        return pc.sum(pc.multiply(self.regels["bedrag_cent"], teken)).as_py() or 0


def read(inhoud: bytes, *, naam: str) -> Inhoud:
    """Read and check a file; Gebruikersfout when it is no claim file at all."""
    bericht = vektis.lees_bytes(inhoud, naam=naam)
    fouten = vektis.controleer(bericht)
    ruw = vektis.declaratieregels(bericht)
    technisch = _technical(bericht, fouten, ruw)
    regels = _filled(ruw.set_column(1, "agb", _agb(bericht, ruw)))
    for kolom in ("regel", "detail_id"):
        naam_hier = "nummer" if kolom == "regel" else kolom
        regels = regels.append_column(naam_hier, bericht.prestaties.column(kolom).cast(pa.int64()))
    return Inhoud(bericht, fouten, regels, technisch)


def sender(bericht: vektis.Bericht) -> str:
    """AGB code of who sends and signs the bill: the service bureau when it is paid or stands alone."""
    kop = bericht.voorloop
    bureau = kop.get("servicebureau") or 0
    wie = bureau if bureau and (kop.get("betaling_aan") == 1 or not declarant(bericht)) else declarant(bericht)
    return f"{wie:08d}"


def period(bericht: vektis.Bericht) -> tuple[date | None, date | None]:
    """The period of the bill, half-open; nothing where the header has no real days."""
    kop = bericht.voorloop
    dagen = als_date32(np.array([kop.get(rol) or 0 for rol in ("begindatum", "einddatum")], dtype=np.int64))
    van, eind = dagen.to_pylist()
    return van, eind + timedelta(1) if eind and eind < date.max else None


def _agb(bericht: vektis.Bericht, ruw: Any) -> Any:
    """Whose line it is: the declarant of the header, or with a service bureau alone who gave the care."""
    if declarant(bericht) or "behandelaar" not in bericht.prestaties.column_names:
        return ruw["agb"]
    return bericht.prestaties.column("behandelaar").cast(pa.int64()).fill_null(0)


def _technical(bericht: vektis.Bericht, fouten: Sequence[vektis.Fout], ruw: Any) -> Any:
    """True for each line with a finding of its own or about its insured, or without a value that judging needs."""
    geraakt = pa.array(sorted({fout.regel for fout in fouten}), pa.int32())
    eigen = pc.is_in(bericht.prestaties.column("regel"), value_set=geraakt)
    mensen = pc.is_in(bericht.verzekerden.column("regel"), value_set=geraakt)
    kapot = np.flatnonzero(mensen.to_numpy(zero_copy_only=False))
    via = np.isin(bericht.prestaties.column("ouder").to_numpy(), kapot)
    slecht = np.logical_or(eigen.to_numpy(zero_copy_only=False), via)
    for kolom in NODIG:
        slecht |= ruw[kolom].is_null().to_numpy(zero_copy_only=False)
    return pa.array(slecht)


def _filled(ruw: Any) -> Any:
    for kolom, niets in LEEG.items():
        ruw = ruw.set_column(ruw.column_names.index(kolom), kolom, ruw[kolom].cast(pa.int64()).fill_null(niets))
    credit = pc.equal(ruw["debetcredit"], "C").fill_null(False)
    return ruw.set_column(ruw.column_names.index("debetcredit"), "debetcredit", pc.if_else(credit, "C", "D"))
