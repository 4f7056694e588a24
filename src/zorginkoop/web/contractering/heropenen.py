"""An objection was right: the refused application is open again, and what was refused and why stays to be read.

A refusal that a person decided on is undone. One that followed from the rules becomes the judgement of a purchaser,
rule by rule, with the objection beside it: the facts and the assessment stay as they were frozen. Was something still
missing, then the practice first completes it and hands it in again; who found the objection right says which day counts
as the day it was complete, because the lead time of the policy runs from there (document 000).
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.aanvragen import to_judge
from zorginkoop.web.contractering.bewijslijst import asked
from zorginkoop.web.contractering.feiten import DAG_COMPLEET, VANAF_AANVULLING, VANAF_INDIENING, frozen_assessment
from zorginkoop.web.contractering.gesprekmodellen import TEGEN_AFWIJZING
from zorginkoop.web.contractering.models import Aanvraag, Bezwaar, Gespreksbericht, Oordeel
from zorginkoop.web.contractering.states import move
from zorginkoop.web.toegang.models import Persoon

KIES_DAG = "Kies welke dag telt als de dag waarop de aanvraag compleet is"


def reopen(
    aanvraag: Aanvraag, *, vanaf_indiening: bool | None = None, besluit: str, by: Persoon, now: datetime
) -> None:
    """Back to the practice to complete it, to the purchaser, or admitted when nothing is left to judge.

    `vanaf_indiening` says, of an application that missed something, whether the day it was first handed in counts as
    the day it was complete, or the day the practice completes it.
    """
    naar = "BEOORDELING" if refused_by_rules(aanvraag) and to_judge(aanvraag) else "TOEGELATEN"
    if not complete(aanvraag):
        naar = "CONCEPT"
        if vanaf_indiening is None:
            raise Gebruikersfout(KIES_DAG, plaats="telt")
    try:
        with transaction.atomic():
            move(aanvraag, naar, van="AFGEWEZEN", melding="al afgehandeld", redenen=[])
    except IntegrityError as fout:
        raise Gebruikersfout(
            "De praktijk deed intussen een nieuwe aanvraag onder dit beleid; handel die eerst af",
            plaats=aanvraag.kenmerk,
        ) from fout
    if vanaf_indiening is not None and naar == "CONCEPT":
        _decide_day(aanvraag, vanaf_indiening, besluit, by, now)


def _decide_day(aanvraag: Aanvraag, eerste: bool, besluit: str, by: Persoon, now: datetime) -> None:
    eis = VANAF_INDIENING if eerste else VANAF_AANVULLING
    Oordeel.objects.create(aanvraag=aanvraag, eis=eis, uitkomst="TOEGESTAAN", motivering=besluit, door=by, op=now)


def refused_by_rules(aanvraag: Aanvraag) -> bool:
    """Whether the policy itself refused it when it was submitted."""
    return aanvraag.toets is not None and aanvraag.toets["uitkomst"] == "VOLDOET_NIET"


def complete(aanvraag: Aanvraag) -> bool:
    """Whether everything was known, arranged and proved when it was submitted; a refusal does not wait for that."""
    toets = frozen_assessment(aanvraag)
    wacht = [e for e in toets.eisen if e.gevolg == "opschorten" and e.uitkomst is not True]
    mist = [stuk for stuk in asked(aanvraag, toets) if not stuk.aanwezig]
    return not (toets.vragen or wacht or mist) and toets.ingangsdatum is not None


def reopened(aanvraag: Aanvraag) -> list[dict[str, Any]]:
    """The objections to a refusal that were right, oldest first: the text, the decision on it, what the rules had
    refused, and what was decided on the day it was complete (None when it was complete already)."""
    eerst = Prefetch("gesprek__berichten", Gespreksbericht.objects.order_by("pk"), to_attr="op_volgorde")
    gegrond = granted().filter(gesprek__aanvraag=aanvraag).order_by("besloten_op", "pk")
    gevonden = list(gegrond.select_related("gesprek", "besloten_door").prefetch_related(eerst))
    dag = aanvraag.oordelen.filter(eis__in=DAG_COMPLEET).first() if gevonden else None
    regels = refusals(aanvraag)
    return [
        {
            "bezwaar": b,
            "tekst": b.gesprek.op_volgorde[0].tekst,
            "regels": regels,
            "dag": dag if dag and dag.op == b.besloten_op else None,
        }
        for b in gevonden
    ]


def granted() -> QuerySet[Bezwaar]:
    """The objections to a refusal that were right."""
    return Bezwaar.objects.filter(gesprek__onderwerp=TEGEN_AFWIJZING, status="GEGROND")


def refusals(aanvraag: Aanvraag) -> list[str]:
    """The refusals by the rules, as the practice read them."""
    eisen = aanvraag.toets["eisen"] if aanvraag.toets else []
    return [e["weigering"] for e in eisen if e["gevolg"] == "uitsluiten" and e["uitkomst"] is False]
