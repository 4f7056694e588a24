"""Which state of an event, its consequence, an account number, a mass change or a follow policy may follow which."""

from typing import Any

from django.db.models import Model, Q

from zorginkoop.web.contractering.states import Melding, Stap, Tabel, step

GEBEURTENIS: Tabel = {
    "OPEN": [
        Stap("AFGEHANDELD", "vanzelf", "elke verzekeraar heeft besloten"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE", "toch niet gebeurd, en nog niets uitgevoerd"),
    ],
    "AFGEHANDELD": [],
    "INGETROKKEN": [],
}

UITWERKING: Tabel = {
    "OPEN": [
        Stap("BEEINDIGD", "CONTRACTBEHEER", "het beleid vraagt een nieuwe overeenkomst; einde vastgelegd"),
        Stap("DOORGELOPEN", "CONTRACTBEHEER", "het beleid laat de overeenkomst doorlopen"),
        Stap("VOORGESTELD", "CONTRACTBEHEER", "het beleid zegt niets, of het besluit wijkt ervan af; met reden"),
        Stap("VERVALLEN", "vanzelf", "de gebeurtenis is ingetrokken"),
    ],
    "VOORGESTELD": [
        Stap("BEEINDIGD", "CONTRACTBEHEER, een ander dan de voorsteller", "einde vastgelegd"),
        Stap("DOORGELOPEN", "CONTRACTBEHEER, een ander dan de voorsteller", "overeenkomst loopt door"),
        Stap("OPEN", "CONTRACTBEHEER, een ander dan de voorsteller", "voorstel niet gevolgd"),
        Stap("VERVALLEN", "vanzelf", "de gebeurtenis is ingetrokken"),
    ],
    "BEEINDIGD": [],
    "DOORGELOPEN": [],
    "VERVALLEN": [],
}

REKENINGWIJZIGING: Tabel = {
    "OPGEGEVEN": [
        Stap("GECONTROLEERD", "CONTRACTBEHEER of DECLARATIES", "nagegaan bij de praktijk"),
        Stap("AFGEWEZEN", "CONTRACTBEHEER of DECLARATIES", "klopt niet, met reden"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE", "praktijk neemt de opgave terug"),
    ],
    "GECONTROLEERD": [
        Stap("IN_GEBRUIK", "CONTRACTBEHEER of DECLARATIES, een ander dan de eerste", "er wordt op betaald"),
        Stap("AFGEWEZEN", "CONTRACTBEHEER of DECLARATIES", "klopt niet, met reden"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE", "praktijk neemt de opgave terug"),
    ],
    "IN_GEBRUIK": [],
    "AFGEWEZEN": [],
    "INGETROKKEN": [],
}

MASSAWIJZIGING: Tabel = {
    "OPGESTELD": [
        Stap("GOEDGEKEURD", "CONTRACTBEHEER, een ander dan de opsteller", "mag worden uitgevoerd"),
        Stap("INGETROKKEN", "CONTRACTBEHEER", "gaat niet door"),
    ],
    "GOEDGEKEURD": [Stap("UITGEVOERD", "CONTRACTBEHEER", "elke geraakte overeenkomst is gewijzigd")],
    "UITGEVOERD": [Stap("GOEDGEKEURD", "CONTRACTBEHEER", "overgeslagen overeenkomsten opnieuw proberen")],
    "INGETROKKEN": [],
}

MASSAREGEL: Tabel = {
    "KLAAR": [
        Stap("VERWERKT", "vanzelf", "nieuwe versie van de overeenkomst verzegeld"),
        Stap("OVERGESLAGEN", "vanzelf", "kon niet, met reden"),
    ],
    "VERWERKT": [],
    "OVERGESLAGEN": [Stap("KLAAR", "CONTRACTBEHEER", "opnieuw proberen")],
}

VOLGBELEID: Tabel = {
    "VOORGESTELD": [
        Stap("GELDIG", "INKOPER of CONTRACTBEHEER, een ander dan de voorsteller", "hiermee wordt gevolgd"),
        Stap("INGETROKKEN", "INKOPER of CONTRACTBEHEER", "gaat niet door"),
    ],
    "GELDIG": [Stap("VERVANGEN", "vanzelf", "er is een nieuwer volgbeleid")],
    "VERVANGEN": [],
    "INGETROKKEN": [],
}

TABELLEN = {
    "Gebeurtenis": GEBEURTENIS,
    "Uitwerking": UITWERKING,
    "Rekeningwijziging": REKENINGWIJZIGING,
    "Massawijziging": MASSAWIJZIGING,
    "Massaregel": MASSAREGEL,
    "Volgbeleid": VOLGBELEID,
}


def move(record: Model, naar: str, *, van: str, melding: Melding, waar: Q | None = None, **velden: Any) -> None:
    """Take one step of the tables above; see `contractering.states.step`."""
    step(TABELLEN[type(record).__name__], record, naar, van=van, melding=melding, waar=waar, **velden)
