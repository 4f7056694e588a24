"""Which state of a proposed role may follow which."""

from typing import Any

from django.db.models import Model, Q

from zorginkoop.web.contractering.states import Melding, Stap, Tabel, step

_ANDER = "BEHEER of TEKENBEVOEGDE, een ander dan de voorsteller"

VOORSTEL: Tabel = {
    "OPEN": [
        Stap("BEVESTIGD", _ANDER, "de rol gaat in"),
        Stap("PORTAAL", "wie het portaal beheert, op de opdrachtregel", "de rol gaat in"),
        Stap("AFGEWEZEN", _ANDER, "de rol gaat niet in"),
        Stap("INGETROKKEN", "de voorsteller, of vanzelf als iemand weggaat", "het voorstel vervalt"),
    ],
    "BEVESTIGD": [],
    "PORTAAL": [],
    "AFGEWEZEN": [],
    "INGETROKKEN": [],
}
TABELLEN: dict[str, Tabel] = {"Voorstel": VOORSTEL}


def move(record: Model, naar: str, *, van: str, melding: Melding, waar: Q | None = None, **velden: Any) -> None:
    """Take one step of the table above; see `contractering.states.step`."""
    step(TABELLEN[type(record).__name__], record, naar, van=van, melding=melding, waar=waar, **velden)
