"""Who is on the ION lists is for the place itself and for the enterprise it belongs to today, and for no other."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests.conftest import someone
from zorginkoop.web.register.feiten import feiten_van
from zorginkoop.web.register.models import Inschrijving, Onderneming, Relatie, Vestiging
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.afscherming import EIGENAAR, become, namens
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol

DAG, BEGIN, NU = date(2025, 7, 1), date(2020, 1, 1), datetime(2025, 1, 1, tzinfo=UTC)
TIJD = {"geldig_van": BEGIN, "bekend_van": NU}
BEDRIJF, ANDER_BEDRIJF = "17400001", "17400002"
EEN, TWEE, VERKOCHT, VREEMD = "01000011", "01000037", "01000045", "01000053"
LIJSTEN = {EEN: ["900000004", "900000016"], TWEE: ["900000028"], VERKOCHT: ["900000030"], VREEMD: ["900000041"]}
ALLE = {bsn for lijst in LIJSTEN.values() for bsn in lijst}
ADRES = "register:ionlijst"


@pytest.fixture
def praktijken(cast, settings):
    """An enterprise with two places and one it sold, and another enterprise; each is an organisation people act for."""
    settings.DEMO_DATUM = DAG
    for agb in (BEDRIJF, ANDER_BEDRIJF):
        Onderneming.objects.create(agb=agb, naam=f"Bedrijf {agb}", **TIJD)
    for agb, lijst in LIJSTEN.items():
        Vestiging.objects.create(agb=agb, naam=f"Plaats {agb}", zorgsoort="01", **TIJD)
        for bsn in lijst:
            Inschrijving.objects.create(bsn=bsn, agb=agb, **TIJD)
    for agb, bedrijf, tot in (
        (EEN, BEDRIJF, None),
        (TWEE, BEDRIJF, None),
        (VERKOCHT, BEDRIJF, date(2025, 3, 1)),
        (VREEMD, ANDER_BEDRIJF, None),
    ):
        Relatie.objects.create(van_agb=agb, naar_agb=bedrijf, rol="VESTIGING_VAN", geldig_tot=tot, **TIJD)
    nieuw = {agb: actions.create_praktijk(naam=f"P{agb}", agb=agb) for agb in (BEDRIJF, TWEE, VERKOCHT, VREEMD)}
    return {EEN: cast.linde, **nieuw}


@pytest.mark.parametrize("rol", PRAKTIJKROLLEN)
@pytest.mark.parametrize(
    ("agb", "plaatsen"),
    [(BEDRIJF, [EEN, TWEE]), (EEN, [EEN]), (TWEE, [TWEE]), (VERKOCHT, [VERKOCHT]), (VREEMD, [VREEMD])],
)
def test_people_see_the_lists_of_their_own_places_on_the_screen_and_in_files(praktijken, login_as, agb, plaatsen, rol):
    client = login_as(someone("Wie Kijkt", praktijken[agb], rol))
    mag = {bsn for plaats in plaatsen for bsn in LIJSTEN[plaats]}
    for vraag in ({}, {"als": "csv"}, {"als": "json"}, {"plaats": VREEMD}, {"plaats": plaatsen[0]}):
        tekst = client.get(reverse(ADRES), vraag).text
        hier = set(LIJSTEN[plaatsen[0]]) if vraag == {"plaats": plaatsen[0]} else mag
        assert {bsn for bsn in ALLE if bsn in tekst} == hier, vraag
    assert {p for p in LIJSTEN if f"AGB {p}" in client.get(reverse(ADRES)).text} == set(plaatsen)


@pytest.mark.parametrize("rol", [Rol.INKOPER, Rol.CONTRACTBEHEER, Rol.DECLARATIES, Rol.COMPLIANCE, Rol.BEHEER])
def test_an_insurer_has_no_business_there(praktijken, cast, login_as, rol):
    antwoord = login_as(someone("Wie Kijkt", cast.verzekeraar, rol)).get(reverse(ADRES))
    assert antwoord.status_code == 403
    assert not any(bsn in antwoord.text for bsn in ALLE)


def test_the_database_keeps_the_lists_of_another_apart(praktijken):
    """Whatever a query forgets to ask."""
    zichtbaar = {}
    for agb, organisatie in praktijken.items():
        with namens(organisatie, None):
            zichtbaar[agb] = set(Inschrijving.objects.values_list("agb", flat=True))
    become(EIGENAAR)
    eigen = {agb: {agb} for agb in LIJSTEN}
    assert zichtbaar == {**eigen, BEDRIJF: {EEN, TWEE}}


def test_an_enterprise_that_applies_has_the_patients_of_its_places(praktijken):
    with namens(praktijken[BEDRIJF], None):
        feiten = feiten_van(BEDRIJF, dag=DAG, uzovi="9901")
    assert feiten["ingeschreven_patienten"] == 3
