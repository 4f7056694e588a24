"""The link of an invitation: nobody is logged in yet, or somebody who has a login takes another role."""

from base64 import b32encode
from binascii import hexlify, unhexlify
from os import urandom
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import aannemen as acties
from zorginkoop.web.beheer.forms import AanneemForm
from zorginkoop.web.beheer.models import Uitnodiging, Voorstel
from zorginkoop.web.inlogmiddelen.certificaten import BACKEND
from zorginkoop.web.inlogmiddelen.views import before_anybody
from zorginkoop.web.toegang.inloggen import verified
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rechten import KEUZE
from zorginkoop.web.toegang.taal import say
from zorginkoop.web.toegang.wegen import INGELOGD, Poging

ZOUT, ZEGEL_SECONDEN = "beheer.app", 3600
"""For an hour a page may be open before its app key is replaced by another."""
SLEUTEL_BYTES = 20
"""160 bits, the length RFC 4226 recommends."""


@never_cache
@sensitive_post_parameters("wachtwoord", "nogmaals", "zegel")
@require_http_methods(["GET", "HEAD", "POST"])
@before_anybody
def aannemen(request: HttpRequest, geheim: str) -> HttpResponse:
    """Choose a password and an app; or, with a login already, take the role."""
    record = acties.find(geheim, now())
    if record is None:
        return render(request, "beheer/verlopen.html", status=404)
    nieuw = record.soort == Uitnodiging.Soort.HERSTEL or not Persoon.objects.filter(email=record.email).exists()
    return _with_new_login(request, record) if nieuw else _with_own_login(request, record)


def _with_new_login(request: HttpRequest, record: Uitnodiging) -> HttpResponse:
    form = AanneemForm(request.POST if request.method == "POST" else None)
    sleutel = _opened(record, request.POST.get("zegel", "")) or hexlify(urandom(SLEUTEL_BYTES)).decode()
    if form.is_valid() and (klaar := _accept(request, record, form, sleutel)):
        return klaar
    zegel = signing.dumps([record.pk, sleutel], salt=ZOUT)
    geheim = b32encode(unhexlify(sleutel)).decode()
    context = {
        "uitnodiging": record,
        "form": form,
        "zegel": zegel,
        "delen": [geheim[i : i + 4] for i in range(0, len(geheim), 4)],
        "app_url": (adres := _app_url(record.email, geheim)),
        "qr": mark_safe(segno.make(adres).svg_inline(scale=4, light="#fff")),  # noqa: S308 - squares, no text
    }
    return render(request, "beheer/aannemen.html", context, status=400 if form.errors else 200)


def _accept(request: HttpRequest, record: Uitnodiging, form: AanneemForm, sleutel: str) -> HttpResponse | None:
    gegeven = {naam: form.cleaned_data[naam] for naam in ("wachtwoord", "code")}
    try:
        persoon, device, voorstel = acties.accept_new(uitnodiging=record, sleutel=sleutel, now=now(), **gegeven)
    except Gebruikersfout as fout:
        form.add_error(fout.plaats if fout.plaats in form.fields else None, say(fout.melding))
        return None
    login(request, persoon, backend=BACKEND)
    verified(request, device, Poging("CODE", INGELOGD, persoon), timezone.now())
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


def _opened(record: Uitnodiging, zegel: str) -> str:
    """The app key of a page we made for this invitation; empty when it is not, or too old."""
    try:
        pk, sleutel = signing.loads(zegel, salt=ZOUT, max_age=ZEGEL_SECONDEN)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(sleutel) if pk == record.pk else ""


def _app_url(email: str, geheim: str) -> str:
    """What an app on the same telephone opens; see the key URI format of authenticator apps."""
    vraag = urlencode({"secret": geheim, "issuer": settings.OTP_TOTP_ISSUER})
    return f"otpauth://totp/{quote(f'{settings.OTP_TOTP_ISSUER}:{email}')}?{vraag}"
