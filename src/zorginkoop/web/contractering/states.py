"""Which state may follow which, and who may bring it about: one table per model, and the one way to move a record.

The tables are the truth: the database checks the state names, `move` checks the step, and the manual draws them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from zorginkoop.kern.fouten import Gebruikersfout


@dataclass(frozen=True)
class Stap:
    """One allowed step: the next state, who brings it about (a role, or "vanzelf"), and why in a few words."""

    naar: str
    wie: str
    waarom: str


Tabel = dict[str, list[Stap]]

AANVRAAG: Tabel = {
    "CONCEPT": [
        Stap("TOEGELATEN", "TEKENBEVOEGDE of INVULLER", "ingediend, voldoet aan elke eis"),
        Stap("BEOORDELING", "TEKENBEVOEGDE of INVULLER", "ingediend, een mens moet oordelen"),
        Stap("AFGEWEZEN", "TEKENBEVOEGDE of INVULLER", "ingediend, voldoet niet"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE of INVULLER", "praktijk ziet ervan af"),
    ],
    "BEOORDELING": [
        Stap("TOEGELATEN", "INKOPER", "elke eis alsnog toegestaan"),
        Stap("AFGEWEZEN", "INKOPER", "een eis is niet toegestaan"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE of INVULLER", "praktijk ziet ervan af"),
    ],
    "TOEGELATEN": [
        Stap("AANGEBODEN", "INKOPER of CONTRACTBEHEER", "aanbod gedaan"),
        Stap("WEIGERING_VOORGESTELD", "INKOPER", "weigeren hoewel de praktijk voldoet, met motivering"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE of INVULLER", "praktijk ziet ervan af"),
    ],
    "WEIGERING_VOORGESTELD": [
        Stap("AFGEWEZEN", "INKOPER, een ander dan de eerste", "weigering bevestigd"),
        Stap("TOEGELATEN", "INKOPER, een ander dan de eerste", "weigering niet bevestigd"),
    ],
    "AANGEBODEN": [
        Stap("OVEREENGEKOMEN", "TEKENBEVOEGDE", "aanbod ondertekend"),
        Stap("TOEGELATEN", "vanzelf of CONTRACTBEHEER", "aanbod vervallen of ingetrokken"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE", "aanbod niet aangenomen, met reden"),
    ],
    "OVEREENGEKOMEN": [],
    "AFGEWEZEN": [
        Stap("TOEGELATEN", "INKOPER, een ander dan besliste", "bezwaar tegen het oordeel van een mens gegrond"),
        Stap("BEOORDELING", "INKOPER", "bezwaar tegen een afwijzing door de regels gegrond; een mens oordeelt"),
        Stap("CONCEPT", "INKOPER", "bezwaar gegrond, maar niet compleet; de praktijk vult aan"),
    ],
    "INGETROKKEN": [],
}

AANBOD: Tabel = {
    "AANGEBODEN": [
        Stap("ONDERTEKENEN", "TEKENBEVOEGDE", "akkoord gegeven, document wordt verzegeld"),
        Stap("GEWEIGERD", "TEKENBEVOEGDE", "praktijk neemt het aanbod niet aan"),
        Stap("VERVALLEN", "vanzelf", "niet op tijd ondertekend"),
        Stap("INGETROKKEN", "INKOPER of CONTRACTBEHEER", "verzekeraar trekt het aanbod in"),
    ],
    "ONDERTEKENEN": [Stap("ONDERTEKEND", "vanzelf", "document verzegeld")],
    "ONDERTEKEND": [],
    "GEWEIGERD": [],
    "VERVALLEN": [],
    "INGETROKKEN": [],
}

OVEREENKOMST: Tabel = {
    "ONDERTEKENEN": [Stap("GELDIG", "vanzelf", "document verzegeld en afspraken vastgelegd")],
    "GELDIG": [],
}

MUTATIE: Tabel = {
    "AANGEVRAAGD": [
        Stap("VERWERKT", "CONTRACTBEHEER", "nieuwe versie van de overeenkomst verzegeld"),
        Stap("GEWEIGERD", "CONTRACTBEHEER", "kan niet volgens het beleid"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE", "praktijk ziet ervan af"),
    ],
    "VERWERKT": [],
    "GEWEIGERD": [],
    "INGETROKKEN": [],
}

VOLGING: Tabel = {
    "BESCHIKBAAR": [Stap("OPGEHAALD", "INKOPER of CONTRACTBEHEER van de volger", "afspraken opgehaald")],
    "OPGEHAALD": [
        Stap("VERWERKT", "INKOPER of CONTRACTBEHEER van de volger", "alle afspraken overgenomen"),
        Stap("WIJKT_AF", "INKOPER of CONTRACTBEHEER van de volger", "overgenomen, met afwijking"),
        Stap("GEWEIGERD", "INKOPER of CONTRACTBEHEER van de volger", "volgt niet"),
        Stap("BESCHIKBAAR", "vanzelf", "overeenkomst gewijzigd"),
    ],
    "VERWERKT": [Stap("BESCHIKBAAR", "vanzelf", "overeenkomst gewijzigd")],
    "WIJKT_AF": [Stap("BESCHIKBAAR", "vanzelf", "overeenkomst gewijzigd")],
    "GEWEIGERD": [],
}

RONDE: Tabel = {
    "KLAARGEZET": [
        Stap("LOPEND", "INKOPER of CONTRACTBEHEER", "gestart na het voorbeeld"),
        Stap("GESTOPT", "INKOPER of CONTRACTBEHEER", "ziet ervan af"),
    ],
    "LOPEND": [
        Stap("GEPAUZEERD", "INKOPER of CONTRACTBEHEER, of vanzelf", "even wachten, of wie startte mag dit niet meer"),
        Stap("KLAAR", "vanzelf", "elke aanvraag is aan de beurt geweest"),
        Stap("GESTOPT", "INKOPER of CONTRACTBEHEER", "de rest krijgt geen aanbod uit deze ronde"),
    ],
    "GEPAUZEERD": [
        Stap("LOPEND", "INKOPER of CONTRACTBEHEER", "verder"),
        Stap("GESTOPT", "INKOPER of CONTRACTBEHEER", "de rest krijgt geen aanbod uit deze ronde"),
    ],
    "KLAAR": [Stap("LOPEND", "INKOPER of CONTRACTBEHEER", "wat mislukte opnieuw")],
    "GESTOPT": [],
}

RONDEREGEL: Tabel = {
    "WACHT": [
        Stap("AANGEBODEN", "vanzelf", "aanbod gedaan"),
        Stap("MISLUKT", "vanzelf", "kon niet worden aangeboden, met reden"),
    ],
    "MISLUKT": [Stap("WACHT", "INKOPER of CONTRACTBEHEER", "opnieuw proberen")],
    "AANGEBODEN": [],
}

GESPREK: Tabel = {
    "WACHT_OP_VERZEKERAAR": [
        Stap("WACHT_OP_PRAKTIJK", "INKOPER of CONTRACTBEHEER", "verzekeraar schreef"),
        Stap("GESLOTEN", "een van beide kanten", "niets meer te vragen, of over het bezwaar is beslist"),
    ],
    "WACHT_OP_PRAKTIJK": [
        Stap("WACHT_OP_VERZEKERAAR", "TEKENBEVOEGDE of INVULLER", "praktijk schreef"),
        Stap("GESLOTEN", "een van beide kanten", "niets meer te vragen, of over het bezwaar is beslist"),
    ],
    "GESLOTEN": [],
}

BEZWAAR: Tabel = {
    "INGEDIEND": [
        Stap("GEGROND", "INKOPER, een ander dan besliste", "de praktijk krijgt gelijk"),
        Stap("ONGEGROND", "INKOPER, een ander dan besliste", "het besluit blijft"),
        Stap("INGETROKKEN", "TEKENBEVOEGDE", "praktijk ziet ervan af"),
    ],
    "GEGROND": [],
    "ONGEGROND": [],
    "INGETROKKEN": [],
}

TABELLEN = {
    "Aanvraag": AANVRAAG,
    "Aanbod": AANBOD,
    "Overeenkomst": OVEREENKOMST,
    "Mutatie": MUTATIE,
    "Volging": VOLGING,
    "Gesprek": GESPREK,
    "Bezwaar": BEZWAAR,
    "Ronde": RONDE,
    "RondeRegel": RONDEREGEL,
}


class Toestandsfout(Gebruikersfout):
    """The record is not, or no longer, in the state this step starts from. Nothing was changed."""


def check_status(tabel: Tabel) -> Q:
    """The database condition that only the states of the table occur."""
    return Q(status__in=sorted(tabel))


def allowed(tabel: Tabel, van: str, naar: str) -> bool:
    """Whether the table has this step."""
    return any(stap.naar == naar for stap in tabel[van])


Melding = str | Callable[[], str]


def move(record: Model, naar: str, *, van: str, melding: Melding, waar: Q | None = None, **velden: Any) -> None:
    """Take one step of the tables above; see `step`."""
    step(TABELLEN[type(record).__name__], record, naar, van=van, melding=melding, waar=waar, **velden)


def step(
    tabel: Tabel, record: Model, naar: str, *, van: str, melding: Melding, waar: Q | None = None, **velden: Any
) -> None:
    """Take one step of a table in one conditional UPDATE, so that of many at once exactly one succeeds.

    `waar` adds conditions that must hold at the same moment; `velden` are set along with the state. Raises
    Toestandsfout with `melding` (asked for only then) when the record was not in state `van` or a condition failed.
    """
    model = type(record)
    if not allowed(tabel, van, naar):
        raise ValueError(f"{model.__name__}: {van} → {naar} staat niet in de tabel")
    rows = model._default_manager.filter(waar or Q(), pk=record.pk, status=van).update(status=naar, **velden)
    if rows != 1:
        raise Toestandsfout(melding if isinstance(melding, str) else melding())
    for naam, waarde in {"status": naar, **velden}.items():
        setattr(record, naam, waarde)


def mermaid(tabellen: dict[str, Tabel] = TABELLEN) -> str:
    """Every table as a diagram for docs/toestanden.md, with who takes each step and why."""
    delen = []
    for naam, tabel in tabellen.items():
        delen.append(f"\n## {naam}\n\n```mermaid\nstateDiagram-v2\n    [*] --> {next(iter(tabel))}\n")
        for van, stappen in tabel.items():
            delen.extend(f"    {van} --> {s.naar}: {s.wie}. {s.waarom}\n" for s in stappen)
            delen.append("" if stappen else f"    {van} --> [*]\n")
        delen.append("```\n")
    return "".join(delen)
