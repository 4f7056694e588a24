"""Journey: from login to a sealed agreement, a change in the next quarter and a follower who collects it."""

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from tests.conftest import BELEID, WACHTWOORD, current_code
from zorginkoop.adapters.signature import verify
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.contractering.models import Overeenkomst
from zorginkoop.web.register.models import Kernregio, Vestiging

pytestmark = pytest.mark.django_db(transaction=True)
SINDS = {"geldig_van": date(2020, 1, 1), "bekend_van": datetime(2020, 1, 1, tzinfo=UTC)}
IBAN = "NL91ABNA0417164300"
JA = ("nascholing", "praktijkuitrusting", "bereikbaarheid", "waarneming", "vecozo_certificaat", "big_registratie")


@pytest.fixture
def markt(cast, settings):
    """The cast on a day in the year of the policy, with the practice outside the core region of its insurer."""
    settings.DEMO_DATUM = date(2025, 2, 10)
    Vestiging.objects.create(
        agb=cast.linde.agb, naam=cast.linde.naam, zorgsoort="01", email="linde@voorbeeld.nl", regio="Friesland", **SINDS
    )
    Kernregio.objects.create(uzovi=cast.verzekeraar.uzovi, regio="Amstelland", **SINDS)
    return cast


def login(page, live_server, persoon):
    page.goto(f"{live_server.url}/toegang/inloggen/")
    page.get_by_label("E-mailadres").fill(persoon.email)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Volgende stap").click()
    page.get_by_label("Code van zes cijfers").fill(current_code(persoon))
    page.get_by_role("button", name="Inloggen").click()


def tick(page, naam, waarde):
    page.locator(f"[name={naam}][value={waarde}]").check()


def fill_in(page, bekijk):
    """The questionnaire from the first step to the check page."""
    bekijk(page, "stap-1")
    for nummer in range(2, 12):
        page.get_by_role("button", name="volgende stap").or_(page.get_by_role("button", name="en controleren")).click()
        expect(page).to_have_title(re.compile(f"stap {nummer} van|Controleer uw antwoorden"))
        if "Controleer uw antwoorden" in page.title():
            return
        bekijk(page, f"stap-{nummer}")
        for naam in JA:
            if page.locator(f"[name={naam}]").count():
                tick(page, naam, "ja")
        for naam, waarde in (("poh_s_in_opleiding", "nee"),):
            if page.locator(f"[name={naam}]").count():
                tick(page, naam, waarde)
        if page.locator("[name=gewenste_prestaties]").count():
            tick(page, "gewenste_prestaties", "poh_s")
            tick(page, "gewenste_prestaties", "mtvp")
            page.get_by_label("Op welke datum wilt u").fill("1-4-2025")
        if page.locator("[name=iban]").count():
            page.locator("[name=iban]").fill(IBAN)


def apply(page, live_server, markt, bekijk):
    """Log in, fill in and submit; returns the reference."""
    login(page, live_server, markt.tekenbevoegde)
    assert "er staat niets open" in page.locator("main").inner_text()
    bekijk(page, "werklijst-leeg")
    page.get_by_role("link", name="Nieuwe aanvraag starten").click()
    bekijk(page, "nieuw")
    page.locator(f"form:has([value='{BELEID}']) button").click()
    fill_in(page, bekijk)
    bekijk(page, "controleren")
    page.get_by_role("button", name="Aanvraag indienen").click()
    expect(page.get_by_role("heading", name="Een zorginkoper beoordeelt uw aanvraag")).to_be_visible()
    bekijk(page, "ingediend")
    return page.url.rstrip("/").rpartition("/")[2]


def judge_and_offer(page, markt, als, bekijk, kenmerk):
    """The purchaser decides what the policy leaves to people, and offers."""
    als(markt.inkoper, "/contracteren/postvak/", "postvak")
    page.get_by_role("link", name=kenmerk).click()
    bekijk(page, "dossier")
    page.get_by_role("button", name="Oordeel vastleggen").click()
    bekijk(page, "dossier-fout")
    expect(page).to_have_title(re.compile("^Fout:"))
    page.get_by_label("Toestaan", exact=True).check()
    page.get_by_label("Waarom besluit u dit?").fill("In deze wijk is te weinig huisartsenzorg.")
    page.get_by_role("button", name="Oordeel vastleggen").click()
    page.get_by_role("link", name="Toch weigeren").click()
    bekijk(page, "weigeren")
    page.go_back()
    page.get_by_role("link", name="Aanbod bekijken en doen").click()
    bekijk(page, "aanbieden")
    page.get_by_role("button", name="Aanbod doen").click()
    bekijk(page, "dossier-aangeboden")


def sign(page, markt, als, bekijk, tmp_path):
    """Read the offer, sign it, and verify the document that comes down."""
    als(markt.tekenbevoegde, "/contracteren/", "werklijst")
    page.get_by_role("link", name="Aanbod ondertekenen").click()
    bekijk(page, "aanbod")
    page.get_by_role("link", name="Niet aannemen").click()
    bekijk(page, "afslaan")
    page.go_back()
    page.get_by_role("link", name="Ondertekenen", exact=True).click()
    bekijk(page, "ondertekenen")
    page.get_by_label("Ik heb het aanbod gelezen").check()
    page.get_by_role("button", name="Ondertekenen").click()
    expect(page.get_by_text("Zegel klopt", exact=True)).to_be_visible()
    bekijk(page, "overeenkomst")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download versie 1 (PDF)").click()
    download.value.save_as(tmp_path / "overeenkomst.pdf")
    overeenkomst = Overeenkomst.objects.get()
    canoniek = overeenkomst.last_document().canoniek
    pdf = (tmp_path / "overeenkomst.pdf").read_bytes()
    assert verify(pdf, vertrouwd=trust(), verwacht=canoniek).geldig
    return overeenkomst


def change(page, bekijk):
    """Ask from the page of the agreement for one more module, too late for the next quarter."""
    page.get_by_role("link", name="Wijziging aanvragen").click()
    bekijk(page, "wijzigen")
    page.get_by_label("Spleetlamp").check()
    page.get_by_label("Op welke datum wilt u").fill("15-5-2025")
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    assert "1 juli 2025" in page.locator("main").inner_text()
    bekijk(page, "wijziging-controleren")
    page.get_by_label("Ik vraag deze wijziging aan").check()
    page.get_by_role("button", name="Wijziging aanvragen").click()
    bekijk(page, "overeenkomst-met-wijziging")


def carry_out_and_share(page, live_server, markt, als, bekijk, overeenkomst):
    """Contract management seals the change and lets another insurer follow."""
    als(markt.contractbeheer, "/contracteren/mutaties/", "mutaties")
    page.get_by_role("link", name=overeenkomst.kenmerk).click()
    bekijk(page, "mutatie")
    page.get_by_role("button", name="Wijziging verwerken").click()
    page.goto(f"{live_server.url}/contracteren/portefeuille/{overeenkomst.kenmerk}/")
    bekijk(page, "portefeuille-detail")
    page.get_by_label(markt.volger.naam).check()
    page.get_by_role("button", name="Beschikbaar maken").click()
    for naam in ("portefeuille", "aanbiedingen"):
        page.goto(f"{live_server.url}/contracteren/{naam}/")
        bekijk(page, naam)


def test_from_application_to_follower(page, live_server, markt, als, bekijk, tmp_path):
    kenmerk = apply(page, live_server, markt, bekijk)
    judge_and_offer(page, markt, als, bekijk, kenmerk)
    overeenkomst = sign(page, markt, als, bekijk, tmp_path)
    change(page, bekijk)
    carry_out_and_share(page, live_server, markt, als, bekijk, overeenkomst)

    als(markt.inkoper_volger, "/contracteren/volgingen/", "volgingen")
    page.get_by_role("link", name=overeenkomst.kenmerk).click()
    page.get_by_role("button", name="Afspraken ophalen").click()
    bekijk(page, "volging")
    page.get_by_label("Wij nemen alles over").check()
    page.get_by_role("button", name="Besluit vastleggen").click()
    expect(page.get_by_text("Overgenomen", exact=True)).to_be_visible()

    als(markt.tekenbevoegde, "/contracteren/", "werklijst-gevolgd")
    assert "Overgenomen" in page.locator("main").inner_text()
    page.goto(f"{live_server.url}/contracteren/overeenkomsten/")
    bekijk(page, "overeenkomsten")


def test_applying_works_without_javascript(browser, live_server, markt, login_as):
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    cookie = login_as(markt.tekenbevoegde).cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/contracteren/aanvragen/nieuw/")
    page.locator(f"form:has([value='{BELEID}']) button").click()
    fill_in(page, lambda *_: None)
    page.get_by_role("button", name="Aanvraag indienen").click()
    expect(page.get_by_role("heading", name="Een zorginkoper beoordeelt uw aanvraag")).to_be_visible()
    context.close()
