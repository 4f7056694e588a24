"""Logging in and out, and choosing for whom you act."""

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.db.models import prefetch_related_objects
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.toegang import inloggen, klok, taal, wegen
from zorginkoop.web.toegang.forms import CodeForm, InlogForm
from zorginkoop.web.toegang.models import Bevoegdheid, Persoon
from zorginkoop.web.toegang.rechten import KEUZE, bevoegdheden
from zorginkoop.web.toegang.rollen import Soort


@never_cache
@sensitive_post_parameters("wachtwoord")
@require_http_methods(["GET", "POST"])
def wachtwoord(request: HttpRequest) -> HttpResponse:
    """Step 1: e-mail address and password."""
    if request.user.is_verified():
        return redirect(next_page(request))
    form = InlogForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _accepted(form, inloggen.enter_wachtwoord, request, **form.cleaned_data):
        return redirect(f"{reverse('toegang:code')}?{urlencode({'next': next_page(request)})}")
    anders = wegen.offered(wegen.EERSTE, request)
    context = {"form": form, "next": next_page(request), "demologins": _demo_logins(), "wegen": anders}
    return render(request, "toegang/inloggen.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Step 2: the code of the app."""
    if not request.user.is_authenticated:
        return redirect("toegang:inloggen")
    if request.user.is_verified():
        return redirect(next_page(request))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _accepted(form, inloggen.enter_code, request, persoon=request.user, **form.cleaned_data):
        return redirect(next_page(request))
    anders = wegen.offered(wegen.TWEEDE, request)
    return render(request, "toegang/code.html", {"form": form, "next": next_page(request), "wegen": anders})


@require_POST
def uitloggen(request: HttpRequest) -> HttpResponse:
    """End the session on the server."""
    logout(request)
    return redirect("start")


@never_cache
@require_http_methods(["GET", "POST"])
def kiezen(request: HttpRequest) -> HttpResponse:
    """Choose, or change, the organisation and role you act for."""
    if not request.user.is_verified():
        return redirect("toegang:code" if request.user.is_authenticated else "toegang:inloggen")
    if request.method == "POST":
        gekozen = [b for b in bevoegdheden(request) if str(b.pk) == request.POST.get("bevoegdheid")]
        if not gekozen:
            raise Http404("Deze bevoegdheid heeft u niet (meer).")
        request.session[KEUZE] = gekozen[0].pk
        return redirect(next_page(request))
    alle = sorted(bevoegdheden(request), key=lambda b: b.via_id is not None)
    prefetch_related_objects(alle, "via")
    zorg = any(b.organisatie.soort == Soort.PRAKTIJK for b in alle)
    return render(request, "toegang/kiezen.html", {"bevoegdheden": alle, "zorg": zorg, "next": next_page(request)})


@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Log in as one of the ready people; exists in a demonstration only."""
    if not settings.DEMO:
        raise Http404
    pk = request.POST.get("persoon", "")
    persoon = get_object_or_404(Persoon, pk=pk if pk.isdecimal() else None, demo=True, is_active=True)
    inloggen.enter_demo(request, persoon=persoon, now=timezone.now())
    return redirect(next_page(request))


def _accepted(form: Form, step: Any, request: HttpRequest, **gegevens: Any) -> bool:
    try:
        step(request, now=timezone.now(), **gegevens)
    except Gebruikersfout as fout:
        form.add_error(fout.plaats or None, taal.say(fout.melding))
    return not form.errors


def next_page(request: HttpRequest) -> str:
    """Where the person was going, if that is a page of ours; the start page otherwise."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if own else reverse("start")


def _demo_logins() -> list[tuple[Persoon, list[Bevoegdheid]]]:
    if not settings.DEMO:
        return []
    vandaag = klok.today()
    people = Persoon.objects.filter(demo=True, is_active=True).order_by("pk")
    return [(p, list(Bevoegdheid.objects.geldig(persoon=p, op=vandaag))) for p in people]
