"""Calculators in public: the questions they need, every step with its source, and demonstration values marked."""

import re
from datetime import date

import pytest

from zorginkoop.beleid import calculate, library
from zorginkoop.web.publiek import rekentools
from zorginkoop.web.publiek.paragrafen import page_url

pytestmark = pytest.mark.django_db
ALLE = rekentools.cards()
POH = "/rekentools/zilveren-kruis/poh_ggz/1.1/"


def steps(page: str) -> dict[str, str]:
    """The lines of the table: the name of the step, and its cells as text."""
    rijen = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    return {naam: " ".join(re.sub(r"<[^>]+>", " ", cellen).split()) for naam, cellen in rijen}


def test_every_version_is_listed_and_what_was_replaced_says_so(client):
    page = client.get("/rekentools/").text

    assert len(ALLE) == len(calculate.all_calculators())
    for kaart in ALLE:
        assert f'href="{kaart.adres}"' in page
    assert "Sinds 11 september 2023 geldt" in page
    assert page.count("vervangen") == sum(kaart.opvolger is not None for kaart in ALLE) > 0


@pytest.mark.parametrize("kaart", ALLE, ids=lambda kaart: kaart.adres)
def test_every_question_is_asked_and_every_step_is_shown_with_its_source(client, kaart):
    page = client.get(kaart.adres, {"op": ""}).text
    rijen = steps(page)

    for naam in kaart.tool.feiten:
        assert f'name="{naam}"' in page
    for naam, afleiding in kaart.tool.inhoud.afleiding.items():
        assert f"{afleiding.bron.document}, {afleiding.bron.plaats}" in rijen[afleiding.titel], naam
    assert all(parameter.titel in rijen for parameter in kaart.tool.inhoud.parameter.values())


def test_without_answers_there_are_only_questions(client):
    page = client.get(POH).text

    assert "De berekening" not in page
    assert "van 11 september 2023" in page


def test_the_maxima_follow_at_once_from_the_size_of_the_practice(client):
    """2 hours x 23.4375 x 4 quarters x 2,350 patients = 440,625 cents; what it costs is not known yet."""
    page = client.get(POH, {"ingeschreven_patienten": "2.350", "op": "1-1-2024"}).text
    rijen = steps(page)
    [maximum] = [cellen for naam, cellen in rijen.items() if naam.startswith("Hoogste vergoeding voor e-health")]

    assert maximum.startswith("440.625 demonstratie")
    assert rijen["Vergoeding in een jaar, één keer afgerond op een cent"].startswith("nog niet bekend")
    assert "Welke kosten verwacht u in een jaar voor e-health?" in page.partition("Nog niet bekend:")[2]


def test_amounts_are_asked_and_shown_in_euros(client):
    """Costs of 1,000.00 and 5,000.00 with a maximum of 4,406.25 each: 1,000.00 + 4,406.25 = 5,406.25."""
    kosten = {"uren_poh_ggz": "0", "kosten_ehealth": "1.000,00", "kosten_consultatie": "5000"}
    page = client.get(POH, {"ingeschreven_patienten": "2350", "op": "1-1-2024", **kosten}).text

    assert steps(page)["Vergoeding in een jaar, één keer afgerond op een cent"].startswith("€ 5.406,25 demonstratie")


def test_what_rests_on_a_demonstration_value_is_marked_and_the_rest_is_not(client):
    rijen = steps(client.get(POH, {"ingeschreven_patienten": "2350", "uren_poh_ggz": "8", "op": "1-1-2024"}).text)

    assert "demonstratie" not in rijen["Vergoede uren maal 2.350: hoogstens het maximum voor deze praktijk"]
    assert "demonstratie" in rijen["Waarde van de uren in een jaar, in eurocent, niet afgerond"]


def test_what_was_known_on_a_day_is_what_counts(client):
    """The module of 2017: 8.50 by the first decision, 2.83 since 15 December 2016."""
    adres = "/rekentools/landelijk/module_poh_ggz/1.0/"
    vragen = {"ingeschreven_patienten": "1000", "op": "1-4-2017"}
    toen = client.get(adres, {**vragen, "bekend_op": "14-12-2016"}).text
    nu = client.get(adres, vragen).text

    assert "€ 34.000,00" in toen
    assert "€ 11.320,00" in nu


@pytest.mark.parametrize(
    ("vraag", "melding"),
    [
        ({"ingeschreven_patienten": "veel"}, "Vul een heel getal in"),
        ({"op": "30-2-2024"}, "Dit is geen bestaande datum."),
        ({"op": "1-1-2010"}, "Voor 01-01-2010 is nog niets vastgesteld."),
        ({"uren_poh_ggz": "-1"}, "Vul een getal in van 0 of hoger."),
    ],
)
def test_input_that_makes_no_sense_is_explained_beside_its_question(client, vraag, melding):
    page = client.get(POH, vraag)

    assert page.status_code == 200
    assert "Er gaat iets mis met uw invoer" in page.text
    assert melding in page.text
    assert "De berekening" not in page.text


def test_what_only_the_calculator_refuses_is_explained_too(client):
    page = client.get("/rekentools/zilveren-kruis/indexatie/1.0/", {"tarief_oud": "-0,01", "op": "1-1-2025"}).text

    assert 'href="#id_tarief_oud"' in page
    assert "Moet ten minste 0 zijn." in page


@pytest.mark.parametrize("pad", ["zilveren-kruis/poh_ggz/9.9", "niemand/poh_ggz/1.1", "zilveren-kruis/poh_x/1.1"])
def test_a_calculator_that_does_not_exist_is_not_found(client, pad):
    assert client.get(f"/rekentools/{pad}/").status_code == 404


@pytest.mark.parametrize(("versie", "rekentool"), [("1.0", "1.0"), ("1.1", "1.1"), ("1.2", "1.1")])
def test_a_policy_leads_to_its_own_calculators(client, versie, rekentool):
    page = client.get(page_url(library.load("zk-huisartsenzorg-2024-2025", versie=versie))).text

    assert re.findall(r"/rekentools/zilveren-kruis/poh_ggz/([0-9.]+)/", page) == [rekentool]


@pytest.mark.parametrize(
    ("vandaag", "dag"), [(date(2024, 5, 1), date(2024, 5, 1)), (date(2030, 1, 1), date(2024, 1, 1))]
)
def test_the_first_day_offered_has_figures(vandaag, dag):
    tool = calculate.load(library.load("zk-huisartsenzorg-2024-2025"), "poh_ggz")

    assert rekentools.default_day(tool, vandaag) == dag
