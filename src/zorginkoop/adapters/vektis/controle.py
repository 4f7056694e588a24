"""The technical check of a declaration: what VECOZO and the insurer look at before anyone judges the care.

First the file (order, lengths, header, counters, total), then each insured and each line. Columns at a time, so a
quarter of a million lines take a second or two. All findings are kept, not the first. Return code texts: Vektis C.V.
"""

from typing import Any

import numpy as np

from zorginkoop.adapters.vektis.bericht import Bericht
from zorginkoop.adapters.vektis.controle_kop import controleer_sluit, controleer_voorloop
from zorginkoop.adapters.vektis.controle_regels import controleer_prestaties, controleer_verzekerden
from zorginkoop.adapters.vektis.retourcodes import Fout, fout

_DETAIL = (2, 3, 4, 6, 16)
_MAG_VOLGEN = {
    1: (),
    2: (1, 4, 6, 16, 98),
    3: (2, 98),
    4: (2, 3, 4, 6, 16, 98),
    6: (4, 6, 16, 98),
    16: (4, 6, 16, 98),
    98: (2, 3, 4, 6, 16, 98),
    99: (1, 4, 6, 16, 98),
}
"""For each record type what it may come directly after (EI file rules: 01, each 02 with its 03 and 04s, 99)."""


def controleer(bericht: Bericht) -> list[Fout]:
    """All findings in the order of the file. A return message is checked for structure only: its content was copied."""
    structuur = list(bericht.structuur)
    if bericht.afgebroken:
        return structuur
    fouten = [*_volgorde(bericht), *_onbekend(bericht), *_detailnummers(bericht)]
    fouten += controleer_voorloop(bericht) + controleer_sluit(bericht)
    if not bericht.layout.retour:
        fouten += _debiteuren(bericht) + controleer_verzekerden(bericht) + controleer_prestaties(bericht)
    kapot = {gevonden.regel for gevonden in structuur}  # a damaged line says nothing more that can be relied on
    over = [gevonden for gevonden in fouten if gevonden.regel not in kapot]
    return sorted(structuur + _eenmalig(bericht) + over)


def _volgorde(bericht: Bericht) -> list[Fout]:
    kenmerken = bericht.kenmerken.astype(np.int64)
    mag = np.ones((101, 101), dtype=np.bool_)  # row 100 stands for an unknown type, which has its own finding
    for kenmerk, voorgangers in _MAG_VOLGEN.items():
        mag[:100, kenmerk] = False
        mag[list(voorgangers), kenmerk] = True
    bekend = [int(kenmerk) for kenmerk in bericht.layout.records]
    stand = np.where(np.isin(kenmerken, bekend), kenmerken, 100)
    verkeerd = np.flatnonzero(~mag[stand[:-1], stand[1:]]) + 1
    los = [
        fout(
            int(i) + 1,
            bericht.layout.rubriek(f"{stand[i]:02d}", "kenmerk"),
            "8026",
            f"na record {_naam(kenmerken[i - 1])}",
        )
        for i in verkeerd
    ]
    if stand[0] not in (1, 100):
        los.append(fout(1, "", "8026", f"het bestand begint met record {stand[0]:02d}"))
    return los


def _naam(kenmerk: Any) -> str:
    return f"{kenmerk:02d}" if kenmerk >= 0 else "van onbekende soort"


def _eenmalig(bericht: Bericht) -> list[Fout]:
    """The header and the trailer stand in a file exactly once."""
    fouten = []
    for kenmerk, naam, regel in (("01", "voorlooprecord", 1), ("99", "sluitrecord", len(bericht.kenmerken))):
        aantal = bericht.records[kenmerk].num_rows
        if aantal != 1:
            rubriek = bericht.layout.rubriek(kenmerk, "kenmerk")
            fouten.append(fout(regel, rubriek, "8026", f"{aantal} keer een {naam} ({kenmerk}), verwacht 1"))
    return fouten


def _onbekend(bericht: Bericht) -> list[Fout]:
    bekend = [int(kenmerk) for kenmerk in bericht.layout.records]
    vreemd = np.flatnonzero(~np.isin(bericht.kenmerken, bekend))
    return [fout(int(i) + 1, "", "0002") for i in vreemd]


def _detailnummers(bericht: Bericht) -> list[Fout]:
    """Detail records count up from 1; in a return, which leaves lines out, they only rise. A comment has none."""
    nummers = np.full(len(bericht.kenmerken), -1, dtype=np.int64)
    for tabel in bericht.records.values():
        if "detail_id" in tabel.column_names:
            nummers[tabel.column("regel").to_numpy() - 1] = tabel.column("detail_id").fill_null(-1).to_numpy()
    detail = np.flatnonzero(np.isin(bericht.kenmerken, _DETAIL))
    stap = np.diff(nummers[detail], prepend=0)
    verkeerd = detail[stap < 1] if bericht.layout.retour else detail[stap != 1]
    fouten = [_detailfout(bericht, i, nummers) for i in verkeerd]
    commentaar = np.flatnonzero(bericht.kenmerken == 98)
    vorige = detail[np.clip(np.searchsorted(detail, commentaar) - 1, 0, None)] if len(detail) else commentaar
    return fouten + [_detailfout(bericht, i, nummers) for i in commentaar[nummers[commentaar] != nummers[vorige]]]


def _detailfout(bericht: Bericht, rij: Any, nummers: Any) -> Fout:
    rubriek = bericht.layout.rubriek(f"{bericht.kenmerken[rij]:02d}", "detail_id")
    return fout(int(rij) + 1, rubriek, "0801", f"nummer {nummers[rij]}" if nummers[rij] >= 0 else "geen getal")


def _debiteuren(bericht: Bericht) -> list[Fout]:
    """Record 03 is for bills to the insured; towards an insurer it is not allowed."""
    return [fout(int(i) + 1, "0301", "8075") for i in np.flatnonzero(bericht.kenmerken == 3)]
