"""The same rules as one statement for Spark, where one machine is not enough.

What SQL spells alike and means differently is written out here: the size of a list, whole division, intervals. Spark
has to run with `INSTELLINGEN`: otherwise it drops decimals of a product silently, and calls overflow unknown.
"""

from collections.abc import Callable, Mapping

from sqlglot import exp

from zorginkoop.regels.programma import Programma
from zorginkoop.regels.soorten import Soort

INSTELLINGEN: Mapping[str, str] = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
}
"""What a Spark session needs for its outcomes to be those of DuckDB."""


def statement(programma: Programma, bron: str = "feiten", *, mee: tuple[str, ...] = ()) -> str:
    """Every derived fact, rule and part, as `Programma.tabel` gives them, over a Spark view of this name.

    The view holds a column per fact, of the type `soort` says. `mee` are columns of the view that go along, such as
    the one that tells the rows apart: Spark does not keep their order.
    """
    query = programma.query(bron, mee)
    return _vertaald(query).sql(dialect="spark")


def soort(feit: Soort) -> str:
    """The Spark type of a fact."""
    return _SPARK[feit]


def _vertaald(query: exp.Expr) -> exp.Expr:
    for node in reversed(list(query.walk())):
        vertaling = _VERTALINGEN.get(type(node))
        if vertaling is not None:
            node.replace(vertaling(node))
    return query


def _lengte(node: exp.Expr) -> exp.Expr:
    """LENGTH of a list is in Spark that of a text."""
    return exp.Anonymous(this="ARRAY_SIZE", expressions=[node.this.copy()])


def _termijn(node: exp.Expr) -> exp.Expr:
    """Spark knows no quarters, and adds weeks as a moment instead of as days."""
    eenheid = str(node.args["unit"]).upper()
    factor, spark = _TERMIJNEN.get(eenheid, (1, eenheid))
    return exp.Interval(this=exp.Literal.string(int(node.this.name) * factor), unit=exp.var(spark))


def _type(node: exp.Expr) -> exp.Expr:
    return exp.DataType.build("DECIMAL(38, 0)") if node.this == exp.DataType.Type.INT128 else node


_TERMIJNEN = {"QUARTER": (3, "MONTH"), "WEEK": (7, "DAY")}
_VERTALINGEN: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.Length: _lengte,
    exp.Interval: _termijn,
    exp.DataType: _type,
}
_SPARK = {
    Soort.JANEE: "BOOLEAN",
    Soort.GEHEEL: "BIGINT",
    Soort.GETAL: "DECIMAL(18,6)",
    Soort.BEDRAG: "BIGINT",
    Soort.DATUM: "DATE",
    Soort.TEKST: "STRING",
    Soort.LIJST: "ARRAY<STRING>",
}
