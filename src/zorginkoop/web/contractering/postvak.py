"""The inbox of an insurer: which applications wait, how long, and for whom."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from zorginkoop.web.contractering import vinden
from zorginkoop.web.contractering.models import Aanvraag, Overeenkomst
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.zoeken import ZoekForm

OPEN = ("BEOORDELING", "TOEGELATEN", "WEIGERING_VOORGESTELD")


def inbox(verzekeraar: Organisatie, filters: dict[str, Any], *, op: datetime) -> QuerySet[Aanvraag]:
    """Applications by filter, longest waiting first. Without a status: those that wait for the insurer."""
    gevonden = vinden.received(verzekeraar)
    status = filters.get("status") or "open"
    if status != "alle":
        gevonden = gevonden.filter(status__in=OPEN if status == "open" else [status])
    if ouder := filters.get("ouder"):
        gevonden = gevonden.filter(ingediend_op__lte=op - timedelta(ouder))
    return matching(gevonden, filters.get("q") or "").order_by("ingediend_op", "pk")


def matching(records: QuerySet[Any], woord: str, pad: str = "") -> QuerySet[Any]:
    """The records whose practice or own reference has this word. `pad` leads to the record that has the practice."""
    return records.filter(words(woord, pad))


def chosen(records: QuerySet[Any], form: ZoekForm, pad: str = "") -> QuerySet[Any]:
    """The records of the word and the state that the form asks for."""
    woord, status = form.keuze
    return in_state(matching(records, woord, pad), status)


def in_state(records: QuerySet[Any], status: str) -> QuerySet[Any]:
    """The records in this state; all of them when it is empty."""
    return records.filter(status=status) if status else records


def words(woord: str, pad: str = "") -> Q:
    """Practice name, beginning of its AGB code, or the reference; everything when there is no word."""
    if not (woord := woord.strip()):
        return Q()
    return _practice(woord, pad) | Q(**{f"{pad}kenmerk": woord.upper()})


def words_of_following(woord: str) -> Q:
    """As `words`, for a following: it knows its practice itself, so only one agreement is looked up for it."""
    if not (woord := woord.strip()):
        return Q()
    return _practice(woord) | Q(overeenkomst__in=Overeenkomst.objects.filter(kenmerk=woord.upper()))


def _practice(woord: str, pad: str = "") -> Q:
    return Q(**{f"{pad}praktijk__naam__icontains": woord}) | Q(**{f"{pad}praktijk__agb__startswith": woord})


def waiting_days(aanvraag: Aanvraag, op: datetime) -> int:
    """For how many days the application has been with the insurer."""
    return (op - aanvraag.ingediend_op).days if aanvraag.ingediend_op else 0
