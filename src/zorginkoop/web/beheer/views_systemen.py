"""Systems of the own organisation that use the API: which there are, a new one, another secret, no longer."""

from collections.abc import Callable

from django.db.models import Max, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.adapters.inlogcertificaat import der_of
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.api import actions
from zorginkoop.web.api.certificaat import bind
from zorginkoop.web.api.models import Systeem
from zorginkoop.web.api.scopes import SCOPES
from zorginkoop.web.beheer import gezag, lijsten
from zorginkoop.web.beheer.forms import CertificaatForm, SysteemForm
from zorginkoop.web.contractering.uitvoeren import attempt, done
from zorginkoop.web.inlogmiddelen import verbinding
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.lijst import Lijst
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import ROLLEN_VAN, Soort
from zorginkoop.web.toegang.taal import say


def _own(request: Verzoek) -> QuerySet[Systeem]:
    """With when each last asked a token, which is at most a quarter of an hour before it last did something."""
    eigen = Systeem.objects.filter(organisatie=request.organisatie).select_related("namens", "organisatie")
    return eigen.annotate(laatste=Max("tokens__uitgegeven_op")).order_by("naam", "pk")


@vereist(*gezag.BEHEERDERS)
@require_safe
def systemen(request: Verzoek) -> HttpResponse:
    """Every system, also those that no longer work."""
    lijst = Lijst(request, _own(request), lijsten.SYSTEMEN, naam="systemen")
    regels = [(s, lijsten.proof(s), *lijsten.state(s)) for s in lijst.pagina]
    return lijst.bestand or render(request, "beheer/systemen.html", {"lijst": lijst, "regels": regels})


@vereist(*gezag.BEHEERDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """Register a system; its secret is shown once, on the answer itself."""
    wie = request.organisatie
    mensen = gezag.current(wie, today()).order_by("persoon__naam").values_list("persoon_id", "persoon__naam").distinct()
    eigen = set(ROLLEN_VAN[Soort(wie.soort)])
    mogelijk = [(naam, str(scope.uitleg)) for naam, scope in SCOPES.items() if eigen & set(scope.rollen)]
    form = SysteemForm(request.POST if request.method == "POST" else None, mensen=list(mensen), mogelijk=mogelijk)
    if form.is_bound and form.is_valid():
        try:
            systeem, geheim = _register(request, form)
            return _once(request, systeem, geheim)
        except Gebruikersfout as fout:
            form.add_error(None, say(fout.melding))
    return render(request, "beheer/systeem_nieuw.html", {"form": form}, status=400 if form.errors else 200)


def _register(request: Verzoek, form: SysteemForm) -> tuple[Systeem, str]:
    return actions.register_systeem(
        organisatie=request.organisatie,
        naam=form.cleaned_data["naam"],
        scopes=form.cleaned_data["scopes"],
        namens=get_object_or_404(Persoon, pk=form.cleaned_data["namens"]),
        by=request.user,
        now=now(),
    )


def _once(request: Verzoek, systeem: Systeem, geheim: str) -> HttpResponse:
    return render(request, "beheer/systeem.html", {**_page(systeem), "geheim": geheim})


def _page(systeem: Systeem, form: CertificaatForm | None = None) -> dict[str, object]:
    return {
        "systeem": systeem,
        "status": lijsten.state(systeem),
        "bewijs": lijsten.proof(systeem),
        "mag": [(naam, SCOPES[naam].uitleg) for naam in systeem.scopes if naam in SCOPES],
        "certificaatform": form or CertificaatForm(),
        "form": form,
        "kan_certificaat": verbinding.configured(),
    }


@vereist(*gezag.BEHEERDERS)
@require_safe
def systeem(request: Verzoek, client_id: str) -> HttpResponse:
    """One system and what may be done with it."""
    return render(request, "beheer/systeem.html", _page(get_object_or_404(_own(request), client_id=client_id)))


@vereist(*gezag.BEHEERDERS)
@require_POST
def stap_(request: Verzoek, client_id: str, stap: str) -> HttpResponse:
    """Do one of the things on the page of a system; one that was closed stays closed."""
    if stap not in _STAPPEN:
        raise Http404("Deze stap bestaat niet.")
    record = get_object_or_404(
        Systeem.objects.select_related("namens"), client_id=client_id, organisatie=request.organisatie
    )
    if record.geblokkeerd_op is not None:
        return redirect("beheer:systeem", client_id)
    return _STAPPEN[stap](request, record) or redirect("beheer:systeem", client_id)


def _secret(request: Verzoek, record: Systeem) -> HttpResponse:
    return _once(request, record, actions.renew_secret(systeem=record, by=request.user, now=now()))


def _block(request: Verzoek, record: Systeem) -> None:
    vast = {"systeem": record, "by": request.user, "now": now()}
    attempt(request, lambda: actions.block_systeem(**vast), gettext("Het systeem is afgesloten, met al zijn tokens."))


def _certificate(request: Verzoek, record: Systeem) -> HttpResponse | None:
    form = CertificaatForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            nu = timezone.now()  # a certificate is good or not on the real day, also in a demonstration
            kaart = verbinding.card(der_of(form.cleaned_data["bestand"]), nu)
            bind(systeem=record, kaart=kaart, by=request.user, now=nu)
            done(request, gettext("Het systeem logt voortaan in met dit certificaat."))
            return None
        except Gebruikersfout as fout:
            form.add_error("bestand", say(fout.melding))
    return render(request, "beheer/systeem.html", _page(record, form), status=400)


_STAPPEN: dict[str, Callable[[Verzoek, Systeem], HttpResponse | None]] = {
    "geheim": _secret,
    "afsluiten": _block,
    "certificaat": _certificate,
}
