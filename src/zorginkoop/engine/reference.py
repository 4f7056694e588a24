"""The tables as the pipeline wants them: codes as small integers, and only what this batch can meet."""

from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.engine import pack
from zorginkoop.engine.periods import unambiguous

DEBET = ["regel_id", "agb", "uzovi", "bsn", "prestatiecode", "datum", "aantal", "tarief_cent", "bedrag_cent",
         "ymd", "persoon", "wie_wanneer", "wat_waar"]  # fmt: skip
CREDIT = [*DEBET, "referentie_voorgaand"]

PERIODIEK: dict[str, tuple[list[str], list[str]]] = {
    "overeenkomsten": (["agb", "uzovi"], ["overeenkomst_id"]),
    "afspraken": (["overeenkomst_id", "prestatiecode"], ["afspraak_id"]),
    "zonder_contract": (["uzovi", "prestatiecode"], ["tarief_cent", "voorwaarde"]),
    "verzekerden": (["bsn", "uzovi"], []),
    "inschrijvingen": (["bsn", "agb"], []),
}
"""Tables that hold for a period: the key a line looks them up by, and what decides between rows that start together."""

VEEL_GROTER = 4
"""A register this many times the batch is first cut down to what the batch can meet; below that it costs more."""


def load(arrow: dict[str, Any]) -> dict[str, Any]:
    """Expressions over the tables in memory; debit and credit lines apart, `personen` with a birth date per bsn,
    `gebruikt` the conditions that occur with a prestatiecode."""
    arrow = pack.codes(arrow)
    rijen = ("afspraken", "zonder_contract")
    genummerd = pack.conditions(*(arrow[naam] for naam in rijen))
    arrow |= dict(zip((*rijen, "voorwaarden"), genummerd, strict=True))
    samen = pa.concat_tables([arrow[naam].select(["prestatiecode", "voorwaarde"]) for naam in rijen])
    arrow["gebruikt"] = samen.group_by(samen.column_names).aggregate([])
    arrow |= {naam: pack.keys(arrow[naam]) for naam in ("regels", "historie")}
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
