"""The people of an organisation, as its administrator sees them."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from zorginkoop.web.beheer import gezag, inlogmiddelen
from zorginkoop.web.beheer.models import Uitnodiging, Voorstel
from zorginkoop.web.inlogmiddelen.models import Inlog
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.wegen import INGELOGD


def roles(organisatie: Organisatie, op: date) -> QuerySet[Bevoegdheid]:
    """Every role that counts, with when its person last logged in while working here."""
    goed = Inlog.objects.filter(persoon=OuterRef("persoon_id"), uitkomst=INGELOGD).order_by("-id")
    eigen = gezag.current(organisatie, op).select_related("persoon", "via")
    return eigen.annotate(laatste=Subquery(goed.values("tijdstip")[:1])).order_by("persoon__naam", "rol")


def colleague(organisatie: Organisatie, pk: int, op: date) -> tuple[Persoon, list[Bevoegdheid]]:
    """Somebody who works here now, with the roles; 404 for anybody else."""
    eigen = list(roles(organisatie, op).filter(persoon=pk))
    persoon = get_object_or_404(Persoon, pk=pk, bevoegdheden__in=[b.pk for b in eigen[:1]])
    return persoon, eigen


def waiting(organisatie: Organisatie, op: date) -> list[tuple[Voorstel, bool]]:
    """Roles that wait for a second person, each with whether there is an administrator who can be that."""
    open_ = Voorstel.objects.filter(organisatie=organisatie, status="OPEN").order_by("pk")
    beheerders = gezag.administrators(organisatie, op).values_list("persoon__natuurlijk_persoon", flat=True)
    mensen = set(beheerders)
    return [
        (v, bool(mensen - {v.persoon.natuurlijk_persoon, v.voorgesteld_door.natuurlijk_persoon}))
        for v in open_.select_related("persoon", "voorgesteld_door", "vervangt")
    ]


def waiting_for(persoon: Persoon) -> list[Voorstel]:
    """The roles somebody waits for, where that person may do nothing yet."""
    with als_eigenaar():  # of an organisation whose rows this person does not see
        open_ = Voorstel.objects.filter(persoon=persoon, status="OPEN").order_by("pk")
        return list(open_.select_related("organisatie"))


def invited(organisatie: Organisatie) -> list[Uitnodiging]:
    """Links that may still be used, or that went by unused; newest first."""
    open_ = Uitnodiging.objects.filter(organisatie=organisatie, aangenomen_op=None, ingetrokken_op=None)
    return list(open_.select_related("gemaakt_door").order_by("-pk")[:50])


def others(organisatie: Organisatie, persoon: Persoon, op: date) -> list[tuple[int, str]]:
    """The accounts of other human beings who work here, to choose from."""
    rijen = gezag.current(organisatie, op).exclude(persoon__natuurlijk_persoon=persoon.natuurlijk_persoon)
    return list(rijen.order_by("persoon__naam").values_list("persoon_id", "persoon__naam").distinct())


def page(organisatie: Organisatie, persoon: Persoon, eigen: list[Bevoegdheid], by: Persoon, op: date) -> dict[str, Any]:
    """What the page of one colleague shows."""
    return {
        "persoon": persoon,
        "rollen": eigen,
        "middelen": inlogmiddelen.of(persoon),
        "laatste": eigen[0].laatste,
        "zelf": by.is_same(persoon.pk),
        "alleen_hier": gezag.only_here(organisatie, {persoon.pk}, op),
    }
