"""In which language the screens speak: Dutch, or English for who asks for it.

The choice is a cookie; of who is logged in it is kept with the person as well, for e-mail and for a next browser. What
a browser would like to read does not count, because this is a Dutch portal. What policies, agreements and refusals say
stays Dutch, as that is the text that counts; on an English page it carries `lang="nl"`, so that a screen reader
pronounces it as Dutch. What we keep or answer to a system is Dutch as well; our own sentences become English where a
page shows them (`say`).
"""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zorginkoop.web.toegang.actions import choose_language


class Zin(str):
    """A Dutch sentence that remembers how it was made, so that a page can say it in English; see `say`.

    It is text like any other: what is kept, sent or answered to a system is Dutch. A date among `waarden` is written
    out in the language of the reader.
    """

    sjabloon: str
    waarden: dict[str, object]

    def __new__(cls, sjabloon: str, **waarden: object) -> "Zin":
        zin = super().__new__(cls, _filled(sjabloon, waarden, settings.LANGUAGE_CODE))
        zin.sjabloon, zin.waarden = sjabloon, waarden
        return zin


ZONDER_TAAL = "/api/"
"""What systems read is always Dutch, and may be kept by a cache whatever the cookie says."""


class Taal:
    """Middleware: the whole answer in the language of the cookie, Dutch without one that we know."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ZONDER_TAAL):
            return self.get_response(request)
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        persoon = getattr(request, "_cached_user", None)
        if not code and getattr(persoon, "taal", settings.LANGUAGE_CODE) != settings.LANGUAGE_CODE:
            _remember(response, persoon.taal)
        patch_vary_headers(response, ("Cookie",))
        return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiezen(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language and go back to the page the reader came from; an unknown language changes nothing.

    Following a link changes this browser only; who is logged in presses a button, and then e-mail follows too.
    """
    terug = request.GET.get("terug", "")
    own = url_has_allowed_host_and_scheme(terug, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(terug if own else reverse("start"))
    if code in dict(settings.LANGUAGES):
        if request.method == "POST" and request.user.is_verified():
            choose_language(taal=code, by=request.user)
        _remember(response, code)
    return response


def _remember(response: HttpResponse, code: str) -> None:
    kenmerken = {"max_age": settings.LANGUAGE_COOKIE_AGE, "secure": settings.SESSION_COOKIE_SECURE}
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, httponly=True, samesite="Lax", **kenmerken)


def is_dutch() -> bool:
    """Whether the page being made is Dutch."""
    return translation.get_language() == settings.LANGUAGE_CODE


def in_dutch(tekst: str) -> str:
    """A Dutch text for any page: as it is on a Dutch one, as a Dutch passage (HTML) on another."""
    return tekst if is_dutch() else format_html('<span lang="nl">{}</span>', tekst)


def to_keep(tekst: str | Promise) -> str:
    """The Dutch of a text that is translated: what is kept or sent is Dutch, whatever its writer reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(tekst)


def say(tekst: str, slot: str = ".") -> str:
    """One of our own sentences for any page: translated where we can, as a Dutch passage (HTML) where not."""
    if not tekst or is_dutch():
        return _stop(tekst, slot)
    sjabloon, waarden = (tekst.sjabloon, tekst.waarden) if isinstance(tekst, Zin) else (tekst, {})
    vertaald = translation.gettext(sjabloon)
    if vertaald == sjabloon:
        return in_dutch(_stop(tekst, slot))
    return _stop(_filled(vertaald, waarden, translation.get_language()), slot)


def day(dag: date) -> str:
    """A date in words, in the language of the page."""
    return date_format(dag, "j F Y")


def _filled(sjabloon: str, waarden: dict[str, object], taal: str) -> str:
    if not waarden:
        return sjabloon
    with translation.override(taal):
        return sjabloon % {k: day(v) if isinstance(v, date) else v for k, v in waarden.items()}


def _stop(tekst: str, slot: str) -> str:
    return tekst if not tekst or tekst.endswith((".", "?", "!")) else f"{tekst}{slot}"
