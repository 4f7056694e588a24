"""Walk an application through the portal, from the choice of a policy to the signature, with the answers given."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from zorginkoop.beleid import library
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

from .conftest import CANARY_IBAN, person
from .reizigers import client_of, get, post, text


class Partijen:
    """The two sides of one policy: a provider with this AGB code and the insurer that published the policy."""

    def __init__(self, beleid: str, *, agb: str, naam: str) -> None:
        v = library.load(beleid).verzekeraar
        self.beleid = beleid
        self.praktijk = Organisatie.objects.create(soort="PRAKTIJK", naam=naam, agb=agb)
        self.verzekeraar = Organisatie.objects.create(soort="VERZEKERAAR", naam=v.naam, uzovi=v.uzovi)
        self.tekenbevoegde = person("Tess", self.praktijk, Rol.TEKENBEVOEGDE)
        self.inkoper = person("Inez", self.verzekeraar, Rol.INKOPER)
        self.inkoper2 = person("Ivo", self.verzekeraar, Rol.INKOPER)
        self.contractbeheer = person("Carla", self.verzekeraar, Rol.CONTRACTBEHEER)


def fill_in(partijen: Partijen, antwoorden: Mapping[str, Any]) -> Aanvraag:
    """Start an application and answer every question that is asked, step by step; not yet submitted.

    A question without an answer here is an error: the walk gives exactly what is asked.
    """
    wie = client_of(partijen.tekenbevoegde)
    assert partijen.beleid in [k.naam for k in get(wie, "nieuw").context["keuzes"]]
    post(wie, "nieuw", beleid=partijen.beleid)
    aanvraag = Aanvraag.objects.get(praktijk=partijen.praktijk, status="CONCEPT")
    bekend = {"iban": CANARY_IBAN, "email": "zorg@voorbeeld.nl", **antwoorden}
    for nummer in range(1, 20):
        pagina = get(wie, "stap", aanvraag.kenmerk, nummer)
        if pagina.status_code != 200:
            break
        vragen = [v.gegeven for v in pagina.context["stap"].vragen]
        data = {naam: bekend[naam] for naam in vragen if naam in bekend}
        assert "Er gaat iets mis" not in text(post(wie, "stap", aanvraag.kenmerk, nummer, **data))
    aanvraag.refresh_from_db()
    return aanvraag


def submit(partijen: Partijen, aanvraag: Aanvraag) -> Aanvraag:
    """Send the papers that are asked, check and submit; every requirement a person decides on is then allowed."""
    wie = client_of(partijen.tekenbevoegde)
    for gevraagd in get(wie, "bewijs", aanvraag.kenmerk).context["gevraagd"]:
        papier = SimpleUploadedFile(f"{gevraagd.eis}.pdf", f"%PDF-1.7 {gevraagd.eis}".encode())
        post(wie, "bewijs", aanvraag.kenmerk, eis=gevraagd.eis, bestand=papier)
    controle = get(wie, "controleren", aanvraag.kenmerk)
    assert not controle.context["reis"].mist_bewijs
    assert not controle.context["reis"].ontbreekt, controle.context["reis"].ontbreekt
    post(wie, "controleren", aanvraag.kenmerk)
    aanvraag.refresh_from_db()
    for eis in actions.to_judge(aanvraag):
        data = {"besluit": "ja", "motivering": "Besproken en akkoord."}
        post(client_of(partijen.inkoper), "oordeel", aanvraag.kenmerk, eis, **data)
    aanvraag.refresh_from_db()
    return aanvraag


def offer_and_sign(partijen: Partijen, aanvraag: Aanvraag) -> tuple[Aanbod, Overeenkomst]:
    """The insurer offers, the provider signs."""
    assert aanvraag.status == "TOEGELATEN", (aanvraag.status, aanvraag.redenen)
    contract = client_of(partijen.contractbeheer)
    assert get(contract, "aanbieden", aanvraag.kenmerk).context["fout"] == ""
    post(contract, "aanbieden", aanvraag.kenmerk)
    aanbod = Aanbod.objects.get(aanvraag=aanvraag)
    wie = client_of(partijen.tekenbevoegde)
    assert get(wie, "aanbod", aanvraag.kenmerk).status_code == 200
    post(wie, "ondertekenen", aanvraag.kenmerk, akkoord="ja")
    return aanbod, Overeenkomst.objects.get(aanbod=aanbod, status="GELDIG")


def last_day_to_sign(aanbod: Aanbod) -> int:
    """For how many days after today the offer stays open."""
    return (aanbod.vervalt_op - now()).days
