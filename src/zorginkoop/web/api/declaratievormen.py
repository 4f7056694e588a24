"""Claim files and their lines as messages. A citizen service number is in none of them."""

from datetime import date, datetime
from typing import Any

from zorginkoop.web.api.vormen import PartijUit, Uit, party
from zorginkoop.web.declaraties.models import Declaratiebestand, Declaratieregel, Deeldeclaratie
from zorginkoop.web.toegang.models import Organisatie


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


def bestand_uit(b: Declaratiebestand, o: Organisatie) -> dict[str, Any]:
    """A claim file as this organisation may read it."""
    namen = ("id", "afzender", "bestandsnaam", "factuurnummer", "standaard", "voorlopig", "status", "ontvangen_op",
             "uiterste_betaaldag", "aantal_fouten")  # fmt: skip
    deel: Declaratiebestand | Deeldeclaratie = b
    if not sent_or_received(b, o):
        deel = b.delen.get(agb=o.agb)
    totalen = {naam: getattr(deel, naam) for naam in DeelUit.model_fields}
    return {
        **{naam: getattr(b, naam) for naam in namen},
        "verzekeraar": party(b.verzekeraar),
        "totalen": totalen,
        "retourbestand": bool(b.retour_sha256) and sent_or_received(b, o),
    }


def sent_or_received(b: Declaratiebestand, o: Organisatie) -> bool:
    """Whether the whole file is of this organisation, not only some of its lines."""
    return b.verzekeraar_id == o.pk or b.afzender == o.agb


def regel_uit(r: Declaratieregel) -> dict[str, Any]:
    """A line."""
    namen = [naam for naam in RegelUit.model_fields if naam != "prestatiedatum"]
    return {**{naam: getattr(r, naam) for naam in namen}, "prestatiedatum": r.datum}
