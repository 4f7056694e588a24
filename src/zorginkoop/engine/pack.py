"""Columns of a batch made small before the joins: codes and the conditions of a row as single integers.

A join costs by the number of columns it carries. Nothing here decides anything.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.kern.fouten import Gebruikersfout

MEESTE_CODES = 99_999
"""Far more than all lists of Vektis together; with more the packed keys would not fit."""

PERIODEN = ("dag", "kwartaal", "jaar")

VOORWAARDEN = {"inschrijving_vereist": 3, "leeftijd_van": 152, "leeftijd_tot": 152, "max_aantal": 10_001, "per": 4}
"""The conditions of a row with how many values each can have, empty included."""


def codes(arrow: dict[str, Any]) -> dict[str, Any]:
    """Every prestatiecode of the batch as a number; rows of other tables with a code nobody claims are left out."""
    bekend = pc.unique(arrow["regels"]["prestatiecode"])
    if len(bekend) > MEESTE_CODES:
        raise Gebruikersfout(f"Meer dan {MEESTE_CODES} verschillende prestatiecodes", plaats="regels.prestatiecode")
    uit = dict(arrow)
    for naam in ("regels", "afspraken", "zonder_contract", "historie"):
        tabel = arrow[naam]
        nummers = pc.index_in(tabel["prestatiecode"], value_set=bekend).cast("int64")
        plaats = tabel.column_names.index("prestatiecode")
        tabel = tabel.set_column(plaats, "prestatiecode", nummers)
        uit[naam] = tabel.filter(nummers.is_valid()) if nummers.null_count else tabel
    return uit


def conditions(*tabellen: Any) -> tuple[Any, ...]:
    """The tables with one number, `voorwaarde`, for the conditions of a row; last, what each number means.

    The same conditions have the same number in every table.
    """
    namen = list(VOORWAARDEN)
    alle = pa.concat_tables([tabel.select(namen) for tabel in tabellen])
    per = pc.index_in(alle["per"], value_set=pa.array(PERIODEN))
    nummer = pa.chunked_array([pa.repeat(pa.scalar(0, pa.int64()), alle.num_rows)])
    for naam, keuzes in VOORWAARDEN.items():
        waarde = (per if naam == "per" else alle[naam]).cast("int64")
        nummer = pc.add(pc.multiply(nummer, keuzes), pc.fill_null(pc.add(waarde, 1), 0))
    verschillend = nummer.unique()
    betekenis = alle.take(pc.index_in(verschillend, value_set=nummer)).append_column("voorwaarde", verschillend)
    uit, begin = [], 0
    for tabel in tabellen:
        eigen = nummer.slice(begin, tabel.num_rows)
        uit.append(tabel.drop_columns(namen).append_column("voorwaarde", eigen))
        begin += tabel.num_rows
    return *uit, betekenis
