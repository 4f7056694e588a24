"""Journey: a purchaser offers in bulk, a practice signs under protest, anyone checks the code; and an objection."""

from datetime import UTC, date, datetime

import pytest

from tests.conftest import BELEID, someone
from tests.web.contractering.conftest import ANTWOORDEN, REGISTER
from zorginkoop.web.contractering import actions, rondewerk
from zorginkoop.web.contractering.models import Aanvraag, Bezwaar, Overeenkomst, Ronde
from zorginkoop.web.toegang.rollen import Rol

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2025, 2, 10, 9, tzinfo=UTC)


def submitted(cast, praktijk, by, **register) -> Aanvraag:
    aanvraag = actions.start_aanvraag(praktijk=praktijk, verzekeraar=cast.verzekeraar, beleid=BELEID, by=by, now=NOW)
    actions.answer(aanvraag=aanvraag, antwoorden=ANTWOORDEN, by=by, now=NOW)
    return actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten={**REGISTER, **register}, by=by, now=NOW)


@pytest.fixture
def markt(cast, settings):
    """One admitted application, and one that a purchaser refused."""
    settings.DEMO_DATUM = date(2025, 2, 10)
    submitted(cast, cast.linde, cast.tekenbevoegde)
    geweigerd = submitted(cast, cast.anker, cast.buitenstaander, kernregio=False)
    actions.judge_eis(
        aanvraag=geweigerd, eis=actions.to_judge(geweigerd)[0], toegestaan=False, by=cast.inkoper, now=NOW,
        motivering="Er is genoeg zorg in deze regio.",
    )  # fmt: skip
    return cast


def test_from_a_round_to_a_code_anyone_can_check(markt, als, bekijk):
    page = als(markt.inkoper, "/contracteren/rondes/")
    page.get_by_role("link", name="Nieuwe ronde").click()
    bekijk(page, "ronde-nieuw")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Klaarzetten en bekijken").click()
    page.get_by_role("heading", name="Dit gaat er gebeuren").wait_for()
    bekijk(page, "ronde-voorbeeld")
    page.get_by_role("button", name="Starten").click()
    page.get_by_role("heading", name="0 van 1 gedaan").wait_for()
    page.get_by_role("button", name="Pauzeren").click()
    bekijk(page, "ronde-pauze")
    page.get_by_role("button", name="Verder gaan").click()
    rondewerk.run_rounds(now=lambda: NOW)
    ronde = Ronde.objects.get()
    page = als(markt.inkoper, f"/contracteren/rondes/{ronde.kenmerk}/", "ronde-klaar")
    page.get_by_role("heading", name="1 van 1 gedaan").wait_for()
    als(markt.inkoper, "/contracteren/rondes/", "rondes")
    sign_and_check(markt, als, bekijk)


def sign_and_check(markt, als, bekijk):
    kenmerk = Aanvraag.objects.get(praktijk=markt.linde).kenmerk
    als(markt.tekenbevoegde, "/contracteren/samen-ondertekenen/", "tekenregeling")
    page = als(markt.tekenbevoegde, f"/contracteren/aanvragen/{kenmerk}/aanbod/ondertekenen/", "onder-protest")
    page.get_by_label("Ik heb het aanbod gelezen").check()
    page.get_by_label("Tekent u onder protest?").fill("Het tarief is te laag.")
    page.get_by_role("button", name="Ondertekenen").click()
    page.get_by_text("ondertekend en verzegeld").wait_for()
    bekijk(page, "overeenkomst-protest")
    document = Overeenkomst.objects.get().last_document()
    assert document.niveau == "B-LTA"
    page = als(None, "/controleer/", "controleer")
    page.get_by_label("De controlecode").fill(document.controlecode.lower())
    page.get_by_role("button", name="Opzoeken").click()
    page.get_by_role("heading", name="Deze overeenkomst is echt").wait_for()
    bekijk(page, "controleer-code")
    page.get_by_label("De overeenkomst").set_input_files(
        {"name": "o.pdf", "mimeType": "application/pdf", "buffer": bytes(document.pdf)}
    )
    page.get_by_role("button", name="Controleren").click()
    page.get_by_role("heading", name="Deze overeenkomst is geldig").wait_for()
    bekijk(page, "controleer-bestand")


def test_an_objection_is_answered_by_another_than_who_decided(markt, als, bekijk):
    ander = someone("Igor Inkoop", markt.verzekeraar, Rol.INKOPER)
    kenmerk = Aanvraag.objects.get(praktijk=markt.anker).kenmerk
    page = als(markt.buitenstaander, f"/contracteren/aanvragen/{kenmerk}/", "afgewezen")
    page.get_by_role("link", name="Bezwaar maken").click()
    bekijk(page, "bezwaar")
    page.get_by_label("Waarom bent u het er niet mee eens?").fill("Twee praktijken stoppen dit jaar.")
    page.get_by_role("button", name="Bezwaar indienen").click()
    bekijk(page, "gesprek-praktijk")
    als(markt.inkoper, "/contracteren/vragen/", "vragen")
    page = als(ander, f"/contracteren/gesprekken/{kenmerk}/", "gesprek-inkoper")
    page.get_by_label("Het bezwaar is gegrond").check()
    page.get_by_label("Waarom?").fill("Dat klopt, er is ruimte.")
    page.get_by_role("button", name="Besluit vastleggen").click()
    page.get_by_text("Dat klopt, er is ruimte.").wait_for()
    assert Bezwaar.objects.get().status == "GEGROND"
    assert Aanvraag.objects.get(kenmerk=kenmerk).status == "TOEGELATEN"
