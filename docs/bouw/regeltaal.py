"""docs/regeltaal.md: the rule language, with examples that are evaluated while the page is written."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import product

from docs.bouw.opmaak import table
from zorginkoop.regels import taal
from zorginkoop.regels.programma import Programma, kolom
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regelfout

FEITEN = {
    "a": Soort.JANEE,
    "b": Soort.JANEE,
    "aantal": Soort.GEHEEL,
    "fte": Soort.GETAL,
    "tarief": Soort.BEDRAG,
    "dag": Soort.DATUM,
    "vorm": Soort.TEKST,
    "modules": Soort.LIJST,
}
WAARDEN: dict[str, object] = {
    "aantal": 4,
    "fte": Decimal("2.5"),
    "tarief": -1243,
    "dag": date(2025, 5, 31),
    "vorm": "nieuw",
    "modules": ["gpo", "poh_gco"],
}
SOORTEN = {
    Soort.JANEE: ("waar, onwaar of onbekend", "`TRUE`, `FALSE`"),
    Soort.GEHEEL: ("een geheel getal", "`100`"),
    Soort.GETAL: ("een getal met decimalen, exact (zes cijfers achter de komma)", "`2.5`"),
    Soort.BEDRAG: ("een geheel aantal eurocenten", "`1243` is € 12,43"),
    Soort.DATUM: ("een dag", "`DATE '2025-04-01'`"),
    Soort.TEKST: ("tekst", "`'lopend'`"),
    Soort.LIJST: ("een rij teksten", "alleen als gegeven"),
}
VOORBEELDEN = {
    "ABS": "ABS(tarief)",
    "BEKEND": "BEKEND(vorm)",
    "CASE": "CASE WHEN aantal > 3 THEN 'veel' ELSE 'weinig' END",
    "CEIL": "CEIL(fte)",
    "COALESCE": "COALESCE(a, FALSE)",
    "DATE_TRUNC": "DATE_TRUNC('quarter', dag)",
    "DEEL": "DEEL(tarief, aantal)",
    "EXTRACT": "EXTRACT(quarter FROM dag)",
    "FLOOR": "FLOOR(fte)",
    "GREATEST": "GREATEST(dag, DATE '2025-07-01')",
    "LEAST": "LEAST(aantal, 3)",
    "LEN": "LEN(modules)",
    "LIST_CONTAINS": "LIST_CONTAINS(modules, 'gpo')",
    "ROUND": "ROUND(fte * 1.5)",
}
VERDER = [
    "dag + INTERVAL 1 MONTH",
    "dag - INTERVAL 3 MONTH",
    "dag BETWEEN DATE '2025-01-01' AND DATE '2025-12-31'",
    "vorm IN ('nieuw', 'lopend')",
    "aantal * tarief",
]
ONBEKEND = [
    "a IS NULL",
    "a IS DISTINCT FROM FALSE",
    "BEKEND(a)",
    "COALESCE(a, FALSE)",
    "CASE WHEN a THEN 'ja' ELSE 'nee' END",
    "LEAST(aantal, 3)",
    "GREATEST(dag, DATE '2025-07-01')",
]
GEWEIGERD = ["aantal / 2", "a = NULL", "aantl > 3", "vorm > 3", "UPPER(vorm)", "a IN (TRUE, NULL)"]
TEKENS = {None: "onbekend", True: "waar", False: "onwaar"}


def value(tekst: str, **feiten: object) -> object:
    """What the expression comes out as on these facts; the others are unknown."""
    regel = taal.lees("voorbeeld", tekst, FEITEN)
    return Programma(FEITEN, [], [regel]).een(feiten)[kolom(regel)]


def refusal(tekst: str) -> str:
    """What the language says about an expression it does not accept."""
    try:
        taal.lees("voorbeeld", tekst, FEITEN)
    except Regelfout as fout:
        return fout.melding
    raise ValueError(f"'{tekst}' wordt niet geweigerd")


def page() -> str:
    waarden = ", ".join(f"`{naam}` = {_shown(waarde)}" for naam, waarde in WAARDEN.items())
    functies = [(f"`{naam}`", uitleg, *_evaluated(VOORBEELDEN[naam])) for naam, uitleg in taal.FUNCTIES.items()]
    return _PAGINA.format(
        soorten=table(["Soort", "Wat het is", "Zo schrijft u het"], [(f"`{s.value}`", *u) for s, u in SOORTEN.items()]),
        waarden=waarden,
        functies=table(["Functie", "Betekenis", "Voorbeeld", "Uitkomst"], functies),
        verder=table(["Voorbeeld", "Uitkomst"], map(_evaluated, VERDER)),
        logica=table(["a", "b", "`a AND b`", "`a OR b`", "`NOT a`"], _truth()),
        onbekend=table(
            ["Expressie, als alles onbekend is", "Uitkomst"], [(f"`{e}`", _shown(value(e))) for e in ONBEKEND]
        ),
        geweigerd=table(["Expressie", "Melding"], [(f"`{e}`", refusal(e)) for e in GEWEIGERD]),
    )


def _evaluated(tekst: str) -> tuple[str, str]:
    return f"`{tekst}`", _shown(value(tekst, **WAARDEN))


def _truth() -> Iterable[list[str]]:
    for a, b in product((True, False, None), repeat=2):
        uitkomsten = (a, b, *(value(e, a=a, b=b) for e in ("a AND b", "a OR b", "NOT a")))
        yield [_shown(uitkomst) for uitkomst in uitkomsten]


def _shown(waarde: object) -> str:
    if waarde is None or isinstance(waarde, bool):
        return TEKENS[waarde]
    return ", ".join(waarde) if isinstance(waarde, list) else str(waarde)


_PAGINA = """# De regeltaal

Gegenereerd uit `regels/taal.py`; elke uitkomst hieronder is bij het genereren berekend.

Een regel is één SQL-expressie over gegevens met een naam en een soort. Er zijn geen tabellen, geen subquery's en geen
andere namen dan die van gegevens en afgeleide gegevens. Delen (`/`) kan niet: het levert een benaderd getal op, en
geld is nooit een benadering.

## Soorten

{soorten}`geheel`, `getal` en `bedrag` mogen door elkaar in een berekening; verder hoort links en rechts van een
vergelijking dezelfde soort.

## Functies

In de voorbeelden is {waarden}.

{functies}Verder: `AND`, `OR`, `NOT`, `=`, `<>`, `<`, `<=`, `>`, `>=`, `BETWEEN`, `IN`, `IS NULL`, `IS TRUE`,
`IS FALSE`, `IS DISTINCT FROM`, `+`, `-`, `*`, haakjes, en `INTERVAL` met een getal en `DAY`, `WEEK`, `MONTH`, `QUARTER`
of `YEAR`.

{verder}Een maand verder of terug valt op dezelfde dag; heeft die maand die dag niet, dan op haar laatste.

## Onbekend is een antwoord

`NULL` betekent: nog niet bekend. Een eis die waar is, is gehaald; een eis die onwaar is, niet; een eis die onbekend
is, wordt een vraag. Zo hoeft niemand te antwoorden waar het antwoord niets meer uitmaakt:

{logica}Twee dingen zijn strenger dan in SQL gebruikelijk. Is een voorwaarde van `CASE` onbekend, dan is de uitkomst
onbekend: er wordt niet doorgegaan naar de volgende tak. En is één waarde van `LEAST` of `GREATEST` onbekend, dan is
de uitkomst onbekend: die waarde wordt niet overgeslagen.

{onbekend}`BEKEND(x)` is nooit onwaar: zolang het gegeven ontbreekt, blijft de eis openstaan en wordt ernaar gevraagd.

## Wat wordt geweigerd

Elke fout noemt het bestand en de regel, en waar dat kan een voorstel.

{geweigerd}"""
