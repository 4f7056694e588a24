"""Who may see a page: the roles it asks for, checked on every request."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

KEUZE = "bevoegdheid"
"""Where the session keeps for which authorisation the person acts."""

View = Callable[..., HttpResponse]


class Verzoek(HttpRequest):
    """A request that passed `vereist`; for annotations."""

    user: Persoon
    bevoegdheid: Bevoegdheid
    organisatie: Organisatie


def bevoegdheden(request: HttpRequest) -> list[Bevoegdheid]:
    """What the person of this request may do today; nothing before both factors are given."""
    if not hasattr(request, "_bevoegdheden"):
        ingelogd = bool(getattr(request, "user", None)) and request.user.is_authenticated and request.user.is_verified()
        geldig = Bevoegdheid.objects.geldig(persoon=request.user, op=klok.today()) if ingelogd else []
        request._bevoegdheden = list(geldig)
    return request._bevoegdheden


def huidige_bevoegdheid(request: HttpRequest) -> Bevoegdheid | None:
    """The authorisation the person acts under, or None while there is a choice to make.

    A choice that is no longer valid is never silently replaced by another organisation.
    """
    mogelijk = bevoegdheden(request)
    if not mogelijk:
        return None
    if KEUZE not in request.session and len(mogelijk) == 1:
        request.session[KEUZE] = mogelijk[0].pk
    keuze = request.session.get(KEUZE)
    return next((b for b in mogelijk if b.pk == keuze), None)


def vereist(*rollen: Rol) -> Callable[[View], View]:
    """Only people acting in one of these roles get in; without roles, everyone who acts for an organisation.

    The view finds `request.bevoegdheid` and `request.organisatie`. Its answer is never kept by a cache.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Verzoek, *args: Any, **kwargs: Any) -> HttpResponse:
            response = _refusal(request, rollen) or view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
            return response

        guarded.rollen = rollen
        return guarded

    return decorate


def _refusal(request: Verzoek, rollen: tuple[Rol, ...]) -> HttpResponse | None:
    hier = request.get_full_path()
    if not request.user.is_authenticated:
        return redirect_to_login(hier)
    if not request.user.is_verified():
        return _to("toegang:code", hier)
    bevoegdheid = huidige_bevoegdheid(request)
    if bevoegdheid is None and bevoegdheden(request):
        return _to("toegang:kiezen", hier)
    if bevoegdheid is None or (rollen and bevoegdheid.rol not in rollen):
        return _forbidden(request, rollen)
    request.bevoegdheid, request.organisatie = bevoegdheid, bevoegdheid.organisatie
    return None


def _to(name: str, volgende: str) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'next': volgende})}")


def _forbidden(request: HttpRequest, rollen: tuple[Rol, ...]) -> HttpResponse:
    ook = [b for b in bevoegdheden(request) if b.rol in rollen]
    context = {"nodig": [rol.label for rol in rollen], "ook": ook, "hier": request.get_full_path()}
    return render(request, "toegang/geen_recht.html", context, status=403)
