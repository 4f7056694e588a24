"""The ledger of following: per far insurer what is available, collected, processed, or deviates with what, and what is
overdue. Derived from the followings and the audit trail; it never holds an account number."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid import library
from zorginkoop.beleid.deadlines import shared_from
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import AfspraakRij, Overeenkomst, Volging, VolgRij
from zorginkoop.web.contractering.tonen import VOLGING
from zorginkoop.web.gebeurtenissen import termijnen
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.models import Organisatie, Persoon, Wijziging
from zorginkoop.web.toegang.rollen import Soort

WACHT = ("BESCHIKBAAR", "OPGEHAALD")


@dataclass(frozen=True)
class Regel:
    """One line of the ledger. `uiterlijk` is the last day of the three weeks; `te_laat`: it passed undecided."""

    volging: Volging
    telt_vanaf: date
    uiterlijk: date
    te_laat: bool
    status: str
    kleur: str

    @property
    def afwijking(self) -> str:
        """Which codes were not taken over, and why."""
        codes = ", ".join(self.volging.zonder or ())
        return f"{codes}: {self.volging.afwijking}" if codes else self.volging.afwijking

    @property
    def wacht(self) -> bool:
        """Whether the follower still has something to do."""
        return self.volging.status in WACHT


def ledger(
    *, praktijk: Organisatie | None = None, verzekeraar: Organisatie | None = None, volger: Organisatie | None = None
) -> QuerySet[Volging]:
    """Followings of a practice's agreements, of an insurer's, or those an insurer follows itself."""
    wie = {"praktijk": praktijk, "verzekeraar": verzekeraar, "volger": volger}
    gevonden = Volging.objects.filter(**{naam: waarde for naam, waarde in wie.items() if waarde})
    return with_parties(gevonden).order_by("-beschikbaar_op", "-pk")


def with_parties(volgingen: QuerySet[Volging]) -> QuerySet[Volging]:
    """With everything a line tells; `zonder` are the codes a follower did not take over, when it deviates."""
    over = VolgRij.objects.filter(volging=OuterRef(OuterRef("pk")), bron=OuterRef("pk"), bekend_tot=None)
    rijen = AfspraakRij.objects.filter(~Exists(over), overeenkomst=OuterRef("overeenkomst"), bekend_tot=None)
    codes = ArraySubquery(rijen.order_by("prestatiecode").values("prestatiecode").distinct())
    paren = ("volger", "overeenkomst__praktijk", "overeenkomst__verzekeraar")
    gevonden = volgingen.defer("pakket").select_related(*paren)
    return gevonden.annotate(zonder=Case(When(status="WIJKT_AF", then=codes)))


def late(op: date) -> Q:
    """Undecided after the three weeks."""
    tot = timezone.make_aware(datetime.combine(termijnen.overdue_before(op) + timedelta(1), time.min))
    return Q(status__in=WACHT, beschikbaar_op__lt=tot)


def line(volging: Volging, *, op: date) -> Regel:
    """The following with its term."""
    uiterlijk = termijnen.due(volging.beschikbaar_op)
    te_laat = volging.status in WACHT and op > uiterlijk
    status, kleur = VOLGING[volging.status]
    vanaf = termijnen.available_from(volging.beschikbaar_op.astimezone().date())
    if te_laat:
        status, kleur = format_lazy(_("{status}, te laat"), status=status), "fout"
    return Regel(volging, vanaf, uiterlijk, te_laat, status, kleur)


def totals(volgingen: QuerySet[Volging], *, op: date) -> dict[str, Any]:
    """How many there are per stage, and how many are overdue, in one query."""
    tel = {naam.lower(): Count("pk", filter=Q(status=naam)) for naam in VOLGING}
    return volgingen.order_by().aggregate(**tel, te_laat=Count("pk", filter=late(op)), alle=Count("pk"))


def trail(volging: Volging) -> list[tuple[datetime, str, str, str]]:
    """Every step ever taken: moment, state, whether it went of itself, and what was said; oldest first.

    Names of people are left out: the three parties work at three organisations.
    """
    # The audit trail is closed; of a record that this reader was shown, it may tell the steps.
    with als_eigenaar():
        spoor = list(Wijziging.objects.filter(tabel=Volging._meta.db_table, rij_id=str(volging.pk)).order_by("seq"))
    return [_step(w) for w in spoor if _is_step(w.oud or {}, w.nieuw or {})]


def _is_step(oud: dict[str, Any], nieuw: dict[str, Any]) -> bool:
    """A new state, or a new version that was made available."""
    if nieuw.get("status") == "BESCHIKBAAR":
        return bool(oud.get("beschikbaar_op") != nieuw["beschikbaar_op"])
    return bool(nieuw and oud.get("status") != nieuw["status"])


def _step(w: Wijziging) -> tuple[datetime, str, str, str]:
    nieuw = w.nieuw or {}
    status = nieuw["status"]
    veld = {"BESCHIKBAAR": "beschikbaar_op", "OPGEHAALD": "opgehaald_op"}.get(status, "besloten_op")
    moment = datetime.fromisoformat(nieuw[veld]) if nieuw.get(veld) else w.tijdstip
    vanzelf = "vanzelf, volgens het volgbeleid" if (w.door or "").endswith("via volgbeleid") else ""
    return moment, f"{VOLGING[status][0]} (versie {nieuw['versie']})", vanzelf, nieuw.get("afwijking") or ""


def shareable(verzekeraar: Organisatie, *, op: date) -> QuerySet[Overeenkomst]:
    """Running agreements that may be followed and that some other insurer did not get yet."""
    anderen = _others(verzekeraar).count()
    lopend = Overeenkomst.objects.filter(verzekeraar=verzekeraar, status="GELDIG", tot__gt=op)
    mag, nog_niet = Q(volgen_toegestaan_op__isnull=False), Q()
    for beleid, versie, jaar in lopend.order_by().values_list("beleid", "beleidversie", "van__year").distinct():
        policy, deze = library.load(beleid, versie=versie), Q(beleid=beleid, beleidversie=versie, van__year=jaar)
        vanaf = shared_from(policy, date(jaar, 1, 1))
        if policy.for_all or (vanaf and op < vanaf):
            nog_niet |= deze
        if policy.inhoud.volgen.toestemming == "impliciet":
            mag |= deze
    return (
        lopend.filter(mag)
        .exclude(nog_niet)
        .annotate(gedeeld=Count("volgingen"))
        .filter(gedeeld__lt=anderen)
        .order_by("pk")
    )


def share_all(*, verzekeraar: Organisatie, by: Persoon, now: datetime, hoogstens: int = 200) -> int:
    """Make what may be followed available to every other insurer, the oldest first; returns how many were."""
    gedeeld = 0
    for overeenkomst in shareable(verzekeraar, op=now.date()).select_related("praktijk", "verzekeraar")[:hoogstens]:
        for volger in _others(verzekeraar).exclude(volgingen__overeenkomst=overeenkomst):
            actions.follow_overeenkomst(overeenkomst=overeenkomst, volger=volger, by=by, now=now)
            gedeeld += 1
    return gedeeld


def _others(verzekeraar: Organisatie) -> QuerySet[Organisatie]:
    return Organisatie.objects.filter(soort=Soort.VERZEKERAAR).exclude(pk=verzekeraar.pk)
