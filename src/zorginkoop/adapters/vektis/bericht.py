"""An EI message in memory: one table per record type, and the characters it was read from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.adapters.vektis.datums import als_date32
from zorginkoop.adapters.vektis.layout import Layout
from zorginkoop.adapters.vektis.retourcodes import Fout
from zorginkoop.kern.fouten import Gebruikersfout

Tekens = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Bericht:
    """What was read from one file.

    `records` holds a table per record type. Its columns are named by role (`bsn`, `datum`, `bedrag_cent`, …) or, where
    a field has no role, by rubric; N fields are integers (dates as EEJJMMDD, money in eurocents, null when not digits),
    AN fields are text without trailing spaces. `regel` is the line in the file, from 1; `ouder` is the row number of
    the insured in table 02 a record belongs to, -1 when there is none.
    """

    naam: str
    layout: Layout
    records: dict[str, Any]
    tekens: Tekens
    kenmerken: npt.NDArray[np.int16]
    structuur: tuple[Fout, ...] = ()
    afgebroken: bool = False
    """True when the file is so damaged that reading stopped after the first thousand damaged lines."""

    @property
    def voorloop(self) -> dict[str, Any]:
        """The first header record, or nothing."""
        return self._eerste("01")

    @property
    def sluit(self) -> dict[str, Any]:
        """The first trailer record, or nothing."""
        return self._eerste("99")

    @property
    def verzekerden(self) -> Any:
        """Table of the insured, record 02."""
        return self.records["02"]

    @property
    def prestaties(self) -> Any:
        """Table of the service lines, record 04, in file order."""
        return self.records["04"]

    def _eerste(self, kenmerk: str) -> dict[str, Any]:
        tabel = self.records[kenmerk]
        rijen: list[dict[str, Any]] = tabel.slice(0, 1).to_pylist()
        return rijen[0] if rijen else {}


def getallen(tabel: Any, rol: str) -> npt.NDArray[np.int64]:
    """A numeric column as integers; -1 where the file had no digits."""
    kolom = tabel.column(rol)
    if pa.types.is_string(kolom.type):
        kolom = pc.cast(pc.if_else(pc.match_substring_regex(kolom, r"^[0-9]{1,18}$"), kolom, None), pa.int64())
    uit: npt.NDArray[np.int64] = kolom.fill_null(-1).to_numpy()
    return uit


def declarant(bericht: Bericht) -> int:
    """AGB code of who declares: the institution, else the practice, else the provider; 0 when none is filled."""
    kop = bericht.voorloop
    return next((kop[rol] for rol in ("instelling", "praktijk", "zorgverlener") if kop.get(rol)), 0)


def declaratieregels(bericht: Bericht) -> Any:
    """The service lines as claims are judged: a row per record 04, `regel_id` from 0 in file order, real dates.

    Gebruikersfout for the standards that keep amounts outside record 04.
    """
    tabel = bericht.prestaties
    if "bedrag_cent" not in tabel.column_names:
        raise Gebruikersfout(f"{bericht.layout.naam} heeft geen bedragen in record 04", plaats=bericht.naam)
    n = tabel.num_rows
    kolommen = {
        "regel_id": pa.array(np.arange(n, dtype=np.int64)),
        "agb": pa.array(np.full(n, declarant(bericht), dtype=np.int64)),
        "uzovi": tabel.column("uzovi"),
        "bsn": tabel.column("bsn"),
        "prestatiecode": _codes(bericht.layout, tabel),
        "datum": als_date32(getallen(tabel, "datum")),
        "aantal": tabel.column("aantal") if "aantal" in tabel.column_names else pa.array(np.ones(n, dtype=np.int64)),
    }
    for rol in ("tarief_cent", "bedrag_cent", "debetcredit", "referentie", "referentie_voorgaand"):
        kolommen[rol] = tabel.column(rol)
    return pa.table(kolommen)


def _codes(layout: Layout, tabel: Any) -> Any:
    """Service codes as text: some standards carry them as digits, whose leading zeros count."""
    kolom = tabel.column("prestatiecode")
    veld = layout.veld("04", "prestatiecode")
    if veld is None or veld.soort == "AN":
        return kolom
    return pc.utf8_lpad(pc.cast(kolom, pa.string()), width=veld.lengte, padding="0")
