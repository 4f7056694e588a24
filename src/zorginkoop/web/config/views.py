"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import select_template

from zorginkoop.web.beheer.collegas import waiting_for
from zorginkoop.web.config.nav import menu
from zorginkoop.web.toegang.rechten import bevoegdheden, huidige_bevoegdheid


def start(request: HttpRequest) -> HttpResponse:
    """The public start for visitors; for people at work the first page of their menu."""
    bevoegdheid = huidige_bevoegdheid(request)
    if bevoegdheid is None and bevoegdheden(request):
        return redirect("toegang:kiezen")
    if bevoegdheid is None:
        bezoeker = ["publiek/start.html"] if request.user.is_anonymous else []
        template = select_template([*bezoeker, "start.html"])
        wachten = waiting_for(request.user) if request.user.is_verified() else []
        return HttpResponse(template.render({"wachten": wachten}, request))
    werk = menu(bevoegdheid.rol, request.path)
    return redirect(werk[0]["url"]) if werk else render(request, "start.html")
