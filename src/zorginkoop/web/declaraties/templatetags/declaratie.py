"""Amounts and states in templates."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zorginkoop.kern.geld import als_euro
from zorginkoop.web.declaraties import kolommen, lijsten
from zorginkoop.web.declaraties.models import Deeldeclaratie

register = template.Library()
STANDEN = {**kolommen.STANDEN, **lijsten.UITKOMST}
"""The states of files and batches and the outcomes of lines, as people read them."""


@register.filter
def euro(cent: int | None) -> str:
    """Eurocents in Dutch notation; nothing when there is no amount yet."""
    return "" if cent is None else als_euro(cent)


@register.filter
def getal(aantal: int | None) -> str:
    """A number with dots between the thousands."""
    return "" if aantal is None else lijsten.count(aantal)


@register.filter
def statuskleur(status: str) -> str:
    """The colour of the badge of a state."""
    return lijsten.STATUSKLEUR.get(status, lijsten.KLEUR.get(status, "info"))


@register.filter
def stand(code: str) -> str | Promise:
    """A state or an outcome in words."""
    return STANDEN[code]


@register.filter
def gemaskeerd(iban: str) -> str:
    """Of an account number only what may be seen."""
    return kolommen.masked(iban)


@register.filter
def balken(deel: Deeldeclaratie) -> list[dict[str, object]]:
    """What was claimed, and what of it was granted and not, as bars."""
    geheel = deel.ingediend_cent or 1
    delen = (
        (_("Ingediend"), deel.ingediend_cent),
        (_("Toegekend"), deel.toegekend_cent),
        (_("Gekort"), deel.gekort_cent),
    )
    return [{"label": naam, "procent": round(100 * cent / geheel, 1), "tekst": als_euro(cent)} for naam, cent in delen]
