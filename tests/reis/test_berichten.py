"""Journey: a practice plans its start, hears of an offer, keeps its terms in its calendar; both sides see them kept."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.web.contractering.conftest import ANTWOORDEN, BELEID, REGISTER
from zorginkoop.web.berichten import termijnlog
from zorginkoop.web.berichten.models import Voorkeur
from zorginkoop.web.berichten.post import token
from zorginkoop.web.contractering import actions

pytestmark = pytest.mark.django_db(transaction=True)
NU = datetime(2025, 2, 10, 9, tzinfo=UTC)


@pytest.fixture
def aanbod(cast, settings):
    """An offer that waits for the practice."""
    settings.DEMO_DATUM = NU.date()
    wie = {"by": cast.tekenbevoegde, "now": NU}
    aanvraag = actions.start_aanvraag(praktijk=cast.linde, verzekeraar=cast.verzekeraar, beleid=BELEID, **wie)
    actions.answer(aanvraag=aanvraag, antwoorden=ANTWOORDEN, **wie)
    actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=REGISTER, **wie)
    return actions.offer_overeenkomst(aanvraag=aanvraag, by=cast.inkoper, now=NU)


def plan(page, live_server, bekijk):
    """Without logging in: a day that does not exist, and one that does."""
    page.goto(f"{live_server.url}/berichten/praktijk-starten/")
    page.get_by_label("Op welke dag wilt u beginnen?").fill("31-2-2025")
    page.get_by_role("button", name="Maak mijn lijst").click()
    page.get_by_label("Op welke dag wilt u beginnen?").fill("1-6-2025")
    page.get_by_role("button", name="Maak mijn lijst").click()
    assert "Klaar op 1 mei 2025" in page.locator("main").inner_text()
    bekijk(page, "praktijkstart")


def tick(page, bekijk):
    """The practice at home, and its own checklist."""
    expect(page.get_by_role("heading", name="Mijn werk")).to_be_visible()
    assert "Tot en met 24 maart 2025" in page.locator("main").inner_text()
    bekijk(page, "taken")
    page.get_by_role("link", name="Een praktijk starten").click()
    page.get_by_label("Op welke dag wilt u beginnen?").fill("1-6-2025")
    page.get_by_role("button", name="Maak mijn lijst").click()
    page.get_by_label("De praktijk heeft toegang tot VECOZO").check()
    page.get_by_role("button", name="Bewaren").click()
    assert page.get_by_label("De praktijk heeft toegang tot VECOZO").is_checked()
    bekijk(page, "start")


def read(page, bekijk, kenmerk):
    """The inbox, what comes by mail, and from a message to what it is about."""
    page.get_by_role("link", name="Berichten 1 ongelezen").click()
    bekijk(page, "postvak")
    page.get_by_role("link", name="Kies wat u per e-mail krijgt").click()
    page.get_by_label("Er ligt een aanbod").select_option("Eén e-mail per dag")
    page.get_by_role("button", name="Bewaren").click()
    bekijk(page, "voorkeuren")
    page.get_by_role("link", name="Terug naar berichten").click()
    page.get_by_role("link", name=re.compile("Er ligt een aanbod")).click()
    bekijk(page, "bericht")
    page.get_by_role("button", name="Openen").click()
    assert f"/aanvragen/{kenmerk}/aanbod/" in page.url


def make_calendar(page, live_server, bekijk):
    """A secret address that works until it is withdrawn."""
    page.goto(f"{live_server.url}/berichten/agenda/")
    page.get_by_role("button", name="Link maken").click()
    bekijk(page, "agenda")
    adres = page.locator("pre").inner_text()
    assert "BEGIN:VEVENT" in page.request.get(adres).text()
    page.get_by_role("button", name="Link intrekken").click()
    assert page.request.get(adres).status == 410


def test_tasks_messages_calendar_and_terms(page, live_server, cast, aanbod, binnen, bekijk):
    plan(page, live_server, bekijk)
    binnen(cast.tekenbevoegde)
    page.goto(live_server.url)
    tick(page, bekijk)
    read(page, bekijk, aanbod.aanvraag.kenmerk)
    make_calendar(page, live_server, bekijk)

    actions.sign_overeenkomst(aanbod=aanbod, by=cast.tekenbevoegde, now=NU)
    termijnlog.record()
    page.goto(f"{live_server.url}/berichten/termijnen/")
    assert "Op tijd" in page.locator("main").inner_text()
    bekijk(page, "termijnen")

    page.context.clear_cookies()
    binnen(cast.contractbeheer)
    page.goto(live_server.url)
    assert "beschikbaar maken voor volgers" in page.locator("main").inner_text()
    page.get_by_role("link", name="Soort").click()
    expect(page.get_by_role("link", name="Soort (oplopend)")).to_have_attribute("aria-current", "true")
    page.get_by_text("Zoeken", exact=True).click()
    page.get_by_label("Wanneer").select_option("Zonder datum")
    page.get_by_role("button", name="Tonen").click()
    page.get_by_role("link", name="Alles tonen").click()
    bekijk(page, "taken-verzekeraar")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "taken.xlsx"


def test_unsubscribing_needs_no_login(page, live_server, cast, bekijk):
    page.goto(f"{live_server.url}/berichten/afmelden/{token(cast.tekenbevoegde, 'aanbod_ontvangen')}/")
    bekijk(page, "afmelden")
    page.get_by_role("button", name="Stop deze e-mail").click()
    expect(page.get_by_role("heading", name="U krijgt hierover geen e-mail meer")).to_be_visible()
    bekijk(page, "afgemeld")
    assert Voorkeur.objects.get().wijze == "PORTAAL"
