"""Claim files: deliver one, see what came of it, and read why a line got its outcome. No citizen service numbers."""

from typing import Any

from django.http import Http404, HttpResponse
from ninja import File, Form, Path, Router
from ninja.files import UploadedFile

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.api import zicht
from zorginkoop.web.api.bladeren import STANDAARD, Aantal, Cursor, page
from zorginkoop.web.api.declaratievormen import (
    DeclaratiebestandLijst,
    DeclaratiebestandUit,
    RegelLijst,
    UitlegUit,
    bestand_uit,
    regel_uit,
    sent_or_received,
)
from zorginkoop.web.api.herhalen import Sleutel, once
from zorginkoop.web.api.login import Verzoek, needs
from zorginkoop.web.api.vormen import Nummer, Uzovi, absolute, attachment
from zorginkoop.web.declaraties import actions, inlezen, opslag
from zorginkoop.web.declaraties.uitleg import explain
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.models import Organisatie

router = Router(tags=["Declareren"], by_alias=True)
LEZEN = "declaraties:lezen"
_BESTAND = {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
NIET_VAN_U = "Dit bestand heeft regels van een andere praktijk, of een andere afzender dan uw praktijk"


@router.get(
    "/declaratiebestanden",
    response=DeclaratiebestandLijst,
    summary="Uw declaratiebestanden",
    operation_id="declaratiebestandLijst",
    **needs(LEZEN),
)
def bestanden(request: Verzoek, na: Cursor | None = None, aantal: Aantal = STANDAARD) -> dict[str, Any]:
    """Claim files."""
    o = request.auth.organisatie
    rijen, volgende = page(zicht.declaratiebestanden(o), na, aantal)
    return {"items": [bestand_uit(b, o) for b in rijen], "volgende": volgende}


@router.post(
    "/declaratiebestanden",
    response={201: DeclaratiebestandUit},
    summary="Een declaratiebestand aanleveren",
    description="Lever een EI-bestand aan. Een verzekeraar levert aan zichzelf; een praktijk noemt de verzekeraar en "
    "levert alleen eigen regels aan.",
    operation_id="declaratiebestandAanleveren",
    **needs("declaraties:schrijven"),
)
def aanleveren(
    request: Verzoek, sleutel: Sleutel, bestand: File[UploadedFile], verzekeraar: Form[Uzovi | None] = None
) -> HttpResponse:
    """Take a file in."""
    ruw, naam = bestand.read(), bestand.name or "bestand"
    aan = _addressee(request.auth.organisatie, verzekeraar)

    def stap() -> tuple[DeclaratiebestandUit, str]:
        _check_own(request.auth.organisatie, ruw, naam)
        b = actions.receive_bestand(verzekeraar=aan, inhoud=ruw, naam=naam, by=request.auth.by, now=klok.now())
        return DeclaratiebestandUit(**bestand_uit(b, request.auth.organisatie)), absolute(
            f"/declaratiebestanden/{b.pk}"
        )

    return once(request, sleutel, [naam, opslag.digest(ruw), aan.uzovi], stap)


def _addressee(o: Organisatie, uzovi: str | None) -> Organisatie:
    if not zicht.is_praktijk(o):
        return o
    gevonden = Organisatie.objects.filter(uzovi=uzovi or "").first()
    if gevonden is None:
        melding = "Noem het UZOVI-nummer van een verzekeraar die hier declaraties ontvangt"
        raise Gebruikersfout(melding, plaats="verzekeraar")
    return gevonden


def _check_own(o: Organisatie, ruw: bytes, naam: str) -> None:
    """A practice sends only its own claims."""
    if not zicht.is_praktijk(o):
        return
    gelezen = inlezen.read(ruw, naam=naam)
    anderen = set(gelezen.regels["agb"].unique().to_pylist()) - {int(o.agb or 0), 0}
    if inlezen.sender(gelezen.bericht) != o.agb or anderen:
        raise Gebruikersfout(NIET_VAN_U, plaats=naam)


@router.get(
    "/declaratiebestanden/{nummer}",
    response=DeclaratiebestandUit,
    summary="Eén declaratiebestand met zijn stand",
    operation_id="declaratiebestand",
    **needs(LEZEN),
)
def bestand(request: Verzoek, nummer: Path[Nummer]) -> dict[str, Any]:
    """One claim file."""
    o = request.auth.organisatie
    return bestand_uit(zicht.one(zicht.declaratiebestanden(o), pk=nummer), o)


@router.get(
    "/declaratiebestanden/{nummer}/retourbestand",
    summary="Het retourbestand (EI)",
    description="Voor de afzender en de verzekeraar, zodra het bestand is beoordeeld of afgekeurd.",
    operation_id="retourbestand",
    **needs(LEZEN, responses=_BESTAND),
)
def retourbestand(request: Verzoek, nummer: Path[Nummer]) -> HttpResponse:
    """The return file."""
    o = request.auth.organisatie
    b = zicht.one(zicht.declaratiebestanden(o), pk=nummer)
    if not (b.retour_sha256 and sent_or_received(b, o)):
        raise Http404
    return attachment(opslag.fetch(b.retour_sha256), f"retour-{nummer}.ei", "application/octet-stream")


@router.get(
    "/declaratiebestanden/{nummer}/regels",
    response=RegelLijst,
    summary="De beoordeelde regels van een bestand",
    operation_id="declaratieregelLijst",
    **needs(LEZEN),
)
def regels(
    request: Verzoek, nummer: Path[Nummer], na: Cursor | None = None, aantal: Aantal = STANDAARD
) -> dict[str, Any]:
    """The lines this organisation may see."""
    o = request.auth.organisatie
    zicht.one(zicht.declaratiebestanden(o), pk=nummer)
    rijen, volgende = page(zicht.declaratieregels(o).filter(bestand=nummer), na, aantal)
    return {"items": map(regel_uit, rijen), "volgende": volgende}


@router.get(
    "/declaratieregels/{nummer}/uitleg",
    response=UitlegUit,
    summary="Waarom een regel zijn uitkomst kreeg",
    operation_id="uitleg",
    **needs(LEZEN),
)
def uitleg(request: Verzoek, nummer: Path[Nummer]) -> dict[str, Any]:
    """The explanation of one line."""
    regel = zicht.one(zicht.declaratieregels(request.auth.organisatie), pk=nummer)
    u = explain(regel)
    gronden = [
        {
            "code": g.code,
            "melding": g.melding,
            "waarden": g.waarden,
            "vervolg": g.vervolg,
            "bron": f"{g.bron.titel}, {g.bron.plaats}",
        }
        for g in u.gronden
    ]
    overeenkomst = regel.overeenkomst.kenmerk if regel.overeenkomst else None
    return {
        "regel": regel_uit(regel),
        "gekort_cent": u.gekort_cent,
        "overeenkomst": overeenkomst,
        "beleid": u.beleid,
        "gevolgd": u.gevolgd,
        "gronden": gronden,
    }
