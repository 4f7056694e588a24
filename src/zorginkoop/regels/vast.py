"""Rules in whole numbers: a decimal as its digits with a fixed point, so that a table runs on 64-bit integers.

The outcome is the same as that of the rule itself, digit for digit; what does not fit in 64 bits is an error of DuckDB,
and a rule that cannot be written so raises `NietVast`. Then the rule runs as it is, in wider and slower numbers.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from sqlglot import exp

Schalen = Mapping[str, int | None]
"""How many digits after the point each column has; None for true or untrue. What is neither is not in it."""

Vast = tuple[exp.Expr, int | None]
_MAX_SCHAAL = 18


class NietVast(Exception):
    """This rule has no form in whole numbers."""


def fixed(ast: exp.Expr, schalen: Schalen) -> Vast:
    """The rule in whole numbers, and the digits after the point of its outcome (None when it is not a number)."""
    vertaal = _VERTALING.get(type(ast))
    if vertaal is None:
        raise NietVast(ast.sql("duckdb"))
    return vertaal(ast, schalen)


def filled_in(ast: exp.Expr, vast: Mapping[str, Decimal | int | None]) -> exp.Expr:
    """The rule with the values of these facts in their place."""

    def filled(node: exp.Expr) -> exp.Expr:
        return _number(vast[node.name]) if isinstance(node, exp.Column) and node.name in vast else node

    return ast.transform(filled)


def _number(waarde: Decimal | int | None) -> exp.Expr:
    if waarde is None:
        raise NietVast("een onbekende waarde")
    getal = exp.Literal.number(f"{abs(Decimal(waarde)).normalize():f}")
    return exp.paren(exp.Neg(this=getal)) if waarde < 0 else getal


def _column(ast: exp.Expr, schalen: Schalen) -> Vast:
    if ast.name not in schalen:
        raise NietVast(ast.name)
    return ast.copy(), schalen[ast.name]


def _sign(ast: exp.Expr, schalen: Schalen) -> Vast:
    deel, schaal = fixed(ast.this, schalen)
    return type(ast)(this=deel), schaal


def _sum(ast: exp.Expr, schalen: Schalen) -> Vast:
    (links, rechts), schaal = _aligned([ast.this, ast.expression], schalen)
    return type(ast)(this=links, expression=rechts), schaal


def _compared(ast: exp.Expr, schalen: Schalen) -> Vast:
    (links, rechts), _ = _aligned([ast.this, ast.expression], schalen)
    return type(ast)(this=links, expression=rechts), None


def _row(ast: exp.Expr, schalen: Schalen) -> Vast:
    (eerste, *rest), schaal = _aligned([ast.this, *ast.expressions], schalen)
    rij = ast.copy()
    rij.set("this", eerste)
    rij.set("expressions", rest)
    return rij, schaal


def _own(ast: exp.Expr, schalen: Schalen) -> Vast:
    """DEEL divides whole numbers; BEKEND asks only whether there is a value."""
    delen = [fixed(deel, schalen) for deel in ast.expressions]
    deelt = str(ast.this).upper() == "DEEL"
    if deelt and any(schaal != 0 for _, schaal in delen):
        raise NietVast("DEEL van een getal met decimalen")
    return exp.Anonymous(this=ast.this, expressions=[deel for deel, _ in delen]), 0 if deelt else None


def _literal(ast: exp.Expr, schalen: Schalen) -> Vast:
    if ast.is_string:
        return ast.copy(), None
    geheel, _, decimalen = ast.name.partition(".")
    if not (geheel + decimalen).isdigit():
        raise NietVast(ast.name)
    return exp.Literal.number(int(geheel + decimalen)), len(decimalen)


def _aligned(delen: list[exp.Expr], schalen: Schalen) -> tuple[list[exp.Expr], int | None]:
    """The parts with their points below each other; NULL has none."""
    gedaan = [(deel.copy(), None) if isinstance(deel, exp.Null) else fixed(deel, schalen) for deel in delen]
    getallen = {schaal for deel, schaal in gedaan if not isinstance(deel, exp.Null)}
    if None in getallen:
        if getallen != {None}:
            raise NietVast("een getal naast iets anders")
        return [deel for deel, _ in gedaan], None
    schaal = max(s for s in getallen if s is not None)
    return [deel if isinstance(deel, exp.Null) else _shifted(deel, schaal - (s or 0)) for deel, s in gedaan], schaal


def _shifted(deel: exp.Expr, nullen: int) -> exp.Expr:
    return exp.Mul(this=exp.paren(deel), expression=_power(nullen)) if nullen else deel


def _power(nullen: int) -> exp.Expr:
    if not 0 <= nullen <= _MAX_SCHAAL:
        raise NietVast(f"{nullen} decimalen")
    return exp.Literal.number(10**nullen)


def _product(ast: exp.Expr, schalen: Schalen) -> Vast:
    """Digits multiply and their points add up; times a power of ten only moves the point."""
    (links, s_links), (rechts, s_rechts) = fixed(ast.this, schalen), fixed(ast.expression, schalen)
    if s_links is None or s_rechts is None:
        raise NietVast(ast.sql("duckdb"))
    nullen = _zeros(rechts) if s_rechts == 0 else 0
    if 0 < nullen <= s_links:
        return links, s_links - nullen
    return exp.Mul(this=exp.paren(links), expression=exp.paren(rechts)), s_links + s_rechts


def _zeros(ast: exp.Expr) -> int:
    """Of ten to a power the power, of anything else 0."""
    naam = ast.name if isinstance(ast, exp.Literal) else ""
    return len(naam) - 1 if naam[:1] == "1" and set(naam[1:]) == {"0"} else 0


def _case(ast: exp.Expr, schalen: Schalen) -> Vast:
    takken, rest = ast.args["ifs"], ast.args.get("default")
    waarden, schaal = _aligned([tak.args["true"] for tak in takken] + ([rest] if rest is not None else []), schalen)
    uit = exp.Case(default=waarden[len(takken)] if rest is not None else None)
    for tak, waarde in zip(takken, waarden, strict=False):
        uit = uit.when(fixed(tak.this, schalen)[0], waarde)
    return uit, schaal


def _rounded(ast: exp.Expr, schalen: Schalen) -> Vast:
    """Half away from zero, as DEEL rounds."""
    deel, schaal = fixed(ast.this, schalen)
    decimalen = int(ast.args["decimals"].name) if ast.args.get("decimals") is not None else 0
    if schaal is None:
        raise NietVast(ast.sql("duckdb"))
    if schaal <= decimalen:
        return deel, schaal
    return exp.Anonymous(this="DEEL", expressions=[deel, _power(schaal - decimalen)]), decimalen


def _untouched(ast: exp.Expr, schalen: Schalen) -> Vast:
    """AND, OR, NOT and IS work on truth: only what is below them changes."""
    uit = ast.copy()
    for naam in ("this", "expression"):
        kind = ast.args.get(naam)
        if isinstance(kind, exp.Expr):
            uit.set(naam, fixed(kind, schalen)[0])
    return uit, None


_VERTALING: dict[type[exp.Expr], Callable[[exp.Expr, Schalen], Vast]] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Add: _sum,
    exp.Sub: _sum,
    exp.Mul: _product,
    exp.Case: _case,
    exp.Round: _rounded,
    exp.Anonymous: _own,
    **dict.fromkeys((exp.Paren, exp.Neg, exp.Abs), _sign),
    **dict.fromkeys((exp.Least, exp.Greatest, exp.Coalesce), _row),
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE), _compared),
    **dict.fromkeys((exp.And, exp.Or, exp.Not, exp.Is, exp.Null, exp.Boolean), _untouched),
}
