"""Apply: start, answer, submit; then the human part, judging and refusing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from zorginkoop.beleid import assess, library
from zorginkoop.beleid.assess import Toets
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import feiten
from zorginkoop.web.contractering.bewijslijst import require_proof
from zorginkoop.web.contractering.bijdragen import elsewhere, locations_of
from zorginkoop.web.contractering.gezag import PRAKTIJK_VULT_IN, require_rol
from zorginkoop.web.contractering.models import Aanvraag, Oordeel, Weigering
from zorginkoop.web.contractering.states import Toestandsfout, move
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import Zin

_LOPEND = ("CONCEPT", "BEOORDELING", "TOEGELATEN", "WEIGERING_VOORGESTELD", "AANGEBODEN")


def start_aanvraag(
    *,
    praktijk: Organisatie,
    verzekeraar: Organisatie,
    beleid: str,
    by: Persoon,
    now: datetime,
    contractvorm: str = "nieuw",
    versie: str | None = None,
) -> Aanvraag:
    """A draft under the latest version of the policy (or the one named). One at a time per practice and policy."""
    policy = library.load(beleid, versie=versie)
    if policy.verzekeraar.uzovi != verzekeraar.uzovi:
        raise Gebruikersfout(
            Zin("Het beleid %(beleid)s is niet van %(naam)s", beleid=beleid, naam=verzekeraar.naam), plaats="beleid"
        )
    if contractvorm not in ("nieuw", "lopend"):
        raise Gebruikersfout("Kies 'nieuw' of 'lopend'", plaats="contractvorm")
    with acting(by):
        require_rol(by, praktijk, *PRAKTIJK_VULT_IN, now=now)
        # The lock makes two starts at once wait for each other; the UNIQUE constraint is the second net.
        Organisatie.objects.select_for_update(no_key=True).get(pk=praktijk.pk)
        if Aanvraag.objects.filter(
            praktijk=praktijk, verzekeraar=verzekeraar, beleid=beleid, status__in=_LOPEND
        ).exists():
            raise Gebruikersfout(
                Zin("Er loopt al een aanvraag van %(naam)s voor dit beleid", naam=praktijk.naam), plaats="aanvraag"
            )
        return Aanvraag.objects.create(
            praktijk=praktijk,
            verzekeraar=verzekeraar,
            beleid=beleid,
            beleidversie=policy.document.versie,
            contractvorm=contractvorm,
            aangemaakt_op=now,
            aangemaakt_door=by,
        )


def answer(
    *,
    aanvraag: Aanvraag,
    antwoorden: Mapping[str, Any],
    by: Persoon,
    now: datetime,
    bewerking: int | None = None,
    overgenomen_uit: Aanvraag | None = None,
) -> Aanvraag:
    """Add or replace answers of a draft; an answer None takes one back. The IBAN goes to its own column.

    `bewerking` is the number of changes the writer has seen: when a colleague made one since, nothing is kept.
    """
    policy = feiten.policy_of(aanvraag)
    for naam in antwoorden:
        feiten.check_answer(policy, naam, antwoorden[naam])
    rest, iban = feiten.split_iban(antwoorden)
    with acting(by):
        require_rol(by, aanvraag.praktijk, *PRAKTIJK_VULT_IN, now=now)
        current = Aanvraag.objects.select_for_update(no_key=True).get(pk=aanvraag.pk)
        if current.status != "CONCEPT":
            raise Toestandsfout("Deze aanvraag is al ingediend; de antwoorden liggen vast")
        _check_seen(current, bewerking, by)
        alles = {**current.antwoorden, **feiten.as_json(rest)}
        aanvraag.antwoorden = {naam: waarde for naam, waarde in alles.items() if waarde is not None}
        aanvraag.iban = current.iban if iban is None and "iban" not in antwoorden else iban or ""
        aanvraag.bewerking, aanvraag.bewerkt_op, aanvraag.bewerkt_door = current.bewerking + 1, now, by
        velden = ["antwoorden", "iban", "bewerking", "bewerkt_op", "bewerkt_door"]
        if overgenomen_uit is not None:
            aanvraag.overgenomen_uit = overgenomen_uit
            velden.append("overgenomen_uit")
        aanvraag.save(update_fields=velden)
    return aanvraag


def _check_seen(current: Aanvraag, bewerking: int | None, by: Persoon) -> None:
    """One's own last change may be written over, one of a colleague not unseen."""
    if bewerking is None or bewerking == current.bewerking or current.bewerkt_door_id == by.pk:
        return
    wie, op = current.bewerkt_door, current.bewerkt_op
    raise Toestandsfout(
        f"{wie.naam if wie else 'Een collega'} veranderde deze aanvraag intussen"
        + (f", op {timezone.localtime(op):%d-%m-%Y om %H:%M}" if op else "")
        + ". Er is niets van u bewaard. Kijk na wat hieronder staat en sla het dan opnieuw op"
    )


def submit_aanvraag(
    *,
    aanvraag: Aanvraag,
    registerfeiten: Mapping[str, Any],
    by: Persoon,
    now: datetime,
    peilmoment: datetime | None = None,
) -> Aanvraag:
    """Freeze answers, register facts and assessment, and give the application the state that follows from it.

    While a fact or a paper is missing nothing changes and the message names what is missing: the lead time of the
    policy only runs from the moment the application is complete. Handed in again after an objection, what the rules
    refuse is for a purchaser to judge, and the day of first submission stays.
    """
    with acting(by):
        require_rol(by, aanvraag.praktijk, *PRAKTIJK_VULT_IN, now=now)
        aanvraag.refresh_from_db(from_queryset=Aanvraag.objects.select_for_update(of=("self",), no_key=True))
        register = _frozen(aanvraag, registerfeiten, dag=timezone.localdate(now))
        compleet = feiten.counted(aanvraag, now)
        gegevens = feiten.facts(aanvraag, op=compleet, registerfeiten=register)
        toets = assess.assess(feiten.policy_of(aanvraag), gegevens)
        naar, redenen = _outcome(toets, na_bezwaar=aanvraag.ingediend_op is not None)
        if naar != "AFGEWEZEN":
            require_proof(aanvraag, toets)
        move(
            aanvraag,
            naar,
            van="CONCEPT",
            melding="Deze aanvraag is al ingediend of ingetrokken",
            registerfeiten=register,
            peilmoment=peilmoment or now,
            toets=toets.model_dump(mode="json"),
            redenen=redenen,
            ingediend_op=aanvraag.ingediend_op or now,
            ingediend_door=aanvraag.ingediend_door or by,
            volledig_op=compleet,
        )
    return aanvraag


def _frozen(aanvraag: Aanvraag, registerfeiten: Mapping[str, Any], *, dag: date) -> dict[str, Any]:
    """What the register and the later apps know, and the places of care, as kept with the application."""
    wie = (aanvraag.praktijk, aanvraag.verzekeraar, aanvraag.beleid)
    elders = elsewhere(*wie, dag=dag, antwoorden=aanvraag.antwoorden)
    plaatsen = locations_of(aanvraag, dag=dag)
    return feiten.as_json({**registerfeiten, **elders, **({"vestigingen": plaatsen} if plaatsen else {})})


def _outcome(toets: Toets, *, na_bezwaar: bool) -> tuple[str, list[str]]:
    """The state that follows from the assessment, with the reasons when it is a refusal."""
    if toets.uitkomst == "VOLDOET_NIET" and not na_bezwaar:
        unmet = [eis for eis in toets.eisen if eis.gevolg == "uitsluiten" and eis.uitkomst is False]
        return "AFGEWEZEN", [eis.weigering for eis in unmet]
    feiten.require_complete(toets, plaats="aanvraag")
    return ("TOEGELATEN" if toets.uitkomst == "VOLDOET" else "BEOORDELING"), []


def to_judge(aanvraag: Aanvraag) -> list[str]:
    """The requirements of an application that wait for a human judgement, in the order of the policy.

    One the policy refuses on is among them only after an objection was right: before that there is no judging.
    """
    done = set(aanvraag.oordelen.values_list("eis", flat=True))
    regels = [regel for regel in aanvraag.toets["eisen"] if regel["gevolg"] in ("beoordelen", "uitsluiten")]
    return [regel["eis"] for regel in regels if regel["uitkomst"] is False and regel["eis"] not in done]


def judge_eis(
    *, aanvraag: Aanvraag, eis: str, toegestaan: bool, motivering: str, by: Persoon, now: datetime
) -> Aanvraag:
    """A purchaser decides on a requirement the policy leaves to a person. All allowed: admitted; one not: refused."""
    if not motivering.strip():
        raise Gebruikersfout("Leg uit waarom u dit besluit", plaats="motivering")
    with acting(by):
        require_rol(by, aanvraag.verzekeraar, Rol.INKOPER, now=now)
        aanvraag.refresh_from_db(from_queryset=Aanvraag.objects.select_for_update(of=("self",), no_key=True))
        if aanvraag.status != "BEOORDELING" or eis not in to_judge(aanvraag):
            raise Toestandsfout(f"Over de eis '{eis}' hoeft bij deze aanvraag niet (meer) te worden geoordeeld")
        uitkomst = "TOEGESTAAN" if toegestaan else "GEWEIGERD"
        Oordeel.objects.create(aanvraag=aanvraag, eis=eis, uitkomst=uitkomst, motivering=motivering, door=by, op=now)
        melding = "Deze aanvraag is net door iemand anders afgehandeld"
        if not toegestaan:
            move(aanvraag, "AFGEWEZEN", van="BEOORDELING", melding=melding, redenen=[motivering])
        elif not to_judge(aanvraag):
            move(aanvraag, "TOEGELATEN", van="BEOORDELING", melding=melding)
    return aanvraag


def refuse_aanvraag(*, aanvraag: Aanvraag, motivering: str, by: Persoon, now: datetime) -> Weigering:
    """Propose to refuse a practice that qualifies (001, 5.4 allows it). Someone else must confirm."""
    if not motivering.strip():
        raise Gebruikersfout("Leg uit waarom u een praktijk weigert die aan de eisen voldoet", plaats="motivering")
    with acting(by):
        require_rol(by, aanvraag.verzekeraar, Rol.INKOPER, now=now)
        melding = "Alleen een toegelaten aanvraag zonder aanbod kan worden geweigerd"
        move(aanvraag, "WEIGERING_VOORGESTELD", van="TOEGELATEN", melding=melding)
        return Weigering.objects.create(
            aanvraag=aanvraag, motivering=motivering, voorgesteld_door=by, voorgesteld_op=now
        )


def decide_refusal(*, weigering: Weigering, bevestigd: bool, by: Persoon, now: datetime) -> Aanvraag:
    """The second pair of eyes: confirm the proposed refusal, or admit the practice after all."""
    aanvraag = weigering.aanvraag
    with acting(by):
        require_rol(by, aanvraag.verzekeraar, Rol.INKOPER, now=now)
        if by.is_same(weigering.voorgesteld_door_id):
            raise Gebruikersfout("Een ander dan de voorsteller moet over de weigering besluiten", plaats=by.naam)
        naar = "AFGEWEZEN" if bevestigd else "TOEGELATEN"
        redenen = [weigering.motivering] if bevestigd else []
        melding = "Over deze weigering is al besloten"
        move(aanvraag, naar, van="WEIGERING_VOORGESTELD", melding=melding, redenen=redenen)
        weigering.bevestigd, weigering.besloten_door, weigering.besloten_op = bevestigd, by, now
        weigering.save(update_fields=["bevestigd", "besloten_door", "besloten_op"])
    return aanvraag


def withdraw_aanvraag(*, aanvraag: Aanvraag, by: Persoon, now: datetime) -> Aanvraag:
    """The practice no longer wants it; possible as long as nothing is offered."""
    with acting(by):
        require_rol(by, aanvraag.praktijk, *PRAKTIJK_VULT_IN, now=now)
        aanvraag.refresh_from_db(fields=["status"])
        if aanvraag.status not in ("CONCEPT", "BEOORDELING", "TOEGELATEN"):
            raise Toestandsfout("Deze aanvraag kunt u niet meer intrekken")
        melding = "Deze aanvraag is net door iemand anders afgehandeld"
        move(aanvraag, "INGETROKKEN", van=aanvraag.status, melding=melding)
    return aanvraag
