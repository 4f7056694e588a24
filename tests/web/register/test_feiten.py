"""What the register answers: on two time axes, and to a policy."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zorginkoop.web.register.actions import set_kernregios
from zorginkoop.web.register.feiten import as_known, feiten_van
from zorginkoop.web.register.models import Inschrijving, Kernregio, Relatie, Vestiging, Zorgverlener

NU = datetime(2025, 1, 1, tzinfo=UTC)
BEGIN, DAG = date(2020, 1, 1), date(2025, 3, 1)
AGB, BAAS, BEDRIJF, UZOVI = "01000011", "01500001", "17400001", "9901"


class AsKnown(TestCase):
    """The answer of the database against the plain definition, for any history."""

    @given(
        st.lists(st.integers(1, 30), min_size=1, max_size=6, unique=True),
        st.integers(0, 40),
        st.integers(0, 40),
        st.integers(1, 35),
    )
    def test_it_is_the_version_in_force_at_that_moment(self, momenten, dag, moment, einde):
        """Each delivery replaces the former; the last one also says when the practice ends."""
        momenten.sort()
        for nr, begin in enumerate(momenten):
            volgende = momenten[nr + 1] if nr + 1 < len(momenten) else None
            Vestiging.objects.create(
                agb=AGB,
                naam=f"versie {nr}",
                zorgsoort="01",
                geldig_van=BEGIN,
                geldig_tot=None if volgende else BEGIN + timedelta(einde),
                bekend_van=NU + timedelta(begin),
                bekend_tot=volgende and NU + timedelta(volgende),
            )
        gekend = [nr for nr, begin in enumerate(momenten) if begin <= moment]
        laatste = gekend[-1] if gekend else None
        gesloten = laatste == len(momenten) - 1 and dag >= einde
        verwacht = None if laatste is None or gesloten else f"versie {laatste}"
        gevonden = as_known(AGB, dag=BEGIN + timedelta(dag), moment=NU + timedelta(moment))
        assert (gevonden and gevonden.naam) == verwacht


@pytest.fixture
def praktijk(db):
    def add(big="1900000001", **rest):
        tijd = {"geldig_van": BEGIN, "bekend_van": NU}
        gegevens = {"naam": "P", "zorgsoort": "01", "email": "p@p.example.nl", "regio": "Amstelland"} | rest
        Vestiging.objects.create(agb=AGB, **gegevens, **tijd)
        Zorgverlener.objects.create(agb=BAAS, naam="B", big_nummer=big, **tijd)
        Relatie.objects.create(van_agb=AGB, naar_agb=BEDRIJF, rol="VESTIGING_VAN", **tijd)
        Relatie.objects.create(van_agb=BAAS, naar_agb=BEDRIJF, rol="EIGENAAR", **tijd)
        set_kernregios(uzovi=UZOVI, regios=["Amstelland"], van=BEGIN, tot=None, by="test", now=NU)
        for nr in range(3):
            Inschrijving.objects.create(bsn=f"90000000{nr}", agb=AGB, **tijd)

    return add


def ask(dag=DAG):
    return feiten_van(AGB, dag=dag, uzovi=UZOVI)


def test_everything_known(praktijk):
    praktijk()
    assert ask() == {
        "agb_code": AGB,
        "email": "p@p.example.nl",
        "vektis_registratie": True,
        "big_registratie": True,
        "kernregio": True,
        "ingeschreven_patienten": 3,
    }


def test_what_is_not_known_is_left_out(praktijk):
    praktijk(email="", regio="")
    Relatie.objects.all().delete()
    Inschrijving.objects.all().delete()
    assert ask() == {"agb_code": AGB, "vektis_registratie": True}


def test_a_code_the_register_does_not_have_is_not_registered_and_an_empty_register_says_nothing(praktijk):
    assert feiten_van("01999999", dag=DAG, uzovi=UZOVI) == {}
    praktijk()
    assert feiten_van("01999999", dag=DAG, uzovi=UZOVI) == {"agb_code": "01999999", "vektis_registratie": False}


def test_a_practice_of_another_kind_or_that_ended_is_no_gp_practice(praktijk):
    praktijk(zorgsoort="04", geldig_tot=date(2025, 1, 1))
    assert ask(date(2024, 12, 31))["vektis_registratie"] is False
    assert ask(date(2025, 1, 1)) == {"agb_code": AGB, "vektis_registratie": False}


def test_an_owner_without_big_number_is_seen_and_a_mixed_pair_is_asked(praktijk):
    praktijk(big="")
    assert ask()["big_registratie"] is False
    tijd = {"geldig_van": BEGIN, "bekend_van": NU}
    Zorgverlener.objects.create(agb="01500002", naam="C", big_nummer="1900000002", **tijd)
    Relatie.objects.create(van_agb="01500002", naar_agb=AGB, rol="EIGENAAR", **tijd)
    assert "big_registratie" not in ask()


def test_a_second_enterprise_makes_it_unclear_who_contracts(praktijk):
    praktijk()
    tijd = {"geldig_van": DAG, "bekend_van": NU}
    Relatie.objects.create(van_agb=AGB, naar_agb="17400002", rol="VESTIGING_VAN", **tijd)
    assert "meer_ondernemingen" not in ask(DAG - timedelta(1))
    assert ask(DAG)["meer_ondernemingen"] is True


def test_a_region_of_another_insurer_is_not_ours_and_no_regions_is_unknown(praktijk):
    praktijk(regio="Friesland")
    assert ask()["kernregio"] is False
    assert "kernregio" not in feiten_van(AGB, dag=DAG, uzovi="9902")


def test_kernregios_stated_twice_change_nothing_and_may_end(praktijk):
    praktijk()
    later = NU + timedelta(1)
    set_kernregios(uzovi=UZOVI, regios=["Amstelland"], van=BEGIN, tot=None, by="test", now=later)
    assert Kernregio.objects.count() == 1
    set_kernregios(uzovi=UZOVI, regios=["Amstelland"], van=BEGIN, tot=DAG, by="test", now=later)
    assert Kernregio.objects.known().get().geldig_tot == DAG
    assert "kernregio" not in ask(DAG)
