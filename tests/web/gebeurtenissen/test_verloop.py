"""Any order of steps with events and a follow policy among them: the promises of contracting still hold."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from tests.web.contractering.conftest import person
from tests.web.contractering.test_verloop import Verloop
from zorginkoop.web.contractering import aanbieden, beeindigen, muteren, ondertekenen
from zorginkoop.web.contractering.models import Overeenkomst, Volging
from zorginkoop.web.gebeurtenissen import besluiten, melden, volgbeleid
from zorginkoop.web.gebeurtenissen.models import SOORTEN, Gebeurtenis, Uitwerking
from zorginkoop.web.toegang.rollen import Rol


class Omloop(Verloop):
    """The steps of contracting, and what happens around a signed agreement."""

    @initialize(vanzelf=st.booleans())
    def follow_policy(self, vanzelf):
        """In half of the runs the other insurer follows of itself."""
        self.vanzelf = vanzelf
        if vanzelf:
            m = self.markt
            wie = {"verzekeraar": m.volger, "toelichting": "", "by": m.ophaler, "now": self.now}
            beleid = volgbeleid.propose_policy(wijze="AUTOMATISCH", **wie)
            volgbeleid.approve_policy(beleid=beleid, by=person("Valentijn", m.volger, Rol.INKOPER), now=self.now)

    @precondition(lambda self: Overeenkomst.objects.exists())
    @rule(
        soort=st.sampled_from(sorted(SOORTEN)), zelfde=st.sampled_from([True, False, None]), dagen=st.integers(0, 300)
    )
    def report(self, soort, zelfde, dagen):
        dag = (self.now + timedelta(days=dagen)).date()
        wie = {"praktijk": self.markt.praktijk, "by": self.markt.tekenbevoegde}
        self.attempt(melden.report, soort=soort, zelfde_agb=zelfde, dag=dag, **wie)

    @precondition(lambda self: Gebeurtenis.objects.exists())
    @rule()
    def take_back(self):
        self.attempt(melden.withdraw, gebeurtenis=self.last(Gebeurtenis), by=self.markt.tekenbevoegde)

    @precondition(lambda self: Uitwerking.objects.exists())
    @rule(voorstel=st.sampled_from(["BEEINDIGEN", "DOORLOPEN"]))
    def propose(self, voorstel):
        wat = {"uitwerking": self.last(Uitwerking), "voorstel": voorstel, "motivering": "Besproken."}
        self.attempt(besluiten.propose, **wat, by=self.markt.contractbeheer)

    @precondition(lambda self: Uitwerking.objects.exists())
    @rule(wie=st.sampled_from(["contractbeheer", "contractbeheer2"]))
    def decide(self, wie):
        self.attempt(besluiten.confirm, uitwerking=self.last(Uitwerking), by=getattr(self.markt, wie))

    @invariant()
    def one_version_is_in_force(self):
        for overeenkomst in Overeenkomst.objects.all():
            versies = sorted(overeenkomst.documenten.values_list("versie", flat=True))
            assert versies == list(range(1, len(versies) + 1))
            assert json.loads(overeenkomst.last_document().canoniek)["tot"] == overeenkomst.tot.isoformat()

    @invariant()
    def nobody_ends_an_agreement_alone_or_while_the_code_stays(self):
        for uitwerking in Uitwerking.objects.filter(status="BEEINDIGD").select_related("gebeurtenis", "overeenkomst"):
            assert uitwerking.besloten_door_id != uitwerking.voorgesteld_door_id
            assert uitwerking.overeenkomst.tot <= uitwerking.einde
            assert uitwerking.gevolg == "NIEUWE_OVEREENKOMST" or uitwerking.gebeurtenis.zelfde_agb is False

    @invariant()
    def who_follows_of_itself_is_never_behind(self):
        if getattr(self, "vanzelf", False):
            assert set(Volging.objects.values_list("status", flat=True)) <= {"VERWERKT"}


@pytest.mark.django_db
def test_any_order_of_steps_keeps_the_promises(monkeypatch):
    """Printing is left out; the rows and the signed texts are not."""
    for module in (aanbieden, ondertekenen, muteren, beeindigen):
        monkeypatch.setattr(module, "print_now", lambda opdracht: b"%PDF-")
    rust = settings(max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Omloop, settings=rust)
