"""Carry bulk rounds out: in the background, by any number of workers, and safe to kill at any moment.

A lock of the database makes sure that a round has one worker at a time; it goes when the worker dies, however it dies.
An offer, its document and the line of the round are one transaction, so what was done is always known and nothing is
done twice.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, connection
from django.utils import timezone

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.aanbieden import place_offer, prepare_offer
from zorginkoop.web.contractering.documenten import offer_order
from zorginkoop.web.contractering.gezag import VERZEKERAAR_BIEDT_AAN, require_rol
from zorginkoop.web.contractering.models import Aanbod, Ronde, RondeRegel
from zorginkoop.web.contractering.pers import Opdracht, print_one
from zorginkoop.web.contractering.states import Toestandsfout, move
from zorginkoop.web.toegang.audit import acting

BEURT = 20
"""Offers between two looks at whether somebody paused or stopped the round."""
_SLOT = 0x524F4E44

Drukker = Callable[[Sequence[Opdracht]], Iterator[bytes]]


def run_rounds(*, now: Callable[[], datetime], drukker: Drukker | None = None) -> int:
    """Work on every running round until none is left to do; returns how many lines were dealt with."""
    gedaan = 0
    for ronde in Ronde.objects.filter(status="LOPEND").order_by("gestart_op", "pk"):
        with _alone(ronde) as mine:
            while mine and (aantal := turn(ronde, now=now(), drukker=drukker or _one_by_one)):
                gedaan += aantal
    return gedaan


@contextmanager
def _alone(ronde: Ronde) -> Iterator[bool]:
    """Whether no other worker has this round; held by the connection, so it ends with the process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_SLOT, ronde.pk])
        (mine,) = cursor.fetchone()
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_SLOT, ronde.pk])


def _one_by_one(opdrachten: Sequence[Opdracht]) -> Iterator[bytes]:
    return map(print_one, opdrachten)


def turn(ronde: Ronde, *, now: datetime, drukker: Drukker) -> int:
    """Deal with the next lines; 0 when there is nothing (more) to do."""
    ronde.refresh_from_db()
    if ronde.status != "LOPEND" or not _may_offer(ronde, now):
        return 0
    regels = ronde.regels.filter(status="WACHT").order_by("pk")
    beurt = list(regels.select_related("aanvraag__praktijk", "aanvraag__verzekeraar")[:BEURT])
    if not beurt:
        _finish(ronde, now)
        return 0
    klaar = [(regel, aanbod) for regel in beurt if (aanbod := _prepared(regel, ronde, now))]
    papier = drukker([offer_order(aanbod) for _, aanbod in klaar])
    for (regel, aanbod), pdf in zip(klaar, papier, strict=True):
        _offer(regel, aanbod, pdf, now)
    Ronde.objects.filter(pk=ronde.pk).update(voortgang_op=timezone.now())
    return len(beurt)


def _may_offer(ronde: Ronde, now: datetime) -> bool:
    """Who started the round may still offer; otherwise the round waits for someone who may."""
    by = ronde.gestart_door
    try:
        with acting(by):
            require_rol(by, ronde.verzekeraar, *VERZEKERAAR_BIEDT_AAN, now=now)
    except Gebruikersfout as fout:
        with acting("bulkronde"):
            move(ronde, "GEPAUZEERD", van="LOPEND", melding="al gestopt", uitleg=fout.melding)
        return False
    return True


def _finish(ronde: Ronde, now: datetime) -> None:
    try:
        with acting("bulkronde"):
            move(ronde, "KLAAR", van="LOPEND", melding="net gepauzeerd of gestopt", klaar_op=now)
    except Toestandsfout:
        return  # somebody paused or stopped it between the last offer and now


def _prepared(regel: RondeRegel, ronde: Ronde, now: datetime) -> Aanbod | None:
    try:
        return prepare_offer(regel.aanvraag, by=ronde.gestart_door, now=now)
    except Gebruikersfout as fout:
        _failed(regel, fout.melding, now)
        return None


def _offer(regel: RondeRegel, aanbod: Aanbod, pdf: bytes, now: datetime) -> None:
    """Offer, document and line together; what goes wrong is written on the line, and the round goes on."""
    try:
        with acting(aanbod.aangeboden_door):
            place_offer(aanbod, pdf, now=now)
            move(regel, "AANGEBODEN", van="WACHT", melding="al gedaan", aanbod=aanbod, op=now)
    except IntegrityError:
        _failed(regel, "Deze aanvraag heeft al een aanbod", now)
    except Gebruikersfout as fout:
        _failed(regel, fout.melding, now)


def _failed(regel: RondeRegel, reden: str, now: datetime) -> None:
    with acting("bulkronde"):
        move(regel, "MISLUKT", van="WACHT", melding="al gedaan", reden=reden, op=now)
