"""In which language the screens speak: Dutch, or English for who asks for it.

The choice is a cookie and nothing else: what a browser would like to read does not count, because this is a Dutch
portal. What policies, agreements and refusals say stays Dutch, as that is the text that counts; on an English page
it carries `lang="nl"`, so that a screen reader pronounces it as Dutch.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
        patch_vary_headers(response, ("Cookie",))
        return response


@never_cache
@require_safe
def kiezen(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language and go back to the page the reader came from; an unknown language changes nothing."""
    terug = request.GET.get("terug", "")
    own = url_has_allowed_host_and_scheme(terug, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(terug if own else reverse("start"))
    if code in dict(settings.LANGUAGES):
        kenmerken = {"max_age": settings.LANGUAGE_COOKIE_AGE, "secure": settings.SESSION_COOKIE_SECURE}
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, httponly=True, samesite="Lax", **kenmerken)
    return response


def is_dutch() -> bool:
    """Whether the page being made is Dutch."""
    return translation.get_language() == settings.LANGUAGE_CODE


def in_dutch(tekst: str) -> str:
    """A Dutch text for any page: as it is on a Dutch one, as a Dutch passage (HTML) on another."""
    return tekst if is_dutch() else format_html('<span lang="nl">{}</span>', tekst)
