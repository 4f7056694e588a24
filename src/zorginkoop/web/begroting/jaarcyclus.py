"""The yearly cycle of a budget: the dates of the policy around its year, and how far it is with each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from zorginkoop.beleid.deadlines import last_working_day
from zorginkoop.beleid.model import Jaarstap, Kant, Termijn
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting.models import Begroting
from zorginkoop.web.contractering.models import Aanbod, Overeenkomst

Gedaan = Mapping[Jaarstap | None, date | None]
"""When a step was taken; None while it was not."""


@dataclass(frozen=True)
class Stap:
    """One date of the cycle. `gedaan_op` is when it happened, None while it has not or nobody keeps it.

    `mits` is the step that must have been taken by its own date for this one to bind; `anders` says so in words.
    """

    datum: date
    werkdag: date
    titel: str
    kant: Kant
    hard: bool
    bron: str
    gedaan_op: date | None
    bijgehouden: bool
    soort: Jaarstap | None = None
    begint: bool = False
    mits: "Stap | None" = None
    anders: str = ""

    def in_time(self, dag: date) -> bool:
        """Whether it happened by its date, or still can."""
        return (self.gedaan_op or dag) <= self.datum

    def state(self, dag: date) -> tuple[str, str]:
        """In words, with the colour of the badge, on a day."""
        if self.gedaan_op is not None:
            laat = self.gedaan_op > self.datum and not self.begint
            return (gettext("Gedaan, na de datum"), "let") if laat else (gettext("Gedaan"), "ok")
        if self.mits is not None and not self.mits.in_time(dag):
            return self.anders, ""
        if not self.bijgehouden:
            return (gettext("Voorbij") if dag > self.datum else gettext("Komt nog")), ""
        if self.begint and dag < self.datum:
            return gettext("Komt nog"), ""
        if dag <= self.datum or self.begint:
            return gettext("Te doen"), "info"
        return (gettext("Te laat"), "fout") if self.hard else (gettext("Streefdatum voorbij"), "let")


def cycle(begroting: Begroting, policy: Beleid) -> list[Stap]:
    """Every yearly date of the policy for this budget, in order: those of making it, then those of closing it."""
    stappen = planning(policy, begroting.jaar, _done(begroting))
    begroot, aanbod = _named(stappen, "begroten"), _named(stappen, "aanbieden")
    return [_bound(stap, begroot, aanbod, policy) for stap in stappen]


def _named(stappen: Sequence[Stap], soort: Jaarstap) -> Stap | None:
    return next((stap for stap in stappen if stap.soort == soort), None)


def _bound(stap: Stap, begroot: Stap | None, aanbod: Stap | None, policy: Beleid) -> Stap:
    """An offer by its date is promised to who sent the budget in time, and signing is due some weeks after the offer
    (document 004, Planning: "kunnen er niet vanuit gaan", "tot zes weken na het aanbieden")."""
    if stap == aanbod:
        return replace(stap, mits=begroot, anders=gettext("Niet toegezegd"))
    if aanbod is None or stap.soort != "tekenen":
        return stap
    if aanbod.gedaan_op is None:
        return replace(stap, mits=aanbod, anders=gettext("Wacht op het aanbod"))
    datum = aanbod.gedaan_op + timedelta(policy.inhoud.aanbod.geldig_dagen)
    return replace(stap, datum=datum, werkdag=last_working_day(datum))


def planning(policy: Beleid, jaar: int, gedaan: Gedaan | None = None) -> list[Stap]:
    """The dates for the budget of a year; `gedaan` says which steps we keep, and when they were taken."""
    stappen = [_step(termijn, jaar, gedaan or {}) for termijn in policy.inhoud.termijn if termijn.jaarlijks]
    return sorted(stappen, key=lambda stap: (stap.datum, stap.titel))


def _step(termijn: Termijn, jaar: int, gedaan: Gedaan) -> Stap:
    datum = termijn.around(jaar)
    return Stap(
        datum=datum,
        werkdag=last_working_day(datum),
        titel=termijn.titel,
        kant=termijn.kant,
        hard=termijn.hard,
        bron=str(termijn.bron),
        gedaan_op=gedaan.get(termijn.stap),
        bijgehouden=termijn.stap in gedaan,
        soort=termijn.stap,
        begint=termijn.begint,
    )


def _done(begroting: Begroting) -> Gedaan:
    """When each step was taken for this budget."""
    eerste = begroting.versies.order_by("nummer").first()
    stukken = begroting.jaarstukken.order_by("nummer").first()
    besproken = begroting.jaarstukken.exclude(besproken_op=None).first()
    aanbod = Aanbod.objects.filter(**_of(begroting, "aanvraag__")).defer("pdf").order_by("pk").first()
    getekend = Overeenkomst.objects.filter(**_of(begroting, ""), status="GELDIG").order_by("pk").first()
    gedeeld = getekend.volgingen.order_by("beschikbaar_op").first() if getekend else None
    return {
        "begroten": _day(eerste and eerste.gemaakt_op),
        "verantwoorden": _day(stukken and stukken.ingediend_op),
        "bespreken": _day(besproken and besproken.besproken_op),
        "aanbieden": _day(aanbod and aanbod.aangeboden_op),
        "tekenen": _day(getekend and getekend.ondertekend_op),
        "delen": _day(gedeeld and gedeeld.beschikbaar_op),
    }


def _of(begroting: Begroting, pad: str) -> dict[str, object]:
    """What an offer or agreement for the year of this budget has."""
    start = "ingangsdatum__year" if pad else "van__year"
    partijen = {f"{pad}praktijk": begroting.praktijk, f"{pad}verzekeraar": begroting.verzekeraar}
    return {**partijen, f"{pad}beleid": begroting.beleid, start: begroting.jaar}


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def late(begroting: Begroting, policy: Beleid) -> Stap | None:
    """The date for sending in the budget when that came too late: then no offer by the day of offers is promised."""
    for stap in cycle(begroting, policy):
        if stap.soort == "begroten" and stap.gedaan_op and stap.gedaan_op > stap.datum:
            return stap
    return None
