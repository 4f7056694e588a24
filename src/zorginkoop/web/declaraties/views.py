"""What a practice sees of its own claims."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zorginkoop.web.declaraties import lijsten, regelkolommen
from zorginkoop.web.declaraties.kolommen import mine
from zorginkoop.web.declaraties.models import Betaling, Declaratieregel, Deeldeclaratie
from zorginkoop.web.declaraties.uitleg import explain
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.lijst import Lijst
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN
from zorginkoop.web.toegang.zoeken import ZoekForm


@vereist(*PRAKTIJKROLLEN)
@require_safe
def mijn(request: Verzoek) -> HttpResponse:
    """The files with lines of this practice, with their totals."""
    form = ZoekForm(request.GET, zoek=_("Factuurnummer"))
    delen = Deeldeclaratie.objects.filter(agb=request.organisatie.agb)
    if woord := form.keuze[0]:
        delen = delen.filter(bestand__factuurnummer__istartswith=woord)
    delen = delen.select_related("bestand__verzekeraar").order_by("-bestand__ontvangen_op", "-id")
    betaald = _paydays(request.organisatie)
    lijst = Lijst(request, delen, mine(betaald), naam="declaraties", per=lijsten.PER_PAGINA)
    regels = [(deel, betaald.get(deel.betaling_id)) for deel in lijst.pagina]
    return lijst.bestand or render(request, "declaraties/mijn.html", {"form": form, "lijst": lijst, "regels": regels})


def _paydays(praktijk: Organisatie) -> dict[int | None, date]:
    """On which day each payment to this practice was to be made."""
    # A batch also holds what others are paid, so a practice may not see it; of its own payments it may know the day.
    with als_eigenaar():
        return dict(Betaling.objects.filter(praktijk=praktijk).values_list("pk", "batch__uitvoerdatum"))


@vereist(*PRAKTIJKROLLEN)
@require_safe
def mijn_regels(request: Verzoek, pk: int) -> HttpResponse:
    """The lines of this practice in one file."""
    deel, form = _own_part(request, pk), lijsten.RegelForm(request.GET)
    regels = lijsten.filtered(Declaratieregel.objects.filter(bestand=deel.bestand_id, agb=deel.agb), form)
    kolommen = regelkolommen.columns("declaraties:waarom", deel.regels)
    lijst = Lijst(request, regels, kolommen, naam=f"declaratie-{deel.bestand_id}", per=lijsten.PER_PAGINA)
    context = {"deel": deel, "bestand": deel.bestand, "form": form, "lijst": lijst}
    return lijst.bestand or render(request, "declaraties/mijn_regels.html", context)


@vereist(*PRAKTIJKROLLEN)
@require_safe
def waarom(request: Verzoek, pk: int) -> HttpResponse:
    """One line of this practice, explained."""
    eigen = Declaratieregel.objects.filter(agb=request.organisatie.agb)
    regel = get_object_or_404(eigen.select_related("bestand__verzekeraar"), pk=pk)
    deel = get_object_or_404(Deeldeclaratie, bestand=regel.bestand, agb=regel.agb)
    context = {"uitleg": explain(regel), "regel": regel, "deel": deel, "bestand": regel.bestand}
    return render(request, "declaraties/waarom.html", context)


def _own_part(request: Verzoek, pk: int) -> Deeldeclaratie:
    eigen = Deeldeclaratie.objects.filter(agb=request.organisatie.agb)
    return get_object_or_404(eigen.select_related("bestand__verzekeraar", "betaling"), pk=pk)
