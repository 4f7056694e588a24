"""The pages: what they show and hide, that they cost the same however much there is, and nothing of another's."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from tests.conftest import someone
from tests.web.beheer.conftest import client_of
from tests.web.contractering.conftest import markt, policies, policy_folder  # noqa: F401 - fixtures
from tests.web.inlogmiddelen.conftest import uitgever  # noqa: F401 - a fixture
from zorginkoop.web.api.actions import digest, give_token, register_systeem, token_of
from zorginkoop.web.api.models import Systeem
from zorginkoop.web.beheer import inlogmiddelen, rollen, uitnodigen
from zorginkoop.web.beheer.logboek import changes
from zorginkoop.web.inlogmiddelen.models import Inlog, Passkey
from zorginkoop.web.toegang.afscherming import EIGENAAR, act_for, become
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.models import Wijziging
from zorginkoop.web.toegang.rollen import Rol

PAGINAS = ("/beheer/mensen/", "/beheer/systemen/", "/beheer/logboek/", "/beheer/logboek/inlogpogingen/")


def logged_in(persoon, uitkomst="INGELOGD", op=None):
    return Inlog.objects.create(
        tijdstip=op or timezone.now(), middel="CODE", uitkomst=uitkomst, persoon=persoon, adres="192.0.2.7"
    )


def system_of(organisatie, namens, naam="Pakket"):
    scopes = ["contracten:lezen"]
    return register_systeem(organisatie=organisatie, naam=naam, scopes=scopes, namens=namens, by="proef", now=now())


def fill(beheer, n):
    """One more of everything."""
    c = beheer.cast
    wie = someone(f"Persoon {n}", c.verzekeraar, Rol.INKOPER)
    rollen.assign(persoon=wie, rol=Rol.DECLARATIES, **beheer.bij(beheer.bea))
    uitnodigen.invite(email=f"gast{n}@voorbeeld.nl", naam=f"Gast {n}", rol=Rol.INKOPER, **beheer.bij(beheer.bea))
    system_of(c.verzekeraar, c.inkoper, f"Systeem {n}")
    logged_in(wie)


def test_pages_cost_the_same_with_one_and_with_ten(beheer):
    client = client_of(beheer.bea)

    def count(adres):
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            assert client.get(adres).status_code == 200
        return len(vragen)

    fill(beheer, 0)
    for adres in PAGINAS:
        client.get(adres)  # what is remembered after the first visit is not what is counted
    eerst = {adres: count(adres) for adres in PAGINAS}
    for n in range(1, 10):
        fill(beheer, n)
    assert {adres: count(adres) for adres in PAGINAS} == eerst


def test_the_list_says_who_how_and_when_and_no_secret(beheer):
    c = beheer.cast
    logged_in(c.inkoper)
    Passkey.objects.create(
        user=c.inkoper, name="x", sleutel_id="eA", publieke_sleutel=b"geheim", gekoppeld_op=timezone.now()
    )
    client = client_of(beheer.bea)
    pagina = client.get("/beheer/mensen/?sorteer=-laatste")
    rij = re.search(rf"<tr><th[^>]*><a[^>]*>{c.inkoper.naam}.*?</tr>", pagina.text)[0]
    assert "Wachtwoord, app met codes, passkey" in rij and "Nog nooit" not in rij and "1 januari 2024" in rij
    for naam in (c.inkoper_volger.naam, c.tekenbevoegde.naam, c.buitenstaander.naam):
        assert naam not in pagina.text
    csv = client.get("/beheer/mensen/?als=csv").content.decode()
    assert c.inkoper.email in csv and "Inkoper" in csv and "geheim" not in csv
    assert client.get("/beheer/mensen/?als=xlsx").status_code == 200
    assert client.get("/beheer/mensen/?als=pdf").status_code == 404


def test_ones_own_page_offers_nothing_to_change(beheer):
    eigen = client_of(beheer.bea).get(f"/beheer/mensen/{beheer.bea.pk}/").text
    ander = client_of(beheer.bea).get(f"/beheer/mensen/{beheer.ben.pk}/").text
    assert "Dit bent u" in eigen and "Rol vastleggen" not in eigen and "beeindigen" not in eigen
    assert "Rol vastleggen" in ander and "Alle toegang beëindigen" in ander


def test_a_role_is_given_confirmed_and_ended_on_the_pages(beheer):
    c = beheer.cast
    bea, ben = client_of(beheer.bea), client_of(beheer.ben)
    assert bea.post(f"/beheer/mensen/{c.inkoper.pk}/rol/", {"rol": "LEZER"}).status_code == 400
    bea.post(f"/beheer/mensen/{c.inkoper.pk}/rol/", {"rol": "DECLARATIES", "vervangt": ""})
    pagina = ben.get("/beheer/mensen/").text
    voorstel = re.search(r"/beheer/mensen/voorstellen/(\d+)/", pagina)[0]
    assert "Iris Inkoop krijgt de rol Declaraties" in pagina
    bea.post(voorstel, {"stap": "bevestigen"})
    assert not c.inkoper.bevoegdheden.filter(rol="DECLARATIES").exists()
    ben.post(voorstel, {"stap": "bevestigen"})
    rol = c.inkoper.bevoegdheden.get(rol="DECLARATIES")
    ben.post(f"/beheer/mensen/{c.inkoper.pk}/beeindigen/", {"bevoegdheid": rol.pk})
    assert not c.inkoper.bevoegdheden.lopend(today()).filter(rol="DECLARATIES").exists()
    assert ben.post(f"/beheer/mensen/{c.inkoper.pk}/beeindigen/", {"bevoegdheid": "x"}).status_code == 404
    assert ben.post(f"/beheer/mensen/{c.inkoper.pk}/ontslaan/").status_code == 404
    ben.post(f"/beheer/mensen/{c.inkoper.pk}/beeindigen/")
    assert ben.get(f"/beheer/mensen/{c.inkoper.pk}/").status_code == 404


def test_two_accounts_are_joined_on_the_page(beheer):
    c = beheer.cast
    bea = client_of(beheer.bea)
    assert bea.post(f"/beheer/mensen/{c.inkoper.pk}/koppelen/", {"ander": c.inkoper_volger.pk}).status_code == 400
    bea.post(f"/beheer/mensen/{c.inkoper.pk}/koppelen/", {"ander": c.declaraties.pk})
    assert c.inkoper.is_same(c.declaraties.pk)


@pytest.mark.parametrize("wie", ["buitenstaander", "inkoper_volger"])
def test_no_administrator_reaches_into_another_organisation(beheer, wie):
    """Every address with something of the insurer in it, by the head of a practice and an administrator elsewhere."""
    c = beheer.cast
    persoon = getattr(c, wie)
    if wie == "inkoper_volger":
        persoon = someone("Vic Ver", c.volger, Rol.BEHEER)
    voorstel = rollen.assign(persoon=c.inkoper, rol=Rol.DECLARATIES, **beheer.bij(beheer.bea))
    gast, _ = uitnodigen.invite(
        email="genodigde@elders.example.nl", naam="G", rol=Rol.INKOPER, **beheer.bij(beheer.bea)
    )
    systeem, _ = system_of(c.verzekeraar, c.inkoper)
    client, eerder = client_of(persoon), Wijziging.objects.count()
    adressen = [f"/beheer/mensen/uitnodigingen/{gast.pk}/", f"/beheer/mensen/voorstellen/{voorstel.pk}/"]
    adressen += [f"/beheer/mensen/{c.inkoper.pk}/{stap}/" for stap in ("rol", "beeindigen", "middel", "herstellen")]
    adressen += [f"/beheer/systemen/{systeem.client_id}/{stap}/" for stap in ("geheim", "afsluiten", "certificaat")]
    for adres in adressen:
        assert client.post(adres, {"stap": "bevestigen", "rol": "INKOPER"}).status_code == 404, adres
    for adres in (f"/beheer/mensen/{c.inkoper.pk}/", f"/beheer/systemen/{systeem.client_id}/"):
        assert client.get(adres).status_code == 404
    for adres in PAGINAS:
        tekst = client.get(adres).text + client.get(f"{adres}?als=csv").content.decode()
        assert c.inkoper.naam not in tekst and "Pakket" not in tekst and "genodigde@elders.example.nl" not in tekst
    assert Wijziging.objects.count() == eerder


# ---------------------------------------------------------------- log


def test_the_log_tells_in_words_what_happened_and_by_whom(beheer):
    c = beheer.cast
    fill(beheer, 1)
    rollen.end_all(persoon=c.declaraties, **beheer.bij(beheer.bea))
    inlogmiddelen.reset(persoon=c.contractbeheer, **beheer.bij(beheer.ben))
    pagina = client_of(beheer.bea).get("/beheer/logboek/").text
    for tekst in ("Rol gekregen", "Rol beëindigd", "Rol voorgesteld", "Uitnodiging", "gast1@voorbeeld.nl",
                  "Systeem aangemeld", "Alle inlogmiddelen ingetrokken", "Opnieuw instellen"):  # fmt: skip
        assert tekst in pagina, tekst
    assert beheer.ben.email in pagina
    csv = client_of(beheer.bea).get("/beheer/logboek/?als=csv").content.decode()
    assert "Persoon 1" in csv and "sha256" not in csv


def test_compliance_reads_the_log_and_changes_nothing(beheer):
    c = beheer.cast
    kijker = client_of(someone("Cato Compliance", c.verzekeraar, Rol.COMPLIANCE))
    logged_in(c.inkoper, "GEWEIGERD")
    for adres in PAGINAS[2:]:
        assert c.inkoper.naam in kijker.get(adres).text
    for adres in (*PAGINAS[:2], f"/beheer/mensen/{c.inkoper.pk}/"):
        assert kijker.get(adres).status_code == 403
    assert kijker.post(f"/beheer/mensen/{c.inkoper.pk}/beeindigen/").status_code == 403


def test_attempts_are_seen_only_by_where_somebody_worked_then(beheer):
    c = beheer.cast
    logged_in(c.inkoper)
    try:
        for organisatie, persoon, taak, aantal in (
            (c.verzekeraar, beheer.bea, "BEHEER", 1),
            (c.verzekeraar, c.contractbeheer, "CONTRACTBEHEER", 0),
            (c.volger, beheer.bea, "BEHEER", 0),
        ):
            act_for(organisatie, persoon, taak=taak)
            assert Inlog.objects.filter(persoon=c.inkoper).count() == aantal
        become(EIGENAAR)
        rollen.end_all(persoon=c.inkoper, **beheer.bij(beheer.bea))
        logged_in(c.inkoper, op=timezone.now() + timedelta(days=1))
        act_for(c.verzekeraar, beheer.bea, taak="BEHEER")
        assert Inlog.objects.filter(persoon=c.inkoper).count() == 1, "of the last day, and no later"
    finally:
        become(EIGENAAR)


@pytest.mark.parametrize(("taak", "ziet"), [("BEHEER", True), ("COMPLIANCE", True), ("INKOPER", False), ("", False)])
def test_the_trail_shows_people_roles_and_systems_of_ones_own(beheer, taak, ziet):
    c = beheer.cast
    try:
        act_for(c.verzekeraar, beheer.bea, taak=taak)
        rijen = list(Wijziging.objects.all())
        assert bool(rijen) == ziet
        assert {(w.nieuw or w.oud)["organisatie_id"] for w in rijen} <= {c.verzekeraar.pk}
        assert {w.tabel for w in rijen} <= {"toegang_bevoegdheid"}
    finally:
        become(EIGENAAR)


def test_the_page_of_changes_finds_its_rows_by_their_index(beheer):
    try:
        act_for(beheer.cast.verzekeraar, beheer.bea, taak="BEHEER")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = changes(beheer.cast.verzekeraar).order_by().explain()
    finally:
        become(EIGENAAR)
    assert "toegang_wijziging_beheer" in plan, plan


# ---------------------------------------------------------------- systems


def test_a_system_gets_its_secret_once_another_and_then_no_more(beheer):
    c, bea = beheer.cast, client_of(beheer.bea)
    nieuw = {"naam": "Rekenpakket", "namens": c.inkoper.pk, "scopes": ["contracten:lezen"]}
    eerste = _secret(bea.post("/beheer/systemen/nieuw/", nieuw))
    systeem = Systeem.objects.get()
    assert systeem.geheim_sha256 == digest(eerste) and eerste not in bea.get("/beheer/systemen/").text
    adres = f"/beheer/systemen/{systeem.client_id}/"
    assert eerste not in bea.get(adres).text
    _, token = give_token(client_id=systeem.client_id, geheim=eerste, scopes=[], adres="192.0.2.1", now=timezone.now())
    tweede = _secret(bea.post(f"{adres}geheim/"))
    assert tweede != eerste and token_of(token, timezone.now()) is None
    assert "Nog nooit" not in bea.get("/beheer/systemen/").text
    bea.post(f"{adres}afsluiten/")
    systeem.refresh_from_db()
    assert systeem.geblokkeerd_op and "Afgesloten" in bea.get("/beheer/systemen/").text
    bea.post(f"{adres}geheim/")
    assert Systeem.objects.get().geheim_sha256 == systeem.geheim_sha256, "closed stays closed"


def _secret(antwoord) -> str:
    assert antwoord.status_code == 200 and "no-store" in antwoord.headers["Cache-Control"]
    return re.search(r"<code>([\w-]{43})</code>", antwoord.text)[1]


def test_a_system_may_not_more_than_the_person_behind_it(beheer):
    c, bea = beheer.cast, client_of(beheer.bea)
    nieuw = {"naam": "Rekenpakket", "namens": c.declaraties.pk, "scopes": ["volgingen:schrijven"]}
    antwoord = bea.post("/beheer/systemen/nieuw/", nieuw)
    assert antwoord.status_code == 400 and "Dina Declaratie" in antwoord.text
    ander = bea.post("/beheer/systemen/nieuw/", nieuw | {"namens": c.inkoper_volger.pk})
    assert ander.status_code == 400 and not Systeem.objects.exists()


def test_a_file_that_is_no_certificate_of_a_system_is_refused(beheer, uitgever, tmp_path):
    c, bea = beheer.cast, client_of(beheer.bea)
    systeem, _ = system_of(c.verzekeraar, c.inkoper)
    bestand = tmp_path / "x.pem"
    bestand.write_text("geen certificaat")
    with bestand.open("rb") as inhoud:
        antwoord = bea.post(f"/beheer/systemen/{systeem.client_id}/certificaat/", {"bestand": inhoud})
    assert antwoord.status_code == 400 and "niet te lezen" in antwoord.text
    assert bea.post(f"/beheer/systemen/{systeem.client_id}/certificaat/").status_code == 400
    systeem.refresh_from_db()
    assert systeem.certificaat_sha256 == ""


def test_the_workbook_opens(beheer, tmp_path):
    (tmp_path / "m.xlsx").write_bytes(client_of(beheer.bea).get("/beheer/mensen/?als=xlsx").content)
    rijen = list(load_workbook(tmp_path / "m.xlsx").active.values)
    assert rijen[0][:3] == ("Naam", "E-mailadres", "Rol") and len(rijen) == 6


# ---------------------------------------------------------------- the two other roles


def test_a_follower_sees_what_others_agreed_and_nothing_its_own_insurer_buys(beheer):
    c = beheer.cast
    volger = client_of(someone("Fred Volger", c.verzekeraar, Rol.VOLGER))
    for adres in (
        "/contracteren/volgingen/",
        "/gebeurtenissen/volgwerk/",
        "/gebeurtenissen/volgbeleid/",
        "/berichten/taken/",
        "/berichten/termijnen/",
    ):
        assert volger.get(adres).status_code == 200, adres
    for adres in ("/contracteren/postvak/", "/contracteren/portefeuille/", "/gebeurtenissen/volgboek/", "/begroting/",
                  "/contracteren/mutaties/", "/declaraties/bestanden/", "/beheer/mensen/"):  # fmt: skip
        assert volger.get(adres).status_code == 403, adres
    menu = volger.get("/contracteren/volgingen/").text.partition("</header>")[0]
    assert "Volgen" in menu and "Postvak" not in menu and "Overeenkomsten" not in menu


@pytest.fixture
def toegelaten(markt, settings):
    settings.DEMO_DATUM = date(2025, 2, 10)
    return markt.submitted()


def main_of(pagina: str) -> str:
    """What the page is about, without its head and foot."""
    return pagina.partition("<main")[2].partition("</main>")[0]


def test_compliance_reads_an_application_and_is_offered_nothing(toegelaten):
    cato = client_of(someone("Cato Compliance", toegelaten.verzekeraar, Rol.COMPLIANCE))
    inkoper = client_of(someone("Ina Inkoper", toegelaten.verzekeraar, Rol.INKOPER))
    adres = f"/contracteren/postvak/{toegelaten.kenmerk}/"
    assert toegelaten.kenmerk in cato.get("/contracteren/postvak/").text
    pagina = main_of(cato.get(adres).text)
    assert toegelaten.praktijk.naam in pagina and "<form" not in pagina and "aanbieden" not in pagina
    assert "aanbieden" in inkoper.get(adres).text
    gesprek = f"/contracteren/gesprekken/{toegelaten.kenmerk}/"
    assert "<form" not in main_of(cato.get(gesprek).text)
    cato.post(gesprek, {"onderwerp": "Vraag", "tekst": "Waarom?"})
    assert not toegelaten.gesprekken.exists()
    for stap in ("aanbieden", "weigeren", "weigering", "aanbod-intrekken"):
        assert cato.post(f"{adres}{stap}/").status_code == 403
