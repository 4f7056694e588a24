"""Who decides on the people of an organisation, and when a second of them must agree."""

from datetime import date, datetime

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.models import Bevoegdheid, BevoegdheidQuerySet, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import BEHEERDERSROL, Rol, Soort

BEHEERDERS = tuple(BEHEERDERSROL.values())
"""The head of a practice, and the administrator of an insurer."""
MEELEZERS = (*BEHEERDERS, Rol.COMPLIANCE)
"""Who reads the log."""
VERTROUWD = frozenset(Rol) - {Rol.INVULLER, Rol.LEZER, Rol.COMPLIANCE}
"""Roles that decide, alone or as one of two: two people decide who gets them. The database holds the same rule (see
vier_ogen.sql). See docs/besluiten/0015."""
EIGEN = "Uw eigen rol en inlogmiddelen wijzigt een ander dan uzelf"


def hold(organisatie: Organisatie, by: Persoon | str, now: datetime) -> None:
    """One change to the people of an organisation at a time, by who may make it at that very moment.

    Gebruikersfout when `by` is not, or no longer, an administrator there. A process (a text) runs this installation.
    """
    Organisatie.objects.select_for_update().get(pk=organisatie.pk)
    if isinstance(by, Persoon):
        require_rol(by, organisatie, BEHEERDERSROL[Soort(organisatie.soort)], now=now)


def current(organisatie: Organisatie, op: date) -> BevoegdheidQuerySet:
    """What people may do for an organisation on that day."""
    return Bevoegdheid.objects.lopend(op).filter(organisatie=organisatie)


def somebody_else(persoon: Persoon, by: Persoon | str) -> None:
    """Gebruikersfout when `by` is the same human being, with whatever account."""
    if isinstance(by, Persoon) and by.is_same(persoon.pk):
        raise Gebruikersfout(EIGEN, plaats=persoon.naam)


def administrators(organisatie: Organisatie, op: date) -> BevoegdheidQuerySet:
    """The roles by which somebody who can log in decides on the people of an organisation on that day."""
    rol = BEHEERDERSROL[Soort(organisatie.soort)]
    return current(organisatie, op).filter(rol=rol, persoon__is_active=True)


def only_here(organisatie: Organisatie, personen: set[int], op: date) -> bool:
    """Whether these people work for this organisation alone: of others an administrator does not touch the login."""
    with als_eigenaar():  # what somebody may do elsewhere, nobody here sees
        elders = Bevoegdheid.objects.vanaf(op).filter(persoon__in=personen).exclude(organisatie=organisatie)
        return not elders.exists()
