"""From an agreed budget to a signed agreement in the demonstration: who decides, and the signature."""

from datetime import datetime
from typing import Any

from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting import actions
from zorginkoop.web.begroting.models import Begroting
from zorginkoop.web.contractering import actions as contracteren
from zorginkoop.web.contractering.models import Aanvraag, Overeenkomst
from zorginkoop.web.demo.begrotingen import Besluiter
from zorginkoop.web.demo.dagen import on
from zorginkoop.web.demo.getallen import iban
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol


def purchasers(bezetting: Bezetting, policy: Beleid) -> tuple[Besluiter, Besluiter]:
    """The two people who decide for the insurer of a policy."""
    uzovi = policy.verzekeraar.uzovi
    namens = bezetting.verzekeraars[uzovi]
    return (bezetting.mensen[uzovi, Rol.INKOPER], namens), (bezetting.tweede_inkopers[uzovi], namens)


def start(
    bezetting: Bezetting,
    policy: Beleid,
    wie: Organisatie,
    *,
    jaar: int,
    now: datetime,
    tweede: Organisatie | None = None,
) -> Begroting:
    """A draft budget of a year."""
    return actions.start_begroting(
        praktijk=wie,
        verzekeraar=bezetting.verzekeraars[policy.verzekeraar.uzovi],
        tweede=tweede,
        beleid=policy.document.beleid,
        jaar=jaar,
        by=bezetting.tekenbevoegde(wie),
        now=now,
    )


def agreement(
    bezetting: Bezetting, policy: Beleid, wie: Organisatie, antwoorden: dict[str, Any], *, jaar: int, op: datetime
) -> Overeenkomst:
    """From application to signature, for the year `jaar`."""
    by, inkoper = bezetting.tekenbevoegde(wie), bezetting.mensen[policy.verzekeraar.uzovi, Rol.INKOPER]
    aanvraag = apply_for(bezetting, policy, wie, antwoorden, op=op)
    contracteren.submit_aanvraag(aanvraag=aanvraag, registerfeiten={}, by=by, now=op)
    aanbod = contracteren.offer_overeenkomst(aanvraag=aanvraag, by=inkoper, now=on(jaar - 1, 10, 26))
    overeenkomst = contracteren.sign_overeenkomst(aanbod=aanbod, by=by, now=on(jaar - 1, 11, 16))
    assert overeenkomst is not None
    return overeenkomst


def apply_for(
    bezetting: Bezetting, policy: Beleid, wie: Organisatie, antwoorden: dict[str, Any], *, op: datetime
) -> Aanvraag:
    """A draft with every answer."""
    by = bezetting.tekenbevoegde(wie)
    aanvraag = contracteren.start_aanvraag(
        praktijk=wie,
        verzekeraar=bezetting.verzekeraars[policy.verzekeraar.uzovi],
        beleid=policy.document.beleid,
        by=by,
        now=op,
    )
    eigen = {"iban": iban(int(wie.agb or 0)), **antwoorden} if "iban" in policy.feiten else antwoorden
    contracteren.answer(aanvraag=aanvraag, antwoorden=eigen, by=by, now=op)
    return aanvraag
