"""Journey: an editor changes a draft, sees what it does to every practice, and tries it on a register of their own."""

from datetime import UTC, date, datetime

import pyarrow.parquet
import pytest
from playwright.sync_api import expect

from tests.conftest import BELEID_VOLGER, someone
from tests.web.redactie.veel import apply_all, changed_text
from zorginkoop.beleid import library
from zorginkoop.web.demo import marktregister
from zorginkoop.web.redactie import actions, kast
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.rollen import Rol

pytestmark = pytest.mark.django_db(transaction=True)
MARKT = 300


@pytest.fixture(autouse=True)
def _shelf():
    yield
    library.shelve(())
    kast._op_de_plank.clear()


@pytest.fixture
def concept(cast, settings):
    """A draft of the follower, on a market that applied to it."""
    settings.DEMO_DATUM = date(2025, 3, 3)
    redacteur = someone("Ria Redactie", cast.volger, Rol.BELEIDSREDACTEUR)
    op = datetime(2024, 11, 1, tzinfo=UTC)
    apply_all(cast.volger, cast.buitenstaander, aantal=MARKT, beleid=BELEID_VOLGER, op=op)
    begonnen = actions.start_concept(
        verzekeraar=cast.volger, basis=library.load(BELEID_VOLGER), by=redacteur, now=now()
    )
    inhoud = changed_text(begonnen.tekst)
    actions.change_concept(concept=begonnen, revisie=1, inhoud=inhoud, by=redacteur, now=now())
    return begonnen


def test_what_a_draft_does_to_the_market(page, live_server, cast, concept, binnen, bekijk, tmp_path):
    binnen(concept.gemaakt_door)
    page.goto(f"{live_server.url}/beleidsredactie/simulatie/")
    bekijk(page, "simulatie-kiezen")
    page.get_by_role("button", name="Vergelijken op onze markt").click()
    page.get_by_role("heading", name="Per module").wait_for()
    assert "van de 300 praktijken" in page.locator("#uitkomst").inner_text()
    expect(page.get_by_role("img", name="Verschil per jaar, per module")).to_be_visible()
    expect(page.get_by_role("img", name="Aantal praktijken naar het verschil per jaar")).to_be_visible()
    bekijk(page, "simulatie-uitkomst")

    page.locator("details summary").first.click()
    bekijk(page, "simulatie-drempel")
    with page.expect_download() as bestand:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert len(bestand.value.path().read_text().splitlines()) == MARKT + 1
    page.locator("#redenen ~ .scroll").get_by_role("link").first.click()
    page.get_by_role("button", name="Bewaren en nakijken").wait_for()

    page.go_back()
    page.get_by_role("button", name="Op een eigen register").click()
    bekijk(page, "simulatie-bestand")
    page.get_by_role("button", name="Gevolgen bekijken").click()
    page.get_by_role("heading", name="Er gaat iets mis").wait_for()
    bekijk(page, "simulatie-bestand-fout")
    register = marktregister.make(50, [library.load(BELEID_VOLGER)], seed=9)
    pyarrow.parquet.write_table(register, tmp_path / "praktijken.parquet")
    page.get_by_label("Register (CSV of Parquet)").set_input_files(tmp_path / "praktijken.parquet")
    page.get_by_role("button", name="Gevolgen bekijken").click()
    page.get_by_text("dat is niet bewaard").wait_for()
    assert "van de 50 praktijken" in page.locator("#uitkomst").inner_text()
    bekijk(page, "simulatie-eigen-register")


def test_comparing_works_without_javascript_and_says_when_nothing_changes(
    browser, live_server, cast, concept, login_as, page, binnen, bekijk
):
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    cookie = login_as(concept.gemaakt_door).cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    zonder = context.new_page()
    zonder.goto(f"{live_server.url}/beleidsredactie/simulatie/")
    zonder.get_by_label("Naar welke versie?").select_option("zk-huisartsenzorg-2024-2025@1.2")
    zonder.get_by_role("button", name="Vergelijken op onze markt").click()
    assert "Voor geen van de 300 praktijken verandert het bedrag." in zonder.locator("#uitkomst").inner_text()
    adres = zonder.url
    context.close()
    binnen(concept.gemaakt_door)
    page.goto(adres)
    bekijk(page, "simulatie-niets")
