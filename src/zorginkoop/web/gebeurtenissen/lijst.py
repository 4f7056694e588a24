"""A list on the screen and as a file: filter, order, page and export, in the same words."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.contractering.forms import Formulier
from zorginkoop.web.contractering.uitvoeren import download
from zorginkoop.web.toegang.bladeren import Bladeraar
from zorginkoop.web.toegang.lijst import as_file

PER_PAGINA = 25


@dataclass(frozen=True)
class Kolom:
    """`waarde` is what an export says; `cel` what the screen shows, when that is more than the value."""

    titel: str
    waarde: Callable[[Any], Any]
    cel: Callable[[Any], dict[str, Any]] | None = None

    def on_screen(self, record: Any) -> Any:
        if self.cel is not None:
            return self.cel(record)
        waarde = self.waarde(record)
        return "" if waarde is None else str(waarde)


class LijstForm(Formulier):
    """Filter and order of a list; everything may be left open."""

    alles_mag_open = True
    q = forms.CharField(
        label=_("Praktijk, AGB-code of kenmerk"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, error_messages={"invalid_choice": _("Kies een status uit de lijst.")}
    )
    volgorde = forms.ChoiceField(
        label=_("Volgorde"), required=False, error_messages={"invalid_choice": _("Kies een volgorde uit de lijst.")}
    )

    def __init__(
        self, *args: Any, statussen: Iterable[tuple[str, str]], volgordes: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", _("Alle")), *statussen]
        self.fields["volgorde"].choices = [(str(n), naam) for n, naam in enumerate(volgordes)]


Volgorde = dict[str, tuple[str, ...]]
"""Per order on the screen the fields it sorts by; the first is the usual one."""


def as_it_is(record: Any) -> Any:
    return record


@dataclass(frozen=True)
class Lijst:
    """One list: what it is called, its columns and orders, and how a record becomes a line."""

    titel: str
    intro: str
    kolommen: tuple[Kolom, ...]
    volgordes: Volgorde
    statussen: tuple[tuple[str, str], ...]
    bestand: str
    leeg: str
    filter: Callable[[QuerySet, str, str], QuerySet]
    maak: Callable[[Any], Any] = as_it_is

    def show(self, request: HttpRequest, records: QuerySet, **meer: Any) -> HttpResponse:
        """The page that was asked for, or all of it as CSV, Excel or JSON."""
        form = LijstForm(request.GET, statussen=self.statussen, volgordes=self.volgordes)
        keuze = form.cleaned_data if form.is_valid() else {}
        gevonden = self.filter(records, keuze.get("q") or "", keuze.get("status") or "")
        gevonden = gevonden.order_by(*list(self.volgordes.values())[int(keuze.get("volgorde") or 0)], "pk")
        if (vorm := request.GET.get("vorm")) in ("csv", "xlsx", "json"):
            return self._export(map(self.maak, gevonden.iterator(chunk_size=500)), vorm)
        pagina = Bladeraar(gevonden, PER_PAGINA).get_page(request.GET.get("pagina"))
        regels = [self.maak(record) for record in pagina]
        vraag = urlencode({naam: waarde for naam, waarde in request.GET.items() if naam != "pagina"})
        context = {
            "lijst": self,
            "form": form,
            "pagina": pagina,
            "koppen": [kolom.titel for kolom in self.kolommen],
            "rijen": [[kolom.on_screen(regel) for kolom in self.kolommen] for regel in regels],
            "vraag": vraag,
            **meer,
        }
        return render(request, "gebeurtenissen/lijst.html", context)

    @translation.override(settings.LANGUAGE_CODE)
    def _export(self, regels: Iterable[Any], vorm: str) -> HttpResponse:
        koppen = [str(kolom.titel) for kolom in self.kolommen]
        rijen = ([kolom.waarde(regel) for kolom in self.kolommen] for regel in regels)
        if vorm != "json":
            return as_file(koppen, rijen, naam=self.bestand, soort=vorm)
        inhoud = json.dumps([dict(zip(koppen, rij, strict=True)) for rij in rijen], ensure_ascii=False, default=str)
        return download(inhoud, f"{self.bestand}.json", "application/json")
