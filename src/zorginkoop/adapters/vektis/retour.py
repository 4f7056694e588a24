"""Write the return message of a declaration (301/302 style): what was refused or changed, and what is awarded.

Rules (GZ321-GZ322 invulinstructie, ch. 6): one return per declaration. A rejected file comes back as header and trailer
with the reasons in the header; so does a file that is accepted in full. Otherwise only the lines that were refused or
changed return, each under its insured, with at most three codes. Nothing of the original is altered.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.adapters.vektis.bericht import Bericht, Tekens
from zorginkoop.adapters.vektis.layout import Layout, layouts
from zorginkoop.adapters.vektis.retourcodes import Fout
from zorginkoop.adapters.vektis.schrijver import getekend, leeg, maak_records, sluitvelden
from zorginkoop.adapters.vektis.tekens import schrijf_veld
from zorginkoop.kern.fouten import Gebruikersfout

VOLLEDIG_TOEGEWEZEN, NIET_BEOORDEELD, GEEN_OPMERKING = "8001", "8002", "0200"
ANDER_BEDRAG, AFGEWEZEN, VOLLEDIG_AFGEWEZEN = "8059", "8072", "8073"

_AANGENOMEN, _AANGEPAST, _AFGEWEZEN = "AANGENOMEN", "AANGEPAST", "AFGEWEZEN"


def schrijf_retour(
    bericht: Bericht,
    oordelen: Any,
    *,
    referentie: str,
    dagtekening: date,
    fouten: Sequence[Fout] = (),
    layout: Layout | None = None,
) -> bytes:
    """The bytes of the return message.

    `oordelen` has one row per record 04: regel_id (its number in file order, from 0), uitkomst (AANGENOMEN, AANGEPAST
    or AFGEWEZEN), toegekend_cent (unsigned eurocents; the line says debit or credit) and retourcodes (list of text).
    `fouten` are the findings of the technical check: one about the file rejects it whole, one about an insured returns
    its lines unassessed, one about a line refuses that line. `layout` is needed only for a declaration read with a
    loaded specification. Gebruikersfout when there is no return layout or header, or a line is judged never or twice.
    """
    layout = _retourlayout(bericht, layout)
    kop = {"referentie_verzekeraar": referentie, "dagtekening_retour": dagtekening}
    bestand = list(dict.fromkeys(gevonden.retourcode for gevonden in fouten if gevonden.hele_bestand))
    if bestand:
        geen = leeg(0, layout.lengte)[:, :-2]
        return _bericht(bericht, layout, {**kop, **_codes(bestand)}, geen, 0)
    oordeel = _Oordeel(bericht, oordelen, fouten)
    toegekend = getekend(pa.array(oordeel.toegekend), _debetcredit(bericht))
    terug = np.flatnonzero(oordeel.uitkomst != _AANGENOMEN)
    code = VOLLEDIG_TOEGEWEZEN if len(terug) == 0 else GEEN_OPMERKING
    if len(terug) and (oordeel.uitkomst == _AFGEWEZEN).all():
        code = VOLLEDIG_AFGEWEZEN
    return _bericht(bericht, layout, {**kop, **_codes([code])}, _regels(bericht, layout, oordeel, terug), toegekend)


class _Oordeel:
    """Outcome, award and codes per record 04 in file order, the technical findings included."""

    def __init__(self, bericht: Bericht, oordelen: Any, fouten: Iterable[Fout]) -> None:
        n = bericht.prestaties.num_rows
        volgorde = pc.sort_indices(oordelen, sort_keys=[("regel_id", "ascending")])
        rijen = oordelen.take(volgorde)
        if not np.array_equal(rijen.column("regel_id").to_numpy(), np.arange(n)):
            raise Gebruikersfout(f"Elke van de {n} prestatieregels moet precies één oordeel hebben", plaats="oordelen")
        self.uitkomst = np.array(rijen.column("uitkomst").to_pylist(), dtype=object)
        self.toegekend = rijen.column("toegekend_cent").fill_null(0).to_numpy().astype(np.int64)
        self.codes: dict[int, list[str]] = {}
        lijsten = rijen.column("retourcodes")
        for rij in np.flatnonzero(self.uitkomst != _AANGENOMEN).tolist():
            eigen = lijsten[rij].as_py() or []
            self.codes[rij] = eigen or [AFGEWEZEN]
            if self.uitkomst[rij] == _AANGEPAST and ANDER_BEDRAG not in eigen:
                self.codes[rij] = [ANDER_BEDRAG, *eigen]
        self.verzekerden: dict[int, list[str]] = {}
        self._technisch(bericht, fouten)
        self.toegekend[self.uitkomst == _AFGEWEZEN] = 0

    def _technisch(self, bericht: Bericht, fouten: Iterable[Fout]) -> None:
        """Findings refuse a line; a refused insured returns all its lines unassessed."""
        regel_04 = _nummers(bericht.prestaties) if fouten else {}
        regel_02 = _nummers(bericht.verzekerden) if fouten else {}
        technisch: dict[int, list[str]] = {}
        for gevonden in fouten:
            if gevonden.regel in regel_04:
                technisch.setdefault(regel_04[gevonden.regel], []).append(gevonden.retourcode)
            elif gevonden.regel in regel_02:
                self.verzekerden.setdefault(regel_02[gevonden.regel], []).append(gevonden.retourcode)
        ouder = bericht.prestaties.column("ouder").to_numpy()
        for rij in np.flatnonzero(np.isin(ouder, list(self.verzekerden))).tolist():
            technisch[rij] = [NIET_BEOORDEELD]
        for rij, codes in technisch.items():
            self.uitkomst[rij] = _AFGEWEZEN
            self.codes[rij] = codes


def _nummers(tabel: Any) -> dict[int, int]:
    """Row number by line in the file."""
    return {regel: rij for rij, regel in enumerate(tabel.column("regel").to_pylist())}


def _retourlayout(bericht: Bericht, gegeven: Layout | None) -> Layout:
    naam = bericht.layout.retourlayout
    if not bericht.voorloop:
        raise Gebruikersfout("Zonder voorlooprecord is geen retourbericht te maken", plaats=bericht.naam)
    if gegeven is None and naam is None:
        fout = f"Van {bericht.layout.naam} is de indeling van het retourbericht niet bekend"
        raise Gebruikersfout(fout, plaats=bericht.naam)
    return gegeven or layouts()[str(naam)]


def _codes(codes: Iterable[str]) -> dict[str, Any]:
    """The first three different codes in their fields."""
    eerste = list(dict.fromkeys(codes))[:3]
    return {f"retourcode_{nummer}": code for nummer, code in enumerate(eerste, start=1)}


def _debetcredit(bericht: Bericht) -> Any:
    return bericht.prestaties.column("debetcredit").combine_chunks()


def _bericht(bericht: Bericht, layout: Layout, kop: dict[str, Any], midden: Tekens, toegekend: int) -> bytes:
    """Header, the lines between, and a trailer that counts this message and totals the whole declaration."""
    versie, subversie = layout.versiedelen
    code = _retourcode(bericht, layout)
    eerste = np.flatnonzero(bericht.kenmerken == 1)[:1]
    voorloop = _kopie(bericht, layout, "01", eerste, {"code": code, "versie": versie, "subversie": subversie, **kop})
    uit = leeg(len(midden) + 2, layout.lengte)
    uit[0, :-2] = voorloop[0]
    uit[1:-1, :-2] = midden
    tellers = {k: int((midden[:, :2] == list(k.encode())).all(axis=1).sum()) for k in ("02", "03", "04", "98")}
    ingediend = getekend(bericht.prestaties.column("bedrag_cent"), _debetcredit(bericht))
    bedragen = {"totaal_cent": ingediend, "toegekend_cent": toegekend}
    uit[-1, :-2] = maak_records(layout.records["99"], sluitvelden(tellers, bedragen), 1)[0]
    return uit.tobytes()


def _retourcode(bericht: Bericht, layout: Layout) -> int:
    """The message code of the return that belongs to the code of the declaration (106 → 143, 120 → 144)."""
    heen = bericht.voorloop["code"]
    plek = bericht.layout.codes.index(heen) if heen in bericht.layout.codes else 0
    return layout.codes[min(plek, len(layout.codes) - 1)]


def _regels(bericht: Bericht, layout: Layout, oordeel: _Oordeel, terug: npt.NDArray[np.intp]) -> Tekens:
    """The records that go back, in the order of the file."""
    ouder = bericht.prestaties.column("ouder").to_numpy()
    mensen = np.unique(ouder[terug][ouder[terug] >= 0])
    rij_04 = bericht.prestaties.column("regel").to_numpy()[terug] - 1
    rij_02 = bericht.verzekerden.column("regel").to_numpy()[mensen] - 1
    rij_98 = _commentaar(bericht, np.concatenate([rij_02, rij_04]))
    debetcredit = _debetcredit(bericht).take(pa.array(terug))
    toegekend = pa.array(oordeel.toegekend[terug])
    bedragen = {"berekend_verzekeraar_cent": toegekend, "toegekend_cent": toegekend}
    tekens = {"debetcredit_verzekeraar": debetcredit, "debetcredit_toegekend": debetcredit}
    codes_02 = _kolommen([oordeel.verzekerden.get(i, [GEEN_OPMERKING]) for i in mensen.tolist()])
    codes_04 = _kolommen([oordeel.codes[i] for i in terug.tolist()])
    delen = [
        _kopie(bericht, layout, "02", rij_02, codes_02),
        _kopie(bericht, layout, "04", rij_04, {**bedragen, **tekens, **codes_04}),
        _kopie(bericht, layout, "98", rij_98, {"retourcode_1": GEEN_OPMERKING}),
    ]
    volgorde = np.argsort(np.concatenate([rij_02, rij_04, rij_98]), kind="stable")
    uit: Tekens = np.concatenate(delen)[volgorde]
    return uit


def _commentaar(bericht: Bericht, rijen: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The comment records that belong to records that go back: each belongs to the last record before it."""
    commentaar = np.flatnonzero(bericht.kenmerken == 98)
    detail = np.flatnonzero(bericht.kenmerken != 98)
    if len(commentaar) == 0:
        return commentaar
    return commentaar[np.isin(detail[np.searchsorted(detail, commentaar) - 1], rijen)]


def _kolommen(codes: list[list[str]]) -> dict[str, Any]:
    """Lists of codes as three columns."""
    eerste = [[*dict.fromkeys(lijst), "", "", ""][:3] for lijst in codes]
    return {f"retourcode_{n + 1}": pa.array([drie[n] for drie in eerste], type=pa.string()) for n in range(3)}


def _kopie(bericht: Bericht, layout: Layout, kenmerk: str, rijen: Any, velden: dict[str, Any]) -> Tekens:
    """The original records with what the insurer adds: fields behind them, and the message code in the header."""
    uit = np.full((len(rijen), layout.lengte), 32, dtype=np.uint8)
    uit[:, : bericht.layout.lengte] = bericht.tekens[rijen]
    for rol, waarde in velden.items():
        veld = layout.veld(kenmerk, rol)
        if veld is not None and len(rijen):
            eigen = isinstance(waarde, pa.Array | pa.ChunkedArray)
            schrijf_veld(uit, veld, waarde if eigen else pa.repeat(pa.scalar(waarde), len(rijen)))
    return uit
