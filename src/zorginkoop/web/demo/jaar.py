"""A year in minutes: one policy lived from its publication on 1 April to 31 December, every day and every deadline.

What the people do is invented, from a seed: when a practice begins and submits, how long it thinks about an offer, how
fast the other insurer is. What the days mean comes from the policy, and every step is the one the portal takes.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from zorginkoop.beleid import library
from zorginkoop.beleid.deadlines import Deadline, deadlines, working_day
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.berichten import bezorgen, herinneren, termijnlog, verdelen
from zorginkoop.web.berichten.models import Termijnregel
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst, Volging
from zorginkoop.web.demo import contractronde, leegmaken, start
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.register.feiten import feiten_van
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

PRAKTIJKEN = 60
SEED = 2024
AANVRAGEN_VANAF, AANBIEDEN_VANAF = (7, 1), (10, 1)
"""Month and day from which practices begin, and from which the insurer makes offers."""
BEOORDELEN, TERUGKIJKEN = timedelta(3), timedelta(7)
LAAT, VERGETEN, ZWIJGT = 0.08, 0.05, 0.06
"""The share of practices that submits after the last day, never submits, and never answers an offer."""
OCHTEND = time(9)


@dataclass(frozen=True)
class Plan:
    """What a practice is going to do: days to begin and to submit, and the days it thinks about an offer."""

    begint: date
    dient_in: date | None
    denktijd: int | None


class Jaar:
    """The year, its people, and per day what happened."""

    def __init__(self, bezetting: Bezetting, policy: Beleid, jaar: int) -> None:
        self.bezetting, self.policy, self.jaar = bezetting, policy, jaar
        self.rng = random.Random(SEED)  # noqa: S311 - an invented market, not a secret
        self.verzekeraar = bezetting.verzekeraars[policy.verzekeraar.uzovi]
        self.volgers = [o for o in bezetting.verzekeraars.values() if o != self.verzekeraar]
        self.ingang = date(jaar + 1, 1, 1)
        self.plannen = {o: self._plan() for o in bezetting.praktijken.values()}
        self.gebeurd: dict[date, Counter[str]] = {}
        self.vandaag = Counter[str]()

    def _plan(self) -> Plan:
        begin = date(self.jaar, *AANVRAGEN_VANAF) + timedelta(self.rng.randrange(140))
        soort, duur = self.rng.random(), timedelta(self.rng.randint(3, 28))
        dient_in = None if soort < VERGETEN else begin + duur
        if VERGETEN <= soort < VERGETEN + LAAT:
            dient_in = date(self.jaar, 12, 2) + timedelta(self.rng.randrange(14))
        return Plan(begin, dient_in, None if self.rng.random() < ZWIJGT else self.rng.randint(1, 30))

    def live(self, op: date) -> None:
        """One day: the practices, the insurers on working days, and what runs by itself every day."""
        now = datetime.combine(op, OCHTEND, timezone.get_default_timezone())
        self.vandaag = self.gebeurd[op] = Counter()
        for stap in (
            self._apply,
            self._sign,
            *((self._judge, self._offer, self._share, self._follow) if working_day(op) else ()),
        ):
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
        if now.date() < date(self.jaar, *AANBIEDEN_VANAF):
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
        if self.policy.inhoud.volgen.toestemming != "impliciet":
            actions.allow_following(overeenkomst=overeenkomst, by=by, now=now)

    def _share(self, now: datetime) -> None:
        """What was signed before today is available to the others."""
        by = self.bezetting.mensen[self.policy.verzekeraar.uzovi, Rol.CONTRACTBEHEER]
        nieuw = Overeenkomst.objects.filter(status="GELDIG", volgingen=None, ondertekend_op__lt=now)
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

    def deadlines(self) -> Iterator[Deadline]:
        """The dates of the policy in this year, from its publication on."""
        return (rij for rij in deadlines(self.policy, self.jaar) if rij.datum >= date(self.jaar, 4, 1))

    def as_json(self) -> dict[str, Any]:
        return {
            "beleid": self.policy.naam,
            "jaar": self.jaar,
            "dagen": {dag.isoformat(): dict(+geteld) for dag, geteld in self.gebeurd.items() if +geteld},
            "termijnen": [rij.model_dump(mode="json") for rij in self.deadlines()],
            "nagekomen": _kept(),
            "stand": _standing(),
        }


def run(*, beleid: str, praktijken: int = PRAKTIJKEN, als_json: bool = False) -> dict[str, Any]:
    """Live the year before this policy holds; writes var/demo/jaar.json. Gebruikersfout: no such policy."""
    policy = library.load(beleid)
    jaar = policy.document.geldig_van.year - 1
    voortgang = start.Voortgang()
    with voortgang.balk:
        with voortgang.stap("Database klaarzetten"):
            leegmaken.prepare()
        uit = leegmaken.marker().parent
        bezetting, _ = start.market(voortgang, praktijken, praktijken * 20, uit)
        verloop = Jaar(bezetting, policy, jaar)
        dagen = [date(jaar, 4, 1) + timedelta(n) for n in range(275)]
        with voortgang.stap(f"{jaar}, van 1 april tot en met 31 december", len(dagen)) as klaar:
            for dag in dagen:
                verloop.live(dag)
                klaar(1)
    with suppress(IndexError, StopIteration):
        start.log_ins(bezetting, list(Overeenkomst.objects.select_related("praktijk").order_by("pk")))
    uitkomst = verloop.as_json()
    (uit / "jaar.json").write_text(json.dumps(uitkomst, indent=2, ensure_ascii=False))
    print(json.dumps(uitkomst, ensure_ascii=False)) if als_json else _show(verloop, uitkomst)
    return uitkomst


def _kept() -> dict[str, dict[str, int]]:
    """Per kind of term how many were kept, kept too late, lapsed, and are still open."""
    telling: dict[str, Counter[str]] = {}
    for rij in Termijnregel.objects.exclude(uiterlijk=None):
        if rij.vervallen:
            hoe = "vervallen"
        elif rij.gehaald_op is None:
            hoe = "open"
        else:
            hoe = "op tijd" if timezone.localdate(rij.gehaald_op) <= rij.uiterlijk else "te laat"
        telling.setdefault(rij.soort, Counter())[hoe] += 1
    return {soort: dict(telling[soort]) for soort in sorted(telling)}


def _standing() -> dict[str, int]:
    stand = Counter(f"aanvragen {status.lower()}" for status in Aanvraag.objects.values_list("status", flat=True))
    stand["overeenkomsten"] = Overeenkomst.objects.filter(status="GELDIG").count()
    stand["wijzigingen"] = Mutatie.objects.count()
    stand.update(f"volgingen {status.lower()}" for status in Volging.objects.values_list("status", flat=True))
    return dict(sorted(stand.items()))


def _show(verloop: Jaar, uitkomst: dict[str, Any]) -> None:
    console = Console()
    dagen = Table(
        "Dag", "Wat het beleid zegt", "Wie", "Wat er tot die dag gebeurde", title=verloop.policy.document.titel
    )
    gehad = Counter[str]()
    rest = iter(sorted(verloop.gebeurd))
    for rij in sorted(verloop.deadlines(), key=lambda rij: rij.datum):
        for dag in rest:
            gehad.update(verloop.gebeurd[dag])
            if dag >= rij.datum:
                break
        dagen.add_row(f"{rij.datum:%d-%m-%Y}", rij.titel, rij.kant, _words(gehad))
    for dag in rest:
        gehad.update(verloop.gebeurd[dag])
    dagen.add_row(f"31-12-{verloop.jaar}", "Einde van het jaar", "", _words(gehad))
    console.print(dagen)
    termijnen = Table("Termijn", "op tijd", "te laat", "vervallen", "open", title="Zijn de termijnen gehaald?")
    for soort, telling in uitkomst["nagekomen"].items():
        termijnen.add_row(
            soort.replace("_", " "), *(str(telling.get(hoe, 0)) for hoe in ("op tijd", "te laat", "vervallen", "open"))
        )
    console.print(termijnen)
    console.print(f"Alles per dag staat in {settings.VAR / 'demo' / 'jaar.json'}")


def _words(geteld: Counter[str]) -> str:
    return ", ".join(f"{aantal} {wat}" for wat, aantal in (+geteld).items()) or "nog niets"
