"""The lists of budgets and requests: filtered by state and word, sorted by heading, and taken along as a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.contractering.forms import Formulier
from zorginkoop.web.contractering.postvak import matching
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek


class LijstForm(Formulier):
    """Filter of a list; everything may be left open."""

    alles_mag_open = True
    status = forms.ChoiceField(
        label=_("Status"), required=False, error_messages={"invalid_choice": _("Kies een status uit de lijst.")}
    )
    q = forms.CharField(
        label=_("Naam, AGB-code of kenmerk"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data: Any, *, staten: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["status"].choices = [("", _("Alle")), *((s, woorden[0]) for s, woorden in staten.items())]


def listing(
    request: Verzoek,
    records: QuerySet[Any],
    kolommen: Sequence[Kolom],
    *,
    naam: str,
    sjabloon: str,
    staten: Mapping[str, tuple[str, str]],
) -> HttpResponse:
    """The records that pass the filter, each with the words and colour of its state."""
    form = LijstForm(request.GET, staten=staten)
    lijst = Lijst(request, _filtered(records, form.cleaned_data if form.is_valid() else {}), kolommen, naam=naam)
    regels = [(record, *staten[record.status]) for record in lijst.pagina]
    return lijst.bestand or render(request, sjabloon, {"form": form, "lijst": lijst, "regels": regels})


def _filtered(records: QuerySet[Any], keuze: Mapping[str, Any]) -> QuerySet[Any]:
    if keuze.get("status"):
        records = records.filter(status=keuze["status"])
    return matching(records, keuze.get("q") or "")
