"""Journeys: two colleagues fill in one application with its papers; and a refusal by the rules, judged after all."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.conftest import BELEID, publisher, someone
from tests.web.begroting.conftest import INHOUD, WSV, papieren  # noqa: F401 - a fixture
from tests.web.contractering.conftest import ANTWOORDEN, REGISTER
from zorginkoop.beleid import library
from zorginkoop.web.begroting import actions as begroten
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Aanvraag, Bewijsstuk
from zorginkoop.web.toegang import actions as toegang
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.models import Bevoegdheid
from zorginkoop.web.toegang.rollen import Rol

pytestmark = pytest.mark.django_db(transaction=True)
PDF = {"mimeType": "application/pdf", "buffer": b"%PDF-1.7 bewijs"}
JA = ("big5_op_orde", "rechtspersoon", "kvk_inschrijving", "agb_relaties", "contracteermodule", "intentieverklaring")


@pytest.fixture
def wsv(db, settings):
    """A partnership with an agreed budget, who fills in, and who signs."""
    settings.DEMO_DATUM = date(2020, 10, 12)
    library.all_policies()  # compiled before the first visitor
    praktijk, verzekeraar = toegang.create_praktijk(naam="WSV De Wijk", agb="53000011"), publisher(WSV)
    mensen = {naam: someone(f"{naam} Inkoop", verzekeraar, Rol.INKOPER) for naam in ("Inez", "Ivo")}
    mensen |= {"Ahmed": someone("Ahmed Invul", praktijk, Rol.INVULLER)}
    mensen |= {"Tess": someone("Tess Tekens", praktijk, Rol.TEKENBEVOEGDE)}
    Bevoegdheid.objects.update(van=date(2020, 1, 1))
    vast = {"by": mensen["Tess"], "now": now()}
    begroting = begroten.start_begroting(praktijk=praktijk, verzekeraar=verzekeraar, beleid=WSV, jaar=2021, **vast)
    begroten.hand_in(begroting=begroting, inhoud=INHOUD, bestandsnaam="b.xlsx", **vast)
    for naam in ("Inez", "Ivo"):
        akkoord = {"nummer": 1, "akkoord": True, "by": mensen[naam], "now": now()}
        begroten.decide(begroting=begroting, namens=verzekeraar, **akkoord)
    return mensen


def answer(page):
    """Every question on the way to the check page."""
    for nummer in range(2, 12):
        page.get_by_role("button", name="volgende stap").or_(page.get_by_role("button", name="en controleren")).click()
        expect(page).to_have_title(re.compile(f"stap {nummer} van|Controleer uw antwoorden"))
        if "Controleer uw antwoorden" in page.title():
            return
        keuzes = [(naam, "ja") for naam in JA] + [
            ("samenwerkingsvorm", "wsv"),
            ("gewenste_prestaties", "programma_dm2"),
        ]
        keuzes += [("disciplines", vak) for vak in ("huisartsenzorg", "farmacie", "fysiotherapie")]
        for naam, waarde in keuzes:
            if page.locator(f"[name={naam}][value={waarde}]").count():
                page.locator(f"[name={naam}][value={waarde}]").check()
        if page.locator("[name=gewenste_ingangsdatum]").count():
            page.locator("[name=gewenste_ingangsdatum]").fill("1-1-2021")


def add_proof(page, eis, naam):
    page.get_by_label("Bij welke eis hoort het bewijs?").select_option(eis)
    page.get_by_label("Het bestand").set_input_files({"name": naam, **PDF})
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("link", name=naam)).to_be_visible()


@pytest.mark.usefixtures("papieren")
def test_one_colleague_begins_and_the_other_finishes_with_the_papers(wsv, als, bekijk):
    page = als(wsv["Ahmed"], "/contracteren/aanvragen/nieuw/")
    page.locator(f"form:has([value='{WSV}']) button").click()
    answer(page)
    kenmerk = Aanvraag.objects.get().kenmerk
    expect(page.get_by_role("heading", name="Er ontbreekt bewijs")).to_be_visible()
    bekijk(page, "controleren-bewijs")
    page.get_by_role("link", name="Stap 1: een rechtspersoon").click()
    bekijk(page, "bewijs-gevraagd")
    add_proof(page, "rechtspersoon", "statuten.pdf")

    page = als(wsv["Tess"], f"/contracteren/aanvragen/{kenmerk}/", "aanvraag-gedeeld")
    expect(page.get_by_text("Er is nog 1 antwoord nodig")).to_be_visible()
    page.get_by_role("link", name="Verder met invullen").click()
    expect(page.get_by_text("Laatst gewijzigd door Ahmed Invul")).to_be_visible()
    bekijk(page, "stap-gedeeld")
    page.goto(page.url.replace("stap/1/", "controleren/"))
    page.goto(page.url.replace("stap/1/", "controleren/"))
    page.locator("a[href*='id_iban']").click()
    page.locator("[name=iban]").fill("NL91ABNA0417164300")
    page.get_by_role("button", name="Opslaan").first.click()
    page.get_by_role("button", name="Aanvraag indienen").click()
    expect(page.get_by_text("Wij missen nog dit bewijs")).to_be_visible()
    page.get_by_role("link", name="Stap 2: inschrijving").click()
    add_proof(page, "kvk_inschrijving", "uittreksel.pdf")
    bekijk(page, "bewijs-compleet")
    page.get_by_role("link", name="Terug naar de aanvraag").click()
    page.get_by_role("link", name="Controleren en indienen").click()
    page.get_by_role("button", name="Aanvraag indienen").click()
    expect(page.get_by_role("heading", name="U voldoet aan de eisen")).to_be_visible()

    page = als(wsv["Inez"], f"/contracteren/postvak/{kenmerk}/", "dossier-bewijs")
    expect(page.get_by_role("link", name="uittreksel.pdf")).to_be_visible()
    assert Bewijsstuk.objects.count() == 2


def test_what_the_rules_refused_is_judged_after_an_objection(cast, als, bekijk, settings):
    settings.DEMO_DATUM = date(2025, 2, 10)
    vast = {"by": cast.tekenbevoegde, "now": now()}
    aanvraag = actions.start_aanvraag(praktijk=cast.linde, verzekeraar=cast.verzekeraar, beleid=BELEID, **vast)
    actions.answer(aanvraag=aanvraag, antwoorden={**ANTWOORDEN, "nascholing": False}, **vast)
    actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=REGISTER, **vast)
    page = als(cast.tekenbevoegde, f"/contracteren/gesprekken/{aanvraag.kenmerk}/bezwaar/")
    page.get_by_label("Waarom bent u het er niet mee eens?").fill("De nascholing is deze maand afgerond.")
    page.get_by_role("button", name="Bezwaar indienen").click()
    expect(page.get_by_text("Uw bezwaar is ingediend")).to_be_visible()

    page = als(cast.inkoper, f"/contracteren/gesprekken/{aanvraag.kenmerk}/")
    page.get_by_label("Het bezwaar is gegrond").check()
    page.get_by_label("Waarom?").fill("Het bewijs is overtuigend.")
    page.get_by_role("button", name="Besluit vastleggen").click()
    page.get_by_role("link", name="Terug naar de aanvraag").click()
    expect(page.get_by_role("heading", name="Eerder afgewezen, na bezwaar weer open")).to_be_visible()
    bekijk(page, "dossier-heropend")
    page.get_by_label("Toestaan", exact=True).check()
    page.get_by_label("Waarom besluit u dit?").fill("De nascholing is er nu.")
    page.get_by_role("button", name="Oordeel vastleggen").click()
    expect(page.get_by_role("heading", name="Deze praktijk voldoet")).to_be_visible()

    page = als(cast.tekenbevoegde, f"/contracteren/aanvragen/{aanvraag.kenmerk}/", "aanvraag-heropend")
    expect(page.get_by_text("De nascholing is deze maand afgerond.")).to_be_visible()
