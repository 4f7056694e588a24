"""Writes of this app by people: read, choose how to be told, and the start of a practice."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.berichten import soorten
from zorginkoop.web.berichten.models import Bericht, Gelezen, Praktijkstart, Startpunt, Voorkeur
from zorginkoop.web.toegang.afscherming import act_for
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon

AFGEMELD = "afgemeld met de link in een e-mail"


def mark_read(*, berichten: QuerySet[Bericht], by: Persoon, now: datetime) -> int:
    """These are read now by this person; returns how many were not yet."""
    nieuw = berichten.exclude(gelezen__persoon=by).values_list("pk", flat=True)
    rijen = [Gelezen(bericht_id=pk, persoon=by, op=now) for pk in nieuw]
    Gelezen.objects.bulk_create(rijen, batch_size=1000, ignore_conflicts=True)
    return len(rijen)


def choose(*, keuzes: dict[str, str], by: Persoon) -> None:
    """How this person wants to hear of each kind. Gebruikersfout when something needed would not be told at all."""
    for soort, wijze in keuzes.items():
        if soort not in soorten.SOORTEN or wijze not in Voorkeur.Wijze.values:
            raise Gebruikersfout("Deze keuze bestaat niet", plaats=soort)
        if wijze == soorten.NIET and soorten.SOORTEN[soort].nodig:
            raise Gebruikersfout("Dit bericht moet u kunnen lezen; kies alleen in het portaal", plaats=soort)
    with acting(by):
        for soort, wijze in keuzes.items():
            Voorkeur.objects.update_or_create(persoon=by, soort=soort, defaults={"wijze": wijze})


def unsubscribe(*, persoon: int, soort: str) -> None:
    """No more e-mail of this kind to this person; what was chosen before and is quieter stays."""
    act_for(None, Persoon(pk=persoon))
    with acting(AFGEMELD):
        keuze, _ = Voorkeur.objects.get_or_create(persoon_id=persoon, soort=soort, defaults={"wijze": soorten.PORTAAL})
        if keuze.wijze not in (soorten.PORTAAL, soorten.NIET):
            keuze.wijze = soorten.PORTAAL
            keuze.save(update_fields=["wijze"])


def plan_start(
    *, praktijk: Organisatie, begindag: date, punten: Iterable[str], mogelijk: set[str], by: Persoon, now: datetime
) -> None:
    """Remember the day the practice wants to begin and what it ticked; of what is not on the list nothing is kept."""
    gekozen = set(punten) & mogelijk
    with acting(by):
        Praktijkstart.objects.update_or_create(praktijk=praktijk, defaults={"begindag": begindag, "bijgewerkt_op": now})
        eigen = Startpunt.objects.select_for_update().filter(praktijk=praktijk)
        eigen.filter(punt__in=mogelijk - gekozen).delete()
        heeft = set(eigen.values_list("punt", flat=True))
        nieuw = [Startpunt(praktijk=praktijk, punt=punt, door=by, op=now) for punt in sorted(gekozen - heeft)]
        Startpunt.objects.bulk_create(nieuw, ignore_conflicts=True)
