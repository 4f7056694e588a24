"""A list people sort by its headings, page through, and take along as CSV or Excel: the same rows everywhere."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise

from zorginkoop.adapters import werkboek
from zorginkoop.adapters.spreadsheet import cell
from zorginkoop.web.toegang.bladeren import Bladeraar

PER_PAGINA = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SOORTEN = {"csv": "CSV", "xlsx": "Excel"}


@dataclass(frozen=True)
class Kolom:
    """A column: its heading, what a file says of a record, and the field to sort by (none: it cannot)."""

    kop: str | Promise
    waarde: Callable[[Any], Any]
    veld: str = ""
    getal: bool = False


@dataclass(frozen=True)
class Kop:
    """A heading on the screen: `url` sorts by it, `richting` is the value of aria-sort."""

    tekst: str | Promise
    getal: bool
    url: str
    richting: str


class Lijst:
    """The records in the order that `?sorteer=` asks, else in their own. `naam` is that of the files."""

    def __init__(
        self,
        request: HttpRequest,
        records: QuerySet[Any],
        kolommen: Sequence[Kolom],
        *,
        naam: str,
        per: int = PER_PAGINA,
    ) -> None:
        self.kolommen, self.naam, self.per = kolommen, naam, per
        self._vraag = {sleutel: waarde for sleutel, waarde in request.GET.items() if waarde}
        self.sorteer = self._vraag.get("sorteer", "")
        if self.sorteer.removeprefix("-") not in {kolom.veld for kolom in kolommen if kolom.veld}:
            self.sorteer = ""
        self.records = records.order_by(self.sorteer, "pk") if self.sorteer else records

    @cached_property
    def pagina(self) -> Page:
        """The page that was asked for; the nearest one when it does not exist."""
        return Bladeraar(self.records, self.per).get_page(self._vraag.get("pagina"))

    @property
    def vraag(self) -> str:
        """What else was asked, for in the links to other pages."""
        return self._url(pagina=None, als=None)

    @property
    def koppen(self) -> list[Kop]:
        return [
            Kop(k.kop, k.getal, f"?{self._sorted(k.veld)}" if k.veld else "", self._direction(k.veld))
            for k in self.kolommen
        ]

    @property
    def bestanden(self) -> list[tuple[str, str]]:
        """The name of each kind of file and where to get it."""
        return [(naam, f"?{self._url(pagina=None, als=soort)}") for soort, naam in SOORTEN.items()]

    @property
    def bestand(self) -> HttpResponse | None:
        """The whole list as the file that was asked for with `?als=`; None when a page was asked for."""
        if "als" not in self._vraag:
            return None
        rijen = ([kolom.waarde(record) for kolom in self.kolommen] for record in self.records.iterator(2000))
        return as_file([kolom.kop for kolom in self.kolommen], rijen, naam=self.naam, soort=self._vraag["als"])

    def _direction(self, veld: str) -> str:
        if not veld or self.sorteer.removeprefix("-") != veld:
            return ""
        return "descending" if self.sorteer.startswith("-") else "ascending"

    def _sorted(self, veld: str) -> str:
        return self._url(pagina=None, als=None, sorteer=f"-{veld}" if self.sorteer == veld else veld)

    def _url(self, **anders: str | None) -> str:
        return urlencode({sleutel: waarde for sleutel, waarde in {**self._vraag, **anders}.items() if waarde})


def _plain(waarde: Any) -> Any:
    """A text of ours in the language of the moment; anything else as it is."""
    return str(waarde) if isinstance(waarde, Promise) else waarde


@translation.override(settings.LANGUAGE_CODE)
def as_file(
    kolommen: Sequence[str | Promise], rijen: Iterable[Sequence[Any]], *, naam: str, soort: str
) -> HttpResponse:
    """Rows as a Dutch file; `soort` is csv or xlsx, anything else does not exist. Text is never a formula."""
    if soort not in SOORTEN:
        raise Http404
    koppen, rijen = [str(kop) for kop in kolommen], ([_plain(waarde) for waarde in rij] for rij in rijen)
    if soort == "csv":
        inhoud, type_ = _csv(koppen, rijen).encode(), "text/csv; charset=utf-8"
    else:
        inhoud, type_ = werkboek.write({naam.capitalize()[:31]: [koppen, *rijen]}), XLSX
    kop = {"Content-Disposition": f'attachment; filename="{naam}.{soort}"'}
    return HttpResponse(inhoud, content_type=type_, headers=kop)


def _csv(kolommen: Sequence[str], rijen: Iterable[Sequence[Any]]) -> str:
    """As a Dutch Excel opens it: semicolons, and a mark that says it is UTF-8."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(kolommen)
    schrijver.writerows([cell(waarde) for waarde in rij] for rij in rijen)
    return f"\ufeff{uit.getvalue()}"
