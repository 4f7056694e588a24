"""Pages of the register: the practice sees its own facts, the insurer finds everybody's."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from zorginkoop.web.register.models import Relatie, Vestiging, Zorgverlener

WAS, NU = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
BEGIN = date(2020, 1, 1)


@pytest.fixture
def linde(cast):
    feit = {"agb": "01000011", "zorgsoort": "01", "plaats": "Lindendonk", "geldig_van": BEGIN}
    Vestiging.objects.create(naam="De Oude Linde", bekend_van=WAS, bekend_tot=NU, **feit)
    Vestiging.objects.create(naam="De Linde", bekend_van=NU, email="info@linde.example.nl", **feit)
    persoon = {"agb": "01500001", "naam": "S. Tekens", "geldig_van": BEGIN, "bekend_van": WAS}
    Zorgverlener.objects.create(**persoon)
    werk = {"van_agb": "01500001", "naar_agb": "01000011", "rol": "WERKZAAM", "geldig_van": BEGIN, "bekend_van": WAS}
    Relatie.objects.create(**werk)
    return cast


def test_practice_sees_its_facts_and_where_to_correct_them(linde, login_as):
    html = login_as(linde.assistent).get(reverse("register:mijn_gegevens")).text
    assert "info@linde.example.nl" in html
    assert "1 juni 2025" in html
    assert "S. Tekens" in html
    assert "Wijzig deze gegevens bij Vektis" in html
    assert "De Oude Linde" not in html


def test_practice_that_the_register_does_not_know_is_told_so(linde, login_as):
    html = login_as(linde.buitenstaander).get(reverse("register:mijn_gegevens")).text
    assert "vandaag niet als praktijk bekend" in html


@pytest.mark.parametrize("woord", ["linde", "01000011", "lindendonk", ""])
def test_insurer_finds_a_practice_by_name_code_or_place(linde, login_as, woord):
    html = login_as(linde.inkoper).get(reverse("register:zoek"), {"q": woord}).text
    assert reverse("register:detail", args=["01000011"]) in html
    assert "1 gevonden" in html


def test_the_list_is_cut_into_pages_that_keep_the_word(linde, login_as):
    rijen = [
        Vestiging(agb=f"0100{nr:04d}", naam=f"Veel {nr:03d}", zorgsoort="01", geldig_van=BEGIN, bekend_van=WAS)
        for nr in range(100, 160)
    ]
    Vestiging.objects.bulk_create(rijen)
    antwoord = login_as(linde.inkoper).get(reverse("register:zoek"), {"q": "veel", "pagina": "2"})
    assert len(antwoord.context["lijst"].pagina.object_list) == 25
    assert "?q=veel&amp;pagina=3" in antwoord.text


def test_detail_shows_relations_and_what_was_known_before(linde, login_as):
    html = login_as(linde.contractbeheer).get(reverse("register:detail", args=["01000011"])).text
    assert "De Oude Linde" in html
    assert reverse("register:detail", args=["01500001"]) in html


def test_unknown_code_is_not_found(linde, login_as):
    assert login_as(linde.inkoper).get(reverse("register:detail", args=["01999999"])).status_code == 404
