"""Every address of the API with who may come there, and that nobody sees what is of another."""

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.web.contractering.conftest import CANARY_IBAN
from zorginkoop.web.api.scopes import SCOPES
from zorginkoop.web.api.urls import api

from .nlgov import operations

PUBLIEK = None
TABEL = {
    ("get", "/beleid"): PUBLIEK,
    ("get", "/beleid/{naam}/versies/{versie}"): PUBLIEK,
    ("post", "/toetsen"): PUBLIEK,
    ("post", "/tokens"): PUBLIEK,
    ("post", "/tokens/intrekking"): PUBLIEK,
    ("get", "/aanvragen"): "contracten:lezen",
    ("post", "/aanvragen"): "aanvragen:schrijven",
    ("get", "/aanvragen/{kenmerk}"): "contracten:lezen",
    ("get", "/aanbiedingen"): "contracten:lezen",
    ("get", "/aanbiedingen/{nummer}"): "contracten:lezen",
    ("post", "/aanbiedingen/{nummer}/ondertekening"): "contracten:lezen",
    ("get", "/overeenkomsten"): "contracten:lezen",
    ("get", "/overeenkomsten/{kenmerk}"): "contracten:lezen",
    ("get", "/overeenkomsten/{kenmerk}/document"): "contracten:lezen",
    ("get", "/mutaties"): "contracten:lezen",
    ("post", "/mutaties"): "mutaties:schrijven",
    ("get", "/mutaties/{nummer}"): "contracten:lezen",
    ("get", "/volgingen"): "volgingen:lezen",
    ("get", "/volgingen/{nummer}"): "volgingen:lezen",
    ("get", "/volgingen/{nummer}/pakket"): "volgingen:lezen",
    ("post", "/volgingen/{nummer}/ophaling"): "volgingen:schrijven",
    ("post", "/volgingen/{nummer}/besluit"): "volgingen:schrijven",
    ("get", "/declaratiebestanden"): "declaraties:lezen",
    ("post", "/declaratiebestanden"): "declaraties:schrijven",
    ("get", "/declaratiebestanden/{nummer}"): "declaraties:lezen",
    ("get", "/declaratiebestanden/{nummer}/retourbestand"): "declaraties:lezen",
    ("get", "/declaratiebestanden/{nummer}/regels"): "declaraties:lezen",
    ("get", "/declaratieregels/{nummer}/uitleg"): "declaraties:lezen",
    ("get", "/wijzigingen"): "wijzigingen:lezen",
    ("get", "/abonnementen"): "wijzigingen:lezen",
    ("post", "/abonnementen"): "wijzigingen:lezen",
    ("get", "/abonnementen/{kenmerk}"): "wijzigingen:lezen",
    ("delete", "/abonnementen/{kenmerk}"): "wijzigingen:lezen",
    ("get", "/abonnementen/{kenmerk}/geheim"): "wijzigingen:lezen",
}
BESLOTEN = sorted(plek for plek, scope in TABEL.items() if scope)
NAMEN = {"{kenmerk}": "OV-22222222", "{nummer}": "1", "{naam}": "x", "{versie}": "1.0"}


def filled(pad: str, waarde: object = None) -> str:
    for naam, voorbeeld in NAMEN.items():
        pad = pad.replace(naam, str(waarde or voorbeeld))
    return pad


def test_every_address_is_in_the_table_and_nothing_else():
    in_document = {
        (methode, pad): next((s for eis in b.get("security", []) for s in eis["oauth2"]), None)
        for pad, methode, b in operations(api.get_openapi_schema())
    }
    assert in_document == TABEL
    routes = {p.pattern._route for r in get_resolver().url_patterns if getattr(r, "namespace", "") == "api"
              for p in r.url_patterns}  # fmt: skip
    paden = {pad.lstrip("/").replace("{", "<").replace("}", ">") for _, pad in TABEL}
    assert routes == paden | {"", "openapi.json"}
    assert {scope for scope in TABEL.values() if scope} == set(SCOPES)


@pytest.mark.django_db
@pytest.mark.parametrize(("methode", "pad"), BESLOTEN)
def test_without_a_token_nothing_opens(methode, pad):
    antwoord = getattr(Client(), methode)(f"/api/v1{filled(pad)}")

    assert (antwoord.status_code, antwoord["Content-Type"]) == (401, "application/problem+json")


def test_a_token_opens_its_own_scope_only(systemen):
    alle = (systemen.praktijk, systemen.verzekeraar, systemen.volger)
    for software in alle:
        for scope in software.systeem.scopes:
            koppen = {"Authorization": f"Bearer {software.token(scope)}"}
            dicht = [plek for plek in BESLOTEN if TABEL[plek] != scope]
            for methode, pad in dicht:
                antwoord = getattr(software.client, methode)(f"/api/v1{filled(pad)}", headers=koppen)
                assert antwoord.status_code == 403, (methode, pad, scope)


@pytest.fixture
def gevolgd(systemen):
    """Everything there is: an agreement that is followed, and a change of it."""
    markt = systemen.markt
    volging = markt.followed(markt.signed())
    overeenkomst = volging.overeenkomst
    wens = {"overeenkomst": overeenkomst.kenmerk, "gewensteIngangsdatum": "2025-07-01", "beeindigen": ["econsult"]}
    assert systemen.praktijk.post("/mutaties", wens).status_code == 201
    aanvraag = overeenkomst.aanbod.aanvraag
    return {
        "/aanvragen/{kenmerk}": aanvraag.kenmerk,
        "/aanbiedingen/{nummer}": overeenkomst.aanbod.pk,
        "/overeenkomsten/{kenmerk}": overeenkomst.kenmerk,
        "/mutaties/{nummer}": overeenkomst.mutaties.get().pk,
        "/volgingen/{nummer}": volging.pk,
    }


def addresses(gevolgd, methode):
    for soort, waarde in gevolgd.items():
        for m, pad in TABEL:
            if m == methode and pad.startswith(soort):
                yield pad, filled(pad, waarde)


def test_what_is_of_another_does_not_exist(systemen, gevolgd):
    niets = [systemen.ander.get(pad).json() for _, pad in addresses(dict.fromkeys(gevolgd), "get")]
    for n, (_, pad) in enumerate(addresses(gevolgd, "get")):
        antwoord = systemen.ander.get(pad)
        assert antwoord.status_code == 404, pad
        assert antwoord.json() == {**niets[n], "instance": f"/api/v1{pad}"}
    for _, pad in addresses(gevolgd, "post"):
        assert systemen.ander.post(pad, {"besluit": "VERWERKT"}).status_code in (403, 404), pad
    for lijst in ("/aanvragen", "/aanbiedingen", "/overeenkomsten", "/mutaties", "/volgingen"):
        assert systemen.ander.get(lijst).json() == {"items": [], "volgende": None}


def test_a_follower_sees_its_following_and_nothing_of_the_agreement(systemen, gevolgd):
    codes = {patroon: systemen.volger.get(pad).status_code for patroon, pad in addresses(gevolgd, "get")}

    assert {patroon for patroon, code in codes.items() if code == 200} == {
        "/volgingen/{nummer}",
        "/volgingen/{nummer}/pakket",
    }
    assert set(codes.values()) == {200, 404}


def test_both_parties_read_everything_but_the_package(systemen, gevolgd):
    for software in (systemen.praktijk, systemen.verzekeraar):
        codes = {patroon: software.get(pad).status_code for patroon, pad in addresses(gevolgd, "get")}
        assert codes.pop("/volgingen/{nummer}/pakket") == 404
        assert set(codes.values()) == {200}


def test_the_account_number_is_in_no_answer_to_anybody(systemen, gevolgd):
    for software in (systemen.praktijk, systemen.verzekeraar, systemen.volger, systemen.ander):
        paden = [pad for _, pad in addresses(gevolgd, "get")]
        paden += ["/aanvragen", "/aanbiedingen", "/overeenkomsten", "/mutaties", "/volgingen"]
        for pad in paden:
            assert CANARY_IBAN.encode() not in software.get(pad).content, pad


def test_a_draft_is_seen_by_the_practice_only(systemen):
    kenmerk = systemen.markt.started().kenmerk

    assert systemen.praktijk.get(f"/aanvragen/{kenmerk}").status_code == 200
    assert systemen.verzekeraar.get(f"/aanvragen/{kenmerk}").status_code == 404
