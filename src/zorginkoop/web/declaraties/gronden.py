"""Where every reason rests: the signed row, an article of the agreement, the policy, or the rules of the message."""

from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import AfspraakRij
from zorginkoop.web.declaraties.beleidskeuze import Vrij, free_on, paragraph_without_agreement, policy_on
from zorginkoop.web.declaraties.models import Declaratieregel


@dataclass(frozen=True)
class Bronvermelding:
    """A passage a person can look up: the document by its title, the place in it, and what it says in our words."""

    titel: str
    plaats: str
    kop: str
    samenvatting: str
    url: str = ""


RIJ = {"LEEFTIJD", "NIET_INGESCHREVEN", "FREQUENTIE", "TARIEF_VERLAAGD"}
"""Reasons that come from a condition or figure of the signed row."""

BELEID = RIJ - {"TARIEF_VERLAAGD"}
"""Of these, what the policy asks for a Prestatie without an agreement too; the tariff is then that of the NZa."""

_VEKTIS = "EI-declaratiestandaarden van Vektis"
_CREDIT = Bronvermelding(
    _VEKTIS,
    "5.4.8",
    "Debet en credit",
    "Een creditregel neemt een regel uit een eerder bestand in zijn geheel terug, met het bedrag dat daarvoor is "
    "toegekend en met een verwijzing naar het referentienummer van die regel. Dat kan één keer.",
)
_BERICHT = Bronvermelding(
    _VEKTIS,
    "hoofdstuk 5",
    "Inhoud van de regels",
    "Elke regel heeft een eigen plaats en referentie; verplichte velden zijn gevuld en het berekende bedrag is het "
    "tarief maal het aantal.",
)
BERICHT = {
    "CREDIT_ZONDER_DEBET": _CREDIT,
    "CREDIT_AL_GECREDITEERD": _CREDIT,
    "CREDIT_BEDRAG_WIJKT_AF": _CREDIT,
    "BEDRAG_KLOPT_NIET": _BERICHT,
    "AANTAL_ONJUIST": _BERICHT,
    "TECHNISCH": _BERICHT,
}
"""Reasons that come from the rules of the message itself."""


def link(naam: str, *args: object) -> str:
    """The address of a page, or nothing in an installation that does not have it."""
    try:
        return reverse(naam, args=args)
    except NoReverseMatch:
        return ""


def policy_for(regel: Declaratieregel) -> Beleid | None:
    """The policy the agreement was made under; without an agreement the one of the insurer on the service date."""
    if regel.overeenkomst is not None:
        return policy_of(regel.overeenkomst)
    return policy_on(str(regel.bestand.verzekeraar.uzovi), regel.datum or regel.bestand.periode_van)


def ground(code: str, regel: Declaratieregel, policy: Beleid | None) -> Bronvermelding:
    """The passage behind a reason of this line."""
    if code in BERICHT:
        return BERICHT[code]
    if code in RIJ and regel.afspraak is not None:
        return _behind_row(regel, policy)
    if regel.overeenkomst is not None:
        return _not_agreed(regel, policy) if code == "PRESTATIE_NIET_AFGESPROKEN" and policy else _article(regel)
    vrij = free_row(regel) if code in BELEID else None
    bron = _passage(vrij.policy, vrij.prestatie.bron) if vrij else None
    return bron if bron and bron.samenvatting else _without_agreement(policy)


def free_row(regel: Declaratieregel) -> Vrij | None:
    """What the policy says of a line without an agreement; None with one, or when it may not be claimed without."""
    if regel.overeenkomst is not None:
        return None
    return free_on(str(regel.bestand.verzekeraar.uzovi), regel.prestatiecode, regel.datum)


def of_row(rij: AfspraakRij, policy: Beleid | None) -> Bronvermelding:
    """The passage the signed row names as its source."""
    if policy is None:
        return Bronvermelding(f"document {rij.bron_document}", rij.bron_plaats, rij.bron_plaats, "")
    return _passage(policy, Bron(document=rij.bron_document, plaats=rij.bron_plaats))


def _behind_row(regel: Declaratieregel, policy: Beleid | None) -> Bronvermelding:
    """The source of the row; where that is a document outside the policy, the passage of the policy that uses it."""
    bron = of_row(regel.afspraak, policy)
    prestatie = policy.prestaties.get(regel.afspraak.prestatie) if policy else None
    if not bron.samenvatting and policy and prestatie:
        bron = _passage(policy, prestatie.bron)
    return bron if bron.samenvatting else _article(regel)


def _not_agreed(regel: Declaratieregel, policy: Beleid) -> Bronvermelding:
    """What the policy asks for the Prestatie of this code; of a code it does not know, how an agreement is changed."""
    eigen = (p.bron for p in policy.prestaties.values() if p.code == regel.prestatiecode)
    return _passage(policy, next(eigen, policy.inhoud.wijziging.bron[0]))


def _article(regel: Declaratieregel) -> Bronvermelding:
    return Bronvermelding(
        f"Overeenkomst {regel.overeenkomst.kenmerk}",
        "artikel Afspraken en tarieven",
        "Afspraken en tarieven",
        "De praktijk mag de prestaties uit de ondertekende tabel declareren, voor verzekerden van de verzekeraar, in "
        "de periode, tegen het tarief en onder de voorwaarden die daar staan.",
        overeenkomst_url(regel),
    )


def overeenkomst_url(regel: Declaratieregel) -> str:
    """The page of the agreement of this line."""
    return link("contractering:overeenkomst", regel.overeenkomst.kenmerk) if regel.overeenkomst else ""


def _without_agreement(policy: Beleid | None) -> Bronvermelding:
    passage = paragraph_without_agreement(policy) if policy else None
    if policy is None or passage is None:
        return Bronvermelding(
            "Declareren bij een verzekeraar",
            "zonder overeenkomst",
            "Zonder overeenkomst",
            "Van deze verzekeraar is geen beleid gepubliceerd dat vergoeding zonder overeenkomst toezegt.",
        )
    return _passage(policy, Bron(document=passage.document, plaats=passage.plaats))


def _passage(policy: Beleid, plek: Bron) -> Bronvermelding:
    bron, gevonden = policy.bronnen.get(plek.document), policy.paragraph(plek)
    return Bronvermelding(
        f"{bron.titel} ({bron.uitgever})" if bron else f"document {plek.document}",
        plek.plaats,
        gevonden.kop if gevonden else plek.plaats,
        gevonden.samenvatting if gevonden else "",
        policy_url(policy) + (f"#{gevonden.plek}" if gevonden else ""),
    )


def policy_url(policy: Beleid | None) -> str:
    """The public page of the policy."""
    if policy is None:
        return ""
    return link("publiek:beleid_detail", policy.document.beleid, policy.document.versie) or link("publiek:beleid")


def day(dag: date | None) -> str:
    """A day as people write it."""
    return f"{dag:%d-%m-%Y}" if dag else "een onbekende dag"
