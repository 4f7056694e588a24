"""The simulation page: two versions of a policy on the whole market."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zorginkoop.beleid import library
from zorginkoop.beleid.library import Beleid
from zorginkoop.beleid.simulate import simulate
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.redactie.actions import draft_of
from zorginkoop.web.redactie.markt import market_of
from zorginkoop.web.redactie.models import Concept
from zorginkoop.web.redactie.views import LEZEN
from zorginkoop.web.toegang.rechten import Verzoek, vereist


@vereist(*LEZEN)
@require_safe
def simulatie(request: Verzoek) -> HttpResponse:
    """Who gains, loses or falls out when the second version takes the place of the first."""
    context = {"fout": "", "uitkomst": None}
    if "van" in request.GET:
        van, naar = (_version(request, request.GET.get(kant, "")) for kant in ("van", "naar"))
        try:
            context["uitkomst"] = simulate(van, naar, market_of(request.organisatie, (van, naar)))
        except Gebruikersfout as fout:
            context["fout"] = str(fout)
    return render(request, "redactie/simulatie.html", context)


def _version(request: Verzoek, naam: str) -> Beleid:
    """A draft ("concept-12") or published version of the own organisation."""
    if naam.startswith("concept-") and naam.removeprefix("concept-").isdigit():
        pk = naam.removeprefix("concept-")
        return draft_of(get_object_or_404(Concept, pk=pk, verzekeraar=request.organisatie))
    gevonden = next((b for b in library.all_policies() if b.naam == naam), None)
    if gevonden is None or gevonden.verzekeraar.uzovi != request.organisatie.uzovi:
        raise Http404(naam)
    return gevonden
