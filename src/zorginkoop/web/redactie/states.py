"""Which state of a draft may follow which."""

from typing import Any

from django.db.models import Model

from zorginkoop.web.contractering.states import Stap, Tabel, step

CONCEPT: Tabel = {
    "CONCEPT": [
        Stap("VOORGELEGD", "BELEIDSREDACTEUR", "zonder fouten, met toelichting en ingangsdag"),
        Stap("INGETROKKEN", "BELEIDSREDACTEUR", "gaat niet door"),
    ],
    "VOORGELEGD": [
        Stap("VRIJGEGEVEN", "BELEIDSREDACTEUR, een ander dan wie eraan werkte", "publiceren"),
        Stap("CONCEPT", "BELEIDSREDACTEUR", "terug, met reden"),
    ],
    "VRIJGEGEVEN": [],
    "INGETROKKEN": [],
}

TABELLEN = {"Concept": CONCEPT}


def move(concept: Model, naar: str, *, van: str, **velden: Any) -> None:
    """Take one step; Toestandsfout when somebody was first."""
    step(
        CONCEPT, concept, naar, van=van, melding="Dit concept is intussen verder of terug; bekijk het opnieuw", **velden
    )
