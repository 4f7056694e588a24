"""The other ways to log in: a certificate, a passkey, a login elsewhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.inlogmiddelen import certificaten, oidc, passkeys, verbinding
from zorginkoop.web.inlogmiddelen.forms import AntwoordForm
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.taal import say
from zorginkoop.web.toegang.views import next_page


def before_anybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Logging in comes before there is somebody whose rows the database could show."""

    @wraps(view)
    def as_owner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with als_eigenaar():
            return view(request, *args, **kwargs)

    return as_owner


@never_cache
@require_http_methods(["GET", "POST"])
@before_anybody
def certificaat(request: HttpRequest) -> HttpResponse:
    """Shows which certificate the browser has, and logs in with it."""
    if not verbinding.configured():
        raise Http404("Hier kunt u niet met een certificaat inloggen.")
    if request.user.is_verified():
        return redirect(next_page(request))
    context = {"next": next_page(request), "kaart": None, "reden": ""}
    try:
        if request.method == "POST":
            return redirect(_after(request, certificaten.enter(request, now=timezone.now())))
        context["kaart"] = certificaten.own_card(request, timezone.now())
    except Gebruikersfout as fout:
        context["reden"] = say(fout.melding)
    return render(request, "inlogmiddelen/certificaat.html", context)


def _after(request: HttpRequest, klaar: bool) -> str:
    volgende = next_page(request)
    return volgende if klaar else f"{reverse('toegang:code')}?{urlencode({'next': volgende})}"


@never_cache
@require_http_methods(["GET", "POST"])
@before_anybody
def passkey(request: HttpRequest) -> HttpResponse:
    """Step 2 with a passkey; the password came first."""
    if not request.user.is_authenticated:
        return redirect("toegang:inloggen")
    if request.user.is_verified():
        return redirect(next_page(request))
    if not passkeys.possible(request):
        return redirect("toegang:code")
    form = AntwoordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            antwoord = form.cleaned_data["antwoord"]
            passkeys.enter(request, persoon=request.user, antwoord=antwoord, now=timezone.now())
            return redirect(next_page(request))
        except Gebruikersfout as fout:
            form.add_error(None, say(fout.melding))
    opties = passkeys.login_options(request, request.user)
    return render(request, "inlogmiddelen/passkey.html", {"form": form, "opties": opties, "next": next_page(request)})


@never_cache
@require_GET
def oidc_start(request: HttpRequest, naam: str) -> HttpResponse:
    """Off to the provider. A page may not post to another site, so this is a link."""
    aanbieder = _provider(naam)
    try:
        return redirect(oidc.start(request, aanbieder, volgende=next_page(request)))
    except Gebruikersfout as fout:
        return _refused(request, fout)


@never_cache
@require_GET
@before_anybody
def oidc_terug(request: HttpRequest, naam: str) -> HttpResponse:
    """Back from the provider, with its answer."""
    aanbieder = _provider(naam)
    try:
        return redirect(oidc.enter(request, aanbieder, now=timezone.now()))
    except Gebruikersfout as fout:
        return _refused(request, fout)


def _provider(naam: str) -> oidc.Aanbieder:
    aanbieder = oidc.providers().get(naam)
    if aanbieder is None:
        raise Http404("Deze manier van inloggen is er niet.")
    return aanbieder


def _refused(request: HttpRequest, fout: Gebruikersfout) -> HttpResponse:
    messages.error(request, say(fout.melding), extra_tags="fout")
    return redirect("toegang:inloggen")
