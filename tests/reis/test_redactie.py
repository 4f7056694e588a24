"""The journey of a policy version: changed by one editor, released by another, and then what everybody reads."""

import pytest

from tests.conftest import someone
from zorginkoop.beleid import library
from zorginkoop.web.redactie import kast
from zorginkoop.web.toegang.rollen import Rol

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _shelf():
    yield
    library.shelve(())
    kast._op_de_plank.clear()


@pytest.fixture
def redacteuren(cast):
    return [someone(naam, cast.verzekeraar, Rol.BELEIDSREDACTEUR) for naam in ("Ed Redactie", "Eva Redactie")]


def test_from_draft_to_public_policy(page, live_server, binnen, bekijk, redacteuren):
    ed, eva = redacteuren
    binnen(ed)
    page.goto(f"{live_server.url}/beleidsredactie/")
    bekijk(page, "redactie-overzicht-leeg")
    page.get_by_role("link", name="Nieuw concept").click()
    bekijk(page, "redactie-nieuw")
    page.get_by_label("Welk beleid is het begin?").select_option("zz-huisartsenzorg-2025@1.0")
    page.get_by_role("button", name="Concept maken").click()
    page.get_by_role("heading", name="versie 1.1").wait_for()
    bekijk(page, "redactie-concept")

    page.get_by_text("Prestaties en tarieven (").click()
    page.get_by_role("link", name="POH-S", exact=False).first.click()
    bekijk(page, "redactie-deel")
    page.get_by_label("Naam", exact=True).fill("Praktijkondersteuning somatiek")
    page.get_by_role("button", name="Bewaren en nakijken").click()
    page.get_by_text("Bewaard.").wait_for()
    bekijk(page, "redactie-bewaard")

    page.get_by_role("link", name="Terug naar concept").click()
    page.get_by_role("link", name="Als tekst bewerken").click()
    veld = page.get_by_label("Het beleid als TOML")
    goed = veld.input_value()
    veld.fill(goed.replace("BEKEND(iban)", "BEKEND(ibann)"))
    page.get_by_role("button", name="Bewaren").click()
    page.get_by_text("bedoelt u", exact=False).first.wait_for()
    bekijk(page, "redactie-fout")
    page.get_by_label("Het beleid als TOML").fill(goed)
    page.get_by_role("button", name="Bewaren").click()

    page.get_by_role("link", name="Voorleggen aan een collega").click()
    bekijk(page, "redactie-voorleggen")
    page.get_by_label("Wat verandert er en waarom?").fill("De naam is duidelijker zo.")
    page.get_by_role("button", name="Voorleggen").click()
    page.get_by_text("Een collega moet het vrijgeven").wait_for()

    binnen(eva)
    page.reload()
    bekijk(page, "redactie-vrijgeven")
    page.get_by_role("button", name="Vrijgeven en publiceren").click()
    page.get_by_role("link", name="Naar de publicatie").click()
    bekijk(page, "redactie-publicatie")
    page.get_by_role("link", name="Zoals iedereen het leest").click()
    page.get_by_text("Praktijkondersteuning somatiek").first.wait_for()
    page.goto(f"{live_server.url}/beleidsredactie/")
    bekijk(page, "redactie-overzicht")
