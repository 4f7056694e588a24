"""Journeys: a passkey is added and used instead of a code; a certificate page and one's own means."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.conftest import WACHTWOORD
from tests.web.inlogmiddelen.conftest import uitgever  # noqa: F401 - a fixture
from zorginkoop.web.beheer.uitnodigen import invite
from zorginkoop.web.inlogmiddelen.models import Inlog, Passkey
from zorginkoop.web.toegang.klok import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def adres(live_server, settings):
    """The portal under a name; a passkey belongs to a domain."""
    url = live_server.url.replace("127.0.0.1", "localhost")
    settings.PASSKEY_DOMEIN, settings.PASSKEY_BRONNEN = "localhost", [url]
    return url


@pytest.fixture
def sleutel(page):
    """A key that Chromium pretends to have; call with whether its owner is recognised."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    opties = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    opties |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    gemaakt = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": opties})["authenticatorId"]

    def recognised(wel: bool) -> None:
        devtools.send("WebAuthn.setUserVerified", {"authenticatorId": gemaakt, "isUserVerified": wel})

    return recognised


def give_password(page, adres, persoon):
    page.goto(f"{adres}/toegang/inloggen/?next=/inlogmiddelen/")
    page.get_by_label("E-mailadres").fill(persoon.email)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Volgende stap").click()


def test_a_passkey_instead_of_a_code(page, adres, cast, login_as, sleutel, bekijk, axe):
    cookie = login_as(cast.tekenbevoegde).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": adres}])
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"{adres}/inlogmiddelen/")
    page.get_by_role("link", name="Passkey toevoegen").click()
    bekijk(page, "passkey-toevoegen")
    page.get_by_label("Hoe noemt u deze passkey?").fill("Laptop")
    page.get_by_role("button", name="Passkey maken").click()
    page.get_by_text("De passkey is toegevoegd.").wait_for()
    bekijk(page, "mijn-inlogmiddelen")
    page.get_by_role("button", name="Uitloggen").click()

    give_password(page, adres, cast.tekenbevoegde)
    axe(page)
    page.get_by_role("link", name="Inloggen met een passkey").click()
    bekijk(page, "passkey")
    sleutel(False)
    page.get_by_role("button", name="Passkey gebruiken").click()
    page.get_by_text("Het is niet gelukt.").wait_for()
    sleutel(True)
    page.get_by_role("button", name="Passkey gebruiken").click()
    page.get_by_role("heading", name="Mijn inlogmiddelen").wait_for()
    assert Passkey.objects.get().teller > 1
    assert Inlog.objects.filter(middel="PASSKEY", uitkomst="INGELOGD", persoon=cast.tekenbevoegde).exists()
    page.get_by_role("link", name=re.compile("^Weghalen")).click()
    axe(page)
    page.get_by_role("button", name="Weghalen", exact=True).click()
    page.wait_for_url("**/toegang/code/**")
    assert not [text for text in messages if "Content Security Policy" in text]


def test_who_is_invited_makes_a_passkey_at_once(page, adres, cast, sleutel, bekijk):
    """Compliance asks nobody's confirmation, so the invited person is at work the moment the key is made."""
    wie = {"organisatie": cast.verzekeraar, "naam": "Cato Compliance", "rol": "COMPLIANCE"}
    _, geheim = invite(**wie, email="cato@voorbeeld.nl", by="opdrachtregel", now=now())
    page.goto(f"{adres}/beheer/uitnodiging/{geheim}/")
    page.get_by_role("link", name="Maak een passkey").click()
    bekijk(page, "beheer-aannemen-passkey")
    page.get_by_label("Kies een wachtwoord").fill(WACHTWOORD)
    page.get_by_label("Hetzelfde wachtwoord nog een keer").fill(WACHTWOORD)
    page.get_by_label("Hoe noemt u deze passkey?").fill("Laptop")
    page.get_by_role("button", name="Login maken").click()
    expect(page.get_by_text("Welkom. U kunt aan het werk.")).to_be_visible()
    assert Passkey.objects.get().user.email == "cato@voorbeeld.nl"


def test_the_page_of_the_certificate_says_what_to_do(page, adres, cast, uitgever, bekijk):
    page.goto(f"{adres}/inlogmiddelen/certificaat/")
    bekijk(page, "certificaat")
    page.get_by_role("button", name="Inloggen met dit certificaat").wait_for(state="detached")
    page.get_by_role("link", name="Inloggen met een wachtwoord en een code").click()
    assert page.url.startswith(f"{adres}/toegang/inloggen/")


def test_without_javascript_a_passkey_says_so_and_the_code_remains(browser, adres, cast):
    page = browser.new_context(java_script_enabled=False, locale="nl-NL").new_page()
    Passkey.objects.create(
        user=cast.tekenbevoegde, name="x", sleutel_id="eA", publieke_sleutel=b"x", gekoppeld_op=timezone.now()
    )
    give_password(page, adres, cast.tekenbevoegde)
    page.get_by_role("link", name="Inloggen met een passkey").click()
    page.get_by_role("button", name="Passkey gebruiken").click()
    expect(page.get_by_text("Zet JavaScript aan of gebruik de code van uw app").first).to_be_visible()
    page.get_by_role("link", name="Liever de code van uw app").click()
    expect(page.get_by_label("Code van zes cijfers")).to_be_visible()
