"""The yearly cycle of a budget: the dates of the policy around its year, and how far it is with each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from zorginkoop.beleid.deadlines import ANDEREN, begins, last_working_day
from zorginkoop.beleid.model import Kant, Termijn
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.periode import maanden_later
from zorginkoop.web.begroting.models import Begroting
from zorginkoop.web.contractering.models import Aanbod, Overeenkomst

BEGROTEN, AANBIEDEN, TEKENEN = r"^Begroting en jaarplan", r"^Overeenkomst .* aanbieden", r"^Getekende overeenkomst"
"""The words in a title that mean a step of ours."""
EERDER, LATER = -1, 1
"""A date belongs to the year before the budget's, in which it is made, or to the year after, in which it is closed."""


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
    mits: "Stap | None" = None
    anders: str = ""

    def in_time(self, dag: date) -> bool:
        """Whether it happened by its date, or still can."""
        return (self.gedaan_op or dag) <= self.datum

    def state(self, dag: date) -> tuple[str, str]:
        """In words, with the colour of the badge, on a day."""
        begint = begins(self.titel)
        if self.gedaan_op is not None:
            laat = self.gedaan_op > self.datum and not begint
            return (gettext("Gedaan, na de datum"), "let") if laat else (gettext("Gedaan"), "ok")
        if self.mits is not None and not self.mits.in_time(dag):
            return self.anders, ""
        if not self.bijgehouden:
            return (gettext("Voorbij") if dag > self.datum else gettext("Komt nog")), ""
        if begint and dag < self.datum:
            return gettext("Komt nog"), ""
        if dag <= self.datum or begint:
            return gettext("Te doen"), "info"
        return (gettext("Te laat"), "fout") if self.hard else (gettext("Streefdatum voorbij"), "let")


def cycle(begroting: Begroting, policy: Beleid) -> list[Stap]:
    """Every yearly date of the policy for this budget, in order: those of making it, then those of closing it."""
    stappen = planning(policy, begroting.jaar, _done(begroting))
    begroot, aanbod = (_named(stappen, woorden) for woorden in (BEGROTEN, AANBIEDEN))
    return [_bound(stap, begroot, aanbod, policy) for stap in stappen]


def _named(stappen: Sequence[Stap], woorden: str) -> Stap | None:
    return next((stap for stap in stappen if re.search(woorden, stap.titel)), None)


def _bound(stap: Stap, begroot: Stap | None, aanbod: Stap | None, policy: Beleid) -> Stap:
    """An offer by its date is promised to who sent the budget in time, and signing is due some weeks after the offer
    (document 004, Planning: "kunnen er niet vanuit gaan", "tot zes weken na het aanbieden")."""
    if stap == aanbod:
        return replace(stap, mits=begroot, anders=gettext("Niet toegezegd"))
    if aanbod is None or not re.search(TEKENEN, stap.titel):
        return stap
    if aanbod.gedaan_op is None:
        return replace(stap, mits=aanbod, anders=gettext("Wacht op het aanbod"))
    datum = aanbod.gedaan_op + timedelta(policy.inhoud.aanbod.geldig_dagen)
    return replace(stap, datum=datum, werkdag=last_working_day(datum))


def planning(policy: Beleid, jaar: int, gedaan: Sequence[tuple[str, date | None]] = ()) -> list[Stap]:
    """The dates for the budget of a year; `gedaan` says which words in a title mean what we keep, and when it was."""
    stappen = [
        _step(termijn, jaar + _which_year(termijn), gedaan) for termijn in policy.inhoud.termijn if termijn.jaarlijks
    ]
    return sorted(stappen, key=lambda stap: (stap.datum, stap.titel))


def _which_year(termijn: Termijn) -> int:
    """Annual accounts look back on the year, everything else prepares it."""
    return LATER if re.match(r"Jaarrekening", termijn.titel) else EERDER


def _step(termijn: Termijn, jaar: int, gedaan: Sequence[tuple[str, date | None]]) -> Stap:
    datum = maanden_later(termijn.datum, 12 * (jaar - termijn.datum.year))
    gevonden = [op for patroon, op in gedaan if re.search(patroon, termijn.titel)]
    return Stap(
        datum=datum,
        werkdag=last_working_day(datum),
        titel=termijn.titel,
        kant=termijn.kant,
        hard=termijn.hard,
        bron=str(termijn.bron),
        gedaan_op=gevonden[0] if gevonden else None,
        bijgehouden=bool(gevonden),
    )


def _done(begroting: Begroting) -> list[tuple[str, date | None]]:
    """Which words in a title mean which of our own events, and when that happened."""
    eerste = begroting.versies.order_by("nummer").first()
    stukken = begroting.jaarstukken.order_by("nummer").first()
    besproken = begroting.jaarstukken.exclude(besproken_op=None).first()
    aanbod = Aanbod.objects.filter(**_of(begroting, "aanvraag__")).defer("pdf").order_by("pk").first()
    getekend = Overeenkomst.objects.filter(**_of(begroting, ""), status="GELDIG").order_by("pk").first()
    gedeeld = getekend.volgingen.order_by("beschikbaar_op").first() if getekend else None
    return [
        (BEGROTEN, _day(eerste and eerste.gemaakt_op)),
        (r"^Jaarrekening.* aanleveren", _day(stukken and stukken.ingediend_op)),
        (r"^Jaarrekening.* besproken", _day(besproken and besproken.besproken_op)),
        (AANBIEDEN, _day(aanbod and aanbod.aangeboden_op)),
        (TEKENEN, _day(getekend and getekend.ondertekend_op)),
        (ANDEREN, _day(gedeeld and gedeeld.beschikbaar_op)),
    ]


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
        if re.search(BEGROTEN, stap.titel) and stap.gedaan_op and stap.gedaan_op > stap.datum:
            return stap
    return None
