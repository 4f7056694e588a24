"""The command line keeps its promises: JSON others build on, and one clear message with exit code 2 on bad input."""

import json
from pathlib import Path

import pytest

from zorginkoop import cli

FEITEN = {"aanvraagdatum": "2025-03-20", "gewenste_ingangsdatum": "2025-05-01", "big_registratie": True}


def run(monkeypatch: pytest.MonkeyPatch, *woorden: str) -> int:
    monkeypatch.setattr("sys.argv", ["zorginkoop", *woorden])
    try:
        cli.main()
    except SystemExit as einde:
        return int(einde.code or 0)
    return 0


@pytest.fixture
def feiten(tmp_path: Path) -> str:
    pad = tmp_path / "feiten.json"
    pad.write_text(json.dumps(FEITEN))
    return str(pad)


def test_the_list_names_every_policy(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "beleid", "lijst", "--json") == 0

    rijen = json.loads(capsys.readouterr().out)
    assert rijen[0].keys() == {"beleid", "versie", "verzekeraar", "zorgsoort", "geldig_van", "geldig_tot"}
    assert "zz-huisartsenzorg-2025" in {rij["beleid"] for rij in rijen}


def test_missing_facts_come_back_as_questions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], feiten: str
) -> None:
    assert run(monkeypatch, "beleid", "toets", "zz-huisartsenzorg-2025", "--feiten", feiten, "--json") == 0

    uit = json.loads(capsys.readouterr().out)
    assert uit["uitkomst"] == "ONBEKEND"
    assert {"gegeven", "vraag", "type"} <= uit["vragen"][0].keys()
    assert "vecozo_certificaat" in {vraag["gegeven"] for vraag in uit["vragen"]}


@pytest.mark.parametrize(
    ("woorden", "melding"),
    [
        (("beleid", "toets", "zz-huisartsenzorg-2052", "--feiten", "FEITEN"), "Bedoelt u 'zz-huisartsenzorg-2025'"),
        (("beleid", "toets", "zz-huisartsenzorg-2025", "--feiten", "/er/is/niets.json"), "niet te lezen"),
        (("beleid", "toets", "zz-huisartsenzorg-2025"), "--feiten"),
        (("beleid", "toetss"), "toetss"),
        (("beleid", "controleer", "FEITEN"), "is geen geldig TOML"),
        (("ei", "lees", "FEITEN"), "feiten.json"),
        (("beleid", "gevolg", "zz-oefentherapie-2024", "--wijziging", "verhuizing"), "verhuizing"),
    ],
)
def test_bad_input_is_one_message_and_code_two(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    feiten: str,
    woorden: tuple[str, ...],
    melding: str,
) -> None:
    assert run(monkeypatch, *(feiten if woord == "FEITEN" else woord for woord in woorden)) == 2

    uit = capsys.readouterr()
    assert melding in uit.err
    assert "Traceback" not in uit.err
    assert uit.out == ""


@pytest.mark.parametrize("inhoud", ["[1", "[]", '{"ibann": 1}', '{"aanvraagdatum": 0}'])
def test_facts_that_are_no_facts_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, inhoud: str
) -> None:
    pad = tmp_path / "feiten.json"
    pad.write_text(inhoud)

    assert run(monkeypatch, "beleid", "toets", "zz-huisartsenzorg-2025", "--feiten", str(pad)) == 2
    assert capsys.readouterr().err.startswith("zorginkoop: ")
