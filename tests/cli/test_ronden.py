"""Bulk rounds and repairs from the command line."""

import json
import os

import pytest

from zorginkoop import cli
from zorginkoop.cli import ronden
from zorginkoop.web.contractering import actions, rondewerk


def run(monkeypatch, *woorden):
    monkeypatch.setattr("sys.argv", ["zorginkoop", *woorden])
    with pytest.raises(SystemExit) as einde:
        cli.main()
    return int(einde.value.code or 0)


def test_every_running_round_is_carried_out_once(db, monkeypatch, capsys):
    monkeypatch.setattr(rondewerk, "run_rounds", lambda **anders: 3)
    assert run(monkeypatch, "ronde", "voer-uit") == 0
    assert capsys.readouterr().out == "3 aanvragen behandeld\n"


def test_staying_it_repairs_and_ends_with_who_started_it(db, monkeypatch):
    ouders = iter([7, 7, 7, 1])
    monkeypatch.setattr(os, "getppid", lambda: next(ouders))
    monkeypatch.setattr(ronden.time, "sleep", lambda seconden: None)
    monkeypatch.setattr(ronden, "HERSTEL", 0.0)
    beurten, hersteld = [], []
    monkeypatch.setattr(rondewerk, "run_rounds", lambda **anders: beurten.append(1) or 0)
    monkeypatch.setattr(ronden, "_repair", lambda: hersteld.append(1))
    assert run(monkeypatch, "ronde", "voer-uit", "--blijf") == 0
    assert (len(beurten), len(hersteld)) == (3, 2)


def test_repair_says_what_it_did(db, monkeypatch, capsys):
    monkeypatch.setattr(actions, "repair_seals", lambda now: 2)
    assert run(monkeypatch, "herstel", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"ondertekeningen": 0, "zegels": 2, "volgingen": 0}
