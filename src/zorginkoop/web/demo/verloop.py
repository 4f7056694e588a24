"""The days of a lived year: what practices and insurers do, and when. Every step is the one the portal takes.

What people do is invented, from a seed: when a practice begins and submits, how long it thinks about an offer, how fast
the other insurer is. What the days mean comes from the policy.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from zorginkoop.beleid.deadlines import Deadline, deadlines, working_day
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.berichten import bezorgen, herinneren, termijnlog, verdelen
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst, Volging
from zorginkoop.web.demo import contractronde
from zorginkoop.web.demo.dagen import morning
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.gebeurtenissen.termijnen import reminders
from zorginkoop.web.register.feiten import feiten_van
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

SEED = 2024
AANVRAGEN_VANAF, AANBIEDEN_VANAF = (7, 1), (10, 1)
"""Month and day from which practices begin, and from which the insurer makes offers."""
BEOORDELEN, TERUGKIJKEN = timedelta(3), timedelta(7)
LAAT, VERGETEN, ZWIJGT = 0.08, 0.05, 0.06
"""The share of practices that submits after the last day, never submits, and never answers an offer."""
VERGEET_VINKJE_OP = 4
"""One in so many forgets to say that others may follow, where the policy asks it."""
Jaardag = tuple[date, str, str, dict[str, int]]
"""A yearly date: when, what, whose it is, and how many budgets are in which state."""


def days_between(van: date, tot_en_met: date) -> list[date]:
    """Every day, both ends included."""
    return [van + timedelta(n) for n in range((tot_en_met - van).days + 1)]


@dataclass(frozen=True)
class Plan:
    """What a practice is going to do: days to begin and to submit, and the days it thinks about an offer."""

    begint: date
    dient_in: date | None
    denktijd: int | None


class Jaar:
    """The year before a policy holds, its people, and per day what happened. Some policies live another year."""

    def __init__(self, bezetting: Bezetting, policy: Beleid, jaar: int) -> None:
        self.bezetting, self.policy, self.jaar = bezetting, policy, jaar
        self.rng = random.Random(SEED)  # noqa: S311 - an invented market, not a secret
        self.verzekeraar = bezetting.verzekeraars[policy.verzekeraar.uzovi]
        self.volgers = [o for o in bezetting.verzekeraars.values() if o != self.verzekeraar]
        self.ingang = date(jaar + 1, 1, 1)
        self.plannen = {o: self._plan() for o in self.providers()}
        self.gebeurd: dict[date, Counter[str]] = {}
        self.vandaag = Counter[str]()

    @property
    def asks_consent(self) -> bool:
        """Whether a practice must say that others may follow."""
        return self.policy.inhoud.volgen.toestemming != "impliciet"

    def providers(self) -> Iterable[Organisatie]:
        """Who applies under this policy."""
        return self.bezetting.praktijken.values()

    def days(self) -> list[date]:
        """From the publication of the policy to the end of the year."""
        return days_between(date(self.jaar, 4, 1), date(self.jaar, 12, 31))

    def deadlines(self) -> list[Deadline]:
        """The dates of the policy in this year, from its publication on."""
        return [rij for rij in deadlines(self.policy, self.jaar) if rij.datum >= self.days()[0]]

    def cycle(self) -> list[Jaardag]:
        """The yearly dates of a budget with how many kept them; none where there are no budgets."""
        return []

    def offers_from(self) -> date:
        """From when the insurer makes offers."""
        return date(self.jaar, *AANBIEDEN_VANAF)

    def steps(self, op: date) -> Sequence[Callable[[datetime], None]]:
        """What people do on a day; the insurers on working days."""
        werk = (self._judge, self._offer, self._share, self._follow) if working_day(op) else ()
        return (self._apply, self._sign, self._consent, *werk)

    def _plan(self) -> Plan:
        begin = date(self.jaar, *AANVRAGEN_VANAF) + timedelta(self.rng.randrange(140))
        soort, duur = self.rng.random(), timedelta(self.rng.randint(3, 28))
        dient_in = None if soort < VERGETEN else begin + duur
        if VERGETEN <= soort < VERGETEN + LAAT:
            dient_in = date(self.jaar, 12, 2) + timedelta(self.rng.randrange(14))
        return Plan(begin, dient_in, None if self.rng.random() < ZWIJGT else self.rng.randint(1, 30))

    def live(self, op: date) -> None:
        """One day: what people do, and what runs by itself every day."""
        now = morning(op)
        self.vandaag = self.gebeurd[op] = Counter()
        for stap in self.steps(op):
            stap(now)
        self.vandaag["aanbod vervallen"] = actions.expire_aanbiedingen(now=now)
        self.vandaag["herinneringen"] = herinneren.remind(now=now)
        termijnlog.record()
        verdelen.distribute(now=now)
        self.vandaag["e-mails"] = sum(bezorgen.deliver(now=now).values())

    def _try(self, wat: str, stap: Callable[[], object]) -> None:
        """What the portal refuses is an answer too, and counted as one."""
        try:
            stap()
            self.vandaag[wat] += 1
        except Gebruikersfout:
            self.vandaag[f"{wat}: geweigerd"] += 1

    def _apply(self, now: datetime) -> None:
        for praktijk, plan in self.plannen.items():
            if plan.begint == now.date():
                self._try("concept", lambda wie=praktijk: self._draft(wie, now))
            if plan.dient_in == now.date():
                self._try("aanvraag ingediend", lambda wie=praktijk: self._submit(wie, now))

    def _facts(self, praktijk: Organisatie) -> dict[str, Any]:
        return feiten_van(str(praktijk.agb), dag=self.ingang, uzovi=self.policy.verzekeraar.uzovi)

    def _draft(self, praktijk: Organisatie, now: datetime) -> Aanvraag:
        feiten = self._facts(praktijk)
        return contractronde.draft(
            self.bezetting, self.policy, praktijk, feiten, now=now, ingang=self.ingang, rng=self.rng
        )

    def _submit(self, praktijk: Organisatie, now: datetime) -> None:
        aanvraag = Aanvraag.objects.filter(praktijk=praktijk, status="CONCEPT").first()
        aanvraag = aanvraag or self._draft(praktijk, now)
        by = self.bezetting.tekenbevoegde(praktijk)
        actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=self._facts(praktijk), by=by, now=now)

    def _judge(self, now: datetime) -> None:
        wacht = Aanvraag.objects.filter(status="BEOORDELING", ingediend_op__lte=now - BEOORDELEN)
        aanvragen = list(wacht.select_related("praktijk", "verzekeraar"))
        contractronde.judge_all(self.bezetting, aanvragen, now=now, seed=self.rng.randrange(10**6))
        self.vandaag["beoordeeld"] += len(aanvragen)

    def _offer(self, now: datetime) -> None:
        if now.date() < self.offers_from():
            return
        inkoper = self.bezetting.mensen[self.policy.verzekeraar.uzovi, Rol.INKOPER]
        wacht = Aanvraag.objects.filter(status="TOEGELATEN", volledig_op__lte=now - TERUGKIJKEN)
        for aanvraag in wacht.exclude(aanbiedingen__status="VERVALLEN"):
            self._try("aanbod", lambda a=aanvraag: actions.offer_overeenkomst(aanvraag=a, by=inkoper, now=now))

    def _sign(self, now: datetime) -> None:
        for aanbod in Aanbod.objects.filter(status="AANGEBODEN").select_related("aanvraag__praktijk"):
            denktijd = self.plannen[aanbod.aanvraag.praktijk].denktijd
            if denktijd is not None and (now - aanbod.aangeboden_op).days >= denktijd:
                self._try("ondertekend", lambda a=aanbod: self._accept(a, now))

    def _accept(self, aanbod: Aanbod, now: datetime) -> None:
        by = self.bezetting.tekenbevoegde(aanbod.aanvraag.praktijk)
        overeenkomst = actions.sign_overeenkomst(aanbod=aanbod, by=by, now=now)
        if self.asks_consent and overeenkomst.pk % VERGEET_VINKJE_OP:
            actions.allow_following(overeenkomst=overeenkomst, by=by, now=now)

    def _consent(self, now: datetime) -> None:
        """Who forgot the tick when signing, gives it after the second reminder."""
        if not self.asks_consent:
            return
        for overeenkomst in Overeenkomst.objects.filter(status="GELDIG", volgen_toegestaan_op=None):
            if reminders(overeenkomst)[-1] < now.date():
                by = self.bezetting.tekenbevoegde(overeenkomst.praktijk)
                self._try(
                    "vergeten vinkje gezet",
                    lambda o=overeenkomst, wie=by: actions.allow_following(overeenkomst=o, by=wie, now=now),
                )

    def _share(self, now: datetime) -> None:
        """What was signed before today is available to the others."""
        by = self.bezetting.mensen[self.policy.verzekeraar.uzovi, Rol.CONTRACTBEHEER]
        nieuw = Overeenkomst.objects.filter(status="GELDIG", volgingen=None, ondertekend_op__lt=now)
        if self.asks_consent:
            nieuw = nieuw.filter(volgen_toegestaan_op__isnull=False)
        for overeenkomst in nieuw.select_related("verzekeraar"):
            for volger in self.volgers:
                self._try(
                    "beschikbaar voor volger",
                    lambda o=overeenkomst, v=volger: actions.follow_overeenkomst(
                        overeenkomst=o, volger=v, by=by, now=now
                    ),
                )

    def _follow(self, now: datetime) -> None:
        """Collected after some days, taken over after some weeks; one in ten comes after its term."""
        for volging in Volging.objects.filter(status__in=["BESCHIKBAAR", "OPGEHAALD"]).select_related("volger"):
            by = self.bezetting.mensen[str(volging.volger.uzovi), Rol.CONTRACTBEHEER]
            naar, na = ("OPGEHAALD", 2) if volging.status == "BESCHIKBAAR" else ("VERWERKT", 6 + volging.pk % 17)
            if (now - volging.beschikbaar_op).days >= na:
                self._try(
                    f"volging {naar.lower()}",
                    lambda v=volging, n=naar, wie=by: actions.process_volging(volging=v, naar=n, by=wie, now=now),
                )
