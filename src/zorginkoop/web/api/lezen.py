"""JSON as we accept it: within bounds, and only what the database can keep."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from zorginkoop.web.api.problemen import GEEN_JSON, Probleem

MAX_BYTES = 1_000_000


class StrikteParser(Parser):
    """Refuses what is too large or too deep, NaN and Infinity, NUL characters and halves of characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        if len(request.body) > MAX_BYTES:
            raise Probleem(413, f"Een bericht is hoogstens {MAX_BYTES:,} bytes.".replace(",", "."))
        try:
            inhoud = json.loads(request.body, parse_constant=_no_number)
        except (ValueError, RecursionError) as fout:
            raise Probleem(400, GEEN_JSON) from fout
        for tekst in _texts(inhoud):
            check_text(tekst)
        return inhoud


def check_text(tekst: str) -> None:
    """Probleem for text no database can keep."""
    if "\0" in tekst or any("\ud800" <= teken <= "\udfff" for teken in tekst):
        raise Probleem(400, "Er staat een teken in dat geen tekst is.")


def _no_number(naam: str) -> Any:
    raise ValueError(naam)


def _texts(inhoud: Any) -> Iterator[str]:
    open_delen = [inhoud]
    while open_delen:
        deel = open_delen.pop()
        if isinstance(deel, str):
            yield deel
        elif isinstance(deel, dict):
            open_delen += [*deel, *deel.values()]
        elif isinstance(deel, list):
            open_delen += deel
