"""What needs no login: the published policies, and assessing facts against them."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Router
from pydantic import Field

from zorginkoop.beleid import library
from zorginkoop.beleid.assess import Toets, assess
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.api.vormen import BronUit, Feiten, In, Naam, PartijUit, Uit, Versie

router = Router(tags=["Beleid"], by_alias=True)


class BeleidUit(Uit):
    """One version of a published policy."""

    beleid: str
    versie: str
    titel: str
    zorgsoort: str
    verzekeraar: PartijUit
    geldig_van: date
    geldig_tot: date


class BeleidLijst(Uit):
    """Every published version."""

    items: list[BeleidUit]


class BeleidInhoud(BeleidUit):
    """A policy with its whole content, under the names of the policy file; amounts are text, so no cent is lost."""

    inhoud: dict[str, Any]


class ToetsVerzoek(In):
    """Facts to assess, under the names the policy gives them. What is left out counts as not known yet."""

    beleid: Naam
    versie: Versie | None = None
    feiten: Feiten = Field(default_factory=dict, max_length=200)


class EisUit(Uit):
    """A requirement: met, not met, or null for not known yet."""

    eis: str
    titel: str
    uitkomst: bool | None
    gevolg: str
    weigering: str
    regel: str
    bron: BronUit


class VraagUit(Uit):
    """A fact that is still to be given."""

    gegeven: str
    vraag: str
    type: str
    hulp: str
    keuzes: dict[str, str]


class MogelijkheidUit(Uit):
    """Whether one Prestatie can be agreed and what it pays, in eurocents."""

    prestatie: str
    naam: str
    mogelijk: bool | None
    gewenst: bool
    redenen: list[str]
    prestatiecode: str
    eenheid: str
    tarief_cent: int | None
    tariefstatus: str | None
    van: date | None
    tot: date | None
    bron: BronUit


class ToetsUit(Uit):
    """The whole assessment."""

    beleid: str
    versie: str
    uitkomst: str
    ingangsdatum: date | None
    ingangsdatum_uitleg: str
    eisen: list[EisUit]
    vragen: list[VraagUit]
    aanvullende_vragen: list[VraagUit]
    afspraken: list[MogelijkheidUit]


@router.get("/beleid", response=BeleidLijst, summary="Alle gepubliceerde beleidsversies", operation_id="beleidLijst")
def beleid_lijst(request: HttpRequest) -> dict[str, Any]:
    """Every version, by name and version."""
    return {"items": [_head(b) for b in library.all_policies()]}


@router.get(
    "/beleid/{naam}/versies/{versie}",
    response=BeleidInhoud,
    summary="Eén versie van een beleid, met de inhoud",
    operation_id="beleidVersie",
)
def beleid_versie(request: HttpRequest, naam: Path[Naam], versie: Path[Versie]) -> dict[str, Any]:
    """One version with its content."""
    try:
        gevonden = library.load(naam, versie=versie)
    except Gebruikersfout as fout:
        raise Http404 from fout
    return {**_head(gevonden), "inhoud": gevonden.inhoud.model_dump(mode="json")}


@router.post(
    "/toetsen",
    response=ToetsUit,
    summary="Gegevens toetsen aan een beleid",
    description="Toetst gegevens aan een beleid. Er wordt niets bewaard. Wat u weglaat, geldt als nog niet bekend en "
    "komt terug als vraag.",
    operation_id="toets",
)
def toets(request: HttpRequest, lichaam: ToetsVerzoek) -> dict[str, Any]:
    """Assess facts; nothing is kept."""
    beleid = library.load(lichaam.beleid, versie=lichaam.versie)
    return _assessment(assess(beleid, lichaam.feiten))


def _assessment(uitslag: Toets) -> dict[str, Any]:
    inhoud = uitslag.model_dump(mode="json")
    afspraken = [{**rij, "tarief_cent": rij["tarief"]} for rij in inhoud["afspraken"]]
    return {**inhoud, "afspraken": afspraken}


def _head(beleid: Beleid) -> dict[str, Any]:
    document = beleid.document
    return {
        "beleid": document.beleid,
        "versie": document.versie,
        "titel": document.titel,
        "zorgsoort": document.zorgsoort,
        "verzekeraar": {"naam": beleid.verzekeraar.naam, "uzovi": beleid.verzekeraar.uzovi},
        "geldig_van": document.geldig_van,
        "geldig_tot": document.geldig_tot,
    }
