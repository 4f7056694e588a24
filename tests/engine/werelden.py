"""A small world that accepts one line; a test changes what it is about."""

from datetime import date

from zorginkoop.engine import tables
from zorginkoop.engine.judge import Tables, judge

AGB, UZOVI, BSN = 1000017, 9001, 900000012

REGEL = {
    "regel_id": 1, "agb": AGB, "uzovi": UZOVI, "bsn": BSN, "prestatiecode": "12011", "datum": date(2025, 5, 12),
    "aantal": 1, "tarief_cent": 1243, "bedrag_cent": 1243, "debetcredit": "D", "referentie": "R1",
    "referentie_voorgaand": None,
}  # fmt: skip
OVEREENKOMST = {"overeenkomst_id": 10, "agb": AGB, "uzovi": UZOVI, "van": date(2025, 1, 1), "tot": date(2026, 1, 1)}
AFSPRAAK = {
    "afspraak_id": 100, "overeenkomst_id": 10, "prestatiecode": "12011", "tarief_cent": 1243, "van": date(2025, 1, 1),
    "tot": date(2026, 1, 1), "inschrijving_vereist": False, "leeftijd_van": None, "leeftijd_tot": None,
    "max_aantal": None, "per": None,
}  # fmt: skip
VERZEKERD = {
    "bsn": BSN, "uzovi": UZOVI, "geboortedatum": date(1980, 3, 9), "van": date(2020, 1, 1), "tot": None,
}  # fmt: skip
INGESCHREVEN = {"bsn": BSN, "agb": AGB, "van": date(2020, 1, 1), "tot": None}
ZONDER_CONTRACT = {
    "uzovi": UZOVI, "prestatiecode": "12011", "tarief_cent": 1200, "van": date(2025, 1, 1), "tot": date(2026, 1, 1),
    "inschrijving_vereist": False, "leeftijd_van": None, "leeftijd_tot": None, "max_aantal": None, "per": None,
}  # fmt: skip
EERDER = {
    "regel_id": 1, "bestand": "2025-04", "agb": AGB, "uzovi": UZOVI, "bsn": BSN, "prestatiecode": "12011",
    "datum": date(2025, 5, 12), "aantal": 1, "referentie": "H1", "uitkomst": "AANGENOMEN", "toegekend_cent": 1243,
    "gecrediteerd": False,
}  # fmt: skip
CREDIT = {**REGEL, "debetcredit": "C", "referentie": "C1", "referentie_voorgaand": "H1"}


def wereld(**anders):
    """Rows per table: the accepted line and what makes it so, with whole tables replaced."""
    basis = {
        "regels": [REGEL],
        "overeenkomsten": [OVEREENKOMST],
        "afspraken": [AFSPRAAK],
        "verzekerden": [VERZEKERD],
        "inschrijvingen": [],
        "zonder_contract": [],
        "historie": [],
    }
    return basis | anders


def tabellen(rijen):
    return Tables(**{naam: tables.from_rows(naam, inhoud) for naam, inhoud in rijen.items()})


def oordelen(**anders):
    """The result rows, by regel_id."""
    return judge(tabellen(wereld(**anders))).to_pylist()


def redenen(**anders):
    """The reasons of every line, by regel_id."""
    return [rij["redenen"] for rij in oordelen(**anders)]


def regel(nummer=1, **anders):
    """A line with its own number and an amount that fits."""
    r = {**REGEL, "regel_id": nummer, "referentie": f"R{nummer}", **anders}
    return {**r, "bedrag_cent": anders.get("bedrag_cent", r["tarief_cent"] * r["aantal"])}
