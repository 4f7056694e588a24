"""The inbox of an insurer: which applications wait, how long, and for whom."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from zorginkoop.web.contractering import vinden
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.zoeken import ZoekForm

_KENMERK = re.compile(r"[A-Z]{2}-[A-Z0-9]{8}")
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


def chosen(records: QuerySet[Any], form: ZoekForm, pad: str = "", kenmerk: str = "") -> QuerySet[Any]:
    """The records of the word and the state that the form asks for; see `words`."""
    woord, status = form.keuze
    return in_state(records.filter(words(woord, pad, kenmerk)), status)


def in_state(records: QuerySet[Any], status: str) -> QuerySet[Any]:
    """The records in this state; all of them when it is empty."""
    return records.filter(status=status) if status else records


def words(woord: str, pad: str = "", kenmerk: str = "") -> Q:
    """The reference, or part of the practice's name or the beginning of its AGB code; everything without a word.

    `pad` leads to the record that has practice and reference, `kenmerk` to the reference when that is elsewhere. What
    looks like a reference is looked up by its index; a list is never searched for both.
    """
    if not (woord := woord.strip()):
        return Q()
    if _KENMERK.fullmatch(woord.upper()):
        return Q(**{kenmerk or f"{pad}kenmerk": woord.upper()})
    return Q(**{f"{pad}praktijk__naam__icontains": woord}) | Q(**{f"{pad}praktijk__agb__startswith": woord})


def waiting_days(aanvraag: Aanvraag, op: datetime) -> int:
    """For how many days the application has been with the insurer."""
    return (op - aanvraag.ingediend_op).days if aanvraag.ingediend_op else 0
