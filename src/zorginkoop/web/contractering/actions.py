"""Everything that can happen in contracting. Each is one atomic call, with who (`by`) and when (`now`) passed in."""

from zorginkoop.web.contractering.aanbieden import expire_aanbiedingen, offer_overeenkomst, withdraw_aanbod
from zorginkoop.web.contractering.aanvragen import (
    answer,
    decide_refusal,
    judge_eis,
    refuse_aanvraag,
    start_aanvraag,
    submit_aanvraag,
    to_judge,
    withdraw_aanvraag,
)
from zorginkoop.web.contractering.afslaan import decline_aanbod
from zorginkoop.web.contractering.bewijsstukken import add_proof, remove_proof
from zorginkoop.web.contractering.bulkronde import pause_round, prepare_round, retry_round, start_round, stop_round
from zorginkoop.web.contractering.gesprekken import ask, close, decide_bezwaar, object_to, withdraw_bezwaar, write
from zorginkoop.web.contractering.hergebruik import reuse_answers
from zorginkoop.web.contractering.muteren import apply_mutatie, refuse_mutatie, request_mutatie, withdraw_mutatie
from zorginkoop.web.contractering.ondertekenen import refusal as why_not_signable
from zorginkoop.web.contractering.ondertekenen import repair_seals, repair_signing, sign_overeenkomst
from zorginkoop.web.contractering.ronde import bulk_mutaties, bulk_round
from zorginkoop.web.contractering.tekenregeling import confirm_needed, set_needed
from zorginkoop.web.contractering.uitvoer import export_afspraken, source_of
from zorginkoop.web.contractering.volgen import allow_following, follow_overeenkomst, follower_pdf, process_volging

__all__ = [
    "add_proof",
    "allow_following",
    "answer",
    "apply_mutatie",
    "ask",
    "bulk_mutaties",
    "bulk_round",
    "close",
    "confirm_needed",
    "decide_bezwaar",
    "decide_refusal",
    "decline_aanbod",
    "expire_aanbiedingen",
    "export_afspraken",
    "follow_overeenkomst",
    "follower_pdf",
    "judge_eis",
    "object_to",
    "offer_overeenkomst",
    "pause_round",
    "prepare_round",
    "process_volging",
    "refuse_aanvraag",
    "refuse_mutatie",
    "remove_proof",
    "repair_seals",
    "repair_signing",
    "request_mutatie",
    "retry_round",
    "reuse_answers",
    "set_needed",
    "sign_overeenkomst",
    "source_of",
    "start_aanvraag",
    "start_round",
    "stop_round",
    "submit_aanvraag",
    "to_judge",
    "why_not_signable",
    "withdraw_aanbod",
    "withdraw_aanvraag",
    "withdraw_bezwaar",
    "withdraw_mutatie",
    "write",
]
