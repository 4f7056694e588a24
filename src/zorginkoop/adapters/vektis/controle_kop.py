"""Findings about the header (01) and the trailer (99): these reject the whole file."""

from typing import Any

import numpy as np

from zorginkoop.adapters.vektis.bericht import Bericht
from zorginkoop.adapters.vektis.datums import bestaat
from zorginkoop.adapters.vektis.retourcodes import Fout, fout
from zorginkoop.adapters.vektis.schrijver import getekend

_BETALING_AAN = {1: "servicebureau", 2: "zorgverlener", 3: "praktijk", 4: "instelling", 99: None}
"""COD833: who is paid, and the field of the header that must then say who that is."""

_TELLERS = {"02": "0151", "03": "0157", "04": "0158", "06": "0156", "16": "0156", "98": "0153"}


class _Kop:
    """Collects findings about one record."""

    def __init__(self, bericht: Bericht, kenmerk: str, rij: dict[str, Any]) -> None:
        self.bericht, self.kenmerk, self.rij = bericht, kenmerk, rij
        self.fouten: list[Fout] = []

    def eis(self, voldoet: bool, rol: str, retourcode: str, toelichting: str = "") -> None:
        """Note a finding when what is required is not so."""
        if not voldoet:
            rubriek = self.bericht.layout.rubriek(self.kenmerk, rol)
            self.fouten.append(fout(self.rij["regel"], rubriek, retourcode, toelichting))


def controleer_voorloop(bericht: Bericht) -> list[Fout]:
    """Standard and version, and for a declaration who sends it, to whom and over which period."""
    rij = bericht.voorloop
    if not rij:
        return []
    kop, layout = _Kop(bericht, "01", rij), bericht.layout
    kop.eis(rij["code"] in layout.codes or (not layout.codes and bool(rij["code"])), "code", "0010", f"{rij['code']}")
    kop.eis(rij["versie"] == layout.versiedelen[0], "versie", "0011", f"{rij['versie']}")
    kop.eis(rij["subversie"] == layout.versiedelen[1], "subversie", "8027", f"{rij['subversie']}")
    if not layout.retour:
        _declarant(kop, rij)
        _periode(kop, rij)
    return kop.fouten


def _declarant(kop: _Kop, rij: dict[str, Any]) -> None:
    kop.eis(rij["soort"] in ("P", "T"), "soort", "8028", rij["soort"])
    kop.eis(bool(rij["uzovi"]), "uzovi", "0018")
    veld = _BETALING_AAN.get(rij["betaling_aan"], "onbekend")
    kop.eis(veld is None or bool(rij.get(veld)), "betaling_aan", "8029", f"{rij['betaling_aan']}")
    for rol, retourcode in (
        ("servicebureau", "0013"),
        ("zorgverlener", "0014"),
        ("praktijk", "0016"),
        ("instelling", "0017"),
    ):
        kop.eis(rij[rol] is not None, rol, retourcode, "geen getal")
    wie = (rij["servicebureau"], rij["zorgverlener"], rij["praktijk"], rij["instelling"])
    kop.eis(any(wie), "zorgverlener", "0014", "geen declarant ingevuld")
    kop.eis(bool(rij["factuurnummer"]), "factuurnummer", "0030")
    kop.eis(rij["valuta"] == "EUR", "valuta", "0031", rij["valuta"])


def _periode(kop: _Kop, rij: dict[str, Any]) -> None:
    """Begin ≤ end ≤ date of the invoice, all of them days that exist."""
    begin, eind, dagtekening = (rij[rol] or 0 for rol in ("begindatum", "einddatum", "dagtekening"))
    goed = [bool(x) for x in bestaat(np.array([begin, eind, dagtekening]))]
    kop.eis(goed[0], "begindatum", "0020", f"{begin}")
    kop.eis(goed[1], "einddatum", "0021", f"{eind}")
    kop.eis(goed[2], "dagtekening", "0025", f"{dagtekening}")
    if goed[0] and goed[1]:
        kop.eis(begin <= eind, "begindatum", "8175", f"{begin} en {eind}")
    if goed[1] and goed[2]:
        kop.eis(eind <= dagtekening, "dagtekening", "0025", f"{dagtekening} ligt voor de einddatum {eind}")


def controleer_sluit(bericht: Bericht) -> list[Fout]:
    """Counters and total against what is in the file."""
    rij = bericht.sluit
    if not rij:
        return []
    kop, tellers = _Kop(bericht, "99", rij), dict.fromkeys(_TELLERS, 0)
    for kenmerk, retourcode in _TELLERS.items():
        tellers[kenmerk] = int((bericht.kenmerken == int(kenmerk)).sum())
        if f"aantal_{kenmerk}" in rij:
            _teller(kop, f"aantal_{kenmerk}", retourcode, tellers[kenmerk])
    _teller(kop, "aantal_detail", "0156", sum(tellers.values()))
    if not bericht.layout.retour:
        _totaal(kop, rij)
    return kop.fouten


def _teller(kop: _Kop, rol: str, retourcode: str, geteld: int) -> None:
    kop.eis(kop.rij[rol] == geteld, rol, retourcode, f"{kop.rij[rol]}, geteld {geteld}")


def _totaal(kop: _Kop, rij: dict[str, Any]) -> None:
    tabellen = [tabel for tabel in kop.bericht.records.values() if "bedrag_cent" in tabel.column_names]
    som = sum(getekend(tabel.column("bedrag_cent"), tabel.column("debetcredit")) for tabel in tabellen)
    kop.eis(rij["debetcredit"] in ("C", "D"), "debetcredit", "0150", f"indicatie '{rij['debetcredit']}'")
    opgegeven = None if rij["totaal_cent"] is None else rij["totaal_cent"] * (-1 if rij["debetcredit"] == "C" else 1)
    kop.eis(opgegeven == som, "totaal_cent", "0150", f"{opgegeven} cent, geteld {som} cent")
