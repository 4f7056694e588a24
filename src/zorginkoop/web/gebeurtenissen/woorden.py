"""The states of this app in the words of a reader, with the colour of their badge."""

from django.utils.translation import gettext_lazy as _

GEBEURTENIS = {
    "OPEN": (_("Loopt"), "let"),
    "AFGEHANDELD": (_("Afgehandeld"), "ok"),
    "INGETROKKEN": (_("Ingetrokken"), ""),
}
UITWERKING = {
    "OPEN": (_("Wacht op besluit"), "let"),
    "VOORGESTELD": (_("Wacht op een tweede persoon"), "let"),
    "BEEINDIGD": (_("Eindigt"), "fout"),
    "DOORGELOPEN": (_("Loopt door"), "ok"),
    "VERVALLEN": (_("Vervallen"), ""),
}
REKENING = {
    "OPGEGEVEN": (_("Na te gaan"), "let"),
    "GECONTROLEERD": (_("Goed te keuren"), "let"),
    "IN_GEBRUIK": (_("In gebruik"), "ok"),
    "AFGEWEZEN": (_("Afgewezen"), "fout"),
    "INGETROKKEN": (_("Ingetrokken"), ""),
}
MASSA = {
    "OPGESTELD": (_("Goed te keuren"), "let"),
    "GOEDGEKEURD": (_("Uit te voeren"), "info"),
    "UITGEVOERD": (_("Uitgevoerd"), "ok"),
    "INGETROKKEN": (_("Ingetrokken"), ""),
}
MASSAREGEL = {
    "KLAAR": (_("Staat klaar"), "let"),
    "VERWERKT": (_("Verwerkt"), "ok"),
    "OVERGESLAGEN": (_("Verandert niet"), "info"),
}
MASSASOORT = {"CLAUSULE": _("Besluit van buiten"), "INDEXATIE": _("Indexatie")}
VOLGBELEID = {
    "VOORGESTELD": (_("Wacht op een tweede persoon"), "let"),
    "GELDIG": (_("In gebruik"), "ok"),
    "VERVANGEN": (_("Vervangen"), ""),
    "INGETROKKEN": (_("Ingetrokken"), ""),
}
