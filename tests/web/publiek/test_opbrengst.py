"""The indication of the yield: arithmetic to the cent, months in force, and what is left out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorginkoop.beleid import library
from zorginkoop.beleid.assess import assess
from zorginkoop.kern.periode import Periode
from zorginkoop.web.publiek.opbrengst import Opbrengst, per_calendar_year, per_patient, whole_months, yields

ZZ, ZK = (library.load(naam) for naam in ("zz-huisartsenzorg-2025", "zk-huisartsenzorg-2024-2025"))


def lines(beleid, start, modules=("poh_ggz",)):
    dag = start.isoformat()
    feiten = {"contractvorm": "nieuw", "aanvraagdatum": "2023-10-01", "datum_volledig": "2023-10-01"}
    feiten |= {"ingeschreven_patienten": 2350, "uren_poh_ggz": 16}
    toets = assess(beleid, {**feiten, "gewenste_ingangsdatum": dag, "gewenste_prestaties": list(modules)})
    return yields(beleid, [m for m in toets.afspraken if m.gewenst and m.mogelijk], 2350)


def test_a_module_from_april():
    """€ 3,60 × 2.350 patients × 4 quarters × 9/12 = € 25.380,00."""
    regel = next(r for r in lines(ZZ, date(2025, 4, 1)) if r.prestatie == "poh_ggz")
    assert (regel.maanden, regel.cent, regel.bedrag) == (9, 2_538_000, "€ 25.380,00")
    assert regel.som == "€ 3,60 × 2.350 patiënten × 4 kwartalen × 9/12 jaar"
    assert regel.demonstratie


def test_a_whole_year_of_a_verified_tariff():
    """MTVP in segment 1: € 3,23 × 2.350 × 4 = € 30.362,00."""
    regel = next(r for r in lines(ZZ, date(2025, 1, 1)) if r.prestatie == "mtvp_segment1")
    assert (regel.cent, regel.demonstratie) == (3_036_200, False)
    assert regel.som == "€ 3,23 × 2.350 patiënten × 4 kwartalen"


def test_two_years_are_kept_apart_with_their_own_tariffs():
    jaren = per_calendar_year(lines(ZK, date(2024, 7, 1)))
    assert [jaar.jaar for jaar in jaren] == [2024, 2025]
    assert {regel.maanden for regel in jaren[0].regels} == {6}
    assert {regel.maanden for regel in jaren[1].regels} == {12}
    assert jaren[1].cent == sum(regel.cent for regel in jaren[1].regels)
    assert max(balk["procent"] for balk in jaren[1].balken) == 100


@pytest.mark.parametrize("naam", ["inschrijving_tot_65", "inschrijving_vanaf_85", "consult", "keten_dm2"])
def test_age_groups_services_and_participants_are_left_out(naam):
    assert not per_patient(ZZ.prestaties[naam])


def test_no_patients_gives_bars_without_length():
    regels = [Opbrengst("a", "A", 2025, 12, 100, 0, True)]
    assert per_calendar_year(regels)[0].balken[0]["procent"] == 0


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 1500))
def test_whole_months_fit_in_the_period(van, dagen):
    tot = date.fromordinal(van.toordinal() + dagen)
    maanden = whole_months(Periode(van, tot))
    assert maanden * 28 <= dagen
    assert (maanden + 1) * 31 >= dagen


@given(st.integers(0, 10**6), st.integers(0, 200_000), st.integers(1, 12))
def test_yield_is_exact_to_half_a_cent(tarief, patienten, maanden):
    cent = Opbrengst("a", "A", 2025, maanden, tarief, patienten, False).cent
    assert abs(cent * 3 - tarief * patienten * maanden) <= 1
