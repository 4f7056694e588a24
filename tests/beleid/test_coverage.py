"""Every requirement of the source documents has a place, and that place exists."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from zorginkoop.beleid import coverage, library
from zorginkoop.beleid.coverage import Rij
from zorginkoop.beleid.versie import Beleid

WORTEL = Path(__file__).parents[2]
AANTALLEN = {
    "ZZ-NIEUW": 62,
    "ZZ-HA-2025": 181,
    "ZZ-OEF-2024": 40,
    "ZK-HA-2024": 91,
    "ZZ-WSV-2021": 50,
    "PREC": 11,
    "CONFLICT": 41,
    "GAP": 10,
}
RIJEN = coverage.rows()


@cache
def defined(pad: Path) -> set[str]:
    """The names a file defines, in its classes too."""
    boom = ast.parse(pad.read_text(encoding="utf-8")) if pad.exists() else ast.Module(body=[], type_ignores=[])
    return {n.name for n in ast.walk(boom) if isinstance(n, ast.FunctionDef | ast.ClassDef)}


def exists(toets: str) -> bool:
    pad, _, naam = toets.partition("::")
    return naam in defined(WORTEL / pad)


def in_code(regel: str) -> bool:
    module, _, naam = regel.partition(":")
    return naam in defined(WORTEL / "src" / (module.replace(".", "/") + ".py"))


def test_all_486_requirements_are_there_once() -> None:
    per_document = Counter(next(kop for kop in AANTALLEN if rij.id.startswith(f"{kop}-")) for rij in RIJEN)

    assert per_document == AANTALLEN
    assert len({rij.id for rij in RIJEN}) == len(RIJEN) == 486


@pytest.mark.parametrize("rij", [r for r in RIJEN if r.regel], ids=lambda rij: rij.id)
def test_what_carries_a_requirement_exists(rij: Rij) -> None:
    assert in_code(rij.regel) if rij.regel.startswith(coverage.CODE) else coverage.in_policy(rij.regel)


@pytest.mark.parametrize("rij", [r for r in RIJEN if r.toets], ids=lambda rij: rij.id)
def test_the_test_of_a_requirement_exists(rij: Rij) -> None:
    assert exists(rij.toets)


def test_each_status_names_what_it_should() -> None:
    """Executable: a rule and a test. Judgement and information: where. Outside and waiting: nothing to point at."""
    anders = [
        rij.id
        for rij in RIJEN
        if (bool(rij.regel), bool(rij.toets))
        not in {
            "uitvoerbaar": {(True, True)},
            "menselijk oordeel": {(True, True)},
            "informatie": {(True, True), (True, False)},
            "buiten de software": {(False, False)},
            "wacht op": {(False, False)},
        }[rij.status]
    ]

    assert anders == []


def test_every_row_explains_itself_in_a_sentence() -> None:
    assert [rij.id for rij in RIJEN if len(rij.toelichting) < 20 or not rij.toelichting.endswith(".")] == []


@pytest.mark.parametrize("veld", ["status", "toelichting", "document"])
def test_a_row_without_place_or_reason_is_refused(veld: str) -> None:
    with pytest.raises(ValidationError):
        Rij.model_validate({**RIJEN[0].model_dump(), veld: ""})


@pytest.mark.parametrize(
    ("regel", "er_is"),
    [
        ("zz-huisartsenzorg-2025:eis.big_registratie", True),
        ("zz-huisartsenzorg-2025:eis.bestaat_niet", False),
        ("bestaat-niet:eis.big_registratie", False),
        ("zz-oefentherapie-2024:gevolg.overname", True),
        ("zz-huisartsenzorg-2025:gevolg.bestaat_niet", False),
        ("zz-huisartsenzorg-2025:paragraaf:001, 5.1", True),
        ("zz-huisartsenzorg-2025:paragraaf:001, 99", False),
    ],
)
def test_a_rule_that_is_not_in_a_policy_is_noticed(regel: str, er_is: bool) -> None:
    assert coverage.in_policy(regel) is er_is


def test_the_overview_counts_what_is_in_the_rows() -> None:
    uit = coverage.overview()

    assert uit.eisen == sum(uit.per_status.values()) == 486
    assert sorted(uit.per_document) == ["000", "001", "002", "003", "004"]
    assert sum(uit.per_document["002"].values()) == sum("002" in rij.document for rij in RIJEN)


def test_only_a_passage_that_waits_for_a_capability_is_uncovered() -> None:
    """Indexation has no calculator yet."""
    assert {(gat.document, gat.plaats) for gat in coverage.overview().onbedekt} <= {("001", "6.1")}


def test_a_passage_nothing_refers_to_is_listed() -> None:
    beleid = library.load("zz-huisartsenzorg-2025")
    los = beleid.inhoud.paragraaf[0].model_copy(update={"plaats": "99", "kop": "Los"})
    inhoud = beleid.inhoud.model_copy(update={"paragraaf": (los, *beleid.inhoud.paragraaf)})
    kopie = Beleid(inhoud, library.dictionary(), tekst="", pad=beleid.pad)

    assert [gat.kop for gat in coverage.uncovered(kopie)] == ["Los", *(g.kop for g in coverage.uncovered(beleid))]


def test_a_longer_number_is_another_passage() -> None:
    assert coverage.within("5.1, tweede zin", "5.1")
    assert not coverage.within("5.10", "5.1")
