"""Calculators: every amount worked out by hand, both time axes, and files that are refused."""

import json
import shutil
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop import cli
from zorginkoop.beleid import calculate, library
from zorginkoop.beleid.bestand import Beleidsfout
from zorginkoop.beleid.calculate import Berekening
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout

ZK10, ZK11, ZK12 = (library.load(f"zk-huisartsenzorg-2024-2025@1.{n}") for n in range(3))
ZZ = library.load("zz-huisartsenzorg-2025")
NIEUWJAAR = date(2024, 1, 1)


def reken(beleid: Beleid, naam: str, op: date = NIEUWJAAR, bekend: date | None = None, **feiten: Any) -> Berekening:
    return calculate.calculate(calculate.load(beleid, naam), feiten, op=op, bekend_op=bekend)


def kosten(patienten: int, uren: Any = 0, ehealth: int = 0, consultatie: int = 0, op: date = NIEUWJAAR) -> Berekening:
    feiten = {"uren_poh_ggz": uren, "kosten_ehealth": ehealth, "kosten_consultatie": consultatie}
    return reken(ZK12, "poh_ggz", op, ingeschreven_patienten=patienten, **feiten)


@pytest.mark.parametrize(("patienten", "maximum"), [(2350, 440625), (4700, 881250), (1175, "220312.5")])
def test_the_maximum_for_costs_is_the_value_of_two_hours(patienten: int, maximum: object) -> None:
    """3.75 / 16 = 0.234375 euro per patient per quarter for an hour; two hours a year: 2 x 23.4375 x 4 = 187.5 cents
    per patient. x 2,350 = 440,625; x 4,700 = 881,250; x 1,175 = 220,312.5 cents."""
    assert kosten(patienten).waarden["maximum_kosten"] == maximum


@pytest.mark.parametrize(
    ("kosten_cent", "vergoed", "boven"), [(440624, 440624, False), (440625, 440625, False), (440626, 440625, True)]
)
@pytest.mark.parametrize("waarvoor", ["ehealth", "consultatie"])
def test_costs_are_paid_up_to_the_maximum(waarvoor: str, kosten_cent: int, vergoed: int, boven: bool) -> None:
    """2,350 patients: at most 440,625 cents, for each of the two apart; one cent more is not paid."""
    uit = kosten(2350, **{waarvoor: kosten_cent})

    assert (uit.waarden["vergoeding_jaar"], uit.waarden[f"{waarvoor}_boven_maximum"]) == (vergoed, boven)
    assert uit.akkoord is True


def test_half_a_cent_goes_up_once_at_the_end() -> None:
    """1,175 patients, both costs above the maximum: 220,312.5 + 220,312.5 = 440,625 exactly; rounding each apart would
    have given 440,626. One of the two alone: 220,312.5 becomes 220,313."""
    assert kosten(1175, ehealth=10**6, consultatie=10**6).waarden["vergoeding_jaar"] == 440_625
    assert kosten(1175, ehealth=10**6).waarden["vergoeding_jaar"] == 220_313


def test_sixteen_hours_are_all_the_module_pays() -> None:
    """16 x 2,350 x 23.4375 x 4 = 3,525,000 cents a year; per patient per quarter / 9,400 = 375 cents. Costs on top
    would go above the maximum tariff, so they add nothing."""
    for uit in (kosten(2350, 16), kosten(2350, 16, ehealth=300_000)):
        assert (uit.akkoord, uit.waarden["vergoeding_jaar"], uit.waarden["tarief"]) == (True, 3_525_000, 375)


def test_hours_count_by_the_size_of_the_practice() -> None:
    """4,700 patients, 16 hours = 8 per 2,350: the same 3,525,000 cents, over 18,800 patient-quarters = 187.5 -> 188."""
    uit = kosten(4700, 16)
    assert (uit.waarden["vergoeding_jaar"], uit.waarden["tarief"]) == (3_525_000, 188)


@pytest.mark.parametrize(("patienten", "uren", "mag"), [(1175, 8, True), (1175, "8.01", False), (2350, "16.01", False)])
def test_more_hours_than_the_maximum_are_refused(patienten: int, uren: object, mag: bool) -> None:
    """16 hours per 2,350 patients is 8 for 1,175."""
    assert kosten(patienten, uren).akkoord is mag


@pytest.mark.parametrize(("op", "mag"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True)])
def test_the_maximum_goes_from_twelve_to_sixteen_hours(op: date, mag: bool) -> None:
    """13 hours for 2,350 patients: above 12 on the last day of 2023, below 16 the day after."""
    assert kosten(2350, 13, op=op).akkoord is mag


def test_sixteen_hours_without_ehealth_are_for_version_eleven_only() -> None:
    """Version 1.0 keeps 4 of the 16 hours for e-health and consultation: 12 + 2 + 2. From 1.1 all may be hours."""
    feiten: dict[str, Any] = {"ingeschreven_patienten": 2350, "uren_poh_ggz": 16}
    oud = reken(ZK10, "poh_ggz", uren_ehealth=0, uren_consultatie=0, **feiten)
    nieuw = reken(ZK11, "poh_ggz", kosten_ehealth=0, kosten_consultatie=0, **feiten)

    assert (oud.versie, oud.akkoord) == ("1.0", False)
    assert [b.voorwaarde for b in oud.voorwaarden if b.uitkomst is False] == ["uren_eigen"]
    assert (nieuw.versie, nieuw.akkoord) == ("1.1", True)


@pytest.mark.parametrize(
    ("uren", "mag"), [((12, 2, 2), True), (("12.1", 2, 1), False), ((10, "2.1", 2), False), ((10, 2, "2.1"), False)]
)
def test_version_ten_counts_hours_apart(uren: tuple[Any, Any, Any], mag: bool) -> None:
    """12 + 2 + 2 for 2,350 patients is exactly the maximum; a tenth more in any of the three is too much."""
    namen = ("uren_poh_ggz", "uren_ehealth", "uren_consultatie")
    assert reken(ZK10, "poh_ggz", ingeschreven_patienten=2350, **dict(zip(namen, uren, strict=True))).akkoord is mag


def test_the_maximum_for_ehealth_did_not_change_between_versions() -> None:
    """Document 003: the maxima are not changed; 2 hours for 2,350 patients are 440,625 cents in both."""
    oud = reken(ZK10, "poh_ggz", ingeschreven_patienten=2350, uren_poh_ggz=0, uren_ehealth=2, uren_consultatie=0)
    assert oud.waarden["maximum_ehealth"] == kosten(2350).waarden["maximum_kosten"] == 440_625
    assert oud.waarden["vergoeding_jaar"] == 440_625


@pytest.mark.parametrize(
    ("vorm", "tarief", "jaar", "ook"), [("vast", 410, 3_854_000, False), ("aanvullend", 190, 1_786_000, True)]
)
def test_task_delegation_is_a_fixed_fee_or_a_supplement(vorm: str, tarief: int, jaar: int, ook: bool) -> None:
    """2,350 x 4 = 9,400 patient-quarters: x 4.10 = 38,540.00; x 1.90 = 17,860.00 euros."""
    w = reken(ZK12, "taakdelegatie", ingeschreven_patienten=2350, taakdelegatie_vorm=vorm).waarden
    assert (w["tarief"], w["vergoeding_jaar"], w["declareren"]) == (tarief, jaar, ook)


ONDERDELEN = ["spreekuur", "digitale_afspraken", "herhaalrecepten", "telefoon"]


@given(st.lists(st.sampled_from(ONDERDELEN), unique=True))
@settings(max_examples=16, deadline=None)
def test_each_part_of_service_pays_apart(onderdelen: list[str]) -> None:
    """0.15 a part; 1,000 patients x 4 quarters = 600.00 euros a part a year; without parts there is no module."""
    uit = reken(
        ZZ, "service_bereikbaarheid", date(2025, 1, 1), ingeschreven_patienten=1000, service_onderdelen=onderdelen
    )
    assert uit.waarden["vergoeding_jaar"] == 60_000 * len(onderdelen)
    assert uit.akkoord is bool(onderdelen)


@pytest.mark.parametrize(
    ("sinds", "nieuw"),
    [("2023-12-31", 1267), ("2024-01-01", 1267), ("2024-01-02", 1243), ("2024-04-01", 1243)],
)
def test_only_a_full_calendar_year_is_indexed(sinds: str, nieuw: int) -> None:
    """12.43 x 1.019 = 12.66617 -> 12.67, when contracted all of 2024; from 2 January or 1 April 2024 it stays 12.43."""
    uit = reken(
        ZZ,
        "indexatie",
        date(2025, 1, 1),
        tarief_oud=1243,
        gecontracteerd_van=sinds,
        indexatie_per="2025-01-01",
        index_verzekeraar=5,
    )
    assert uit.waarden["tarief_nieuw"] == nieuw


@pytest.mark.parametrize(("percentage", "nieuw"), [(1, 10100), ("1.9", 10190), ("1.91", 10190), (0, 10000)])
def test_never_more_than_the_nza_index(percentage: object, nieuw: int) -> None:
    """100.00 with 1 percent is 101.00; with 1.9 or more never above 101.90."""
    uit = reken(
        ZZ,
        "indexatie",
        date(2025, 1, 1),
        tarief_oud=10_000,
        gecontracteerd_van="2023-01-01",
        indexatie_per="2025-01-01",
        index_verzekeraar=percentage,
    )
    assert uit.waarden["tarief_nieuw"] == nieuw


@pytest.mark.parametrize(("oud", "nieuw"), [(1243, 1267), (500, 510), (499, 508), (0, 0)])
def test_the_other_insurer_indexes_by_exactly_the_nza_index(oud: int, nieuw: int) -> None:
    """x 1.019: 1,266.617 -> 1,267; 509.5 -> 510 (half up); 508.481 -> 508. No condition on the years before."""
    assert reken(ZK12, "indexatie", date(2025, 1, 1), tarief_oud=oud).waarden["tarief_nieuw"] == nieuw


@settings(max_examples=50, deadline=None)
@given(oud=st.integers(0, 10**8), jaar=st.sampled_from([(2024, "1.061"), (2025, "1.019")]))
def test_exactly_the_nza_index_for_every_amount_and_not_a_cent_else(oud: int, jaar: tuple[int, str]) -> None:
    """Never more and never less: the old tariff times 1.061 (2024) or 1.019 (2025), rounded once, half up."""
    uit = reken(ZK12, "indexatie", date(jaar[0], 1, 1), tarief_oud=oud)

    assert uit.waarden["tarief_nieuw"] == int((oud * Decimal(jaar[1])).quantize(Decimal(1), ROUND_HALF_UP))


LEEFTIJD = {"patienten_65_75": 200, "patienten_75_85": 100, "patienten_85_plus": 20}


def test_enrolment_by_age_in_2018() -> None:
    """680 x 15.63 = 10,628.40; 200 x 18.34 = 3,668.00; 100 x 27.54 = 2,754.00; 20 x 43.20 = 864.00: together
    17,914.40 a quarter, 71,657.60 a year."""
    w = reken(ZZ, "inschrijving", date(2018, 5, 1), ingeschreven_patienten=1000, **LEEFTIJD).waarden
    assert (w["vergoeding_kwartaal"], w["vergoeding_jaar"]) == (1_791_440, 7_165_760)


def test_a_figure_that_was_not_found_leaves_the_outcome_open() -> None:
    """For 2023 only the tariff below 65 was found: 680 x 18.76 = 12,756.80; the sum stays unknown, and says why."""
    uit = reken(ZZ, "inschrijving", date(2023, 1, 1), ingeschreven_patienten=1000, **LEEFTIJD)
    assert (uit.waarden["bedrag_tot_65"], uit.waarden["vergoeding_jaar"]) == (1_275_680, None)
    assert uit.ontbreekt == ("tarief_65_75", "tarief_75_85", "tarief_85_plus")


@pytest.mark.parametrize(("bekend", "tarief"), [(date(2016, 12, 14), 850), (date(2016, 12, 15), 283), (None, 283)])
def test_the_module_of_2017_before_and_after_the_second_decision(bekend: date | None, tarief: int) -> None:
    """8.50 by the first decision, 2.83 after the ruling: 1,000 x 8.50 x 4 = 34,000.00, x 2.83 = 11,320.00."""
    w = reken(ZZ, "module_poh_ggz", date(2017, 4, 1), bekend, ingeschreven_patienten=1000).waarden
    assert (w["moduletarief"], w["vergoeding_jaar"]) == (tarief, tarief * 4000)


@pytest.mark.parametrize(
    ("op", "bekend", "tarief"),
    [
        (date(2026, 7, 1), date(2026, 6, 29), 2159),
        (date(2026, 7, 1), date(2026, 6, 30), 2194),
        (date(2026, 6, 30), date(2026, 6, 30), 2159),
    ],
)
def test_the_tariff_of_2026_was_decided_again(op: date, bekend: date, tarief: int) -> None:
    """21.59 became 21.94 by the decision of 30 June 2026, recorded from 1 July on."""
    assert (
        reken(ZZ, "inschrijving", op, bekend, ingeschreven_patienten=1, **dict.fromkeys(LEEFTIJD, 0)).waarden[
            "tarief_tot_65"
        ]
        == tarief
    )


def test_before_the_first_decision_there_is_nothing_to_calculate_with() -> None:
    with pytest.raises(Gebruikersfout, match="nog niets vastgesteld"):
        reken(ZZ, "module_poh_ggz", date(2017, 4, 1), date(2016, 6, 30), ingeschreven_patienten=1000)


def test_every_step_has_its_source_and_comes_after_what_it_uses() -> None:
    for tool in calculate.all_calculators():
        gezien = set(tool.programma.feiten)
        for naam, afleiding in tool.inhoud.afleiding.items():
            assert tool.programma.afleidingen[naam].feiten <= gezien
            gezien.add(naam)
            assert afleiding.bron.plaats


def test_unknown_facts_are_named_and_leave_the_outcome_open() -> None:
    uit = reken(ZK12, "poh_ggz", ingeschreven_patienten=2350)
    assert uit.ontbreekt == ("uren_poh_ggz", "kosten_ehealth", "kosten_consultatie")
    assert (uit.akkoord, uit.waarden["vergoeding_jaar"]) == (None, None)


@pytest.mark.parametrize(
    ("naam", "feiten", "melding"),
    [
        ("poh_ggs", {}, "bedoelt u 'poh_ggz'"),
        ("poh_ggz", {"uren_poh_ggs": 1}, "bedoelt u 'uren_poh_ggz'"),
        ("poh_ggz", {"uren_poh_ggz": -1}, "ten minste 0"),
        ("poh_ggz", {"ingeschreven_patienten": "veel"}, "geheel getal"),
        ("taakdelegatie", {"taakdelegatie_vorm": "beide"}, "kan niet worden gekozen"),
    ],
)
def test_input_that_makes_no_sense_is_refused(naam: str, feiten: dict[str, Any], melding: str) -> None:
    with pytest.raises(Gebruikersfout, match=melding):
        reken(ZK12, naam, **feiten)


@settings(max_examples=40, deadline=None)
@given(patienten=st.integers(1, 60_000), uren=st.integers(0, 400), ehealth=st.integers(0, 10**7))
def test_never_above_the_maximum_and_more_never_pays_less(patienten: int, uren: int, ehealth: int) -> None:
    uit, meer = kosten(patienten, uren, ehealth), kosten(patienten, uren + 1, ehealth + 100)
    assert uit.waarden["tarief"] <= 375
    assert uit.waarden["vergoeding_jaar"] <= meer.waarden["vergoeding_jaar"] <= patienten * 375 * 4


def test_a_table_comes_out_as_its_rows() -> None:
    tool = calculate.load(ZK12, "poh_ggz")
    rijen = [(1175, 8, 10**6, 5), (2350, 16, 0, 0), (4700, 3, 881_251, 12)]
    namen = ("ingeschreven_patienten", "uren_poh_ggz", "kosten_ehealth", "kosten_consultatie")
    kolommen = [list(kolom) for kolom in zip(*rijen, strict=True)]
    tabel = pa.table(dict(zip(namen, kolommen, strict=True)))
    tabel = tabel.set_column(1, "uren_poh_ggz", pa.array([Decimal(rij[1]) for rij in rijen], pa.decimal128(18, 6)))

    uit = calculate.calculate_table(tool, tabel, op=NIEUWJAAR).column("vergoeding_jaar").to_pylist()

    assert uit == [kosten(*rij).waarden["vergoeding_jaar"] for rij in rijen]


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        ("LEAST(kosten_ehealth, maximum_kosten)", "LEAST(kosten_ehealth, tarief)", "onbekend gegeven 'tarief'"),
        ("getal = 23.4375", "getal = 23.4375\nbedrag = 1", "geef of een bedrag, of een getal"),
        ("tot = 2024-01-01", "tot = 2014-01-01", "tot hoort na van"),
        ('document = "UREN"', 'document = "ERGENS"', "staat niet bij de bronnen"),
        ("besloten_op", "beslotenop", "onbekende sleutel"),
    ],
)
def test_a_file_with_a_mistake_is_refused(tmp_path: Path, oud: str, nieuw: str, melding: str) -> None:
    tekst = calculate.load(ZK12, "poh_ggz").pad.read_text()
    assert oud in tekst
    (tmp_path / "fout.toml").write_text(tekst.replace(oud, nieuw, 1))

    with pytest.raises(Beleidsfout, match=melding):
        calculate.load_file(tmp_path / "fout.toml")


def test_a_published_calculator_that_changed_is_refused(tmp_path: Path) -> None:
    shutil.copytree(library.GEPUBLICEERD, tmp_path / "beleid")
    pad = next((tmp_path / "beleid").glob("*/rekentools/poh_ggz/1.1.toml"))
    pad.write_text(pad.read_text().replace("23.4375", "24"))

    with pytest.raises(Beleidsfout, match="na publicatie veranderd"):
        list(library.verified(tmp_path / "beleid", calculate.PATROON, calculate.CONTROLESOMMEN))


def test_the_command_prints_every_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feiten = tmp_path / "feiten.json"
    feiten.write_text('{"ingeschreven_patienten": 2350, "taakdelegatie_vorm": "vast"}')

    cli.gereedschap.rekentool("zk-huisartsenzorg-2024-2025", "taakdelegatie", feiten=str(feiten), als_json=True)

    uit = json.loads(capsys.readouterr().out)
    assert (uit["op"], uit["stappen"][-2]["waarde"]) == ("2024-01-01", 3_854_000)
    assert uit["stappen"][-2]["bron"]["document"] == "003"
