"""Journey: somebody is invited, makes a login, works in the role that a second person confirmed, and is out at once."""

import re
from base64 import b32decode

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.conftest import WACHTWOORD, someone
from tests.web.beheer.conftest import mailed_link
from zorginkoop.web.toegang.rollen import Rol

pytestmark = pytest.mark.django_db(transaction=True)


def test_invited_confirmed_at_work_and_out(page, browser, live_server, cast, binnen, bekijk):
    bea, ben = (someone(naam, cast.verzekeraar, Rol.BEHEER) for naam in ("Bea Beheer", "Ben Beheer"))
    binnen(bea)
    page.goto(f"{live_server.url}/beheer/mensen/")
    page.get_by_role("link", name="Iemand uitnodigen").click()
    page.get_by_role("button", name="Link versturen").click()
    expect(page.get_by_role("heading", name="Er gaat iets mis met uw invoer")).to_be_visible()
    bekijk(page, "beheer-uitnodigen")
    page.get_by_label("Naam").fill("Nora Nieuw")
    page.get_by_label("E-mailadres").fill("nora.nieuw@voorbeeld.nl")
    page.get_by_label("Rol").select_option("Declaraties")
    page.get_by_role("button", name="Link versturen").click()
    expect(page.get_by_text("De link is verstuurd naar nora.nieuw@voorbeeld.nl.")).to_be_visible()

    gast = browser.new_context(java_script_enabled=False, locale="nl-NL").new_page()
    gast.goto(f"{live_server.url}{mailed_link()}")
    sleutel = gast.locator("code").inner_text().replace(" ", "")
    page.goto(f"{live_server.url}{mailed_link()}")
    bekijk(page, "beheer-aannemen")
    for label in ("Kies een wachtwoord", "Hetzelfde wachtwoord nog een keer"):
        gast.get_by_label(label).fill(WACHTWOORD)
    gast.get_by_label("Code van zes cijfers").fill(f"{TOTP(b32decode(sleutel)).token():06d}")
    gast.get_by_role("button", name="Login maken").click()
    expect(gast.get_by_text("Een tweede persoon van de organisatie moet uw rol nog bevestigen.")).to_be_visible()

    page.goto(f"{live_server.url}/beheer/mensen/")
    expect(page.get_by_text("Nora Nieuw krijgt de rol Declaraties")).to_be_visible()
    bekijk(page, "beheer-mensen-wacht")
    expect(page.get_by_role("button", name=re.compile("^Bevestigen"))).to_have_count(0)
    binnen(ben)
    page.goto(f"{live_server.url}/beheer/mensen/")
    page.get_by_role("button", name=re.compile("^Bevestigen")).click()
    expect(page.get_by_text("De rol is ingegaan.")).to_be_visible()
    gast.goto(f"{live_server.url}/declaraties/bestanden/")
    expect(gast.get_by_text("als declaraties")).to_be_visible()

    page.get_by_role("link", name="Nora Nieuw").click()
    bekijk(page, "beheer-persoon")
    page.get_by_role("button", name="Toegang beëindigen").click()
    expect(page.get_by_text("Deze persoon heeft geen toegang meer.")).to_be_visible()
    gast.goto(f"{live_server.url}/declaraties/bestanden/")
    expect(gast.get_by_text("als declaraties")).to_have_count(0)
    expect(gast.locator("main table")).to_have_count(0)

    page.get_by_role("link", name="Logboek").click()
    expect(page.get_by_role("cell", name="Rol beëindigd")).to_be_visible()
    bekijk(page, "beheer-logboek")
    page.get_by_role("link", name="Inlogpogingen").click()
    bekijk(page, "beheer-inlogpogingen")


def test_a_system_shows_its_secret_once(page, live_server, cast, binnen, bekijk):
    binnen(someone("Bea Beheer", cast.verzekeraar, Rol.BEHEER))
    page.goto(f"{live_server.url}/beheer/systemen/nieuw/")
    bekijk(page, "beheer-systeem-nieuw")
    page.get_by_label("Naam van het systeem").fill("Rekenpakket")
    page.get_by_label("Namens wie").select_option("Dina Declaratie")
    page.get_by_label("Declaratiebestanden aanleveren").check()
    page.get_by_role("button", name="Systeem aanmelden").click()
    expect(page.get_by_role("heading", name="Het geheim", exact=True)).to_be_visible()
    bekijk(page, "beheer-systeem")
    page.get_by_role("link", name="Terug naar systemen").click()
    bekijk(page, "beheer-systemen")
