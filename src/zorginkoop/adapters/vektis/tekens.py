"""Put columns into fixed-width records: digits right-aligned with zeros, text left-aligned with spaces."""

import codecs
import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.adapters.vektis.bericht import Tekens
from zorginkoop.adapters.vektis.datums import uit_date32
from zorginkoop.adapters.vektis.layout import Veld
from zorginkoop.kern.fouten import Gebruikersfout

_VIER = np.array([list(f"{n:04d}".encode()) for n in range(10_000)], dtype=np.uint8)
"""Four digits at once: three times as fast as one by one."""


def schrijf_veld(doel: Tekens, veld: Veld, kolom: Any) -> None:
    """Fill one field of all records; Gebruikersfout names the rubric when a value does not fit. Nothing is cut off."""
    if veld.soort == "N":
        schrijf_getallen(doel[:, veld.plek], als_getallen(kolom, veld), veld)
    else:
        _schrijf_tekst(doel[:, veld.plek], kolom, veld)


def schrijf_getallen(doel: Tekens, waarden: npt.NDArray[np.int64], veld: Veld) -> None:
    """Fill a field of all records with integers."""
    if len(waarden) == 0:
        return
    if waarden.min() < 0 or waarden.max() >= 10 ** min(veld.lengte, 18):
        fout = f"Een waarde past niet in {veld.lengte} cijfers: {waarden.min()} tot {waarden.max()}"
        raise Gebruikersfout(fout, plaats=_plaats(veld))
    rest, eind = waarden, veld.lengte
    while eind > 0:
        breed = min(4, eind)
        rest, deel = np.divmod(rest, 10_000)
        doel[:, eind - breed : eind] = _VIER[deel][:, 4 - breed :]
        eind -= breed


def als_getallen(kolom: Any, veld: Veld) -> npt.NDArray[np.int64]:
    """Integers of a column of integers, digits as text or dates; null becomes 0, the empty value of an N field."""
    if isinstance(kolom, np.ndarray):
        return kolom.astype(np.int64)
    if pa.types.is_date(kolom.type):
        return uit_date32(kolom)
    try:
        uit: npt.NDArray[np.int64] = pc.cast(kolom, pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid as reden:
        raise Gebruikersfout(f"Geen getal: {reden}", plaats=_plaats(veld)) from reden
    return uit


def _schrijf_tekst(doel: Tekens, kolom: Any, veld: Veld) -> None:
    if len(doel) == 0:
        return
    tekst = pc.utf8_normalize(pc.cast(kolom, pa.string()).fill_null(""), form="NFC")
    if pc.max(pc.utf8_length(tekst)).as_py() > veld.lengte:
        raise Gebruikersfout(f"Een waarde is langer dan {veld.lengte} tekens", plaats=_plaats(veld))
    aangevuld = pa.concat_arrays(_stukken(pc.utf8_rpad(tekst, width=veld.lengte, padding=" ")))
    begin, eind = _grenzen(aangevuld)
    tekst_ineen = aangevuld.buffers()[2].slice(begin, eind - begin).to_pybytes().decode()
    tekens = np.frombuffer(tekst_ineen.encode("cp1252", "letter"), dtype=np.uint8)
    if tekens.min() < 32:
        raise Gebruikersfout("Een waarde bevat een stuurteken, zoals een regeleinde", plaats=_plaats(veld))
    doel[:] = tekens.reshape(len(doel), veld.lengte)


def _stukken(kolom: Any) -> list[Any]:
    return list(kolom.chunks) if isinstance(kolom, pa.ChunkedArray) else [kolom]


def _grenzen(kolom: Any) -> tuple[int, int]:
    offsets = np.frombuffer(kolom.buffers()[1], dtype=np.int32)
    return int(offsets[kolom.offset]), int(offsets[kolom.offset + len(kolom)])


def _plaats(veld: Veld) -> str:
    return f"rubriek {veld.rubriek} {veld.naam}"


def _letter(fout: UnicodeError) -> tuple[str, int]:
    """One character for one that Windows-1252 lacks: the letter without its accent, or a question mark."""
    if not isinstance(fout, UnicodeEncodeError):
        raise fout
    kaal = (unicodedata.normalize("NFD", teken)[0] for teken in fout.object[fout.start : fout.end])
    return "".join(teken if " " <= teken <= "~" else "?" for teken in kaal), fout.end


codecs.register_error("letter", _letter)
