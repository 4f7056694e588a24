"""The link of an invitation: nobody is logged in yet, or somebody who has a login takes another role."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import aannemen as acties
from zorginkoop.web.beheer import appsleutel
from zorginkoop.web.beheer.forms import AanneemForm, PasskeyForm, WachtwoordForm
from zorginkoop.web.beheer.models import Uitnodiging, Voorstel
from zorginkoop.web.inlogmiddelen import passkeys
from zorginkoop.web.inlogmiddelen.certificaten import BACKEND
from zorginkoop.web.inlogmiddelen.models import Passkey
from zorginkoop.web.inlogmiddelen.views import before_anybody
from zorginkoop.web.toegang.inloggen import verified
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rechten import KEUZE
from zorginkoop.web.toegang.taal import say
from zorginkoop.web.toegang.wegen import INGELOGD, Poging


@never_cache
@sensitive_post_parameters("wachtwoord", "nogmaals", "zegel")
@require_http_methods(["GET", "HEAD", "POST"])
@before_anybody
def aannemen(request: HttpRequest, geheim: str) -> HttpResponse:
    """Choose a password and an app; or, with a login already, take the role."""
    record = acties.find(geheim, now())
    if record is None:
        return render(request, "beheer/verlopen.html", status=404)
    return _with_app(request, record, geheim) if _new_login(record) else _with_own_login(request, record)


@never_cache
@sensitive_post_parameters("wachtwoord", "nogmaals", "antwoord")
@require_http_methods(["GET", "HEAD", "POST"])
@before_anybody
def aannemen_passkey(request: HttpRequest, geheim: str) -> HttpResponse:
    """Choose a password and make a passkey, in place of an app."""
    record = acties.find(geheim, now())
    if record is None:
        return render(request, "beheer/verlopen.html", status=404)
    if not (passkeys.possible(request) and _new_login(record)):
        return redirect("beheer:aannemen", geheim)
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (klaar := _accept(request, record, form, _passkey(request, form))):
        return klaar
    opties = passkeys.first_options(request, eigen=f"uitnodiging-{record.pk}", email=record.email, naam=record.naam)
    context = {"uitnodiging": record, "form": form, "opties": opties, "geheim": geheim}
    return render(request, "beheer/aannemen_passkey.html", context, status=400 if form.errors else 200)


def _passkey(request: HttpRequest, form: PasskeyForm) -> acties.Middel:
    gegeven = {naam: form.cleaned_data[naam] for naam in ("naam", "antwoord")}
    return lambda persoon: passkeys.add(request, persoon=persoon, now=timezone.now(), **gegeven)


def _new_login(record: Uitnodiging) -> bool:
    """Whether the invited person has no login (any more)."""
    return record.soort == Uitnodiging.Soort.HERSTEL or not Persoon.objects.filter(email=record.email).exists()


def _with_app(request: HttpRequest, record: Uitnodiging, link: str) -> HttpResponse:
    form = AanneemForm(request.POST if request.method == "POST" else None)
    sleutel = appsleutel.of_page(record, request.POST.get("zegel", ""))
    middel = acties.app(sleutel=sleutel, code=form.cleaned_data.get("code", "")) if form.is_valid() else None
    if middel and (klaar := _accept(request, record, form, middel)):
        return klaar
    ook = {"passkey": link if passkeys.possible(request) else ""}
    context = {"uitnodiging": record, "form": form, **appsleutel.shown(record, sleutel), **ook}
    return render(request, "beheer/aannemen.html", context, status=400 if form.errors else 200)


def _accept(
    request: HttpRequest, record: Uitnodiging, form: WachtwoordForm, middel: acties.Middel
) -> HttpResponse | None:
    wachtwoord = form.cleaned_data["wachtwoord"]
    try:
        persoon, device, voorstel = acties.accept_new(
            uitnodiging=record, wachtwoord=wachtwoord, middel=middel, now=now()
        )
    except Gebruikersfout as fout:
        form.add_error(fout.plaats if fout.plaats in form.fields else None, say(fout.melding))
        return None
    login(request, persoon, backend=BACKEND)
    soort = passkeys.MIDDEL if isinstance(device, Passkey) else "CODE"
    verified(request, device, Poging(soort, INGELOGD, persoon), timezone.now())
    return _inside(request, record, persoon, voorstel)


def _with_own_login(request: HttpRequest, record: Uitnodiging) -> HttpResponse:
    zelf = request.user.is_verified() and request.user.email == record.email
    fout = ""
    if request.method == "POST" and zelf:
        try:
            voorstel = acties.accept_known(uitnodiging=record, persoon=request.user, now=now())
            return _inside(request, record, request.user, voorstel)
        except Gebruikersfout as mis:
            fout = say(mis.melding)
    context: dict[str, Any] = {"uitnodiging": record, "zelf": zelf, "fout": fout}
    return render(request, "beheer/aannemen_eigen.html", context, status=400 if fout else 200)


def _inside(request: HttpRequest, record: Uitnodiging, persoon: Persoon, voorstel: Voorstel | None) -> HttpResponse:
    """The start of work for this organisation, or of the wait for a second administrator."""
    if voorstel is not None and voorstel.status == "OPEN":
        tekst = gettext("U bent er bijna. Een tweede persoon van de organisatie moet uw rol nog bevestigen.")
        messages.info(request, tekst, extra_tags="info")
        return redirect("start")
    eigen = persoon.bevoegdheden.lopend(today()).filter(organisatie=record.organisatie)
    if record.rol:
        eigen = eigen.filter(rol=record.rol)
    if gekozen := eigen.first():
        request.session[KEUZE] = gekozen.pk
    messages.success(request, gettext("Welkom. U kunt aan het werk."), extra_tags="ok")
    return redirect("start")
