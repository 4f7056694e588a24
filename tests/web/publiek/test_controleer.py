"""Public verification: a sealed agreement is recognised, a changed byte is not, and nothing is kept."""

import tempfile
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zorginkoop.adapters import pdf, signature
from zorginkoop.beleid.afspraak import Afspraak, Bron, canonical_json
from zorginkoop.web.contractering import documenten
from zorginkoop.web.contractering.pers import keys
from zorginkoop.web.publiek import documenten as lezing
from zorginkoop.web.toegang.upload import GROOTSTE

pytestmark = pytest.mark.django_db
RIJ = Afspraak(
    prestatie="poh_ggz", naam="POH-GGZ", prestatiecode="11201", codestatus="geverifieerd", segment="S1",
    eenheid="per ingeschreven verzekerde per kwartaal", tarief_cent=360, tariefstatus="demonstratie",
    van="2025-01-01", tot="2026-01-01", bron=Bron(document="001", plaats="2.1"),
)  # fmt: skip


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A sealed agreement, and the directory of the keys that sealed it."""
    folder = tmp_path_factory.mktemp("ca")
    partijen = {
        "verzekeraar": {"naam": "Zorgverzekeraar Morgenrood", "uzovi": "9001"},
        "praktijk": {"naam": "Huisartsenpraktijk De Linde", "agb": "01000011"},
    }
    inhoud = {
        **partijen,
        "praktijk": {**partijen["praktijk"], "adres": ""},
        "kenmerk": "OV-1",
        "titel": "Overeenkomst huisartsenzorg",
        "beleid": {"beleid": "x", "versie": "1.0", "titel": "Beleid"},
        "van": RIJ.van,
        "tot": RIJ.tot,
        "artikelen": [],
        "afspraken": [RIJ.model_dump(mode="json")],
        "ondertekend": None,
        "opgesteld": RIJ.van,
        "canoniek": canonical_json([RIJ], kenmerk="OV-1", versie=1, **partijen),
    }
    sleutels = keys(str(folder), "Zorgverzekeraar Morgenrood")
    moment = datetime(2025, 1, 2, 9, 30, tzinfo=UTC)
    document = pdf.render_overeenkomst(inhoud)
    return folder, signature.seal(document, sleutels=sleutels, reden="test", moment=moment)


@pytest.fixture
def upload(client, sealed, monkeypatch):
    """Call with bytes: the answer of the page to that file."""
    monkeypatch.setattr(documenten, "keys_dir", lambda: sealed[0])

    def send(inhoud: bytes, naam: str = "overeenkomst.pdf"):
        bestand = SimpleUploadedFile(naam, inhoud, content_type="application/pdf")
        return client.post("/controleer/", {"document": bestand})

    return send


def test_a_sealed_agreement_is_valid_and_shows_its_rows(upload, sealed):
    page = upload(sealed[1])
    assert "Deze overeenkomst is geldig" in page.text
    for deel in ("POH-GGZ", "€ 3,60", "Zorgverzekeraar Morgenrood, UZOVI 9001", "AGB 01000011", "OV-1", "demonstratie"):
        assert deel in page.text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("plek", [0.1, 0.5, 0.9])
def test_one_changed_byte_is_seen(upload, sealed, plek):
    inhoud = bytearray(sealed[1])
    inhoud[int(len(inhoud) * plek)] ^= 1
    page = upload(bytes(inhoud))
    assert "Deze overeenkomst is niet geldig" in page.text
    assert "POH-GGZ" not in page.text


def test_a_seal_of_a_stranger_is_not_trusted(upload, sealed, monkeypatch, tmp_path):
    monkeypatch.setattr(documenten, "keys_dir", lambda: tmp_path)
    assert "niet geldig" in upload(sealed[1]).text


@pytest.mark.parametrize(
    ("inhoud", "melding"),
    [
        (b"", "Het bestand is leeg"),
        (b"zomaar iets", "Dit is geen PDF-bestand"),
        (b"%PDF-1.7", "Het document is niet verzegeld"),
        (b"%PDF-" + b"x" * GROOTSTE, "groter dan 5 MB"),
    ],
)
def test_other_files(upload, inhoud, melding):
    page = upload(inhoud)
    assert page.status_code == 200
    assert melding in page.text


def test_no_file_at_all(client):
    assert "Kies het PDF-bestand" in client.post("/controleer/").text
    assert "Kies het PDF-bestand" in client.post("/controleer/", {"document": "tekst"}).text


def test_a_hostile_name_is_only_text(upload):
    assert "<script>" not in upload(b"%PDF-1.7", "<script>alert(1)</script>.pdf").text


def test_the_file_never_touches_the_disk(upload, sealed, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    assert "geldig" in upload(sealed[1] + b" " * 3_000_000).text


def test_forgery_is_still_refused(sealed):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/controleer/", {"document": SimpleUploadedFile("a.pdf", sealed[1])}).status_code == 403


def test_sealed_content_of_another_shape_does_not_break_the_page():
    for inhoud in ({}, {"afspraken": 3}, {"afspraken": [{"naam": "x"}, 7]}, {"praktijk": [], "verzekeraar": "x"}):
        assert isinstance(lezing.shown(inhoud)["rijen"], list)
