"""Writing through the API does what the portal does, in the name of the person behind the system, and once a key."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.web.contractering.conftest import ANTWOORDEN, BELEID, CANARY_IBAN, NOW, REGISTER
from zorginkoop.web.api import herhalen
from zorginkoop.web.api.endpoints import schrijven
from zorginkoop.web.api.models import Herhaling, Mededeling
from zorginkoop.web.api.urls import api
from zorginkoop.web.contractering.models import Aanvraag, Mutatie, Volging
from zorginkoop.web.toegang.models import Wijziging

from .nlgov import operations

AANVRAAG = {"beleid": BELEID, "antwoorden": ANTWOORDEN}


@pytest.fixture(autouse=True)
def _register(monkeypatch):
    monkeypatch.setattr(schrijven, "register_facts", lambda praktijk, verzekeraar, op: REGISTER)


def test_an_application_is_submitted_and_judged_at_once(systemen):
    antwoord = systemen.praktijk.post("/aanvragen", AANVRAAG)

    aanvraag = Aanvraag.objects.get()
    assert (antwoord.status_code, antwoord.json()["status"]) == (201, "TOEGELATEN")
    assert antwoord["Location"] == f"/api/v1/aanvragen/{aanvraag.kenmerk}"
    assert systemen.praktijk.client.get(antwoord["Location"], headers=systemen.praktijk.bearer()).status_code == 200
    bewaard = str([list(model.objects.values_list()) for model in (Herhaling, Mededeling)])
    assert aanvraag.iban == CANARY_IBAN
    assert CANARY_IBAN not in antwoord.content.decode() + bewaard


def test_the_trail_names_the_person_and_the_system(systemen):
    systemen.praktijk.post("/aanvragen", AANVRAAG)

    wie = f"{systemen.markt.tekenbevoegde.email} via {systemen.praktijk.systeem.client_id}"
    spoor = Wijziging.objects.filter(tabel="contractering_aanvraag", rij_id=str(Aanvraag.objects.get().pk))
    assert set(spoor.values_list("door", flat=True)) == {wie}


def test_an_incomplete_application_leaves_nothing_behind_and_says_what_is_missing(systemen):
    antwoord = systemen.praktijk.post("/aanvragen", {"beleid": BELEID, "antwoorden": {"nascholing": True}})

    assert (antwoord.status_code, "Wij missen nog" in antwoord.json()["detail"]) == (422, True)
    assert (Aanvraag.objects.count(), Herhaling.objects.count()) == (0, 0)


def test_a_second_application_an_unknown_policy_and_an_insurer_are_refused(systemen):
    systemen.praktijk.post("/aanvragen", AANVRAAG)

    assert systemen.praktijk.post("/aanvragen", AANVRAAG).status_code == 422
    assert systemen.ander.post("/aanvragen", {"beleid": "zz-onbekend-2025"}).status_code == 422
    assert systemen.verzekeraar.post("/aanvragen", AANVRAAG).status_code == 403


def test_a_change_is_asked_for_in_the_name_of_the_signatory(systemen):
    o = systemen.markt.signed()
    wens = {"overeenkomst": o.kenmerk, "gewensteIngangsdatum": "2025-07-01", "beeindigen": ["econsult"]}

    antwoord = systemen.praktijk.post("/mutaties", wens)
    assert (antwoord.status_code, antwoord.json()["status"]) == (201, "AANGEVRAAGD")
    assert Mutatie.objects.get().aangevraagd_door == systemen.markt.tekenbevoegde
    assert systemen.praktijk.post("/mutaties", {**wens, "gewensteIngangsdatum": 0}).status_code == 400
    assert systemen.ander.post("/mutaties", wens).status_code == 404


def test_a_follower_collects_and_decides_and_not_the_other_way_round(systemen):
    markt = systemen.markt
    volging = schrijven.actions.follow_overeenkomst(
        overeenkomst=markt.signed(), volger=markt.volger, by=markt.contractbeheer, now=NOW
    )
    pad, s = f"/volgingen/{volging.pk}", systemen.volger

    assert s.post(f"{pad}/besluit", {"besluit": "VERWERKT"}).status_code == 409
    assert s.post(f"{pad}/ophaling").json()["status"] == "OPGEHAALD"
    assert s.post(f"{pad}/besluit", {"besluit": "WIJKT_AF"}).status_code == 422
    codes = [r["prestatiecode"] for r in s.get(f"{pad}/pakket").json()["afspraken"]]
    deels = s.post(f"{pad}/besluit", {"besluit": "WIJKT_AF", "zonder": codes[:1], "reden": "Kopen wij anders in"})
    assert deels.json()["status"] == "WIJKT_AF"
    assert Volging.objects.get().rijen.count() == len(codes) - codes.count(codes[0])


ZONDER_SLEUTEL = {
    "/toetsen": "writes nothing",
    "/tokens": "OAuth2 knows no keys; every answer is another token",
    "/tokens/intrekking": "the same whether once or twice (RFC 7009)",
    "/aanbiedingen/{nummer}/ondertekening": "never writes anything",
}


def test_every_write_asks_a_key_or_is_the_same_once_and_twice():
    for pad, methode, bewerking in operations(api.get_openapi_schema()):
        gevraagd = {p["name"] for p in bewerking.get("parameters", []) if p["in"] == "header" and p["required"]}
        if methode not in ("get", "delete") and pad not in ZONDER_SLEUTEL:
            assert "Idempotency-Key" in gevraagd, (methode, pad)


def test_a_key_is_required(systemen):
    zonder = systemen.praktijk.client.post(
        "/api/v1/aanvragen", AANVRAAG, content_type="application/json", headers=systemen.praktijk.bearer()
    )
    assert (zonder.status_code, zonder.json()["errors"][0]["location"]["name"]) == (400, "Idempotency-Key")
    assert systemen.praktijk.post("/aanvragen", AANVRAAG, sleutel="kort").status_code == 400


def test_the_same_request_again_gives_the_same_answer_and_does_nothing(systemen):
    een, twee = (systemen.praktijk.post("/aanvragen", AANVRAAG, sleutel="eenmalig-1") for _ in range(2))

    assert (een.status_code, een.content, een["Location"]) == (twee.status_code, twee.content, twee["Location"])
    assert ("Idempotent-Replayed" in een, twee["Idempotent-Replayed"]) == (False, "true")
    assert Aanvraag.objects.count() == 1


def test_a_key_is_for_one_request_of_one_system_for_one_day(systemen):
    systemen.praktijk.post("/aanvragen", AANVRAAG, sleutel="eenmalig-1")

    anders = systemen.praktijk.post("/aanvragen", {**AANVRAAG, "contractvorm": "lopend"}, sleutel="eenmalig-1")
    assert (anders.status_code, anders.json()["type"]) == (422, "urn:zorginkoop:probleem:sleutel-voor-iets-anders")
    assert systemen.ander.post("/aanvragen", AANVRAAG, sleutel="eenmalig-1").status_code == 201
    assert herhalen.clean_up(timezone.now() + timedelta(hours=23)) == 0
    assert herhalen.clean_up(timezone.now() + timedelta(hours=25)) == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_one_key_make_one_application_and_get_one_answer(systemen):
    systemen.praktijk.bearer()
    start = threading.Barrier(8)

    def send(_):
        start.wait()
        try:
            antwoord = systemen.praktijk.post("/aanvragen", AANVRAAG, sleutel="eenmalig-1")
            return antwoord.status_code, antwoord.content
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as samen:
        antwoorden = set(samen.map(send, range(8)))

    assert [status for status, _ in antwoorden] == [201]
    assert Aanvraag.objects.count() == 1
