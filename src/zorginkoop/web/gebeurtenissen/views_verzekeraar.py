"""The insurer: events at practices and new account numbers."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from zorginkoop.web.contractering.uitvoeren import accepted, attempt, done
from zorginkoop.web.gebeurtenissen import besluiten, lijsten, rekeningen
from zorginkoop.web.gebeurtenissen.forms import ControleForm, VoorstelForm
from zorginkoop.web.gebeurtenissen.gevolgen import BESLUIT, WOORDEN, may_end
from zorginkoop.web.gebeurtenissen.models import Rekeningwijziging, Uitwerking
from zorginkoop.web.gebeurtenissen.woorden import REKENING, UITWERKING
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import say

INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)


@vereist(*INKOOP)
@require_safe
def veranderingen(request: Verzoek) -> HttpResponse:
    """Every agreement an event touched."""
    eigen = Uitwerking.objects.filter(verzekeraar=request.organisatie)
    return lijsten.veranderingen(request, eigen.select_related("gebeurtenis__praktijk", "overeenkomst"))


@vereist(*INKOOP)
@require_http_methods(["GET", "HEAD", "POST"])
def verandering(request: Verzoek, pk: int) -> HttpResponse:
    """One agreement after an event: what the policy says, and what contract management decides."""
    gevonden = Uitwerking.objects.filter(verzekeraar=request.organisatie).select_related(
        "gebeurtenis__praktijk", "overeenkomst__praktijk", "overeenkomst__verzekeraar",
        "overeenkomst__aanbod__aanvraag", "voorgesteld_door", "besloten_door", "nieuwe_aanvraag", "verzekeraar",
    )  # fmt: skip
    record = get_object_or_404(gevonden, pk=pk)
    voorstellen = request.method == "POST" and request.POST.get("stap") == "voorstellen"
    form = VoorstelForm(request.POST if voorstellen else None)
    if request.method == "POST" and _decided(request, record, form):
        return redirect("gebeurtenissen:verandering", pk)
    g = record.gebeurtenis
    context = {
        "uitwerking": record,
        "gebeurtenis": g,
        "status": UITWERKING[record.status],
        "gevolg": WOORDEN[record.gevolg],
        "besluit": BESLUIT[record.gevolg],
        "mag_einde": may_end(record),
        "mag": request.bevoegdheid.rol == Rol.CONTRACTBEHEER and record.status in ("OPEN", "VOORGESTELD"),
        "eigen_voorstel": record.voorgesteld_door_id == request.user.pk,
        "form": form,
    }
    return render(request, "gebeurtenissen/verandering.html", context, status=400 if form.errors else 200)


def _decided(request: Verzoek, record: Uitwerking, form: VoorstelForm) -> bool:
    """Take the step that was asked; False when a proposal was not filled in well."""
    wie = {"uitwerking": record, "by": request.user, "now": now()}
    if form.is_bound:
        gelukt = form.is_valid() and accepted(form, lambda: besluiten.propose(**form.cleaned_data, **wie))
        return gelukt and done(request, gettext("Uw voorstel wacht op een tweede persoon."))
    if request.POST.get("stap") == "verwerpen":
        attempt(request, lambda: besluiten.reject(**wie), gettext("Het voorstel is niet gevolgd."))
    else:
        attempt(request, lambda: besluiten.confirm(**wie), gettext("Het besluit is uitgevoerd."))
    return True


@vereist(*rekeningen.CONTROLEURS)
@require_safe
def rekeningwijzigingen(request: Verzoek) -> HttpResponse:
    """New account numbers given to this insurer; the numbers themselves are on their own page only."""
    eigen = Rekeningwijziging.objects.filter(verzekeraar=request.organisatie).select_related("praktijk")
    return lijsten.rekeningen(request, eigen.defer("iban"))


@vereist(*rekeningen.CONTROLEURS)
@require_http_methods(["GET", "HEAD", "POST"])
def rekeningcontrole(request: Verzoek, pk: int) -> HttpResponse:
    """One new account number: verify it, let another approve it, or refuse it."""
    gevonden = Rekeningwijziging.objects.filter(verzekeraar=request.organisatie).select_related(
        "praktijk", "verzekeraar", "opgegeven_door", "gecontroleerd_door", "besloten_door"
    )
    record = get_object_or_404(gevonden, pk=pk)
    stap = request.POST.get("stap", "") if request.method == "POST" else ""
    form = ControleForm(request.POST if stap in ("nagaan", "afwijzen") else None)
    if stap and _account_step(request, record, stap, form):
        return redirect("gebeurtenissen:rekeningcontrole", pk)
    context = {
        "rekening": record,
        "status": REKENING[record.status],
        "oud": say(rekeningen.previous(record), ""),
        "zelf_nagegaan": record.gecontroleerd_door_id == request.user.pk,
        "form": form,
    }
    return render(request, "gebeurtenissen/rekeningcontrole.html", context, status=400 if form.errors else 200)


def _account_step(request: Verzoek, record: Rekeningwijziging, stap: str, form: ControleForm) -> bool:
    wie = {"wijziging": record, "by": request.user, "now": now()}
    if stap == "goedkeuren":
        attempt(
            request, lambda: rekeningen.approve_iban(**wie), gettext("Vanaf de ingangsdag betalen wij op dit nummer.")
        )
        return True
    if not form.is_valid():
        return False
    tekst = form.cleaned_data["controle"]
    stappen: dict[str, Callable[[], object]] = {
        "nagaan": lambda: rekeningen.check_iban(controle=tekst, **wie),
        "afwijzen": lambda: rekeningen.refuse_iban(reden=tekst, **wie),
    }
    klaar = {
        "nagaan": gettext("Vastgelegd. Een ander keurt het goed."),
        "afwijzen": gettext("Dit nummer wordt niet gebruikt."),
    }
    return accepted(form, stappen[stap]) and done(request, klaar[stap])
