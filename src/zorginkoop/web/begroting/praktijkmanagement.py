"""Practice management: a GP practice asks (document 004), one purchaser proposes and another awards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from zorginkoop.beleid import library
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.begroting.begroten import NIET_DE_ZELFDE
from zorginkoop.web.begroting.models import Praktijkmanagement
from zorginkoop.web.begroting.states import move
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

PRESTATIE = "praktijkmanagement"
GEEN_WSV = "geen"


def request_praktijkmanagement(
    *,
    praktijk: Organisatie,
    verzekeraar: Organisatie,
    beleid: str,
    velden: Mapping[str, Any],
    by: Persoon,
    now: datetime,
) -> Praktijkmanagement:
    """The whole form, signed by somebody who may sign. Only for who forms a partnership or is going to."""
    policy = library.load(beleid)
    if policy.verzekeraar.uzovi != verzekeraar.uzovi or PRESTATIE not in policy.prestaties:
        raise Gebruikersfout("Onder dit beleid is er geen praktijkmanagement", plaats="beleid")
    if velden["wsv_deelname"] == GEEN_WSV:
        raise Gebruikersfout(policy.voorwaarden(PRESTATIE)[0].reden, plaats="wsv_deelname")
    try:
        with acting(by):
            require_rol(by, praktijk, Rol.TEKENBEVOEGDE, now=now)
            return Praktijkmanagement.objects.create(
                praktijk=praktijk,
                verzekeraar=verzekeraar,
                beleid=beleid,
                beleidversie=policy.document.versie,
                ondertekend_op=now,
                ondertekend_door=by,
                **velden,
            )
    except IntegrityError as fout:
        if "praktijkmanagement_een_tegelijk" not in str(fout):
            raise
        raise Gebruikersfout("Er loopt al een aanvraag voor praktijkmanagement", plaats="aanvraag") from fout


def judge_praktijkmanagement(
    *, record: Praktijkmanagement, akkoord: bool, motivering: str, by: Persoon, now: datetime
) -> Praktijkmanagement:
    """The first judgement proposes or refuses; the second, by another, awards or asks to think again."""
    if not motivering.strip():
        raise Gebruikersfout("Leg uit waarom u dit besluit", plaats="motivering")
    with acting(by):
        require_rol(by, record.verzekeraar, Rol.INKOPER, now=now)
        record.refresh_from_db()
        if record.status == "VOORGESTELD" and by.is_same(record.voorgesteld_door_id):
            raise Gebruikersfout(NIET_DE_ZELFDE, plaats=by.naam)
        besluit = {"besloten_door": by, "besloten_op": now, "motivering": motivering.strip()}
        if record.status == "INGEDIEND" and akkoord:
            move(record, "VOORGESTELD", van="INGEDIEND", voorgesteld_door=by, motivering=motivering.strip())
        elif record.status == "INGEDIEND":
            move(record, "AFGEWEZEN", van="INGEDIEND", **besluit)
        elif record.status == "VOORGESTELD":
            move(record, "TOEGEKEND" if akkoord else "INGEDIEND", van="VOORGESTELD", **besluit)
        else:
            raise Toestandsfout("Over deze aanvraag is al besloten")
    return record


def withdraw_praktijkmanagement(*, record: Praktijkmanagement, by: Persoon, now: datetime) -> Praktijkmanagement:
    """The practice no longer wants it."""
    with acting(by):
        require_rol(by, record.praktijk, Rol.TEKENBEVOEGDE, now=now)
        move(record, "INGETROKKEN", van="INGEDIEND")
    return record
