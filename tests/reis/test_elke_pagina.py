"""Every page there is, in light and dark, wide and narrow, through axe: the list of pages is that of all addresses."""

from datetime import date

import pytest

from tests.web import toegangstabel as tabel
from tests.web.declaraties.conftest import _var, wereld  # noqa: F401 - fixtures
from tests.web.test_matrix import _address
from tests.web.test_urls import ALLE
from tests.web.wereld import things, visitors
from zorginkoop.web.contractering import muteren, volgen

pytestmark = pytest.mark.nightly
ZONDER_PAGINA = {
    "toegang:code", "toegang:uitloggen", "toegang:demo", "toegang:taal", "publiek:resultaat", "publiek:check_stap",
}  # fmt: skip
"""Addresses that only lead elsewhere, or that the journeys of logging in and of the check walk through."""


@pytest.fixture
def toneel(wereld, settings, monkeypatch, live_server):
    settings.DEMO_DATUM = date(2025, 7, 2)
    for module in (muteren, volgen):
        monkeypatch.setattr(module, "print_now", lambda opdracht: b"%PDF-")
    return things(wereld), visitors(wereld)


def _visits(dingen, bezoekers):
    """Of every address somebody who may see it."""
    for naam in sorted(set(ALLE) - ZONDER_PAGINA):
        wie = tabel.TOEGANG[naam]
        if not isinstance(wie, frozenset):
            if not ALLE[naam].pattern.converters:
                yield naam, _address(naam, dingen)[0], None if wie == tabel.PUBLIEK else bezoekers[0]
            continue
        adres, van = _address(naam, dingen)
        eigenaren = van if van is not None else dingen["aanvraag"][1]
        bezoek = next((b for b in bezoekers if b.organisatie.pk in eigenaren and (not wie or b.rol in wie)), None)
        if bezoek is not None:
            yield naam, adres, bezoek


def test_every_page_passes_axe(toneel, page, live_server, bekijk):
    dingen, bezoekers = toneel
    mis, gezien = [], set()
    for naam, adres, bezoek in _visits(dingen, bezoekers):
        if bezoek is not None:
            antwoord = bezoek.client.get(adres)
            if antwoord.status_code != 200 or "text/html" not in antwoord.headers["Content-Type"]:
                continue  # a file, or a step that only takes answers
            koekje = {"name": "sessionid", "value": bezoek.client.cookies["sessionid"].value, "url": live_server.url}
            page.context.add_cookies([koekje])
        else:
            page.context.clear_cookies()
        antwoord = page.goto(f"{live_server.url}{adres}") if _is_page(page, live_server, adres) else None
        if antwoord is None or antwoord.status != 200:
            continue
        gezien.add(naam)
        try:
            bekijk(page, naam.replace(":", "-"))
        except AssertionError as fout:
            mis.append(f"{naam} ({adres}): {str(fout)[:600]}")
    assert not mis, "\n\n".join(mis)
    assert len(gezien) > 90, f"only {len(gezien)} pages could be shown"


def _is_page(page, live_server, adres) -> bool:
    """Whether the address shows a page: going to a file would start a download."""
    antwoord = page.request.get(f"{live_server.url}{adres}")
    return "text/html" in antwoord.headers.get("content-type", "")
