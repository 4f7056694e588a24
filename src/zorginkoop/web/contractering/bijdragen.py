"""What later apps know of an agreement in the making: facts nobody needs to ask, and rows agreed outside the policy.

A later app registers its sources when Django starts (`AppConfig.ready`); contracting only calls them. So a budget can
settle whether there is an agreement to draw up and what it pays, without contracting knowing of budgets.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from zorginkoop.beleid import offer
from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.beleid.assess import Toets
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.register.feiten import feiten_van
from zorginkoop.web.register.ondernemingen import locations
from zorginkoop.web.toegang.models import Organisatie

Antwoorden = Mapping[str, Any]
Feitenbron = Callable[[Organisatie, Organisatie, str, date, Antwoorden], Mapping[str, Any]]
"""Facts for a practice, an insurer and the name of a policy, on a day, beside what the application answers."""
Rijenbron = Callable[[Aanvraag, Toets], Iterable[Afspraak]]
"""Rows for an admitted application; each takes the place of what the policy itself says of that Prestatie."""

FEITENBRONNEN: list[Feitenbron] = []
RIJENBRONNEN: list[Rijenbron] = []
_GEEN: Antwoorden = {}


def facts_for(
    praktijk: Organisatie, verzekeraar: Organisatie, beleid: str, *, op: datetime, antwoorden: Antwoorden = _GEEN
) -> dict[str, Any]:
    """What the register and the later apps know of this practice under this policy, on the day of `op`."""
    dag = timezone.localdate(op)
    return {
        **feiten_van(praktijk.agb or "", dag=dag, uzovi=verzekeraar.uzovi or ""),
        **elsewhere(praktijk, verzekeraar, beleid, dag=dag, antwoorden=antwoorden),
    }


def elsewhere(
    praktijk: Organisatie, verzekeraar: Organisatie, beleid: str, *, dag: date, antwoorden: Antwoorden = _GEEN
) -> dict[str, Any]:
    """What only the later apps know; which of it belongs to an application can follow from its answers."""
    bronnen = (bron(praktijk, verzekeraar, beleid, dag, antwoorden) for bron in FEITENBRONNEN)
    return {naam: waarde for feiten in bronnen for naam, waarde in feiten.items()}


def compose(aanvraag: Aanvraag, toets: Toets) -> list[Afspraak]:
    """The rows to offer: those agreed elsewhere, and of the policy all others."""
    elders = [rij for bron in RIJENBRONNEN for rij in bron(aanvraag, toets)]
    namen = {rij.prestatie for rij in elders}
    over = toets.model_copy(update={"afspraken": tuple(m for m in toets.afspraken if m.prestatie not in namen)})
    return [*elders, *offer.compose(policy_of(aanvraag), over)]


def locations_of(aanvraag: Aanvraag, *, dag: date) -> list[dict[str, str]]:
    """The places of care an application of an enterprise covers; none when a single practice applies.

    A policy that asks whether a practice belongs to one enterprise offers at that level (document 001, 6.2).
    """
    if "meer_ondernemingen" not in policy_of(aanvraag).feiten:
        return []
    gevonden = locations(aanvraag.praktijk.agb or "", dag=dag)
    return [{"agb": v.agb, "naam": v.naam, "plaats": v.plaats} for v in gevonden]
