"""Without a login: policies and assessments, and every mistake answered with a problem in Dutch."""

import json

import pytest

from tests.conftest import BELEID
from zorginkoop.beleid import library
from zorginkoop.web.api.kopregels import KOPPEN

FEITEN = {"aanvraagdatum": "2025-03-20", "gewenste_ingangsdatum": "2025-05-01", "big_registratie": False}
pytestmark = pytest.mark.django_db


def post(client, pad, inhoud):
    tekst = inhoud if isinstance(inhoud, str) else json.dumps(inhoud)
    return client.post(f"/api/v1{pad}", tekst, content_type="application/json")


def test_the_list_names_every_published_version(client):
    items = client.get("/api/v1/beleid").json()["items"]

    assert len(items) == len(library.all_policies())
    assert items[0].keys() == {"beleid", "versie", "titel", "zorgsoort", "verzekeraar", "geldigVan", "geldigTot"}


def test_a_version_has_the_content_of_the_file(client):
    versie = library.load(BELEID).document.versie

    inhoud = client.get(f"/api/v1/beleid/{BELEID}/versies/{versie}").json()["inhoud"]
    assert inhoud["eis"]["big_registratie"]["bron"]


def test_an_assessment_is_that_of_the_rules_and_asks_what_is_unknown(client):
    uit = post(client, "/toetsen", {"beleid": BELEID, "feiten": FEITEN}).json()

    assert uit["uitkomst"] == "VOLDOET_NIET"
    assert {e["eis"]: e["uitkomst"] for e in uit["eisen"]}["big_registratie"] is False
    assert "vecozo_certificaat" in {v["gegeven"] for v in uit["vragen"]}


@pytest.mark.parametrize(
    ("methode", "pad", "lichaam", "status", "woord"),
    [
        ("get", "/niets", None, 404, "bestaat niet"),
        ("get", "/beleid/", None, 404, "bestaat niet"),
        ("get", "/beleid/onbekend-2025/versies/1.0", None, 404, "bestaat niet"),
        ("get", f"/beleid/{BELEID}/versies/x", None, 400, "velden"),
        ("delete", "/beleid", None, 405, "methoden"),
        ("post", "/toetsen", "{", 400, "geen geldige JSON"),
        ("post", "/toetsen", "[" * 100_000, 400, "geen geldige JSON"),
        ("post", "/toetsen", '{"beleid": NaN}', 400, "geen geldige JSON"),
        ("post", "/toetsen", '{"beleid": "\\u0000"}', 400, "teken"),
        ("post", "/toetsen", '{"beleid": "\\ud800"}', 400, "teken"),
        ("post", "/toetsen", json.dumps({"beleid": "x" * 1_000_001}), 413, "1.000.000"),
        ("post", "/toetsen", {}, 400, "velden"),
        ("post", "/toetsen", {"beleid": BELEID, "extra": 1}, 400, "velden"),
        ("post", "/toetsen", {"beleid": "zz-huisartsenzorg-2052"}, 422, "Bedoelt u"),
        ("post", "/toetsen", {"beleid": BELEID, "feiten": {"big_registratie": 3}}, 422, "true of false"),
    ],
)
def test_every_mistake_is_a_problem(client, methode, pad, lichaam, status, woord):
    antwoord = post(client, pad, lichaam) if methode == "post" else getattr(client, methode)(f"/api/v1{pad}")

    probleem = json.loads(antwoord.content)
    assert (antwoord.status_code, antwoord["Content-Type"]) == (status, "application/problem+json")
    assert (probleem["status"], woord in probleem["detail"]) == (status, True), probleem
    assert {naam: antwoord[naam] for naam in KOPPEN} == KOPPEN


@pytest.mark.parametrize(
    ("pad", "lichaam", "soort", "status"),
    [
        ("/toetsen", "x" * 3_000_000, "application/json", 413),
        ("/toetsen", b"\xff\xfe", "application/json", 400),
        ("/tokens", "x" * 3_000_000, "application/x-www-form-urlencoded", 413),
        ("/tokens", "&".join(f"a{n}=1" for n in range(1200)), "application/x-www-form-urlencoded", 400),
        ("/tokens", "--x\r\n", "multipart/form-data; boundary=" + "x" * 300, 400),
        ("/tokens", "client_id=SY-%00&client_secret=x&grant_type=client_credentials", "text/plain", 400),
    ],
)
def test_what_is_too_large_or_cannot_be_read_is_a_problem(client, pad, lichaam, soort, status):
    antwoord = client.post(f"/api/v1{pad}", lichaam, content_type=soort)

    assert (antwoord.status_code, antwoord["Content-Type"]) == (status, "application/problem+json")


def test_the_root_without_a_slash_does_not_lead_elsewhere(client):
    assert client.get("/api/v1").status_code == 404


def test_all_mistakes_are_named_at_once_with_their_place(client):
    fouten = post(client, "/toetsen", {"feiten": [], "extra": 1}).json()["errors"]

    assert {(f["location"]["name"], f["detail"]) for f in fouten} == {
        ("beleid", "ontbreekt"),
        ("feiten", "moet een object zijn"),
        ("extra", "onbekend veld"),
    }


def test_a_fault_of_ours_tells_nothing_about_itself(client, monkeypatch):
    def kapot():
        raise RuntimeError("geheim")

    monkeypatch.setattr(library, "all_policies", kapot)
    antwoord = client.get("/api/v1/beleid")

    assert (antwoord.status_code, antwoord["Content-Type"]) == (500, "application/problem+json")
    assert b"geheim" not in antwoord.content


def test_a_host_that_is_not_ours_gets_a_problem(client):
    antwoord = client.get("/api/v1/beleid", headers={"host": "elders.example"})

    assert (antwoord.status_code, antwoord["Content-Type"]) == (400, "application/problem+json")


def test_pages_of_the_portal_keep_their_own_headers(client):
    assert "API-Version" not in client.get("/")
