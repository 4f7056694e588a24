"""Words from which invented names are put together; none of them is meant to be a real practice, place or person."""

PLAATS_BEGIN = ("Wilgen", "Reiger", "Zilver", "Molen", "Bolle", "Kraan", "Sterre", "Grutto", "Duin", "Linden", "Elzen")
PLAATS_EIND = ("weerd", "hoek", "donk", "rode", "vaart", "akker", "horn", "meerum", "brugge", "laar", "drecht", "stede")
STRATEN = (
    "Dorpsstraat", "Kerkpad", "Lindelaan", "Molenweg", "Stationsplein", "Wilgenkade", "Schoolstraat", "Havenweg",
    "Beukenhof", "Raadhuisplein", "Veldzicht", "Zonnedauw", "Kastanjelaan", "Singel", "Marktstraat", "Rietveld",
)  # fmt: skip
PRAKTIJK_SOORT = ("Huisartsenpraktijk", "Huisartsen", "Praktijk", "Huisartsengroep", "Medisch Huis")
PRAKTIJK_NAAM = (
    "De Linde", "Het Baken", "De Vuurtoren", "De Brug", "Molenzicht", "Het Anker", "De Zwaan", "De Korenaar",
    "Noorderlicht", "De Schakel", "Vogelhof", "Het Kompas", "De Waterlelie", "De Eik", "Zonnehoek", "De Oever",
    "De Kastanje", "Het Veer", "De Vlinder", "Lentehof", "De Regenboog", "De Haven", "Het Dok", "De Spil",
)  # fmt: skip
LETTERS = "ABCDEFGHIJKLMNPRSTVWZ"
ACHTERNAMEN = (
    "de Vries", "Jansen", "van den Berg", "Bakker", "Visser", "Smit", "Meijer", "de Boer", "Mulder", "de Groot",
    "Bos", "Vos", "Peters", "Hendriks", "van Leeuwen", "Dekker", "Brouwer", "de Wit", "Dijkstra", "Smits",
    "de Graaf", "van der Meer", "Yilmaz", "van der Linden", "Kok", "Jacobs", "de Haan", "Vermeulen", "El Amrani",
    "van den Heuvel", "van der Veen", "van den Broek", "de Bruijn", "Schouten", "Willems", "Ramdin", "Hoekstra",
)  # fmt: skip

PROVINCIES = {
    "Zuid-Holland Noord": "Zuid-Holland",
    "Haarlemmermeer": "Noord-Holland",
    "Amstelland": "Noord-Holland",
    "Amsterdam": "Noord-Holland",
    "Kennemerland": "Noord-Holland",
    "Flevoland": "Flevoland",
    "Apeldoorn en Zutphen": "Gelderland",
    "Drenthe": "Drenthe",
    "Friesland": "Friesland",
    "Rotterdam": "Zuid-Holland",
    "Utrecht": "Utrecht",
    "Zwolle": "Overijssel",
    "Twente": "Overijssel",
    "Groningen": "Groningen",
    "Zeeland": "Zeeland",
    "Midden-Brabant": "Noord-Brabant",
    "Zuid-Limburg": "Limburg",
    "Nijmegen": "Gelderland",
}
"""Province of each region that may occur."""

OVERIGE_REGIOS = ("Groningen", "Twente", "Zeeland", "Midden-Brabant", "Zuid-Limburg", "Nijmegen")
"""Regions with practices that are no insurer's own."""
