"""A contracting season in the invented market: applications, judgements, offers, signatures, one change, following."""

import random
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from zorginkoop.beleid import assess
from zorginkoop.beleid.assess import Vraag
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Aanvraag, Mutatie, Overeenkomst, Volging
from zorginkoop.web.demo.getallen import iban
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.register.feiten import feiten_van
from zorginkoop.web.register.models import Vestiging
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

Voortgang = Callable[[int], object]
INGANG = date(2025, 1, 1)
NAJAAR = date(2025, 10, 1)
"""When new owners want to begin."""
WIJZIGING = date(2025, 4, 1)
NEE = 0.006
"""How often an invented practice answers no to a question that is usually yes."""
UITZONDERINGEN = {"poh_s_in_opleiding", "poh_ouderen_in_opleiding", "ouderenzorg_via_ro"}
"""Questions to which the usual answer is no."""


def apply_all(
    bezetting: Bezetting, policies: list[Beleid], *, now: datetime, seed: int, voortgang: Voortgang
) -> list[Aanvraag]:
    """Every practice applies once: with the insurer of its region, or with the first when it lies in nobody's."""
    rng = random.Random(seed)  # noqa: S311 - an invented market, not a secret
    aanvragen = []
    for praktijk in bezetting.praktijken.values():
        aanvragen.append(_apply(bezetting, policies, praktijk, now=now, ingang=INGANG, rng=rng))
        voortgang(1)
    return aanvragen


def open_work(bezetting: Bezetting, policies: list[Beleid], *, now: datetime, seed: int) -> list[Aanvraag]:
    """What waits when the portal opens: applications of new owners, and one offer to sign."""
    rng = random.Random(seed)  # noqa: S311 - an invented market, not a secret
    aanvragen = [_apply(bezetting, policies, p, now=now, ingang=NAJAAR, rng=rng) for p in bezetting.starters.values()]
    toegelaten = next((a for a in aanvragen if a.status == "TOEGELATEN"), None)
    if toegelaten is not None:
        inkoper = bezetting.mensen[str(toegelaten.verzekeraar.uzovi), Rol.INKOPER]
        actions.offer_overeenkomst(aanvraag=toegelaten, by=inkoper, now=now)
    return aanvragen


def _apply(
    bezetting: Bezetting,
    policies: list[Beleid],
    praktijk: Organisatie,
    *,
    now: datetime,
    ingang: date,
    rng: random.Random,
) -> Aanvraag:
    policy, register = _own_insurer(policies, str(praktijk.agb), ingang)
    aanvraag = draft(bezetting, policy, praktijk, register, now=now, ingang=ingang, rng=rng)
    # Who misses something that has to be arranged first, such as a certificate, keeps a draft.
    with suppress(Gebruikersfout):
        by = bezetting.tekenbevoegde(praktijk)
        actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=register, by=by, now=now)
    return aanvraag


def draft(
    bezetting: Bezetting,
    policy: Beleid,
    praktijk: Organisatie,
    register: dict[str, Any],
    *,
    now: datetime,
    ingang: date,
    rng: random.Random,
) -> Aanvraag:
    """An application with every answer given, not yet submitted."""
    by = bezetting.tekenbevoegde(praktijk)
    aanvraag = actions.start_aanvraag(
        praktijk=praktijk,
        verzekeraar=bezetting.verzekeraars[policy.verzekeraar.uzovi],
        beleid=policy.document.beleid,
        by=by,
        now=now,
    )
    vast = {
        "contractvorm": "nieuw",
        "aanvraagdatum": now.date(),
        "datum_volledig": now.date(),
        "agb_code": praktijk.agb,
        "gewenste_ingangsdatum": ingang,
        **register,
    }
    antwoorden = {"gewenste_ingangsdatum": ingang.isoformat(), **_answers(policy, vast, rng)}
    return actions.answer(aanvraag=aanvraag, antwoorden=antwoorden, by=by, now=now)


def _own_insurer(policies: list[Beleid], agb: str, dag: date) -> tuple[Beleid, dict[str, Any]]:
    """The policy of the insurer whose region the practice lies in, else the first, with what the register knows."""
    regio = Vestiging.objects.known().valid(dag).filter(agb=agb).values_list("regio", flat=True).first()
    policy = next((p for p in policies if regio in p.verzekeraar.regios), policies[0])
    return policy, feiten_van(agb, dag=dag, uzovi=policy.verzekeraar.uzovi)


def _answers(policy: Beleid, vast: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """Answer what is asked until nothing is asked any more, as a practice at the questionnaire does."""
    antwoorden: dict[str, Any] = {}
    while True:
        bekend = {naam: waarde for naam, waarde in {**vast, **antwoorden}.items() if naam in policy.feiten}
        toets = assess.assess(policy, bekend)
        vragen = toets.vragen if antwoorden else (*toets.vragen, *toets.aanvullende_vragen)
        nieuw = {v.gegeven: _answer(v, str(vast["agb_code"]), rng) for v in vragen if v.gegeven not in antwoorden}
        if not nieuw:
            return antwoorden
        antwoorden |= {naam: waarde for naam, waarde in nieuw.items() if waarde is not None}


def _answer(vraag: Vraag, agb: str, rng: random.Random) -> Any:
    """An answer as this practice could give it; None for a kind of question nobody can make an answer up for."""
    if vraag.type == "janee":
        anders = rng.random() < NEE
        return anders if vraag.gegeven in UITZONDERINGEN else not anders
    keuzes = sorted(vraag.keuzes)
    antwoorden: dict[str, Callable[[], Any]] = {
        "iban": lambda: iban(int(agb)),
        "email": lambda: f"praktijk@p{agb}.example.nl",
        "lijst": lambda: rng.sample(keuzes, rng.randint(1, len(keuzes))),
        "tekst": lambda: rng.choice(keuzes) if keuzes else None,
        "geheel": lambda: rng.randint(2, 40),
        "getal": lambda: rng.randint(2, 18),
    }
    return antwoorden[vraag.type]() if vraag.type in antwoorden else None


def judge_all(bezetting: Bezetting, aanvragen: Iterable[Aanvraag], *, now: datetime, seed: int) -> None:
    """The purchaser decides on what the policy leaves to a person: four in five are let in."""
    rng = random.Random(seed)  # noqa: S311 - an invented market, not a secret
    for aanvraag in aanvragen:
        inkoper = bezetting.mensen[str(aanvraag.verzekeraar.uzovi), Rol.INKOPER]
        while aanvraag.status == "BEOORDELING":
            ja = rng.random() < 0.8
            motivering = (
                "De praktijk vult een gat in de zorg van haar wijk en sluit aan bij de afspraken in de regio."
                if ja
                else "In deze wijk is voldoende aanbod; de praktijk sluit niet aan bij de afspraken in de regio."
            )
            eis = actions.to_judge(aanvraag)[0]
            actions.judge_eis(aanvraag=aanvraag, eis=eis, toegestaan=ja, motivering=motivering, by=inkoper, now=now)


def change_some(
    bezetting: Bezetting,
    overeenkomsten: Iterable[Overeenkomst],
    policies: list[Beleid],
    *,
    op: datetime,
    aantal: int,
    ingang: date = WIJZIGING,
) -> list[Mutatie]:
    """A quarterly change: practices of a policy that allows it add a module they did not have."""
    op_naam = {policy.document.beleid: policy for policy in policies}
    mutaties: list[Mutatie] = []
    for overeenkomst in overeenkomsten:
        policy = op_naam[overeenkomst.beleid]
        module = _missing_module(policy, overeenkomst)
        if len(mutaties) == aantal or module is None or policy.inhoud.wijziging.frequentie != "kwartaal":
            continue
        by = bezetting.tekenbevoegde(overeenkomst.praktijk)
        mutaties.append(
            actions.request_mutatie(
                overeenkomst=overeenkomst, gewenste_ingangsdatum=ingang, by=by, now=op, toevoegen=[module]
            )
        )
    return mutaties


def _missing_module(policy: Beleid, overeenkomst: Overeenkomst) -> str | None:
    heeft = {rij.prestatie for rij in overeenkomst.current_rows()}
    vrij = (
        naam
        for naam, p in policy.prestaties.items()
        if p.tarief and not (p.basis or p.vereist or p.voorwaarde or naam in heeft)
    )
    return next(vrij, None)


def follow_all(
    bezetting: Bezetting,
    overeenkomsten: Iterable[Overeenkomst],
    *,
    op: datetime,
    voortgang: Voortgang = lambda _: None,
) -> int:
    """The other insurers take over every agreement that may be followed; returns how many followings there are."""
    aantal = 0
    for overeenkomst in overeenkomsten:
        eigen = str(overeenkomst.verzekeraar.uzovi)
        voortgang(1)
        for uzovi, volger in bezetting.verzekeraars.items():
            if uzovi != eigen:
                aantal += _follow(bezetting, overeenkomst, eigen, volger, op)
    return aantal


def _follow(bezetting: Bezetting, overeenkomst: Overeenkomst, eigen: str, volger: Organisatie, op: datetime) -> bool:
    try:
        volging = actions.follow_overeenkomst(
            overeenkomst=overeenkomst, volger=volger, by=bezetting.mensen[eigen, Rol.CONTRACTBEHEER], now=op
        )
    except Gebruikersfout:
        return False
    ander = bezetting.mensen[str(volger.uzovi), Rol.CONTRACTBEHEER]
    actions.process_volging(volging=volging, naar="OPGEHAALD", by=ander, now=op + timedelta(days=1))
    actions.process_volging(volging=volging, naar="VERWERKT", by=ander, now=op + timedelta(days=15))
    return True


def waiting_followers(
    bezetting: Bezetting, overeenkomsten: list[Overeenkomst], policies: list[Beleid], *, nu: datetime
) -> None:
    """What followers find when the portal opens, after changes for the autumn: one is past its three weeks, one is
    ready, one was collected, and one was taken over without the new module."""
    laatste = list(islice(_changeable(reversed(overeenkomsten), policies), 4))
    for nummer, overeenkomst in enumerate(laatste):
        op = nu - timedelta(28 if nummer == 0 else 7)
        for mutatie in change_some(bezetting, [overeenkomst], policies, op=op, aantal=1, ingang=NAJAAR):
            by = bezetting.mensen[str(overeenkomst.verzekeraar.uzovi), Rol.CONTRACTBEHEER]
            actions.apply_mutatie(mutatie=mutatie, by=by, now=op + timedelta(1))
        for volging in overeenkomst.volgingen.filter(status="BESCHIKBAAR").select_related("volger"):
            wie = {"by": bezetting.mensen[str(volging.volger.uzovi), Rol.CONTRACTBEHEER], "now": nu - timedelta(4)}
            if nummer >= 2:
                actions.process_volging(volging=volging, naar="OPGEHAALD", **wie)
            if nummer == 3:
                _without_the_new(overeenkomst, volging, **wie)


def _changeable(overeenkomsten: Iterable[Overeenkomst], policies: list[Beleid]) -> Iterable[Overeenkomst]:
    kwartaal = {p.document.beleid: p for p in policies if p.inhoud.wijziging.frequentie == "kwartaal"}
    eigen = (o for o in overeenkomsten if o.beleid in kwartaal)
    return (o for o in eigen if _missing_module(kwartaal[o.beleid], o))


def _without_the_new(overeenkomst: Overeenkomst, volging: Volging, **wie: Any) -> None:
    nieuw = {rij.prestatiecode for rij in overeenkomst.current_rows() if rij.van == NAJAAR}
    reden = "Deze module kopen wij zelf niet in."
    actions.process_volging(volging=volging, naar="WIJKT_AF", zonder=nieuw, afwijking=reden, **wie)
