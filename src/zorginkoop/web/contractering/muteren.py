"""Change a running agreement: at the request of the practice, for its good, or because the NZa forces it."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import feiten
from zorginkoop.web.contractering.documenten import agreement_order, change_text, print_now
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.models import Mutatie, Overeenkomst
from zorginkoop.web.contractering.ondertekenen import document
from zorginkoop.web.contractering.pers import Opdracht
from zorginkoop.web.contractering.states import Toestandsfout, move
from zorginkoop.web.contractering.verandering import Verandering, by_insurer, by_practice, new_start
from zorginkoop.web.contractering.volgen import renew_followers
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rollen import Rol

_AL_BESLOTEN = "Over deze wijziging is al besloten"


def request_mutatie(
    *,
    overeenkomst: Overeenkomst,
    gewenste_ingangsdatum: date,
    by: Persoon,
    now: datetime,
    toevoegen: Iterable[str] = (),
    beeindigen: Iterable[str] = (),
    antwoorden: Mapping[str, Any] | None = None,
    grond: str = "MUTATIE_PRAKTIJK",
    kanaal: str = "PORTAAL",
    rijen: Iterable[Afspraak] = (),
    toelichting: str = "",
) -> Mutatie:
    """Ask for a change; refused at once when the policy does not allow it. `ingangsdatum` says when it will start.

    A practice asks through the portal; a form that came by mail is keyed in by contract management and is the same
    record (CHANNEL "FORMULIER"). Grounds EENZIJDIG and NZA carry the new `rijen` and come from the insurer.
    """
    mutatie = Mutatie(
        overeenkomst=overeenkomst,
        grond=grond,
        kanaal=kanaal,
        gewenste_ingangsdatum=gewenste_ingangsdatum,
        toevoegen=list(dict.fromkeys(toevoegen)),
        beeindigen=list(dict.fromkeys(beeindigen)),
        antwoorden=_checked(overeenkomst, antwoorden or {}),
        rijen=[rij.model_dump(mode="json") for rij in rijen],
        toelichting=toelichting,
        volledig_op=now,
        aangevraagd_door=by,
    )
    _check_form(mutatie)
    _record(mutatie, by, now)
    return mutatie


def _record(mutatie: Mutatie, by: Persoon, now: datetime) -> None:
    """Keep the request with its start date, if it may be asked and nothing else is open for that day."""
    overeenkomst = mutatie.overeenkomst
    try:
        with acting(by):
            _require_requester(mutatie, now)
            if overeenkomst.status != "GELDIG":
                raise Toestandsfout("Deze overeenkomst is niet van kracht", plaats=overeenkomst.kenmerk)
            mutatie.ingangsdatum = start(mutatie)
            change(mutatie)
            mutatie.save(force_insert=True)
    except IntegrityError as fout:
        if "mutatie_een_per_kwartaal" not in str(fout):
            raise
        raise Gebruikersfout("Voor deze datum staat al een wijziging open", plaats=overeenkomst.kenmerk) from fout


def _checked(overeenkomst: Overeenkomst, antwoorden: Mapping[str, Any]) -> dict[str, Any]:
    if "iban" in antwoorden:
        raise Gebruikersfout("Een rekeningnummer wijzigt u niet met deze aanvraag", plaats="iban")
    for naam, waarde in antwoorden.items():
        feiten.check_answer(feiten.policy_of(overeenkomst), naam, waarde)
    return feiten.as_json(antwoorden)


def _check_form(mutatie: Mutatie) -> None:
    if mutatie.grond not in Mutatie.GRONDEN:
        raise Gebruikersfout(f"'{mutatie.grond}' is geen grond voor een wijziging", plaats="grond")
    if mutatie.kanaal not in ("PORTAAL", "FORMULIER"):
        raise Gebruikersfout(f"'{mutatie.kanaal}' is geen kanaal", plaats="kanaal")
    if not (mutatie.toevoegen or mutatie.beeindigen or mutatie.rijen):
        raise Gebruikersfout("Kies ten minste één afspraak om toe te voegen of te beëindigen", plaats="wijziging")
    if mutatie.rijen if mutatie.grond == "MUTATIE_PRAKTIJK" else mutatie.toevoegen:
        raise Gebruikersfout("Een praktijk kiest modules, de verzekeraar geeft tarieven op", plaats="wijziging")
    if mutatie.grond == "NZA" and not mutatie.toelichting.strip():
        raise Gebruikersfout("Noem het besluit van de NZa", plaats="toelichting")


def _require_requester(mutatie: Mutatie, now: datetime) -> None:
    o, by = mutatie.overeenkomst, mutatie.aangevraagd_door
    if mutatie.grond == "MUTATIE_PRAKTIJK" and mutatie.kanaal == "PORTAAL":
        require_rol(by, o.praktijk, Rol.TEKENBEVOEGDE, now=now)
    else:
        require_rol(by, o.verzekeraar, Rol.CONTRACTBEHEER, now=now)


def start(mutatie: Mutatie) -> date:
    """The day the change starts: by the rule of the policy for a practice, as said for the insurer."""
    if mutatie.grond == "MUTATIE_PRAKTIJK":
        return new_start(mutatie)
    return min([mutatie.gewenste_ingangsdatum, *(Afspraak.model_validate(r).van for r in mutatie.rijen)])


def change(mutatie: Mutatie) -> Verandering:
    """Which rows the change closes and adds, from the rows as they are now; Gebruikersfout when it may not be."""
    return by_practice(mutatie) if mutatie.grond == "MUTATIE_PRAKTIJK" else by_insurer(mutatie)


def apply_mutatie(*, mutatie: Mutatie, by: Persoon, now: datetime) -> Mutatie:
    """Carry the change out: close and add rows, seal a new version, tell the followers. All or nothing."""
    with acting(by):
        versie, opdracht = carry_out(mutatie, by=by, now=now)
        keep_version(mutatie, versie, opdracht, print_now(opdracht), by=by, now=now)
    return mutatie


def carry_out(mutatie: Mutatie, *, by: Persoon, now: datetime) -> tuple[int, Opdracht]:
    """Close and add the rows; returns the number of the new version and the order to print it."""
    overeenkomst = mutatie.overeenkomst
    with acting(by):
        require_rol(by, overeenkomst.verzekeraar, Rol.CONTRACTBEHEER, now=now)
        if by.is_same(mutatie.aangevraagd_door_id):
            raise Gebruikersfout("Een ander dan de aanvrager moet de wijziging verwerken", plaats=by.naam)
        Overeenkomst.objects.select_for_update(no_key=True).get(pk=overeenkomst.pk)
        move(mutatie, "VERWERKT", van="AANGEVRAAGD", melding=_AL_BESLOTEN, besloten_op=now, besloten_door=by)
        change(mutatie).carry_out(overeenkomst, now=now, mutatie=mutatie)
        versie = overeenkomst.last_document().versie + 1
        return versie, next_order(overeenkomst, versie, now)


def keep_version(mutatie: Mutatie, versie: int, opdracht: Opdracht, pdf: bytes, *, by: Persoon, now: datetime) -> None:
    """Keep the sealed new version and make it available to the followers."""
    overeenkomst = mutatie.overeenkomst
    with acting(by):
        document(overeenkomst, versie, opdracht.inhoud["canoniek"], pdf, now).save(force_insert=True)
        renew_followers(overeenkomst, versie=versie, now=now)


def next_order(overeenkomst: Overeenkomst, versie: int, now: datetime, meer: Iterable[str] = ()) -> Opdracht:
    """The order to print the agreement with every change so far; `meer` are changes that are not a Mutatie.

    What an earlier version said stays in every later one.
    """
    rijen = [rij.as_afspraak() for rij in overeenkomst.current_rows()]
    mutaties = overeenkomst.mutaties.filter(status="VERWERKT").order_by("besloten_op", "id")
    eerder = json.loads(overeenkomst.last_document().canoniek).get("wijzigingen", [])
    nieuw = [tekst for tekst in (*map(change_text, mutaties), *meer) if tekst not in eerder]
    return agreement_order(overeenkomst, rijen, versie=versie, op=now, wijzigingen=[*eerder, *nieuw])


def refuse_mutatie(*, mutatie: Mutatie, motivering: str, by: Persoon, now: datetime) -> Mutatie:
    """The insurer does not carry the change out, and says why."""
    if not motivering.strip():
        raise Gebruikersfout("Leg uit waarom u de wijziging weigert", plaats="motivering")
    with acting(by):
        require_rol(by, mutatie.overeenkomst.verzekeraar, Rol.CONTRACTBEHEER, now=now)
        besluit = {"besloten_op": now, "besloten_door": by, "toelichting": motivering}
        move(mutatie, "GEWEIGERD", van="AANGEVRAAGD", melding=_AL_BESLOTEN, **besluit)
    return mutatie


def withdraw_mutatie(*, mutatie: Mutatie, by: Persoon, now: datetime) -> Mutatie:
    """The practice takes its request back before it is carried out."""
    with acting(by):
        require_rol(by, mutatie.overeenkomst.praktijk, Rol.TEKENBEVOEGDE, now=now)
        if mutatie.grond != "MUTATIE_PRAKTIJK":
            raise Gebruikersfout("Deze wijziging is van de verzekeraar", plaats="mutatie")
        move(mutatie, "INGETROKKEN", van="AANGEVRAAGD", melding=_AL_BESLOTEN, besloten_op=now, besloten_door=by)
    return mutatie
