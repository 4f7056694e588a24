"""The market is what practices applied with at this insurer for this care, and nothing of anybody else."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.conftest import BELEID, BELEID_VOLGER
from zorginkoop.beleid import library
from zorginkoop.beleid.simulate import simulate
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.redactie.markt import market_of, names_of
from zorginkoop.web.register.models import Inschrijving, Verzekering, Vestiging

pytestmark = pytest.mark.django_db
SINDS = {"geldig_van": date(2020, 1, 1), "bekend_van": datetime(2020, 1, 1, tzinfo=UTC)}
OP = datetime(2025, 2, 10, 23, 30, tzinfo=UTC)
"""Half past midnight on the 11th in Amsterdam."""
REGISTER = {
    "vektis_registratie": True, "big_registratie": True, "vecozo_certificaat": True, "kernregio": True,
    "ingeschreven_patienten": 2000, "email": "praktijk@voorbeeld.nl",
}  # fmt: skip
ANTWOORDEN = {
    "gewenste_ingangsdatum": "2025-04-01", "gewenste_prestaties": ["poh_s"], "nascholing": True,
    "praktijkuitrusting": True, "bereikbaarheid": True, "waarneming": True, "ro_aansluiting": True,
}  # fmt: skip


def applied(praktijk, verzekeraar, door, *, beleid=BELEID, op=OP, antwoorden=None, register=None):
    """A submitted application, as the database keeps it."""
    return Aanvraag.objects.create(
        praktijk=praktijk, verzekeraar=verzekeraar, beleid=beleid, beleidversie="1.0", contractvorm="nieuw",
        antwoorden={**ANTWOORDEN, **(antwoorden or {})}, registerfeiten={**REGISTER, **(register or {})},
        status="TOEGELATEN", toets={}, aangemaakt_op=op, aangemaakt_door=door, ingediend_op=op, ingediend_door=door,
        volledig_op=op,
    )  # fmt: skip


def market(cast, **kwargs):
    return market_of(cast.verzekeraar, [library.load(BELEID)], **kwargs).to_pylist()


def test_a_practice_counts_with_its_latest_application(cast):
    vroeger = datetime(2024, 6, 1, tzinfo=UTC)
    eerste = applied(cast.linde, cast.verzekeraar, cast.tekenbevoegde, op=vroeger, register={"kernregio": False})
    Aanvraag.objects.filter(pk=eerste.pk).update(status="OVEREENGEKOMEN")
    applied(cast.linde, cast.verzekeraar, cast.tekenbevoegde, antwoorden={"gewenste_prestaties": ["econsult"]})

    [rij] = market(cast)

    assert (rij["agb_code"], rij["kernregio"], rij["gewenste_prestaties"]) == (cast.linde.agb, True, ["econsult"])


def test_the_application_settles_its_own_days_and_the_register_wins(cast):
    applied(
        cast.linde, cast.verzekeraar, cast.tekenbevoegde,
        antwoorden={"aanvraagdatum": "1999-01-01", "kernregio": False, "ingeschreven_patienten": 5},
        register={"ro_aansluiting": None},
    )  # fmt: skip

    [rij] = market(cast)

    assert rij["aanvraagdatum"] == rij["datum_volledig"] == date(2025, 2, 11)
    assert (rij["contractvorm"], rij["kernregio"], rij["ingeschreven_patienten"]) == ("nieuw", True, 2000)
    assert rij["ro_aansluiting"] is True  # the register does not know, so the answer stands


def test_the_simulated_value_is_what_was_applied_for(cast):
    """ZZ 2025, 2,000 patients without known ages (so all under 65): 2,000 x (20.35 + 3.23 + POH-S) x 4 quarters."""
    applied(cast.linde, cast.verzekeraar, cast.tekenbevoegde)
    beleid = library.load(BELEID)
    poh_s = next(t for t in beleid.prestaties["poh_s"].tarief if t.van <= date(2025, 4, 1) < t.tot).bedrag

    uit = simulate(beleid, beleid, market_of(cast.verzekeraar, [beleid]))

    verwacht = 2000 * (Decimal("20.35") + Decimal("3.23") + poh_s) * 4 * 100
    assert uit.totaal.waarde_van_cent == int(verwacht)


def test_nothing_of_another_insurer_or_of_a_draft_application_is_in_it(cast):
    applied(cast.linde, cast.volger, cast.tekenbevoegde, beleid=BELEID_VOLGER)
    Aanvraag.objects.create(
        praktijk=cast.anker, verzekeraar=cast.verzekeraar, beleid=BELEID, beleidversie="1.0", contractvorm="nieuw",
        aangemaakt_op=OP, aangemaakt_door=cast.buitenstaander,
    )  # fmt: skip

    with pytest.raises(Gebruikersfout, match="nog geen praktijk"):
        market(cast)
    assert names_of(cast.verzekeraar, [cast.linde.agb])[0] == {}


def test_an_application_for_other_care_is_no_part_of_this_market(cast):
    applied(cast.linde, cast.verzekeraar, cast.tekenbevoegde)
    applied(cast.anker, cast.verzekeraar, cast.buitenstaander, beleid="zz-oefentherapie-2024")

    assert [rij["agb_code"] for rij in market(cast)] == [cast.linde.agb]


def test_a_sample_stops_at_its_size(cast):
    applied(cast.linde, cast.verzekeraar, cast.tekenbevoegde)
    applied(cast.anker, cast.verzekeraar, cast.buitenstaander)

    assert len(market(cast, hoogstens=1)) == 1


def insured(n, agb, uzovi, geboren, **anders):
    bsn = f"{900000000 + n}"
    Verzekering.objects.create(bsn=bsn, uzovi=uzovi, geboortedatum=geboren, **SINDS)
    Inschrijving.objects.create(bsn=bsn, agb=agb, **{**SINDS, **anders})


def test_patients_are_divided_over_the_ages_as_the_own_insured_are(cast):
    """Four own insured: one 40, one 65 on the day itself, one 74, one 85. Of 2,000 patients a quarter each, so 1,000
    from 65 to 75, none from 75 to 85, and 500 of 85 and older."""
    applied(cast.linde, cast.verzekeraar, cast.tekenbevoegde)
    eigen, vandaag = str(cast.verzekeraar.uzovi), date(2025, 3, 3)
    for n, geboren in enumerate([date(1985, 1, 1), date(1960, 3, 3), date(1950, 3, 4), date(1940, 3, 3)]):
        insured(n, cast.linde.agb, eigen, geboren)
    insured(10, cast.linde.agb, str(cast.volger.uzovi), date(1930, 1, 1))  # of another insurer
    insured(11, cast.linde.agb, eigen, date(1930, 1, 1), geldig_tot=vandaag)  # left that very day
    insured(12, cast.linde.agb, eigen, date(1930, 1, 1), bekend_tot=datetime(2021, 1, 1, tzinfo=UTC))  # corrected
    insured(13, cast.anker.agb, eigen, date(1930, 1, 1))  # at another practice

    [rij] = market(cast)

    groepen = ("patienten_65_75", "patienten_75_85", "patienten_85_plus")
    assert tuple(rij[groep] for groep in groepen) == (1000, 0, 500)


def test_an_answer_these_policies_no_longer_accept_is_not_known(cast):
    applied(cast.linde, cast.verzekeraar, cast.tekenbevoegde, antwoorden={"nascholing": "soms", "kernregio": None})

    [rij] = market(cast)

    assert rij["nascholing"] is None


def test_the_number_of_queries_does_not_grow_with_the_market(cast, django_assert_num_queries):
    applied(cast.linde, cast.verzekeraar, cast.tekenbevoegde)
    applied(cast.anker, cast.verzekeraar, cast.buitenstaander)
    with django_assert_num_queries(2):
        assert len(market(cast)) == 2
    with django_assert_num_queries(2):
        market(cast, hoogstens=1)


def test_names_are_those_of_the_agb_register_first(cast):
    applied(cast.linde, cast.verzekeraar, cast.tekenbevoegde)
    Vestiging.objects.create(agb=cast.anker.agb, naam="Het Anker aan Zee", zorgsoort="01", **SINDS)

    namen, bekend = names_of(cast.verzekeraar, [cast.linde.agb, cast.anker.agb, "01999999"])

    assert namen == {cast.linde.agb: cast.linde.naam, cast.anker.agb: "Het Anker aan Zee"}
    assert bekend == {cast.anker.agb}
