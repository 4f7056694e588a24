"""The pages of budgets and requests: both sides, files in and out, what is another's, and how many queries."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.web.contractering.conftest import person
from tests.web.contractering.reizigers import client_of, text
from zorginkoop.adapters import werkboek
from zorginkoop.beleid import library
from zorginkoop.web.begroting import actions, werkblad
from zorginkoop.web.begroting.models import Begroting, Nacalculatie, Praktijkmanagement, Vernieuwing, Vooraankondiging
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

from . import test_praktijkmanagement, test_vernieuwen
from .conftest import ANW, HDS, INHOUD, OKTOBER, S3, WSV, agree, agreed, sent
from .test_werkblad import filled_accounts

BELEID = library.load(WSV)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = date(2020, 10, 12)


def get(client, naam, *args, **vraag):
    return client.get(reverse(f"begroting:{naam}", args=args), vraag)


def post(client, naam, *args, **data):
    return client.post(reverse(f"begroting:{naam}", args=args), data, follow=True)


def stuk(bladen) -> SimpleUploadedFile:
    return SimpleUploadedFile("begroting.xlsx", werkboek.write(bladen))


def stranger(soort="PRAKTIJK", **nummer):
    organisatie = Organisatie.objects.create(soort=soort, naam="Vreemd", **nummer)
    rol = Rol.TEKENBEVOEGDE if soort == "PRAKTIJK" else Rol.INKOPER
    return client_of(person(f"Otto{organisatie.pk}", organisatie, rol))


@pytest.mark.parametrize(("vandaag", "kan"), [(date(2025, 12, 31), True), (date(2026, 1, 1), False)])
def test_for_a_year_that_is_over_nothing_can_be_asked(hds, settings, vandaag, kan):
    begroting = sent(hds, jaar=2025, now=OKTOBER, inhoud=ANW)
    agree(begroting, (hds.inkoper, hds.verzekeraar), (hds.inkoper_tweede, hds.tweede))
    settings.DEMO_DATUM = vandaag
    pagina = text(get(client_of(hds.tekenbevoegde), "begroting", begroting.kenmerk))
    assert ("Overeenkomst aanvragen" in pagina) is kan
    assert ("Het jaar is voorbij" in pagina) is not kan


def test_from_an_empty_workbook_to_an_agreement_of_two_people(wsv):
    wie = client_of(wsv.tekenbevoegde)
    pagina = post(wie, "nieuw", keuze=f"{WSV}|2021")
    begroting = Begroting.objects.get()
    assert "nog niet ingestuurd" in text(pagina)
    leeg = load_workbook(io.BytesIO(get(wie, "xlsx", begroting.kenmerk).content))
    assert leeg.sheetnames == ["Begroting", "Jaarplan", "Resultaatafspraken"]
    pagina = post(wie, "insturen", begroting.kenmerk, bestand=stuk(werkblad.sheets(INHOUD, BELEID)))
    assert "€ 138.206,00" in text(pagina)
    assert "1 september 2020" in text(pagina)
    assert "Gedaan, na de datum" in text(pagina)
    for inkoper in (wsv.inkoper, wsv.inkoper2):
        client = client_of(inkoper)
        assert get(client, "begroting", begroting.kenmerk).context["besluitform"] is not None
        pagina = post(client, "besluiten", begroting.kenmerk, nummer=1, besluit="ja")
        assert pagina.context["besluitform"] is None
    begroting.refresh_from_db()
    assert begroting.status == "AKKOORD"
    assert "Overeenkomst aanvragen" in text(get(wie, "begroting", begroting.kenmerk))


def test_wrong_cells_are_named_on_the_page_and_nothing_is_kept(wsv):
    begroting = sent(wsv)
    bladen = {naam: [list(r) for r in rijen] for naam, rijen in werkblad.sheets(INHOUD, BELEID).items()}
    bladen["Begroting"][6][2] = None
    pagina = text(post(client_of(wsv.tekenbevoegde), "insturen", begroting.kenmerk, bestand=stuk(bladen)))
    assert "Blad Begroting, cel C7: vul een tekst in." in pagina
    hostile = SimpleUploadedFile("x.xlsx", b"PK\x03\x04kapot")
    assert "niet te lezen" in text(post(client_of(wsv.tekenbevoegde), "insturen", begroting.kenmerk, bestand=hostile))
    assert begroting.versies.count() == 1


def test_a_file_that_is_too_large_is_not_read(wsv):
    begroting = sent(wsv)
    groot = SimpleUploadedFile("x.xlsx", b"0" * 5_000_001)
    assert "te groot" in text(post(client_of(wsv.tekenbevoegde), "insturen", begroting.kenmerk, bestand=groot))


def test_sending_back_needs_a_reason_that_the_provider_reads(wsv):
    begroting = sent(wsv)
    inkoper = client_of(wsv.inkoper)
    assert "Schrijf op wat er anders moet." in text(
        post(inkoper, "besluiten", begroting.kenmerk, nummer=1, besluit="nee")
    )
    post(inkoper, "besluiten", begroting.kenmerk, nummer=1, besluit="nee", motivering="Astma is te hoog.")
    assert "Astma is te hoog." in text(get(client_of(wsv.tekenbevoegde), "begroting", begroting.kenmerk))


def test_two_versions_side_by_side(wsv):
    begroting = sent(wsv)
    nieuw = INHOUD.model_copy(update={"regels": INHOUD.regels[:6]})
    actions.hand_in(begroting=begroting, inhoud=nieuw, bestandsnaam="", by=wsv.tekenbevoegde, now=OKTOBER)
    pagina = text(get(client_of(wsv.inkoper), "vergelijken", begroting.kenmerk))
    assert "was € 138.206,00 en wordt € 133.406,00: een verschil van -€ 4.800,00" in pagina
    assert "Angst en stemming" in pagina
    assert get(client_of(wsv.inkoper), "vergelijken", begroting.kenmerk, van="9").status_code == 404
    assert get(client_of(wsv.inkoper), "xlsx", begroting.kenmerk, versie="1").status_code == 200


def test_accounts_and_results_beside_the_budget(wsv):
    begroting = agreed(wsv)
    wie = client_of(wsv.tekenbevoegde)
    assert "jaarrekening" in get(wie, "jaarstukken_xlsx", begroting.kenmerk)["Content-Disposition"]
    bladen = filled_accounts(B01=39_000, R02=3)
    post(wie, "jaarstukken", begroting.kenmerk, bestand=stuk(bladen), verslag="Het ging goed.")
    pagina = text(get(client_of(wsv.inkoper), "begroting", begroting.kenmerk))
    assert "€ 39.603,00" in pagina  # 39.000 + 6 x 100,50
    assert "€ 39.000,00 van € 40.000,00" in pagina and 'd="M100.0 0V10"' in pagina  # the longest: what was budgeted
    assert "Niet gehaald" in pagina
    assert "Het beleid regelt geen nacalculatie" in pagina
    assert "Schrijf op wat er is besproken." in text(post(client_of(wsv.inkoper), "bespreken", begroting.kenmerk))
    pagina = text(post(client_of(wsv.inkoper), "bespreken", begroting.kenmerk, bespreking="Wachttijd bespreken."))
    assert "Wachttijd bespreken." in pagina


def test_each_insurer_of_an_out_of_hours_service_sees_the_decision_of_the_other(hds):
    begroting = agree(sent(hds, jaar=2025, inhoud=ANW), (hds.inkoper, hds.verzekeraar))
    tweede = client_of(hds.inkoper_tweede)
    pagina = get(tweede, "begroting", begroting.kenmerk)
    assert f"{hds.inkoper.naam}, {hds.verzekeraar.naam}" in text(pagina)
    assert get(client_of(hds.inkoper2), "begroting", begroting.kenmerk).context["besluitform"] is None
    post(tweede, "besluiten", begroting.kenmerk, nummer=1, besluit="ja")
    kop = [["Code", "Omschrijving", "Begroot (euro)", "Werkelijk (euro)"]]
    bladen = {
        "Jaarrekening": [*kop, ["A1", "", 0, 4_100_000], ["A2", "", 0, 1_000_000]],
        "Resultaatafspraken": [["Code"], ["R1", "", "", "", "", 92]],
    }
    post(client_of(hds.tekenbevoegde), "jaarstukken", begroting.kenmerk, bestand=stuk(bladen), verslag="Verslag")
    post(tweede, "bespreken", begroting.kenmerk, bespreking="Akkoord")
    assert "hoogstens 100" in text(post(tweede, "nacalculatie", begroting.kenmerk, verrekend_deel="101"))
    pagina = text(post(tweede, "nacalculatie", begroting.kenmerk, verrekend_deel="50"))
    assert "€ 50.000,00" in pagina
    assert "ROUND(verschil * verrekend_deel * 0.01) (001, 5.3, Huisartsendienstenstructuur)" in pagina
    post(tweede, "nacalculatie_besluit", begroting.kenmerk, besluit="ja")
    assert Nacalculatie.objects.get().status == "VOORGESTELD"
    post(client_of(hds.inkoper), "nacalculatie_besluit", begroting.kenmerk, besluit="ja")
    assert Nacalculatie.objects.get().status == "VASTGESTELD"


def test_a_draft_is_nobodys_business_but_the_providers(wsv):
    begroting = actions.start_begroting(
        praktijk=wsv.praktijk, verzekeraar=wsv.verzekeraar, beleid=WSV, jaar=2021, by=wsv.tekenbevoegde, now=OKTOBER
    )
    assert get(client_of(wsv.inkoper), "begroting", begroting.kenmerk).status_code == 404
    assert get(client_of(wsv.tekenbevoegde), "begroting", begroting.kenmerk).status_code == 200


@pytest.fixture
def s3(wsv, settings):
    """Every kind of record of one practice, on one day."""
    wsv.beleid = S3
    record = test_vernieuwen.started(wsv)
    pm = test_praktijkmanagement.requested(wsv)
    wsv.beleid = WSV
    return wsv, sent(wsv), pm, record


def test_what_belongs_to_another_does_not_exist(s3):
    _, begroting, pm, vernieuwing = s3
    lezen = [
        ("begroting", begroting.kenmerk), ("xlsx", begroting.kenmerk), ("vergelijken", begroting.kenmerk),
        ("jaarstukken_xlsx", begroting.kenmerk), ("praktijkmanagement", pm.kenmerk),
        ("vernieuwing", vernieuwing.kenmerk),
    ]  # fmt: skip
    praktijk = [
        ("insturen", begroting.kenmerk), ("intrekken", begroting.kenmerk), ("jaarstukken", begroting.kenmerk),
        ("praktijkmanagement_intrekken", pm.kenmerk), ("vernieuwing_aanvullen", vernieuwing.kenmerk),
        ("vernieuwing_intrekken", vernieuwing.kenmerk), ("vernieuwing_overeenkomst", vernieuwing.kenmerk),
    ]  # fmt: skip
    verzekeraar = [
        ("besluiten", begroting.kenmerk), ("bespreken", begroting.kenmerk), ("nacalculatie", begroting.kenmerk),
        ("nacalculatie_besluit", begroting.kenmerk), ("praktijkmanagement_oordeel", pm.kenmerk),
        ("vernieuwing_antwoord", vernieuwing.kenmerk), ("vernieuwing_bevestigen", vernieuwing.kenmerk),
    ]  # fmt: skip
    ander, ver = stranger(agb="01000045"), stranger("VERZEKERAAR", uzovi="9005")
    for client, adressen in ((ander, praktijk), (ver, verzekeraar)):
        assert [naam for naam, sleutel in lezen if get(client, naam, sleutel).status_code != 404] == []
        assert [naam for naam, sleutel in adressen if post(client, naam, sleutel).status_code != 404] == []
        for naam in ("overzicht", "praktijkmanagement_lijst", "vernieuwingen"):
            assert get(client, naam).context["lijst"].pagina.paginator.count == 0
    volger = Organisatie.objects.create(soort="VERZEKERAAR", naam="Ver", uzovi="9007")
    bericht = Vooraankondiging.objects.create(
        vernieuwing=vernieuwing, volger=volger, prestatiecode="31D21", ingangsdatum=date(2025, 4, 1), op=OKTOBER
    )
    assert post(ver, "aankondiging_gelezen", bericht.pk).status_code == 404


LIJSTEN = ("overzicht", "praktijkmanagement_lijst", "vernieuwingen", "aankondigingen")


def queries(client, naam) -> int:
    get(client, naam)  # what a new session asks once does not count
    with CaptureQueriesContext(connection) as vragen:
        assert get(client, naam).status_code == 200
    return len(vragen)


def copies(record, aantal, **anders):
    """The same record again for other providers."""
    for n in range(aantal):
        praktijk = Organisatie.objects.create(
            soort="PRAKTIJK", naam=f"Nr {n}", agb=f"99{Organisatie.objects.count():06d}"
        )
        waarden = {v.attname: getattr(record, v.attname) for v in record._meta.concrete_fields if v.name != "id"}
        kenmerk = f"{record.kenmerk[:8]}{n}"
        type(record).objects.create(**{**waarden, "praktijk_id": praktijk.pk, "kenmerk": kenmerk, **anders})


def test_a_list_asks_the_same_number_of_queries_for_one_row_and_for_ten(s3):
    partijen, *records = s3
    ver = Organisatie.objects.create(soort="VERZEKERAAR", naam="Ver", uzovi="9007")
    leest = client_of(person("Vik", ver, Rol.INKOPER))
    client = client_of(partijen.inkoper)
    Vooraankondiging.objects.create(
        vernieuwing=records[2], volger=ver, prestatiecode="31D21", ingangsdatum=date(2025, 4, 1), op=OKTOBER
    )
    eerst = [queries(leest if naam == "aankondigingen" else client, naam) for naam in LIJSTEN]
    for record in records:
        copies(record, 9)
    for vernieuwing in Vernieuwing.objects.exclude(pk=records[2].pk):
        Vooraankondiging.objects.create(
            vernieuwing=vernieuwing, volger=ver, prestatiecode="31D21", ingangsdatum=date(2025, 4, 1), op=OKTOBER
        )
    daarna = [queries(leest if naam == "aankondigingen" else client, naam) for naam in LIJSTEN]
    assert eerst == daarna
    assert get(client, "overzicht").context["lijst"].pagina.paginator.count == 10


def test_a_list_is_filtered_ordered_and_downloaded_without_formulas(s3):
    partijen, begroting, *_ = s3
    copies(begroting, 2, status="TERUG")
    Organisatie.objects.filter(naam="Nr 0").update(naam="=1+1")
    client = client_of(partijen.inkoper)
    gevonden = get(client, "overzicht", status="TERUG", sorteer="praktijk__naam").context["regels"]
    assert [b.praktijk.naam for b, *_ in gevonden] == ["=1+1", "Nr 1"]
    assert get(client, "overzicht", q=begroting.kenmerk).context["lijst"].pagina.paginator.count == 1
    csv = get(client, "overzicht", als="csv").content.decode()
    assert ";'=1+1 (AGB" in csv
    blad = load_workbook(io.BytesIO(get(client, "overzicht", als="xlsx").content))["Begrotingen"]
    assert {cel.data_type for rij in blad.iter_rows() for cel in rij} <= {"s", "n", "d"}
    assert blad.max_row == 4
    assert "Kies een status uit de lijst." in text(get(client, "overzicht", status="KAPOT"))


def test_practice_management_from_form_to_award(wsv):
    wie = client_of(wsv.tekenbevoegde)
    velden = {"samenwerking": "WSV De Wijk", "plan": "Een manager", "gewenste_ingangsdatum": "1-1-2021"}
    pagina = text(post(wie, "praktijkmanagement_nieuw", wsv_deelname="geen", akkoord="ja", **velden))
    assert "WSV vormen of willen starten" in pagina
    post(wie, "praktijkmanagement_nieuw", wsv_deelname="vormt", akkoord="ja", **velden)
    kenmerk = Praktijkmanagement.objects.get().kenmerk
    for inkoper in (wsv.inkoper, wsv.inkoper2):
        post(client_of(inkoper), "praktijkmanagement_oordeel", kenmerk, besluit="ja", motivering="Goed plan")
    assert "het formulier is al in orde" in text(get(wie, "praktijkmanagement", kenmerk))
    assert "Kies toestaan" in text(
        post(client_of(wsv.inkoper), "praktijkmanagement_oordeel", kenmerk, motivering="Nog eens")
    )


def test_innovation_from_request_to_far_insurer(wsv, settings):
    settings.DEMO_DATUM = date(2025, 2, 10)
    wsv.beleid = S3
    eerder = test_vernieuwen.asked(wsv, now=datetime(2025, 2, 1, tzinfo=UTC))
    ver = Organisatie.objects.create(soort="VERZEKERAAR", naam="Zorgverzekeraar Avondster", uzovi="9002")
    leest = client_of(person("Vera", ver, Rol.CONTRACTBEHEER))
    wie = client_of(wsv.tekenbevoegde)
    antwoorden = {
        n: {True: "ja"}.get(w, w) if not isinstance(w, list) else w for n, w in test_vernieuwen.ANTWOORDEN.items()
    }
    velden = {"titel": "Beeldbellen met ouderen", "beschrijving": "Op afstand spreken", **antwoorden}
    pagina = text(get(wie, "vernieuwing_nieuw"))
    assert "Bij Zilveren Kruis gaat een voorstel naar de regio-organisatie" in pagina
    assert "003, Innovatieve voorstellen" in pagina
    assert "prikkelt op uitkomst" in text(post(wie, "vernieuwing_nieuw", **{**velden, "prikkelt_uitkomst": "nee"}))
    post(wie, "vernieuwing_nieuw", **velden)
    kenmerk = Vernieuwing.objects.latest("pk").kenmerk
    inkoper = client_of(wsv.inkoper)
    assert eerder.kenmerk in text(get(inkoper, "vernieuwing", kenmerk))
    assert eerder.kenmerk not in text(get(wie, "vernieuwing", kenmerk))
    besluit = {"motivering": "Past.", "eerdere_aanvraag": "loopt"}
    post(inkoper, "vernieuwing_antwoord", kenmerk, uitkomst="onvolledig", **besluit)
    post(wie, "vernieuwing_aanvullen", kenmerk, aanvulling="De kosten", **velden)
    assert "Vul dit in bij het antwoord ja." in text(
        post(inkoper, "vernieuwing_antwoord", kenmerk, uitkomst="start", **besluit)
    )
    ja = {"prestatiecode": "31D21", "bekostiging": "opslag", "bedrag_cent": "1,25", "voor_verre_verzekeraars": "ja"}
    post(inkoper, "vernieuwing_antwoord", kenmerk, uitkomst="start", **besluit, **ja)
    assert "Ja: kan starten" not in text(get(wie, "vernieuwing", kenmerk))
    post(client_of(wsv.inkoper2), "vernieuwing_bevestigen", kenmerk, besluit="ja")
    assert "1 april 2025" in text(get(wie, "vernieuwing", kenmerk))
    pagina = get(leest, "aankondigingen")
    assert "1 april 2025" in text(pagina)
    post(leest, "aankondiging_gelezen", pagina.context["lijst"].pagina[0].pk)
    assert "10 februari 2025" in text(get(leest, "aankondigingen"))
    assert "is ingediend" in text(post(wie, "vernieuwing_overeenkomst", kenmerk))


def test_a_second_insurer_is_asked_only_of_an_out_of_hours_service(hds, settings):
    settings.DEMO_DATUM = date(2024, 10, 14)
    wie = client_of(hds.tekenbevoegde)
    assert "Kies de twee zorgverzekeraars" in text(post(wie, "nieuw", keuze=f"{HDS}|2025"))
    post(wie, "nieuw", keuze=f"{HDS}|2025", tweede=hds.tweede.pk)
    assert Begroting.objects.get().insurers() == [hds.verzekeraar, hds.tweede]
