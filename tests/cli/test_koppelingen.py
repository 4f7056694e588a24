"""Systems are registered, listed and blocked from the command line; the secret is told once."""

import json

import pytest
from django.utils import timezone

from zorginkoop import cli
from zorginkoop.web.api import actions
from zorginkoop.web.api.models import Systeem


def run(monkeypatch, *woorden):
    monkeypatch.setattr("sys.argv", ["zorginkoop", *woorden])
    with pytest.raises(SystemExit) as einde:
        cli.main()
    return int(einde.value.code or 0)


def register(monkeypatch, organisatie, namens, scope):
    namen = ("--organisatie", organisatie, "--namens", namens, "--naam", "Ons HIS", "--mag", scope, "--json")
    return run(monkeypatch, "systeem", "aanmelden", *namen)


def test_a_registered_system_gets_in_until_it_is_blocked(cast, monkeypatch, capsys):
    assert register(monkeypatch, cast.linde.agb, cast.tekenbevoegde.email, "contracten:lezen") == 0
    uit = json.loads(capsys.readouterr().out)
    wie = {"client_id": uit["client_id"], "geheim": uit["client_secret"], "scopes": [], "adres": "127.0.0.1"}
    _, token = actions.give_token(**wie, now=timezone.now())

    assert run(monkeypatch, "systeem", "lijst", "--json") == 0
    (rij,) = json.loads(capsys.readouterr().out)
    assert (rij["namens"], rij["geblokkeerd"]) == (cast.tekenbevoegde.email, False)
    assert run(monkeypatch, "systeem", "blokkeer", uit["client_id"]) == 0
    assert actions.token_of(token, timezone.now()) is None


@pytest.mark.parametrize(
    ("organisatie", "namens", "scope", "woord"),
    [
        ("01999999", None, "contracten:lezen", "01999999"),
        (None, "niemand@voorbeeld.nl", "contracten:lezen", "niemand@voorbeeld.nl"),
        (None, None, "volgingen:schrijven", "volgingen:schrijven"),
        (None, None, "alles", "alles"),
    ],
)
def test_what_cannot_be_is_one_message(cast, monkeypatch, capsys, organisatie, namens, scope, woord):
    code = register(monkeypatch, organisatie or cast.linde.agb, namens or cast.tekenbevoegde.email, scope)

    assert (code, woord in capsys.readouterr().err) == (2, True)
    assert Systeem.objects.count() == 0


def test_an_unknown_system_cannot_be_blocked(db, monkeypatch, capsys):
    assert run(monkeypatch, "systeem", "blokkeer", "SY-22222222") == 2
    assert "SY-22222222" in capsys.readouterr().err
