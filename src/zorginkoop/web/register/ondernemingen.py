"""The enterprise and its places of care: document 001, 6.2 offers "where possible at the level of the enterprise"."""

from datetime import date, datetime

from zorginkoop.web.register.models import Onderneming, Relatie, Vestiging

VESTIGING_VAN = "VESTIGING_VAN"


def locations(agb: str, *, dag: date, moment: datetime | None = None) -> list[Vestiging]:
    """The places of care of the enterprise with this AGB code; empty when it is no enterprise."""
    if not Onderneming.objects.known(moment).valid(dag).filter(agb=agb).exists():
        return []
    relaties = Relatie.objects.known(moment).valid(dag).filter(naar_agb=agb, rol=VESTIGING_VAN)
    codes = list(relaties.values_list("van_agb", flat=True))
    return list(Vestiging.objects.known(moment).valid(dag).filter(agb__in=codes).order_by("agb"))


def own_places(agb: str, *, dag: date, moment: datetime | None = None) -> list[Vestiging]:
    """The place of care with this AGB code, or the places of the enterprise with it."""
    eigen = list(Vestiging.objects.known(moment).valid(dag).filter(agb=agb)[:1])
    return eigen or locations(agb, dag=dag, moment=moment)


def enterprise_of(agb: str, *, dag: date, moment: datetime | None = None) -> Onderneming | None:
    """The one enterprise a place of care belongs to; None when there is none or more than one."""
    relaties = Relatie.objects.known(moment).valid(dag).filter(van_agb=agb, rol=VESTIGING_VAN)
    codes = set(relaties.values_list("naar_agb", flat=True))
    gevonden = Onderneming.objects.known(moment).valid(dag).filter(agb__in=codes)
    return gevonden.first() if len(codes) == 1 else None
