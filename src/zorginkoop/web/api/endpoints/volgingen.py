"""Following: what was made available, collecting it, and what the follower does with it. Never an account number."""

import json
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Path, Router
from pydantic import Field

from zorginkoop.web.api import zicht
from zorginkoop.web.api.bladeren import STANDAARD, Aantal, Cursor, page
from zorginkoop.web.api.contractvormen import AfspraakUit
from zorginkoop.web.api.herhalen import Sleutel, once
from zorginkoop.web.api.login import Verzoek, needs
from zorginkoop.web.api.vormen import In, Nummer, PartijUit, Uit, party
from zorginkoop.web.contractering import actions, vinden
from zorginkoop.web.contractering.models import Volging
from zorginkoop.web.toegang import klok

router = Router(tags=["Volgen"], by_alias=True)
LEZEN, SCHRIJVEN = "volgingen:lezen", "volgingen:schrijven"


class VolgingUit(Uit):
    """An agreement another insurer may follow, and how far that is."""

    id: int
    overeenkomst: str
    praktijk: PartijUit
    verzekeraar: PartijUit
    volger: PartijUit
    status: str
    versie: int
    toestemming: str
    beschikbaar_op: datetime
    opgehaald_op: datetime | None
    besloten_op: datetime | None
    afwijking: str


class VolgingLijst(Uit):
    """Followings, newest first."""

    items: list[VolgingUit]
    volgende: str | None


class PakketUit(Uit):
    """What a follower takes home: parties, period and rows."""

    kenmerk: str
    versie: int
    praktijk: PartijUit
    verzekeraar: PartijUit
    van: date
    tot: date
    afspraken: list[AfspraakUit]


class BesluitVerzoek(In):
    """What the follower does. `zonder` and `reden` belong to WIJKT_AF: which codes it leaves out, and why."""

    besluit: Literal["VERWERKT", "WIJKT_AF", "GEWEIGERD"]
    zonder: list[str] = Field(default_factory=list, max_length=500)
    reden: str = Field("", max_length=2000)


def volging_uit(v: Volging) -> dict[str, Any]:
    """One following."""
    o = v.overeenkomst
    namen = [n for n in VolgingUit.model_fields if n not in ("overeenkomst", "praktijk", "verzekeraar", "volger")]
    return {
        **{naam: getattr(v, naam) for naam in namen},
        "overeenkomst": o.kenmerk,
        "praktijk": party(o.praktijk),
        "verzekeraar": party(o.verzekeraar),
        "volger": party(v.volger),
    }


@router.get(
    "/volgingen",
    response=VolgingLijst,
    summary="Wat u volgt, en wie uw overeenkomsten volgt",
    operation_id="volgingLijst",
    **needs(LEZEN),
)
def volgingen(request: Verzoek, na: Cursor | None = None, aantal: Aantal = STANDAARD) -> dict[str, Any]:
    """Followings."""
    rijen, volgende = page(zicht.volgingen(request.auth.organisatie).defer("pakket"), na, aantal)
    return {"items": map(volging_uit, rijen), "volgende": volgende}


@router.get("/volgingen/{nummer}", response=VolgingUit, summary="Eén volging", operation_id="volging", **needs(LEZEN))
def volging(request: Verzoek, nummer: Path[Nummer]) -> dict[str, Any]:
    """One following."""
    return volging_uit(zicht.one(zicht.volgingen(request.auth.organisatie), pk=nummer))


@router.get(
    "/volgingen/{nummer}/pakket",
    response=PakketUit,
    summary="De afspraken die u kunt overnemen",
    operation_id="volgingPakket",
    **needs(LEZEN),
)
def pakket(request: Verzoek, nummer: Path[Nummer]) -> dict[str, Any]:
    """The package, for the follower only."""
    inhoud = json.loads(zicht.one(_own(request), pk=nummer).pakket)
    return {naam: inhoud[naam] for naam in PakketUit.model_fields}


@router.post(
    "/volgingen/{nummer}/ophaling",
    response={200: VolgingUit},
    summary="Vastleggen dat u de afspraken hebt opgehaald",
    operation_id="volgingOphalen",
    **needs(SCHRIJVEN),
)
def ophalen(request: Verzoek, sleutel: Sleutel, nummer: Path[Nummer]) -> HttpResponse:
    """Collect the agreement."""
    return _move(request, sleutel, nummer, {"naar": "OPGEHAALD"})


@router.post(
    "/volgingen/{nummer}/besluit",
    response={200: VolgingUit},
    summary="Overnemen, deels overnemen of niet volgen",
    operation_id="volgingBesluiten",
    **needs(SCHRIJVEN),
)
def besluiten(request: Verzoek, sleutel: Sleutel, nummer: Path[Nummer], lichaam: BesluitVerzoek) -> HttpResponse:
    """Decide."""
    stap = {"naar": lichaam.besluit, "afwijking": lichaam.reden, "zonder": lichaam.zonder}
    return _move(request, sleutel, nummer, stap)


def _move(request: Verzoek, sleutel: str, nummer: int, stap: dict[str, Any]) -> HttpResponse:
    def zet() -> tuple[VolgingUit, str]:
        record = zicht.one(_own(request), pk=nummer)
        record = actions.process_volging(volging=record, by=request.auth.by, now=klok.now(), **stap)
        return VolgingUit(**volging_uit(record)), ""

    return once(request, sleutel, stap, zet, status=200)


def _own(request: Verzoek) -> QuerySet[Volging]:
    """Only what this organisation follows itself."""
    return vinden.followings(request.auth.organisatie).select_related("volger")
