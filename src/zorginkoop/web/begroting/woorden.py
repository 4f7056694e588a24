"""The states of budgets and requests in the words of a reader, with the colour of their badge."""

from collections.abc import Mapping

Staat = tuple[str, str]

BEGROTING: Mapping[str, Staat] = {
    "CONCEPT": ("Nog niet ingestuurd", "info"),
    "INGEDIEND": ("Bij de verzekeraar", "let"),
    "TERUG": ("Terug: aanpassen", "fout"),
    "VOORGESTELD": ("Eerste akkoord", "info"),
    "AKKOORD": ("Akkoord", "ok"),
    "INGETROKKEN": ("Ingetrokken", ""),
}
NACALCULATIE: Mapping[str, Staat] = {
    "VOORGESTELD": ("Wacht op het tweede akkoord", "let"),
    "VASTGESTELD": ("Vastgesteld", "ok"),
    "AFGEWEZEN": ("Afgewezen", "fout"),
}
PRAKTIJKMANAGEMENT: Mapping[str, Staat] = {
    "INGEDIEND": ("Te beoordelen", "let"),
    "VOORGESTELD": ("Wacht op het tweede akkoord", "info"),
    "TOEGEKEND": ("Toegekend", "ok"),
    "AFGEWEZEN": ("Afgewezen", "fout"),
    "INGETROKKEN": ("Ingetrokken", ""),
}
VERNIEUWING: Mapping[str, Staat] = {
    "INGEDIEND": ("Te beantwoorden", "let"),
    "START_VOORGESTELD": ("In behandeling", "info"),
    "START": ("Ja: kan starten", "ok"),
    "ONVOLLEDIG": ("Nog niet: informatie ontbreekt", "let"),
    "GEEN_PRIORITEIT": ("Nu geen prioriteit", ""),
    "NIET": ("Nee", "fout"),
    "INGETROKKEN": ("Ingetrokken", ""),
}
