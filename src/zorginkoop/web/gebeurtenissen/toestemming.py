"""Consent to follow, per agreement: what the policy asks, until when it can change, and what was chosen when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from zorginkoop.beleid.model import Volgen
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Overeenkomst
from zorginkoop.web.contractering.volgen import withdraw_following
from zorginkoop.web.gebeurtenissen import termijnen
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.models import Persoon, Wijziging
from zorginkoop.web.toegang.taal import Zin

BOTSING = (
    "Document 000 zegt dat de verzekeraar afspraken zelf deelt met de andere verzekeraars; document 004 vraagt eerst "
    "een vinkje. Wij volgen wat bij deze overeenkomst hoort: huisartsenzorg vanzelf, WSV en RO na toestemming, en waar "
    "een beleid niets zegt, alleen met toestemming (CONFLICT-06)."
)
"""Two passages that do not agree, and what we do."""


@dataclass(frozen=True)
class Keuze:
    """The choice for one agreement. `geschiedenis` is moment, choice and who, newest first."""

    regel: Volgen
    gegeven: bool
    uiterlijk: date
    open: bool
    herinneringen: list[date]
    geschiedenis: list[tuple[datetime, str, str]]

    @property
    def gevraagd(self) -> bool:
        """Whether the policy asks consent at all."""
        return self.regel.toestemming == "expliciet"


def choice(overeenkomst: Overeenkomst, *, op: date) -> Keuze:
    """What can be chosen for this agreement today, and what was."""
    uiterlijk = termijnen.choice_until(overeenkomst)
    return Keuze(
        regel=policy_of(overeenkomst).inhoud.volgen,
        gegeven=overeenkomst.volgen_toegestaan_op is not None,
        uiterlijk=uiterlijk,
        open=op <= uiterlijk,
        herinneringen=termijnen.reminders(overeenkomst),
        geschiedenis=history(overeenkomst),
    )


def set_consent(*, overeenkomst: Overeenkomst, toegestaan: bool, by: Persoon, now: datetime) -> Overeenkomst:
    """Give consent, for as long as the agreement runs (a forgotten tick can be repaired), or take it back in time."""
    if policy_of(overeenkomst).inhoud.volgen.toestemming != "expliciet":
        raise Gebruikersfout("Dit beleid vraagt geen toestemming: andere verzekeraars volgen vanzelf", plaats="volgen")
    if toegestaan:
        return actions.allow_following(overeenkomst=overeenkomst, by=by, now=now)
    uiterlijk = termijnen.choice_until(overeenkomst)
    if timezone.localdate(now) > uiterlijk:
        raise Gebruikersfout(Zin("U kon uw toestemming intrekken tot en met %(dag)s", dag=uiterlijk), plaats="volgen")
    return withdraw_following(overeenkomst=overeenkomst, by=by, now=now)


def history(overeenkomst: Overeenkomst) -> list[tuple[datetime, str, str]]:
    """Every choice that was made, from the audit trail."""
    eigen = Wijziging.objects.filter(tabel=Overeenkomst._meta.db_table, rij_id=str(overeenkomst.pk))
    # The audit trail is closed; of an agreement that this reader was shown, it may tell the choices.
    with als_eigenaar():
        spoor = list(eigen.order_by("-seq"))
    return [
        (w.tijdstip, "toegestaan" if _consent(w.nieuw) else "ingetrokken", w.door or "")
        for w in spoor
        if _consent(w.oud) != _consent(w.nieuw)
    ]


def _consent(rij: dict[str, Any] | None) -> Any:
    return (rij or {}).get("volgen_toegestaan_op")
