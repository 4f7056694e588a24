"""Messages from the command line: deliver, remind, and take in what came back."""

import json

import pytest

from tests.cli.test_koppelingen import run
from zorginkoop.web.berichten.models import Bericht, Zending
from zorginkoop.web.toegang import klok


@pytest.fixture
def bericht(cast):
    return Bericht.objects.create(
        organisatie=cast.linde, soort="aanbod_ontvangen", verwijzing="AV-22222222", doel="1", sleutel="proef",
        tijdstip=klok.now(),
    )  # fmt: skip


def test_what_waits_is_delivered_once(bericht, monkeypatch, capsys):
    assert run(monkeypatch, "berichten", "bezorg", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"VERZONDEN": 2}
    assert run(monkeypatch, "berichten", "bezorg") == 0
    assert capsys.readouterr().out == ""


def test_reminders_and_terms_are_counted(db, monkeypatch, capsys):
    assert run(monkeypatch, "berichten", "herinner", "--json") == 0
    geteld = json.loads(capsys.readouterr().out)
    assert geteld == {"rollen bij vestigingen": 0, "herinneringen": 0, "nieuwe termijnen": 0}


def test_a_report_that_is_none_is_one_message(db, monkeypatch, capsys, tmp_path):
    (tmp_path / "x.eml").write_text("Subject: hoi\n\nhallo\n")
    assert run(monkeypatch, "berichten", "teruggekomen", str(tmp_path / "x.eml")) == 2
    assert "geen melding" in capsys.readouterr().err
    assert run(monkeypatch, "berichten", "teruggekomen", str(tmp_path / "weg.eml")) == 2
    assert Zending.objects.count() == 0
