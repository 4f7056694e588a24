"""One's own means of logging in: see them, add one, take one away."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zorginkoop.adapters.inlogcertificaat import Kaart
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.inlogmiddelen import certificaten, middelen, passkeys, verbinding
from zorginkoop.web.inlogmiddelen.forms import ToevoegForm
from zorginkoop.web.inlogmiddelen.models import Certificaat, Inlog
from zorginkoop.web.toegang.taal import say

RECENT = 10
"""So many of the last tries are shown."""


def both_factors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for who gave both factors; whether that person may act for anybody does not matter."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs) if request.user.is_verified() else redirect("toegang:code")

    return never_cache(guarded)


@both_factors
@require_http_methods(["GET"])
def mijn(request: HttpRequest) -> HttpResponse:
    """All means, the certificate that could be linked now, and the last tries."""
    recent = Inlog.objects.filter(persoon=request.user)[:RECENT]
    context = {
        "middelen": middelen.of(request.user),
        "kaart": _unlinked(request),
        "passkey": passkeys.possible(request),
        "recent": recent,
    }
    return render(request, "inlogmiddelen/mijn.html", context)


def _unlinked(request: HttpRequest) -> Kaart | None:
    """The good, personal certificate of this connection that is nobody's yet."""
    if request.clientcertificaat is None or not verbinding.configured():
        return None
    try:
        kaart = certificaten.own_card(request, timezone.now())
    except Gebruikersfout:
        return None
    return None if Certificaat.objects.filter(vingerafdruk=kaart.vingerafdruk).exists() else kaart


@both_factors
@require_http_methods(["POST"])
def certificaat_koppelen(request: HttpRequest) -> HttpResponse:
    """The certificate of this connection is mine."""

    def link() -> str:
        kaart = certificaten.own_card(request, timezone.now())
        certificaten.link(persoon=request.user, kaart=kaart, by=request.user, now=timezone.now())
        return _("Uw certificaat is gekoppeld. U kunt er voortaan mee inloggen.")

    return _done(request, link)


@both_factors
@require_http_methods(["GET", "POST"])
def passkey_toevoegen(request: HttpRequest) -> HttpResponse:
    """A new passkey."""
    if not passkeys.possible(request):
        raise Http404("Op dit adres werken passkeys niet.")
    form = ToevoegForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            passkeys.add(request, persoon=request.user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("De passkey is toegevoegd."), extra_tags="ok")
            return redirect("inlogmiddelen:mijn")
        except Gebruikersfout as fout:
            form.add_error(None, say(fout.melding))
    opties = passkeys.new_options(request, request.user)
    return render(request, "inlogmiddelen/passkey_toevoegen.html", {"form": form, "opties": opties})


@both_factors
@require_http_methods(["GET", "POST"])
def verwijderen(request: HttpRequest, soort: str, pk: int) -> HttpResponse:
    """Ask first, then take a means away."""
    model = middelen.SOORTEN.get(soort)
    if model is None:
        raise Http404("Dit inlogmiddel bestaat niet.")
    middel = get_object_or_404(model, pk=pk, user=request.user)
    if request.method == "GET":
        return render(request, "inlogmiddelen/verwijderen.html", {"middel": middel})

    def remove() -> str:
        middelen.remove(persoon=request.user, middel=middel, by=request.user)
        return _("Het inlogmiddel is weg. Niemand kan er nog mee inloggen.")

    return _done(request, remove)


def _done(request: HttpRequest, action: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, action(), extra_tags="ok")
    except Gebruikersfout as fout:
        messages.error(request, say(fout.melding), extra_tags="fout")
    return redirect("inlogmiddelen:mijn")
