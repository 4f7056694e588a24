"""The door between what an insurer published here and the library that every part of the application reads from."""

from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from zorginkoop.beleid import library
from zorginkoop.web.redactie.models import Publicatie
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.afscherming import als_eigenaar

_op_de_plank: list[int] = []


def in_force() -> QuerySet[Publicatie]:
    """What counts now: its moment has come, and it was not withdrawn before."""
    return Publicatie.objects.filter(publiceren_op__lte=klok.now(), intrekking=None).order_by("pk")


def refresh() -> None:
    """Let the library know what is published now, by whomever; costs one small query when nothing changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gepubliceerd(%s)", [klok.now()])
        nummers = cursor.fetchone()[0]
    if nummers != _op_de_plank:
        with als_eigenaar():
            library.shelve((p.tekst, f"{p.beleid}-{p.versie}.toml") for p in in_force().filter(pk__in=nummers))
        _op_de_plank[:] = nummers


def export(folder: Path) -> list[Path]:
    """Everything that counts now, as files in the form of the shipped ones, with their checksums."""
    return [
        library.place(library.load_text(p.tekst, f"{p.beleid}-{p.versie}.toml"), p.tekst.encode(), folder=folder)
        for p in in_force()
    ]


class Beleidskast:
    """Middleware: every request works with the policies that are published at that moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refresh()
        return self.get_response(request)
