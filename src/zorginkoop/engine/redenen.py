"""Why a claim line is refused or adjusted: the code, what a practice reads, the Vektis codes, and what to do next."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reden:
    """One reason. `retourcodes` are of list COD954-VEKT; an EI return record has room for three."""

    code: str
    melding: str
    vervolg: str
    retourcodes: tuple[str, ...]
    wijst_af: bool = True


_ALLE = (
    Reden(
        "GEEN_OVEREENKOMST",
        "U had op de datum van de prestatie geen overeenkomst met deze verzekeraar, en zonder overeenkomst wordt deze "
        "prestatie niet vergoed.",
        "Kijk of de datum en de verzekeraar kloppen. Vraag anders een overeenkomst aan.",
        ("8060",),
    ),
    Reden(
        "PRESTATIE_NIET_AFGESPROKEN",
        "Deze prestatie staat op de datum van de prestatie niet in uw overeenkomst.",
        "Kijk welke prestaties u hebt afgesproken. Vraag de prestatie aan als wijziging; dat kan per kwartaal.",
        ("8060",),
    ),
    Reden(
        "LEEFTIJD",
        "De leeftijd van de verzekerde op de datum van de prestatie past niet bij deze prestatiecode.",
        "Declareer opnieuw met de code die bij de leeftijd hoort.",
        ("8008",),
    ),
    Reden(
        "ONBEKENDE_VERZEKERDE",
        "Wij kennen geen verzekerde met dit burgerservicenummer.",
        "Controleer het nummer met het identiteitsbewijs en vraag de verzekering op bij VECOZO (COV).",
        ("0435",),
    ),
    Reden(
        "NIET_VERZEKERD",
        "De verzekerde was op de datum van de prestatie niet bij deze verzekeraar verzekerd.",
        "Vraag bij VECOZO (COV) op waar de verzekerde toen verzekerd was en declareer daar.",
        ("0320",),
    ),
    Reden(
        "NIET_INGESCHREVEN",
        "De verzekerde stond op de datum van de prestatie niet op naam van uw praktijk ingeschreven (ION).",
        "Controleer de inschrijving in ION. Klopt die niet, herstel haar daar en declareer daarna opnieuw.",
        ("0698",),
    ),
    Reden(
        "DUBBEL_IN_BESTAND",
        "Deze prestatie staat voor dezelfde verzekerde en datum al eerder in dit bestand.",
        "U hoeft niets te doen als dit een vergissing was. Deed u meer, declareer dan één regel met het juiste aantal.",
        ("0587",),
    ),
    Reden(
        "DUBBEL_EERDER",
        "Deze prestatie is voor dezelfde verzekerde en datum al eerder aan u vergoed.",
        "Moet de eerdere regel anders, crediteer die dan eerst; de nieuwe regel mag in hetzelfde bestand.",
        ("0587",),
    ),
    Reden(
        "FREQUENTIE",
        "Met deze regel komt u boven het hoogste aantal dat in deze periode voor deze verzekerde vergoed wordt.",
        "Bekijk het hoogste aantal per dag, kwartaal of jaar in uw overeenkomst (of in het beleid, als u er geen hebt) "
        "en wat daarvan al is vergoed.",
        ("0584",),
    ),
    Reden(
        "BEDRAG_KLOPT_NIET",
        "Het bedrag is niet gelijk aan het tarief maal het aantal.",
        "Herstel het bedrag, het tarief of het aantal en declareer de regel opnieuw.",
        ("8032",),
    ),
    Reden(
        "AANTAL_ONJUIST",
        "Het aantal moet 1 of meer zijn.",
        "Vul het juiste aantal in en declareer de regel opnieuw.",
        ("0638",),
    ),
    Reden(
        "TARIEF_VERLAAGD",
        "Uw tarief is hoger dan het afgesproken of wettelijke tarief; wij rekenen met dat lagere tarief.",
        "U hoeft niets te doen. Pas het tarief in uw systeem aan, dan klopt uw volgende declaratie meteen.",
        ("8059", "0611"),
        wijst_af=False,
    ),
    Reden(
        "CREDIT_ZONDER_DEBET",
        "Wij vinden geen eerder vergoede regel van u die bij deze creditregel hoort.",
        "Controleer het referentienummer. De creditregel moet verder gelijk zijn aan de regel die u terugneemt, "
        "en die regel moet in een eerder bestand staan.",
        ("8017", "0651"),
    ),
    Reden(
        "CREDIT_AL_GECREDITEERD",
        "De regel die u wilt terugnemen is al gecrediteerd.",
        "U hoeft niets te doen: het bedrag is al teruggenomen.",
        ("8084",),
    ),
    Reden(
        "CREDIT_BEDRAG_WIJKT_AF",
        "Het bedrag van de creditregel is niet gelijk aan het bedrag dat wij voor de eerdere regel toekenden.",
        "Crediteer de hele regel, met het toegekende bedrag uit het retourbestand.",
        ("8033",),
    ),
)

REDENEN = {reden.code: reden for reden in _ALLE}
"""All reasons by code, in the fixed order in which a line carries them."""

BIT = {code: 1 << plaats for plaats, code in enumerate(REDENEN)}
"""Inside the engine the reasons of a line are one integer: the sum of these."""

AFWIJZEND = sum(BIT[code] for code, reden in REDENEN.items() if reden.wijst_af)
"""The bits that refuse a line."""


def of_mask(masker: int) -> list[str]:
    """The reason codes in a mask, in the fixed order."""
    return [code for code, bit in BIT.items() if masker & bit]
