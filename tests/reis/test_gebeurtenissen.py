"""Journeys: what changes around agreements, and how others follow them."""

from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.conftest import BELEID, someone
from tests.web.contractering.conftest import ANTWOORDEN, EXPLICIET, REGISTER
from tests.web.gebeurtenissen.conftest import MEERJARIG, NAJAAR, policies, policy_folder  # noqa: F401  fixtures
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Overeenkomst, Volging
from zorginkoop.web.toegang.models import Bevoegdheid
from zorginkoop.web.toegang.rollen import Rol

pytestmark = pytest.mark.django_db(transaction=True)
IBAN = "NL69INGB0123456789"


def signed(cast, *, beleid=BELEID, now=datetime(2025, 2, 10, 9, tzinfo=UTC), ingang="2025-04-01", modules=("poh_s",)):
    """An agreement of De Linde, as the portal makes it."""
    wie = {"by": cast.tekenbevoegde, "now": now}
    aanvraag = actions.start_aanvraag(praktijk=cast.linde, verzekeraar=cast.verzekeraar, beleid=beleid, **wie)
    wens = {"gewenste_ingangsdatum": ingang, "gewenste_prestaties": list(modules)}
    actions.answer(aanvraag=aanvraag, antwoorden={**ANTWOORDEN, **wens}, **wie)
    actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=REGISTER, **wie)
    aanbod = actions.offer_overeenkomst(aanvraag=aanvraag, by=cast.inkoper, now=now)
    return actions.sign_overeenkomst(aanbod=aanbod, **wie)


def test_from_a_takeover_to_a_new_application(page, cast, als, bekijk, settings):
    settings.DEMO_DATUM = date(2025, 5, 20)
    signed(cast)
    coby = someone("Coby Contract", cast.verzekeraar, Rol.CONTRACTBEHEER)
    als(cast.tekenbevoegde, "/gebeurtenissen/")
    bekijk(page, "veranderingen-leeg")
    page.get_by_role("link", name="Verandering melden").click()
    page.get_by_label("Overname van de praktijk").check()
    page.get_by_label("Vanaf welke dag?").fill("1-7-2025")
    page.get_by_label("Nee", exact=True).check()
    page.get_by_label("Wat wordt de nieuwe AGB-code?").fill(cast.anker.agb)
    bekijk(page, "melden")
    page.get_by_role("button", name="Bekijk de gevolgen").click()
    assert "Verzekeraar besluit" in page.locator("main").inner_text()
    bekijk(page, "gevolgen")
    page.get_by_label("Ik meld deze verandering").check()
    page.get_by_role("button", name="Verandering melden").click()
    page.get_by_role("link", name="Overname van de praktijk").click()
    bekijk(page, "gemeld")

    als(cast.contractbeheer, "/gebeurtenissen/veranderingen/")
    bekijk(page, "veranderingen")
    page.get_by_role("link", name="OV-").click()
    page.get_by_label("De overeenkomst eindigt op deze dag").check()
    page.get_by_label("Waarom?").fill("De praktijk gaat over naar Het Anker.")
    page.get_by_role("button", name="Voorstel vastleggen").click()
    bekijk(page, "verandering-voorgesteld")
    adres = urlsplit(page.url).path
    als(coby, adres)
    page.get_by_role("button", name="Voorstel uitvoeren").click()
    assert "Eerste dag zonder overeenkomst: 1 juli 2025" in page.locator("main").inner_text()
    assert Overeenkomst.objects.get().tot == date(2025, 7, 1)

    als(cast.buitenstaander, "/gebeurtenissen/")
    bekijk(page, "opvolger")
    page.get_by_role("button", name="Nieuwe aanvraag beginnen").click()
    assert "/contracteren/aanvragen/AV-" in page.url


def test_a_new_account_number_is_checked_twice(page, cast, als, bekijk, settings):
    settings.DEMO_DATUM = date(2025, 5, 20)
    als(cast.tekenbevoegde, "/gebeurtenissen/rekening/")
    page.get_by_label("nieuwe rekeningnummer").fill(IBAN)
    page.get_by_label("Vanaf welke dag?").fill("1-6-2025")
    page.get_by_label(cast.verzekeraar.naam).check()
    bekijk(page, "rekening")
    page.get_by_role("button", name="Rekeningnummer opgeven").click()
    assert "eindigt op 6789" in page.locator("main").inner_text()
    als(cast.declaraties, "/gebeurtenissen/rekeningen/")
    page.get_by_role("link", name=cast.linde.naam).click()
    page.get_by_label("Hoe hebt u dit nagegaan").fill("Gebeld met het nummer uit het register.")
    page.get_by_role("button", name="Nagegaan").click()
    bekijk(page, "rekening-nagegaan")
    expect(page.get_by_role("button", name="Op dit nummer betalen")).not_to_be_visible()
    als(cast.contractbeheer, urlsplit(page.url).path)
    page.get_by_role("button", name="Op dit nummer betalen").click()
    expect(page.get_by_text("In gebruik", exact=True)).to_be_visible()


def test_a_year_is_indexed_and_a_clause_carried_out(page, cast, als, bekijk, settings):
    settings.DEMO_DATUM = date(2024, 12, 2)
    Bevoegdheid.objects.update(van=date(2023, 1, 1))
    signed(cast, beleid=MEERJARIG, now=NAJAAR, ingang="2024-01-01", modules=("poh_s", "mtvp"))
    coby = someone("Coby Contract", cast.verzekeraar, Rol.CONTRACTBEHEER)
    als(cast.contractbeheer, "/gebeurtenissen/massa/indexatie/")
    page.locator(f"[value='{MEERJARIG}']").check()
    page.get_by_label("Voor welk jaar?").fill("2025")
    page.get_by_label("Met welk percentage?").fill("2,5")
    bekijk(page, "indexatie")
    page.get_by_role("button", name="Opstellen en bekijken").click()
    bekijk(page, "massa")
    adres = urlsplit(page.url).path
    als(coby, adres)
    page.get_by_role("link", name="OV-").click()
    assert "€ 1,10 × (100 + 1,9) ÷ 100 = € 1,12" in page.locator("main").inner_text()
    bekijk(page, "massaregel")
    page.get_by_role("link", name="Terug naar").click()
    page.get_by_role("button", name="Goedkeuren").click()
    page.get_by_role("button", name="Uitvoeren").click()
    assert "kan niet nog een keer" in page.locator("main").inner_text()

    als(cast.contractbeheer, "/gebeurtenissen/massa/clausule/")
    page.get_by_label("MTVP op de ingangsdatum bekostigt: S1").check()
    page.get_by_label("Vanaf welke dag geldt het besluit?").fill("1-1-2025")
    page.get_by_label("Omschrijf het besluit").fill("De NZa bekostigt MTVP vanaf 2025 in segment 1.")
    page.get_by_label("Waar is het besluit te lezen?").fill("Beleidsregel 2025")
    bekijk(page, "clausule")
    page.get_by_role("button", name="Opstellen en bekijken").click()
    als(coby, urlsplit(page.url).path)
    page.get_by_role("button", name="Goedkeuren").click()
    page.get_by_role("button", name="Uitvoeren").click()
    als(coby, "/gebeurtenissen/massa/")
    bekijk(page, "massas")
    rijen = {rij.prestatie: rij.tot for rij in Overeenkomst.objects.get().current_rows()}
    assert rijen["mtvp"] == date(2025, 1, 1)


def test_following_from_both_sides_and_the_practice(page, cast, als, bekijk, settings):
    settings.DEMO_DATUM = date(2025, 3, 10)
    overeenkomst = signed(cast)
    tweede = someone("Vic Volg", cast.volger, Rol.CONTRACTBEHEER)
    als(cast.contractbeheer, "/gebeurtenissen/volgboek/")
    bekijk(page, "volgboek-te-delen")
    page.get_by_role("button", name="Nu klaarzetten").click()
    Volging.objects.update(beschikbaar_op=datetime(2025, 2, 10, 9, tzinfo=UTC))
    als(cast.contractbeheer, "/gebeurtenissen/volgboek/?status=te_laat")
    assert "te laat" in page.locator("main table").inner_text()
    bekijk(page, "volgboek")

    als(cast.inkoper_volger, "/gebeurtenissen/volgwerk/")
    page.get_by_role("link", name=overeenkomst.kenmerk).click()
    bekijk(page, "verloop")
    page.get_by_role("link", name="Vergelijk met ons eigen beleid").click()
    assert "Niet in ons beleid" in page.locator("main").inner_text()
    bekijk(page, "vergelijking")
    als(cast.inkoper_volger, "/gebeurtenissen/volgbeleid/")
    page.get_by_label("Automatisch:").check()
    page.get_by_role("button", name="Voorstellen").click()
    bekijk(page, "volgbeleid")
    als(tweede, "/gebeurtenissen/volgbeleid/")
    page.get_by_role("button", name="Goedkeuren").click()
    assert Volging.objects.get().status == "VERWERKT"

    als(cast.tekenbevoegde, "/gebeurtenissen/volgers/")
    assert "Overgenomen" in page.locator("main").inner_text()
    bekijk(page, "mijn-volgers")
    als(cast.tekenbevoegde, f"/gebeurtenissen/toestemming/{overeenkomst.kenmerk}/")
    assert "hoeft u niets te kiezen" in page.locator("main").inner_text()
    bekijk(page, "toestemming")

    ander = signed(cast, beleid=EXPLICIET)
    als(cast.tekenbevoegde, f"/gebeurtenissen/toestemming/{ander.kenmerk}/", "toestemming-open")
    page.get_by_role("button", name="Nee, niemand volgt").click()
    expect(page.get_by_text("U koos dat niemand volgt.")).to_be_visible()
    bekijk(page, "toestemming-nee")
