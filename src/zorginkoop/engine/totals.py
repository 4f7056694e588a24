"""Totals of a judged file that always reconcile: every line counted once, every cent paid or cut."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.engine.redenen import REDENEN

UITKOMSTEN = ("AANGENOMEN", "AANGEPAST", "AFGEWEZEN")

BEDRAGEN = ("ingediend_cent", "toegekend_cent", "gekort_cent")


class Aansluitfout(RuntimeError):
    """Totals that do not add up: something is lost or counted twice. Nothing may be paid from such a result."""


def totalen(result: Any, regels: Any) -> dict[str, Any]:
    """Counts and cents of the whole file, per outcome and per reason.

    Amounts are a balance: credit lines count negative. A line with two reasons counts under both; only the
    outcomes add up to the whole. Aansluitfout when lines or cents do not reconcile.
    """
    samen = _with_claimed(result, regels)
    per_uitkomst = {u: _sum(samen.filter(pc.equal(samen["uitkomst"], u))) for u in UITKOMSTEN}
    totaal = _sum(samen)
    _reconcile(totaal, per_uitkomst, regels)
    return {**totaal, "per_uitkomst": per_uitkomst, "per_reden": _per_reason(samen)}


def _with_claimed(result: Any, regels: Any) -> Any:
    plaats = pc.index_in(result["regel_id"], value_set=regels["regel_id"].cast("int64"))
    if plaats.null_count or pc.count_distinct(result["regel_id"]).as_py() != result.num_rows:
        raise Aansluitfout("Het resultaat bevat regels die dubbel zijn of niet zijn ingediend")
    ingediend = regels.take(plaats)
    teken = pc.if_else(pc.equal(ingediend["debetcredit"], "C"), -1, 1)
    ingediend_cent = pc.multiply(ingediend["bedrag_cent"], teken)
    toegekend_cent = pc.multiply(result["toegekend_cent"], teken)
    return pa.table(
        {
            "uitkomst": result["uitkomst"],
            "redenen": result["redenen"],
            "ingediend_cent": ingediend_cent,
            "toegekend_cent": toegekend_cent,
            "gekort_cent": pc.subtract(ingediend_cent, toegekend_cent),
        }
    )


def _sum(samen: Any) -> dict[str, int]:
    return {"regels": samen.num_rows, **{b: pc.sum(samen[b]).as_py() or 0 for b in BEDRAGEN}}


def _per_reason(samen: Any) -> dict[str, dict[str, int]]:
    regel, code = pc.list_parent_indices(samen["redenen"]), pc.list_flatten(samen["redenen"])
    met = {c: _sum(samen.take(regel.filter(pc.equal(code, c)))) for c in REDENEN}
    return {c: som for c, som in met.items() if som["regels"]}


def _reconcile(totaal: dict[str, int], per_uitkomst: dict[str, dict[str, int]], regels: Any) -> None:
    if totaal["regels"] != regels.num_rows:
        raise Aansluitfout(f"{regels.num_rows} regels ingediend, {totaal['regels']} beoordeeld")
    for wat, waarde in totaal.items():
        if sum(som[wat] for som in per_uitkomst.values()) != waarde:
            raise Aansluitfout(f"De uitkomsten tellen niet op tot het geheel: {wat}")
    if totaal["ingediend_cent"] != totaal["toegekend_cent"] + totaal["gekort_cent"]:
        raise Aansluitfout("Ingediend is niet gelijk aan toegekend plus gekort")
