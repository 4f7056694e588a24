"""An objection was right: the refused application is open again, and what was refused and why stays to be read.

A refusal that a person decided on is undone. One that followed from the rules becomes the judgement of a purchaser,
rule by rule, with the objection beside it: the facts and the assessment stay as they were frozen.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.aanvragen import to_judge
from zorginkoop.web.contractering.gesprekmodellen import TEGEN_AFWIJZING
from zorginkoop.web.contractering.models import Aanvraag, Bezwaar, Gespreksbericht
from zorginkoop.web.contractering.states import move


def reopen(aanvraag: Aanvraag) -> None:
    """Back to the purchaser, or admitted when nothing is left to judge. An application that missed something can not
    be judged: it stays refused, and the practice applies again."""
    if not complete(aanvraag):
        return
    try:
        with transaction.atomic():
            naar = "BEOORDELING" if refused_by_rules(aanvraag) and to_judge(aanvraag) else "TOEGELATEN"
            move(aanvraag, naar, van="AFGEWEZEN", melding="al afgehandeld", redenen=[])
    except IntegrityError as fout:
        raise Gebruikersfout(
            "De praktijk deed intussen een nieuwe aanvraag onder dit beleid; handel die eerst af",
            plaats=aanvraag.kenmerk,
        ) from fout


def refused_by_rules(aanvraag: Aanvraag) -> bool:
    """Whether the policy itself refused it when it was submitted."""
    return aanvraag.toets is not None and aanvraag.toets["uitkomst"] == "VOLDOET_NIET"


def complete(aanvraag: Aanvraag) -> bool:
    """Whether everything was known and arranged when it was submitted; a refusal does not wait for that."""
    toets = aanvraag.toets
    if toets is None:
        return False
    wacht = [e for e in toets["eisen"] if e["gevolg"] == "opschorten" and e["uitkomst"] is not True]
    return not toets["vragen"] and not wacht and toets["ingangsdatum"] is not None


def reopened(aanvraag: Aanvraag) -> list[dict[str, Any]]:
    """The objections to a refusal that were right, oldest first: the text, the decision on it, and what the rules had
    refused. Empty when it could not be opened again."""
    if not complete(aanvraag):
        return []
    eerst = Prefetch("gesprek__berichten", Gespreksbericht.objects.order_by("pk"), to_attr="op_volgorde")
    gegrond = granted().filter(gesprek__aanvraag=aanvraag).order_by("besloten_op", "pk")
    regels = refusals(aanvraag)
    return [
        {"bezwaar": b, "tekst": b.gesprek.op_volgorde[0].tekst, "regels": regels}
        for b in gegrond.select_related("gesprek", "besloten_door").prefetch_related(eerst)
    ]


def granted() -> QuerySet[Bezwaar]:
    """The objections to a refusal that were right."""
    return Bezwaar.objects.filter(gesprek__onderwerp=TEGEN_AFWIJZING, status="GEGROND")


def refusals(aanvraag: Aanvraag) -> list[str]:
    """The refusals by the rules, as the practice read them."""
    eisen = aanvraag.toets["eisen"] if aanvraag.toets else []
    return [e["weigering"] for e in eisen if e["gevolg"] == "uitsluiten" and e["uitkomst"] is False]
