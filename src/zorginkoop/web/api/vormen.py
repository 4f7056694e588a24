"""The building blocks of messages: names in camelCase, dates as text, money in eurocents."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Uit(Schema):
    """Something the API tells."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class In(Schema):
    """Something the API is told; a field it does not know is refused."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")


def _only_text(waarde: Any) -> Any:
    """A number is no date, although 0 can be read as 1 January 1970."""
    if not isinstance(waarde, str | date):
        raise ValueError("moet een datum zijn, als jjjj-mm-dd")
    return waarde


Datum = Annotated[date, BeforeValidator(_only_text)]
Uzovi = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
Agb = Annotated[str, Field(pattern=r"^[0-9]{8}$")]
Naam = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,79}$")]
Versie = Annotated[str, Field(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
Feiten = dict[str, Any]
"""Facts under the names the policies give them, so these stay as they are."""


class BronUit(Uit):
    """Where a rule or figure comes from."""

    document: str
    plaats: str


class PartijUit(Uit):
    """A practice (with an AGB code) or an insurer (with a UZOVI number)."""

    naam: str
    agb: str | None = None
    uzovi: str | None = None
