"""The kinds of value a fact or a rule can have, and how each is kept in DuckDB."""

from enum import StrEnum


class Soort(StrEnum):
    """What a value is. A `BEDRAG` is a whole number of eurocents; a `GETAL` is an exact decimal."""

    JANEE = "janee"
    GEHEEL = "geheel"
    GETAL = "getal"
    BEDRAG = "bedrag"
    DATUM = "datum"
    TEKST = "tekst"
    LIJST = "lijst"

    @property
    def duckdb(self) -> str:
        return _DUCKDB[self]

    @property
    def telbaar(self) -> bool:
        """Can be added, multiplied and compared as a number."""
        return self in (Soort.GEHEEL, Soort.GETAL, Soort.BEDRAG)


_DUCKDB = {
    Soort.JANEE: "BOOLEAN",
    Soort.GEHEEL: "BIGINT",
    Soort.GETAL: "DECIMAL(18,6)",
    Soort.BEDRAG: "BIGINT",
    Soort.DATUM: "DATE",
    Soort.TEKST: "VARCHAR",
    Soort.LIJST: "VARCHAR[]",
}
