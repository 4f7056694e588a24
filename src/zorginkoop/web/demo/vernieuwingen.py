"""Requests for innovation in the demonstration: one granted and announced, one at the desk for other care."""

from datetime import datetime
from typing import Any

from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting import actions
from zorginkoop.web.begroting.models import Vernieuwing
from zorginkoop.web.demo.dagen import on
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.demo.toezegging import purchasers
from zorginkoop.web.toegang.models import Organisatie

VERNIEUWING: dict[str, Any] = {
    **dict.fromkeys(
        ("format_ingevuld", "beloont_kwaliteit", "vult_segmenten_aan", "gunstige_prijs", "prikkelt_uitkomst"), True
    ),
    "basissegment": ["s1"],
    "speerpunten": ["digitale_zorg"],
    "opschaalbaar": True,
    "werkgebied": "wijk",
}
JA = {
    "motivering": "Past bij het speerpunt digitale zorg, en is op te schalen.",
    "eerdere_aanvraag": "geen",
    "prestatiecode": "31D21",
    "bekostiging": "opslag",
    "bedrag_cent": 125,
    "voor_verre_verzekeraars": True,
}
NEE = {"motivering": "Zoals besproken.", "eerdere_aanvraag": "geen"}


def innovation(bezetting: Bezetting, policy: Beleid) -> None:
    """One request that was granted and announced, and one that lies at the desk for several kinds of care."""
    praktijken = list(bezetting.praktijken.values())
    if len(praktijken) < 2:
        return
    jaar = policy.document.looptijd_van.year
    (een, _), (ander, _) = purchasers(bezetting, policy)
    eerste = request(
        bezetting,
        policy,
        praktijken[0],
        titel="Beeldbellen in de wijk",
        reikwijdte="huisartsenzorg",
        wat="Patiënten spreken hun huisarts op afstand; de assistente plant het gesprek.",
        op=on(jaar, 2, 10),
    )
    antwoord = actions.answer_vernieuwing(record=eerste, uitkomst="start", besluit=JA, by=een, now=on(jaar, 2, 24))
    actions.confirm_vernieuwing(antwoord=antwoord, akkoord=True, by=ander, now=on(jaar, 2, 27))
    request(
        bezetting,
        policy,
        praktijken[1],
        titel="Beeldbellen met wijkverpleging",
        reikwijdte="account_overstijgend",
        wat="De huisarts en de wijkverpleegkundige spreken samen op afstand met kwetsbare ouderen.",
        op=on(jaar, 7, 9),
    )


def request(
    bezetting: Bezetting,
    policy: Beleid,
    wie: Organisatie,
    *,
    titel: str,
    reikwijdte: str,
    wat: str,
    op: datetime,
) -> Vernieuwing:
    """Send a request for innovation in."""
    antwoorden = {**VERNIEUWING, "reikwijdte": reikwijdte}
    return actions.request_vernieuwing(
        praktijk=wie,
        verzekeraar=bezetting.verzekeraars[policy.verzekeraar.uzovi],
        beleid=policy.document.beleid,
        velden={"titel": titel, "beschrijving": wat, "antwoorden": antwoorden},
        by=bezetting.tekenbevoegde(wie),
        now=op,
    )
