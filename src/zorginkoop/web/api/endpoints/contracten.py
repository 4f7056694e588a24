"""Applications, offers, agreements and changes, as both parties of them may read them."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router
from pydantic import Field

from zorginkoop.web.api import zicht
from zorginkoop.web.api.bladeren import STANDAARD, Aantal, Cursor, page
from zorginkoop.web.api.login import Verzoek, needs
from zorginkoop.web.api.problemen import Probleem
from zorginkoop.web.api.vormen import BronUit, Feiten, PartijUit, Uit
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst
from zorginkoop.web.toegang.models import Organisatie

router = Router(tags=["Contracteren"], by_alias=True)
LEZEN = "contracten:lezen"
Kenmerk = Annotated[str, Field(pattern=r"^[A-Z]{2}-[2-9A-Z]{8}$")]
Nummer = Annotated[int, Field(ge=1, lt=2**63)]
PDF = {"responses": {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}}
EEN_MENS_TEKENT = (
    "Een systeem ondertekent niet. Een overeenkomst wordt ondertekend door een tekenbevoegde van de praktijk, die zelf "
    "inlogt in het portaal."
)


class AfspraakUit(Uit):
    """One row: a tariff in eurocents for a Prestatie. `tot` is the first day it no longer holds."""

    prestatie: str
    naam: str
    prestatiecode: str
    codestatus: str
    segment: str
    eenheid: str
    tarief_cent: int
    tariefstatus: str
    van: date
    tot: date
    inschrijving_vereist: bool
    leeftijd_van: int | None
    leeftijd_tot: int | None
    max_aantal: int | None
    per: str | None
    bron: BronUit


class EisuitkomstUit(Uit):
    """A requirement of a submitted application."""

    eis: str
    titel: str
    uitkomst: bool | None
    gevolg: str


class AanvraagKort(Uit):
    """An application. The account number is never in it."""

    kenmerk: str
    praktijk: PartijUit
    verzekeraar: PartijUit
    beleid: str
    beleidversie: str
    contractvorm: str
    status: str
    ingediend_op: datetime | None
    redenen: list[str]


class AanvraagUit(AanvraagKort):
    """An application with its answers and the outcome of each requirement."""

    antwoorden: Feiten
    eisen: list[EisuitkomstUit]


class AanvraagLijst(Uit):
    """Applications, newest first."""

    items: list[AanvraagKort]
    volgende: str | None


class AanbodKort(Uit):
    """An offer; it can be signed until `vervaltOp`."""

    id: int
    aanvraag: str
    praktijk: PartijUit
    verzekeraar: PartijUit
    beleid: str
    beleidversie: str
    status: str
    van: date
    tot: date
    aangeboden_op: datetime
    vervalt_op: datetime


class AanbodUit(AanbodKort):
    """An offer with its rows."""

    afspraken: list[AfspraakUit]


class AanbodLijst(Uit):
    """Offers, newest first."""

    items: list[AanbodKort]
    volgende: str | None


class OvereenkomstKort(Uit):
    """An agreement that both parties signed."""

    kenmerk: str
    praktijk: PartijUit
    verzekeraar: PartijUit
    beleid: str
    beleidversie: str
    status: str
    van: date
    tot: date
    ondertekend_op: datetime
    volgen_toegestaan_op: datetime | None


class OvereenkomstUit(OvereenkomstKort):
    """An agreement with the rows as they are now, and the version and digest of its last sealed document."""

    afspraken: list[AfspraakUit]
    versie: int
    sha256: str


class OvereenkomstLijst(Uit):
    """Agreements, newest first."""

    items: list[OvereenkomstKort]
    volgende: str | None


class MutatieUit(Uit):
    """A change of an agreement, asked for or carried out."""

    id: int
    overeenkomst: str
    grond: str
    status: str
    toevoegen: list[str]
    beeindigen: list[str]
    gewenste_ingangsdatum: date
    ingangsdatum: date
    volledig_op: datetime
    besloten_op: datetime | None
    toelichting: str


class MutatieLijst(Uit):
    """Changes, newest first."""

    items: list[MutatieUit]
    volgende: str | None


def party(o: Organisatie) -> dict[str, Any]:
    """A party as everybody may know it."""
    return {"naam": o.naam, "agb": o.agb, "uzovi": o.uzovi}


def _parties(record: Aanvraag | Overeenkomst) -> dict[str, Any]:
    return {"praktijk": party(record.praktijk), "verzekeraar": party(record.verzekeraar)}


def aanvraag_kort(a: Aanvraag) -> dict[str, Any]:
    """An application in a list."""
    namen = ("kenmerk", "beleid", "beleidversie", "contractvorm", "status", "ingediend_op", "redenen")
    return {**{naam: getattr(a, naam) for naam in namen}, **_parties(a)}


def aanvraag_uit(a: Aanvraag) -> dict[str, Any]:
    """An application on its own."""
    eisen = (a.toets or {}).get("eisen", [])
    return {**aanvraag_kort(a), "antwoorden": a.antwoorden, "eisen": eisen}


def _aanbod(a: Aanbod) -> dict[str, Any]:
    aanvraag = a.aanvraag
    namen = ("id", "status", "aangeboden_op", "vervalt_op")
    eigen = {"aanvraag": aanvraag.kenmerk, "beleid": aanvraag.beleid, "beleidversie": aanvraag.beleidversie}
    return {
        **{naam: getattr(a, naam) for naam in namen},
        **eigen,
        **_parties(aanvraag),
        "van": a.ingangsdatum,
        "tot": a.looptijd_tot,
    }


def _overeenkomst(o: Overeenkomst) -> dict[str, Any]:
    namen = ("kenmerk", "beleid", "beleidversie", "status", "van", "tot", "ondertekend_op", "volgen_toegestaan_op")
    return {**{naam: getattr(o, naam) for naam in namen}, **_parties(o)}


def mutatie_uit(m: Mutatie) -> dict[str, Any]:
    """A change."""
    namen = (*MutatieUit.model_fields,)
    return {**{naam: getattr(m, naam) for naam in namen}, "overeenkomst": m.overeenkomst.kenmerk}


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
    return {"items": map(_aanbod, rijen), "volgende": volgende}


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
    return {**_aanbod(gevonden), "afspraken": [rij.model_dump() for rij in gevonden.rows()]}


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
    return {"items": map(_overeenkomst, rijen), "volgende": volgende}


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
    return {**_overeenkomst(o), "afspraken": rijen, "versie": papier.versie, "sha256": papier.sha256}


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


def attachment(inhoud: bytes, naam: str, soort: str) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(inhoud, content_type=soort, headers={"Content-Disposition": f'attachment; filename="{naam}"'})


def absolute(pad: str) -> str:
    """The path of a resource, for a Location header."""
    return f"/api/v1{pad}"
