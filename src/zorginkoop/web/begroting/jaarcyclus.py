"""The yearly cycle of a budget: the dates of the policy around its year, and how far it is with each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from zorginkoop.beleid.deadlines import last_working_day
from zorginkoop.beleid.model import Kant, Termijn
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.periode import maanden_later
from zorginkoop.web.begroting.models import Begroting
from zorginkoop.web.contractering.models import Aanbod, Overeenkomst

EERDER, LATER = -1, 1
"""A date belongs to the year before the budget's, in which it is made, or to the year after, in which it is closed."""


@dataclass(frozen=True)
class Stap:
    """One date of the cycle. `gedaan_op` is when it happened, None while it has not or nobody keeps it."""

    datum: date
    werkdag: date
    titel: str
    kant: Kant
    hard: bool
    bron: str
    gedaan_op: date | None
    bijgehouden: bool

    def state(self, dag: date) -> tuple[str, str]:
        """In words, with the colour of the badge, on a day."""
        if self.gedaan_op is not None:
            laat = self.gedaan_op > self.datum
            return ("Gedaan, na de datum", "let") if laat else ("Gedaan", "ok")
        if not self.bijgehouden:
            return ("Voorbij", "") if dag > self.datum else ("Komt nog", "")
        if dag <= self.datum:
            return "Te doen", "info"
        return ("Te laat", "fout") if self.hard else ("Streefdatum voorbij", "let")


def cycle(begroting: Begroting, policy: Beleid) -> list[Stap]:
    """Every yearly date of the policy for this budget, in order: those of making it, then those of closing it."""
    return planning(policy, begroting.jaar, _done(begroting))


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
        (r"^Begroting en jaarplan", _day(eerste and eerste.gemaakt_op)),
        (r"^Jaarrekening.* aanleveren", _day(stukken and stukken.ingediend_op)),
        (r"^Jaarrekening.* besproken", _day(besproken and besproken.besproken_op)),
        (r"^Overeenkomst .* aanbieden", _day(aanbod and aanbod.aangeboden_op)),
        (r"^Getekende overeenkomst", _day(getekend and getekend.ondertekend_op)),
        (r"andere verzekeraars informeren", _day(gedeeld and gedeeld.beschikbaar_op)),
    ]


def _of(begroting: Begroting, pad: str) -> dict[str, object]:
    """What an offer or agreement for the year of this budget has."""
    start = "ingangsdatum__year" if pad else "van__year"
    partijen = {f"{pad}praktijk": begroting.praktijk, f"{pad}verzekeraar": begroting.verzekeraar}
    return {**partijen, f"{pad}beleid": begroting.beleid, start: begroting.jaar}


def _day(moment: object) -> date | None:
    return timezone.localdate(moment) if moment else None  # type: ignore[arg-type]


def late(begroting: Begroting, policy: Beleid) -> Stap | None:
    """The date for sending in the budget when that came too late: then no offer by the day of offers is promised."""
    for stap in cycle(begroting, policy):
        if stap.titel.startswith("Begroting en jaarplan") and stap.gedaan_op and stap.gedaan_op > stap.datum:
            return stap
    return None
