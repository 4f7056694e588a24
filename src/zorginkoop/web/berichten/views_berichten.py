"""The inbox, how one wants to be told, and ending e-mail without a login."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.web.berichten import actions, post, soorten
from zorginkoop.web.berichten.forms import BerichtenForm, VoorkeurenForm
from zorginkoop.web.berichten.models import Voorkeur, Zending
from zorginkoop.web.berichten.postvak import inbox
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, done
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.models import Bevoegdheid, Persoon
from zorginkoop.web.toegang.rechten import Verzoek, vereist

BERICHTEN = (
    Kolom(_("Bericht"), lambda b: soorten.SOORTEN[b.soort].titel),
    Kolom(_("Kenmerk"), lambda b: b.verwijzing),
    Kolom(_("Ontvangen"), lambda b: timezone.localtime(b.tijdstip).isoformat(" ", "minutes"), "tijdstip"),
    Kolom(_("Gelezen"), lambda b: b.is_gelezen),
)


@vereist()
@require_safe
def postvak(request: Verzoek) -> HttpResponse:
    """Messages, newest first; all of them, those not read yet, or those about one record."""
    form = BerichtenForm(request.GET)
    keuze = form.cleaned_data if form.is_valid() else {}
    gevonden = inbox(request.bevoegdheid)
    if keuze.get("toon"):
        gevonden = gevonden.filter(is_gelezen=False)
    if woord := (keuze.get("q") or "").strip():
        gevonden = gevonden.filter(verwijzing__iexact=woord)
    lijst = Lijst(request, gevonden, BERICHTEN, naam="berichten")
    regels = [(bericht, soorten.SOORTEN[bericht.soort].titel) for bericht in lijst.pagina]
    context = {"form": form, "lijst": lijst, "regels": regels}
    return lijst.bestand or render(request, "berichten/postvak.html", context)


@vereist()
@require_http_methods(["GET", "HEAD", "POST"])
def bericht(request: Verzoek, pk: int) -> HttpResponse:
    """One message, as an e-mail leads to it; opening it marks it as read and goes to its page."""
    gevonden = get_object_or_404(inbox(request.bevoegdheid), pk=pk)
    if request.method == "POST":
        actions.mark_read(berichten=inbox(request.bevoegdheid).filter(pk=pk), by=request.user, now=now())
        return redirect(soorten.address(gevonden))
    context = {"bericht": gevonden, "titel": soorten.SOORTEN[gevonden.soort].titel}
    return render(request, "berichten/bericht.html", context)


@vereist()
@require_POST
def alles_gelezen(request: Verzoek) -> HttpResponse:
    """Mark everything as read."""
    gezien = inbox(request.bevoegdheid)
    attempt(
        request,
        lambda: actions.mark_read(berichten=gezien, by=request.user, now=now()),
        gettext("Al uw berichten staan nu als gelezen."),
    )
    return redirect("berichten:postvak")


@vereist()
@require_http_methods(["GET", "HEAD", "POST"])
def voorkeuren(request: Verzoek) -> HttpResponse:
    """How this person wants to hear of each kind, for all its roles."""
    rollen = list(Bevoegdheid.objects.geldig(persoon=request.user, op=today()).values_list("rol", flat=True))
    nu = dict(Voorkeur.objects.filter(persoon=request.user).values_list("soort", "wijze"))
    form = VoorkeurenForm(request.POST if request.method == "POST" else None, rollen=rollen, nu=nu)
    if form.is_bound and form.is_valid() and accepted(form, lambda: _choose(request, form)):
        done(request, gettext("Uw keuzes zijn bewaard."))
        return redirect("berichten:voorkeuren")
    mis = Zending.objects.filter(persoon=request.user, status__in=["GEWEIGERD", "TERUGGEKOMEN", "OPGEGEVEN"])
    laatste = mis.exclude(uitkomst="niet meer gewenst").order_by("-pk").first()
    status = 400 if form.errors else 200
    return render(request, "berichten/voorkeuren.html", {"form": form, "mislukt": laatste}, status=status)


def _choose(request: Verzoek, form: VoorkeurenForm) -> None:
    actions.choose(keuzes=form.cleaned_data, by=request.user)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def afmelden(request: HttpRequest, sleutel: str) -> HttpResponse:
    """End e-mail of one kind, from a link in it: looking changes nothing, the button (or the mail program) does."""
    gelezen = post.read_token(sleutel)
    if gelezen is None or not Persoon.objects.filter(pk=gelezen[0]).exists():
        raise Http404("Deze link klopt niet (meer).")
    persoon, soort = gelezen
    if request.method == "POST":
        actions.unsubscribe(persoon=persoon, soort=soort)
    context = {"titel": soorten.SOORTEN[soort].titel, "klaar": request.method == "POST"}
    return render(request, "berichten/afmelden.html", context)
