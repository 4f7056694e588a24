"""Applications, offers, agreements and changes, as both parties of them may read them."""

from typing import Any

from django.http import HttpResponse
from ninja import Path, Router

from zorginkoop.web.api import zicht
from zorginkoop.web.api.bladeren import STANDAARD, Aantal, Cursor, page
from zorginkoop.web.api.contractvormen import (
    AanbodLijst,
    AanbodUit,
    AanvraagLijst,
    AanvraagUit,
    MutatieLijst,
    MutatieUit,
    OvereenkomstLijst,
    OvereenkomstUit,
    aanbod_kort,
    aanvraag_kort,
    aanvraag_uit,
    mutatie_uit,
    overeenkomst_kort,
)
from zorginkoop.web.api.login import Verzoek, needs
from zorginkoop.web.api.problemen import Probleem
from zorginkoop.web.api.vormen import Kenmerk, Nummer, attachment

router = Router(tags=["Contracteren"], by_alias=True)
LEZEN = "contracten:lezen"
PDF = {"responses": {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}}
EEN_MENS_TEKENT = (
    "Een systeem ondertekent niet. Een overeenkomst wordt ondertekend door een tekenbevoegde van de praktijk, die zelf "
    "inlogt in het portaal."
)


@router.get("/aanvragen", response=AanvraagLijst, summary="Uw aanvragen", operation_id="aanvraagLijst", **needs(LEZEN))
def aanvragen(request: Verzoek, na: Cursor | None = None, aantal: Aantal = STANDAARD) -> dict[str, Any]:
    """Applications."""
    rijen, volgende = page(zicht.aanvragen(request.auth.organisatie), na, aantal)
    return {"items": map(aanvraag_kort, rijen), "volgende": volgende}


@router.get(
    "/aanvragen/{kenmerk}", response=AanvraagUit, summary="Eén aanvraag", operation_id="aanvraag", **needs(LEZEN)
)
def aanvraag(request: Verzoek, kenmerk: Path[Kenmerk]) -> dict[str, Any]:
    """One application."""
    return aanvraag_uit(zicht.one(zicht.aanvragen(request.auth.organisatie), kenmerk=kenmerk))


@router.get(
    "/aanbiedingen", response=AanbodLijst, summary="Uw aanbiedingen", operation_id="aanbodLijst", **needs(LEZEN)
)
def aanbiedingen(request: Verzoek, na: Cursor | None = None, aantal: Aantal = STANDAARD) -> dict[str, Any]:
    """Offers."""
    rijen, volgende = page(zicht.aanbiedingen(request.auth.organisatie), na, aantal)
    return {"items": map(aanbod_kort, rijen), "volgende": volgende}


@router.get(
    "/aanbiedingen/{nummer}",
    response=AanbodUit,
    summary="Eén aanbod met de afspraken",
    operation_id="aanbod",
    **needs(LEZEN),
)
def aanbod(request: Verzoek, nummer: Path[Nummer]) -> dict[str, Any]:
    """One offer."""
    gevonden = zicht.one(zicht.aanbiedingen(request.auth.organisatie), pk=nummer)
    return {**aanbod_kort(gevonden), "afspraken": [rij.model_dump() for rij in gevonden.rows()]}


@router.post(
    "/aanbiedingen/{nummer}/ondertekening",
    response={403: None},
    summary="Ondertekenen kan alleen een mens",
    description=EEN_MENS_TEKENT,
    operation_id="ondertekening",
    **needs(LEZEN),
)
def ondertekening(request: Verzoek, nummer: Path[Nummer]) -> HttpResponse:
    """A system never signs; who tries is told who can."""
    zicht.one(zicht.aanbiedingen(request.auth.organisatie), pk=nummer)
    raise Probleem(403, EEN_MENS_TEKENT, soort="alleen-een-mens-ondertekent")


@router.get(
    "/overeenkomsten",
    response=OvereenkomstLijst,
    summary="Uw overeenkomsten",
    operation_id="overeenkomstLijst",
    **needs(LEZEN),
)
def overeenkomsten(request: Verzoek, na: Cursor | None = None, aantal: Aantal = STANDAARD) -> dict[str, Any]:
    """Agreements."""
    rijen, volgende = page(zicht.overeenkomsten(request.auth.organisatie), na, aantal)
    return {"items": map(overeenkomst_kort, rijen), "volgende": volgende}


@router.get(
    "/overeenkomsten/{kenmerk}",
    response=OvereenkomstUit,
    summary="Eén overeenkomst met de afspraken",
    operation_id="overeenkomst",
    **needs(LEZEN),
)
def overeenkomst(request: Verzoek, kenmerk: Path[Kenmerk]) -> dict[str, Any]:
    """One agreement."""
    o = zicht.one(zicht.overeenkomsten(request.auth.organisatie), kenmerk=kenmerk)
    papier = o.documenten.only("versie", "sha256").latest("versie")
    rijen = [rij.as_afspraak().model_dump() for rij in o.current_rows()]
    return {**overeenkomst_kort(o), "afspraken": rijen, "versie": papier.versie, "sha256": papier.sha256}


@router.get(
    "/overeenkomsten/{kenmerk}/document",
    summary="Het verzegelde document (pdf)",
    operation_id="overeenkomstDocument",
    **needs(LEZEN, **PDF),
)
def document(request: Verzoek, kenmerk: Path[Kenmerk]) -> HttpResponse:
    """The last sealed document."""
    o = zicht.one(zicht.overeenkomsten(request.auth.organisatie), kenmerk=kenmerk)
    return attachment(bytes(o.last_document().pdf), f"overeenkomst-{kenmerk}.pdf", "application/pdf")


@router.get("/mutaties", response=MutatieLijst, summary="Wijzigingen", operation_id="mutatieLijst", **needs(LEZEN))
def mutaties(request: Verzoek, na: Cursor | None = None, aantal: Aantal = STANDAARD) -> dict[str, Any]:
    """Changes."""
    rijen, volgende = page(zicht.mutaties(request.auth.organisatie), na, aantal)
    return {"items": map(mutatie_uit, rijen), "volgende": volgende}


@router.get("/mutaties/{nummer}", response=MutatieUit, summary="Eén wijziging", operation_id="mutatie", **needs(LEZEN))
def mutatie(request: Verzoek, nummer: Path[Nummer]) -> dict[str, Any]:
    """One change."""
    return mutatie_uit(zicht.one(zicht.mutaties(request.auth.organisatie), pk=nummer))
