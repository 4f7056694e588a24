"""Judge the lines of a claim file against the signed rows: one line in, one line out, with all its reasons."""

from dataclasses import fields
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.engine import credit, frequency, pipeline, reference
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

BEOORDEELD = ["regel_id", "persoon", "ymd", "aantal", "overeenkomst_id", "afspraak_id", "voorwaarde", "masker",
              "betaalbaar_cent"]  # fmt: skip
"""What is stored of each debit line between the checks and the counting; every column costs."""


def judge(tables: Tables, *, backend: Any = None) -> Any:
    """One row per claim line, by regel_id, with the columns of `RESULTAAT`.

    `toegekend_cent` is never negative; whether it is paid or taken back is the debetcredit of the line. Bad tables
    raise Gebruikersfout. `backend` is an Ibis backend, in which temporary tables stay behind; without one DuckDB
    runs in this process and leaves nothing.
    """
    goede = check(tables)
    bank = backend or ibis.duckdb.connect()
    try:
        return _judged(bank, {veld.name: getattr(goede, veld.name) for veld in fields(Tables)})
    finally:
        if backend is None:
            bank.disconnect()


def _judged(bank: Any, arrow: dict[str, Any]) -> Any:
    t = reference.load(arrow)
    t["debet"] = _keep(bank, "debet", t["debet"])  # stored, its size is known, and DuckDB builds on the small side
    credits = credit.with_debit(t["credit"], t["historie"])
    credits = _keep(bank, "credits", credits.mutate(masker=pipeline.mask(credits, credit.CONTROLES)))
    betaald = _keep(bank, "betaald", credit.still_paid(t["historie"], credits))
    debet = _debit(bank, t, betaald)
    over = _keep(bank, "over", _over_limit(bank, t, debet, betaald))
    resultaat = _result(bank, _outcome_debit(debet, over).union(_outcome_credit(credits)))
    _one_to_one(arrow["regels"], resultaat)
    return resultaat


def _keep(bank: Any, naam: str, inhoud: Any) -> Any:
    """Stored under a name of its own: overwriting would write everything twice."""
    return bank.create_table(ibis.util.gen_name(naam), inhoud, temp=True)


def _size(bank: Any, tabel: Any) -> int:
    return int(bank.to_pyarrow(tabel.count()).as_py())


def _debit(bank: Any, t: dict[str, Any], betaald: Any) -> Any:
    """The debit lines with the reasons of the pipeline. Overlapping periods show as more rows than lines; then,
    and only then, the tables are first cut into periods that do not overlap."""
    in_bestand, eerder = pipeline.doubles(t["debet"], betaald)
    dubbelen = _keep(bank, "in_bestand", in_bestand), _keep(bank, "eerder", eerder)
    for tabellen in (t, reference.without_overlap(t)):
        naast = pipeline.beside_everything(tabellen, dubbelen)
        masker, betaalbaar = pipeline.mask(naast, pipeline.CONTROLES), pipeline.payable(naast)
        debet = _keep(bank, "naast", naast.mutate(masker=masker, betaalbaar_cent=betaalbaar).select(BEOORDEELD))
        if _size(bank, debet) == _size(bank, t["debet"]):
            break
    return debet


def _over_limit(bank: Any, t: dict[str, Any], debet: Any, betaald: Any) -> Any:
    """The regel_id of lines that pass every other check and go over the agreed number."""
    goed = debet.filter((debet.masker & AFWIJZEND) == 0).left_join(t["voorwaarden"], "voorwaarde")
    codes = t["gebruikt"].inner_join(t["voorwaarden"], "voorwaarde").filter(ibis._.max_aantal.notnull())
    verdacht = _keep(bank, "verdacht", frequency.suspects(goed, betaald, codes))
    plaats = t["debet"].select("regel_id", "agb", "datum")
    nieuw = goed.semi_join(verdacht, "persoon").inner_join(plaats, "regel_id")
    velden = ["persoon", "agb", "datum", "aantal"]
    nieuw = nieuw.select(*velden, "regel_id", "inschrijving_vereist", "max_aantal", "per")
    eerder = betaald.select(velden).semi_join(verdacht, "persoon")
    regels, eerdere = (bank.to_pyarrow(tabel).to_pylist() for tabel in (nieuw, eerder))
    return pa.table({"over_id": pa.array(frequency.refused(regels, eerdere), pa.int64())})


def _outcome_debit(debet: Any, over: Any) -> Any:
    d = debet.left_join(over, debet.regel_id == over.over_id)
    d = d.mutate(masker=d.masker + ibis.ifelse(d.over_id.notnull(), BIT["FREQUENTIE"], 0))
    bedrag = ibis.ifelse((d.masker & AFWIJZEND) != 0, 0, d.betaalbaar_cent)
    return d.select("regel_id", "masker", "overeenkomst_id", "afspraak_id", toegekend_cent=bedrag.cast("int64"))


def _outcome_credit(credits: Any) -> Any:
    leeg = ibis.null("int64")
    bedrag = ibis.ifelse(credits.masker == 0, credits.bedrag_cent, 0)
    return credits.select(
        "regel_id", "masker", overeenkomst_id=leeg, afspraak_id=leeg, toegekend_cent=bedrag.cast("int64")
    )


def _result(bank: Any, oordeel: Any) -> Any:
    """Outcome and reasons per line, spelled out once for every combination of reasons that occurs."""
    tabel = bank.to_pyarrow(oordeel.order_by("regel_id"))
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
