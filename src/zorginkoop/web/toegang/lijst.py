"""A list people sort by its headings, page through, and take along as a file: the same rows everywhere."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.dateformat import format as as_date
from django.utils.functional import Promise

from zorginkoop.adapters import werkboek
from zorginkoop.adapters.spreadsheet import cell
from zorginkoop.web.toegang.bladeren import Bladeraar

PER_PAGINA = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SOORTEN = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
MAX_EXCEL = 100_000
"""Longer lists come as CSV or JSON: a sheet with more rows takes more memory than a page may."""


@dataclass(frozen=True)
class Kolom:
    """A column: its heading, what a file says of a line, and the field to sort by (none: it cannot).

    `cel` is what the screen shows when that is more than the value, see _tabel.html; without `op_scherm` it is in files
    only. Sorting goes by an own column of the table, or by one that an index or a small table makes cheap.
    """

    kop: str | Promise
    waarde: Callable[[Any], Any]
    veld: str = ""
    getal: bool = False
    cel: Callable[[Any], dict[str, Any]] | None = None
    op_scherm: bool = True

    def on_screen(self, regel: Any) -> dict[str, Any]:
        """The cell of this line."""
        if self.cel is not None:
            return self.cel(regel)
        waarde = self.waarde(regel)
        if isinstance(waarde, date):
            waarde = as_date(waarde, "j F Y")
        return {"tekst": "" if waarde is None else str(waarde), "getal": self.getal}


@dataclass(frozen=True)
class Kop:
    """A heading on the screen: `url` sorts by it, `richting` is the value of aria-sort."""

    tekst: str | Promise
    getal: bool
    url: str
    richting: str


_CEL = {"tekst": "", "getal": False, "url": "", "kleur": "", "nl": False}
"""What _tabel.html asks of every cell: to look for what is not there costs a template more than the rest."""


def _as_it_is(record: Any) -> Any:
    return record


class Lijst:
    """The records in the order that `?sorteer=` asks, else in their own. `naam` is that of the files.

    `maak` turns a record into the line that the columns are about.
    """

    def __init__(
        self,
        request: HttpRequest,
        records: QuerySet[Any] | Sequence[Any],
        kolommen: Sequence[Kolom],
        *,
        naam: str,
        per: int = PER_PAGINA,
        maak: Callable[[Any], Any] = _as_it_is,
    ) -> None:
        self.kolommen, self.naam, self.per, self.maak = kolommen, naam, per, maak
        self._vraag = {sleutel: waarde for sleutel, waarde in request.GET.items() if waarde}
        self.sorteer = self._vraag.get("sorteer", "")
        if self.sorteer.removeprefix("-") not in {kolom.veld for kolom in kolommen if kolom.veld}:
            self.sorteer = ""
        self.records = self._in_order(records) if self.sorteer else records

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
            if k.op_scherm
        ]

    @property
    def rijen(self) -> list[list[dict[str, Any]]]:
        """The cells of this page, for _tabel.html."""
        zichtbaar = [kolom for kolom in self.kolommen if kolom.op_scherm]
        return [[{**_CEL, **kolom.on_screen(regel)} for kolom in zichtbaar] for regel in map(self.maak, self.pagina)]

    @property
    def bestanden(self) -> list[tuple[str, str]]:
        """The name of each kind of file and where to get it."""
        soorten = {soort: naam for soort, naam in SOORTEN.items() if soort != "xlsx" or not self._too_long}
        return [(naam, f"?{self._url(pagina=None, als=soort)}") for soort, naam in soorten.items()]

    @property
    def bestand(self) -> HttpResponse | None:
        """The whole list as the file that was asked for with `?als=`; None when a page was asked for."""
        if (soort := self._vraag.get("als")) is None:
            return None
        if soort == "xlsx" and self._too_long:
            raise Http404
        alle = self.records.iterator(2000) if isinstance(self.records, QuerySet) else self.records
        rijen = ([kolom.waarde(regel) for kolom in self.kolommen] for regel in map(self.maak, alle))
        return as_file([kolom.kop for kolom in self.kolommen], rijen, naam=self.naam, soort=soort)

    @property
    def _too_long(self) -> bool:
        return self.pagina.paginator.count > MAX_EXCEL

    def _in_order(self, records: QuerySet[Any] | Sequence[Any]) -> QuerySet[Any] | Sequence[Any]:
        """By the heading that was chosen; what is equal keeps one order, the same one backwards."""
        veld, omlaag = self.sorteer.removeprefix("-"), self.sorteer.startswith("-")
        if isinstance(records, QuerySet):
            return records.order_by(self.sorteer, "-pk" if omlaag else "pk")
        waarde = next(kolom.waarde for kolom in self.kolommen if kolom.veld == veld)
        return sorted(records, key=lambda record: _rank(waarde(self.maak(record))), reverse=omlaag)

    def _direction(self, veld: str) -> str:
        if not veld or self.sorteer.removeprefix("-") != veld:
            return ""
        return "descending" if self.sorteer.startswith("-") else "ascending"

    def _sorted(self, veld: str) -> str:
        return self._url(pagina=None, als=None, sorteer=f"-{veld}" if self.sorteer == veld else veld)

    def _url(self, **anders: str | None) -> str:
        return urlencode({sleutel: waarde for sleutel, waarde in {**self._vraag, **anders}.items() if waarde})


def _rank(waarde: Any) -> tuple[bool, Any]:
    """How a value sorts: texts whatever their capitals, and what is not known after all that is."""
    return waarde is None, str(waarde).lower() if isinstance(waarde, str | Promise) else waarde


def _plain(waarde: Any) -> Any:
    """A text of ours in the language of the moment; anything else as it is."""
    return str(waarde) if isinstance(waarde, Promise) else waarde


@translation.override(settings.LANGUAGE_CODE)
def as_file(
    kolommen: Sequence[str | Promise], rijen: Iterable[Sequence[Any]], *, naam: str, soort: str
) -> HttpResponse:
    """Rows as a Dutch file; a `soort` outside SOORTEN does not exist. In a spreadsheet text is never a formula."""
    if soort not in SOORTEN:
        raise Http404
    koppen, rijen = [str(kop) for kop in kolommen], ([_plain(waarde) for waarde in rij] for rij in rijen)
    if soort == "csv":
        inhoud, type_ = _csv(koppen, rijen).encode(), "text/csv; charset=utf-8"
    elif soort == "json":
        inhoud, type_ = _json(koppen, rijen).encode(), "application/json"
    else:
        inhoud, type_ = werkboek.write({naam.capitalize()[:31]: [koppen, *rijen]}), XLSX
    kop = {"Content-Disposition": f'attachment; filename="{naam}.{soort}"'}
    return HttpResponse(inhoud, content_type=type_, headers=kop)


def _json(kolommen: Sequence[str], rijen: Iterable[Sequence[Any]]) -> str:
    """Days and amounts as text, so that nothing of them is lost."""
    return json.dumps([dict(zip(kolommen, rij, strict=True)) for rij in rijen], ensure_ascii=False, default=str)


def _csv(kolommen: Sequence[str], rijen: Iterable[Sequence[Any]]) -> str:
    """As a Dutch Excel opens it: semicolons, decimal commas, and a mark that says it is UTF-8."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(kolommen)
    schrijver.writerows([_comma(cell(waarde)) for waarde in rij] for rij in rijen)
    return f"\ufeff{uit.getvalue()}"


def _comma(waarde: Any) -> Any:
    return str(waarde).replace(".", ",") if isinstance(waarde, Decimal) else waarde
