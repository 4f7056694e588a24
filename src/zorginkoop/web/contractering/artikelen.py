"""The articles of the agreement in plain Dutch, every figure in them taken from the policy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.beleid.versie import Beleid

Artikel = dict[str, Any]
ZORGSOORTEN = {
    "huisartsenzorg": "huisartsenzorg",
    "oefentherapie": "oefentherapie",
    "wsv_ro": "multidisciplinaire zorg (WSV en RO)",
    "hds": "huisartsendienstenstructuur (HDS)",
    "verzorgingshuis": "huisartsenzorg in een verzorgingshuis",
    "zorgvernieuwing": "zorgvernieuwing (segment 3)",
}
"""Kinds of care as people call them; one that is not here goes by the name the policy gives it."""
AANBIEDERS = {
    "wsv_ro": "samenwerkingsverband",
    "hds": "huisartsendienstenstructuur",
    "verzorgingshuis": "verzorgingshuis",
}
"""What the provider is called where it is not a practice."""


@dataclass(frozen=True)
class Partijen:
    """Names as they stand in the registers."""

    verzekeraar: str
    uzovi: str
    praktijk: str
    agb: str


def artikelen(
    policy: Beleid,
    partijen: Partijen,
    *,
    van: date,
    tot: date,
    rijen: Iterable[Afspraak],
    wijzigingen: Iterable[str] = (),
    vestigingen: Iterable[Mapping[str, str]] = (),
) -> list[Artikel]:
    """Parties, term, rows, changes, following, payment, sources; and what was changed since the first version."""
    delen = [
        _partijen(policy, partijen, vestigingen),
        _looptijd(policy, van, tot),
        _afspraken(),
        _wijzigen(policy),
        _volgen(policy),
        _betalen(policy),
        _bronnen(policy, rijen),
    ]
    gewijzigd = list(wijzigingen)
    return [*delen, _artikel("Wijzigingen tot nu toe", *gewijzigd)] if gewijzigd else delen


def _artikel(titel: str, *leden: str) -> Artikel:
    return {"titel": titel, "leden": list(leden)}


def _partijen(policy: Beleid, p: Partijen, vestigingen: Iterable[Mapping[str, str]]) -> Artikel:
    wie = AANBIEDERS.get(policy.document.zorgsoort, "praktijk")
    plaatsen = [f"{v['naam']} (AGB-code {v['agb']}{', ' + v['plaats'] if v['plaats'] else ''})" for v in vestigingen]
    ook = [f"Zij geldt voor al deze vestigingen: {'; '.join(plaatsen)}."] if plaatsen else []
    ook += [] if wie == "praktijk" and not plaatsen else ["Waar hierna 'de praktijk' staat, is deze partij bedoeld."]
    return _artikel(
        "Partijen",
        f"Deze overeenkomst geldt tussen zorgverzekeraar {p.verzekeraar} (UZOVI {p.uzovi}) en "
        f"{'onderneming' if plaatsen else wie} {p.praktijk} (AGB-code {p.agb}).",
        *ook,
        "De gegevens van de praktijk komen uit het AGB-register. De praktijk houdt ze daar zelf actueel.",
    )


def _looptijd(policy: Beleid, van: date, tot: date) -> Artikel:
    return _artikel(
        "Looptijd",
        f"De overeenkomst begint op {als_dag(van)} en loopt tot en met {als_dag(tot - timedelta(1))}.",
        "Na de laatste dag eindigt de overeenkomst vanzelf.",
    )


def _afspraken() -> Artikel:
    return _artikel(
        "Afspraken en tarieven",
        "De praktijk mag de prestaties uit de tabel declareren, in de periode, tegen het tarief en onder de "
        "voorwaarden die daar staan.",
        "De verzekeraar beoordeelt een declaratie alleen aan de hand van deze ondertekende tabel. Een later beleid "
        "verandert daar niets aan.",
    )


def _wijzigen(policy: Beleid) -> Artikel:
    w = policy.inhoud.wijziging
    leden = []
    if w.frequentie == "kwartaal":
        tijd = f"{w.termijn_maanden} maand" + ("en" if w.termijn_maanden not in (None, 1) else "")
        vooraf = f", als de volledige aanvraag ten minste {tijd} eerder binnen is" if w.termijn_maanden else ""
        leden.append(f"De praktijk kan elk kwartaal afspraken toevoegen of beëindigen{vooraf}.")
    else:
        leden.append(
            "Het inkoopbeleid regelt niet of de praktijk tijdens de looptijd afspraken kan toevoegen of beëindigen; "
            "partijen kunnen dat samen afspreken."
        )
    if w.eenzijdig == "alleen_gunstig":
        leden.append(
            "De verzekeraar wijzigt een afspraak alleen als dat gunstig is voor de praktijk, als beide partijen het "
            "ermee eens zijn, of als een besluit van de NZa het afdwingt."
        )
    leden.append("Na elke wijziging maakt de verzekeraar een nieuwe, verzegelde versie van dit document.")
    return _artikel("Wijzigen", *leden)


def _volgen(policy: Beleid) -> Artikel:
    impliciet = policy.inhoud.volgen.toestemming == "impliciet"
    regel = (
        "De verzekeraar deelt de afspraken digitaal met andere zorgverzekeraars, zodat die ze kunnen volgen."
        if impliciet
        else "De verzekeraar deelt de afspraken pas met andere zorgverzekeraars nadat de praktijk daar toestemming "
        "voor heeft gegeven."
    )
    return _artikel(
        "Volgen door andere verzekeraars",
        regel,
        "Het rekeningnummer (IBAN) wordt nooit gedeeld. De praktijk geeft het zelf door aan iedere verzekeraar.",
    )


def _betalen(policy: Beleid) -> Artikel:
    b = policy.inhoud.betaling
    streven = f" De verzekeraar streeft naar {b.streef_dagen} dagen." if b.streef_dagen < b.termijn_dagen else ""
    demonstratie = " (De termijn is een demonstratiewaarde.)" if b.status == "demonstratie" else ""
    betaalt = f"De verzekeraar betaalt een goedgekeurde declaratie binnen {b.termijn_dagen} dagen na ontvangst."
    return _artikel(
        "Declareren en betalen",
        f"{betaalt}{streven}{demonstratie}",
        "Wijst de verzekeraar iets af, dan noemt hij elke reden en de afspraak waarop die rust.",
    )


def _bronnen(policy: Beleid, rijen: Iterable[Afspraak]) -> Artikel:
    plaatsen = sorted({str(rij.bron) for rij in rijen})
    return _artikel(
        "Bronnen",
        f"De afspraken zijn gemaakt volgens {policy.document.titel}, versie {policy.document.versie}.",
        f"De afspraken rusten op: {'; '.join(plaatsen)} (document, plaats).",
    )
