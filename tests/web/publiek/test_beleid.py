"""Published policies: nothing of a policy is hidden, every source leads somewhere, and the files are the files."""

import json
import tomllib

import pytest
from django.utils.html import escape

from tests.beleid.test_layers import ALGEMEEN
from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.kern.geld import als_euro, uit_decimaal
from zorginkoop.web.publiek import paragrafen
from zorginkoop.web.publiek.kaarten import cards

pytestmark = pytest.mark.django_db
ALLE = library.all_policies()
elk_beleid = pytest.mark.parametrize("beleid", ALLE, ids=lambda b: b.naam)


@elk_beleid
def test_every_rule_stands_on_the_page_once_with_an_anchor(client, beleid):
    page = client.get(paragrafen.page_url(beleid)).text
    verwacht = [f"eis-{naam}" for naam in beleid.eisen] + [f"prestatie-{naam}" for naam in beleid.prestaties]
    verwacht += [f"voorwaarde-{n}-{i}" for n in beleid.prestaties for i in range(len(beleid.voorwaarden(n)))]
    verwacht += [*beleid.inhoud.tegenstrijdigheid, "ingangsdatum", "wijziging", "volgen", "betaling", "looptijd"]
    for plek in verwacht:
        assert page.count(f' id="{plek}"') == 1, plek
        assert page.count(f'data-regel="{plek}"') >= 1, plek


@elk_beleid
def test_every_tariff_stands_in_the_card_of_its_prestatie(beleid):
    kaarten = {kaart.plek: kaart for kaart in cards(beleid)}
    for naam, prestatie in beleid.prestaties.items():
        rijen = kaarten[f"prestatie-{naam}"].tarieven
        assert len(rijen) == len(prestatie.tarief)
        for rij, tarief in zip(rijen, prestatie.tarief, strict=True):
            bedrag = "" if tarief.bedrag is None else als_euro(uit_decimaal(tarief.bedrag))
            assert (rij.bedrag, rij.regel) == (bedrag, (tarief.regel or "").strip())
            assert rij.demonstratie == (tarief.status == "demonstratie")


@elk_beleid
def test_every_expression_question_date_and_source_is_on_the_page(client, beleid):
    page = client.get(paragrafen.page_url(beleid)).text.replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">")
    for regel in [*beleid.programma.regels.values(), beleid.programma.afleidingen["ingangsdatum"]]:
        assert regel.tekst in page, regel.naam
    for feit in beleid.feiten.values():
        assert feit.vraag in page
    for termijn in beleid.inhoud.termijn:
        assert termijn.titel in page
    for bron in beleid.bronnen.values():
        assert bron.titel in page
    assert page.count("niet openbaar</span>") == sum(not bron.beschikbaar for bron in beleid.bronnen.values())


@elk_beleid
def test_every_source_link_has_a_place_to_land(client, beleid):
    page = client.get(paragrafen.page_url(beleid)).text
    for kaart in cards(beleid):
        for bron in kaart.bron:
            anker = paragrafen.source_url(beleid, bron).partition("#")[2]
            assert f'id="{anker}"' in page, bron


@elk_beleid
def test_anchors_are_unique(beleid):
    ankers = [paragraaf.plek for paragraaf in beleid.inhoud.paragraaf]
    assert len(set(ankers)) == len(ankers)
    plekken = [kaart.plek for kaart in cards(beleid)]
    assert len(set(plekken)) == len(plekken)


def test_a_source_outside_the_policy_leads_to_the_other_rules():
    beleid = library.load("zz-huisartsenzorg-2025")
    assert paragrafen.source_url(beleid, Bron(document="DEMO", plaats="x")).endswith("#overige-regels")


@elk_beleid
def test_downloads(client, beleid):
    toml = client.get(f"{paragrafen.page_url(beleid)}beleid.toml")
    assert toml.content == beleid.pad.read_bytes()
    assert tomllib.loads(toml.text)["document"]["versie"] == beleid.document.versie
    as_json = client.get(f"{paragrafen.page_url(beleid)}beleid.json")
    assert type(beleid.inhoud).model_validate(json.loads(as_json.content)) == beleid.inhoud
    assert "attachment" in as_json["Content-Disposition"]


def test_what_prevails_over_the_general_policy_says_so_with_both_passages():
    samen = library.load("zz-huisartsenzorg-2025").supplementing(library.load_text(ALGEMEEN, "algemeen.toml"))
    [kaart] = [kaart for kaart in cards(samen) if kaart.soort == "Voorrang"]
    assert kaart.titel == "Gaat voor: BIG-registratie"
    assert [str(bron) for bron in kaart.bron] == ["001, 5.1", "ALGEMEEN, 1"]


def test_on_an_english_page_our_words_are_english_and_the_policy_is_quoted(client):
    client.cookies["taal"] = "en"
    beleid = library.load("zz-huisartsenzorg-2025")
    page = client.get(paragrafen.page_url(beleid)).text
    eis = next(iter(beleid.eisen.values()))
    assert f'<span class="soort">Requirement</span> <span lang="nl">{escape(eis.titel)}</span>' in page
    assert "Changing during the term" in page
    assert "If you do not meet this" in page


def test_a_version_that_was_mended_leads_to_the_newest(client):
    nieuwste = library.load("zk-huisartsenzorg-2024-2025")
    oud = library.load("zk-huisartsenzorg-2024-2025@1.0")
    assert paragrafen.validity(oud, oud.document.geldig_van)[0] == "Vervangen"
    assert (
        f'<a href="{paragrafen.page_url(nieuwste)}">versie {nieuwste.document.versie}</a>'
        in client.get(paragrafen.page_url(oud)).text
    )
    assert "Er is een nieuwere versie" not in client.get(paragrafen.page_url(nieuwste)).text


@pytest.mark.parametrize(
    ("vraag", "aantal"),
    [("q=hds", 1), ("zorgsoort=oefentherapie", 1), ("verzekeraar=Zilveren+Kruis", 4), ("status=onzin", len(ALLE))],
)
def test_list_filters(client, vraag, aantal):
    assert client.get(f"/beleid/?{vraag}").context["lijst"].pagina.paginator.count == aantal


def test_list_shows_every_version(client):
    page = client.get("/beleid/").text
    for beleid in ALLE:
        assert paragrafen.page_url(beleid) in page
        assert beleid.verzekeraar.naam in page


@pytest.mark.parametrize("adres", ["x/1.0", "zz-huisartsenzorg-2025/9.9", "zz-huisartsenzorg-2025/.."])
def test_unknown_policy_does_not_exist(client, adres):
    for eind in ("", "beleid.toml", "beleid.json"):
        assert client.get(f"/beleid/{adres}/{eind}").status_code == 404


def test_start_page_names_the_two_tasks(client):
    page = client.get("/").text
    for adres in ("/check/", "/beleid/", "/controleer/", "/toegang/inloggen/"):
        assert f'href="{adres}"' in page
