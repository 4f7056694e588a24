"""Budgets and requests as the organisation of a request may see them. What is another's does not exist (404)."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from zorginkoop.web.begroting.models import Begroting, Praktijkmanagement, Vernieuwing, Vooraankondiging
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Soort


def budgets(wie: Organisatie) -> QuerySet[Begroting]:
    """Of a provider its own; of an insurer those it decides on, from the moment they were sent in."""
    alle = Begroting.objects.select_related("praktijk", "verzekeraar", "tweede")
    if wie.soort == Soort.PRAKTIJK:
        return alle.filter(praktijk=wie)
    return alle.filter(Q(verzekeraar=wie) | Q(tweede=wie), ingediend_op__isnull=False)


def budget(wie: Organisatie, kenmerk: str) -> Begroting:
    """One of those."""
    return get_object_or_404(budgets(wie), kenmerk=kenmerk)


def managements(wie: Organisatie) -> QuerySet[Praktijkmanagement]:
    """Requests for practice management, of or to this organisation."""
    alle = Praktijkmanagement.objects.select_related(
        "praktijk", "verzekeraar", "ondertekend_door", "voorgesteld_door", "besloten_door"
    )
    return alle.filter(praktijk=wie) if wie.soort == Soort.PRAKTIJK else alle.filter(verzekeraar=wie)


def management(wie: Organisatie, kenmerk: str) -> Praktijkmanagement:
    """One of those."""
    return get_object_or_404(managements(wie), kenmerk=kenmerk)


def innovations(wie: Organisatie) -> QuerySet[Vernieuwing]:
    """Requests for innovation, of or to this organisation."""
    alle = Vernieuwing.objects.select_related("praktijk", "verzekeraar", "ingediend_door")
    return alle.filter(praktijk=wie) if wie.soort == Soort.PRAKTIJK else alle.filter(verzekeraar=wie)


def innovation(wie: Organisatie, kenmerk: str) -> Vernieuwing:
    """One of those."""
    return get_object_or_404(innovations(wie), kenmerk=kenmerk)


def announcements(wie: Organisatie) -> QuerySet[Vooraankondiging]:
    """What other insurers told this one."""
    gevonden = Vooraankondiging.objects.filter(volger=wie)
    return gevonden.select_related("vernieuwing__praktijk", "vernieuwing__verzekeraar")


def announcement(wie: Organisatie, pk: int) -> Vooraankondiging:
    """One of those."""
    return get_object_or_404(announcements(wie), pk=pk)
