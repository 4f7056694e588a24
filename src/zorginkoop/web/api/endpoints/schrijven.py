"""What the software of a practice may do: apply, and ask for a change."""

from datetime import datetime
from typing import Literal

from django.http import HttpResponse
from pydantic import Field

from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.api import zicht
from zorginkoop.web.api.contractvormen import AanvraagUit, MutatieUit, aanvraag_uit, mutatie_uit
from zorginkoop.web.api.endpoints.contracten import router
from zorginkoop.web.api.herhalen import Sleutel, once
from zorginkoop.web.api.login import Verzoek, needs
from zorginkoop.web.api.problemen import Probleem
from zorginkoop.web.api.vormen import Datum, Feiten, In, Kenmerk, Naam, absolute
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.aanbodkeuze import choices
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.contractering.vragen import register_facts
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.models import Organisatie

_ALLEEN_PRAKTIJK = "Dit kan alleen een praktijk."


class AanvraagVerzoek(In):
    """An application: the policy and the answers, under the names of the policy (also the `iban`)."""

    beleid: Naam
    contractvorm: Literal["nieuw", "lopend"] = "nieuw"
    antwoorden: Feiten = Field(default_factory=dict, max_length=200)


class MutatieVerzoek(In):
    """A change of a running agreement: which Prestaties to add and end, and from when."""

    overeenkomst: Kenmerk
    gewenste_ingangsdatum: Datum
    toevoegen: list[Naam] = Field(default_factory=list, max_length=100)
    beeindigen: list[Naam] = Field(default_factory=list, max_length=100)
    antwoorden: Feiten = Field(default_factory=dict, max_length=200)


@router.post(
    "/aanvragen",
    response={201: AanvraagUit},
    summary="Een aanvraag indienen",
    description="Dient een volledige aanvraag in en toetst haar meteen. Ontbreekt er een antwoord, dan gebeurt er "
    "niets en leest u wat er ontbreekt. Gegevens uit het register gaan voor antwoorden.",
    operation_id="aanvraagIndienen",
    **needs("aanvragen:schrijven"),
)
def indienen(request: Verzoek, sleutel: Sleutel, lichaam: AanvraagVerzoek) -> HttpResponse:
    """Apply at once: start, answer and submit, or nothing."""
    _require_practice(request)

    def stap() -> tuple[AanvraagUit, str]:
        aanvraag = _submitted(request, lichaam, klok.now())
        return AanvraagUit(**aanvraag_uit(aanvraag)), absolute(f"/aanvragen/{aanvraag.kenmerk}")

    return once(request, sleutel, lichaam, stap)


def _submitted(request: Verzoek, lichaam: AanvraagVerzoek, nu: datetime) -> Aanvraag:
    policy = library.load(lichaam.beleid)
    wie = {"by": request.auth.by, "now": nu}
    aanvraag = actions.start_aanvraag(
        praktijk=request.auth.organisatie,
        verzekeraar=_insurer(request.auth.organisatie, policy, nu),
        beleid=policy.document.beleid,
        contractvorm=lichaam.contractvorm,
        **wie,
    )
    actions.answer(aanvraag=aanvraag, antwoorden=lichaam.antwoorden, **wie)
    register = register_facts(aanvraag.praktijk, aanvraag.verzekeraar, op=nu)
    return actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=register, **wie)


def _insurer(praktijk: Organisatie, policy: Beleid, nu: datetime) -> Organisatie:
    """The insurer, when one can apply under this policy today as the portal says."""
    zelfde_zorg = choices(praktijk, op=nu, zorgsoorten=(policy.document.zorgsoort,))
    keuze = next((k for k in zelfde_zorg if k.naam == policy.document.beleid), None)
    if keuze is None or keuze.waarom_niet:
        melding = keuze.waarom_niet if keuze else "Voor dit beleid neemt dit portaal geen aanvragen aan"
        raise Gebruikersfout(melding, plaats=policy.document.beleid)
    if keuze.overeenkomst:
        raise Gebruikersfout(f"Overeenkomst {keuze.overeenkomst.kenmerk} loopt al; vraag daarop een wijziging aan")
    return keuze.verzekeraar


@router.post(
    "/mutaties",
    response={201: MutatieUit},
    summary="Een wijziging aanvragen",
    description="Vraagt een wijziging van een lopende overeenkomst aan, uit naam van de tekenbevoegde die het systeem "
    "daarvoor aanmeldde. De verzekeraar verwerkt of weigert haar.",
    operation_id="mutatieAanvragen",
    **needs("mutaties:schrijven"),
)
def wijzigen(request: Verzoek, sleutel: Sleutel, lichaam: MutatieVerzoek) -> HttpResponse:
    """Ask for a change; the policy says at once whether and from when it can be."""
    _require_practice(request)

    def stap() -> tuple[MutatieUit, str]:
        overeenkomst = zicht.one(zicht.overeenkomsten(request.auth.organisatie), kenmerk=lichaam.overeenkomst)
        wens = lichaam.model_dump(exclude={"overeenkomst"})
        mutatie = actions.request_mutatie(overeenkomst=overeenkomst, by=request.auth.by, now=klok.now(), **wens)
        return MutatieUit(**mutatie_uit(mutatie)), absolute(f"/mutaties/{mutatie.pk}")

    return once(request, sleutel, lichaam, stap)


def _require_practice(request: Verzoek) -> None:
    if not zicht.is_praktijk(request.auth.organisatie):
        raise Probleem(403, _ALLEEN_PRAKTIJK)
