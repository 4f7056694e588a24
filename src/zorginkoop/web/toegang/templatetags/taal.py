"""The language of a passage, where it is not that of the page. Every template has these tags."""

from django.conf import settings
from django.template import Library
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from zorginkoop.web.toegang.taal import is_dutch, say

register = Library()


@register.simple_tag
def nl() -> SafeString:
    """The attribute for an element whose text is Dutch in every language, as that of a policy is."""
    return mark_safe("" if is_dutch() else ' lang="nl"')  # noqa: S308 - our own words


@register.simple_tag
def paginataal() -> SafeString:
    """The attribute for an element that speaks the language of the page, inside one that is always Dutch."""
    return mark_safe("" if is_dutch() else f' lang="{get_language()}"')  # noqa: S308 - our own words


@register.filter
def zeg(tekst: str, slot: str = ".") -> str:
    """A sentence of our own, kept or made in Dutch, for the page: translated, or as a Dutch passage."""
    return say(tekst, slot)


@register.filter
def taalkeuzes(pad: str) -> list[tuple[str, str, str, bool]]:
    """Code, name and address of every language, and whether it is the one of this page, which has address `pad`."""
    vraag = urlencode({"terug": pad})
    nu = get_language()
    return [(c, naam, f"{reverse('toegang:taal', args=[c])}?{vraag}", c == nu) for c, naam in settings.LANGUAGES]
