"""How an insurer follows others, decided by two people; and following of itself where it asked that."""

from datetime import datetime

from django.db import IntegrityError, transaction

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.gezag import VERZEKERAAR_VOLGT, require_rol
from zorginkoop.web.contractering.models import Volging
from zorginkoop.web.contractering.volgen import process_volging
from zorginkoop.web.gebeurtenissen.models import Volgbeleid
from zorginkoop.web.gebeurtenissen.states import move
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon

VANZELF = "volgbeleid"
"""Under this name the system acts for who approved the follow policy; it stands in the audit trail."""
PER_KEER = 100
"""How many followings are processed in one go; the rest follows in the next."""
_INTUSSEN = "Over dit volgbeleid is intussen al besloten"


def in_force(verzekeraar: Organisatie) -> Volgbeleid | None:
    """How this insurer follows now; None means by hand."""
    return (
        Volgbeleid.objects.filter(verzekeraar=verzekeraar, status="GELDIG").select_related("goedgekeurd_door").first()
    )


def propose_policy(*, verzekeraar: Organisatie, wijze: str, toelichting: str, by: Persoon, now: datetime) -> Volgbeleid:
    """Propose another way of following; someone else must approve, because tariffs follow from it."""
    if wijze not in Volgbeleid.WIJZEN:
        raise Gebruikersfout("Kies automatisch, getoetst of met de hand", plaats="wijze")
    try:
        with acting(by):
            require_rol(by, verzekeraar, *VERZEKERAAR_VOLGT, now=now)
            return Volgbeleid.objects.create(
                verzekeraar=verzekeraar,
                wijze=wijze,
                toelichting=toelichting.strip(),
                voorgesteld_op=now,
                voorgesteld_door=by,
            )
    except IntegrityError as fout:
        if "volgbeleid_een_voorstel" not in str(fout):
            raise
        raise Gebruikersfout("Er ligt al een voorstel; keur dat eerst goed of trek het in", plaats="wijze") from fout


def approve_policy(*, beleid: Volgbeleid, by: Persoon, now: datetime) -> Volgbeleid:
    """The second pair of eyes. With AUTOMATISCH what waits is followed at once."""
    with acting(by):
        require_rol(by, beleid.verzekeraar, *VERZEKERAAR_VOLGT, now=now)
        if by.is_same(beleid.voorgesteld_door_id):
            raise Gebruikersfout("Een ander dan de voorsteller moet het volgbeleid goedkeuren", plaats=by.naam)
        if vorige := in_force(beleid.verzekeraar):
            move(vorige, "VERVANGEN", van="GELDIG", melding=_INTUSSEN)
        move(beleid, "GELDIG", van="VOORGESTELD", melding=_INTUSSEN, goedgekeurd_op=now, goedgekeurd_door=by)
        follow_waiting(verzekeraar=beleid.verzekeraar, now=now)
    return beleid


def withdraw_policy(*, beleid: Volgbeleid, by: Persoon, now: datetime) -> Volgbeleid:
    """The proposal does not go on."""
    with acting(by):
        require_rol(by, beleid.verzekeraar, *VERZEKERAAR_VOLGT, now=now)
        move(beleid, "INGETROKKEN", van="VOORGESTELD", melding=_INTUSSEN)
    return beleid


def follow_waiting(*, verzekeraar: Organisatie, now: datetime) -> int:
    """Follow what waits, when the follow policy says so, a part at a time; returns how many."""
    wachtend = Volging.objects.filter(volger=verzekeraar, status="BESCHIKBAAR").select_related("volger")
    return sum(follow_of_itself(volging, now) for volging in wachtend.order_by("pk")[:PER_KEER])


def follow_for_all(*, now: datetime) -> int:
    """Follow what waits for every insurer that follows of itself; the background process does this every minute."""
    geldig = Volgbeleid.objects.filter(status="GELDIG", wijze="AUTOMATISCH").select_related("verzekeraar")
    return sum(follow_waiting(verzekeraar=beleid.verzekeraar, now=now) for beleid in geldig.order_by("pk"))


def follow_of_itself(volging: Volging, now: datetime) -> bool:
    """Collect and take over completely, in the name of who approved the follow policy.

    When that person may no longer act for the insurer, the agreement stays available: a person must look at it.
    """
    # Whoever makes it available may not see how another insurer follows, nor who works there.
    with als_eigenaar():
        return _follow(volging, now)


def _follow(volging: Volging, now: datetime) -> bool:
    beleid = in_force(volging.volger)
    if beleid is None or beleid.wijze != "AUTOMATISCH" or beleid.goedgekeurd_door is None:
        return False
    actor = beleid.goedgekeurd_door
    actor.via = VANZELF
    try:
        with transaction.atomic():
            volging.refresh_from_db()
            for naar in ("OPGEHAALD", "VERWERKT"):
                process_volging(volging=volging, naar=naar, by=actor, now=now)
    except Gebruikersfout:
        volging.refresh_from_db()
        return False
    return True
