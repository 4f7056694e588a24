"""A system with a certificate: nothing else lets it in, and its token is worth nothing to anybody else (RFC 8705)."""

import pytest
from django.utils import timezone

from tests.web.inlogmiddelen.conftest import toon, uitgever  # noqa: F401 - fixtures
from zorginkoop.adapters import inlogcertificaat as ic
from zorginkoop.web.api import certificaat
from zorginkoop.web.api.models import Token
from zorginkoop.web.inlogmiddelen import verbinding


@pytest.fixture
def systeem(systemen, uitgever):
    """The practice's system, and its certificate."""
    uitgifte = uitgever.ca.system("Ons HIS", now=timezone.now())
    kaart = verbinding.card(uitgifte.der, timezone.now())
    certificaat.bind(systeem=systemen.praktijk.systeem, kaart=kaart, by="test", now=timezone.now())
    return systemen.praktijk, uitgifte


def ask(browser, software, **velden):
    gegevens = {"grant_type": "client_credentials", "client_id": software.systeem.client_id, **velden}
    return browser.post("/api/v1/tokens", gegevens)


def open_with(browser, token):
    return browser.get("/api/v1/overeenkomsten", headers={"Authorization": f"Bearer {token}"})


def test_the_certificate_gives_a_token_that_works_with_it_only(systeem, uitgever, toon):
    software, uitgifte = systeem
    token = ask(toon(uitgifte), software).json()["access_token"]
    assert Token.objects.latest("id").certificaat_sha256 == ic.fingerprint(uitgifte.der)
    assert open_with(toon(uitgifte), token).status_code == 200
    ander = uitgever.ca.system("Ander", now=timezone.now())
    for browser in (toon(None), toon(ander)):
        antwoord = open_with(browser, token)
        assert (antwoord.status_code, antwoord["WWW-Authenticate"]) == (
            401,
            'Bearer realm="api", error="invalid_token"',
        )


def test_nothing_else_gives_a_token(systeem, uitgever, toon):
    software, _ = systeem
    nu = timezone.now()
    for uitgifte in (None, uitgever.ca.system("Ons HIS", now=nu), uitgever.ca.person("Sanne", now=nu)):
        antwoord = ask(toon(uitgifte), software, client_secret=software.geheim)
        assert (antwoord.status_code, antwoord.json()["error"]) == (401, "invalid_client")


def test_a_withdrawn_certificate_ends_its_tokens_too(systeem, uitgever, toon):
    software, uitgifte = systeem
    token = ask(toon(uitgifte), software).json()["access_token"]
    uitgever.revoke(uitgifte)
    antwoord = open_with(toon(uitgifte), token)
    assert (antwoord.status_code, antwoord.json()["detail"]) == (401, ic.INGETROKKEN)
    assert ask(toon(uitgifte), software).json()["detail"] == ic.INGETROKKEN


def test_a_system_without_a_certificate_uses_its_secret_whatever_it_shows(systemen, uitgever, toon):
    browser = toon(uitgever.ca.system("Ons HIS", now=timezone.now()))
    software = systemen.praktijk
    assert ask(browser, software).status_code == 401
    token = ask(browser, software, client_secret=software.geheim).json()["access_token"]
    assert open_with(toon(None), token).status_code == 200


def test_binding_ends_the_tokens_of_the_secret_and_takes_no_personal_certificate(systemen, uitgever, toon):
    software, nu = systemen.praktijk, timezone.now()
    token = ask(toon(None), software, client_secret=software.geheim).json()["access_token"]
    for maak, mag in ((uitgever.ca.person, False), (uitgever.ca.system, True)):
        kaart = verbinding.card(maak("Wie", now=nu).der, nu)
        if mag:
            certificaat.bind(systeem=software.systeem, kaart=kaart, by="test", now=nu)
            continue
        with pytest.raises(certificaat.GeenCertificaat):
            certificaat.bind(systeem=software.systeem, kaart=kaart, by="test", now=nu)
        assert open_with(toon(None), token).status_code == 200
    assert open_with(toon(None), token).status_code == 401
