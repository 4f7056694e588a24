"""What an event in a practice means for each of its agreements, by the policy each was signed under."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid import events
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import vinden
from zorginkoop.web.contractering.beeindigen import check_end
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Overeenkomst
from zorginkoop.web.gebeurtenissen.models import Uitwerking
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.taal import Zin

Besluit = Literal["BEEINDIGEN", "DOORLOPEN", ""]
EINDE = Zin("Dit beleid zegt niets over het einde van een praktijk; contractbeheer van de verzekeraar besluit.")
BESLUIT: dict[str, Besluit] = {"NIEUWE_OVEREENKOMST": "BEEINDIGEN", "DOORLOPEN": "DOORLOPEN", "NIET_GEREGELD": ""}
"""What follows from the policy without anybody deciding; empty when a person must."""
WOORDEN = {
    "NIEUWE_OVEREENKOMST": (_("Eindigt, opnieuw sluiten"), "let"),
    "DOORLOPEN": (_("Loopt door"), "ok"),
    "NIET_GEREGELD": (_("Verzekeraar besluit"), "info"),
}


@dataclass(frozen=True)
class Vooruitblik:
    """One agreement and what happens to it. `bezwaar` says why it cannot end on the day."""

    overeenkomst: Overeenkomst
    gevolg: str
    uitleg: str
    bron: str
    melden_bij: Sequence[str]
    bezwaar: str

    @property
    def woorden(self) -> tuple[str, str]:
        return WOORDEN[self.gevolg]


def outlook(praktijk: Organisatie, *, soort: str, dag: date, zelfde_agb: bool | None) -> list[Vooruitblik]:
    """Every agreement that still runs on the day, first those that began first."""
    lopend = vinden.agreements(praktijk=praktijk).filter(tot__gt=dag).order_by("van", "pk")
    return [_of_agreement(o, soort, dag, zelfde_agb) for o in lopend]


def _of_agreement(o: Overeenkomst, soort: str, dag: date, zelfde_agb: bool | None) -> Vooruitblik:
    beleid = policy_of(o)
    if soort == "einde":
        return Vooruitblik(o, "NIET_GEREGELD", EINDE, "", ("contractbeheer",), _objection(o, dag))
    uit = events.consequence(beleid, soort, zelfde_agb_code=zelfde_agb)
    bron = f"{beleid.document.titel}: {uit.bron}" if uit.bron else ""
    bezwaar = _objection(o, dag) if uit.gevolg == "NIEUWE_OVEREENKOMST" else ""
    return Vooruitblik(o, uit.gevolg, uit.uitleg, bron, uit.melden_bij, bezwaar)


def _objection(o: Overeenkomst, dag: date) -> str:
    try:
        check_end(o, dag)
    except Gebruikersfout as fout:
        return fout.melding
    return ""


def may_end(uitwerking: Uitwerking) -> bool:
    """Whether ending can be right at all: the policy says so, or the AGB code the agreement belongs to stops.

    Otherwise it would be a one-sided change for the worse (document 001, 6), and an agreement goes on as long as the
    AGB code stays the same (document 002).
    """
    if uitwerking.gevolg == "DOORLOPEN":
        return False
    return uitwerking.gevolg == "NIEUWE_OVEREENKOMST" or uitwerking.gebeurtenis.zelfde_agb is False
