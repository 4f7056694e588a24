"""Taking over an AGB delivery: idempotent, bitemporal, all or nothing, in someone's name."""

import copy
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.demo import wereld
from zorginkoop.web.register.actions import import_register
from zorginkoop.web.register.feiten import as_known, feiten_van
from zorginkoop.web.register.models import Onderneming, Relatie, Vestiging, Zorgverlener
from zorginkoop.web.toegang.models import Wijziging

NU = datetime(2025, 1, 1, tzinfo=UTC)
LATER = NU + timedelta(30)
DAG = date(2025, 1, 15)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def delivery():
    verzekeraars = (wereld.Verzekeraar("9901", "Een", ("Amstelland",)),)
    return wereld.to_bestand(wereld.make(praktijken=12, verzekerden=100, seed=4, verzekeraars=verzekeraars))


@pytest.fixture
def take_over(tmp_path):
    def run(inhoud, now=NU):
        pad = tmp_path / "register.json"
        pad.write_text(json.dumps(inhoud))
        return import_register(bestand=pad, by="aanlevering", now=now)

    return run


def test_everything_comes_in_with_its_names_addresses_and_numbers(delivery, take_over):
    resultaat = take_over(delivery)
    assert resultaat.nieuw == {soort: len(rijen) for soort, rijen in delivery.items()}
    eerste = delivery["vestigingen"][0]
    vestiging = as_known(eerste["AGBCode"], dag=DAG)
    assert isinstance(vestiging, Vestiging)
    assert (vestiging.naam, vestiging.zorgsoort) == (eerste["Naam"], "01")
    assert vestiging.regio == eerste["Adressen"][0]["Regio"]
    assert Zorgverlener.objects.exclude(big_nummer="").filter(kwalificatie="0100").exists()
    assert not Onderneming.objects.filter(kvk="").exists()
    assert Relatie.objects.filter(rol="TEKENBEVOEGDE").count() == Onderneming.objects.count()
    assert feiten_van(eerste["AGBCode"], dag=DAG, uzovi="9901")["big_registratie"] is True


def test_the_same_delivery_again_changes_nothing(delivery, take_over):
    take_over(delivery)
    wijzigingen = Wijziging.objects.count()
    resultaat = take_over(delivery, LATER)
    assert sum(resultaat.nieuw.values()) + sum(resultaat.gewijzigd.values()) == 0
    assert resultaat.ongewijzigd == {soort: len(rijen) for soort, rijen in delivery.items()}
    assert Wijziging.objects.count() == wijzigingen


def test_a_changed_fact_closes_what_was_known_and_adds_what_is(delivery, take_over):
    take_over(delivery)
    nieuw = copy.deepcopy(delivery)
    agb, oude_naam = nieuw["vestigingen"][0]["AGBCode"], nieuw["vestigingen"][0]["Naam"]
    nieuw["vestigingen"][0]["Naam"] = "Praktijk Onder Nieuwe Naam"
    resultaat = take_over(nieuw, LATER)
    assert resultaat.gewijzigd["vestigingen"] == 1
    assert resultaat.gewijzigde_sleutels["vestigingen"] == [(agb,)]
    assert as_known(agb, dag=DAG, moment=LATER - timedelta(seconds=1)).naam == oude_naam
    assert as_known(agb, dag=DAG, moment=LATER).naam == "Praktijk Onder Nieuwe Naam"
    assert Wijziging.objects.filter(tabel="register_vestiging", door="aanlevering", actie="UPDATE").count() == 1


def test_a_practice_that_ends_is_known_to_end_from_then_on(delivery, take_over):
    take_over(delivery)
    nieuw = copy.deepcopy(delivery)
    agb = nieuw["vestigingen"][0]["AGBCode"]
    nieuw["vestigingen"][0]["Einde"] = "2025-01-14"
    take_over(nieuw, LATER)
    assert as_known(agb, dag=DAG - timedelta(1)) is not None
    assert as_known(agb, dag=DAG) is None
    assert as_known(agb, dag=DAG, moment=NU) is not None


def test_what_a_delivery_does_not_name_stays(delivery, take_over):
    take_over(delivery)
    minder = {soort: [] for soort in delivery} | {"vestigingen": delivery["vestigingen"][:1]}
    resultaat = take_over(minder, LATER)
    assert resultaat.ongewijzigd["vestigingen"] == 1
    assert Vestiging.objects.known().count() == len(delivery["vestigingen"])
    assert Relatie.objects.known().count() == len(delivery["relaties"])


def test_an_older_delivery_is_refused_whole(delivery, take_over):
    take_over(delivery, LATER)
    nieuw = copy.deepcopy(delivery)
    nieuw["zorgverleners"][0]["Naam"] = "N. Nieuw"
    nieuw["vestigingen"][0]["Naam"] = "Praktijk Te Laat"
    with pytest.raises(Gebruikersfout, match="latere aanlevering"):
        take_over(nieuw, NU)
    assert not Zorgverlener.objects.filter(naam="N. Nieuw").exists()
    assert Vestiging.objects.known().count() == len(delivery["vestigingen"])


def test_a_file_with_an_error_changes_nothing(delivery, take_over):
    fout = copy.deepcopy(delivery)
    fout["vestigingen"][3]["AGBCode"] = "123"
    with pytest.raises(Gebruikersfout, match="acht cijfers"):
        take_over(fout)
    assert not Zorgverlener.objects.exists()


def test_a_delivery_that_contradicts_itself_is_refused_whole(delivery, take_over):
    dubbel = copy.deepcopy(delivery)
    dubbel["relaties"].append(dubbel["relaties"][0] | {"Type": "anders", "Aanvang": "2024-06-01"})
    with pytest.raises(Gebruikersfout, match="twee dingen"):
        take_over(dubbel)
    assert not Relatie.objects.exists()
