"""What a practice sees of its own claims."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from zorginkoop.web.declaraties import lijsten
from zorginkoop.web.declaraties.kolommen import MIJN
from zorginkoop.web.declaraties.models import Declaratieregel, Deeldeclaratie
from zorginkoop.web.declaraties.uitleg import explain
from zorginkoop.web.toegang.lijst import Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN


@vereist(*PRAKTIJKROLLEN)
def mijn(request: Verzoek) -> HttpResponse:
    """The files with lines of this practice, with their totals."""
    delen = Deeldeclaratie.objects.filter(agb=request.organisatie.agb)
    delen = delen.select_related("bestand__verzekeraar", "betaling__batch").order_by("-bestand__ontvangen_op", "-id")
    lijst = Lijst(request, delen, MIJN, naam="declaraties", per=lijsten.PER_PAGINA)
    return lijst.bestand or render(request, "declaraties/mijn.html", {"lijst": lijst})


@vereist(*PRAKTIJKROLLEN)
def mijn_regels(request: Verzoek, pk: int) -> HttpResponse:
    """The lines of this practice in one file."""
    deel = _own_part(request, pk)
    context = lijsten.line_page(_lines(deel), request, naar="declaraties:waarom")
    return render(request, "declaraties/mijn_regels.html", {"deel": deel, "bestand": deel.bestand, **context})


@vereist(*PRAKTIJKROLLEN)
def mijn_csv(request: Verzoek, pk: int) -> HttpResponse:
    """The same lines as a CSV file."""
    deel = _own_part(request, pk)
    regels, _ = lijsten.filtered(_lines(deel), request)
    return lijsten.csv_response(regels, f"declaratie-{deel.bestand_id}.csv")


@vereist(*PRAKTIJKROLLEN)
def waarom(request: Verzoek, pk: int) -> HttpResponse:
    """One line of this practice, explained."""
    eigen = Declaratieregel.objects.filter(agb=request.organisatie.agb)
    regel = get_object_or_404(eigen.select_related("bestand__verzekeraar", "overeenkomst", "afspraak"), pk=pk)
    deel = get_object_or_404(Deeldeclaratie, bestand=regel.bestand, agb=regel.agb)
    context = {"uitleg": explain(regel), "regel": regel, "deel": deel, "bestand": regel.bestand}
    return render(request, "declaraties/waarom.html", context)


def _own_part(request: Verzoek, pk: int) -> Deeldeclaratie:
    eigen = Deeldeclaratie.objects.filter(agb=request.organisatie.agb)
    return get_object_or_404(eigen.select_related("bestand__verzekeraar", "betaling__batch"), pk=pk)


def _lines(deel: Deeldeclaratie) -> "QuerySet[Declaratieregel]":
    return Declaratieregel.objects.filter(bestand=deel.bestand_id, agb=deel.agb)
