"""Everything that can happen to a claim file. Each is one atomic call, with who (`by`) and when (`now`) passed in."""

from zorginkoop.web.declaraties.aansluiting import reconcile
from zorginkoop.web.declaraties.beoordelen import judge_bestand
from zorginkoop.web.declaraties.betalen import make_betaalbatch, release_betaalbatch, set_betaalrekening
from zorginkoop.web.declaraties.ontvangen import receive_bestand
from zorginkoop.web.declaraties.proefbeoordeling import judge_file_without_storing
from zorginkoop.web.declaraties.retour import make_payable, write_retour

__all__ = [
    "judge_bestand",
    "judge_file_without_storing",
    "make_betaalbatch",
    "make_payable",
    "receive_bestand",
    "reconcile",
    "release_betaalbatch",
    "set_betaalrekening",
    "write_retour",
]
