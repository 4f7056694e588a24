"""Small faults in a rule, made on purpose: a rule is only tested when its examples notice every one of them.

Each mutant is the rule with one change. What is no valid rule any more, or says the same, is left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sqlglot import exp

from zorginkoop.regels import taal
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regel, Regelfout

Wissel = Iterator[tuple[str, exp.Expr]]

RUILEN: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.NullSafeEQ: exp.NullSafeNEQ,
    exp.NullSafeNEQ: exp.NullSafeEQ,
    exp.Add: exp.Sub,
    exp.Sub: exp.Add,
    exp.Least: exp.Greatest,
    exp.Greatest: exp.Least,
    exp.Floor: exp.Ceil,
    exp.Ceil: exp.Floor,
}


@dataclass(frozen=True)
class Mutant:
    """A rule with one change; `soort` says which, in Dutch."""

    soort: str
    regel: Regel

    @property
    def tekst(self) -> str:
        return self.regel.tekst


def mutants(regel: Regel, kent: Mapping[str, Soort]) -> Iterator[Mutant]:
    """Every mutant of a rule, each once; `kent` gives the kind of every fact, as for reading the rule."""
    gezien = {regel.ast.sql(dialect="duckdb")}
    for soort, ast in _changed(regel):
        tekst = ast.sql(dialect="duckdb")
        if tekst in gezien:
            continue
        gezien.add(tekst)
        try:
            yield Mutant(soort, taal.lees(regel.naam, tekst, kent, verwacht=regel.soort))
        except Regelfout:
            continue


def _changed(regel: Regel) -> Wissel:
    """The whole rule after each change; a requirement is also left out and turned round, an outcome shifted."""
    if regel.soort is Soort.JANEE:
        yield "regel weggelaten", exp.true()
        yield "regel omgekeerd", exp.Not(this=exp.paren(regel.ast.copy()))
    elif regel.soort is Soort.DATUM:
        dag = exp.Interval(this=exp.Literal.string("1"), unit=exp.var("DAY"))
        yield "uitkomst een dag later", exp.Add(this=exp.paren(regel.ast.copy()), expression=dag)
    elif regel.soort.telbaar:
        yield "uitkomst een meer", exp.Add(this=exp.paren(regel.ast.copy()), expression=exp.Literal.number(1))
    for plek, node in enumerate(regel.ast.walk()):
        for soort, nieuw in _changes(node):
            yield soort, _replaced(regel.ast, plek, nieuw)


def _replaced(ast: exp.Expr, plek: int, nieuw: exp.Expr) -> exp.Expr:
    kopie = ast.copy()
    doel = list(kopie.walk())[plek]
    if doel is kopie:
        return nieuw
    doel.replace(nieuw)
    return kopie


def _changes(node: exp.Expr) -> Wissel:
    for soort, wissel in _WISSELS.items():
        if isinstance(node, soort):
            yield from wissel(node)
    if type(node) in RUILEN:
        nieuw = RUILEN[type(node)](**{k: _copied(v) for k, v in node.args.items()})
        yield "bewerking geruild", exp.paren(nieuw) if isinstance(node, exp.Add | exp.Sub) else nieuw


def _copied(waarde: object) -> object:
    if isinstance(waarde, list):
        return [_copied(deel) for deel in waarde]
    return waarde.copy() if isinstance(waarde, exp.Expr) else waarde


def _connector(node: exp.Expr) -> Wissel:
    ander = exp.Or if isinstance(node, exp.And) else exp.And
    yield "EN en OF geruild", exp.paren(ander(this=exp.paren(node.this), expression=exp.paren(node.expression)))
    yield "deel weggelaten", node.this.copy()
    yield "deel weggelaten", node.expression.copy()


def _not(node: exp.Expr) -> Wissel:
    yield "NIET weggelaten", node.this.copy()


def _is(node: exp.Expr) -> Wissel:
    yield "IS omgekeerd", exp.Not(this=node.copy())


def _boolean(node: exp.Expr) -> Wissel:
    yield "WAAR en ONWAAR geruild", exp.false() if node.this else exp.true()


def _literal(node: exp.Expr) -> Wissel:
    if isinstance(node.parent, exp.Cast | exp.Interval | exp.DateTrunc | exp.TimestampTrunc | exp.Round):
        return
    if node.is_string:
        yield "tekst veranderd", exp.Literal.string(f"{node.name}_anders")
    elif node.is_int:
        yield "getal een meer", exp.Literal.number(int(node.name) + 1)
        yield "getal een minder", exp.Literal.number(int(node.name) - 1)


def _date(node: exp.Expr) -> Wissel:
    dag = date.fromisoformat(node.this.name)
    for soort, stap in (("datum een dag later", 1), ("datum een dag eerder", -1)):
        anders = node.copy()
        anders.this.replace(exp.Literal.string((dag + timedelta(days=stap)).isoformat()))
        yield soort, anders


def _interval(node: exp.Expr) -> Wissel:
    for soort, stap in (("termijn een meer", 1), ("termijn een minder", -1)):
        anders = node.copy()
        anders.this.replace(exp.Literal.string(str(int(node.this.name) + stap)))
        yield soort, anders


def _case(node: exp.Expr) -> Wissel:
    """Values of neighbouring branches swapped, and each branch left out."""
    takken: list[exp.Expr] = node.args["ifs"]
    for n in range(len(takken)):
        anders = node.copy()
        anders.set("ifs", [tak for m, tak in enumerate(anders.args["ifs"]) if m != n])
        if len(takken) > 1:
            yield "tak weggelaten", anders
        elif node.args.get("default") is not None:
            yield "tak weggelaten", node.args["default"].copy()
    for n, (een, twee) in enumerate(pairwise(takken)):
        anders = node.copy()
        anders.args["ifs"][n].set("true", twee.args["true"].copy())
        anders.args["ifs"][n + 1].set("true", een.args["true"].copy())
        yield "takken geruild", anders
    if node.args.get("default") is not None:
        anders = node.copy()
        anders.args["ifs"][-1].set("true", node.args["default"].copy())
        anders.set("default", takken[-1].args["true"].copy())
        yield "takken geruild", anders


def _row(node: exp.Expr) -> Wissel:
    """Of a list of values each left out: IN, COALESCE, LEAST and GREATEST."""
    waarden = node.expressions
    for n in range(len(waarden) if len(waarden) > 1 or not isinstance(node, exp.In) else 0):
        anders = node.copy()
        anders.set("expressions", [w for m, w in enumerate(anders.expressions) if m != n])
        yield "waarde weggelaten", anders if anders.expressions else node.this.copy()
    if not isinstance(node, exp.In) and len(waarden) == 1:
        yield "waarde weggelaten", waarden[0].copy()


def _trunc(node: exp.Expr) -> Wissel:
    ander = {"MONTH": "QUARTER", "QUARTER": "MONTH", "YEAR": "QUARTER", "WEEK": "MONTH"}
    anders = node.copy()
    deel = str(node.args["unit"]).strip("'").upper()
    anders.set(
        "unit", exp.Literal.string(ander[deel]) if isinstance(node.args["unit"], exp.Literal) else exp.var(ander[deel])
    )
    yield "begin van een andere periode", anders


_WISSELS: dict[type[exp.Expr] | tuple[type[exp.Expr], ...], Callable[[exp.Expr], Wissel]] = {
    (exp.And, exp.Or): _connector,
    exp.Not: _not,
    exp.Is: _is,
    exp.Boolean: _boolean,
    exp.Literal: _literal,
    exp.Cast: _date,
    exp.Interval: _interval,
    exp.Case: _case,
    (exp.In, exp.Coalesce, exp.Least, exp.Greatest): _row,
    (exp.DateTrunc, exp.TimestampTrunc): _trunc,
}
