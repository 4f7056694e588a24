"""A real browser against a live server: Dutch, light and dark, wide and narrow, checked by axe."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.reis.chromium import find
from zorginkoop.web.toegang.models import Persoon

# Playwright's synchronous interface keeps an event loop running, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
SCHERMEN = [(kleur, breedte) for kleur in ("light", "dark") for breedte in (1280, 320)]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the Chromium that `chromium.py` finds; a missing one is an error, never a skip."""
    path = find()
    if not path:
        pytest.fail("No Chromium: run `make browser`.")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": path, "args": [*quiet, "--disable-sync", "--no-first-run"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}


@pytest.fixture(autouse=True)
def _pages_of_our_own(settings):
    """Tests may show pages from the `templates` directory beside them."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], HERE / "templates"]}]


@pytest.fixture
def axe():
    """Call with a page: no violation of WCAG 2.2 AA or of good practice, and no sideways scrolling."""

    def check(page: Page) -> None:
        result = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"

    return check


@pytest.fixture
def bekijk(axe, request):
    """Call with a page and a name: the page is checked in light and wide and in dark and narrow, and drawn.

    Every night, and when the drawings are wanted (SCHERMBEELDEN names their directory), in all four ways.
    """
    alle = request.node.get_closest_marker("nightly") or "SCHERMBEELDEN" in os.environ

    def check(page: Page, naam: str) -> None:
        for kleur, breedte in SCHERMEN if alle else (SCHERMEN[0], SCHERMEN[-1]):
            page.emulate_media(color_scheme=kleur)
            page.set_viewport_size({"width": breedte, "height": 800})
            axe(page)
            if target := os.environ.get("SCHERMBEELDEN"):
                page.screenshot(path=f"{target}/{naam}-{kleur}-{breedte}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light")

    return check


@pytest.fixture
def binnen(page, live_server, login_as):
    """Call with a person: the browser page is logged in with both factors, without passing the login pages."""

    def enter(persoon: Persoon, organisatie=None) -> Page:
        cookie = login_as(persoon, organisatie).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        return page

    return enter


@pytest.fixture
def als(page, live_server, binnen, bekijk):
    """Enter as a person (None: as nobody) at an address; with a name the page is looked at under that name."""

    def enter(persoon: Persoon | None, adres: str, naam: str = "", organisatie=None) -> Page:
        page.context.clear_cookies()
        if persoon:
            binnen(persoon, organisatie)
        page.goto(f"{live_server.url}{adres}")
        if naam:
            bekijk(page, naam)
        return page

    return enter
