"""The statements of a judgement, in order. They are compiled once: that takes longer than judging a small file."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import ibis
from ibis import _
from ibis.backends.sql.compilers import DuckDBCompiler
from sqlglot import expressions as sge

from zorginkoop.engine import credit, frequency, pipeline, reference, tables
from zorginkoop.engine.redenen import AFWIJZEND

Tafels = dict[str, Any]
VOORVOEGSEL = "zi_"
"""Of every temporary table, so that none is taken for a table of somebody else."""

INVOER = VOORVOEGSEL + "invoer"
"""The Arrow table that is being stored."""


@dataclass(frozen=True)
class Stap:
    """A statement: what it selects, and the same as a table that is made of it."""

    vraag: str
    maak: str


def _rows(t: Tafels) -> Any:
    return pipeline.rows(reference.without_overlap(t, "zonder_contract"))


def _rows_without_overlap(t: Tafels) -> Any:
    return pipeline.rows(reference.without_overlap(t, *reference.PERIODIEK))


def _paid(t: Tafels) -> Any:
    return credit.still_paid(t["historie"], t["credits"]).mutate(persoon=frequency.person(_))


def _suspects(t: Tafels) -> Any:
    return frequency.suspects(_passed(t), t["betaald"], t["gebruikt"].inner_join(t["voorwaarden"], "voorwaarde"))


def _new(t: Tafels) -> Any:
    verdacht = _passed(t).semi_join(t["verdacht"], "persoon").inner_join(t["rijen"], "regel_id")
    verdacht = verdacht.inner_join(t["voorwaarden"], "voorwaarde")
    return verdacht.select(*frequency.EERDER, "regel_id", "inschrijving_vereist", "max_aantal", "per")


def _earlier(t: Tafels) -> Any:
    return t["betaald"].semi_join(t["verdacht"], "persoon").select(frequency.EERDER)


def _passed(t: Tafels) -> Any:
    afgewezen = t["redenen"].filter((_.masker & AFWIJZEND) != 0)
    return t["debet"].anti_join(afgewezen, "regel_id").mutate(persoon=frequency.person(_))


def _judgement(t: Tafels) -> Any:
    """Debit lines with all their reasons, and the credit lines, by regel_id."""
    redenen = pipeline.total(t["redenen"].union(t["over"]))
    d = t["rijen"].left_join(redenen, "regel_id").drop("regel_id_right").mutate(masker=_.masker.fill_null(0))
    c = t["credits"].mutate(overeenkomst_id=ibis.null("int64"), afspraak_id=ibis.null("int64"))
    bedragen = ((d, AFWIJZEND, d.betaalbaar_cent), (c, -1, c.bedrag_cent))
    delen = (
        r.select("regel_id", "masker", "overeenkomst_id", "afspraak_id",
                 toegekend_cent=ibis.ifelse((r.masker & weigert) != 0, 0, cent).cast("int64"))
        for r, weigert, cent in bedragen
    )  # fmt: skip
    return ibis.union(*delen).order_by("regel_id")


STAPPEN: dict[str, Callable[[Tafels], Any]] = {
    "credits": lambda t: credit.judged(t["credit"], t["historie"]),
    "betaald": _paid,
    "rijen": _rows,
    "aantal": lambda t: t["rijen"].aggregate(aantal=_.count()),
    "rijen_zonder_overlap": _rows_without_overlap,
    "onverzekerd": pipeline.uninsured,
    "redenen": pipeline.reasons,
    "verdacht": _suspects,
    "nieuw": _new,
    "eerder": _earlier,
    "oordeel": _judgement,
}
"""Each may use the tables of `reference.load`, those before it, and `over`."""


@cache
def steps() -> dict[str, Stap]:
    """The statements for DuckDB by name: those that store a table of `reference.load` or `over`, and `STAPPEN`."""
    leeg = reference.load({veld.name: tables.empty(veld.name) for veld in fields(tables.Tables)})
    t = {naam: _table(naam, ibis.Schema.from_pyarrow(tabel.schema)) for naam, tabel in leeg.items()}
    t["over"] = _table("over", ibis.schema({"regel_id": "int64", "masker": "int64"}))
    uit = {naam: _step(naam, ibis.table(tabel.schema(), name=INVOER)) for naam, tabel in t.items()}
    for naam, maak in STAPPEN.items():
        inhoud = maak(t)
        uit[naam] = _step(naam, inhoud)
        t[naam] = _table(naam, inhoud.schema())
    return uit


def _step(naam: str, inhoud: Any) -> Stap:
    compiler = DuckDBCompiler()
    vraag = compiler.to_sqlglot(inhoud)
    return Stap(vraag.sql(compiler.dialect), _create(naam, vraag).sql(compiler.dialect))


def _name(naam: str) -> str:
    """The name in the database: an alternative is made under the name of what it replaces."""
    return VOORVOEGSEL + naam.removesuffix("_zonder_overlap")


def _table(naam: str, schema: Any) -> Any:
    return ibis.table(schema, name=_name(naam))


def _create(naam: str, vraag: Any) -> sge.Create:
    tijdelijk = sge.Properties(expressions=[sge.TemporaryProperty()])
    doel = sge.Table(this=sge.to_identifier(_name(naam), quoted=True))
    return sge.Create(this=doel, kind="TABLE", replace=True, expression=vraag, properties=tijdelijk)
