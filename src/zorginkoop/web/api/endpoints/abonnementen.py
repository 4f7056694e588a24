"""Webhooks: be told of changes at an address of one's own."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router
from pydantic import Field

from zorginkoop.web.api import berichten, bezorgen, zicht
from zorginkoop.web.api.bladeren import STANDAARD, Aantal, Cursor, page
from zorginkoop.web.api.herhalen import Sleutel, once
from zorginkoop.web.api.login import Verzoek, needs
from zorginkoop.web.api.models import Abonnement
from zorginkoop.web.api.vormen import In, Kenmerk, Uit, absolute

router = Router(tags=["Wijzigingen"], by_alias=True)
SCOPE = "wijzigingen:lezen"
Soort = Literal["aanvraag", "aanbod", "overeenkomst", "mutatie", "volging"]


class AbonnementVerzoek(In):
    """Where to send, and of what; without `soorten` of everything."""

    url: str = Field(min_length=8, max_length=500)
    soorten: list[Soort] = Field(default_factory=list, max_length=5)


class AbonnementUit(Uit):
    """A subscription, with what is still to be delivered and what was given up."""

    kenmerk: str
    url: str
    soorten: list[str]
    aangemaakt_op: datetime
    wachtend: int
    opgegeven: int


class AbonnementLijst(Uit):
    """Subscriptions, newest first."""

    items: list[AbonnementUit]
    volgende: str | None


class GeheimUit(Uit):
    """The key by which the receiver knows that a message is ours."""

    geheim: str


def _abonnement(a: Abonnement) -> dict[str, Any]:
    namen = ("kenmerk", "url", "soorten", "aangemaakt_op")
    staten = [b.status for b in a.bezorgingen.exclude(status="BEZORGD").only("status")]
    telling = {"wachtend": staten.count("OPEN"), "opgegeven": staten.count("OPGEGEVEN")}
    return {**{naam: getattr(a, naam) for naam in namen}, **telling}


def _own(request: Verzoek) -> Any:
    return Abonnement.objects.filter(systeem=request.auth.systeem, gestopt_op=None).select_related("systeem")


@router.get(
    "/abonnementen",
    response=AbonnementLijst,
    summary="De abonnementen van dit systeem",
    operation_id="abonnementLijst",
    **needs(SCOPE),
)
def abonnementen(request: Verzoek, na: Cursor | None = None, aantal: Aantal = STANDAARD) -> dict[str, Any]:
    """Subscriptions."""
    rijen, volgende = page(_own(request), na, aantal)
    return {"items": map(_abonnement, rijen), "volgende": volgende}


@router.post(
    "/abonnementen",
    response={201: AbonnementUit},
    summary="Berichten ontvangen over wijzigingen",
    description="Wij sturen elke wijziging als CloudEvent naar uw adres, ten minste één keer en met een handtekening. "
    "Lukt het niet, dan proberen wij het tot tien keer, met steeds langere pauzes. Het adres is openbaar en gebruikt "
    "https.",
    operation_id="abonneren",
    **needs(SCOPE),
)
def abonneren(request: Verzoek, sleutel: Sleutel, lichaam: AbonnementVerzoek) -> HttpResponse:
    """Subscribe."""

    def stap() -> tuple[AbonnementUit, str]:
        a = bezorgen.subscribe(systeem=request.auth.systeem, now=timezone.now(), **lichaam.model_dump())
        return AbonnementUit(**_abonnement(a)), absolute(f"/abonnementen/{a.kenmerk}")

    return once(request, sleutel, lichaam, stap)


@router.get(
    "/abonnementen/{kenmerk}",
    response=AbonnementUit,
    summary="Eén abonnement",
    operation_id="abonnement",
    **needs(SCOPE),
)
def abonnement(request: Verzoek, kenmerk: Path[Kenmerk]) -> dict[str, Any]:
    """One subscription."""
    return _abonnement(zicht.one(_own(request), kenmerk=kenmerk))


@router.get(
    "/abonnementen/{kenmerk}/geheim",
    response=GeheimUit,
    summary="De sleutel waarmee u onze berichten controleert",
    operation_id="abonnementGeheim",
    **needs(SCOPE),
)
def geheim(request: Verzoek, kenmerk: Path[Kenmerk]) -> dict[str, Any]:
    """The key of a subscription."""
    return {"geheim": berichten.shown_key(zicht.one(_own(request), kenmerk=kenmerk))}


@router.delete(
    "/abonnementen/{kenmerk}",
    response={204: None},
    summary="Een abonnement beëindigen",
    description="Herhalen mag: een abonnement dat al is beëindigd, geeft hetzelfde antwoord.",
    operation_id="abonnementEindigen",
    **needs(SCOPE),
)
def beeindigen(request: Verzoek, kenmerk: Path[Kenmerk]) -> HttpResponse:
    """Unsubscribe; doing it twice is the same as once, also in the answer."""
    ooit = Abonnement.objects.filter(systeem=request.auth.systeem).select_related("systeem")
    bezorgen.unsubscribe(abonnement=zicht.one(ooit, kenmerk=kenmerk), now=timezone.now())
    return HttpResponse(status=204)
