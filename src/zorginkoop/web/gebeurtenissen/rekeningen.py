"""A new account number: from the practice to one insurer, looked at there by two people, and then paid on."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.nummers import controleer_iban
from zorginkoop.web.contractering.feiten import mask_iban
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.contractering.rekening import Rekening, ibans
from zorginkoop.web.gebeurtenissen.models import Rekeningwijziging
from zorginkoop.web.gebeurtenissen.states import move
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol, Soort
from zorginkoop.web.toegang.taal import Zin

CONTROLEURS = (Rol.CONTRACTBEHEER, Rol.DECLARATIES)
_INTUSSEN = "Over dit rekeningnummer is intussen al besloten"


def approved(verzekeraar: Organisatie, agbs: list[str]) -> Iterable[Rekening]:
    """The account numbers this insurer approved that hold today; what contracting asks of us."""
    goed = Rekeningwijziging.objects.filter(verzekeraar=verzekeraar, status="IN_GEBRUIK", ingang__lte=klok.today())
    rijen = goed.filter(praktijk__agb__in=agbs).order_by("besloten_op")
    return rijen.values_list("praktijk__agb", "iban", "besloten_op")


def previous(wijziging: Rekeningwijziging) -> str:
    """The account the insurer pays on now, masked; empty when it knows none."""
    nu = ibans(wijziging.verzekeraar, [wijziging.praktijk.agb or ""]).get(wijziging.praktijk.agb or "")
    return mask_iban(nu) if nu else ""


def give_iban(
    *, praktijk: Organisatie, verzekeraar: Organisatie, iban: str, ingang: date, by: Persoon, now: datetime
) -> Rekeningwijziging:
    """The practice gives one insurer a new account number; nobody else learns it."""
    nummer = controleer_iban(iban)
    if verzekeraar.soort != Soort.VERZEKERAAR:
        raise Gebruikersfout("Een rekeningnummer geeft u aan een zorgverzekeraar", plaats="verzekeraar")
    try:
        with acting(by):
            require_rol(by, praktijk, Rol.TEKENBEVOEGDE, now=now)
            return Rekeningwijziging.objects.create(
                praktijk=praktijk,
                verzekeraar=verzekeraar,
                iban=nummer,
                ingang=ingang,
                opgegeven_op=now,
                opgegeven_door=by,
            )
    except IntegrityError as fout:
        if "rekening_een_open" not in str(fout):
            raise
        raise Gebruikersfout(
            Zin("%(naam)s behandelt al een nieuw rekeningnummer van u; trek dat eerst in", naam=verzekeraar.naam),
            plaats="verzekeraar",
        ) from fout


def note_other(aanvraag: Aanvraag, now: datetime) -> None:
    """A signed application names another account: a change to look at, in place of one that was still open."""
    nieuw = {
        "iban": aanvraag.iban, "ingang": timezone.localdate(now), "opgegeven_op": now,
        "opgegeven_door": aanvraag.ingediend_door or aanvraag.aangemaakt_door,
    }  # fmt: skip
    van = Rekeningwijziging.objects.filter(praktijk=aanvraag.praktijk, verzekeraar=aanvraag.verzekeraar)
    for open_ in van.filter(status__in=["OPGEGEVEN", "GECONTROLEERD"]).exclude(iban=aanvraag.iban):
        move(open_, "INGETROKKEN", van=open_.status, melding=_INTUSSEN, besloten_op=now)
    if not van.filter(status__in=["OPGEGEVEN", "GECONTROLEERD"]).exists():
        van.create(praktijk=aanvraag.praktijk, verzekeraar=aanvraag.verzekeraar, **nieuw)


def give_to_all(*, praktijk: Organisatie, verzekeraars: Iterable[Organisatie], **nummer: Any) -> None:
    """The same number to several insurers, each on its own; all or none."""
    with transaction.atomic():
        for verzekeraar in verzekeraars:
            give_iban(praktijk=praktijk, verzekeraar=verzekeraar, **nummer)


def check_iban(*, wijziging: Rekeningwijziging, controle: str, by: Persoon, now: datetime) -> Rekeningwijziging:
    """The first pair of eyes: how was it verified that the number is the practice's own?"""
    if not controle.strip():
        raise Gebruikersfout("Schrijf op hoe u het rekeningnummer hebt nagegaan", plaats="controle")
    with acting(by):
        require_rol(by, wijziging.verzekeraar, *CONTROLEURS, now=now)
        velden = {"controle": controle.strip(), "gecontroleerd_op": now, "gecontroleerd_door": by}
        move(wijziging, "GECONTROLEERD", van="OPGEGEVEN", melding=_INTUSSEN, **velden)
    return wijziging


def approve_iban(*, wijziging: Rekeningwijziging, by: Persoon, now: datetime) -> Rekeningwijziging:
    """The second pair of eyes; from its day payments go to the new number."""
    with acting(by):
        require_rol(by, wijziging.verzekeraar, *CONTROLEURS, now=now)
        if by.is_same(wijziging.gecontroleerd_door_id):
            raise Gebruikersfout("Een ander dan wie het nummer naging, moet het goedkeuren", plaats=by.naam)
        move(wijziging, "IN_GEBRUIK", van="GECONTROLEERD", melding=_INTUSSEN, besloten_op=now, besloten_door=by)
    return wijziging


def refuse_iban(*, wijziging: Rekeningwijziging, reden: str, by: Persoon, now: datetime) -> Rekeningwijziging:
    """It is not right; payments go on to the number known before."""
    if not reden.strip():
        raise Gebruikersfout("Leg uit waarom u dit rekeningnummer niet gebruikt", plaats="reden")
    with acting(by):
        require_rol(by, wijziging.verzekeraar, *CONTROLEURS, now=now)
        velden = {"controle": reden.strip(), "besloten_op": now, "besloten_door": by}
        wijziging.refresh_from_db(fields=["status"])
        if wijziging.status not in ("OPGEGEVEN", "GECONTROLEERD"):
            raise Gebruikersfout(_INTUSSEN)
        move(wijziging, "AFGEWEZEN", van=wijziging.status, melding=_INTUSSEN, **velden)
    return wijziging


def withdraw_iban(*, wijziging: Rekeningwijziging, by: Persoon, now: datetime) -> Rekeningwijziging:
    """The practice takes the number back before it is used."""
    with acting(by):
        require_rol(by, wijziging.praktijk, Rol.TEKENBEVOEGDE, now=now)
        wijziging.refresh_from_db(fields=["status"])
        if wijziging.status not in ("OPGEGEVEN", "GECONTROLEERD"):
            raise Gebruikersfout(_INTUSSEN)
        move(wijziging, "INGETROKKEN", van=wijziging.status, melding=_INTUSSEN, besloten_op=now, besloten_door=by)
    return wijziging
