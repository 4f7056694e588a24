"""Write an EI declaration: the opposite of the reader, with counters, totals and detail numbers of its own."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.adapters.vektis.bericht import Tekens
from zorginkoop.adapters.vektis.layout import Layout, Record, Veld
from zorginkoop.adapters.vektis.tekens import als_getallen, schrijf_veld
from zorginkoop.kern.fouten import Gebruikersfout

_VAN_VERZEKERDE = ("bsn", "uzovi", "verzekerdennummer")
_STANDAARD_02 = {"naamcode": 1, "overleden": 2}
_STANDAARD_04 = {"doorsturen": 1, "debetcredit": "D", "aantal": 1}


def schrijf(layout: Layout, *, voorloop: dict[str, Any], verzekerden: Any, prestaties: Any) -> bytes:
    """The bytes of a declaration.

    Columns and header keys are named by role or rubric (see `Bericht`); what is left out is empty. Dates may be dates
    or numbers EEJJMMDD, AGB codes text or numbers, money is eurocents. A line belongs to the insured whose row number
    is in `ouder`, or else whose BSN it has. Insured without a line are left out: no 02 without a 04.
    Gebruikersfout when a value does not fit its field or a line has no insured. A provisional layout writes test
    messages only (soort "T"): it is not the official standard.
    """
    ouder = _ouders(verzekerden, prestaties)
    volgorde = np.argsort(ouder, kind="stable")
    gebruikt, rang = np.unique(ouder[volgorde], return_inverse=True)
    kop = _voorloop(layout, voorloop)
    verzekerden = verzekerden.take(pa.array(gebruikt))
    prestaties = _prestaties(layout, prestaties.take(pa.array(volgorde)), verzekerden, rang)
    regels_04 = np.arange(len(rang)) + rang + 2
    regels_02 = np.searchsorted(rang, np.arange(len(gebruikt))) + np.arange(len(gebruikt)) + 1
    uit = leeg(len(rang) + len(gebruikt) + 2, layout.lengte)
    uit[0, :-2] = maak_records(layout.records["01"], kop, 1)[0]
    uit[regels_02, :-2] = maak_records(
        layout.records["02"], _kolommen(verzekerden, regels_02, _STANDAARD_02), len(gebruikt)
    )
    uit[regels_04, :-2] = maak_records(layout.records["04"], _kolommen(prestaties, regels_04, _STANDAARD_04), len(rang))
    totaal = getekend(prestaties.column("bedrag_cent"), prestaties.column("debetcredit"))
    tellers = {"02": len(gebruikt), "04": len(rang)}
    uit[-1, :-2] = maak_records(layout.records["99"], sluitvelden(tellers, {"totaal_cent": totaal}), 1)[0]
    return uit.tobytes()


def leeg(aantal: int, lengte: int) -> Tekens:
    """Blank lines of spaces, each with its CR/LF."""
    uit = np.full((aantal, lengte + 2), 32, dtype=np.uint8)
    uit[:, lengte:] = (13, 10)
    return uit


def maak_records(record: Record, kolommen: dict[str, Any], aantal: int) -> Tekens:
    """The characters of records of one type; a key that is no field of it is a Gebruikersfout."""
    onbekend = [naam for naam in kolommen if record.veld(naam) is None and naam not in ("regel", "ouder", "detail_id")]
    if onbekend:
        raise Gebruikersfout(
            f"Record {record.kenmerk} heeft geen veld {', '.join(sorted(onbekend))}", plaats="schrijven"
        )
    uit = np.full((aantal, record.lengte), 32, dtype=np.uint8)
    for veld in record.gegevens:
        kolom = int(record.kenmerk) if veld.rol == "kenmerk" else kolommen.get(veld.rol, kolommen.get(veld.rubriek))
        schrijf_veld(uit, veld, _kolom(kolom, veld, aantal))
    return uit


def sluitvelden(tellers: dict[str, int], bedragen: dict[str, int]) -> dict[str, Any]:
    """The counters and the totals with their debit or credit sign for record 99. Amounts are signed eurocents."""
    uit: dict[str, Any] = {f"aantal_{kenmerk}": aantal for kenmerk, aantal in tellers.items()}
    uit["aantal_detail"] = sum(tellers.values())
    for naam, cent in bedragen.items():
        uit[naam] = abs(cent)
        uit["debetcredit" if naam == "totaal_cent" else "debetcredit_toegekend"] = "C" if cent < 0 else "D"
    return uit


def getekend(bedrag: Any, debetcredit: Any) -> int:
    """Debit minus credit, in eurocents; what has no amount counts as nothing."""
    credit = pc.equal(debetcredit, "C").fill_null(False)
    som = pc.sum(pc.if_else(credit, pc.negate(bedrag), bedrag)).as_py()
    return int(som or 0)


def _kolom(waarde: Any, veld: Veld, aantal: int) -> Any:
    """One value for all records, or the column as it is."""
    if isinstance(waarde, np.ndarray | pa.Array | pa.ChunkedArray):
        return waarde
    if isinstance(waarde, date):
        waarde = int(f"{waarde:%Y%m%d}")
    leeg_veld: Any = 0 if veld.soort == "N" else ""
    return pa.repeat(pa.scalar(leeg_veld if waarde is None else waarde), aantal)


def _voorloop(layout: Layout, voorloop: dict[str, Any]) -> dict[str, Any]:
    versie, subversie = layout.versiedelen
    kop = {"soort": "T" if layout.provisional else "P", "valuta": "EUR", **voorloop}
    if layout.provisional and kop["soort"] != "T":
        fout = f"{layout.naam} is een voorlopige indeling en schrijft alleen testberichten (soort T)"
        raise Gebruikersfout(fout, plaats="rubriek 0105")
    if not layout.codes and "code" not in kop:
        raise Gebruikersfout(f"De berichtcode van {layout.naam} is niet bekend", plaats="rubriek 0102")
    return {"code": layout.codes[0] if layout.codes else 0, **kop, "versie": versie, "subversie": subversie}


def _ouders(verzekerden: Any, prestaties: Any) -> npt.NDArray[np.int64]:
    """For every line the row number of its insured."""
    if "ouder" in prestaties.column_names:
        ouder = prestaties.column("ouder").to_numpy()
    else:
        wie = _getallen(verzekerden.column("bsn"))
        gevonden = pc.index_in(pa.array(_getallen(prestaties.column("bsn"))), value_set=pa.array(wie))
        ouder = gevonden.fill_null(-1).to_numpy(zero_copy_only=False)
    if len(ouder) and (ouder.min() < 0 or ouder.max() >= verzekerden.num_rows):
        raise Gebruikersfout("Een prestatie hoort bij geen van de verzekerden", plaats="prestaties")
    return np.asarray(ouder, dtype=np.int64)


def _getallen(kolom: Any) -> npt.NDArray[np.int64]:
    return als_getallen(kolom, Veld("0203", "BSN", "N", 1, 9, "M", "bsn"))


def _prestaties(layout: Layout, prestaties: Any, verzekerden: Any, rang: npt.NDArray[np.int64]) -> Any:
    """The lines with the identity of their insured and the usual values for what was left out."""
    for rol in _VAN_VERZEKERDE:
        if rol in verzekerden.column_names:
            kolom = verzekerden.column(rol).take(pa.array(rang))
            prestaties = _zet(prestaties, rol, kolom)
    if "debetcredit" not in prestaties.column_names:
        prestaties = _zet(prestaties, "debetcredit", pa.repeat("D", prestaties.num_rows))
    for rol, bron in (("berekend_cent", "bedrag_cent"), ("debetcredit_berekend", "debetcredit")):
        if rol not in prestaties.column_names and layout.veld("04", rol) is not None:
            prestaties = _zet(prestaties, rol, prestaties.column(bron))
    return prestaties


def _zet(tabel: Any, naam: str, kolom: Any) -> Any:
    if naam in tabel.column_names:
        return tabel.set_column(tabel.column_names.index(naam), naam, kolom)
    return tabel.append_column(naam, kolom)


def _kolommen(tabel: Any, regels: npt.NDArray[np.int64], standaard: dict[str, Any]) -> dict[str, Any]:
    """Columns by name with the detail number: as the file has no comments, that is the line number less one."""
    gegeven = {naam: tabel.column(naam) for naam in tabel.column_names}
    return {**standaard, **gegeven, "detail_id": regels}
