"""Findings about insured (02) and service lines (04), a column at a time: these reject a record."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.adapters.vektis.bericht import Bericht, getallen
from zorginkoop.adapters.vektis.datums import Getallen, Vlaggen, bestaat
from zorginkoop.adapters.vektis.retourcodes import Fout, fout
from zorginkoop.kern.nummers import DUMMY_BSN

CODELIJSTEN = (8, 10, 12, 16, 17, 41, 48, 49, 54, 56, 65, 68, 70, 71, *range(73, 84), 990, 999)
"""COD367, the lists a service code may come from, as far as public: 008 is GP care, 056 chain care."""

_DUMMY = int(DUMMY_BSN)


class _Tabel:
    """The records of one type as columns, collecting findings."""

    def __init__(self, bericht: Bericht, kenmerk: str) -> None:
        self.bericht, self.kenmerk = bericht, kenmerk
        self.tabel = bericht.records[kenmerk]
        self.regels = self.tabel.column("regel").to_numpy()
        self.fouten: list[Fout] = []

    def heeft(self, *rollen: str) -> bool:
        """Whether the layout has all these fields."""
        return all(rol in self.tabel.column_names for rol in rollen)

    def getal(self, rol: str) -> Getallen:
        """A numeric column, -1 where there were no digits."""
        return getallen(self.tabel, rol)

    def tekst(self, rol: str) -> Any:
        """A column as text."""
        return self.tabel.column(rol)

    def meld(self, mis: Any, rol: str, retourcode: str, toelichting: str = "") -> None:
        """Note a finding for every record where `mis` is true."""
        if isinstance(mis, pa.ChunkedArray | pa.Array):
            mis = mis.to_numpy(zero_copy_only=False)
        if not mis.any():
            return
        voorbeeld = fout(0, self.bericht.layout.rubriek(self.kenmerk, rol), retourcode, toelichting)
        self.fouten += [voorbeeld._replace(regel=int(regel)) for regel in self.regels[mis]]


def elfproef(bsn: Getallen) -> Vlaggen:
    """Which numbers pass the check of the BSN: nine times the first digit up to twice the eighth, less the ninth."""
    som = -(bsn % 10)
    for gewicht in range(2, 10):
        som = som + gewicht * (bsn // 10 ** (gewicht - 1) % 10)
    klopt: Vlaggen = (bsn > 0) & (bsn < 10**9) & (som % 11 == 0)
    return klopt


def controleer_verzekerden(bericht: Bericht) -> list[Fout]:
    """The insured: BSN, insurer and date of birth."""
    tabel = _Tabel(bericht, "02")
    bsn, uzovi, geboren = tabel.getal("bsn"), tabel.getal("uzovi"), tabel.getal("geboortedatum")
    zonder = (bsn == 0) | (bsn == _DUMMY)
    tabel.meld(~(elfproef(bsn) | zonder), "bsn", "0435")
    geen_nummer = pc.equal(tabel.tekst("verzekerdennummer"), "").to_numpy(zero_copy_only=False)
    tabel.meld(zonder & geen_nummer, "bsn", "8101")
    tabel.meld(uzovi <= 0, "uzovi", "0423")
    ontvanger = bericht.voorloop.get("uzovi")
    if ontvanger:
        tabel.meld(
            (uzovi > 0) & (uzovi != ontvanger), "uzovi", "0423", f"anders dan in het voorlooprecord ({ontvanger:04d})"
        )
    klopt = bestaat(geboren)
    dagtekening = bericht.voorloop.get("dagtekening") or 0
    tabel.meld(~klopt, "geboortedatum", "8151")
    tabel.meld(klopt & (geboren > dagtekening) & (dagtekening > 0), "geboortedatum", "8151", "na de factuurdatum")
    return tabel.fouten


def controleer_prestaties(bericht: Bericht) -> list[Fout]:
    """The service lines: insured, date, code, amounts, references. Checks of fields the layout lacks do not apply."""
    tabel = _Tabel(bericht, "04")
    if len(tabel.regels):
        _verzekerde(tabel)
        _datum(tabel)
        _code(tabel)
        _bedragen(tabel)
        _referenties(tabel)
    return tabel.fouten


def _verzekerde(tabel: _Tabel) -> None:
    """0403-0405 repeat the insured above the line."""
    ouder = tabel.tabel.column("ouder").to_numpy()
    los = ouder < 0
    boven = tabel.bericht.verzekerden
    if boven.num_rows == 0:
        return
    rij = pa.array(np.where(los, 0, ouder))
    for rol, retourcode in (("bsn", "0435"), ("uzovi", "0423"), ("verzekerdennummer", "0300")):
        if tabel.heeft(rol):
            gelijk = pc.equal(tabel.tekst(rol), boven.column(rol).take(rij)).fill_null(False)
            anders = ~gelijk.to_numpy(zero_copy_only=False) & ~los
            tabel.meld(anders, rol, retourcode, "anders dan in het verzekerdenrecord")


def _datum(tabel: _Tabel) -> None:
    if not tabel.heeft("datum"):
        return
    datum, kop = tabel.getal("datum"), tabel.bericht.voorloop
    klopt = bestaat(datum)
    tabel.meld(~klopt, "datum", "8007", "deze dag bestaat niet")
    periode = [kop.get("begindatum") or 0, kop.get("einddatum") or 0]
    if bestaat(np.array(periode, dtype=np.int64)).all():
        buiten = (datum < periode[0]) | (datum > periode[1])
        tabel.meld(klopt & buiten, "datum", "8007", f"buiten de declaratieperiode {periode[0]}-{periode[1]}")


def _code(tabel: _Tabel) -> None:
    if tabel.heeft("prestatiecode"):
        kolom = tabel.tekst("prestatiecode")
        leeg = pc.equal(kolom, "") if pa.types.is_string(kolom.type) else tabel.getal("prestatiecode") <= 0
        tabel.meld(leeg, "prestatiecode", "0582")
    if tabel.heeft("codelijst"):
        tabel.meld(~np.isin(tabel.getal("codelijst"), CODELIJSTEN), "codelijst", "0581")
    if tabel.heeft("aantal"):
        tabel.meld(tabel.getal("aantal") <= 0, "aantal", "0638")


def _bedragen(tabel: _Tabel) -> None:
    for rol, retourcode in (("tarief_cent", "0611"), ("berekend_cent", "8032"), ("bedrag_cent", "8033")):
        if tabel.heeft(rol):
            tabel.meld(tabel.getal(rol) < 0, rol, retourcode, "geen getal")
    if tabel.heeft("berekend_cent", "bedrag_cent"):
        berekend, bedrag = tabel.getal("berekend_cent"), tabel.getal("bedrag_cent")
        tabel.meld((berekend >= 0) & (berekend < bedrag), "berekend_cent", "8063")
    if tabel.bericht.layout.berekend_is_product:
        aantal, tarief = tabel.getal("aantal"), tabel.getal("tarief_cent")
        afwijkend = (aantal >= 0) & (tarief >= 0) & (berekend >= 0) & (berekend != aantal * tarief)
        tabel.meld(afwijkend, "berekend_cent", "8032", "anders dan aantal maal tarief")
    aanduidingen = [rol for rol in ("debetcredit_berekend", "debetcredit") if tabel.heeft(rol)]
    for rol in aanduidingen:
        tabel.meld(pc.invert(pc.is_in(tabel.tekst(rol), value_set=pa.array(["C", "D"]))), rol, "0631")
    if len(aanduidingen) == 2:
        tabel.meld(pc.not_equal(*(tabel.tekst(rol) for rol in aanduidingen)), aanduidingen[1], "8064")


def _referenties(tabel: _Tabel) -> None:
    """Every line has a reference of its own; a credit names the debit of an earlier file it takes back."""
    if not tabel.heeft("referentie", "referentie_voorgaand", "debetcredit"):
        return
    eigen, vorige = tabel.tekst("referentie").combine_chunks(), tabel.tekst("referentie_voorgaand").combine_chunks()
    credit = pc.equal(tabel.tekst("debetcredit"), "C").combine_chunks()
    genummerd = eigen.dictionary_encode()
    aantallen = np.bincount(genummerd.indices.to_numpy(), minlength=1)
    tabel.meld(pc.equal(eigen, ""), "referentie", "8021", "ontbreekt")
    dubbel = aantallen[genummerd.indices.to_numpy()] > 1
    tabel.meld(dubbel & pc.not_equal(eigen, "").to_numpy(zero_copy_only=False), "referentie", "8021", "niet uniek")
    tabel.meld(pc.and_(credit, pc.equal(vorige, "")), "referentie_voorgaand", "0651")
    debet = eigen.filter(pc.and_(pc.invert(credit), pc.not_equal(eigen, "")))
    zelfde_bestand = pc.is_in(vorige, value_set=debet)
    tabel.meld(pc.and_(credit, zelfde_bestand), "referentie_voorgaand", "8062")
