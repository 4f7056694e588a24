"""Who works for an enterprise works for its places of care: a role there is that role here, by the AGB register."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from zorginkoop.web.register.models import Onderneming, Relatie
from zorginkoop.web.register.ondernemingen import VESTIGING_VAN
from zorginkoop.web.toegang.actions import revoke
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie
from zorginkoop.web.toegang.rollen import Soort

AGB_REGISTER = "AGB-register"
"""The actor in the audit trail."""


def follow_enterprises(*, now: datetime) -> int:
    """Give and end the roles at places of care that follow from one at their enterprise; how many began or ended.

    Runs every day, with each delivery of the register, and when an enterprise gives a role. A role that somebody has
    at the place itself stays what it is.
    """
    dag = timezone.localdate(now)
    with als_eigenaar(), acting(AGB_REGISTER):  # rows of two organisations, by what a public register says of both
        plaatsen = _places(dag)
        hoort = {_key(b): b for b in _following(plaatsen, dag)}
        er = {_key(b): b for b in _present(plaatsen, dag)}
        nieuw = [bevoegdheid for sleutel, bevoegdheid in hoort.items() if sleutel not in er]
        weg = [b for sleutel, b in er.items() if b.via_id is not None and sleutel not in hoort]
        Bevoegdheid.objects.bulk_create(nieuw, ignore_conflicts=True)
        for bevoegdheid in weg:
            revoke(bevoegdheid=bevoegdheid, tot=dag, by=AGB_REGISTER)
    return len(nieuw) + len(weg)


def _key(bevoegdheid: Bevoegdheid) -> tuple[int, int, str]:
    return bevoegdheid.persoon_id, bevoegdheid.organisatie_id, bevoegdheid.rol


def _places(dag: date) -> dict[str, list[int]]:
    """Per AGB code of an enterprise that can log in here: the places of care that can too."""
    eigen = dict(Organisatie.objects.filter(soort=Soort.PRAKTIJK).values_list("agb", "pk"))
    ondernemingen = Onderneming.objects.known().valid(dag).values("agb")
    relaties = Relatie.objects.known().valid(dag).filter(rol=VESTIGING_VAN, naar_agb__in=ondernemingen)
    plaatsen: dict[str, list[int]] = {}
    for van_agb, naar_agb in relaties.values_list("van_agb", "naar_agb"):
        if van_agb in eigen and naar_agb in eigen:
            plaatsen.setdefault(naar_agb, []).append(eigen[van_agb])
    return plaatsen


def _following(plaatsen: dict[str, list[int]], dag: date) -> Iterator[Bevoegdheid]:
    """The roles there should be on this day."""
    bronnen = Bevoegdheid.objects.lopend(dag).filter(via=None, organisatie__agb__in=plaatsen)
    for bron in bronnen.select_related("organisatie"):
        for plaats in plaatsen[bron.organisatie.agb or ""]:
            yield Bevoegdheid(
                persoon_id=bron.persoon_id,
                organisatie_id=plaats,
                rol=bron.rol,
                van=dag,
                tot=bron.tot,
                via_id=bron.organisatie_id,
            )


def _present(plaatsen: dict[str, list[int]], dag: date) -> QuerySet[Bevoegdheid]:
    """The roles there are: those that follow from another, and all at these places."""
    codes = [plaats for reeks in plaatsen.values() for plaats in reeks]
    gevonden = Bevoegdheid.objects.lopend(dag).filter(Q(via__isnull=False) | Q(organisatie__in=codes))
    return gevonden.select_related("organisatie")
