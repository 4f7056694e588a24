"""Claims through the API: deliver, follow, collect the return file, and read why a line was cut."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.declaraties.conftest import ANKER, BEUK, LINDE, NU, _var, ei_file, wereld  # noqa: F401 - fixtures
from zorginkoop.web.declaraties.models import Declaratiebestand, Declaratieregel
from zorginkoop.web.toegang import klok

from .conftest import Software


@pytest.fixture(autouse=True)
def _day_of_claims(_frozen, monkeypatch):
    monkeypatch.setattr(klok, "now", lambda: NU)


@pytest.fixture
def w(wereld):
    return wereld


@pytest.fixture
def linde(w):
    return Software(w.cast.linde, w.cast.tekenbevoegde)


@pytest.fixture
def verzekeraar(w):
    return Software(w.cast.verzekeraar, w.cast.declaraties)


@pytest.fixture
def anker(w):
    return Software(w.cast.anker, w.cast.buitenstaander)


def deliver(software, inhoud, *, sleutel=None, **velden):
    bestand = SimpleUploadedFile("proef.ei", inhoud)
    return software.send("/declaratiebestanden", {"bestand": bestand, **velden}, sleutel=sleutel)


def test_a_practice_delivers_its_own_file_once_and_reads_its_state(w, linde):
    uzovi = w.cast.verzekeraar.uzovi
    een = deliver(linde, w.file(w.cast.linde, LINDE), verzekeraar=uzovi, sleutel="factuur-F1")
    twee = deliver(linde, w.file(w.cast.linde, LINDE), verzekeraar=uzovi, sleutel="factuur-F1")

    assert (een.status_code, een.content) == (201, twee.content)
    bestand = een.json()
    assert (bestand["status"], bestand["totalen"]["regels"]) == ("GECONTROLEERD", len(LINDE))
    assert (bestand["totalen"]["ingediendCent"], bestand["totalen"]["toegekendCent"]) == (11269, None)
    assert linde.get(een["Location"].removeprefix("/api/v1")).json() == bestand
    assert deliver(linde, w.file(w.cast.linde, LINDE), verzekeraar=uzovi).status_code == 422


@pytest.mark.parametrize(
    ("uzovi", "bestand", "woord"),
    [
        ("", None, "verzekeraar"),
        ("9998", None, "UZOVI"),
        (None, b"geen declaratie", "geen EI-bericht"),
        (None, "van een ander", "andere praktijk"),
    ],
)
def test_what_is_no_file_of_its_own_is_refused(w, linde, uzovi, bestand, woord):
    if bestand == "van een ander":
        bestand = w.file(w.cast.anker, ANKER)
    velden = {"verzekeraar": w.cast.verzekeraar.uzovi if uzovi is None else uzovi}
    antwoord = deliver(linde, bestand or w.file(w.cast.linde, LINDE), **velden)

    assert antwoord.status_code in (400, 422)
    assert woord.lower() in antwoord.content.decode().lower(), antwoord.content
    assert Declaratiebestand.objects.count() == 0


def test_a_file_that_is_too_large_stops_at_the_limit(w, linde, settings):
    settings.UPLOAD_MAX_BYTES = 1000

    antwoord = deliver(linde, b"x" * 5000, verzekeraar=w.cast.verzekeraar.uzovi)
    assert (antwoord.status_code, antwoord["Content-Type"]) == (413, "application/problem+json")


def test_an_insurer_delivers_to_itself(w, verzekeraar):
    antwoord = deliver(verzekeraar, w.file(w.cast.linde, LINDE))

    assert antwoord.status_code == 201
    assert Declaratiebestand.objects.get().ontvangen_door == w.cast.declaraties


def test_the_return_file_is_for_the_sender_and_the_insurer(w, linde, verzekeraar, anker):
    bestand = w.payable(w.file(w.cast.linde, LINDE))
    pad = f"/declaratiebestanden/{bestand.pk}/retourbestand"

    antwoorden = [s.get(pad) for s in (linde, verzekeraar, anker)]
    assert [a.status_code for a in antwoorden] == [200, 200, 404]
    assert antwoorden[0].content == antwoorden[1].content
    assert antwoorden[0]["Content-Disposition"].startswith("attachment")


def test_the_totals_of_a_judged_file_reconcile(w, linde):
    bestand = w.payable(w.file(w.cast.linde, LINDE))

    totalen = linde.get(f"/declaratiebestanden/{bestand.pk}").json()["totalen"]
    assert (totalen["ingediendCent"], totalen["toegekendCent"]) == (11269, 8248)
    assert totalen["regels"] == totalen["aangenomen"] + totalen["aangepast"] + totalen["afgewezen"]


def test_every_line_explains_itself_down_to_its_source(w, linde):
    bestand = w.payable(w.file(w.cast.linde, LINDE))
    regels = linde.get(f"/declaratiebestanden/{bestand.pk}/regels").json()["items"]

    gekort = 0
    for regel in regels:
        uitleg = linde.get(f"/declaratieregels/{regel['id']}/uitleg").json()
        gekort += uitleg["gekortCent"]
        assert [g["code"] for g in uitleg["gronden"]] == regel["redenen"]
        assert all(g["bron"] and g["vervolg"] for g in uitleg["gronden"])
    assert (len(regels), gekort) == (len(LINDE), 3021)


def test_lines_and_files_of_another_do_not_exist_and_no_number_of_a_citizen_is_told(w, linde, anker, verzekeraar):
    bestand = w.payable(w.file(w.cast.linde, LINDE))
    regel = Declaratieregel.objects.filter(bestand=bestand).first()
    paden = [f"/declaratiebestanden/{bestand.pk}", f"/declaratiebestanden/{bestand.pk}/regels",
             f"/declaratieregels/{regel.pk}/uitleg"]  # fmt: skip

    assert [anker.get(pad).status_code for pad in paden] == [404, 404, 404]
    assert anker.get("/declaratiebestanden").json()["items"] == []
    alles = b"".join(s.get(pad).content for pad in [*paden, "/declaratiebestanden"] for s in (linde, verzekeraar))
    assert all(f"{bsn}".encode() not in alles for bsn in (900000004, 900000016, 900000028))
