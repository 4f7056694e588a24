"""Read an EI file: fixed-width records of one length, each closed by CR/LF, one byte per character.

Whatever the bytes, the outcome is a message with a list of what is wrong, or one Gebruikersfout: no file can break it.
Records are taken as a matrix of characters and parsed a block of lines at a time, column by column.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.adapters.vektis.bericht import Bericht, Tekens
from zorginkoop.adapters.vektis.layout import Layout, Record, Veld, layouts, met_naam, voor_code
from zorginkoop.adapters.vektis.retourcodes import Fout, fout
from zorginkoop.adapters.vektis.specificatie import lees_specificatie
from zorginkoop.kern.fouten import Gebruikersfout

MAX_BYTES = 1 << 30
"""Larger files are refused before they are read."""

MAX_STRUCTUURFOUTEN = 1000
"""Reading stops after this many damaged lines: the file is rejected anyway."""

_BLOK = 8192  # lines whose characters stay in the cache of one core
_CIJFERS = 18  # digits that fit an int64


def lees(path: str | Path, *, layout: str | Layout | None = None, max_bytes: int = MAX_BYTES) -> Bericht:
    """The message in a file, by the layout its header names (rubrics 0102-0104) or by the given one.

    `layout` is the name of a shipped layout, a specification spreadsheet (.xls, .xlsx) or a layout itself.

    Gebruikersfout when the file cannot be read, is empty or too large, or is of a standard we have no layout for.
    """
    bestand = Path(path)
    try:
        grootte = bestand.stat().st_size
        if grootte > max_bytes:
            raise Gebruikersfout(
                f"Het bestand is te groot: {grootte} bytes, hoogstens {max_bytes}", plaats=str(bestand)
            )
        with bestand.open("rb") as stroom:
            inhoud = stroom.read(max_bytes + 1)
    except OSError as reden:
        melding = "Dit is een map, geen bestand" if bestand.is_dir() else "Het bestand is niet te lezen"
        raise Gebruikersfout(f"{melding} ({reden.strerror})", plaats=str(bestand)) from reden
    return lees_bytes(inhoud, naam=str(bestand), layout=layout, max_bytes=max_bytes)


def lees_bytes(
    inhoud: bytes, *, naam: str = "bestand", layout: str | Layout | None = None, max_bytes: int = MAX_BYTES
) -> Bericht:
    """The message in these bytes; see `lees`."""
    if not inhoud:
        raise Gebruikersfout("Het bestand is leeg", plaats=naam)
    if len(inhoud) > max_bytes:
        raise Gebruikersfout(f"Het bestand is te groot: hoogstens {max_bytes} bytes", plaats=naam)
    indeling = _indeling(layout) if layout else herken(inhoud, naam=naam)
    tekens, structuur, afgebroken = _records(inhoud, indeling.lengte)
    kenmerken = _kenmerken(tekens)
    ouders = np.cumsum(kenmerken == 2) - 1
    records = {
        kenmerk: _tabel(record, tekens, np.flatnonzero(kenmerken == int(kenmerk)), ouders)
        for kenmerk, record in indeling.records.items()
    }
    return Bericht(naam, indeling, records, tekens, kenmerken, tuple(structuur), afgebroken)


def _indeling(layout: str | Layout) -> Layout:
    if isinstance(layout, Layout):
        return layout
    return lees_specificatie(layout) if layout.lower().endswith((".xls", ".xlsx")) else met_naam(layout)


def herken(inhoud: bytes, *, naam: str = "bestand") -> Layout:
    """The layout of the standard the header record names; Gebruikersfout says what was found and what we know."""
    kop = inhoud[:9]
    if not kop.startswith(b"01"):  # the header is not in its place: look for it, so that the order can be reported
        plek = inhoud.find(b"\n01", 0, 1 << 20)
        kop = inhoud[plek + 1 : plek + 10] if plek >= 0 else kop
    bekend = ", ".join(f"{x.naam} (code {'/'.join(map(str, x.codes)) or '?'})" for x in layouts().values())
    if not (kop.startswith(b"01") and len(kop) == 9 and kop.isdigit()):
        melding = f"Geen EI-bericht: het begint niet met een voorlooprecord (01) maar met {_leesbaar(kop)}"
        raise Gebruikersfout(f"{melding}. Bekende indelingen: {bekend}", plaats=naam)
    code, versie = int(kop[2:5]), (int(kop[5:7]), int(kop[7:9]))
    gevonden = voor_code(code, versie)
    if gevonden is None:
        melding = f"Onbekende EI-standaard: berichtcode {code:03d}, versie {versie[0]}.{versie[1]}"
        raise Gebruikersfout(f"{melding}. Bekende indelingen: {bekend}", plaats=naam)
    return gevonden


def _leesbaar(bytes_: bytes) -> str:
    tekst = "".join(chr(b) if 32 <= b < 127 else "·" for b in bytes_)
    return f"'{tekst}'"


def _records(inhoud: bytes, lengte: int) -> tuple[Tekens, list[Fout], bool]:
    """All lines as rows of characters, the damaged lines, and whether reading was given up."""
    aantal, rest = divmod(len(inhoud), lengte + 2)
    if rest == 0 and inhoud.count(b"\n") == aantal:
        matrix = np.frombuffer(inhoud, dtype=np.uint8).reshape(aantal, lengte + 2)
        if (matrix[:, lengte] == 13).all() and (matrix[:, lengte + 1] == 10).all():
            return matrix[:, :lengte], [], False
    return _beschadigd(inhoud, lengte)


def _beschadigd(inhoud: bytes, lengte: int) -> tuple[Tekens, list[Fout], bool]:
    """The same, line by line, for a file with lines of another length or without CR/LF."""
    rijen: list[bytes] = []
    fouten: list[Fout] = []
    begin = 0
    while begin < len(inhoud) and len(fouten) < MAX_STRUCTUURFOUTEN:
        eind = inhoud.find(b"\n", begin)
        eind = len(inhoud) if eind < 0 else eind + 1
        inhoud_regel, fout_regel = _regel(
            len(rijen) + 1, inhoud[begin : min(eind, begin + lengte + 3)], eind - begin, lengte
        )
        rijen.append(inhoud_regel)
        fouten += fout_regel
        begin = eind
    matrix = np.frombuffer(b"".join(rijen), dtype=np.uint8).reshape(len(rijen), lengte)
    return matrix, fouten, begin < len(inhoud)


def _regel(nummer: int, kop: bytes, totaal: int, lengte: int) -> tuple[bytes, list[Fout]]:
    """One line made to measure and what is wrong with it. `kop` may be cut off, `totaal` is its real size."""
    record = kop.rstrip(b"\r\n")
    te_lang = totaal > len(kop)
    if not record:
        return b" " * lengte, [fout(nummer, "", "8095", "een lege regel")]
    goed = []
    if not te_lang and not kop.endswith(b"\r\n"):
        goed.append(fout(nummer, "", "8095", "de regel eindigt niet op CR/LF"))
    if te_lang or len(record) != lengte:
        gezien = totaal - (2 if te_lang else len(kop) - len(record))
        goed.append(fout(nummer, "", "0804", f"{gezien} posities in plaats van {lengte}"))
    return record.replace(b"\r", b" ")[:lengte].ljust(lengte), goed


def _kenmerken(tekens: Tekens) -> npt.NDArray[np.int16]:
    """The record type of every line, -1 where it does not start with two digits."""
    cijfers = tekens[:, :2].astype(np.int16) - 48
    klopt = ((cijfers >= 0) & (cijfers <= 9)).all(axis=1)
    return np.where(klopt, cijfers[:, 0] * 10 + cijfers[:, 1], -1).astype(np.int16)


def _tabel(record: Record, tekens: Tekens, rijen: npt.NDArray[np.intp], ouders: npt.NDArray[np.intp]) -> Any:
    """The records of one type as an Arrow table; see `Bericht`."""
    velden = record.gegevens
    eind = max(veld.plek.stop for veld in velden)
    bakken = [_bak(veld, len(rijen)) for veld in velden]
    klopt = [np.ones(len(rijen), dtype=np.bool_) for _ in velden]
    for begin in range(0, len(rijen), _BLOK):
        stuk = slice(begin, begin + _BLOK)
        blok = tekens[rijen[stuk], :eind]
        for veld, bak, goed in zip(velden, bakken, klopt, strict=True):
            if bak.ndim == 2:
                bak[stuk] = blok[:, veld.plek]
            else:
                bak[stuk], goed[stuk] = _getal(blok[:, veld.plek])
    kolommen: dict[str, Any] = {"regel": pa.array((rijen + 1).astype(np.int32))}
    kolommen["ouder"] = pa.array(ouders[rijen].astype(np.int32))
    for veld, bak, goed in zip(velden, bakken, klopt, strict=True):
        kolommen[veld.rol] = als_tekst(bak) if bak.ndim == 2 else pa.array(bak, mask=None if goed.all() else ~goed)
    return pa.table(kolommen)


def _bak(veld: Veld, aantal: int) -> Any:
    """Room for a column: characters for text, one integer per line for numbers."""
    if veld.soort == "AN" or veld.lengte > _CIJFERS:
        return np.empty((aantal, veld.lengte), dtype=np.uint8)
    return np.zeros(aantal, dtype=np.int64)


def _getal(tekens: Tekens) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The numbers in columns of digits, and where there was anything else than a digit."""
    cijfers = np.ascontiguousarray(tekens.T) - np.uint8(48)  # below "0" wraps round to above 9
    klopt = cijfers.max(axis=0) <= 9
    delen: list[npt.NDArray[np.int64]] = []
    for begin in range(0, len(cijfers), 9):  # nine digits fit 32 bits, which is twice as fast
        deel = cijfers[begin].astype(np.uint32)
        for rij in cijfers[begin + 1 : begin + 9]:
            deel *= np.uint32(10)
            deel += rij
        delen.append(deel.astype(np.int64))
    waarde = delen[0]
    for nummer, deel64 in enumerate(delen[1:], start=1):
        waarde = waarde * 10 ** min(9, len(cijfers) - 9 * nummer) + deel64
    return waarde, klopt


def als_tekst(tekens: Tekens) -> Any:
    """A column of text without trailing spaces; Windows-1252, and � for what is no character there."""
    aantal, breedte = tekens.shape
    if aantal == 0:
        return pa.array([], type=pa.string())
    if tekens.min() == 32 == tekens.max():
        return pa.repeat("", aantal)
    if tekens.min() < 32 or tekens.max() > 126:
        return _met_diakrieten(tekens)
    vast = pa.FixedSizeBinaryArray.from_buffers(pa.binary(breedte), aantal, [None, pa.py_buffer(tekens)])
    return pc.ascii_rtrim(vast.cast(pa.binary()).cast(pa.string()), characters=" ")


_ZONDER_STUURTEKENS = bytes(0x81 if n < 32 or n == 127 else n for n in range(256))  # 0x81 is no character


def _met_diakrieten(tekens: Tekens) -> Any:
    breedte = tekens.shape[1]
    alles = tekens.tobytes().translate(_ZONDER_STUURTEKENS).decode("cp1252", "replace")
    return pa.array([alles[i : i + breedte].rstrip(" ") for i in range(0, len(alles), breedte)], type=pa.string())
