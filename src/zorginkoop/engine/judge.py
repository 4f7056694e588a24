"""Judge the lines of a claim file against the signed rows: one line in, one line out, with all its reasons."""

from dataclasses import fields
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.engine import frequency, plan, reference
from zorginkoop.engine.redenen import AFWIJZEND, BIT, of_mask
from zorginkoop.engine.tables import Tables, check
from zorginkoop.engine.totals import totalen

__all__ = ["RESULTAAT", "Tables", "judge", "totalen"]

RESULTAAT = pa.schema(
    [
        ("regel_id", pa.int64()),
        ("uitkomst", pa.string()),
        ("toegekend_cent", pa.int64()),
        ("redenen", pa.list_(pa.string())),
        ("overeenkomst_id", pa.int64()),
        ("afspraak_id", pa.int64()),
    ]
)


def judge(tables: Tables, *, backend: Any = None) -> Any:
    """One row per claim line, by regel_id, with the columns of `RESULTAAT`.

    `toegekend_cent` is never negative; whether it is paid or taken back is the debetcredit of the line. Bad tables
    raise Gebruikersfout. `backend` is a DuckDB connection of Ibis, in which temporary tables stay behind; without one
    DuckDB runs in this process and leaves nothing.
    """
    goede = check(tables)
    bank = backend or ibis.duckdb.connect()
    try:
        return _judged(bank, {veld.name: getattr(goede, veld.name) for veld in fields(Tables)})
    finally:
        if backend is None:
            bank.disconnect()


def _judged(bank: Any, arrow: dict[str, Any]) -> Any:
    stappen, tabellen = plan.steps(), reference.load(arrow)
    for naam, inhoud in tabellen.items():
        _load(bank, stappen[naam], inhoud)
    for naam in ("credits", "betaald", "rijen"):
        bank.raw_sql(stappen[naam].maak)
    if _read(bank, stappen["aantal"])["aantal"][0].as_py() != tabellen["debet"].num_rows:
        # Periods overlap, which they seldom do: cut them up first.
        bank.raw_sql(stappen["rijen_zonder_overlap"].maak)
    for naam in ("onverzekerd", "redenen", "verdacht"):
        bank.raw_sql(stappen[naam].maak)
    nieuw, eerder = (_read(bank, stappen[naam]).to_pylist() for naam in ("nieuw", "eerder"))
    _load(bank, stappen["over"], _over_limit(frequency.refused(nieuw, eerder)))
    resultaat = _result(_read(bank, stappen["oordeel"]))
    _one_to_one(arrow["regels"], resultaat)
    return resultaat


def _load(bank: Any, stap: plan.Stap, inhoud: Any) -> None:
    """Stored, because then its size is known, and DuckDB builds on the small side."""
    bank.con.register(plan.INVOER, inhoud)
    bank.raw_sql(stap.maak)
    bank.con.unregister(plan.INVOER)


def _read(bank: Any, stap: plan.Stap) -> Any:
    return bank.raw_sql(stap.vraag).to_arrow_table()


def _over_limit(regels: list[int]) -> Any:
    te_vaak = pa.repeat(pa.scalar(BIT["FREQUENTIE"], pa.int64()), len(regels))
    return pa.table({"regel_id": pa.array(regels, pa.int64()), "masker": te_vaak})


def _result(tabel: Any) -> Any:
    """Outcome and reasons per line, spelled out once for every combination of reasons that occurs."""
    maskers = pc.unique(tabel["masker"])
    welke = pc.index_in(tabel["masker"], value_set=maskers)
    redenen = pa.array([of_mask(m) for m in maskers.to_pylist()], pa.list_(pa.string()))
    uitkomst = pa.array([_outcome(m) for m in maskers.to_pylist()], pa.string())
    kolommen = {naam: tabel[naam] for naam in RESULTAAT.names if naam in tabel.column_names}
    kolommen |= {"uitkomst": uitkomst.take(welke), "redenen": redenen.take(welke)}
    return pa.table([kolommen[naam] for naam in RESULTAAT.names], schema=RESULTAAT)


def _outcome(masker: int) -> str:
    if masker & AFWIJZEND:
        return "AFGEWEZEN"
    return "AANGEPAST" if masker else "AANGENOMEN"


def _one_to_one(regels: Any, resultaat: Any) -> None:
    gelijk = regels["regel_id"].take(pc.sort_indices(regels["regel_id"])).equals(resultaat["regel_id"])
    if not gelijk:
        raise RuntimeError("Niet elke declaratieregel is precies één keer beoordeeld")
