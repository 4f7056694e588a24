"""Journeys: a partnership and its budget; an out-of-hours service and its two insurers; an innovation."""

from datetime import date
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.conftest import publisher, someone
from tests.web.begroting.conftest import ANW, HDS, INHOUD, S3, WSV
from tests.web.begroting.test_vernieuwen import ANTWOORDEN
from zorginkoop.adapters import werkboek
from zorginkoop.beleid import library
from zorginkoop.web.begroting import actions, werkblad
from zorginkoop.web.begroting.models import Begroting, Vernieuwing
from zorginkoop.web.toegang import actions as toegang
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.models import Bevoegdheid
from zorginkoop.web.toegang.rollen import Rol

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def partijen(db):
    """Call with a policy and AGB code: the parties, ready to log in."""

    def make(beleid, agb, naam):
        praktijk = toegang.create_praktijk(naam=naam, agb=agb)
        verzekeraar = publisher(beleid)
        wie = {
            "tekenbevoegde": someone("Tess Tekens", praktijk, Rol.TEKENBEVOEGDE),
            "inkoper": someone("Inez Inkoop", verzekeraar, Rol.INKOPER),
            "inkoper2": someone("Ivo Inkoop", verzekeraar, Rol.INKOPER),
        }
        Bevoegdheid.objects.update(van=date(2020, 1, 1))
        return SimpleNamespace(beleid=beleid, praktijk=praktijk, verzekeraar=verzekeraar, **wie)

    return make


def send_file(page, bladen):
    page.get_by_label("De begroting als Excel-bestand").set_input_files(
        {"name": "begroting.xlsx", "mimeType": "application/octet-stream", "buffer": werkboek.write(bladen)}
    )
    page.get_by_role("button", name="Insturen").click()


def test_a_partnership_makes_its_budget(page, partijen, als, bekijk, settings):
    settings.DEMO_DATUM = date(2020, 8, 28)
    p = partijen(WSV, "53000011", "WSV De Wijk")
    als(p.tekenbevoegde, "/begroting/")
    page.get_by_role("link", name="Nieuwe begroting").click()
    page.get_by_label("2021, Zorg en Zekerheid").check()
    bekijk(page, "begroting-nieuw")
    page.get_by_role("button", name="Begroting beginnen").click()
    page.get_by_role("link", name="Begroting insturen").click()
    beleid = library.load(WSV)
    fout = {naam: [list(rij) for rij in rijen] for naam, rijen in werkblad.sheets(INHOUD, beleid).items()}
    fout["Begroting"][6][2] = None
    send_file(page, fout)
    expect(page.get_by_role("link", name="Blad Begroting, cel C7: vul een tekst in.")).to_be_visible()
    bekijk(page, "begroting-fout")
    send_file(page, werkblad.sheets(INHOUD, beleid))
    kenmerk = Begroting.objects.get().kenmerk
    for inkoper in (p.inkoper, p.inkoper2):
        als(inkoper, f"/begroting/{kenmerk}/")
        page.get_by_label("Akkoord", exact=True).check()
        page.get_by_role("button", name="Besluit vastleggen").click()
    expect(page.locator("main").get_by_text("Akkoord sinds 28 augustus 2020")).to_be_visible()
    bekijk(page, "begroting-akkoord")
    page.goto(page.url.replace(f"{kenmerk}/", ""))
    bekijk(page, "begrotingen")


def test_two_insurers_decide_on_an_out_of_hours_service(page, partijen, als, bekijk, settings):
    settings.DEMO_DATUM = date(2024, 10, 14)
    p = partijen(HDS, "21000011", "Huisartsenpost De Nacht")
    p.tweede = publisher("zk-huisartsenzorg-2024-2025")
    tweede = someone("Tom Tweede", p.tweede, Rol.INKOPER)
    begroting = actions.start_begroting(
        praktijk=p.praktijk, verzekeraar=p.verzekeraar, tweede=p.tweede, beleid=HDS, jaar=2025, by=p.tekenbevoegde,
        now=now(),
    )  # fmt: skip
    actions.hand_in(begroting=begroting, inhoud=ANW, bestandsnaam="", by=p.tekenbevoegde, now=now())
    for inkoper in (p.inkoper, tweede):
        als(inkoper, f"/begroting/{begroting.kenmerk}/")
        page.get_by_label("Akkoord", exact=True).check()
        page.get_by_role("button", name="Besluit vastleggen").click()
    als(p.tekenbevoegde, f"/begroting/{begroting.kenmerk}/jaarstukken/")
    bladen = {
        "Jaarrekening": [["Code", "", "", "Werkelijk"], ["A1", "", 0, 4_100_000], ["A2", "", 0, 1_000_000]],
        "Resultaatafspraken": [["Code"], ["R1", "", "", "", "", 92]],
    }
    bestand = {"name": "j.xlsx", "mimeType": "application/octet-stream", "buffer": werkboek.write(bladen)}
    page.get_by_label("De jaarrekening als Excel-bestand").set_input_files(bestand)
    page.get_by_label("Het (kwaliteits)jaarverslag").fill("Het ging goed.")
    page.get_by_role("button", name="Aanleveren").click()
    als(p.inkoper, f"/begroting/{begroting.kenmerk}/")
    page.get_by_label("Wat is er besproken?").fill("Alles doorgenomen.")
    page.get_by_role("button", name="Bespreking vastleggen").click()
    page.get_by_label("Welk percentage").fill("50")
    page.get_by_role("button", name="Nacalculatie berekenen").click()
    als(tweede, f"/begroting/{begroting.kenmerk}/")
    bekijk(page, "hds-nacalculatie")
    page.get_by_role("button", name="Vaststellen").click()
    expect(page.get_by_text("Vastgesteld", exact=True)).to_be_visible()


def test_an_innovation_is_asked_answered_and_announced(page, partijen, als, bekijk, settings):
    settings.DEMO_DATUM = date(2025, 2, 10)
    p = partijen(S3, "01000011", "Praktijk De Bron")
    ver = someone("Vera Ver", publisher("zk-huisartsenzorg-2024-2025"), Rol.CONTRACTBEHEER)
    velden = {"titel": "Beeldbellen", "beschrijving": "Op afstand spreken", "antwoorden": ANTWOORDEN}
    actions.request_vernieuwing(
        praktijk=p.praktijk, verzekeraar=p.verzekeraar, beleid=S3, velden=velden, by=p.tekenbevoegde, now=now()
    )
    als(p.tekenbevoegde, "/begroting/vernieuwing/nieuw/")
    page.get_by_label("Titel van de vernieuwing").fill("Beeldbellen met ouderen")
    page.get_by_label("Wat wilt u doen").fill("Ouderen spreken de huisarts op afstand.")
    for naam, waarde in ANTWOORDEN.items():
        for keuze in waarde if isinstance(waarde, list) else ["ja" if waarde is True else waarde]:
            page.locator(f"[name={naam}][value={keuze}]").check()
    bekijk(page, "vernieuwing-nieuw")
    page.get_by_role("button", name="Insturen").click()
    kenmerk = Vernieuwing.objects.latest("pk").kenmerk
    als(p.inkoper, f"/begroting/vernieuwing/{kenmerk}/")
    page.get_by_label("Ja, het project kan starten").check()
    page.get_by_label("Waarom?").fill("Past bij het speerpunt.")
    page.get_by_label("Is er eerder een vergelijkbare").select_option("loopt")
    page.get_by_label("Prestatiecode").fill("31D21")
    page.get_by_label("Hoe wordt de prestatie betaald?").select_option("opslag")
    page.get_by_label("Bedrag in euro").fill("1,25")
    page.get_by_label("Gaat de afspraak ook verre").select_option("ja")
    bekijk(page, "vernieuwing-antwoord")
    page.get_by_role("button", name="Antwoord vastleggen").click()
    als(p.inkoper2, f"/begroting/vernieuwing/{kenmerk}/")
    page.get_by_role("button", name="Bevestigen").click()
    als(ver, "/begroting/vernieuwing/aankondigingen/")
    expect(page.get_by_role("cell", name="1 april 2025")).to_be_visible()
    bekijk(page, "aankondigingen")
    als(p.tekenbevoegde, "/begroting/vernieuwing/")
    bekijk(page, "vernieuwingen")
