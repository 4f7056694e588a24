"""Which state of a claim file or payment batch may follow which, and the one way to move a record."""

from typing import Any

from django.db.models import Model

from zorginkoop.web.contractering.states import Stap, Tabel, step

DECLARATIEBESTAND: Tabel = {
    "ONTVANGEN": [
        Stap("GECONTROLEERD", "vanzelf", "technisch goed, of alleen fouten in losse regels"),
        Stap("AFGEKEURD", "vanzelf", "een fout die het hele bestand raakt"),
    ],
    "GECONTROLEERD": [Stap("BEOORDEELD", "DECLARATIES", "elke regel heeft een uitkomst")],
    "BEOORDEELD": [Stap("RETOUR", "vanzelf", "retourbestand geschreven")],
    "RETOUR": [Stap("BETAALBAAR", "vanzelf", "alle tellingen sluiten aan")],
    "BETAALBAAR": [],
    "AFGEKEURD": [],
}

BETAALBATCH: Tabel = {
    "GEMAAKT": [
        Stap("VRIJGEGEVEN", "DECLARATIES of CONTRACTBEHEER, een ander dan wie aanleverde of maakte", "betalen")
    ],
    "VRIJGEGEVEN": [],
}

TABELLEN = {"Declaratiebestand": DECLARATIEBESTAND, "Betaalbatch": BETAALBATCH}


def move(record: Model, naar: str, *, van: str, **velden: Any) -> None:
    """Take one step of the table in one conditional UPDATE; Toestandsfout when the record was not in state `van`."""
    melding = f"Dit kan nu niet: de stap begint bij de staat {van.lower()}"
    step(TABELLEN[type(record).__name__], record, naar, van=van, melding=melding, **velden)
