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
from zorginkoop.web.contractering.volgen import decline_following, withdraw_following
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
    """The choice for one agreement: consent was given, or refused, or nothing was chosen yet.

    `geschiedenis` is moment, choice and who, newest first; `herinneringen` are the days on which is asked again.
    """

    regel: Volgen
    gegeven: bool
    geweigerd: bool
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
    gegeven, gekozen = overeenkomst.volgen_toegestaan_op is not None, overeenkomst.volgen_toegestaan_door_id is not None
    return Keuze(
        regel=policy_of(overeenkomst).inhoud.volgen,
        gegeven=gegeven,
        geweigerd=gekozen and not gegeven,
        uiterlijk=uiterlijk,
        open=op <= uiterlijk,
        herinneringen=[] if gekozen else [dag for dag in termijnen.reminders(overeenkomst) if dag >= op],
        geschiedenis=history(overeenkomst),
    )


def set_consent(*, overeenkomst: Overeenkomst, toegestaan: bool, by: Persoon, now: datetime) -> Overeenkomst:
    """Give consent, for as long as the agreement runs (a forgotten tick can be repaired), take it back in time, or say
    that nobody follows."""
    if policy_of(overeenkomst).inhoud.volgen.toestemming != "expliciet":
        raise Gebruikersfout("Dit beleid vraagt geen toestemming: andere verzekeraars volgen vanzelf", plaats="volgen")
    if toegestaan:
        return actions.allow_following(overeenkomst=overeenkomst, by=by, now=now)
    if overeenkomst.volgen_toegestaan_op is None:
        return decline_following(overeenkomst=overeenkomst, by=by, now=now)
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
    gekozen = ((w, _consent(w.oud), _consent(w.nieuw)) for w in spoor)
    return [(w.tijdstip, _word(toen, nu), w.door or "") for w, toen, nu in gekozen if toen != nu]


def _consent(rij: dict[str, Any] | None) -> tuple[Any, Any]:
    """The moment of consent, and who chose."""
    rij = rij or {}
    return rij.get("volgen_toegestaan_op"), rij.get("volgen_toegestaan_door_id")


def _word(toen: tuple[Any, Any], nu: tuple[Any, Any]) -> str:
    return "toegestaan" if nu[0] else "ingetrokken" if toen[0] else "niemand volgt"
