"""The insurer decides what happens to an agreement after an event: end it, or let it go on."""

from datetime import datetime
from typing import Any

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.beeindigen import end_overeenkomst
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.gebeurtenissen.gevolgen import BESLUIT, may_end
from zorginkoop.web.gebeurtenissen.models import SOORTEN, Uitwerking
from zorginkoop.web.gebeurtenissen.states import move
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import to_keep

_INTUSSEN = "Hierover is intussen al besloten"


def propose(*, uitwerking: Uitwerking, voorstel: str, motivering: str, by: Persoon, now: datetime) -> Uitwerking:
    """A person decides where the policy is silent, or otherwise than it says; another person must confirm."""
    if voorstel not in ("BEEINDIGEN", "DOORLOPEN"):
        raise Gebruikersfout("Kies beëindigen of laten doorlopen", plaats="voorstel")
    if not motivering.strip():
        raise Gebruikersfout("Leg uit waarom u dit voorstelt", plaats="motivering")
    if voorstel == "BEEINDIGEN" and not may_end(uitwerking):
        raise Gebruikersfout(
            "Eenzijdig beëindigen kan niet: volgens het beleid of zolang de AGB-code dezelfde blijft, loopt de "
            "overeenkomst door",
            plaats=uitwerking.overeenkomst.kenmerk,
        )
    with acting(by):
        require_rol(by, uitwerking.verzekeraar, Rol.CONTRACTBEHEER, now=now)
        velden = {"voorstel": voorstel, "motivering": motivering.strip(), "voorgesteld_door": by}
        move(uitwerking, "VOORGESTELD", van="OPEN", melding=_INTUSSEN, **velden)
    return uitwerking


def reject(*, uitwerking: Uitwerking, by: Persoon, now: datetime) -> Uitwerking:
    """The second person does not agree with the proposal; it is open again."""
    with acting(by):
        _other_person(uitwerking, by, now)
        leeg = {"voorstel": "", "motivering": "", "voorgesteld_door": None}
        move(uitwerking, "OPEN", van="VOORGESTELD", melding=_INTUSSEN, **leeg)
    return uitwerking


def confirm(*, uitwerking: Uitwerking, by: Persoon, now: datetime) -> Uitwerking:
    """Carry out what the policy says, or what someone else proposed. All or nothing."""
    with acting(by):
        uitwerking.refresh_from_db()
        if uitwerking.status == "VOORGESTELD":
            _other_person(uitwerking, by, now)
            besluit = uitwerking.voorstel
        else:
            require_rol(by, uitwerking.verzekeraar, Rol.CONTRACTBEHEER, now=now)
            besluit = BESLUIT[uitwerking.gevolg]
        if not besluit:
            raise Gebruikersfout("Het beleid zegt hier niets over: doe eerst een voorstel, met uw reden")
        _carry_out(uitwerking, besluit, by, now)
        _close(uitwerking)
    return uitwerking


def _other_person(uitwerking: Uitwerking, by: Persoon, now: datetime) -> None:
    require_rol(by, uitwerking.verzekeraar, Rol.CONTRACTBEHEER, now=now)
    if by.is_same(uitwerking.voorgesteld_door_id):
        raise Gebruikersfout("Een ander dan de voorsteller moet besluiten", plaats=by.naam)


def _carry_out(uitwerking: Uitwerking, besluit: str, by: Persoon, now: datetime) -> None:
    if uitwerking.status not in ("OPEN", "VOORGESTELD"):
        raise Toestandsfout(_INTUSSEN)
    stap: dict[str, Any] = {"besloten_op": now, "besloten_door": by, "van": uitwerking.status, "melding": _INTUSSEN}
    if besluit == "DOORLOPEN":
        move(uitwerking, "DOORGELOPEN", **stap)
        return
    g, o = uitwerking.gebeurtenis, uitwerking.overeenkomst
    move(uitwerking, "BEEINDIGD", einde=g.dag, **stap)
    if o.tot > g.dag:
        reden = f"{to_keep(SOORTEN[g.soort])}. {uitwerking.motivering or uitwerking.uitleg}"
        bron = f" ({uitwerking.bron})" if uitwerking.bron and not uitwerking.motivering else ""
        end_overeenkomst(overeenkomst=o, dag=g.dag, reden=f"{reden}{bron}", by=by, now=now)


def _close(uitwerking: Uitwerking) -> None:
    """The event is done when every insurer has decided."""
    g = uitwerking.gebeurtenis
    # What other insurers still have to decide is not for this one to see, only whether something is left.
    with als_eigenaar():
        if not g.uitwerkingen.filter(status__in=["OPEN", "VOORGESTELD"]).exists():
            move(g, "AFGEHANDELD", van="OPEN", melding=_INTUSSEN)
