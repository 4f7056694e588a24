"""The years of a budget, lived: made and agreed in the autumn, signed, followed, and closed with its accounts.

The dates are those of the policy (document 004, Planning); some send in late, some forget, one in five is sent back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from zorginkoop.beleid.deadlines import Deadline, working_day
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting import actions
from zorginkoop.web.begroting.inhoud import Inhoud, Realisatie
from zorginkoop.web.begroting.jaarcyclus import cycle, planning
from zorginkoop.web.begroting.models import Begroting, Jaarstukken
from zorginkoop.web.contractering import actions as contracteren
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.demo import begrotingen, rolverdeling
from zorginkoop.web.demo.begrotingen import Besluiter
from zorginkoop.web.demo.dagen import last_day
from zorginkoop.web.demo.samenwerking import cooperation
from zorginkoop.web.demo.toezegging import apply_for, purchasers, start
from zorginkoop.web.demo.verloop import Jaar, Jaardag, Plan, days_between
from zorginkoop.web.toegang.models import Organisatie

AANTAL = 12
EEN_RO_OP, TE_LAAT_OP = 4, 5
"""One in so many is a regional organisation; one in so many sends its budget in after the date."""
BEKIJKEN, ANTWOORDEN, BESPREKEN = timedelta(8), timedelta(6), timedelta(21)
"""How long the insurer looks at a budget, the provider at an answer, and the insurer at the accounts."""


class Begrotingsjaar(Jaar):
    """The year before the budget's, and then the months in which its accounts come in and are discussed."""

    def providers(self) -> Iterable[Organisatie]:
        """Partnerships and regional organisations, or out-of-hours services where two insurers decide."""
        codes = [self._code(n) for n in range(AANTAL if not self.samen else EEN_RO_OP)]
        return rolverdeling.practices(self.bezetting, codes).values()

    def _code(self, n: int) -> tuple[str, str]:
        if self.samen:
            return f"2100{101 + n:04d}", f"Huisartsenpost {n + 1}"
        return (f"6700{101 + n:04d}", f"RO {n + 1}") if n % EEN_RO_OP == 0 else (f"5300{101 + n:04d}", f"WSV {n + 1}")

    @property
    def samen(self) -> bool:
        """Whether two insurers decide together."""
        return "begroting_akkoord_tweede" in self.policy.feiten

    @property
    def begrotingsjaar(self) -> int:
        """The year the budgets are for."""
        return self.jaar + 1

    def days(self) -> list[date]:
        """Until the followers had their weeks, and again in the year after that of the budget."""
        na = self.begrotingsjaar + 1
        eerst = days_between(date(self.jaar, 4, 1), date(self.begrotingsjaar, 2, 28))
        return [*eerst, *days_between(date(na, 4, 1), last_day(self.policy))]

    def deadlines(self) -> list[Deadline]:
        """The yearly dates of the policy around the year of the budget; others as they are."""
        termijnen = {t.titel: t for t in self.policy.inhoud.termijn}
        return super().deadlines() if not termijnen else [
            Deadline(
                datum=s.datum, titel=s.titel, kant=s.kant, hard=s.hard, herkomst="beleid", werkdag=working_day(s.datum),
                laatste_werkdag=s.werkdag, bron=termijnen[s.titel].bron, begint=s.begint,
            )
            for s in planning(self.policy, self.begrotingsjaar)
        ]  # fmt: skip

    def cycle(self) -> list[Jaardag]:
        """How far the budgets are with each date on the last day."""
        standen: dict[tuple[date, str, str], Counter[str]] = {}
        for begroting in Begroting.objects.exclude(status="INGETROKKEN").select_related("praktijk", "verzekeraar"):
            for stap in cycle(begroting, self.policy):
                dag = planning_day(self.policy, self.begrotingsjaar, stap.titel) or stap.datum
                standen.setdefault((dag, stap.titel, stap.kant), Counter())[stap.state(self.days()[-1])[0]] += 1
        return [(*sleutel, dict(telling)) for sleutel, telling in sorted(standen.items())]

    def offers_from(self) -> date:
        """As soon as a budget was agreed to."""
        return date(self.jaar, 9, 1)

    def _plan(self) -> Plan:
        begin = date(self.jaar, 7, 1) + timedelta(self.rng.randrange(30))
        dient_in = date(self.jaar, 8, 5) + timedelta(self.rng.randrange(27))
        if begin.day % TE_LAAT_OP == 0:
            dient_in = date(self.jaar, 9, 3) + timedelta(self.rng.randrange(20))
        return Plan(begin, dient_in, self.rng.randint(2, 40))

    def steps(self, op: date) -> Sequence[Callable[[datetime], None]]:
        """Budgets go before applications: there is no agreement without one."""
        na = op.year == self.begrotingsjaar + 1
        inkoop = (self._decide, self._discuss, self._settle) if working_day(op) else ()
        return (self._budget, self._again, self._accounts, *inkoop, *(() if na else super().steps(op)))

    def _content(self, erbij: int = 0) -> Inhoud:
        posten = begrotingen.SPOED if self.samen else begrotingen.SAMENWERKING
        return begrotingen.content(posten, self.begrotingsjaar, erbij=erbij)

    def _deciders(self) -> tuple[Besluiter, Besluiter]:
        een, ander = purchasers(self.bezetting, self.policy)
        if not self.samen:
            return een, ander
        ver = self.volgers[0]
        return een, (self.bezetting.tweede_inkopers[str(ver.uzovi)], ver)

    def _budget(self, now: datetime) -> None:
        tweede = self.volgers[0] if self.samen else None
        for wie, plan in self.plannen.items():
            if plan.begint == now.date():
                self._try("begroting begonnen", lambda w=wie: start(
                    self.bezetting, self.policy, w, jaar=self.begrotingsjaar, now=now, tweede=tweede,
                ))  # fmt: skip
            if plan.dient_in == now.date():
                erbij = 1_000 if self.rng.random() < 0.2 else 0
                self._try("begroting ingestuurd", lambda w=wie, e=erbij: self._hand_in(w, e, now))

    def _hand_in(self, wie: Organisatie, erbij: int, now: datetime) -> None:
        begroting = Begroting.objects.get(praktijk=wie)
        by = self.bezetting.tekenbevoegde(wie)
        actions.hand_in(begroting=begroting, inhoud=self._content(erbij), bestandsnaam="begroting.xlsx", by=by, now=now)

    def _again(self, now: datetime) -> None:
        for begroting in Begroting.objects.filter(status="TERUG", besluiten__op__lte=now - ANTWOORDEN).distinct():
            self._try("begroting opnieuw ingestuurd", lambda b=begroting: self._hand_in(b.praktijk, 0, now))

    def _decide(self, now: datetime) -> None:
        """The first one asks for something else where too much was asked; the second follows the next working day."""
        een, ander = self._deciders()
        for begroting in Begroting.objects.filter(status="VOORGESTELD"):
            self._try("begroting akkoord", lambda b=begroting: begrotingen.agree(b, (ander, now)))
        for begroting in Begroting.objects.filter(status="INGEDIEND", ingediend_op__lte=now - BEKIJKEN):
            versie = begroting.last_version()
            if versie is not None and versie.content() != self._content():
                self._try("begroting terug", lambda b=begroting: begrotingen.send_back(b, een, "Te hoog.", now=now))
            else:
                self._try("begroting eerste akkoord", lambda b=begroting: begrotingen.agree(b, (een, now)))

    def _apply(self, now: datetime) -> None:
        """Who has an agreed budget asks for the agreement the next day."""
        zonder = Begroting.objects.filter(status="AKKOORD", akkoord_op__lt=now).exclude(
            praktijk__in=Aanvraag.objects.values("praktijk")
        )
        for begroting in zonder.select_related("praktijk"):
            self._try("aanvraag ingediend", lambda b=begroting: self._ask(b.praktijk, now))

    def _ask(self, wie: Organisatie, now: datetime) -> None:
        aanvraag = apply_for(self.bezetting, self.policy, wie, self._answers(wie), op=now)
        by = self.bezetting.tekenbevoegde(wie)
        contracteren.submit_aanvraag(aanvraag=aanvraag, registerfeiten={}, by=by, now=now)

    def _answers(self, wie: Organisatie) -> dict[str, Any]:
        if self.samen:
            ingang = date(self.begrotingsjaar, 1, 1).isoformat()
            return {"gewenste_ingangsdatum": ingang, "kernregio": True, "landelijke_overeenkomst": True}
        regionaal = (wie.agb or "").startswith("67")
        antwoorden = cooperation(self.begrotingsjaar, "ro" if regionaal else "wsv")
        return {**antwoorden, "aantal_wsv": 2} if regionaal else antwoorden

    def _share(self, now: datetime) -> None:
        """Other insurers hear of it from December on (document 004, Planning)."""
        if now.date() >= date(self.jaar, 12, 1) and not self.policy.for_all:
            super()._share(now)

    def _accounts(self, now: datetime) -> None:
        """From April after the year on; what was late before is late again."""
        begin = date(self.begrotingsjaar + 1, 4, 1)
        for nummer, wie in enumerate(self.plannen):
            dag = begin + timedelta(3 + 4 * nummer % 31 + (20 if nummer % 5 == 4 else 0))
            if dag == now.date():
                for begroting in Begroting.objects.filter(praktijk=wie, status="AKKOORD"):
                    self._try("jaarrekening ingestuurd", lambda b=begroting: self._account(b, now))

    def _account(self, begroting: Begroting, now: datetime) -> None:
        inhoud = self._content()
        kosten = {r.code: int(r.bedrag_cent * Decimal("1.02")) for r in inhoud.regels}
        actions.hand_in_accounts(
            begroting=begroting,
            realisatie=Realisatie(kosten_cent=kosten, uitkomsten={r.code: r.norm for r in inhoud.resultaten}),
            verslag="Het jaar verliep volgens plan.",
            by=self.bezetting.tekenbevoegde(begroting.praktijk),
            now=now,
        )

    def _discuss(self, now: datetime) -> None:
        een, _ = self._deciders()
        if now.date() < date(self.begrotingsjaar + 1, 5, 1):  # May to July is for that (document 004, Planning)
            return
        wacht = Jaarstukken.objects.filter(besproken_op=None, ingediend_op__lte=now - BESPREKEN)
        for stukken in wacht.select_related("begroting__praktijk"):
            self._try("jaarrekening besproken", lambda s=stukken: begrotingen.discuss(s, een, now=now))

    def _settle(self, now: datetime) -> None:
        """Where the policy knows a settlement, one insurer proposes it and the other one determines it."""
        if not self.samen:
            return
        een, ander = self._deciders()
        for stukken in Jaarstukken.objects.filter(besproken_op__lt=now, nacalculaties=None):
            self._try("nacalculatie vastgesteld", lambda s=stukken: begrotingen.settle(s, een, ander, now, now))


def planning_day(policy: Beleid, jaar: int, titel: str) -> date | None:
    """The day of a yearly date around the budget of a year, before anything happened."""
    return next((s.datum for s in planning(policy, jaar) if s.titel == titel), None)
