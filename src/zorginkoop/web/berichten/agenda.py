"""A private calendar: an address nobody can guess, of one person for one organisation, that can be withdrawn."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation

from zorginkoop.adapters.calendar import Dag, render
from zorginkoop.web.berichten.models import Agendalink
from zorginkoop.web.berichten.taken import BELEIDSTERMIJN, KORT, Taak, tasks
from zorginkoop.web.toegang.afscherming import act_for, als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon


class Ingetrokken(Exception):
    """The address was good once: it was withdrawn, or its person may no longer act for the organisation."""


def digest(geheim: str) -> str:
    """What is kept of an address: 256 random bits need no salt."""
    return hashlib.sha256(geheim.encode("utf-8", "surrogatepass")).hexdigest()


def create_link(*, by: Persoon, organisatie: Organisatie, now: datetime) -> str:
    """The secret of a new address, told once; an earlier one for the same organisation ends."""
    geheim = secrets.token_urlsafe(32)
    with acting(by):
        revoke_link(by=by, organisatie=organisatie, now=now)
        Agendalink.objects.create(persoon=by, organisatie=organisatie, sha256=digest(geheim), gemaakt_op=now)
    return geheim


def revoke_link(*, by: Persoon, organisatie: Organisatie, now: datetime) -> None:
    """End the address of this person for this organisation; without one nothing happens."""
    with acting(by):
        running(by, organisatie).update(ingetrokken_op=now)


def running(persoon: Persoon, organisatie: Organisatie) -> QuerySet[Agendalink]:
    """The link that works now."""
    return Agendalink.objects.filter(persoon=persoon, organisatie=organisatie, ingetrokken_op=None)


@translation.override(settings.LANGUAGE_CODE)
def calendar_of(geheim: str, *, op: datetime) -> bytes | None:
    """The calendar behind an address, in Dutch; None when nobody ever had it. Raises Ingetrokken."""
    with als_eigenaar():  # whose the secret is, is only known afterwards
        link = Agendalink.objects.select_related("persoon", "organisatie").filter(sha256=digest(geheim)).first()
        rollen = _roles(link, op) if link and link.ingetrokken_op is None else []
    if link is None:
        return None
    if not rollen:
        raise Ingetrokken
    act_for(link.organisatie, link.persoon)
    taken = {t.sleutel: t for rol in rollen for t in tasks(link.organisatie, rol, op=op) if t.uiterlijk}
    dagen = [_day(taken[sleutel]) for sleutel in sorted(taken)]
    return render(f"Zorginkoop: taken van {link.organisatie.naam}", dagen)


def _roles(link: Agendalink, op: datetime) -> list[str]:
    if not link.persoon.is_active:
        return []
    geldig = Bevoegdheid.objects.geldig(persoon=link.persoon, op=timezone.localdate(op))
    return sorted(geldig.filter(organisatie=link.organisatie).values_list("rol", flat=True))


def _day(taak: Taak) -> Dag:
    """A task as a day: what it is and its reference, never a name of who it is with."""
    titel = taak.titel if taak.soort == BELEIDSTERMIJN else f"{KORT[taak.soort]} {taak.verwijzing}"
    bron, uitleg, _ = taak.bron
    streef = "" if taak.hard else "Dit is een streefdag. "
    assert taak.uiterlijk is not None
    return Dag(
        datum=taak.uiterlijk,
        titel=titel,
        uitleg=f"{streef}{' '.join(uitleg)} {f'Bron: {bron}.' if bron else ''}".strip(),
        kenmerk=taak.sleutel,
        sinds=taak.begonnen,
    )
