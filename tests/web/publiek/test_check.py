"""The check without login: steps, outcomes, what is asked and what never is, and whatever junk people send."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zorginkoop.beleid import library
from zorginkoop.web.publiek import antwoorden, uitslag

pytestmark = pytest.mark.django_db
ZZ, ZK = (library.load(naam) for naam in ("zz-huisartsenzorg-2025", "zk-huisartsenzorg-2024-2025"))
BASIS = {
    "contractvorm": "nieuw",
    "aanvraagdatum": "2025-02-01",
    "gewenste_ingangsdatum": "2025-04-01",
    "ingeschreven_patienten": 2350,
    "gewenste_prestaties": ["poh_ggz"],
}
ALLES_JA = dict.fromkeys(
    ("big_registratie", "nascholing", "praktijkuitrusting", "bereikbaarheid", "waarneming", "vektis_registratie",
     "vecozo_certificaat", "wtza", "ro_aansluiting", "kernregio--zz-huisartsenzorg-2025",
     "kernregio--zk-huisartsenzorg-2024-2025"),
    True,
)  # fmt: skip


def result(beleid=ZZ, **waarden):
    return uitslag.outcome(beleid, {**BASIS, **ALLES_JA, **waarden})


@pytest.mark.parametrize("beleid", [ZZ, ZK], ids=lambda b: b.naam)
def test_everything_in_order_is_a_yes_while_only_contact_details_are_missing(beleid):
    gevonden = result(beleid)
    assert gevonden.uitkomst == "VOLDOET"
    assert gevonden.toets.uitkomst == "ONBEKEND"
    assert "Op welk rekeningnummer" in " ".join(gevonden.later)
    assert gevonden.toets.ingangsdatum == date(2025, 4, 1)


@pytest.mark.parametrize(
    ("antwoord", "uitkomst"),
    [
        ({"big_registratie": False}, "VOLDOET_NIET"),
        ({"big_registratie": None}, "ONBEKEND"),
        ({"kernregio--zz-huisartsenzorg-2025": False}, "BEOORDELEN"),
        ({"gewenste_ingangsdatum": "2026-04-01"}, "VOLDOET_NIET"),
        ({"gddz_onderschreven": False}, "VOLDOET"),
    ],
)
def test_outcomes(antwoord, uitkomst):
    assert result(**antwoord).uitkomst == uitkomst


def test_the_same_question_may_have_another_answer_at_another_insurer():
    waarden = {**BASIS, **ALLES_JA, "kernregio--zk-huisartsenzorg-2024-2025": False}
    assert [u.uitkomst for u in uitslag.outcomes([ZZ, ZK], waarden)] == ["VOLDOET", "VOLDOET_NIET"]


def test_start_date_says_which_branch_applied():
    assert "datum_volledig <= gewenste_ingangsdatum" in result().tak.voorwaarde
    laat = result(aanvraagdatum="2025-03-20")
    assert laat.tak.voorwaarde == ""
    assert laat.toets.ingangsdatum == date(2025, 4, 1)
    assert result(ZK).tak is None
    assert result(aanvraagdatum=None).tak is None


def test_contradictions_are_shown_with_the_requirement_and_the_start_date():
    gevonden = result()
    assert ["CONFLICT-03", "CONFLICT-12"] in [[naam for naam, _ in eis.botsingen] for eis in gevonden.eisen]
    assert "CONFLICT-01" in [naam for naam, _ in gevonden.startbotsingen]


def test_a_module_of_another_insurer_has_its_name_and_a_reason():
    module = next(m for m in result(ZK, gewenste_prestaties=["gpo"]).gekozen)
    assert module.naam == ZZ.prestaties["gpo"].naam
    assert module.redenen == ("Dit beleid kent deze prestatie niet",)


def test_contact_details_are_never_asked_nor_read_from_the_address():
    vragen = antwoorden.requirement_questions([ZZ, ZK], BASIS)
    assert not {"iban", "email", "agb_code", "datum_volledig"} & {vraag.gegeven for vraag in vragen}
    waarden, fouten = antwoorden.read_query(QueryDict("iban=NL91ABNA0417164300&email=x@y.nl&agb_code=01000011"))
    assert (waarden, fouten) == ({}, [])


def test_answers_survive_the_address():
    waarden = {**BASIS, **ALLES_JA, "beleid": [ZZ.naam], "gewenste_prestaties": []}
    assert antwoorden.read_query(QueryDict(antwoorden.to_query(waarden))) == (waarden, [])


def test_steps_lead_to_the_result_without_session_or_login(client):
    data = {"beleid": [ZZ.naam], **{k: v for k, v in BASIS.items() if k != "gewenste_prestaties"}}
    first = client.post("/check/", data)
    assert urlsplit(first.url).path == "/check/wensen/"
    second = client.post(first.url, {"gewenste_prestaties": ["poh_ggz"]})
    third = client.post(second.url, {"big_registratie": "ja", "iban": "NL91ABNA0417164300"})
    assert urlsplit(third.url).path == "/check/resultaat/"
    assert "iban" not in third.url
    assert parse_qs(urlsplit(third.url).query)["gewenste_prestaties"] == ["poh_ggz"]
    assert "Nog niet te zeggen" in client.get(third.url).text
    assert "sessionid" not in client.cookies
    assert not Session.objects.exists()


def test_a_policy_without_modules_has_nothing_to_choose(client):
    url = "/check/wensen/?beleid=zk-so-verzorgingshuis-2024@1.0"

    assert "er zijn geen modules om te kiezen" in client.get(url).text
    assert urlsplit(client.post(url).url).path == "/check/eisen/"


@pytest.mark.parametrize("beleid", library.all_policies(), ids=lambda b: b.naam)
@pytest.mark.parametrize("stap", ["", "wensen/", "eisen/", "resultaat/"])
def test_every_published_policy_can_be_checked(client, beleid, stap):
    assert client.get(f"/check/{stap}?beleid={beleid.naam}").status_code == 200


def test_taking_an_answer_back_makes_it_unknown_again(client):
    url = "/check/eisen/?" + antwoorden.to_query({**BASIS, **ALLES_JA, "beleid": [ZZ.naam]})
    page = client.get(url).text
    assert re.search(r'name="big_registratie" value="ja"[^>]*checked', page)
    after = client.post(url, {"big_registratie": ""})
    assert "big_registratie" not in after.url


@pytest.mark.parametrize(
    ("data", "melding"),
    [
        ({"beleid": []}, "Kies ten minste één zorgverzekeraar."),
        ({"beleid": [ZZ.naam], "aanvraagdatum": "30-2-2025"}, "Dit is geen bestaande datum."),
        ({"beleid": [ZZ.naam], "ingeschreven_patienten": "veel"}, "Vul een heel getal in"),
        ({"beleid": ["bestaat-niet"]}, "kan hier niet worden gekozen"),
    ],
)
def test_wrong_answers_stay_on_the_page_with_a_message(client, data, melding):
    page = client.post("/check/", data)
    assert page.status_code == 200
    assert "Fout: Uw praktijk" in page.text
    assert melding in page.text


@pytest.mark.parametrize(
    ("query", "melding"),
    [
        ("aanvraagdatum=2025-02-30", "geen bestaande datum"),
        ("gewenste_ingangsdatum=1900-01-01", "2000 tot en met 2099"),
        ("ingeschreven_patienten=-5", "0 of hoger"),
        ("gewenste_prestaties=poh_x", "poh_x"),
        ("beleid=weg@9.9", "weg@9.9"),
        ("contractvorm=anders", "een van de antwoorden"),
        ("big_registratie=%00", "een van de antwoorden"),
    ],
)
@pytest.mark.parametrize("pad", ["", "wensen/", "eisen/", "resultaat/"])
def test_a_tampered_address_is_explained(client, pad, query, melding):
    page = client.get(f"/check/{pad}?{query}")
    assert page.status_code == 400
    assert melding in page.text
    assert "Begin opnieuw" in page.text


def test_a_date_beyond_the_policy_is_a_clear_no(client):
    query = antwoorden.to_query({**BASIS, **ALLES_JA, "beleid": [ZZ.naam], "gewenste_ingangsdatum": "2027-01-01"})
    page = client.get(f"/check/resultaat/?{query}").text
    assert "U komt nu niet in aanmerking" in page
    assert "De ingangsdatum valt buiten 2025" in page


def test_unknown_step_does_not_exist(client):
    assert client.get("/check/geheim/").status_code == 404


NAMEN = ["beleid", *BASIS, *ALLES_JA, "fte", "service_onderdelen", "taakdelegatie_vorm", "iban", "x"]
WAARDEN = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["ja", "nee", "1-4-2025", "9999-12-31", "0001-01-01", "poh_s", "gpo", ZZ.naam, "1e9", "-0", "NaN"]),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pad=st.sampled_from(["", "wensen/", "eisen/", "resultaat/"]),
    query=st.dictionaries(st.sampled_from(NAMEN), st.lists(WAARDEN, max_size=3), max_size=4),
    data=st.dictionaries(st.sampled_from(NAMEN), st.lists(WAARDEN, max_size=3), max_size=6),
)
def test_junk_never_breaks_the_check(pad, query, data):
    adres = QueryDict(mutable=True)
    for naam, waarden in query.items():
        adres.setlist(naam, [w.encode("utf-8", "replace").decode() for w in waarden])
    schoon = {naam: [w.encode("utf-8", "replace").decode() for w in waarden] for naam, waarden in data.items()}
    client = Client(raise_request_exception=True)
    page = client.post(f"/check/{pad}?{adres.urlencode()}", schoon)
    assert page.status_code in (200, 302, 400, 405)
    if page.status_code == 302:
        assert client.get(page.url).status_code == 200
