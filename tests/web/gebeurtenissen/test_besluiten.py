"""Events in a practice: by the policy the agreement ends or goes on; where the policy is silent, two people decide."""

import json
from datetime import UTC, date, datetime

import pytest

from zorginkoop.adapters.signature import verify
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.contractering.models import Overeenkomst
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.gebeurtenissen import besluiten, melden, opnieuw
from zorginkoop.web.gebeurtenissen.gevolgen import outlook
from zorginkoop.web.toegang.models import Bevoegdheid
from zorginkoop.web.toegang.rollen import Rol

from .conftest import therapist

NU, LATER = datetime(2024, 5, 20, 9, tzinfo=UTC), datetime(2025, 5, 20, 9, tzinfo=UTC)
DAG = date(2024, 7, 1)


def report(markt, soort="overname", *, zelfde=None, nieuw="", dag=DAG, praktijk=None, by=None):
    return melden.report(
        praktijk=praktijk or markt.praktijk, soort=soort, dag=dag, zelfde_agb=zelfde, nieuwe_agb=nieuw,
        by=by or markt.tekenbevoegde, now=NU,
    )  # fmt: skip


def only(gebeurtenis):
    return gebeurtenis.uitwerkingen.select_related("gebeurtenis", "overeenkomst", "verzekeraar").get()


VOLGENS_002 = [
    ("agb_code", None, "NIEUWE_OVEREENKOMST"),
    ("overname", None, "NIEUWE_OVEREENKOMST"),
    ("maatschap", True, "DOORLOPEN"),
    ("maatschap", False, "NIEUWE_OVEREENKOMST"),
    ("rechtsvorm", None, "NIEUWE_OVEREENKOMST"),
    ("rechtsvorm", True, "DOORLOPEN"),
    ("samenstelling", True, "DOORLOPEN"),
    ("einde", None, "NIET_GEREGELD"),
]


def test_the_preview_says_per_agreement_what_document_002_says(markt):
    overeenkomst = therapist(markt)
    for soort, zelfde, gevolg in VOLGENS_002:
        (een,) = outlook(markt.praktijk, soort=soort, dag=DAG, zelfde_agb=zelfde)
        assert (een.overeenkomst, een.gevolg) == (overeenkomst, gevolg), soort
        assert bool(een.bron) is (gevolg != "NIET_GEREGELD")


class TestEndedByThePolicy:
    def test_rows_stop_a_version_is_sealed_and_followers_are_told(self, markt):
        overeenkomst = therapist(markt)
        actions.allow_following(overeenkomst=overeenkomst, by=markt.tekenbevoegde, now=NU)
        volging = markt.followed(overeenkomst, now=NU)
        rijen = [rij.as_afspraak() for rij in overeenkomst.current_rows()]
        uitwerking = only(report(markt, nieuw="01000777"))
        besluiten.confirm(uitwerking=uitwerking, by=markt.contractbeheer, now=NU)

        overeenkomst.refresh_from_db()
        assert overeenkomst.tot == DAG
        assert [rij.as_afspraak() for rij in overeenkomst.current_rows()] == [
            rij.model_copy(update={"tot": DAG}) for rij in rijen
        ]
        document = overeenkomst.last_document()
        inhoud = json.loads(document.canoniek)
        assert (document.versie, inhoud["tot"]) == (2, "2024-07-01")
        (zin,) = inhoud["wijzigingen"]
        assert zin.startswith("Eindigt per 1 juli 2024. Overname van de praktijk. Wie een bestaande praktijk overneemt")
        assert "002, Zorgovereenkomst, wijziging in praktijkvoering of eigenaarschap" in zin
        assert verify(bytes(document.pdf), vertrouwd=trust(), verwacht=document.canoniek).geldig
        volging.refresh_from_db()
        assert (volging.status, volging.versie) == ("BESCHIKBAAR", 2)
        assert json.loads(volging.pakket)["tot"] == "2024-07-01"
        uitwerking.gebeurtenis.refresh_from_db()
        assert uitwerking.gebeurtenis.status == "AFGEHANDELD"

    def test_once(self, markt):
        therapist(markt)
        uitwerking = only(report(markt))
        besluiten.confirm(uitwerking=uitwerking, by=markt.contractbeheer, now=NU)
        with pytest.raises(Gebruikersfout, match="al besloten"):
            besluiten.confirm(uitwerking=uitwerking, by=markt.contractbeheer2, now=NU)
        assert Overeenkomst.objects.get().documenten.count() == 2

    def test_only_contract_management_of_the_insurer_decides(self, markt):
        therapist(markt)
        uitwerking = only(report(markt))
        for wie in (markt.inkoper, markt.tekenbevoegde, markt.ophaler):
            with pytest.raises(Gebruikersfout, match="Dit mag alleen"):
                besluiten.confirm(uitwerking=uitwerking, by=wie, now=NU)

    def test_the_practice_applies_again_with_what_it_said_before(self, markt):
        oud = therapist(markt)
        nieuw, opvolger = markt.new_practice(8)
        Bevoegdheid.objects.create(
            persoon=markt.tekenbevoegde, organisatie=nieuw, rol=Rol.TEKENBEVOEGDE, van=date(2020, 1, 1)
        )
        uitwerking = only(report(markt, "rechtsvorm", nieuw=nieuw.agb))
        assert not opnieuw.may_start(uitwerking, markt.praktijk)
        wie = {"uitwerking": uitwerking, "praktijk": nieuw, "by": markt.tekenbevoegde, "now": NU}
        aanvraag = opnieuw.start_anew(**wie)
        assert aanvraag.antwoorden == oud.aanbod.aanvraag.antwoorden != {}
        assert (aanvraag.praktijk, aanvraag.status, aanvraag.iban) == (nieuw, "CONCEPT", "")
        with pytest.raises(Gebruikersfout, match="al begonnen"):
            opnieuw.start_anew(**wie)
        assert opvolger != markt.tekenbevoegde

    def test_a_successor_does_not_get_the_answers_of_its_predecessor(self, markt):
        therapist(markt)
        nieuw, opvolger = markt.new_practice(8)
        uitwerking = only(report(markt, nieuw=nieuw.agb))
        aanvraag = opnieuw.start_anew(uitwerking=uitwerking, praktijk=nieuw, by=opvolger, now=NU)
        assert aanvraag.antwoorden == {}


class TestSilentPolicy:
    """Document 001 says nothing about events: a person proposes with a reason, another carries it out."""

    def proposed(self, markt, voorstel="BEEINDIGEN", **anders):
        markt.signed()
        uitwerking = only(report(markt, dag=date(2025, 7, 1), **anders))
        besluiten.propose(
            uitwerking=uitwerking, voorstel=voorstel, motivering="In overleg.", by=markt.contractbeheer, now=LATER
        )
        return uitwerking

    def test_nobody_decides_alone(self, markt):
        uitwerking = self.proposed(markt, zelfde=False)
        with pytest.raises(Gebruikersfout, match="Een ander dan de voorsteller"):
            besluiten.confirm(uitwerking=uitwerking, by=markt.contractbeheer, now=LATER)
        besluiten.confirm(uitwerking=uitwerking, by=markt.contractbeheer2, now=LATER)
        assert Overeenkomst.objects.get().tot == date(2025, 7, 1)

    def test_a_proposal_that_is_not_followed_is_open_again(self, markt):
        uitwerking = self.proposed(markt, "DOORLOPEN", zelfde=True)
        besluiten.reject(uitwerking=uitwerking, by=markt.contractbeheer2, now=LATER)
        assert (uitwerking.status, uitwerking.voorstel) == ("OPEN", "")

    def test_ending_one_sidedly_while_the_agb_code_stays_is_refused(self, markt):
        with pytest.raises(Gebruikersfout, match="Eenzijdig beëindigen kan niet"):
            self.proposed(markt, zelfde=True)

    def test_without_proposal_there_is_nothing_to_confirm(self, markt):
        markt.signed()
        uitwerking = only(report(markt, dag=date(2025, 7, 1)))
        with pytest.raises(Gebruikersfout, match="zegt hier niets over"):
            besluiten.confirm(uitwerking=uitwerking, by=markt.contractbeheer, now=LATER)
        with pytest.raises(Gebruikersfout, match="Eenzijdig beëindigen kan niet"):
            besluiten.propose(
                uitwerking=uitwerking, voorstel="BEEINDIGEN", motivering="x", by=markt.contractbeheer, now=LATER
            )


def test_a_policy_that_lets_it_go_on_cannot_be_overruled_to_an_end(markt):
    therapist(markt)
    uitwerking = only(report(markt, "maatschap", zelfde=True))
    with pytest.raises(Gebruikersfout, match="Eenzijdig beëindigen kan niet"):
        besluiten.propose(uitwerking=uitwerking, voorstel="BEEINDIGEN", motivering="x", by=markt.contractbeheer, now=NU)
    besluiten.confirm(uitwerking=uitwerking, by=markt.contractbeheer, now=NU)
    assert (uitwerking.status, Overeenkomst.objects.get().documenten.count()) == ("DOORGELOPEN", 1)


def test_a_change_that_would_start_after_the_end_is_refused_with_it(markt):
    overeenkomst = markt.signed()
    later = datetime(2025, 5, 20, 9, tzinfo=UTC)
    mutatie = actions.request_mutatie(
        overeenkomst=overeenkomst, gewenste_ingangsdatum=date(2025, 7, 1), toevoegen=["spleetlamp"],
        by=markt.tekenbevoegde, now=later,
    )  # fmt: skip
    uitwerking = only(report(markt, "einde", dag=date(2025, 6, 15)))
    besluiten.propose(
        uitwerking=uitwerking,
        voorstel="BEEINDIGEN",
        motivering="De praktijk stopt.",
        by=markt.contractbeheer,
        now=later,
    )
    besluiten.confirm(uitwerking=uitwerking, by=markt.contractbeheer2, now=later)
    mutatie.refresh_from_db()
    assert mutatie.status == "GEWEIGERD"


ONMOGELIJK = [
    ({"soort": "fusie"}, "geen soort verandering"),
    ({"nieuw": "123"}, "acht cijfers"),
    ({"nieuw": "01000001"}, "dezelfde als de huidige"),
    ({"nieuw": "01000777", "zelfde": True}, "niet allebei"),
    ({"dag": date(2030, 1, 1)}, "geen overeenkomst die op deze dag"),
]


def test_a_report_that_cannot_be_is_refused(markt):
    therapist(markt)
    for anders, melding in ONMOGELIJK:
        with pytest.raises(Gebruikersfout, match=melding):
            report(markt, **anders)


def test_the_same_event_is_reported_once_and_can_be_taken_back_until_decided(markt):
    therapist(markt)
    een = report(markt)
    with pytest.raises(Gebruikersfout, match="al gemeld"):
        report(markt)
    melden.withdraw(gebeurtenis=een, by=markt.tekenbevoegde, now=NU)
    assert only(een).status == "VERVALLEN"
    twee = report(markt)
    besluiten.confirm(uitwerking=only(twee), by=markt.contractbeheer, now=NU)
    with pytest.raises(Toestandsfout, match="al besloten"):
        melden.withdraw(gebeurtenis=twee, by=markt.tekenbevoegde, now=NU)
