"""Columns of a batch made small before the joins: codes, calendar and row conditions as single integers.

A join costs by the number of columns it carries. Nothing here decides anything.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

PERIODEN = ("dag", "kwartaal", "jaar")

VOORWAARDEN = {"inschrijving_vereist": 3, "leeftijd_van": 152, "leeftijd_tot": 152, "max_aantal": 10_001, "per": 4}
"""The conditions of a signed row with how many values each can have, empty included; there are few combinations, so few numbers."""


def codes(arrow: dict[str, Any]) -> dict[str, Any]:
    """Every prestatiecode of the batch as a number; rows of other tables with a code nobody claims are left out."""
    bekend = pc.unique(arrow["regels"]["prestatiecode"])
    uit = dict(arrow)
    for naam in ("regels", "afspraken", "zonder_contract", "historie"):
        tabel = arrow[naam]
        nummers = pc.index_in(tabel["prestatiecode"], value_set=bekend).cast("int64")
        plaats = tabel.column_names.index("prestatiecode")
        uit[naam] = tabel.set_column(plaats, "prestatiecode", nummers).filter(nummers.is_valid())
    return uit


def calendar(tabel: Any) -> Any:
    """Lines with calendar numbers, and with equal claims as equal `wie_wanneer` and `wat_waar`."""
    datum = pa.array(tabel["datum"].to_numpy(), pa.date32())
    dagen = datum.unique()
    jaar, maand, dag = pc.year(dagen), pc.month(dagen), pc.day(dagen)
    delen = {
        "ymd": pc.add(pc.add(pc.multiply(jaar, 10_000), pc.multiply(maand, 100)), dag),
        "jaar": jaar,
        "kwartaal": pc.add(pc.multiply(jaar, 10), pc.quarter(dagen)),
        "dag": dagen.cast(pa.int32()).cast(pa.int64()),
    }
    welke = pc.index_in(datum, value_set=dagen)
    for naam, waarden in delen.items():
        tabel = tabel.append_column(naam, waarden.take(welke))
    wie = pc.add(pc.multiply(tabel["bsn"], 10_000_000), tabel["dag"])
    wat = pc.add(pc.multiply(tabel["prestatiecode"], 10_000), tabel["uzovi"])
    wat = pc.add(pc.multiply(wat, 100_000_000), tabel["agb"])
    return tabel.append_column("wie_wanneer", wie).append_column("wat_waar", wat)


def conditions(afspraken: Any) -> tuple[Any, Any]:
    """The rows with one number, `voorwaarde`, for their conditions, and the table of what each number means."""
    per = pc.index_in(afspraken["per"], value_set=pa.array(PERIODEN))
    nummer = pa.chunked_array([pa.repeat(pa.scalar(0, pa.int64()), afspraken.num_rows)])
    for naam, keuzes in VOORWAARDEN.items():
        waarde = (per if naam == "per" else afspraken[naam]).cast("int64")
        nummer = pc.add(pc.multiply(nummer, keuzes), pc.fill_null(pc.add(waarde, 1), 0))
    verschillend = nummer.unique()
    eerste = pc.index_in(verschillend, value_set=nummer)
    betekenis = afspraken.select(list(VOORWAARDEN)).take(eerste).append_column("voorwaarde", verschillend)
    return afspraken.drop_columns(list(VOORWAARDEN)).append_column("voorwaarde", nummer), betekenis
