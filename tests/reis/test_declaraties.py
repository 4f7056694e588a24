"""Journey: from a file that comes in, through a refused line, to the paragraph behind it; and the payment."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import someone
from tests.web.declaraties.conftest import ANKER, LINDE, wereld  # noqa: F401  a fixture
from zorginkoop.web.declaraties.models import Betaalbatch
from zorginkoop.web.toegang.rollen import Rol

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


def test_from_a_refused_line_to_its_paragraph(page, live_server, wereld, binnen, bekijk):
    wereld.payable(wereld.file(wereld.cast.linde, LINDE))
    binnen(wereld.cast.tekenbevoegde)
    page.goto(live_server.url)
    page.get_by_role("link", name="Mijn declaraties").click()
    bekijk(page, "mijn-declaraties")
    page.get_by_role("link", name="Factuur F1").click()
    page.get_by_label("Uitkomst").select_option("AANGEPAST")
    page.get_by_role("button", name="Tonen").click()
    bekijk(page, "mijn-regels")
    page.locator("main tbody").get_by_role("link", name="Regel ").click()
    assert "Gedeclareerd tarief: € 14,00. Afgesproken: € 12,43." in page.locator("main").inner_text()
    bekijk(page, "waarom-aangepast")
    page.get_by_role("link", name="Lees Zorginkoopbeleid huisartsenzorg 2025").click()
    plek = page.url.partition("#")[2]
    expect(page.locator(f"#{plek}")).to_be_visible()


def test_a_refusal_without_agreement_leads_to_the_passage_about_it(page, live_server, wereld, binnen, bekijk):
    wereld.payable(wereld.file(wereld.cast.anker, ANKER))
    binnen(wereld.cast.buitenstaander)
    page.goto(f"{live_server.url}/declaraties/mijn/")
    page.get_by_role("link", name="Factuur F1").click()
    page.get_by_label("Reden").select_option("GEEN_OVEREENKOMST")
    page.get_by_role("button", name="Tonen").click()
    page.locator("main tbody").get_by_role("link", name="Regel ").click()
    bekijk(page, "waarom-afgewezen")
    page.get_by_role("link", name="Lees Zorginkoopbeleid huisartsenzorg 2025").click()
    assert page.url.endswith("#p-001-5-4")
    assert "Zonder overeenkomst kan een huisarts" in page.locator("#p-001-5-4").inner_text()


def test_the_claims_department_takes_in_judges_and_pays(page, live_server, wereld, binnen, bekijk):
    binnen(wereld.cast.declaraties)
    page.goto(f"{live_server.url}/declaraties/bestanden/")
    page.get_by_role("link", name="Bestand aanleveren").click()
    page.get_by_role("button", name="Aanleveren").click()
    expect(page).to_have_title(re.compile("^Fout: "))
    bekijk(page, "aanleveren-fout")
    stuk = {"name": "april.ei", "mimeType": "text/plain", "buffer": wereld.file(wereld.cast.linde, LINDE)}
    page.get_by_label("Declaratiebestand (EI)").set_input_files(stuk)
    page.get_by_role("button", name="Aanleveren").click()
    bekijk(page, "bestand-gecontroleerd")
    page.get_by_role("button", name="Beoordeel dit bestand").click()
    bekijk(page, "bestand-beoordeeld")
    page.get_by_role("link", name="Bekijk de regels").click()
    bekijk(page, "regels")
    page.get_by_role("link", name="Declaraties").first.click()
    bekijk(page, "bestanden")
    page.emulate_media(media="print")
    expect(page.get_by_role("table")).to_be_visible()
    for weg in ("nav", "[role=search]", "button", ".bladeren"):
        expect(page.locator(weg).locator("visible=true")).to_have_count(0)
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Betalingen").click()
    page.get_by_role("button", name="Maak de batch").click()
    expect(page.get_by_text("Een collega moet deze batch vrijgeven")).to_be_visible()
    bekijk(page, "batch")
    binnen(someone("Doris Declaratie", wereld.cast.verzekeraar, Rol.DECLARATIES))
    page.goto(f"{live_server.url}/declaraties/betalingen/{Betaalbatch.objects.get().pk}/")
    page.get_by_role("button", name="Geef de batch vrij").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download het bestand voor de bank").click()
    assert download.value.suggested_filename.endswith(".xml")
    page.goto(f"{live_server.url}/declaraties/betalingen/")
    bekijk(page, "batches")
