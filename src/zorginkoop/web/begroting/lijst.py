"""The lists of budgets and requests: filtered by state and word, sorted by heading, and taken along as a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from zorginkoop.web.contractering.postvak import chosen
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek
from zorginkoop.web.toegang.zoeken import Tekst, ZoekForm, words


def listing(
    request: Verzoek,
    records: QuerySet[Any],
    kolommen: Sequence[Kolom],
    *,
    naam: str,
    sjabloon: str,
    staten: Mapping[str, tuple[Tekst, str]],
) -> HttpResponse:
    """The records that pass the filter, each with the words and colour of its state."""
    form = ZoekForm(request.GET, staten=words(staten))
    lijst = Lijst(request, chosen(records, form), kolommen, naam=naam)
    regels = [(record, *staten[record.status]) for record in lijst.pagina]
    return lijst.bestand or render(request, sjabloon, {"form": form, "lijst": lijst, "regels": regels})
