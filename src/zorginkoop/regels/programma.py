"""A set of rules as one DuckDB statement, prepared once, that runs on one case and on a whole table alike."""

import threading
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp

from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regel, Regelfout


class Programma:
    """Rules over facts. `afleidingen` are rules whose value is a fact to others; they are ordered, cycles refused."""

    def __init__(self, feiten: Mapping[str, Soort], afleidingen: Iterable[Regel], regels: Sequence[Regel]) -> None:
        self.feiten = dict(feiten)
        self.afleidingen = {regel.naam: regel for regel in _op_volgorde(afleidingen)}
        self.regels = {regel.naam: regel for regel in regels}
        self._lokaal = threading.local()

    @cached_property
    def sql(self) -> str:
        """The statement as DuckDB runs it."""
        return self.query("feiten").sql(dialect="duckdb")

    def query(self, bron: str, mee: Sequence[str] = ()) -> exp.Expr:
        """The statement over a table of facts: the derived facts layer upon layer, then every rule and every part.

        `mee` are columns of that table that go along.
        """
        query = exp.select("*").from_(exp.to_table(bron))
        for afleiding in self.afleidingen.values():
            kolom = exp.alias_(_uitvoerbaar(afleiding.ast), afleiding.naam, quoted=True)
            query = exp.select("*", kolom).from_(query.subquery("laag"))
        voorop = [exp.column(naam, quoted=True) for naam in (*mee, *self.afleidingen)]
        return exp.select(*voorop, *self._kolommen()).from_(query.subquery("laag"))

    @cached_property
    def uitkomsten(self) -> list[str]:
        """The columns of the statement, in its order."""
        return [*self.afleidingen, *(uitkomst.alias for uitkomst in self._kolommen())]

    def _kolommen(self) -> list[exp.Expr]:
        return [exp.alias_(_uitvoerbaar(ast), naam, quoted=True) for naam, ast in self.outcomes()]

    def outcomes(self) -> Iterator[tuple[str, exp.Expr]]:
        """Every rule and every part of it, by the column that holds its value."""
        for regel in self.regels.values():
            yield kolom(regel), regel.ast
            for n, deel in enumerate(regel.delen if regel.verbinding else ()):
                yield kolom(regel, n), deel.ast

    def een(self, feiten: Mapping[str, object]) -> dict[str, object]:
        """All facts, derived facts, rules and parts of one case, by column name."""
        gegeven = {naam: _cel(soort, feiten.get(naam)) for naam, soort in self.feiten.items()}
        kolommen = [pa.array([gegeven[veld.name]], veld.type) for veld in self._schema]
        rij = self._uitgevoerd(pa.table(kolommen, schema=self._schema)).fetchone()
        assert rij is not None
        return {**gegeven, **dict(zip(self.uitkomsten, rij, strict=True))}

    def tabel(self, tabel: pa.Table) -> pa.Table:
        """The table with every derived fact, rule and part added, row for row; facts it lacks are unknown."""
        invoer = self.invoer(tabel)
        uit = self._uitgevoerd(invoer).to_arrow_table()
        kolommen = {naam: tabel.column(naam) for naam in tabel.column_names}
        kolommen |= {naam: invoer.column(naam) for naam in invoer.column_names}
        return pa.table(kolommen | {naam: uit.column(naam) for naam in uit.column_names})

    def _uitgevoerd(self, invoer: pa.Table) -> duckdb.DuckDBPyConnection:
        """The statement run on these facts; its columns are those of `uitkomsten`."""
        verbinding, bron = self._verbinding()
        bron.tabel = invoer
        return verbinding.execute("EXECUTE programma")

    def invoer(self, tabel: pa.Table, zonder: Container[str] = ()) -> pa.Table:
        """The facts the statement reads, in their own types, without these; those the table lacks are unknown."""

        def kolom_van(veld: pa.Field) -> pa.ChunkedArray | pa.Array:
            if veld.name in tabel.column_names:
                gegeven = tabel.column(veld.name)
                return gegeven if gegeven.type == veld.type else gegeven.cast(veld.type)
            return pa.nulls(tabel.num_rows, veld.type)

        schema = pa.schema([veld for veld in self._schema if veld.name not in zonder])
        return pa.table([kolom_van(veld) for veld in schema], schema=schema)

    @cached_property
    def _schema(self) -> pa.Schema:
        """The facts the statement reads: those a rule looks at, or one when no rule looks at any."""
        regels = (*self.afleidingen.values(), *self.regels.values())
        gezien = {naam for regel in regels for naam in regel.feiten}
        namen = [naam for naam in self.feiten if naam in gezien] or list(self.feiten)[:1]
        return pa.schema([(naam, _ARROW[self.feiten[naam]]) for naam in namen])

    def _verbinding(self) -> tuple[duckdb.DuckDBPyConnection, "_Bron"]:
        """One connection per thread, with the statement prepared on it and the place to lay the facts.

        It runs on that thread alone: to start another one takes longer than a single case does, and a large table is
        cut up over threads by who has it.
        """
        if not hasattr(self._lokaal, "verbinding"):
            verbinding, bron = duckdb.connect(config={"threads": 1}), _Bron(self._schema)
            verbinding.register("feiten", bron)
            # The plan outlives the rows: statistics of the first facts would fold "IS NULL" to false for good.
            verbinding.execute("SET disabled_optimizers = 'statistics_propagation'")
            verbinding.execute(f"PREPARE programma AS {self.sql}")
            self._lokaal.verbinding = verbinding, bron
        gereed: tuple[duckdb.DuckDBPyConnection, _Bron] = self._lokaal.verbinding
        return gereed


class _Bron:
    """The facts as the prepared statement finds them: every time it runs, the table that lies here then."""

    def __init__(self, schema: pa.Schema) -> None:
        self.tabel = schema.empty_table()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.tabel.__arrow_c_stream__(requested_schema)


def _cel(soort: Soort, waarde: object) -> object:
    """The value as the column holds it: numbers have six decimals, half away from zero."""
    if soort is not Soort.GETAL or waarde is None:
        return waarde
    return Decimal(str(waarde)).quantize(_ZESDE, ROUND_HALF_UP)


def kolom(regel: Regel, deel: int | None = None) -> str:
    """Name of the column that holds a rule's value, or that of one of its top-level parts."""
    return f"={regel.naam}" if deel is None else f"={regel.naam}#{deel}"


def _op_volgorde(afleidingen: Iterable[Regel]) -> list[Regel]:
    op_naam = {regel.naam: regel for regel in afleidingen}
    graaf = {naam: regel.feiten & op_naam.keys() for naam, regel in op_naam.items()}
    try:
        return [op_naam[naam] for naam in TopologicalSorter(graaf).static_order()]
    except CycleError as fout:
        kring = " → ".join(fout.args[1])
        raise Regelfout(
            f"de afgeleide gegevens hangen in een kring van elkaar af: {kring}", plaats=fout.args[1][0]
        ) from fout


def _uitvoerbaar(ast: exp.Expr) -> exp.Expr:
    """The rule as DuckDB runs it: dates stay dates, an unknown value is never skipped, DEEL divides widely."""
    wortel = exp.Paren(this=ast.copy())
    for node in reversed(list(wortel.walk())):
        vertaald = _vertaal(node)
        if vertaald is not node:
            node.replace(vertaald)
    return wortel.unnest()


def _vertaal(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Add | exp.Sub) and isinstance(node.expression, exp.Interval):
        return exp.cast(node.copy(), "DATE")
    if isinstance(node, exp.DateTrunc | exp.TimestampTrunc):
        return exp.cast(node.copy(), "DATE")
    if isinstance(node, exp.Least | exp.Greatest):
        return _onbekend_blijft(node)
    if isinstance(node, exp.Case):
        return _onbekende_tak(node)
    return _eigen_functie(node) if isinstance(node, exp.Anonymous) else node


def _eigen_functie(node: exp.Anonymous) -> exp.Expr:
    """The functions SQL does not have: DEEL divides whole numbers, BEKEND is true or unknown."""
    if str(node.this).upper() == "DEEL":
        teller, noemer = node.expressions
        return _gedeeld(teller, noemer)
    return exp.Case().when(exp.Not(this=exp.Is(this=node.expressions[0].copy(), expression=exp.null())), exp.true())


def _gedeeld(teller: exp.Expr, noemer: exp.Expr) -> exp.Expr:
    """Whole division, half away from zero: exact, and unknown when divided by zero."""
    delen = {"teller": exp.cast(teller.copy(), "INT128"), "noemer": exp.cast(noemer.copy(), "INT128")}
    vorm = sqlglot.parse_one(_GEDEELD, dialect="duckdb")
    return vorm.transform(lambda n: delen[n.name].copy() if isinstance(n, exp.Column) else n)


def _onbekend_blijft(node: exp.Expr) -> exp.Expr:
    """DuckDB's LEAST and GREATEST pass over NULL; here one unknown value makes the outcome unknown."""
    leeg = [exp.Is(this=waarde.copy(), expression=exp.null()) for waarde in (node.this, *node.expressions)]
    return exp.Case().when(exp.or_(*leeg), exp.null()).else_(node.copy())


def _onbekende_tak(node: exp.Case) -> exp.Expr:
    """SQL takes the next branch when a condition is NULL; here the outcome is then unknown."""
    streng = exp.Case(default=node.args.get("default"))
    for tak in node.args["ifs"]:
        streng = streng.when(tak.this.copy(), tak.args["true"].copy())
        streng = streng.when(exp.Is(this=exp.paren(tak.this.copy()), expression=exp.null()), exp.null())
    return streng


_GEDEELD = """CASE WHEN noemer <> 0 THEN CAST(
    CASE WHEN (teller < 0) <> (noemer < 0) THEN -1 ELSE 1 END
    * ((2 * ABS(teller) + ABS(noemer)) // (2 * ABS(noemer))) AS BIGINT) END"""

_ZESDE = Decimal("0.000001")
_ARROW = {
    Soort.JANEE: pa.bool_(),
    Soort.GEHEEL: pa.int64(),
    Soort.GETAL: pa.decimal128(18, 6),
    Soort.BEDRAG: pa.int64(),
    Soort.DATUM: pa.date32(),
    Soort.TEKST: pa.string(),
    Soort.LIJST: pa.list_(pa.string()),
}
