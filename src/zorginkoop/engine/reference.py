"""The tables as the pipeline wants them: codes as small integers, and only what this batch can meet."""

from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.engine.periods import unambiguous

DEBET = ["regel_id", "agb", "uzovi", "bsn", "prestatiecode", "datum", "aantal", "tarief_cent", "bedrag_cent",
         "ymd", "jaar", "kwartaal", "dag", "wie_wanneer", "wat_waar"]  # fmt: skip
CREDIT = [*DEBET, "referentie_voorgaand"]

PERIODIEK: dict[str, tuple[list[str], list[str]]] = {
    "overeenkomsten": (["agb", "uzovi"], ["overeenkomst_id"]),
    "afspraken": (["overeenkomst_id", "prestatiecode"], ["afspraak_id"]),
    "zonder_contract": (["uzovi", "prestatiecode"], ["tarief_cent"]),
    "verzekerden": (["bsn", "uzovi"], []),
    "inschrijvingen": (["bsn", "agb"], []),
}
"""Tables that hold for a period: the key a line looks them up by, and what decides between rows that start together."""

VEEL_GROTER = 4
"""A register this many times the batch is first cut down to what the batch can meet; below that it costs more."""


def load(arrow: dict[str, Any]) -> dict[str, Any]:
    """Expressions over the tables in memory; `debet` and `credit` lines apart, `personen` with a day of birth per bsn."""
    arrow = _numbered(arrow)
    regels, is_credit = arrow["regels"], pc.equal(arrow["regels"]["debetcredit"], "C")
    t = {naam: ibis.memtable(tabel) for naam, tabel in arrow.items() if naam != "regels"}
    t["debet"] = ibis.memtable(regels.select(DEBET).filter(pc.invert(is_credit)))
    t["credit"] = ibis.memtable(regels.select(CREDIT).filter(is_credit))
    for naam in ("verzekerden", "inschrijvingen"):
        if arrow[naam].num_rows > VEEL_GROTER * regels.num_rows:
            t[naam] = t[naam].semi_join(t["debet"], "bsn")
    personen = t["verzekerden"].group_by("bsn").aggregate(geboortedatum=lambda v: v.geboortedatum.max())
    t["personen"] = personen.mutate(geboren=_ymd(personen.geboortedatum))
    return t


def without_overlap(t: dict[str, Any]) -> dict[str, Any]:
    """The same tables with at most one row per key on any day."""
    een = {naam: unambiguous(t[naam], sleutel, [*rest, "tot"]) for naam, (sleutel, rest) in PERIODIEK.items()}
    return t | een


def _ymd(dag: Any) -> Any:
    """20250312: the difference of two of these, divided by 10,000, is an age in whole years."""
    return dag.year().cast("int64") * 10_000 + dag.month().cast("int64") * 100 + dag.day().cast("int64")


def _numbered(arrow: dict[str, Any]) -> dict[str, Any]:
    """Every prestatiecode of the batch as a number; rows of other tables with a code nobody claims are left out."""
    codes = pc.unique(arrow["regels"]["prestatiecode"])
    uit = dict(arrow)
    for naam in ("regels", "afspraken", "zonder_contract", "historie"):
        tabel = arrow[naam]
        plaats = tabel.column_names.index("prestatiecode")
        nummers = pc.index_in(tabel["prestatiecode"], value_set=codes).cast("int64")
        uit[naam] = tabel.set_column(plaats, "prestatiecode", nummers).filter(nummers.is_valid())
    return uit | {naam: _keyed(uit[naam]) for naam in ("regels", "historie")}


def _keyed(tabel: Any) -> Any:
    """Calendar numbers, and equal claims as equal `wie_wanneer` and `wat_waar`: cheaper than five columns."""
    datum = tabel["datum"].combine_chunks() if tabel.num_rows else pa.array([], pa.date32())
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
