"""Any order of steps: whatever people do, in whatever order, the promises of contracting hold."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from zorginkoop.beleid import library
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import aanbieden, actions, muteren, ondertekenen
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Bezwaar, Mutatie, Overeenkomst, Volging

from .conftest import ANTWOORDEN, BELEID, CANARY_IBAN, NOW, REGISTER, Markt

MODULES = ["poh_s", "econsult", "spleetlamp", "nhg_accreditatie"]
FINAL = {"AFGEWEZEN", "INGETROKKEN", "OVEREENGEKOMEN", "VERVALLEN", "ONDERTEKEND", "VERWERKT", "GEWEIGERD"}
modules = st.sampled_from(MODULES)


class Verloop(RuleBasedStateMachine):
    """Rules try a step on the latest record of its kind; a refusal in plain Dutch is an answer, anything else a bug."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.markt = Markt(library.load(BELEID))
        self.now: datetime = NOW
        self.ended: dict[tuple[str, int], str] = {}

    def teardown(self) -> None:
        """Every run starts from an empty database."""
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def attempt(self, action, **what) -> None:
        try:
            action(now=self.now, **what)
        except Gebruikersfout as fout:
            assert fout.melding

    def last(self, model):
        return model.objects.order_by("pk").last()

    @initialize(gesloten=st.booleans())
    def begin(self, gesloten):
        """Half of the runs start with a signed agreement, so that changing and following get their share."""
        if gesloten:
            self.markt.signed()

    @rule(dagen=st.integers(1, 45))
    def clock(self, dagen):
        self.now += timedelta(days=dagen)
        actions.expire_aanbiedingen(now=self.now)

    @rule(gewenst=st.lists(modules, unique=True, max_size=3), ro=st.booleans())
    def apply(self, gewenst, ro):
        m = self.markt
        who = {"by": m.invuller, "praktijk": m.praktijk, "verzekeraar": m.verzekeraar}
        self.attempt(actions.start_aanvraag, **who, beleid=BELEID)
        dag = (self.now + timedelta(days=40)).date().isoformat()
        antwoorden = {**ANTWOORDEN, "gewenste_prestaties": gewenst, "ro_aansluiting": ro, "gewenste_ingangsdatum": dag}
        self.attempt(actions.answer, aanvraag=self.last(Aanvraag), antwoorden=antwoorden, by=m.invuller)

    @precondition(lambda self: Aanvraag.objects.exists())
    @rule(big=st.sampled_from([True, True, True, False]))
    def submit(self, big):
        feiten = {**REGISTER, "big_registratie": big}
        aanvraag = self.last(Aanvraag)
        self.attempt(actions.submit_aanvraag, aanvraag=aanvraag, registerfeiten=feiten, by=self.markt.invuller)

    @precondition(lambda self: Aanvraag.objects.filter(status="BEOORDELING").exists())
    @rule(toegestaan=st.booleans())
    def judge(self, toegestaan):
        aanvraag = Aanvraag.objects.get(status="BEOORDELING")
        for eis in actions.to_judge(aanvraag)[:1]:
            what = {"aanvraag": aanvraag, "eis": eis, "toegestaan": toegestaan, "motivering": "Gewogen"}
            self.attempt(actions.judge_eis, **what, by=self.markt.inkoper)

    @precondition(lambda self: Aanvraag.objects.filter(status="AFGEWEZEN").exists())
    @rule(gegrond=st.booleans())
    def object(self, gegrond):
        """An objection, decided at once by somebody who took no part before; when right, the refusal is no end."""
        aanvraag = Aanvraag.objects.filter(status="AFGEWEZEN").last()
        self.attempt(actions.object_to, aanvraag=aanvraag, tekst="Oneens", by=self.markt.tekenbevoegde)
        for bezwaar in Bezwaar.objects.filter(status="INGEDIEND"):
            besluit = {"gegrond": gegrond, "besluit": "Gewogen", "by": self.markt.inkoper2}
            self.attempt(actions.decide_bezwaar, bezwaar=bezwaar, **besluit)
        if Aanvraag.objects.get(pk=aanvraag.pk).status != "AFGEWEZEN":
            assert Bezwaar.objects.filter(gesprek__aanvraag=aanvraag, status="GEGROND").exists()
            self.ended.pop(("Aanvraag", aanvraag.pk))

    @invariant()
    def what_the_rules_refused_is_admitted_only_by_a_person(self):
        for aanvraag in Aanvraag.objects.filter(toets__uitkomst="VOLDOET_NIET").exclude(status="AFGEWEZEN"):
            assert Bezwaar.objects.filter(gesprek__aanvraag=aanvraag, status="GEGROND").exists()
            open_ = aanvraag.status in ("BEOORDELING", "INGETROKKEN")
            assert open_ or not actions.to_judge(aanvraag)

    @precondition(lambda self: Aanvraag.objects.exists())
    @rule()
    def offer(self):
        self.attempt(actions.offer_overeenkomst, aanvraag=self.last(Aanvraag), by=self.markt.inkoper)

    @precondition(lambda self: Aanbod.objects.exists())
    @rule(wie=st.sampled_from(["tekenbevoegde", "tekenbevoegde", "invuller"]))
    def sign(self, wie):
        self.attempt(actions.sign_overeenkomst, aanbod=self.last(Aanbod), by=getattr(self.markt, wie))

    @precondition(lambda self: Aanvraag.objects.exists())
    @rule(wat=st.sampled_from(["aanvraag", "aanbod"]))
    def withdraw(self, wat):
        if wat == "aanvraag":
            self.attempt(actions.withdraw_aanvraag, aanvraag=self.last(Aanvraag), by=self.markt.invuller)
        elif Aanbod.objects.exists():
            self.attempt(actions.withdraw_aanbod, aanbod=self.last(Aanbod), reden="Fout", by=self.markt.contractbeheer)

    @precondition(lambda self: Overeenkomst.objects.exists())
    @rule(erbij=st.lists(modules, max_size=2), eraf=st.lists(modules, max_size=2), dagen=st.integers(0, 200))
    def mutate(self, erbij, eraf, dagen):
        what = {"overeenkomst": self.last(Overeenkomst), "toevoegen": erbij, "beeindigen": eraf}
        dag = self.now.date() + timedelta(days=dagen)
        self.attempt(actions.request_mutatie, **what, gewenste_ingangsdatum=dag, by=self.markt.tekenbevoegde)

    @precondition(lambda self: Mutatie.objects.exists())
    @rule()
    def carry_out(self):
        self.attempt(actions.apply_mutatie, mutatie=self.last(Mutatie), by=self.markt.contractbeheer)

    @precondition(lambda self: Overeenkomst.objects.exists())
    @rule()
    def follow(self):
        what = {"overeenkomst": self.last(Overeenkomst), "volger": self.markt.volger}
        self.attempt(actions.follow_overeenkomst, **what, by=self.markt.contractbeheer)

    @precondition(lambda self: Volging.objects.exists())
    @rule(naar=st.sampled_from(["OPGEHAALD", "VERWERKT", "GEWEIGERD"]))
    def process(self, naar):
        self.attempt(actions.process_volging, volging=self.last(Volging), naar=naar, by=self.markt.ophaler)

    @invariant()
    def one_agreement_per_offer(self):
        per_offer = Overeenkomst.objects.values("aanbod").annotate(n=Count("id"))
        assert all(rij["n"] == 1 for rij in per_offer)
        assert Aanbod.objects.filter(status="ONDERTEKEND").count() == len(per_offer)

    @invariant()
    def rows_never_overlap(self):
        for overeenkomst in Overeenkomst.objects.all():
            rows = [rij.as_afspraak() for rij in overeenkomst.current_rows()]
            aanbieden.check_rows(rows, plaats="")
            assert all(overeenkomst.van <= rij.van < rij.tot <= overeenkomst.tot for rij in rows)

    @invariant()
    def every_version_says_what_runs(self):
        for overeenkomst in Overeenkomst.objects.all():
            signed = json.loads(overeenkomst.last_document().canoniek)["afspraken"]
            runs = [rij.as_afspraak().model_dump(mode="json") for rij in overeenkomst.current_rows()]
            assert sorted(map(canonical, signed)) == sorted(map(canonical, runs))

    @invariant()
    def a_follower_has_the_source_without_the_iban(self):
        for volging in Volging.objects.all():
            assert CANARY_IBAN not in volging.pakket
            taken = {rij.bron_id for rij in volging.rijen.filter(bekend_tot=None)}
            if volging.status == "VERWERKT":
                assert taken == {rij.pk for rij in volging.overeenkomst.current_rows()}

    @invariant()
    def what_has_ended_never_changes(self):
        for model in (Aanvraag, Aanbod, Mutatie):
            for row in model.objects.filter(status__in=FINAL).values():
                row.pop("pdf", None)
                key = (model.__name__, row["id"])
                assert self.ended.setdefault(key, str(row)) == str(row)


def canonical(rij) -> str:
    return json.dumps(rij, sort_keys=True)


@pytest.mark.django_db
def test_any_order_of_steps_keeps_the_promises(monkeypatch):
    """Printing is left out; the rows and the signed texts are not."""
    for module in (aanbieden, ondertekenen, muteren):
        monkeypatch.setattr(module, "print_now", lambda opdracht: b"%PDF-")
    rust = settings(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Verloop, settings=rust)
