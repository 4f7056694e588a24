"""Offer, withdraw an offer, and let offers expire."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import feiten
from zorginkoop.web.contractering.bijdragen import compose
from zorginkoop.web.contractering.documenten import offer_order, print_now
from zorginkoop.web.contractering.gesprekken import ask, close
from zorginkoop.web.contractering.gesprekmodellen import AANBOD_INGETROKKEN
from zorginkoop.web.contractering.gezag import VERZEKERAAR_BIEDT_AAN, require_rol
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst
from zorginkoop.web.contractering.states import Toestandsfout, move
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.taal import Zin

_NIET_TOEGELATEN = "Deze aanvraag is niet (meer) toegelaten of heeft al een aanbod"


def expiry(aangeboden_op: datetime, dagen: int) -> datetime:
    """The moment an offer can no longer be signed: midnight in the Netherlands after the last of so many days."""
    laatste_dag = timezone.localdate(aangeboden_op) + timedelta(dagen)
    return timezone.make_aware(datetime.combine(laatste_dag + timedelta(1), time.min))


def prepare_offer(aanvraag: Aanvraag, *, by: Persoon, now: datetime) -> Aanbod:
    """The offer as it follows from the frozen facts, not yet saved and without its document."""
    if aanvraag.status != "TOEGELATEN" or aanvraag.volledig_op is None:
        raise Toestandsfout(_NIET_TOEGELATEN, plaats=aanvraag.kenmerk)
    toets = feiten.frozen_assessment(aanvraag)
    if toets.ingangsdatum is None:
        raise Gebruikersfout("Uit het beleid volgt geen ingangsdatum voor deze aanvraag", plaats=aanvraag.kenmerk)
    policy = feiten.policy_of(aanvraag)
    rijen = compose(aanvraag, toets)
    check_rows(rijen, plaats=aanvraag.kenmerk)
    return Aanbod(
        aanvraag=aanvraag,
        afspraken=[rij.model_dump(mode="json") for rij in rijen],
        ingangsdatum=toets.ingangsdatum,
        looptijd_tot=max(rij.tot for rij in rijen),
        aangeboden_op=now,
        aangeboden_door=by,
        vervalt_op=expiry(now, policy.inhoud.aanbod.geldig_dagen),
    )


def check_rows(rijen: Sequence[Afspraak], *, plaats: str) -> None:
    """There is something to agree, and no two rows claim the same code, age and day."""
    if not rijen:
        raise Gebruikersfout("Er is geen enkele prestatie om af te spreken", plaats=plaats)
    for n, een in enumerate(rijen):
        for ander in rijen[n + 1 :]:
            if een.prestatiecode == ander.prestatiecode and same_age(een, ander) and overlap(een, ander):
                raise Gebruikersfout(
                    f"{een.naam} en {ander.naam} gebruiken beide code {een.prestatiecode} in dezelfde periode",
                    plaats=plaats,
                )


def overlap(een: Afspraak, ander: Afspraak) -> bool:
    """Some day belongs to both periods."""
    return een.van < ander.tot and ander.van < een.tot


def same_age(een: Afspraak, ander: Afspraak) -> bool:
    """Some age belongs to both bands."""
    return (een.leeftijd_van or 0) < (ander.leeftijd_tot or 999) and (ander.leeftijd_van or 0) < (
        een.leeftijd_tot or 999
    )


def offer_overeenkomst(*, aanvraag: Aanvraag, by: Persoon, now: datetime) -> Aanbod:
    """Compose the rows, print the offer and put it before the practice."""
    aanvraag.refresh_from_db()
    aanbod = prepare_offer(aanvraag, by=by, now=now)
    return place_offer(aanbod, print_now(offer_order(aanbod)), now=now)


def place_offer(aanbod: Aanbod, pdf: bytes, *, now: datetime) -> Aanbod:
    """Put a prepared offer and its document before the practice, in the name of who offers it."""
    aanvraag, by = aanbod.aanvraag, aanbod.aangeboden_door
    with acting(by):
        require_rol(by, aanvraag.verzekeraar, *VERZEKERAAR_BIEDT_AAN, now=now)
        check_no_agreement(aanbod)
        move(aanvraag, "AANGEBODEN", van="TOEGELATEN", melding=_NIET_TOEGELATEN)
        aanbod.pdf = pdf
        aanbod.save(force_insert=True)
    return aanbod


def check_no_agreement(aanbod: Aanbod) -> None:
    """A practice has one agreement per policy at a time, its own or that of its enterprise; a change is a Mutatie."""
    a = aanbod.aanvraag
    eigen = [a.praktijk.agb, *(plaats["agb"] for plaats in a.registerfeiten.get("vestigingen", []))]
    # Two questions, as the database finds the answer to each by an index and to both at once by none.
    wegen: tuple[dict[str, Any], ...] = (
        {"praktijk__agb__in": eigen},
        {"aanbod__aanvraag__registerfeiten__vestigingen__contains": [{"agb": a.praktijk.agb}]},
    )
    lopend = Overeenkomst.objects.filter(
        verzekeraar=a.verzekeraar, beleid=a.beleid, van__lt=aanbod.looptijd_tot, tot__gt=aanbod.ingangsdatum
    )
    loopt = next(filter(None, (lopend.filter(**weg).first() for weg in wegen)), None)
    if loopt:
        raise Gebruikersfout(
            Zin(
                "Overeenkomst %(kenmerk)s loopt al in deze periode; vraag daarop een wijziging aan",
                kenmerk=loopt.kenmerk,
            ),
            plaats=a.kenmerk,
        )


def withdraw_aanbod(*, aanbod: Aanbod, reden: str, by: Persoon, now: datetime) -> Aanbod:
    """The insurer takes an unsigned offer back, and says why; the application can then be offered again.

    The reason stays with the application, as a conversation that needs no answer.
    """
    if not reden.strip():
        raise Gebruikersfout("Leg uit waarom u het aanbod intrekt", plaats="motivering")
    with acting(by):
        require_rol(by, aanbod.aanvraag.verzekeraar, *VERZEKERAAR_BIEDT_AAN, now=now)
        melding = "Dit aanbod is al ondertekend, vervallen of ingetrokken"
        move(aanbod, "INGETROKKEN", van="AANGEBODEN", melding=melding)
        move(aanbod.aanvraag, "TOEGELATEN", van="AANGEBODEN", melding=melding)
        a, wie = aanbod.aanvraag, {"by": by, "now": now}
        gesprek = ask(aanvraag=a, namens=a.verzekeraar, onderwerp=AANBOD_INGETROKKEN, tekst=reden, **wie)
        close(gesprek=gesprek, namens=a.verzekeraar, **wie)
    return aanbod


def expire_aanbiedingen(*, now: datetime) -> int:
    """Let every offer go that was not signed in time; returns how many. Safe to run as often as you like."""
    aantal = 0
    for aanbod in Aanbod.objects.filter(status="AANGEBODEN", vervalt_op__lte=now).select_related("aanvraag"):
        try:
            with acting("verlopen aanbiedingen"):
                move(aanbod, "VERVALLEN", van="AANGEBODEN", melding="al afgehandeld", waar=Q(vervalt_op__lte=now))
                move(aanbod.aanvraag, "TOEGELATEN", van="AANGEBODEN", melding="al afgehandeld")
        except Toestandsfout:
            continue  # signed or withdrawn between the reading and the move
        aantal += 1
    return aantal
