"""An organisation is let in from the command line, with the first person who decides there."""

import json

import pytest

from tests.cli.test_koppelingen import run
from zorginkoop.web.beheer import rollen
from zorginkoop.web.beheer.models import Uitnodiging
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.models import Organisatie

NIEUW = ("--naam", "B. Beheer", "--rol", "beheer")


def test_the_first_administrator_of_a_new_insurer_gets_a_link(cast, client, monkeypatch, capsys):
    assert run(monkeypatch, "organisatie", "aanmelden", "9005", "--naam", "Verzekeraar Nieuw") == 0
    capsys.readouterr()
    vraag = ("personen", "uitnodigen", "b@nieuw.example.nl", "--organisatie", "9005", *NIEUW, "--json")
    assert run(monkeypatch, *vraag) == 0
    link = json.loads(capsys.readouterr().out)["link"]
    assert client.get(link.partition("://")[2].partition("/")[2].join(("/", ""))).status_code == 200
    assert Uitnodiging.objects.get().gemaakt_door is None
    assert Organisatie.objects.get(uzovi="9005").soort == "VERZEKERAAR"


def test_a_role_that_waits_for_nobody_in_the_organisation_is_confirmed(cast, monkeypatch, capsys):
    """A practice with one signatory; once confirmed it does not wait any more."""
    wie = {"persoon": cast.assistent, "organisatie": cast.linde}
    voorstel = rollen.assign(**wie, rol="TEKENBEVOEGDE", by=cast.tekenbevoegde, now=now())
    vraag = ("personen", "bevestigen", cast.assistent.email, "--organisatie", cast.linde.agb, "--rol", "tekenbevoegde")
    assert run(monkeypatch, *vraag) == 0
    assert "Ahmed Invul heeft bij Huisartsenpraktijk De Linde nu de rol" in capsys.readouterr().out
    voorstel.refresh_from_db()
    assert (voorstel.status, voorstel.besloten_door) == ("PORTAAL", None)
    assert cast.assistent.bevoegdheden.filter(rol="TEKENBEVOEGDE", tot=None).exists()
    assert run(monkeypatch, *vraag) == 2
    assert "wacht bij Huisartsenpraktijk De Linde niet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("woorden", "reden"),
    [
        (("organisatie", "aanmelden", "12", "--naam", "X"), "uzovi"),
        (("personen", "uitnodigen", "x@example.nl", "--organisatie", "9876", *NIEUW), "niet bekend"),
    ],
)
def test_what_is_wrong_is_said(cast, monkeypatch, capsys, woorden, reden):
    assert run(monkeypatch, *woorden) == 2
    assert reden in capsys.readouterr().err.lower()
