"""The page where one makes or withdraws a private calendar address, and the calendar itself."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from zorginkoop.web.berichten import agenda
from zorginkoop.web.contractering.uitvoeren import attempt
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.rechten import Verzoek, vereist


@vereist()
@require_http_methods(["GET", "HEAD", "POST"])
def beheer(request: Verzoek) -> HttpResponse:
    """Make an address (told once), or withdraw it."""
    adres, wie = "", {"by": request.user, "organisatie": request.organisatie}
    if request.method == "POST" and request.POST.get("wat") == "intrekken":
        attempt(request, lambda: agenda.revoke_link(**wie, now=now()), gettext("De link werkt niet meer."))
        return redirect("berichten:agenda")
    if request.method == "POST":
        geheim = agenda.create_link(**wie, now=now())
        adres = request.build_absolute_uri(reverse("berichten:agenda_ics", args=[geheim]))
    link = agenda.running(request.user, request.organisatie).first()
    return render(request, "berichten/agenda.html", {"link": link, "adres": adres})


@require_safe
def ics(request: HttpRequest, geheim: str) -> HttpResponse:
    """The calendar behind a secret address, for a program without a login; 304 when it did not change."""
    koppen = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    try:
        inhoud = agenda.calendar_of(geheim, op=now())
    except agenda.Ingetrokken:
        return HttpResponse(status=410, headers=koppen)
    if inhoud is None:
        return HttpResponse(status=404, headers=koppen)
    etag = f'"{hashlib.sha256(inhoud).hexdigest()[:32]}"'
    antwoord = HttpResponse(inhoud, content_type="text/calendar; charset=utf-8", headers=koppen | {"ETag": etag})
    return get_conditional_response(request, etag=etag, response=antwoord)
