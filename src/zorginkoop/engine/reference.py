"""The tables as the statements want them: codes and conditions as integers, and only what this batch can meet."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.engine import pack
from zorginkoop.engine.periods import unambiguous

DEBET = ["regel_id", "agb", "uzovi", "bsn", "prestatiecode", "datum", "aantal", "tarief_cent", "bedrag_cent"]
CREDIT = [*DEBET, "referentie_voorgaand"]

PERIODIEK: dict[str, tuple[list[str], list[str]]] = {
    "overeenkomsten": (["agb", "uzovi"], ["overeenkomst_id"]),
    "afspraken": (["overeenkomst_id", "prestatiecode"], ["afspraak_id"]),
    "zonder_contract": (["uzovi", "prestatiecode"], ["tarief_cent", "voorwaarde"]),
}
"""Tables of which a line takes one row: the key it looks it up by, and what decides when rows start together."""

MET_VOORWAARDEN = ("afspraken", "zonder_contract")

VEEL_GROTER = 4
"""A register this many times the batch is first cut down to what the batch can meet; below that it costs more."""


def load(arrow: dict[str, Any]) -> dict[str, Any]:
    """The tables with debit and credit lines apart, `voorwaarden` with what each number of conditions means, and
    `gebruikt` with the conditions that occur with a prestatiecode."""
    t = pack.codes(arrow)
    genummerd = pack.conditions(*(t[naam] for naam in MET_VOORWAARDEN))
    t |= dict(zip((*MET_VOORWAARDEN, "voorwaarden"), genummerd, strict=True))
    samen = pa.concat_tables([t[naam].select(["prestatiecode", "voorwaarde"]) for naam in MET_VOORWAARDEN])
    t["gebruikt"] = samen.group_by(samen.column_names).aggregate([])
    regels = t.pop("regels")
    is_credit = pc.equal(regels["debetcredit"], "C")
    t["debet"], t["credit"] = regels.select(DEBET).filter(pc.invert(is_credit)), regels.select(CREDIT).filter(is_credit)
    for naam in ("verzekerden", "inschrijvingen"):
        if t[naam].num_rows > VEEL_GROTER * regels.num_rows:
            t[naam] = t[naam].filter(pc.is_in(t[naam]["bsn"], value_set=pc.unique(regels["bsn"])))
    return t


def without_overlap(t: dict[str, Any], *namen: str) -> dict[str, Any]:
    """The same tables, those of these names with at most one row per key on any day."""
    return t | {naam: unambiguous(t[naam], PERIODIEK[naam][0], [*PERIODIEK[naam][1], "tot"]) for naam in namen}
