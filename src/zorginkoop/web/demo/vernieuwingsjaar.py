"""A year of requests for innovation, lived: asked, answered in one of four ways, started by the quarter, announced."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from zorginkoop.beleid.deadlines import working_day
from zorginkoop.web.begroting import actions
from zorginkoop.web.begroting.models import Antwoord, Vernieuwing
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.demo import vernieuwingen
from zorginkoop.web.demo.toezegging import purchasers
from zorginkoop.web.demo.verloop import Jaar, Plan, days_between
from zorginkoop.web.toegang.models import Organisatie

AANTAL = 12
NADENKEN, AANVULLEN = timedelta(20), timedelta(10)
UITKOMSTEN = ("start", "onvolledig", "start", "geen_prioriteit", "start", "niet")
ONDERWERPEN = ("Beeldbellen", "Valpreventie thuis", "Samen beslissen", "Wondzorg met foto's", "Groepsconsult")


class Vernieuwingsjaar(Jaar):
    """The year in which the policy holds: a project starts with a quarter, a month or more after its yes."""

    def days(self) -> list[date]:
        """The whole year."""
        return days_between(date(self.jaar, 1, 1), date(self.jaar, 12, 31))

    def providers(self) -> list[Organisatie]:
        """The first practices of the market."""
        return list(self.bezetting.praktijken.values())[:AANTAL]

    def offers_from(self) -> date:
        """All year."""
        return self.days()[0]

    def _plan(self) -> Plan:
        dag = date(self.jaar, 1, 6) + timedelta(self.rng.randrange(200))
        return Plan(dag, dag, self.rng.randint(1, 14))

    def steps(self, op: date) -> Sequence[Callable[[datetime], None]]:
        """Requests and answers, and then what follows from a yes."""
        inkoop = (self._answer, self._confirm) if working_day(op) else ()
        return (self._request, self._again, *inkoop, *super().steps(op))

    def _request(self, now: datetime) -> None:
        for nummer, (wie, plan) in enumerate(self.plannen.items()):
            if plan.begint == now.date():
                titel = ONDERWERPEN[nummer % len(ONDERWERPEN)]
                soort = "account_overstijgend" if nummer % 4 == 3 else "huisartsenzorg"
                self._try("vernieuwing gevraagd", lambda w=wie, t=titel, s=soort: vernieuwingen.request(
                    self.bezetting, self.policy, w, titel=t, reikwijdte=s, wat=f"{t} in de praktijk.", op=now,
                ))  # fmt: skip

    def _answer(self, now: datetime) -> None:
        (een, _), _ = purchasers(self.bezetting, self.policy)
        for record in Vernieuwing.objects.filter(status="INGEDIEND", ingediend_op__lte=now - NADENKEN):
            eerder = record.antwoorden_gegeven.count()
            uitkomst = "start" if eerder else UITKOMSTEN[record.pk % len(UITKOMSTEN)]
            besluit = vernieuwingen.JA if uitkomst == "start" else vernieuwingen.NEE
            wat = f"antwoord {uitkomst.replace('_', ' ')}"
            self._try(wat, lambda r=record, u=uitkomst, b=besluit: actions.answer_vernieuwing(
                record=r, uitkomst=u, besluit=b, by=een, now=now,
            ))  # fmt: skip

    def _confirm(self, now: datetime) -> None:
        _, (ander, _) = purchasers(self.bezetting, self.policy)
        wacht = Antwoord.objects.filter(bevestigd=None, voorgesteld_op__lt=now - timedelta(1))
        for antwoord in wacht.select_related("vernieuwing"):
            self._try("ja bevestigd", lambda a=antwoord: actions.confirm_vernieuwing(
                antwoord=a, akkoord=True, by=ander, now=now,
            ))  # fmt: skip

    def _again(self, now: datetime) -> None:
        """What missed something is completed."""
        onvolledig = Vernieuwing.objects.filter(
            status="ONVOLLEDIG", antwoorden_gegeven__besloten_op__lte=now - AANVULLEN
        )
        for record in onvolledig.select_related("praktijk"):
            velden = {"titel": record.titel, "beschrijving": record.beschrijving, "antwoorden": record.antwoorden}
            self._try("vernieuwing aangevuld", lambda r=record, v=velden: actions.resubmit_vernieuwing(
                record=r, velden=v, aanvulling="De kosten staan er nu bij.", now=now,
                by=self.bezetting.tekenbevoegde(r.praktijk),
            ))  # fmt: skip

    def _apply(self, now: datetime) -> None:
        """A yes leads to an application the next day."""
        ja = Vernieuwing.objects.filter(status="START", antwoorden_gegeven__besloten_op__lt=now)
        for record in ja.exclude(praktijk__in=Aanvraag.objects.values("praktijk")).select_related("praktijk"):
            self._try("aanvraag ingediend", lambda r=record: actions.apply_vernieuwing(
                record=r, by=self.bezetting.tekenbevoegde(r.praktijk), now=now,
            ))  # fmt: skip
