"""A list as a page, as CSV or as a workbook: the same filter and order, and every row in the files."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from zorginkoop.adapters import werkboek
from zorginkoop.adapters.spreadsheet import cell
from zorginkoop.web.contractering.forms import Formulier
from zorginkoop.web.contractering.uitvoeren import download
from zorginkoop.web.toegang.rechten import Verzoek

PER_PAGINA = 25
HOOGSTENS = 10_000
"""Rows in a file: more than any insurer has."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cellen = Sequence[Any]
Rijmaker = Callable[[Any], Cellen]


class LijstForm(Formulier):
    """Filter and order; everything may be left open."""

    alles_mag_open = True
    status = forms.ChoiceField(label="Status", required=False)
    sorteer = forms.ChoiceField(label="Volgorde", required=False)
    q = forms.CharField(
        label="Naam, AGB-code of kenmerk",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data: Any, *, staten: Mapping[str, tuple[str, str]], volgorden: Mapping[str, str]) -> None:
        super().__init__(data)
        self.fields["status"].choices = [("", "Alle"), *((s, tekst) for s, (tekst, _) in staten.items())]
        self.fields["sorteer"].choices = list(volgorden.items())
        for veld in ("status", "sorteer"):
            self.fields[veld].error_messages["invalid_choice"] = "Kies uit de lijst."


def listing(
    request: Verzoek,
    records: QuerySet[Any],
    *,
    naam: str,
    sjabloon: str,
    staten: Mapping[str, tuple[str, str]],
    volgorden: Mapping[str, str],
    kop: Cellen,
    rij: Rijmaker,
) -> HttpResponse:
    """The filtered and ordered records; `volgorden` maps a field to its words and the first one is the default."""
    form = LijstForm(request.GET, staten=staten, volgorden=volgorden)
    keuze = form.cleaned_data if form.is_valid() else {}
    gevonden = _filtered(records, keuze, next(iter(volgorden)))
    if (soort := request.GET.get("als")) in ("csv", "xlsx"):
        rijen = [kop, *(rij(record) for record in gevonden[:HOOGSTENS])]
        return _as_file(naam, soort, rijen)
    vraag = {n: w for n, w in request.GET.items() if n not in ("pagina", "als")}
    pagina = Paginator(gevonden, PER_PAGINA).get_page(request.GET.get("pagina"))
    regels = [(record, *staten[record.status]) for record in pagina]
    context = {"form": form, "pagina": pagina, "regels": regels, "vraag": urlencode(vraag)}
    return render(request, sjabloon, context)


def _filtered(records: QuerySet[Any], keuze: Mapping[str, Any], eerste: str) -> QuerySet[Any]:
    if keuze.get("status"):
        records = records.filter(status=keuze["status"])
    if woord := (keuze.get("q") or "").strip():
        records = records.filter(
            Q(praktijk__naam__icontains=woord) | Q(praktijk__agb__startswith=woord) | Q(kenmerk__iexact=woord)
        )
    return records.order_by(keuze.get("sorteer") or eerste, "pk")


def _as_file(naam: str, soort: str, rijen: Sequence[Cellen]) -> HttpResponse:
    if soort == "xlsx":
        return download(werkboek.write({naam.capitalize(): rijen}), f"{naam}.xlsx", XLSX)
    uit = io.StringIO()
    csv.writer(uit, delimiter=";").writerows([cell(waarde) for waarde in rij] for rij in rijen)
    return download("\ufeff" + uit.getvalue(), f"{naam}.csv", "text/csv; charset=utf-8")
