"""Events found in a delivery of the register: what differs from what was known, for practices with an agreement."""

from datetime import UTC, date, datetime

import pytest

from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst
from zorginkoop.web.gebeurtenissen.models import Gebeurtenis
from zorginkoop.web.gebeurtenissen.opsporen import find_events
from zorginkoop.web.register.models import Onderneming, Relatie, Vestiging

from .conftest import OEFENTHERAPIE

EERST, NU = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)
BEGIN, DAG = date(2020, 1, 1), date(2024, 7, 1)
BEDRIJF, EIGENAAR, ANDER = "87000001", "01900001", "01900002"


def relatie(van, naar, rol, van_dag=BEGIN, tot=None, bekend=EERST):
    return Relatie.objects.create(
        van_agb=van, naar_agb=naar, rol=rol, geldig_van=van_dag, geldig_tot=tot, bekend_van=bekend
    )


def closes(feit):
    """The delivery says something else about this: the row is closed, and what follows is known from now on."""
    type(feit).objects.filter(pk=feit.pk).update(bekend_tot=NU)


@pytest.fixture
def register(markt):
    """A practice with its enterprise and owner, and an agreement that runs through 2025; nothing is printed."""
    agb, praktijk = markt.praktijk.agb, markt.praktijk
    wie = {"praktijk": praktijk, "verzekeraar": markt.verzekeraar, "beleid": OEFENTHERAPIE, "beleidversie": "1.0"}
    aanvraag = Aanvraag.objects.create(
        **wie, contractvorm="nieuw", status="OVEREENGEKOMEN", toets={}, volledig_op=EERST, ingediend_op=EERST,
        aangemaakt_op=EERST, aangemaakt_door=markt.tekenbevoegde,
    )  # fmt: skip
    aanbod = Aanbod.objects.create(
        aanvraag=aanvraag, afspraken=[], ingangsdatum=date(2024, 2, 1), looptijd_tot=date(2026, 1, 1), pdf=b"",
        status="ONDERTEKEND", aangeboden_op=EERST, aangeboden_door=markt.inkoper, vervalt_op=NU,
    )  # fmt: skip
    Overeenkomst.objects.create(
        aanbod=aanbod, **wie, van=date(2024, 2, 1), tot=date(2026, 1, 1), status="GELDIG", ondertekend_op=EERST,
        ondertekend_door=markt.tekenbevoegde,
    )  # fmt: skip
    naam = {"naam": praktijk.naam, "geldig_van": BEGIN, "bekend_van": EERST}
    return {
        "agb": agb,
        "vestiging": Vestiging.objects.create(agb=agb, zorgsoort="01", **naam),
        "bedrijf": Onderneming.objects.create(agb=BEDRIJF, rechtsvorm="Eenmanszaak", **naam),
        "vestiging_van": relatie(agb, BEDRIJF, "VESTIGING_VAN"),
        "eigenaar": relatie(EIGENAAR, BEDRIJF, "EIGENAAR"),
    }


def found():
    return [(g.soort, g.dag, g.zelfde_agb, g.nieuwe_agb, g.uitwerkingen.get().gevolg) for g in find_events(now=NU)]


def test_nothing_new_is_no_event(register):
    assert found() == []


def test_another_owner_is_another_composition_of_the_partnership(register):
    closes(register["eigenaar"])
    relatie(EIGENAAR, BEDRIJF, "EIGENAAR", tot=DAG, bekend=NU)
    relatie(ANDER, BEDRIJF, "EIGENAAR", DAG, bekend=NU)
    assert found() == [("maatschap", DAG, True, "", "DOORLOPEN")]


def test_another_legal_form_with_the_same_code_goes_on(register):
    closes(register["bedrijf"])
    feit = {"agb": BEDRIJF, "naam": "De Linde", "bekend_van": NU}
    Onderneming.objects.create(**feit, rechtsvorm="Eenmanszaak", geldig_van=BEGIN, geldig_tot=DAG)
    Onderneming.objects.create(**feit, rechtsvorm="BV", geldig_van=DAG)
    assert found() == [("rechtsvorm", DAG, True, "", "DOORLOPEN")]
    assert Gebeurtenis.objects.get().verschillen == [
        {"wat": "rechtsvorm", "dag": "2024-07-01", "oud": "Eenmanszaak", "nieuw": "BV"}
    ]


def test_another_enterprise_is_a_takeover_and_the_new_owner_goes_along_with_it(register):
    closes(register["vestiging_van"])
    relatie(register["agb"], BEDRIJF, "VESTIGING_VAN", tot=DAG, bekend=NU)
    relatie(register["agb"], "87000002", "VESTIGING_VAN", DAG, bekend=NU)
    relatie(ANDER, "87000002", "EIGENAAR", DAG, bekend=NU)
    assert found() == [("overname", DAG, True, "", "NIEUWE_OVEREENKOMST")]


def ends(register):
    closes(register["vestiging"])
    wie = {"agb": register["agb"], "naam": "Een andere naam", "zorgsoort": "01"}
    Vestiging.objects.create(**wie, geldig_van=BEGIN, geldig_tot=DAG, bekend_van=NU)


def test_an_ended_code_is_the_end_of_the_practice(register):
    ends(register)
    assert found() == [("einde", DAG, False, "", "NIET_GEREGELD")]


def test_an_ended_code_of_an_enterprise_that_goes_on_under_another_is_a_change_of_code(register):
    ends(register)
    relatie("01000777", BEDRIJF, "VESTIGING_VAN", DAG, bekend=NU)
    assert found() == [("agb_code", DAG, False, "01000777", "NIEUWE_OVEREENKOMST")]


def test_the_same_delivery_again_brings_nothing_new(register):
    ends(register)
    assert len(found()) == 1
    assert found() == []


def test_a_practice_without_agreement_has_no_events(register, markt):
    ends(register)
    Overeenkomst.objects.update(tot=date(2024, 6, 1))
    assert found() == []
