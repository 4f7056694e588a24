"""Begroting en jaarplanning van WSV, RO en HDS: wat 004 en 001 zeggen, met de hand nagerekend.

Het begrotingsformat is niet openbaar; de indeling van de begroting is een demonstratie, de rekenregels zijn dat niet.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from zorginkoop.beleid import calculate, library
from zorginkoop.web.begroting.inhoud import Inhoud, Regel, Resultaat

WSV, HDS = "zz-wsv-ro-2021", "zz-hds-2024"


def planned(woord: str, jaar: int = 2021) -> date:
    from zorginkoop.web.begroting.jaarcyclus import planning

    (datum,) = {stap.datum for stap in planning(library.load(WSV), jaar) if stap.titel.startswith(woord)}
    return datum


def test_de_begroting_van_2021_moet_er_uiterlijk_1_september_2020_zijn() -> None:
    """004, Planning: begroting en jaarplan voor het komende jaar uiterlijk 1 september. Het komende jaar van 2020 is
    2021, dus 1 september 2020; voor 2022 is dat 1 september 2021."""
    assert planned("Begroting en jaarplan") == date(2020, 9, 1)
    assert planned("Begroting en jaarplan", 2022) == date(2021, 9, 1)


def test_zes_weken_na_een_aanbod_op_1_november_is_13_december() -> None:
    """004: 6 x 7 = 42 dagen. November heeft 30 dagen: 1 november plus 30 is 1 december, plus 12 is 13 december."""
    assert planned("Overeenkomst") == date(2020, 11, 1)
    assert planned("Getekende overeenkomst") == planned("Overeenkomst") + timedelta(42) == date(2020, 12, 13)
    assert library.load(WSV).inhoud.aanbod.geldig_dagen == 42


def test_de_jaarstukken_over_2021_zijn_er_op_1_mei_2022_en_besproken_in_juli() -> None:
    """004: uiterlijk 1 mei die van het voorgaande jaar, besproken in mei tot en met juli."""
    from zorginkoop.web.begroting.jaarcyclus import planning

    dagen = [s.datum for s in planning(library.load(WSV), 2021) if s.titel.startswith("Jaarrekening")]
    assert dagen == [date(2022, 5, 1), date(2022, 7, 31)]


def test_een_regel_is_aantal_keer_bedrag_en_wordt_een_keer_afgerond() -> None:
    """0,33 x 100,01 = 33,0033, afgerond 33,00; 0,5 x 0,01 = 0,005, afgerond 0,01. Samen 33,01 euro."""
    regels = [("0.33", 10_001), ("0.5", 1)]
    inhoud = Inhoud(
        regels=tuple(
            Regel(code=f"B{n}", prestatie="samenwerking", omschrijving="x", aantal=Decimal(a), eenheid_cent=cent)
            for n, (a, cent) in enumerate(regels)
        )
    )
    assert [regel.bedrag_cent for regel in inhoud.regels] == [3300, 1]
    assert inhoud.totaal_cent == 3301


@pytest.mark.parametrize(
    ("richting", "uitkomst", "gehaald"),
    [
        ("ten minste", "80", True),
        ("ten minste", "79.99", False),
        ("hoogstens", "80", True),
        ("hoogstens", "80.01", False),
    ],
)
def test_een_resultaatafspraak_is_gehaald_bij_de_norm_zelf(richting: str, uitkomst: str, gehaald: bool) -> None:
    """De norm is 80 procent: ten minste 80 is gehaald bij 80 en niet bij 79,99; hoogstens 80 niet bij 80,01."""
    afspraak = Resultaat(code="R1", onderwerp="x", richting=richting, norm=Decimal(80), eenheid="procent")
    assert afspraak.reached(Decimal(uitkomst)) is gehaald


def test_de_big_5_zijn_de_vijf_programma_s_van_004() -> None:
    """004, Volgorde zorgprogramma's: DMII, CVRM, COPD, astma, en angst- en stemmingsstoornissen."""
    from zorginkoop.web.begroting.big5 import big5_of

    assert [naam.removeprefix("programma_") for naam in big5_of(library.load(WSV))] == [
        "dm2", "cvrm", "copd", "astma", "angst_stemming",
    ]  # fmt: skip


@pytest.mark.parametrize(("eerste", "tweede", "telt"), [(True, True, True), (True, False, False), (False, True, False)])
def test_de_nacalculatie_telt_pas_als_beide_verzekeraars_akkoord_zijn(eerste: bool, tweede: bool, telt: bool) -> None:
    """001, 5.3: begroot 5,0 miljoen, besteed 5,1 miljoen, de helft van 100.000 euro is 50.000 euro; met een akkoord van
    maar een van de twee telt die uitkomst niet."""
    gegevens = {"begroot": 500_000_000, "gerealiseerd": 510_000_000, "verrekend_deel": "50"}
    akkoord = {"begroting_akkoord_eerste": eerste, "begroting_akkoord_tweede": tweede}
    tool = calculate.load(library.load(HDS), "nacalculatie")
    uitkomst = calculate.calculate(tool, {**gegevens, **akkoord}, op=date(2025, 12, 31))
    assert uitkomst.waarden["te_verrekenen"] == 5_000_000
    assert uitkomst.akkoord is telt
