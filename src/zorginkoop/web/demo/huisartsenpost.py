"""The out-of-hours service of the demonstration, of which two insurers decide together."""

from datetime import date
from decimal import Decimal

from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting.models import Begroting
from zorginkoop.web.demo import rolverdeling
from zorginkoop.web.demo.begrotingen import SPOED, Besluiter, accounts, agree, content, discuss, hand_in, settle
from zorginkoop.web.demo.dagen import on
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.demo.toezegging import agreement, purchasers, start
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

HDS = ("21000011", "Huisartsenpost De Wachter")


def out_of_hours(bezetting: Bezetting, policy: Beleid) -> None:
    """The first year is settled, the second one runs, and the third waits for the other insurer."""
    uzovi = policy.verzekeraar.uzovi
    ver = next((u for u in bezetting.verzekeraars if u != uzovi), None)
    if ver is None:
        return
    wie = rolverdeling.organisation(bezetting, *HDS, login="tekenbevoegde@hds.example.nl")
    by, een = bezetting.tekenbevoegde(wie), purchasers(bezetting, policy)[0]
    ander = (bezetting.mensen[ver, Rol.INKOPER], bezetting.verzekeraars[ver])
    jaar = policy.document.looptijd_van.year
    jaren = [_agreed(bezetting, policy, wie, jaar=jaar + n, besluiters=(een, ander)) for n in range(2)]
    antwoorden = {"gewenste_ingangsdatum": date(jaar + 1, 1, 1).isoformat(), "kernregio": True}
    agreement(
        bezetting, policy, wie, {**antwoorden, "landelijke_overeenkomst": True}, jaar=jaar + 1, op=on(jaar, 10, 23)
    )
    volgend = start(bezetting, policy, wie, jaar=jaar + 2, now=on(jaar + 1, 7, 1), tweede=ander[1])
    hand_in(volgend, content(SPOED, jaar + 2, erbij=1_800), policy, by=by, now=on(jaar + 1, 7, 10))
    agree(volgend, (een, on(jaar + 1, 7, 15)))
    stukken = accounts(jaren[0], policy, factor=Decimal("1.03"), by=by, now=on(jaar + 1, 4, 22))
    discuss(stukken, een, now=on(jaar + 1, 6, 3))
    settle(stukken, een, ander, on(jaar + 1, 6, 10), on(jaar + 1, 6, 24))


def _agreed(
    bezetting: Bezetting, policy: Beleid, wie: Organisatie, *, jaar: int, besluiters: tuple[Besluiter, Besluiter]
) -> Begroting:
    """A budget both insurers agreed to in the autumn before its year."""
    een, ander = besluiters
    begroting = start(bezetting, policy, wie, jaar=jaar, now=on(jaar - 1, 9, 2), tweede=ander[1])
    by = bezetting.tekenbevoegde(wie)
    inhoud = content(SPOED, jaar, erbij=900 * (jaar - policy.document.looptijd_van.year))
    hand_in(begroting, inhoud, policy, by=by, now=on(jaar - 1, 9, 16))
    agree(begroting, (een, on(jaar - 1, 10, 7)), (ander, on(jaar - 1, 10, 21)))
    return begroting
