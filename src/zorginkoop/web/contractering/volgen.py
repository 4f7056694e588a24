"""Other insurers follow an agreement: rows and parties, by the rule of the policy, never the account number."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from zorginkoop.beleid.deadlines import shared_from
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.documenten import follower_order, kop_of, print_now
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.gezag import VERZEKERAAR_VOLGT, require_rol
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst, Volging, VolgRij
from zorginkoop.web.contractering.states import Toestandsfout, move
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon, Wijziging
from zorginkoop.web.toegang.rollen import Rol, Soort
from zorginkoop.web.toegang.taal import Zin

OVERGENOMEN = ("VERWERKT", "WIJKT_AF")
Beschikbaar = Callable[[Volging, datetime], object]
_bij_beschikbaar: list[Beschikbaar] = []


def on_available(stap: Beschikbaar) -> None:
    """Let a later app act as soon as an agreement, or a new version of it, is available to a follower."""
    if stap not in _bij_beschikbaar:
        _bij_beschikbaar.append(stap)


def _available(volging: Volging, now: datetime) -> None:
    for stap in _bij_beschikbaar:
        stap(volging, now)


def allow_following(*, overeenkomst: Overeenkomst, by: Persoon, now: datetime) -> Overeenkomst:
    """The practice consents, after signing, that other insurers follow (document 004, the tick box)."""
    with acting(by):
        require_rol(by, overeenkomst.praktijk, Rol.TEKENBEVOEGDE, now=now)
        free = Overeenkomst.objects.filter(pk=overeenkomst.pk, status="GELDIG", volgen_toegestaan_op=None)
        if free.update(volgen_toegestaan_op=now, volgen_toegestaan_door=by) != 1:
            raise Toestandsfout("U hebt hier al toestemming voor gegeven, of de overeenkomst geldt niet")
        overeenkomst.volgen_toegestaan_op, overeenkomst.volgen_toegestaan_door = now, by
    return overeenkomst


def decline_following(*, overeenkomst: Overeenkomst, by: Persoon, now: datetime) -> Overeenkomst:
    """The practice chooses that nobody follows, and is asked no more; it may still consent later.

    Of this choice only who made it is kept, without a moment of consent; the audit trail has when.
    """
    with acting(by):
        require_rol(by, overeenkomst.praktijk, Rol.TEKENBEVOEGDE, now=now)
        open_ = Overeenkomst.objects.filter(pk=overeenkomst.pk, status="GELDIG", volgen_toegestaan_op=None)
        if open_.filter(volgen_toegestaan_door=None).update(volgen_toegestaan_door=by) != 1:
            raise Toestandsfout("Hierover is al gekozen, of de overeenkomst geldt niet")
        overeenkomst.volgen_toegestaan_door = by
    return overeenkomst


def withdraw_following(*, overeenkomst: Overeenkomst, by: Persoon, now: datetime) -> Overeenkomst:
    """The practice takes its consent back, as long as no insurer collected the agreement. What was made available
    and not collected is taken away; from then on it has chosen that nobody follows."""
    with acting(by):
        require_rol(by, overeenkomst.praktijk, Rol.TEKENBEVOEGDE, now=now)
        overeenkomst.refresh_from_db(from_queryset=Overeenkomst.objects.select_for_update(of=("self",), no_key=True))
        if overeenkomst.volgen_toegestaan_op is None:
            raise Toestandsfout("U hebt hier geen toestemming voor gegeven")
        for volging in overeenkomst.volgingen.select_for_update(of=("self",)).select_related("volger"):
            if _ever_collected(volging):
                melding = Zin(
                    "%(naam)s heeft de afspraken al opgehaald; intrekken kan niet meer", naam=volging.volger.naam
                )
                raise Toestandsfout(melding, plaats=overeenkomst.kenmerk)
            volging.delete()
        Overeenkomst.objects.filter(pk=overeenkomst.pk).update(volgen_toegestaan_op=None, volgen_toegestaan_door=by)
        overeenkomst.volgen_toegestaan_op, overeenkomst.volgen_toegestaan_door = None, by
    return overeenkomst


def _ever_collected(volging: Volging) -> bool:
    """Whether the follower ever had this agreement: the trail remembers what a new version clears."""
    trail = Wijziging.objects.filter(tabel=Volging._meta.db_table, rij_id=str(volging.pk))
    # The audit trail is closed; only whether this one step was ever taken is asked of it.
    with als_eigenaar():
        return volging.status != "BESCHIKBAAR" or trail.filter(nieuw__status="OPGEHAALD").exists()


def follow_overeenkomst(*, overeenkomst: Overeenkomst, volger: Organisatie, by: Persoon, now: datetime) -> Volging:
    """Make the agreement available to another insurer. Refused without consent where the policy asks it."""
    if volger.soort != Soort.VERZEKERAAR or volger.pk == overeenkomst.verzekeraar_id:
        raise Gebruikersfout("Alleen een andere zorgverzekeraar kan volgen", plaats=volger.naam)
    try:
        with acting(by):
            require_rol(by, overeenkomst.verzekeraar, Rol.CONTRACTBEHEER, now=now)
            overeenkomst.refresh_from_db()
            if overeenkomst.status != "GELDIG":
                raise Toestandsfout("Deze overeenkomst is niet van kracht", plaats=overeenkomst.kenmerk)
            _not_before(overeenkomst, now)
            versie = overeenkomst.last_document().versie
            volging = Volging.objects.create(
                overeenkomst=overeenkomst,
                volger=volger,
                versie=versie,
                pakket=package(overeenkomst, versie),
                beschikbaar_op=now,
                **_consent(overeenkomst, now),
            )
            _available(volging, now)
            return volging
    except IntegrityError as fout:
        if "volging_een_per_volger" not in str(fout):
            raise
        raise Gebruikersfout(
            Zin("%(naam)s volgt deze overeenkomst al", naam=volger.naam), plaats=overeenkomst.kenmerk
        ) from fout


def _not_before(overeenkomst: Overeenkomst, now: datetime) -> None:
    """Other insurers hear of it from the day the policy names, if it names one (document 004, Planning)."""
    vanaf = shared_from(policy_of(overeenkomst), overeenkomst.van)
    if vanaf and timezone.localdate(now) < vanaf:
        melding = Zin("Volgens het beleid horen andere verzekeraars dit vanaf %(dag)s", dag=vanaf)
        raise Gebruikersfout(melding, plaats=overeenkomst.kenmerk)


def _consent(overeenkomst: Overeenkomst, now: datetime) -> dict[str, object]:
    """How, when and by whom following was allowed."""
    if policy_of(overeenkomst).inhoud.volgen.toestemming == "impliciet":
        return {"toestemming": "IMPLICIET", "toestemming_op": now}
    if overeenkomst.volgen_toegestaan_op is None:
        raise Gebruikersfout("De praktijk heeft nog geen toestemming gegeven om te volgen", plaats=overeenkomst.kenmerk)
    return {
        "toestemming": "EXPLICIET",
        "toestemming_op": overeenkomst.volgen_toegestaan_op,
        "toestemming_door": overeenkomst.volgen_toegestaan_door,
    }


def package(overeenkomst: Overeenkomst, versie: int) -> str:
    """The canonical text a follower receives: parties, period and rows as we know them now."""
    return kop_of(overeenkomst, versie).canonical(rij.as_afspraak() for rij in overeenkomst.current_rows())


def follower_pdf(*, volging: Volging, by: Persoon, now: datetime) -> bytes:
    """The document for the follower, sealed, without any trace of the account number."""
    with acting(by):
        require_rol(by, volging.volger, *VERZEKERAAR_VOLGT, now=now)
        overeenkomst = volging.overeenkomst
        rijen = [rij.as_afspraak() for rij in overeenkomst.current_rows()]
        overeenkomst.aanbod = _offer_without_iban(overeenkomst)
        return print_now(follower_order(overeenkomst, rijen, versie=volging.versie, op=now))


def _offer_without_iban(overeenkomst: Overeenkomst) -> Aanbod:
    """What the text of the agreement takes from its application; the account number is not even fetched."""
    with als_eigenaar():  # the follower sees the agreement, not the application it came from
        aanbod = Aanbod.objects.only("aanvraag").get(pk=overeenkomst.aanbod_id)
        velden = ("kenmerk", "beleid", "beleidversie", "registerfeiten")
        aanbod.aanvraag = Aanvraag.objects.only(*velden).get(pk=aanbod.aanvraag_id)
    return aanbod


def process_volging(
    *,
    volging: Volging,
    naar: str,
    by: Persoon,
    now: datetime,
    afwijking: str = "",
    zonder: Collection[str] = (),
) -> Volging:
    """The follower collects (OPGEHAALD), then takes over (VERWERKT), takes over in part (WIJKT_AF) or refuses.

    `zonder` are the prestatiecodes it does not take over; `afwijking` says why. Both only with WIJKT_AF.
    """
    if (naar == "WIJKT_AF") != bool(afwijking.strip() and zonder):
        raise Gebruikersfout("Noem bij een afwijking, en alleen dan, de codes en de reden", plaats="afwijking")
    van = "BESCHIKBAAR" if naar == "OPGEHAALD" else "OPGEHAALD"
    moment = {"opgehaald_op": now} if naar == "OPGEHAALD" else {"besloten_op": now, "afwijking": afwijking}
    with acting(by):
        require_rol(by, volging.volger, *VERZEKERAAR_VOLGT, now=now)
        melding = "Deze volging is intussen veranderd; haal de afspraken opnieuw op"
        move(volging, naar, van=van, melding=melding, **moment)
        volging.refresh_from_db()
        if naar in (*OVERGENOMEN, "GEWEIGERD"):
            _take_over(volging, now=now, zonder=set(zonder), geen=naar == "GEWEIGERD")
    return volging


def _take_over(volging: Volging, *, now: datetime, zonder: set[str], geen: bool) -> None:
    """Bring the rows of the follower in line: close what no longer is, add what is new."""
    bron = {} if geen else {r.pk: r for r in volging.overeenkomst.current_rows() if r.prestatiecode not in zonder}
    heeft = {rij.bron_id: rij for rij in volging.rijen.filter(bekend_tot=None)}
    weg = [rij.pk for pk, rij in heeft.items() if pk not in bron]
    VolgRij.objects.filter(pk__in=weg).update(bekend_tot=now)
    nieuw = [VolgRij(volging=volging, bron=rij, bekend_van=now) for pk, rij in bron.items() if pk not in heeft]
    VolgRij.objects.bulk_create(nieuw)


def renew_followers(overeenkomst: Overeenkomst, *, versie: int, now: datetime) -> None:
    """After a change: the new text is available. What a follower took over before stays until it processes this."""
    pakket = package(overeenkomst, versie)
    for volging in overeenkomst.volgingen.exclude(status="GEWEIGERD").select_for_update(no_key=True):
        if volging.status != "BESCHIKBAAR":
            move(volging, "BESCHIKBAAR", van=volging.status, melding="intussen veranderd")
        Volging.objects.filter(pk=volging.pk).update(
            versie=versie, pakket=pakket, beschikbaar_op=now, opgehaald_op=None, besloten_op=None, afwijking=""
        )
        _available(volging, now)
