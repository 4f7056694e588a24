"""The states of this app in the words of a reader, with the colour of their badge."""

GEBEURTENIS = {
    "OPEN": ("Loopt", "let"),
    "AFGEHANDELD": ("Afgehandeld", "ok"),
    "INGETROKKEN": ("Ingetrokken", ""),
}
UITWERKING = {
    "OPEN": ("Wacht op besluit", "let"),
    "VOORGESTELD": ("Wacht op een tweede persoon", "let"),
    "BEEINDIGD": ("Eindigt", "fout"),
    "DOORGELOPEN": ("Loopt door", "ok"),
    "VERVALLEN": ("Vervallen", ""),
}
REKENING = {
    "OPGEGEVEN": ("Na te gaan", "let"),
    "GECONTROLEERD": ("Goed te keuren", "let"),
    "IN_GEBRUIK": ("In gebruik", "ok"),
    "AFGEWEZEN": ("Afgewezen", "fout"),
    "INGETROKKEN": ("Ingetrokken", ""),
}
MASSA = {
    "OPGESTELD": ("Goed te keuren", "let"),
    "GOEDGEKEURD": ("Uit te voeren", "info"),
    "UITGEVOERD": ("Uitgevoerd", "ok"),
    "INGETROKKEN": ("Ingetrokken", ""),
}
MASSAREGEL = {
    "KLAAR": ("Staat klaar", "let"),
    "VERWERKT": ("Verwerkt", "ok"),
    "OVERGESLAGEN": ("Verandert niet", "info"),
}
MASSASOORT = {"CLAUSULE": "Besluit van buiten", "INDEXATIE": "Indexatie"}
VOLGBELEID = {
    "VOORGESTELD": ("Wacht op een tweede persoon", "let"),
    "GELDIG": ("In gebruik", "ok"),
    "VERVANGEN": ("Vervangen", ""),
    "INGETROKKEN": ("Ingetrokken", ""),
}
