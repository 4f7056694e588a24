"""The daily round: reminders, once per term and moment, and the question whether others may follow.

That question stands on the page of signing. Who left it open there is asked once more by the first round after it,
not at the signature itself: then the answer is not in yet.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from zorginkoop.web.berichten import verzamelen
from zorginkoop.web.berichten.models import Bericht
from zorginkoop.web.berichten.soorten import HERINNERING
from zorginkoop.web.berichten.termijnsoorten import ALLE
from zorginkoop.web.contractering.buiten_beleid import AANBOD_HERINNEREN, HERINNEREN, KEUZE_HERINNEREN
from zorginkoop.web.contractering.termijnen import Termijn
from zorginkoop.web.toegang.audit import acting


def moments(soort: str) -> tuple[int, ...]:
    """How many days ahead one is reminded of this kind of term; nothing for drafts and chances."""
    eigen: dict[str, tuple[timedelta, ...]] = {
        "concept": (),
        "wijzigen": (),
        "aanbod": AANBOD_HERINNEREN,
        "volgkeuze": KEUZE_HERINNEREN,
    }
    return tuple(eerder.days for eerder in eigen.get(soort, HERINNEREN))


def explained(soort: str) -> str:
    """When one is reminded, and that this is our own choice; empty for any other message."""
    if soort not in HERINNERING:
        return ""
    dagen = {"week": HERINNEREN[0].days}
    if soort != "herinnering_praktijk":
        return (
            _("%(week)s dagen voor de laatste dag. Dit is een werkregel van dit platform; geen beleid noemt dit.")
            % dagen
        )
    for naam, eerder in (("aanbod", AANBOD_HERINNEREN), ("keuze", KEUZE_HERINNEREN)):
        dagen |= {f"{naam}{n}": moment.days for n, moment in enumerate(eerder, 1)}
    return (
        _(
            "%(aanbod1)s en %(aanbod2)s dagen voordat een aanbod vervalt, en %(week)s dagen voor een andere laatste "
            "dag: een werkregel van dit platform, geen beleid noemt dit. %(keuze1)s en %(keuze2)s dagen voor de "
            "laatste dag om te kiezen over volgen, zoals VECOZO."
        )
        % dagen
    )


def due(t: Termijn, op: datetime) -> int | None:
    """The reminder that must have been given by this day: the nearest one passed, None before the first and after
    the last day. Who starts the process late gives one reminder, not all of them."""
    if t.uiterlijk is None:
        return None
    over = (t.uiterlijk - timezone.localdate(op)).days
    return min((dagen for dagen in moments(t.soort) if 0 <= over <= dagen), default=None)


def remind(*, now: datetime) -> int:
    """Write the reminders of today; returns how many are new. Safe to run as often as you like."""
    berichten = list(_messages(now))
    bekend = set(Bericht.objects.filter(sleutel__in=[b.sleutel for b in berichten]).values_list("sleutel", flat=True))
    nieuw = [b for b in berichten if b.sleutel not in bekend]
    with acting("herinneringen"):
        Bericht.objects.bulk_create(nieuw, batch_size=500, ignore_conflicts=True)
    return len(nieuw)


def _messages(now: datetime) -> Iterator[Bericht]:
    for t in verzamelen.to_do():
        dagen = due(t, now)
        if dagen is not None:
            yield _message(
                t, f"herinnering_{ALLE[t.soort].partij}", f"herinnering:{t.sleutel}:{t.uiterlijk}:{dagen}", now
            )
        elif t.soort == "volgkeuze" and t.uiterlijk and timezone.localdate(now) <= t.uiterlijk:
            yield _message(t, "toestemming_gevraagd", f"toestemming_gevraagd:{t.sleutel}", now)


def _message(t: Termijn, soort: str, sleutel: str, now: datetime) -> Bericht:
    return Bericht(
        organisatie_id=t.organisatie,
        soort=soort,
        verwijzing=t.verwijzing,
        doel=str(t.doel),
        sleutel=sleutel,
        tijdstip=now,
    )
