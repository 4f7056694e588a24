"""Read one rule: parse it, allow only what is listed, know every name, and find the kind of its value.

A rule is SQL of the DuckDB dialect without tables, subqueries or columns other than facts. Division is left out on
purpose: it yields a float, and money is never a float. `DEEL` divides whole numbers and rounds to a whole number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.regels.soorten import Soort

FUNCTIES = {
    "ABS": "bedrag zonder teken",
    "BEKEND": "waar zodra het gegeven bekend is, anders onbekend",
    "CASE": "keuze tussen waarden; onbekend zodra een voorwaarde onbekend is",
    "CEIL": "naar boven afgerond geheel getal",
    "COALESCE": "de eerste bekende waarde",
    "DATE_TRUNC": "begin van maand, kwartaal of jaar",
    "DEEL": "hele getallen gedeeld, afgerond op een geheel, half van nul af; onbekend bij delen door nul",
    "EXTRACT": "jaar, kwartaal, maand of dag van een datum",
    "FLOOR": "naar beneden afgerond geheel getal",
    "GREATEST": "de grootste; onbekend als één waarde onbekend is",
    "LEAST": "de kleinste; onbekend als één waarde onbekend is",
    "LEN": "aantal in een lijst",
    "LIST_CONTAINS": "staat de waarde in de lijst",
    "ROUND": "afgerond, half van nul af",
}
"""Every function a rule may use, with its meaning."""

MAANDDELEN = {"YEAR", "QUARTER", "MONTH", "DAY", "WEEK"}


class Regelfout(Gebruikersfout):
    """A rule that cannot be accepted; `plaats` holds the rule's name and the line within it."""


@dataclass(frozen=True)
class Regeldeel:
    """A part of a rule, how it is written, and the facts it looks at."""

    ast: exp.Expr
    tekst: str
    feiten: frozenset[str]


@dataclass(frozen=True)
class Regel:
    """A checked rule. `delen` are the parts of the top-level AND or OR, or the rule itself when it has none."""

    naam: str
    tekst: str
    soort: Soort
    ast: exp.Expr
    feiten: frozenset[str]
    delen: tuple[Regeldeel, ...]
    verbinding: str


def lees(
    naam: str, tekst: str, kent: Mapping[str, Soort], *, verwacht: Soort | None = None, regelnummer: int = 1
) -> Regel:
    """The checked rule; raises Regelfout with the line in its file when anything in it is not allowed or unknown.

    `regelnummer` is the line of the file on which the rule's text begins.
    """
    ast = _parse(naam, tekst, regelnummer)
    controle = _Controle(naam, kent, regelnummer)
    soort = controle.soort(ast)
    if verwacht is not None and soort is not verwacht and not (verwacht.telbaar and soort.telbaar):
        raise Regelfout(
            f"moet {verwacht.value} opleveren, maar is {soort.value}", plaats=f"{naam}, regel {regelnummer}"
        )
    verbinding, delen = _delen(ast)
    return Regel(naam, tekst.strip(), soort, ast, _namen(ast), delen, verbinding)


def _parse(naam: str, tekst: str, regelnummer: int) -> exp.Expr:
    try:
        return sqlglot.parse_one(tekst, dialect="duckdb")
    except SqlglotError as fout:
        details = getattr(fout, "errors", None) or [{}]
        regel = regelnummer + int(details[0].get("line") or 1) - 1
        bij = details[0].get("highlight") or tekst.strip()[:40]
        raise Regelfout(f"is geen geldige expressie, bij '{bij}'", plaats=f"{naam}, regel {regel}") from fout


def _delen(ast: exp.Expr) -> tuple[str, tuple[Regeldeel, ...]]:
    kern = ast.unnest()
    for soort, verbinding in ((exp.And, "AND"), (exp.Or, "OR")):
        if isinstance(kern, soort):
            return verbinding, tuple(_deel(deel) for deel in kern.flatten())
    return "", (_deel(kern),)


def _deel(ast: exp.Expr) -> Regeldeel:
    return Regeldeel(ast, ast.sql(dialect="duckdb"), _namen(ast))


def _namen(ast: exp.Expr) -> frozenset[str]:
    return frozenset(kolom.name for kolom in ast.find_all(exp.Column))


class _Controle:
    """Walks a rule and gives the kind of every node; anything not named here is not allowed."""

    def __init__(self, naam: str, kent: Mapping[str, Soort], regelnummer: int) -> None:
        self.naam, self.kent, self.regelnummer = naam, kent, regelnummer

    def soort(self, node: exp.Expr) -> Soort:
        handler = _TOEGESTAAN.get(type(node))
        if handler is None:
            bekend = ", ".join(sorted(FUNCTIES))
            raise self.fout(
                f"'{node.sql('duckdb')[:40]}' mag niet in een regel. Functies die wel mogen: {bekend}", node
            )
        return handler(self, node)

    def fout(self, melding: str, node: exp.Expr) -> Regelfout:
        regels = [n.meta["line"] for n in node.walk() if "line" in n.meta]
        regel = self.regelnummer + (min(regels) if regels else 1) - 1
        return Regelfout(melding, plaats=f"{self.naam}, regel {regel}")

    def eis(self, node: exp.Expr, *soorten: Soort) -> Soort:
        """The node's kind, which has to be one of these."""
        gevonden = self.soort(node)
        if gevonden not in soorten:
            namen = " of ".join(s.value for s in soorten)
            raise self.fout(f"'{node.sql('duckdb')}' is {gevonden.value}, hier hoort {namen}", node)
        return gevonden

    def gelijk(self, nodes: list[exp.Expr]) -> Soort:
        """All of one kind (numbers mix); NULL literals take any kind."""
        soorten = [(n, self.soort(n)) for n in nodes if not isinstance(n, exp.Null)]
        if not soorten:
            raise self.fout("alleen NULL is hier te weinig", nodes[0])
        eerste = soorten[0][1]
        for node, soort in soorten[1:]:
            if soort is not eerste and not (soort.telbaar and eerste.telbaar):
                raise self.fout(f"'{node.sql('duckdb')}' is {soort.value}, hier hoort {eerste.value}", node)
        return _ruimste([s for _, s in soorten])


def _ruimste(soorten: list[Soort]) -> Soort:
    for kandidaat in (Soort.GETAL, Soort.BEDRAG):
        if kandidaat in soorten:
            return kandidaat
    return soorten[0]


def _kolom(c: _Controle, n: exp.Expr) -> Soort:
    if n.args.get("table") is not None:
        raise c.fout(f"'{n.sql('duckdb')}': een regel kent geen tabellen", n)
    if n.name not in c.kent:
        voorstel = get_close_matches(n.name, list(c.kent), n=1)
        raise c.fout(f"onbekend gegeven '{n.name}'" + (f"; bedoelt u '{voorstel[0]}'?" if voorstel else ""), n)
    return c.kent[n.name]


def _getal(c: _Controle, n: exp.Expr) -> Soort:
    if n.is_string:
        return Soort.TEKST
    return Soort.GEHEEL if n.is_int else Soort.GETAL


def _logisch(c: _Controle, n: exp.Expr) -> Soort:
    for kind in n.iter_expressions():
        c.eis(kind, Soort.JANEE)
    return Soort.JANEE


def _vergelijk(c: _Controle, n: exp.Expr) -> Soort:
    if isinstance(n.this, exp.Null) or isinstance(n.expression, exp.Null):
        raise c.fout("vergelijken met NULL is altijd onbekend; gebruik IS NULL", n)
    c.gelijk([n.this, n.expression])
    return Soort.JANEE


def _is(c: _Controle, n: exp.Expr) -> Soort:
    c.soort(n.this)
    doel = n.expression.this if isinstance(n.expression, exp.Not) else n.expression
    if not isinstance(doel, exp.Null | exp.Boolean):
        raise c.fout("na IS hoort NULL, TRUE of FALSE", n)
    return Soort.JANEE


def _tussen(c: _Controle, n: exp.Expr) -> Soort:
    c.gelijk([n.this, n.args["low"], n.args["high"]])
    return Soort.JANEE


def _in(c: _Controle, n: exp.Expr) -> Soort:
    if n.args.get("query") is not None or not n.expressions:
        raise c.fout("na IN hoort een rij waarden tussen haakjes", n)
    if any(isinstance(e, exp.Null) for e in n.expressions):
        raise c.fout("NULL in een rij waarden maakt de uitkomst onbekend; gebruik IS NULL", n)
    c.gelijk([n.this, *n.expressions])
    return Soort.JANEE


def _plusmin(c: _Controle, n: exp.Expr) -> Soort:
    if isinstance(n.expression, exp.Interval):
        c.eis(n.this, Soort.DATUM)
        c.soort(n.expression)
        return Soort.DATUM
    return _reken(c, n)


def _reken(c: _Controle, n: exp.Expr) -> Soort:
    kanten = [c.eis(k, Soort.GEHEEL, Soort.GETAL, Soort.BEDRAG) for k in (n.this, n.expression)]
    return _ruimste(kanten)


def _interval(c: _Controle, n: exp.Expr) -> Soort:
    if str(n.args.get("unit")) not in MAANDDELEN or not isinstance(n.this, exp.Literal):
        raise c.fout("een termijn is INTERVAL, een getal en DAY, WEEK, MONTH, QUARTER of YEAR", n)
    return Soort.GEHEEL


def _geval(c: _Controle, n: exp.Expr) -> Soort:
    takken = list(n.args["ifs"])
    if n.this is not None:
        raise c.fout("schrijf CASE WHEN voorwaarde THEN waarde … END", n)
    for tak in takken:
        c.eis(tak.this, Soort.JANEE)
    waarden = [tak.args["true"] for tak in takken]
    if n.args.get("default") is not None:
        waarden.append(n.args["default"])
    return c.gelijk(waarden)


def _rij(c: _Controle, n: exp.Expr) -> Soort:
    return c.gelijk([n.this, *n.expressions])


def _afronding(c: _Controle, n: exp.Expr) -> Soort:
    c.eis(n.this, Soort.GEHEEL, Soort.GETAL, Soort.BEDRAG)
    decimalen = n.args.get("decimals")
    if decimalen is not None and not (isinstance(decimalen, exp.Literal) and decimalen.is_int):
        raise c.fout("ROUND krijgt een vast aantal decimalen", n)
    return Soort.GETAL if decimalen is not None and int(decimalen.name) > 0 else Soort.GEHEEL


def _zelfde(c: _Controle, n: exp.Expr) -> Soort:
    return c.eis(n.this, Soort.GEHEEL, Soort.GETAL, Soort.BEDRAG)


def _lengte(c: _Controle, n: exp.Expr) -> Soort:
    c.eis(n.this, Soort.LIJST)
    return Soort.GEHEEL


def _bevat(c: _Controle, n: exp.Expr) -> Soort:
    c.eis(n.this, Soort.LIJST)
    c.eis(n.expression, Soort.TEKST)
    return Soort.JANEE


def _begin(c: _Controle, n: exp.Expr) -> Soort:
    c.eis(n.this, Soort.DATUM)
    if str(n.args.get("unit")).strip("'").upper() not in MAANDDELEN - {"DAY"}:
        raise c.fout("DATE_TRUNC kent 'month', 'quarter', 'week' en 'year'", n)
    return Soort.DATUM


def _datumdeel(c: _Controle, n: exp.Expr) -> Soort:
    if str(n.this).upper() not in MAANDDELEN:
        raise c.fout("EXTRACT kent YEAR, QUARTER, MONTH, WEEK en DAY", n)
    c.eis(n.expression, Soort.DATUM)
    return Soort.GEHEEL


def _vast(c: _Controle, n: exp.Expr) -> Soort:
    if n.args["to"].this is not exp.DataType.Type.DATE or not isinstance(n.this, exp.Literal):
        raise c.fout("alleen een vaste datum mag zo: DATE '2025-01-01'", n)
    return Soort.DATUM


def _eigen(c: _Controle, n: exp.Expr) -> Soort:
    naam = str(n.this)
    if naam.upper() == "DEEL" and len(n.expressions) == 2:
        for getal in n.expressions:
            c.eis(getal, Soort.GEHEEL, Soort.BEDRAG)
        return Soort.GEHEEL
    if naam.upper() != "BEKEND" or len(n.expressions) != 1:
        voorstel = get_close_matches(naam.upper(), list(FUNCTIES), n=1)
        raise c.fout(f"onbekende functie '{naam}'" + (f"; bedoelt u {voorstel[0]}?" if voorstel else ""), n)
    c.soort(n.expressions[0])
    return Soort.JANEE


_VERGELIJKINGEN = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ)

_TOEGESTAAN: dict[type[exp.Expr], Callable[[_Controle, exp.Expr], Soort]] = {
    exp.Column: _kolom,
    exp.Literal: _getal,
    exp.Boolean: lambda c, n: Soort.JANEE,
    exp.Null: lambda c, n: Soort.JANEE,
    exp.Paren: lambda c, n: c.soort(n.this),
    exp.Neg: _zelfde,
    **dict.fromkeys((exp.And, exp.Or, exp.Not), _logisch),
    **dict.fromkeys(_VERGELIJKINGEN, _vergelijk),
    exp.Is: _is,
    exp.Between: _tussen,
    exp.In: _in,
    exp.Add: _plusmin,
    exp.Sub: _plusmin,
    exp.Mul: _reken,
    exp.Interval: _interval,
    exp.Case: _geval,
    exp.Coalesce: _rij,
    exp.Least: _rij,
    exp.Greatest: _rij,
    exp.Round: _afronding,
    exp.Abs: _zelfde,
    exp.Floor: lambda c, n: (_zelfde(c, n), Soort.GEHEEL)[1],
    exp.Ceil: lambda c, n: (_zelfde(c, n), Soort.GEHEEL)[1],
    exp.Length: _lengte,
    exp.ArrayContains: _bevat,
    exp.DateTrunc: _begin,
    exp.TimestampTrunc: _begin,
    exp.Extract: _datumdeel,
    exp.Cast: _vast,
    exp.Anonymous: _eigen,
}
