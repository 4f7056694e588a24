"""Find events in a new delivery of the register: what it says differently from the one before, per practice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.gebeurtenissen.melden import record
from zorginkoop.web.gebeurtenissen.models import Gebeurtenis
from zorginkoop.web.register.actions import ImportResultaat, import_register
from zorginkoop.web.register.models import Feit, Onderneming, Relatie, Vestiging
from zorginkoop.web.register.vestigingsrollen import follow_enterprises
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Soort

Perioden = list[tuple[str, date, date | None]]
"""What holds, from when, and until when (None: no end known)."""
VOLGORDE = ("einde", "overname", "rechtsvorm", "maatschap", "samenstelling")
"""Kinds from the heaviest down: the heaviest a delivery says of a practice is the event, the rest goes along."""


@dataclass(frozen=True)
class Vondst:
    """A difference between two pictures of a practice: from which day, and what was and is there."""

    soort: str
    dag: date
    oud: str
    nieuw: str


def import_and_find(*, bestand: Path, by: Persoon | str, now: datetime) -> tuple[ImportResultaat, list[Gebeurtenis]]:
    """Take over a delivery, with the roles that follow from it, and record the events it brings."""
    resultaat = import_register(bestand=bestand, by=by, now=now)
    follow_enterprises(now=now)
    return resultaat, find_events(now=now)


def find_events(*, now: datetime) -> list[Gebeurtenis]:
    """The events of practices with running agreements that the delivery of this moment brought; each only once."""
    voor, gevonden = now - timedelta(microseconds=1), []
    for praktijk in _touched(now):
        verschillen = list(_differences(praktijk.agb or "", voor, now))
        if not verschillen:
            continue
        try:
            gevonden.append(record(_event(praktijk, verschillen, now)))
        except Gebruikersfout:
            continue  # known already, or no agreement runs on that day
    return gevonden


def _event(praktijk: Organisatie, vondsten: list[Vondst], now: datetime) -> Gebeurtenis:
    eerste = min(vondsten, key=lambda v: (VOLGORDE.index(v.soort), v.dag))
    nieuw = _successor(praktijk.agb or "", eerste.dag, now) if eerste.soort == "einde" else ""
    return Gebeurtenis(
        praktijk=praktijk,
        soort="agb_code" if nieuw else eerste.soort,
        dag=eerste.dag,
        zelfde_agb=eerste.soort != "einde",
        nieuwe_agb=nieuw,
        herkomst="REGISTER",
        verschillen=[{"wat": v.soort, "dag": v.dag.isoformat(), "oud": v.oud, "nieuw": v.nieuw} for v in vondsten],
        gemeld_op=now,
    )


def _touched(now: datetime) -> list[Organisatie]:
    """Practices with a running agreement of which the delivery changed something, nearby or at their enterprise."""
    codes: set[str] = set()
    for model, velden in ((Vestiging, ["agb"]), (Onderneming, ["agb"]), (Relatie, ["van_agb", "naar_agb"])):
        anders = model.objects.filter(Q(bekend_van=now) | Q(bekend_tot=now))
        codes |= {code for paar in anders.values_list(*velden) for code in paar}
    van_onderneming = Relatie.objects.filter(rol="VESTIGING_VAN", naar_agb__in=codes).values_list("van_agb", flat=True)
    praktijken = Organisatie.objects.filter(soort=Soort.PRAKTIJK, agb__in=codes | set(van_onderneming))
    return list(praktijken.filter(overeenkomsten__tot__gt=timezone.localdate(now)).distinct().order_by("agb"))


def _differences(agb: str, voor: datetime, na: datetime) -> Iterator[Vondst]:
    oud, nieuw = picture(agb, voor), picture(agb, na)
    if not oud["einde"]:
        return  # known for the first time: nothing changed
    for soort in VOLGORDE:
        yield from _first_difference(soort, oud[soort], nieuw[soort])


def picture(agb: str, moment: datetime) -> dict[str, Perioden]:
    """What we knew of a practice at the moment, per kind of event what that kind is about."""

    def known(model: type[Feit], **waar: Any) -> Any:
        return model.objects.known(moment).filter(**waar)

    def relations(**waar: Any) -> Perioden:
        velden = known(Relatie, **waar).values_list("van_agb", "naar_agb", "geldig_van", "geldig_tot")
        kant = 1 if "van_agb" in waar else 0
        return [(rij[kant], rij[2], rij[3]) for rij in velden]

    ondernemingen = relations(van_agb=agb, rol="VESTIGING_VAN")
    namen = [code for code, *_ in ondernemingen]
    vestiging = list(known(Vestiging, agb=agb).values_list("naam", "geldig_van", "geldig_tot"))
    return {
        "einde": [("bestaat", van, tot) for _, van, tot in vestiging],
        "overname": ondernemingen,
        "rechtsvorm": list(known(Onderneming, agb__in=namen).values_list("rechtsvorm", "geldig_van", "geldig_tot")),
        "maatschap": relations(naar_agb__in=[agb, *namen], rol="EIGENAAR"),
        "samenstelling": [*vestiging, *relations(naar_agb=agb, rol="WERKZAAM")],
    }


def _first_difference(soort: str, oud: Perioden, nieuw: Perioden) -> Iterator[Vondst]:
    """The first day on which the two pictures say something else; the end of a practice only when nothing is left."""
    grenzen = {dag for _, van, tot in (*oud, *nieuw) for dag in (van, tot) if dag}
    for dag in sorted(grenzen):
        een, ander = _on(oud, dag), _on(nieuw, dag)
        if een != ander and (een or soort != "einde") and not (soort == "einde" and ander):
            yield Vondst(soort, dag, ", ".join(sorted(een)) or "niets", ", ".join(sorted(ander)) or "niets")
            return


def _on(perioden: Perioden, dag: date) -> set[str]:
    return {wat for wat, van, tot in perioden if van <= dag and (tot is None or dag < tot)}


def _successor(agb: str, dag: date, moment: datetime) -> str:
    """The one code the same enterprise goes on under, when the register shows it; empty when it does not."""
    relaties = Relatie.objects.known(moment).filter(rol="VESTIGING_VAN")
    van = relaties.filter(van_agb=agb).values_list("naar_agb", flat=True)
    nieuw = set(
        relaties.filter(naar_agb__in=list(van), geldig_van=dag).exclude(van_agb=agb).values_list("van_agb", flat=True)
    )
    return nieuw.pop() if len(nieuw) == 1 else ""
