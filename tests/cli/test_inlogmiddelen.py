"""The administrator links certificates and logins elsewhere from the command line."""

import json

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from tests.cli.test_koppelingen import run
from tests.web.inlogmiddelen.conftest import uitgever  # noqa: F401 - a fixture
from zorginkoop.web.api import actions
from zorginkoop.web.inlogmiddelen.models import Certificaat, Extern


@pytest.fixture
def pem(uitgever, tmp_path):
    """Call with a certificate: the path of its file."""

    def write(uitgifte, vorm=Encoding.PEM):
        (tmp_path / "c").write_bytes(uitgifte.certificaat.public_bytes(vorm))
        return str(tmp_path / "c")

    return write


@pytest.mark.parametrize("vorm", [Encoding.PEM, Encoding.DER])
def test_a_certificate_is_linked_and_listed(cast, uitgever, pem, monkeypatch, capsys, vorm):
    uitgifte = uitgever.ca.person("Sanne", now=timezone.now())
    email = cast.tekenbevoegde.email
    assert run(monkeypatch, "inlogmiddel", "certificaat", email.upper(), pem(uitgifte, vorm)) == 0
    assert Certificaat.objects.get().user == cast.tekenbevoegde
    capsys.readouterr()
    assert run(monkeypatch, "inlogmiddel", "lijst", email, "--json") == 0
    assert [rij["naam"] for rij in json.loads(capsys.readouterr().out)] == ["App met codes", "Sanne"]


def test_a_wrong_certificate_or_person_is_said_to_be_so(cast, uitgever, pem, monkeypatch, capsys):
    systeem, goed = (pem(make("X", now=timezone.now())) for make in (uitgever.ca.system, uitgever.ca.person))
    pem(uitgever.ca.system("X", now=timezone.now()))
    assert run(monkeypatch, "inlogmiddel", "certificaat", cast.tekenbevoegde.email, systeem) == 2
    assert "systeem" in capsys.readouterr().err
    pem(uitgever.ca.person("X", now=timezone.now()))
    assert run(monkeypatch, "inlogmiddel", "certificaat", "niemand@voorbeeld.nl", goed) == 2
    assert run(monkeypatch, "inlogmiddel", "certificaat", cast.tekenbevoegde.email, "/bestaat/niet") == 2
    assert not Certificaat.objects.exists()


def test_a_login_elsewhere_is_linked_once(cast, monkeypatch, settings, tmp_path, capsys):
    settings.OIDC_BESTAND = tmp_path / "oidc.toml"
    settings.OIDC_BESTAND.write_text(
        '[[aanbieder]]\nnaam = "m"\nlabel = "M"\nuitgever = "https://m.example"\nclient_id = "x"\nacr = ["hoog"]\n'
    )
    woorden = ("inlogmiddel", "elders", cast.tekenbevoegde.email, "--onderwerp", "sanne-1", "--aanbieder")
    assert run(monkeypatch, *woorden, "onbekend") == 2
    assert run(monkeypatch, *woorden, "m") == 0
    assert run(monkeypatch, *woorden, "m") == 2
    assert Extern.objects.get().uitgever == "https://m.example"


def test_a_system_gets_a_certificate_and_a_person_does_not_pass_for_one(cast, uitgever, pem, monkeypatch):
    systeem, _ = actions.register_systeem(
        organisatie=cast.linde, naam="HIS", scopes=["contracten:lezen"], namens=cast.tekenbevoegde, by="test",
        now=timezone.now(),
    )  # fmt: skip
    for maak, code in ((uitgever.ca.person, 2), (uitgever.ca.system, 0)):
        bestand = pem(maak("Ons HIS", now=timezone.now()))
        assert run(monkeypatch, "systeem", "certificaat", systeem.client_id, bestand) == code
    systeem.refresh_from_db()
    assert systeem.certificaat_sha256
    assert run(monkeypatch, "systeem", "certificaat", "SY-onbekend", bestand) == 2
