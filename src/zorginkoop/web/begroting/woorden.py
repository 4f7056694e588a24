"""The states of budgets and requests in the words of a reader, with the colour of their badge."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

Staat = tuple[str, str]

BEGROTING: Mapping[str, Staat] = {
    "CONCEPT": (_("Nog niet ingestuurd"), "info"),
    "INGEDIEND": (_("Bij de verzekeraar"), "let"),
    "TERUG": (_("Terug: aanpassen"), "fout"),
    "VOORGESTELD": (_("Eerste akkoord"), "info"),
    "AKKOORD": (_("Akkoord"), "ok"),
    "INGETROKKEN": (_("Ingetrokken"), ""),
}
NACALCULATIE: Mapping[str, Staat] = {
    "VOORGESTELD": (_("Wacht op het tweede akkoord"), "let"),
    "VASTGESTELD": (_("Vastgesteld"), "ok"),
    "AFGEWEZEN": (_("Afgewezen"), "fout"),
}
PRAKTIJKMANAGEMENT: Mapping[str, Staat] = {
    "INGEDIEND": (_("Te beoordelen"), "let"),
    "VOORGESTELD": (_("Wacht op het tweede akkoord"), "info"),
    "TOEGEKEND": (_("Toegekend"), "ok"),
    "AFGEWEZEN": (_("Afgewezen"), "fout"),
    "INGETROKKEN": (_("Ingetrokken"), ""),
}
VERNIEUWING: Mapping[str, Staat] = {
    "INGEDIEND": (_("Te beantwoorden"), "let"),
    "START_VOORGESTELD": (_("In behandeling"), "info"),
    "START": (_("Ja: kan starten"), "ok"),
    "ONVOLLEDIG": (_("Nog niet: informatie ontbreekt"), "let"),
    "GEEN_PRIORITEIT": (_("Nu geen prioriteit"), ""),
    "NIET": (_("Nee"), "fout"),
    "INGETROKKEN": (_("Ingetrokken"), ""),
}
