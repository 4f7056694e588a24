"""Journeys without login: from the check to the result and on to the paragraph; published policies; verification."""

import os
import re

import pytest
from playwright.sync_api import expect

from zorginkoop.beleid import library

pytestmark = pytest.mark.django_db(transaction=True)
BELEID = library.latest("huisartsenzorg")[-1]
NAAM = BELEID.verzekeraar.naam
LINK = (
    f"/check/resultaat/?beleid={BELEID.naam}&aanvraagdatum=2025-02-01&gewenste_ingangsdatum=2025-04-01"
    "&contractvorm=nieuw&ingeschreven_patienten=2350&gewenste_prestaties=poh_s&gewenste_prestaties=poh_ggz"
)


def answer(page) -> None:
    """The first answer of every question of the step: "Ja", or the first of the choices."""
    for groep in page.locator("fieldset:has(input[type=radio])").all():
        groep.locator("input[type=radio]").first.check()


def test_from_the_start_page_through_the_check_to_the_paragraph(page, live_server, bekijk):
    page.goto(live_server.url)
    bekijk(page, "start")
    page.get_by_role("link", name="Start de check").click()
    bekijk(page, "check-praktijk")
    page.get_by_label("Op welke datum doet u de aanvraag?").fill("31-2-2025")
    page.get_by_role("button", name="Volgende stap").click()
    expect(page).to_have_title(re.compile("^Fout: Uw praktijk, stap 1 van 4"))
    expect(page.locator("#fouten")).to_be_focused()
    bekijk(page, "check-fout")
    page.get_by_role("link", name="Dit is geen bestaande datum").click()
    assert page.evaluate("document.activeElement.id") == "id_aanvraagdatum"
    page.get_by_label("Op welke datum doet u de aanvraag?").fill("1-2-2025")
    page.get_by_label("Op welke datum wilt u").fill("1-4-2025")
    page.get_by_label("Hoeveel patiënten").fill("2.350")
    page.get_by_role("button", name="Volgende stap").click()
    bekijk(page, "check-wensen")
    page.get_by_label("POH-Somatiek").check()
    page.get_by_label("NHG-praktijkaccreditatie").check()
    page.get_by_role("button", name="Volgende stap").click()
    bekijk(page, "check-eisen")
    answer(page)
    page.get_by_role("button", name="Naar het resultaat").click()
    expect(page).to_have_title(re.compile("^Resultaat, stap 4 van 4"))
    expect(page.get_by_role("heading", name=f"{NAAM}: u komt in aanmerking")).to_be_visible()
    expect(page.locator(f"#{BELEID.document.beleid}").get_by_text("1 april 2025").first).to_be_visible()
    bekijk(page, "resultaat")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Vorige stap")).not_to_be_visible()
    if target := os.environ.get("SCHERMBEELDEN"):
        page.pdf(path=f"{target}/resultaat.pdf", format="A4")
    page.emulate_media(media="screen")
    page.locator(f"#{BELEID.document.beleid}").get_by_role("link", name="001, 5.1").first.click()
    assert page.url.endswith("#p-001-5-1")
    expect(page.get_by_role("heading", name="Minimum- en kwaliteitseisen")).to_be_in_viewport()


def test_back_keeps_the_answers_and_the_link_gives_the_same_result(page, live_server, browser):
    page.goto(live_server.url + LINK)
    before = page.locator("main").inner_text()
    page.get_by_role("link", name="Vorige stap").click()
    page.get_by_role("link", name="Vorige stap").click()
    assert page.get_by_label("POH-Somatiek").is_checked()
    page.get_by_role("link", name="Vorige stap").click()
    assert page.get_by_label("Op welke datum doet u de aanvraag?").input_value() == "01-02-2025"
    for knop in ("Volgende stap", "Volgende stap", "Naar het resultaat"):
        page.get_by_role("button", name=knop).click()
    link = page.locator(".link a").get_attribute("href")
    other = browser.new_page()
    other.goto(link)
    same = other.locator("main").inner_text()
    other.close()
    assert same.partition("Bewaren, delen")[0] == page.locator("main").inner_text().partition("Bewaren, delen")[0]
    assert NAAM in before


def test_the_rule_opens_from_its_link(page, live_server):
    page.goto(live_server.url + LINK)
    page.locator("a[href$='#eis-big_registratie']").click()
    expect(page.locator("#eis-big_registratie")).to_be_visible()


def test_published_policies(page, live_server, bekijk):
    page.goto(f"{live_server.url}/beleid/")
    bekijk(page, "beleid")
    page.get_by_label("Verzekeraar").select_option(NAAM)
    page.get_by_label("Zorgsoort").select_option("Huisartsenzorg")
    page.get_by_role("button", name="Tonen").click()
    page.get_by_role("link", name="Geldt van").click()
    expect(page.get_by_role("columnheader", name="Geldt van")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("link", name=BELEID.document.titel).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(BELEID.document.titel)
    page.locator("details.regel").first.locator("summary").click()
    bekijk(page, "beleid-detail")


def test_a_calculator_from_the_menu_to_every_step(page, live_server, bekijk):
    page.goto(live_server.url)
    page.get_by_role("link", name="Rekentools", exact=True).first.click()
    bekijk(page, "rekentools")
    page.locator("a[href$='/poh_ggz/1.1/']").first.click()
    page.get_by_label("Hoeveel patiënten staan").fill("2.350")
    page.get_by_role("button", name="Berekenen").click()
    expect(page.get_by_role("heading", name="De berekening")).to_be_focused()
    expect(page.get_by_role("row", name="Hoogste vergoeding voor e-health")).to_contain_text("440.625 demonstratie")
    bekijk(page, "rekentool")
    page.get_by_label("Voor welke dag rekent u?").fill("31-2-2024")
    page.get_by_role("button", name="Berekenen").click()
    expect(page.locator("#fouten")).to_be_focused()
    bekijk(page, "rekentool-fout")


def test_verification_page(page, live_server, bekijk):
    page.goto(f"{live_server.url}/controleer/")
    bekijk(page, "controleer")
    page.get_by_label("De overeenkomst").set_input_files(
        files=[{"name": "vals.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 niet verzegeld"}]
    )
    page.get_by_role("button", name="Controleren").click()
    expect(page.get_by_role("heading", name="Deze overeenkomst is niet geldig")).to_be_visible()
    bekijk(page, "controleer-ongeldig")


def test_everything_works_without_javascript(browser, live_server):
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{live_server.url}/check/")
    for knop in ("Volgende stap", "Volgende stap", "Naar het resultaat"):
        page.get_by_role("button", name=knop).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit past bij uw praktijk")
    expect(page.get_by_text("Nog niet te zeggen").first).to_be_visible()
    page.goto(f"{live_server.url}/rekentools/zilveren-kruis/taakdelegatie/1.0/")
    page.get_by_label("Hoeveel patiënten staan").fill("2350")
    page.get_by_label("Vaste vergoeding").check()
    page.get_by_role("button", name="Berekenen").click()
    expect(page.get_by_text("€ 38.540,00").first).to_be_visible()
    context.close()


def test_a_broken_link_is_explained(page, live_server, bekijk):
    page.goto(f"{live_server.url}/check/resultaat/?gewenste_prestaties=poh_x&aanvraagdatum=2025-13-01")
    expect(page.get_by_text("“poh_x” kan hier niet worden gekozen")).to_be_visible()
    bekijk(page, "check-link-klopt-niet")
