"""A list as a file: CSV as Dutch spreadsheets expect it, or Excel. Text is never a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse

from zorginkoop.adapters import werkboek
from zorginkoop.adapters.spreadsheet import cell
from zorginkoop.web.contractering.uitvoeren import download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(kolommen: Sequence[str], rijen: Iterable[Sequence[Any]], *, naam: str, soort: str) -> HttpResponse:
    """The list under this name; `soort` is csv or xlsx, anything else does not exist."""
    if soort == "csv":
        return download(_csv(kolommen, rijen), f"{naam}.csv", "text/csv; charset=utf-8")
    if soort == "xlsx":
        inhoud = werkboek.write({naam.capitalize(): [kolommen, *rijen]}, {naam.capitalize(): [24] * len(kolommen)})
        return download(inhoud, f"{naam}.xlsx", XLSX)
    raise Http404


def _csv(kolommen: Sequence[str], rijen: Iterable[Sequence[Any]]) -> str:
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(kolommen)
    schrijver.writerows([cell(waarde) for waarde in rij] for rij in rijen)
    return f"\ufeff{uit.getvalue()}"
