"""Applications, offers, agreements and changes as messages. An account number is in none of them."""

from datetime import date, datetime
from typing import Any

from zorginkoop.web.api.vormen import BronUit, Feiten, PartijUit, Uit, party
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst


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


def parties(record: Aanvraag | Overeenkomst) -> dict[str, Any]:
    """Both parties."""
    return {"praktijk": party(record.praktijk), "verzekeraar": party(record.verzekeraar)}


def aanvraag_kort(a: Aanvraag) -> dict[str, Any]:
    """An application in a list."""
    namen = ("kenmerk", "beleid", "beleidversie", "contractvorm", "status", "ingediend_op", "redenen")
    return {**{naam: getattr(a, naam) for naam in namen}, **parties(a)}


def aanvraag_uit(a: Aanvraag) -> dict[str, Any]:
    """An application on its own."""
    eisen = (a.toets or {}).get("eisen", [])
    return {**aanvraag_kort(a), "antwoorden": a.antwoorden, "eisen": eisen}


def aanbod_kort(a: Aanbod) -> dict[str, Any]:
    """An offer in a list."""
    aanvraag = a.aanvraag
    namen = ("id", "status", "aangeboden_op", "vervalt_op")
    eigen = {"aanvraag": aanvraag.kenmerk, "beleid": aanvraag.beleid, "beleidversie": aanvraag.beleidversie}
    return {
        **{naam: getattr(a, naam) for naam in namen},
        **eigen,
        **parties(aanvraag),
        "van": a.ingangsdatum,
        "tot": a.looptijd_tot,
    }


def overeenkomst_kort(o: Overeenkomst) -> dict[str, Any]:
    """An agreement in a list."""
    namen = ("kenmerk", "beleid", "beleidversie", "status", "van", "tot", "ondertekend_op", "volgen_toegestaan_op")
    return {**{naam: getattr(o, naam) for naam in namen}, **parties(o)}


def mutatie_uit(m: Mutatie) -> dict[str, Any]:
    """A change."""
    namen = (*MutatieUit.model_fields,)
    return {**{naam: getattr(m, naam) for naam in namen}, "overeenkomst": m.overeenkomst.kenmerk}
