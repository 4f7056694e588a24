"""What is in a file and what is wrong with it, in the form of `zorginkoop ei lees --json`."""

from collections.abc import Sequence
from typing import Any

from zorginkoop.adapters.vektis.bericht import Bericht
from zorginkoop.adapters.vektis.retourcodes import Fout
from zorginkoop.adapters.vektis.schrijver import getekend


def samenvatting(bericht: Bericht, fouten: Sequence[Fout]) -> dict[str, Any]:
    """Standard, number of records per type, debit minus credit in eurocents, and all findings.

    `voorlopig` is true when the layout is not the official one; whoever shows the message must say so.
    """
    tabellen = [tabel for tabel in bericht.records.values() if "bedrag_cent" in tabel.column_names]
    return {
        "standaard": bericht.layout.standaard,
        "versie": bericht.layout.versie,
        "voorlopig": bericht.layout.provisional,
        "records": {kenmerk: tabel.num_rows for kenmerk, tabel in bericht.records.items()},
        "totaal_cent": sum(getekend(tabel.column("bedrag_cent"), tabel.column("debetcredit")) for tabel in tabellen),
        "fouten": [gevonden._asdict() for gevonden in fouten],
    }
