"""What the engine reads: seven tables with their columns as data, and the check that runs before anything is judged.

Identifiers are integers here (AGB 01001234 is 1001234); amounts are whole eurocents; periods are half-open and an
open end is empty. `historie` holds debit lines only: a line that was credited later has `gecrediteerd` set.
"""

from dataclasses import dataclass, fields
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.kern.fouten import Gebruikersfout

GEHEEL, TEKST, DATUM, JANEE = pa.int64(), pa.string(), pa.date32(), pa.bool_()

VOORWAARDEN: dict[str, Any] = {
    "inschrijving_vereist": JANEE,
    "leeftijd_van": GEHEEL,
    "leeftijd_tot": GEHEEL,
    "max_aantal": GEHEEL,
    "per": TEKST,
}
"""What may be asked of a claim, whether the row is signed or holds without an agreement."""

KOLOMMEN: dict[str, dict[str, Any]] = {
    "regels": {
        "regel_id": GEHEEL,
        "agb": GEHEEL,
        "uzovi": GEHEEL,
        "bsn": GEHEEL,
        "prestatiecode": TEKST,
        "datum": DATUM,
        "aantal": GEHEEL,
        "tarief_cent": GEHEEL,
        "bedrag_cent": GEHEEL,
        "debetcredit": TEKST,
        "referentie": TEKST,
        "referentie_voorgaand": TEKST,
    },
    "overeenkomsten": {"overeenkomst_id": GEHEEL, "agb": GEHEEL, "uzovi": GEHEEL, "van": DATUM, "tot": DATUM},
    "afspraken": {
        "afspraak_id": GEHEEL,
        "overeenkomst_id": GEHEEL,
        "prestatiecode": TEKST,
        "tarief_cent": GEHEEL,
        "van": DATUM,
        "tot": DATUM,
        **VOORWAARDEN,
    },
    "verzekerden": {"bsn": GEHEEL, "uzovi": GEHEEL, "geboortedatum": DATUM, "van": DATUM, "tot": DATUM},
    "inschrijvingen": {"bsn": GEHEEL, "agb": GEHEEL, "van": DATUM, "tot": DATUM},
    "zonder_contract": {
        "uzovi": GEHEEL,
        "prestatiecode": TEKST,
        "tarief_cent": GEHEEL,
        "van": DATUM,
        "tot": DATUM,
        **VOORWAARDEN,
    },
    "historie": {
        "regel_id": GEHEEL,
        "bestand": TEKST,
        "agb": GEHEEL,
        "uzovi": GEHEEL,
        "bsn": GEHEEL,
        "prestatiecode": TEKST,
        "datum": DATUM,
        "aantal": GEHEEL,
        "referentie": TEKST,
        "uitkomst": TEKST,
        "toegekend_cent": GEHEEL,
        "gecrediteerd": JANEE,
    },
}

MAG_LEEG = {"tot", "leeftijd_van", "leeftijd_tot", "max_aantal", "per", "referentie", "referentie_voorgaand"}

GRENZEN = {
    "agb": (0, 99_999_999),
    "uzovi": (0, 9_999),
    "bsn": (0, 999_999_999),
    "tarief_cent": (0, 99_999_999),
    "bedrag_cent": (0, 99_999_999),
    "toegekend_cent": (0, 99_999_999),
    "aantal": (-9_999, 9_999),
    "max_aantal": (1, 9_999),
    "leeftijd_van": (0, 150),
    "leeftijd_tot": (0, 150),
}
"""Widths of the EI fields; within them products and packed keys cannot overflow 64 bits."""

KEUZES = {
    "debetcredit": ("D", "C"),
    "per": ("dag", "kwartaal", "jaar"),
    "uitkomst": ("AANGENOMEN", "AANGEPAST", "AFGEWEZEN"),
}

UNIEK = {"regels": "regel_id", "afspraken": "afspraak_id"}

SCHEMAS = {naam: pa.schema(list(kolommen.items())) for naam, kolommen in KOLOMMEN.items()}


@dataclass(frozen=True)
class Tables:
    """The claim lines of a file and everything they are judged against."""

    regels: Any
    overeenkomsten: Any
    afspraken: Any
    verzekerden: Any
    inschrijvingen: Any
    zonder_contract: Any
    historie: Any


def empty(naam: str) -> Any:
    """A table of this name without rows, for what an insurer does not have (yet)."""
    table: Any = SCHEMAS[naam].empty_table()
    return table


def from_rows(naam: str, rijen: list[dict[str, Any]]) -> Any:
    """A table of plain rows; a column left out of a row is empty."""
    return pa.Table.from_pylist(rijen, schema=SCHEMAS[naam])


def check(tables: Tables) -> Tables:
    """The same tables with exactly the columns and types of `SCHEMAS`; Gebruikersfout names table and column."""
    return Tables(**{veld.name: _checked(veld.name, getattr(tables, veld.name)) for veld in fields(Tables)})


def _checked(naam: str, tabel: Any) -> Any:
    if not isinstance(tabel, pa.Table):
        raise Gebruikersfout(f"Verwacht een tabel van pyarrow, kreeg {type(tabel).__name__}", plaats=naam)
    kolommen = {kolom: _column(naam, tabel, kolom, soort) for kolom, soort in KOLOMMEN[naam].items()}
    sleutel = UNIEK.get(naam)
    if sleutel and not _unique(kolommen[sleutel]):
        raise Gebruikersfout("Elk nummer mag maar één keer voorkomen", plaats=f"{naam}.{sleutel}")
    if "per" in kolommen and not kolommen["per"].is_null().equals(kolommen["max_aantal"].is_null()):
        raise Gebruikersfout("'max_aantal' en 'per' horen bij elkaar: allebei gevuld of allebei leeg", plaats=naam)
    return pa.table(kolommen)


def _unique(nummers: Any) -> bool:
    """Numbers mostly come in order, and then it is seen at a glance."""
    stijgend = pc.all(pc.greater(nummers.slice(1), nummers.slice(0, max(0, len(nummers) - 1)))).as_py()
    return stijgend is not False or pc.count_distinct(nummers).as_py() == len(nummers)


def _column(naam: str, tabel: Any, kolom: str, soort: Any) -> Any:
    plaats = f"{naam}.{kolom}"
    if kolom not in tabel.column_names:
        raise Gebruikersfout(f"De kolom '{kolom}' ontbreekt", plaats=naam)
    try:
        waarden = tabel[kolom].cast(soort)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fout:
        raise Gebruikersfout(f"Verwacht {soort}, kreeg {tabel[kolom].type}", plaats=plaats) from fout
    if waarden.null_count and kolom not in MAG_LEEG:
        raise Gebruikersfout(f"{waarden.null_count} keer leeg; deze kolom moet altijd gevuld zijn", plaats=plaats)
    _values(waarden, kolom, plaats)
    return waarden


def _values(waarden: Any, kolom: str, plaats: str) -> None:
    if kolom in KEUZES:
        vreemd = set(pc.unique(waarden.drop_null()).to_pylist()) - set(KEUZES[kolom])
        if vreemd:
            raise Gebruikersfout(f"Onbekende waarde '{min(vreemd)}'; kies {', '.join(KEUZES[kolom])}", plaats=plaats)
    if kolom in GRENZEN and len(waarden):
        laagste, hoogste = GRENZEN[kolom]
        uitersten = pc.min_max(waarden).as_py()
        if uitersten["min"] is not None and not laagste <= uitersten["min"] <= uitersten["max"] <= hoogste:
            raise Gebruikersfout(f"Waarden moeten tussen {laagste} en {hoogste} liggen", plaats=plaats)
