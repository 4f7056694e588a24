"""Which state of a budget, a settlement or a request may follow which."""

from typing import Any

from django.db.models import Model

from zorginkoop.web.contractering.states import Stap, Tabel, step

BEGROTING: Tabel = {
    "CONCEPT": [
        Stap("INGEDIEND", "TEKENBEVOEGDE of INVULLER", "begroting en jaarplan ingestuurd"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE of INVULLER", "gaat niet door"),
    ],
    "INGEDIEND": [
        Stap("VOORGESTELD", "INKOPER", "eerste akkoord"),
        Stap("TERUG", "INKOPER", "terug, met wat er anders moet"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE of INVULLER", "gaat niet door"),
    ],
    "TERUG": [
        Stap("INGEDIEND", "TEKENBEVOEGDE of INVULLER", "nieuwe versie ingestuurd"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE of INVULLER", "gaat niet door"),
    ],
    "VOORGESTELD": [
        Stap("AKKOORD", "INKOPER, een ander; bij een HDS van de andere verzekeraar", "tweede akkoord"),
        Stap("TERUG", "INKOPER", "terug, met wat er anders moet"),
    ],
    "AKKOORD": [],
    "INGETROKKEN": [],
}

NACALCULATIE: Tabel = {
    "VOORGESTELD": [
        Stap("VASTGESTELD", "INKOPER, een ander; bij een HDS van de andere verzekeraar", "tweede akkoord"),
        Stap("AFGEWEZEN", "INKOPER", "klopt niet, met reden"),
    ],
    "VASTGESTELD": [],
    "AFGEWEZEN": [],
}

PRAKTIJKMANAGEMENT: Tabel = {
    "INGEDIEND": [
        Stap("VOORGESTELD", "INKOPER", "toekennen voorgesteld"),
        Stap("AFGEWEZEN", "INKOPER", "afgewezen, met reden"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE", "praktijk ziet ervan af"),
    ],
    "VOORGESTELD": [
        Stap("TOEGEKEND", "INKOPER, een ander dan de eerste", "toegekend"),
        Stap("INGEDIEND", "INKOPER, een ander dan de eerste", "nog niet akkoord"),
    ],
    "TOEGEKEND": [],
    "AFGEWEZEN": [],
    "INGETROKKEN": [],
}

VERNIEUWING: Tabel = {
    "INGEDIEND": [
        Stap("START_VOORGESTELD", "INKOPER", "ja voorgesteld, met code, vorm en bedrag"),
        Stap("ONVOLLEDIG", "INKOPER", "nee, nog niet: er ontbreekt informatie"),
        Stap("GEEN_PRIORITEIT", "INKOPER", "nee, nu geen prioriteit"),
        Stap("NIET", "INKOPER", "nee, niet op kosten of met inzet van de verzekeraar"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE of INVULLER", "gaat niet door"),
    ],
    "START_VOORGESTELD": [
        Stap("START", "INKOPER, een ander dan de eerste", "ja, het project kan starten"),
        Stap("INGEDIEND", "INKOPER, een ander dan de eerste", "nog niet akkoord"),
    ],
    "ONVOLLEDIG": [
        Stap("INGEDIEND", "TEKENBEVOEGDE of INVULLER", "aangevuld"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE of INVULLER", "gaat niet door"),
    ],
    "GEEN_PRIORITEIT": [
        Stap("INGEDIEND", "TEKENBEVOEGDE of INVULLER", "later opnieuw voorgelegd"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE of INVULLER", "gaat niet door"),
    ],
    "START": [],
    "NIET": [],
    "INGETROKKEN": [],
}

TABELLEN = {
    "Begroting": BEGROTING,
    "Nacalculatie": NACALCULATIE,
    "Praktijkmanagement": PRAKTIJKMANAGEMENT,
    "Vernieuwing": VERNIEUWING,
}


def move(record: Model, naar: str, *, van: str, **velden: Any) -> None:
    """Take one step; Toestandsfout when somebody was first."""
    melding = "Iemand was u voor: dit is intussen verder. Bekijk het opnieuw"
    step(TABELLEN[type(record).__name__], record, naar, van=van, melding=melding, **velden)
