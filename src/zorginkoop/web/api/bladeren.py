"""Lists by cursor: each answer says where the next one starts, and no row is skipped when others come in between."""

import base64
import binascii
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import Field

from zorginkoop.web.api.problemen import Probleem

Aantal = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, Field(max_length=80)]
STANDAARD = 50


def page(rijen: QuerySet[Any], na: str | None, aantal: int) -> tuple[list[Any], str | None]:
    """The newest rows after the cursor, and the cursor of the next page (None: there is none)."""
    if na is not None:
        (grens,) = unpack(na, 1)
        rijen = rijen.filter(pk__lt=grens)
    gevonden = list(rijen.order_by("-pk")[: aantal + 1])
    return gevonden[:aantal], pack(gevonden[aantal - 1].pk) if len(gevonden) > aantal else None


def pack(*getallen: int) -> str:
    """A cursor; what is in it is ours to change."""
    return base64.urlsafe_b64encode("-".join(map(str, getallen)).encode()).decode().rstrip("=")


def unpack(cursor: str, aantal: int) -> tuple[int, ...]:
    """What `pack` was given; Probleem for anything else."""
    try:
        tekst = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        delen = tuple(int(deel) for deel in tekst.split("-") if deel.isdecimal() and len(deel) < 19)
    except (binascii.Error, UnicodeError, ValueError) as fout:
        raise _unknown() from fout
    if len(delen) != aantal or pack(*delen) != cursor:
        raise _unknown()
    return delen


def _unknown() -> Probleem:
    return Probleem(400, "Deze cursor kennen wij niet. Neem hem over uit 'volgende' van het vorige antwoord.")
