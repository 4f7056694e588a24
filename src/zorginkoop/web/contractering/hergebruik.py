"""Answers given before, to this or another insurer: used again when the practice says so, as long as they are fresh."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.periode import maanden_later
from zorginkoop.web.contractering.aanvragen import answer
from zorginkoop.web.contractering.buiten_beleid import HERGEBRUIK_MAANDEN
from zorginkoop.web.contractering.feiten import check_answer, policy_of
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.contractering.vragen import WENSEN, answerable
from zorginkoop.web.toegang.models import Persoon


@dataclass(frozen=True)
class Eerder:
    """An earlier application of the same practice, and those of its answers that this draft still lacks."""

    aanvraag: Aanvraag
    antwoorden: dict[str, Any]


def reusable(aanvraag: Aanvraag, *, now: datetime) -> Eerder | None:
    """The latest submitted application with answers to questions this draft leaves open; never the account number,
    and never what was wished for then."""
    beleid = policy_of(aanvraag)
    sinds = maanden_later(timezone.localdate(now), -HERGEBRUIK_MAANDEN)
    eerdere = Aanvraag.objects.filter(praktijk=aanvraag.praktijk, ingediend_op__date__gte=sinds).exclude(pk=aanvraag.pk)
    for eerder in eerdere.select_related("verzekeraar").order_by("-ingediend_op", "-pk")[:5]:
        toen = policy_of(eerder)
        bruikbaar = {
            naam: waarde
            for naam, waarde in eerder.antwoorden.items()
            if naam not in (*WENSEN, *aanvraag.antwoorden)
            and naam in beleid.feiten
            and naam in toen.feiten
            and beleid.feiten[naam].type == toen.feiten[naam].type != "iban"
            and answerable(aanvraag, naam)
            and _fits(aanvraag, naam, waarde)
        }
        if bruikbaar:
            return Eerder(eerder, bruikbaar)
    return None


def _fits(aanvraag: Aanvraag, naam: str, waarde: object) -> bool:
    try:
        check_answer(policy_of(aanvraag), naam, waarde)
    except Gebruikersfout:
        return False
    return True


def reuse_answers(*, aanvraag: Aanvraag, by: Persoon, now: datetime) -> Aanvraag:
    """Take the earlier answers over into the draft, where they can still be changed."""
    eerder = reusable(aanvraag, now=now)
    if eerder is None:
        raise Gebruikersfout("Er zijn geen eerdere antwoorden om over te nemen", plaats=aanvraag.kenmerk)
    return answer(aanvraag=aanvraag, antwoorden=eerder.antwoorden, by=by, now=now, overgenomen_uit=eerder.aanvraag)
