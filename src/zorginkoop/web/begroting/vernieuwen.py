"""A request for innovation in segment 3 (document 001, 4.3): sent to its desk, answered in one of four ways, started.

Where it goes, its place in the queue and when it may start are rules of the policy; only the answer is a person's.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from zorginkoop.beleid import assess, library
from zorginkoop.beleid.feiten import read as read_facts
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.begroting.begroten import NIET_DE_ZELFDE
from zorginkoop.web.begroting.models import Antwoord, Vernieuwing, Vooraankondiging
from zorginkoop.web.begroting.states import move
from zorginkoop.web.contractering import actions as contracteren
from zorginkoop.web.contractering.feiten import as_json, policy_of
from zorginkoop.web.contractering.gezag import PRAKTIJK_VULT_IN, require_rol
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol, Soort
from zorginkoop.web.toegang.taal import Zin

JA = "start"
NAAR = {"onvolledig": "ONVOLLEDIG", "geen_prioriteit": "GEEN_PRIORITEIT", "niet": "NIET"}
OPNIEUW = ("ONVOLLEDIG", "GEEN_PRIORITEIT")


def request_vernieuwing(
    *,
    praktijk: Organisatie,
    verzekeraar: Organisatie,
    beleid: str,
    velden: Mapping[str, Any],
    by: Persoon,
    now: datetime,
) -> Vernieuwing:
    """Send a request in. `velden`: titel, beschrijving, and antwoorden to the questions of the policy."""
    policy = library.load(beleid)
    if policy.verzekeraar.uzovi != verzekeraar.uzovi:
        raise Gebruikersfout(
            Zin("Het beleid %(beleid)s is niet van %(naam)s", beleid=beleid, naam=verzekeraar.naam), plaats="beleid"
        )
    with acting(by):
        require_rol(by, praktijk, *PRAKTIJK_VULT_IN, now=now)
        return Vernieuwing.objects.create(
            praktijk=praktijk,
            verzekeraar=verzekeraar,
            beleid=beleid,
            beleidversie=policy.document.versie,
            ingediend_op=now,
            ingediend_door=by,
            **_checked(policy, praktijk, velden, dag=timezone.localdate(now)),
        )


def resubmit_vernieuwing(
    *, record: Vernieuwing, velden: Mapping[str, Any], aanvulling: str, by: Persoon, now: datetime
) -> Vernieuwing:
    """Complete a request that missed something, or bring one up again that had no priority. It stays the same one."""
    if not aanvulling.strip():
        raise Gebruikersfout("Schrijf op wat u hebt aangevuld of wat er anders is", plaats="aanvulling")
    with acting(by):
        require_rol(by, record.praktijk, *PRAKTIJK_VULT_IN, now=now)
        record.refresh_from_db()
        if record.status not in OPNIEUW:
            raise Toestandsfout("Deze aanvraag kunt u nu niet aanvullen")
        nieuw = _checked(policy_of(record), record.praktijk, velden, dag=timezone.localdate(now))
        move(record, "INGEDIEND", van=record.status, aanvulling=aanvulling.strip(), **nieuw)
    return record


def _checked(policy: Beleid, praktijk: Organisatie, velden: Mapping[str, Any], *, dag: date) -> dict[str, Any]:
    """The fields as they are kept, with desk and place in the queue; refused when a frame of the NZa is not met."""
    antwoorden = as_json({naam: w for naam, w in velden["antwoorden"].items() if w is not None})
    gegevens = {**antwoorden, **_own(praktijk, dag)}
    toets = assess.assess(policy, known_to(policy, gegevens))
    stuit = ("uitsluiten", "opschorten")
    tegen = [e.weigering for e in toets.eisen if e.gevolg in stuit and e.uitkomst is not True and not _later(e.eis)]
    if tegen:
        raise Gebruikersfout(f"De aanvraag kan zo niet weg. {' '.join(tegen)}", plaats="aanvraag")
    rij = policy.programma.een(read_facts(policy, known_to(policy, gegevens)))
    if rij["rangorde"] is None:
        raise Gebruikersfout("Geef aan bij welke speerpunten de vernieuwing hoort, of bij geen", plaats="speerpunten")
    return {
        "titel": velden["titel"],
        "beschrijving": velden["beschrijving"],
        "antwoorden": antwoorden,
        "loket": str(rij["loket"]),
        "rangorde": int(str(rij["rangorde"])),
    }


def _later(eis: str) -> bool:
    """Requirements that are only about the answer."""
    return eis in ("besluit_na_aanvraag", "informatie_volledig", "prioriteit", "kosten_of_inzet", "prestatiecode",
                   "bekostiging", "besluitdatum")  # fmt: skip


def _own(praktijk: Organisatie, dag: date) -> dict[str, Any]:
    return {"aanvraagdatum": dag, "datum_volledig": dag, "contractvorm": "nieuw", "agb_code": praktijk.agb}


def known_to(policy: Beleid, gegevens: Mapping[str, Any]) -> dict[str, Any]:
    """The facts the policy names."""
    return {naam: waarde for naam, waarde in gegevens.items() if naam in policy.feiten}


def answer_vernieuwing(
    *, record: Vernieuwing, uitkomst: str, besluit: Mapping[str, Any], by: Persoon, now: datetime
) -> Antwoord:
    """Give one of the four answers. A no is final at once; a yes costs money, so it waits for a second person.

    `besluit`: motivering and eerdere_aanvraag; with a yes also prestatiecode, bekostiging, bedrag_cent and
    voor_verre_verzekeraars.
    """
    with acting(by):
        require_rol(by, record.verzekeraar, Rol.INKOPER, now=now)
        record.refresh_from_db()
        velden = {**besluit, "uitkomst": uitkomst, "voorgesteld_door": by, "voorgesteld_op": now}
        if uitkomst == JA:
            move(record, "START_VOORGESTELD", van="INGEDIEND")
            return Antwoord.objects.create(
                vernieuwing=record, ingangsdatum=start_of(record, besluit, dag=timezone.localdate(now)), **velden
            )
        move(record, NAAR[uitkomst], van="INGEDIEND")
        return Antwoord.objects.create(
            vernieuwing=record, bevestigd=True, besloten_door=by, besloten_op=now, **velden
        )  # fmt: skip


def start_of(record: Vernieuwing, besluit: Mapping[str, Any], *, dag: date) -> date:
    """The first day of the quarter in which the policy lets a project start that is approved on `dag`."""
    policy = policy_of(record)
    gegevens = {**record.antwoorden, **_own(record.praktijk, timezone.localdate(record.ingediend_op))}
    gegevens |= decision_facts(besluit, dag)
    toets = assess.assess(policy, known_to(policy, gegevens))
    tegen = [e.weigering for e in toets.eisen if e.gevolg in ("uitsluiten", "opschorten") and e.uitkomst is not True]
    if tegen or toets.ingangsdatum is None:
        raise Gebruikersfout(" ".join(tegen) or "Er volgt geen startdatum uit het beleid", plaats=record.kenmerk)
    return toets.ingangsdatum


def decision_facts(besluit: Mapping[str, Any], dag: date) -> dict[str, Any]:
    """A yes as facts of the policy."""
    return {
        "besluit_zorgvernieuwing": JA,
        "besluitdatum": dag,
        "prestatiecode_zorgvernieuwing": besluit.get("prestatiecode") or None,
        "bekostiging_zorgvernieuwing": besluit.get("bekostiging") or None,
        "voor_verre_verzekeraars": besluit.get("voor_verre_verzekeraars"),
        "eerdere_aanvraag": besluit.get("eerdere_aanvraag"),
    }


def confirm_vernieuwing(*, antwoord: Antwoord, akkoord: bool, by: Persoon, now: datetime) -> Vernieuwing:
    """The second pair of eyes on a yes. Confirmed, the approval counts from today, and far insurers are told."""
    record = antwoord.vernieuwing
    with acting(by):
        require_rol(by, record.verzekeraar, Rol.INKOPER, now=now)
        if by.is_same(antwoord.voorgesteld_door_id):
            raise Gebruikersfout(NIET_DE_ZELFDE, plaats=by.naam)
        besluit = {n: getattr(antwoord, n) for n in ("prestatiecode", "bekostiging", "voor_verre_verzekeraars",
                                                     "eerdere_aanvraag")}  # fmt: skip
        start = start_of(record, besluit, dag=timezone.localdate(now)) if akkoord else antwoord.ingangsdatum
        move(record, "START" if akkoord else "INGEDIEND", van="START_VOORGESTELD")
        antwoord.bevestigd, antwoord.besloten_door, antwoord.besloten_op = akkoord, by, now
        antwoord.ingangsdatum = start
        antwoord.save(update_fields=["bevestigd", "besloten_door", "besloten_op", "ingangsdatum"])
        if akkoord and antwoord.voor_verre_verzekeraars:
            _announce(record, antwoord, now=now)
    return record


def _announce(record: Vernieuwing, antwoord: Antwoord, *, now: datetime) -> None:
    """Tell every other insurer what starts and when; of the practice only what an agreement would say."""
    anderen = Organisatie.objects.filter(soort=Soort.VERZEKERAAR).exclude(pk=record.verzekeraar_id)
    Vooraankondiging.objects.bulk_create(
        Vooraankondiging(
            vernieuwing=record,
            volger=volger,
            prestatiecode=antwoord.prestatiecode,
            ingangsdatum=antwoord.ingangsdatum,
            op=now,
        )
        for volger in anderen
    )


def withdraw_vernieuwing(*, record: Vernieuwing, by: Persoon, now: datetime) -> Vernieuwing:
    """The practice no longer wants it; possible while no yes is being decided."""
    with acting(by):
        require_rol(by, record.praktijk, *PRAKTIJK_VULT_IN, now=now)
        record.refresh_from_db()
        if record.status not in ("INGEDIEND", *OPNIEUW):
            raise Toestandsfout("Deze aanvraag kunt u niet meer intrekken")
        move(record, "INGETROKKEN", van=record.status)
    return record


def apply_vernieuwing(*, record: Vernieuwing, by: Persoon, now: datetime) -> Aanvraag:
    """Ask for the agreement of an approved project: every answer is there already."""
    if record.status != "START":
        raise Toestandsfout("Een overeenkomst volgt pas na het antwoord ja", plaats=record.kenmerk)
    with acting(by):
        aanvraag = contracteren.start_aanvraag(
            praktijk=record.praktijk,
            verzekeraar=record.verzekeraar,
            beleid=record.beleid,
            versie=record.beleidversie,
            by=by,
            now=now,
        )
        contracteren.answer(aanvraag=aanvraag, antwoorden=record.antwoorden, by=by, now=now)
        return contracteren.submit_aanvraag(aanvraag=aanvraag, registerfeiten={}, by=by, now=now)


def read_announcement(*, record: Vooraankondiging, by: Persoon, now: datetime) -> Vooraankondiging:
    """The far insurer took note."""
    with acting(by):
        require_rol(by, record.volger, Rol.INKOPER, Rol.CONTRACTBEHEER, now=now)
        Vooraankondiging.objects.filter(pk=record.pk, gelezen_op=None).update(gelezen_op=now)
    record.refresh_from_db()
    return record
