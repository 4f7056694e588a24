"""What a follower takes home: the package as JSON, and its rows as CSV. Neither ever holds an account number."""

import csv
import io
import json

from zorginkoop.adapters.spreadsheet import cell
from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.web.contractering.models import Volging


def rows_of(volging: Volging) -> list[Afspraak]:
    """The rows of the package."""
    return [Afspraak.model_validate(rij) for rij in json.loads(volging.pakket)["afspraken"]]


def as_csv(volging: Volging) -> str:
    """One line per row, with semicolons and a byte order mark, as Dutch spreadsheets expect."""
    pakket = json.loads(volging.pakket)
    kop = {
        "kenmerk": pakket["kenmerk"],
        "verzekeraar": pakket["verzekeraar"]["naam"],
        "uzovi": pakket["verzekeraar"]["uzovi"],
        "praktijk": pakket["praktijk"]["naam"],
        "agb": pakket["praktijk"]["agb"],
    }
    velden = [*kop, *(naam for naam in Afspraak.model_fields if naam != "bron"), "bron"]
    uit = io.StringIO()
    schrijver = csv.DictWriter(uit, velden, delimiter=";", lineterminator="\r\n")
    schrijver.writeheader()
    for rij in rows_of(volging):
        regel = {**kop, **rij.model_dump(mode="json", exclude={"bron"}), "bron": str(rij.bron)}
        schrijver.writerow({naam: cell(waarde) for naam, waarde in regel.items()})
    return f"\ufeff{uit.getvalue()}"
