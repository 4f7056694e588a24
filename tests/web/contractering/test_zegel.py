"""The level of a seal, its repair, and looking an agreement up by the code on paper."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from zorginkoop.adapters.bewijs import Bewijsmiddelen
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions, documenten, pers, zegel
from zorginkoop.web.contractering.models import OvereenkomstDocument

from .conftest import CANARY_IBAN, NOW

LATER = NOW + timedelta(days=3)


@pytest.fixture
def stil(monkeypatch):
    """No authority answers, until `monkeypatch.undo`."""
    middelen = pers.evidence(str(documenten.keys_dir()))
    zonder = Bewijsmiddelen(None, middelen.vertrouwd, middelen.lijsten)
    monkeypatch.setattr(pers, "evidence", lambda map: zonder)
    return monkeypatch


def test_a_signed_agreement_has_the_lasting_level_and_says_so(markt):
    document = markt.signed().last_document()
    controle = zegel.check(bytes(document.pdf), verwacht=document.canoniek)
    assert (document.niveau, controle.niveau, controle.gestempeld_op) == ("B-LTA", "B-LTA", NOW)


def test_without_an_authority_it_is_sealed_at_a_lower_level_and_repaired_later(markt, stil):
    document = markt.signed().last_document()
    verzegeld = bytes(document.pdf)
    assert (document.niveau, zegel.check(verzegeld).niveau) == ("B-B", "B-B")
    assert actions.repair_seals(now=NOW) == 0  # still away
    stil.undo()
    assert actions.repair_seals(now=LATER) == 1
    assert actions.repair_seals(now=LATER) == 0
    document.refresh_from_db()
    pdf = bytes(document.pdf)
    controle = zegel.check(pdf, verwacht=document.canoniek)
    assert (document.niveau, controle.niveau, controle.gestempeld_op) == ("B-LTA", "B-LTA", LATER)
    assert (controle.ondertekend_op, document.sha256) == (NOW, hashlib.sha256(pdf).hexdigest())
    assert pdf.startswith(verzegeld)


@pytest.mark.parametrize("anders", [{"canoniek": "{}"}, {"pdf": b"%PDF-"}, {"niveau": "B-B"}, {"versie": 2}])
def test_nothing_else_of_a_sealed_document_can_change(markt, anders):
    document = markt.signed().last_document()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        OvereenkomstDocument.objects.filter(pk=document.pk).update(**anders)


def test_the_database_refuses_proof_that_does_not_leave_the_sealed_bytes_in_front(markt, stil):
    document = markt.signed().last_document()
    vals = b"%PDF-" + bytes(document.pdf)
    wijziging = {"pdf": vals, "sha256": hashlib.sha256(vals).hexdigest(), "niveau": "B-LTA"}
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        OvereenkomstDocument.objects.filter(pk=document.pk).update(**wijziging)


def test_the_code_on_paper_finds_the_agreement_however_it_is_typed(markt):
    document = markt.signed().last_document()
    for getypt in (document.controlecode, document.controlecode.lower().replace("-", " ")):
        stuk = zegel.by_code(getypt)
        assert (stuk.document, stuk.heel, stuk.vervangen) == (document, True, False)


@pytest.mark.parametrize(
    ("code", "melding"), [("kort", "16 letters"), ("0000-0000-0000-0000", "16 letters"), ("2222" * 4, "kennen geen")]
)
def test_another_code_finds_nothing(db, code, melding):
    with pytest.raises(Gebruikersfout, match=melding):
        zegel.by_code(code)


def test_the_page_by_code_tells_no_more_than_it_should(markt, client):
    overeenkomst = markt.signed()
    document = overeenkomst.last_document()
    page = client.post("/controleer/", {"code": document.controlecode})
    for deel in (overeenkomst.kenmerk, document.sha256, "Huisartsenpraktijk 1", "Deze overeenkomst is echt"):
        assert deel in page.text
    for geheim in (CANARY_IBAN, CANARY_IBAN[-4:] + " ", "Sanne1", "POH", "€"):
        assert geheim not in page.text
    assert "no-store" in page["Cache-Control"]


def test_the_page_by_file_says_role_and_level_but_repeats_no_name(markt, client):
    document = markt.signed().last_document()
    bestand = SimpleUploadedFile("o.pdf", bytes(document.pdf), content_type="application/pdf")
    page = client.post("/controleer/", {"document": bestand})
    for deel in ("Tekenbevoegde van Huisartsenpraktijk 1", "PAdES B-LTA", "laatste versie, letter voor letter"):
        assert deel in page.text
    assert "Sanne1" not in page.text


def test_a_wrong_code_is_said_beside_the_field(client, db):
    assert "Wij kennen geen overeenkomst met deze code." in client.post("/controleer/", {"code": "2222" * 4}).text
    assert "Vul de code in" in client.post("/controleer/", {"code": ""}).text
