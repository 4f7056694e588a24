"""Amounts and states in templates."""

from django import template

from zorginkoop.kern.geld import als_euro
from zorginkoop.web.declaraties import lijsten

register = template.Library()


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
def gemaskeerd(iban: str) -> str:
    """Of an account number only what may be seen."""
    return f"eindigt op {iban[-4:]}"
