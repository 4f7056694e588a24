"""The building blocks of messages: names in camelCase, dates as text, money in eurocents."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from zorginkoop.web.toegang.models import Organisatie


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
Kenmerk = Annotated[str, Field(pattern=r"^[A-Z]{2}-[2-9A-Z]{8}$")]
Nummer = Annotated[int, Field(ge=1, lt=2**63)]
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


def party(o: Organisatie) -> dict[str, Any]:
    """A party as everybody may know it."""
    return {"naam": o.naam, "agb": o.agb, "uzovi": o.uzovi}


def attachment(inhoud: bytes, naam: str, soort: str) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(inhoud, content_type=soort, headers={"Content-Disposition": f'attachment; filename="{naam}"'})


def absolute(pad: str) -> str:
    """The path of a resource, for a Location header."""
    return f"/api/v1{pad}"
