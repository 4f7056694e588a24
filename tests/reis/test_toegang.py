"""Journeys: logging in with two factors, the ready logins, choosing an organisation, a page for another role."""

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone
from playwright.sync_api import expect

from tests.conftest import WACHTWOORD, current_code
from zorginkoop.web.config import nav
from zorginkoop.web.config.urls import urlpatterns as ours
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.rechten import vereist
from zorginkoop.web.toegang.rollen import Rol

pytestmark = pytest.mark.django_db(transaction=True)
TABEL = {
    "bijschrift": "Wat de overeenkomst oplevert",
    "koppen": ["Prestatie", "Staat", {"tekst": "Bedrag", "getal": True}],
    "rijen": [
        ["Inschrijftarief", {"tekst": "Aangenomen", "kleur": "ok"}, {"tekst": "€ 1.234,56", "getal": True}],
        [{"tekst": "POH-GGZ", "url": "/"}, {"tekst": "Afgewezen", "kleur": "fout"}, {"tekst": "€ 0,00", "getal": True}],
    ],
    "balken": [
        {"label": "Betaald", "procent": 100, "tekst": "€ 10"},
        {"label": "Gekort", "procent": 12.5, "tekst": "€ 1,25"},
    ],
    "stappen": [
        {"label": "Aanvraag", "status": "klaar"},
        {"label": "Vragen", "status": "bezig"},
        {"label": "Ondertekenen", "status": ""},
    ],
}


@vereist(Rol.TEKENBEVOEGDE)
def onderdelen(request: HttpRequest) -> HttpResponse:
    """Every part of a page once."""
    return render(request, "tests/onderdelen.html", TABEL)


urlpatterns = [path("onderdelen/", onderdelen, name="onderdelen"), path("", include(ours))]


def test_password_and_code(page, live_server, cast, bekijk):
    page.goto(live_server.url)
    bekijk(page, "start")
    page.get_by_role("link", name="Inloggen").first.click()
    page.get_by_role("button", name="Volgende stap").click()
    expect(page).to_have_title(re.compile("^Fout: Inloggen"))
    assert page.evaluate("document.activeElement.id") == "fouten"
    bekijk(page, "inloggen-fout")
    page.get_by_role("link", name="Vul uw wachtwoord in.").click()
    assert page.evaluate("document.activeElement.id") == "id_wachtwoord"
    page.get_by_label("E-mailadres").fill(cast.tekenbevoegde.email)
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Volgende stap").click()
    bekijk(page, "code")
    page.get_by_label("Code van zes cijfers").fill(current_code(cast.tekenbevoegde))
    page.get_by_role("button", name="Inloggen").click()
    assert (
        "U werkt voor Huisartsenpraktijk De Linde · AGB 01000011 · als tekenbevoegde"
        in page.locator("header").inner_text()
    )
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("link", name="Inloggen").first).to_be_visible()


def test_ready_login_of_the_demonstration(page, live_server, cast, settings, bekijk):
    settings.DEMO = True
    page.goto(f"{live_server.url}/toegang/inloggen/")
    bekijk(page, "demologins")
    page.get_by_role("button", name="Inloggen als Iris Inkoop").click()
    assert "UZOVI" in page.locator("header").inner_text()
    assert "Demonstratie." in page.locator("header").inner_text()


@pytest.mark.urls("tests.reis.test_toegang")
def test_switch_organisation_and_see_only_what_the_role_may(page, live_server, cast, binnen, bekijk, monkeypatch):
    lines = [("Mijn werk", "onderdelen"), ("Mijn overeenkomsten", "start"), ("Beleid", "toegang:kiezen")]
    monkeypatch.setattr(nav, "MENU", [nav.Item(label, name, (Rol.TEKENBEVOEGDE,)) for label, name in lines])
    actions.grant(persoon=cast.tekenbevoegde, organisatie=cast.anker, rol=Rol.LEZER, van=timezone.localdate())
    binnen(cast.tekenbevoegde)
    page.goto(f"{live_server.url}/onderdelen/")
    bekijk(page, "kiezen")
    page.get_by_role("button", name="Kies lezer").click()
    expect(page.get_by_role("heading", name="Deze pagina hoort niet bij uw rol")).to_be_visible()
    bekijk(page, "geen-recht")
    page.get_by_role("button", name="Verder als tekenbevoegde van Huisartsenpraktijk De Linde").click()
    assert page.url.endswith("/onderdelen/")
    bekijk(page, "onderdelen")


@pytest.mark.urls("tests.reis.test_toegang")
@pytest.mark.parametrize("thema", ["groen", "paars", "oranje", "blauw"])
def test_every_theme_is_readable(page, live_server, cast, binnen, bekijk, thema):
    type(cast.linde).objects.filter(pk=cast.linde.pk).update(thema=thema)
    binnen(cast.tekenbevoegde)
    page.goto(f"{live_server.url}/onderdelen/")
    expect(page.locator(f"html[data-thema={thema}]")).to_have_count(1)
    bekijk(page, f"thema-{thema}")


@pytest.mark.urls("tests.reis.test_toegang")
def test_keyboard_and_print(page, live_server, cast, binnen):
    binnen(cast.tekenbevoegde)
    page.goto(f"{live_server.url}/onderdelen/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Naar de inhoud"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.emulate_media(media="print")
    expect(page.locator(".kop")).not_to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_nothing_breaks_the_content_security_policy(page, live_server, cast, binnen):
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    binnen(cast.tekenbevoegde)
    for address in ("/", "/toegang/kiezen/", "/bestaat-niet/"):
        page.goto(live_server.url + address)
    assert not [text for text in messages if "Content Security Policy" in text]
    expect(page).to_have_title(re.compile("^Deze pagina bestaat niet"))
