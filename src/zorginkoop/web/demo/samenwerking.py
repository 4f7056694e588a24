"""Partnerships, an out-of-hours service, practice management and innovation in the demonstration.

Each lives in the years its policy is about, so a purchaser who logs in finds a budget of every kind: closed, in force,
and waiting for the other insurer.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting import actions
from zorginkoop.web.contractering import actions as contracteren
from zorginkoop.web.demo import contractronde, huisartsenpost, rolverdeling, vernieuwingen
from zorginkoop.web.demo.begrotingen import SAMENWERKING, accounts, agree, content, discuss, hand_in, send_back
from zorginkoop.web.demo.dagen import on
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.demo.toezegging import agreement, purchasers, start

WSV, RO = ("53000011", "WSV De Vliet"), ("67000011", "RO Duin en Plas")
OPGERICHT = ("rechtspersoon", "kvk_inschrijving", "agb_relaties", "contracteermodule")


def live(bezetting: Bezetting) -> None:
    """Everything there is around budgets and innovation, up to the day the demonstration opens."""
    for policy in library.latest("wsv_ro"):
        partnership(bezetting, policy)
        regional(bezetting, policy)
        practice_management(bezetting, policy)
    for policy in library.latest("hds"):
        huisartsenpost.out_of_hours(bezetting, policy)
    for policy in library.latest("zorgvernieuwing"):
        vernieuwingen.innovation(bezetting, policy)


def partnership(bezetting: Bezetting, policy: Beleid) -> None:
    """A budget that was sent back once, its agreement, and the accounts after the year."""
    wie = rolverdeling.organisation(bezetting, *WSV, login="tekenbevoegde@wsv.example.nl")
    jaar = policy.document.looptijd_van.year
    by, (een, ander) = bezetting.tekenbevoegde(wie), purchasers(bezetting, policy)
    begroting = start(bezetting, policy, wie, jaar=jaar, now=on(jaar - 1, 8, 10))
    hand_in(begroting, content(SAMENWERKING, jaar, erbij=500_000), policy, by=by, now=on(jaar - 1, 8, 24))
    send_back(begroting, een, "Het uurtarief van de coördinator is te hoog.", now=on(jaar - 1, 9, 14))
    hand_in(begroting, content(SAMENWERKING, jaar), policy, by=by, now=on(jaar - 1, 9, 21))
    agree(begroting, (een, on(jaar - 1, 10, 5)), (ander, on(jaar - 1, 10, 8)))
    overeenkomst = agreement(bezetting, policy, wie, cooperation(jaar, "wsv"), jaar=jaar, op=on(jaar - 1, 10, 12))
    contracteren.allow_following(overeenkomst=overeenkomst, by=by, now=on(jaar - 1, 11, 16))
    contractronde.follow_all(bezetting, [overeenkomst], op=on(jaar - 1, 12, 1))
    stukken = accounts(begroting, policy, factor=Decimal("0.97"), by=by, now=on(jaar + 1, 4, 20))
    discuss(stukken, een, now=on(jaar + 1, 6, 8))


def cooperation(jaar: int, vorm: str) -> dict[str, Any]:
    """The answers of a partnership (wsv) or regional organisation (ro) that was set up as it should be."""
    return {
        "samenwerkingsvorm": vorm,
        "disciplines": ["huisartsenzorg", "farmacie", "fysiotherapie"],
        "gewenste_ingangsdatum": date(jaar, 1, 1).isoformat(),
        "gewenste_prestaties": [regel[1] for regel in SAMENWERKING[2:]],
        "big5_op_orde": True,
        **dict.fromkeys(OPGERICHT, True),
    }


def regional(bezetting: Bezetting, policy: Beleid) -> None:
    """A budget that came after its date, and accounts that did too."""
    wie = rolverdeling.organisation(bezetting, *RO, login="tekenbevoegde@ro.example.nl")
    jaar = policy.document.looptijd_van.year
    by, (een, ander) = bezetting.tekenbevoegde(wie), purchasers(bezetting, policy)
    begroting = start(bezetting, policy, wie, jaar=jaar, now=on(jaar - 1, 8, 31))
    hand_in(begroting, content(SAMENWERKING, jaar, erbij=100_000), policy, by=by, now=on(jaar - 1, 9, 10))
    agree(begroting, (een, on(jaar - 1, 11, 9)), (ander, on(jaar - 1, 11, 12)))
    stukken = accounts(begroting, policy, factor=Decimal("1.02"), by=by, now=on(jaar + 1, 5, 18))
    discuss(stukken, ander, now=on(jaar + 1, 7, 5))


def practice_management(bezetting: Bezetting, policy: Beleid) -> None:
    """A GP practice that forms the partnership asks for it, and two people award it."""
    praktijk = next(iter(bezetting.praktijken.values()), None)
    if praktijk is None:
        return
    jaar = policy.document.looptijd_van.year
    (een, namens), (ander, _) = purchasers(bezetting, policy)
    velden = {
        "wsv_deelname": "voornemens",
        "samenwerking": WSV[1],
        "plan": "Een praktijkmanager richt met de apotheek en de fysiotherapeut het overleg in.",
        "gewenste_ingangsdatum": date(jaar, 1, 1),
    }
    by, beleid = bezetting.tekenbevoegde(praktijk), policy.document.beleid
    record = actions.request_praktijkmanagement(
        praktijk=praktijk, verzekeraar=namens, beleid=beleid, velden=velden, by=by, now=on(jaar - 1, 8, 24)
    )
    for wie, dag in ((een, 7), (ander, 10)):
        actions.judge_praktijkmanagement(
            record=record, akkoord=True, motivering="Het plan past bij de wijk.", by=wie, now=on(jaar - 1, 9, dag)
        )
