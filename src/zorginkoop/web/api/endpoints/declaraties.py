"""Claim files: deliver one, see what came of it, and read why a line got its outcome. No citizen service numbers."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from ninja import File, Form, Path, Router
from ninja.files import UploadedFile

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.api import zicht
from zorginkoop.web.api.bladeren import STANDAARD, Aantal, Cursor, page
from zorginkoop.web.api.herhalen import Sleutel, once
from zorginkoop.web.api.login import Verzoek, needs
from zorginkoop.web.api.vormen import Nummer, PartijUit, Uit, Uzovi, absolute, attachment, party
from zorginkoop.web.declaraties import actions, inlezen, opslag
from zorginkoop.web.declaraties.models import Declaratiebestand, Declaratieregel, Deeldeclaratie
from zorginkoop.web.declaraties.uitleg import explain
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.models import Organisatie

router = Router(tags=["Declareren"], by_alias=True)
LEZEN = "declaraties:lezen"
_BESTAND = {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
NIET_VAN_U = "Dit bestand heeft regels van een andere praktijk, of een andere afzender dan uw praktijk"


class DeelUit(Uit):
    """Lines counted and amounts summed, in eurocents; empty until the file is judged."""

    regels: int
    ingediend_cent: int
    aangenomen: int | None
    aangepast: int | None
    afgewezen: int | None
    toegekend_cent: int | None


class DeclaratiebestandUit(Uit):
    """A claim file. A practice reads the totals of its own lines, unless it sent the file."""

    id: int
    verzekeraar: PartijUit
    afzender: str
    bestandsnaam: str
    factuurnummer: str
    standaard: str
    voorlopig: bool
    status: str
    ontvangen_op: datetime
    uiterste_betaaldag: date
    aantal_fouten: int
    totalen: DeelUit
    retourbestand: bool


class DeclaratiebestandLijst(Uit):
    """Claim files, newest first."""

    items: list[DeclaratiebestandUit]
    volgende: str | None


class RegelUit(Uit):
    """A judged line. Amounts in eurocents and unsigned; `debetcredit` says which way they go."""

    id: int
    nummer: int
    referentie: str
    prestatiecode: str
    prestatiedatum: date | None
    aantal: int
    bedrag_cent: int
    debetcredit: str
    uitkomst: str
    toegekend_cent: int
    redenen: list[str]


class RegelLijst(Uit):
    """Lines, the last of the file first."""

    items: list[RegelUit]
    volgende: str | None


class GrondUit(Uit):
    """Why a line was cut: the reason, its figures, what to do, and the passage it rests on."""

    code: str
    melding: str
    waarden: str
    vervolg: str
    bron: str


class UitlegUit(Uit):
    """The whole explanation of one line."""

    regel: RegelUit
    gekort_cent: int
    overeenkomst: str | None
    beleid: str
    gevolgd: bool
    gronden: list[GrondUit]


def _bestand(b: Declaratiebestand, o: Organisatie) -> dict[str, Any]:
    namen = ("id", "afzender", "bestandsnaam", "factuurnummer", "standaard", "voorlopig", "status", "ontvangen_op",
             "uiterste_betaaldag", "aantal_fouten")  # fmt: skip
    deel: Declaratiebestand | Deeldeclaratie = b
    if not _sent_or_received(b, o):
        deel = b.delen.get(agb=o.agb)
    totalen = {naam: getattr(deel, naam) for naam in DeelUit.model_fields}
    return {
        **{naam: getattr(b, naam) for naam in namen},
        "verzekeraar": party(b.verzekeraar),
        "totalen": totalen,
        "retourbestand": bool(b.retour_sha256) and _sent_or_received(b, o),
    }


def _sent_or_received(b: Declaratiebestand, o: Organisatie) -> bool:
    return b.verzekeraar_id == o.pk or b.afzender == o.agb


def _regel(r: Declaratieregel) -> dict[str, Any]:
    namen = [naam for naam in RegelUit.model_fields if naam != "prestatiedatum"]
    return {**{naam: getattr(r, naam) for naam in namen}, "prestatiedatum": r.datum}


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
    return {"items": [_bestand(b, o) for b in rijen], "volgende": volgende}


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
        return DeclaratiebestandUit(**_bestand(b, request.auth.organisatie)), absolute(f"/declaratiebestanden/{b.pk}")

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
    return _bestand(zicht.one(zicht.declaratiebestanden(o), pk=nummer), o)


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
    if not (b.retour_sha256 and _sent_or_received(b, o)):
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
    return {"items": map(_regel, rijen), "volgende": volgende}


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
        "regel": _regel(regel),
        "gekort_cent": u.gekort_cent,
        "overeenkomst": overeenkomst,
        "beleid": u.beleid,
        "gevolgd": u.gevolgd,
        "gronden": gronden,
    }
