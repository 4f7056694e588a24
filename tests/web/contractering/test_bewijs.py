"""Proof: bounded, recognised by content, never shown as part of a page, and seen by the two parties only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions, bewijsstukken
from zorginkoop.web.contractering.models import Bewijsstuk
from zorginkoop.web.contractering.states import Toestandsfout

from .conftest import NOW, REGISTER
from .reizigers import VANDAAG, client_of, get, post, text

PDF, JPEG, PNG = b"%PDF-1.7 bewijs", b"\xff\xd8\xff\xe0 foto", b"\x89PNG\r\n\x1a\n beeld"


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


def added(markt, aanvraag, inhoud=PDF, naam="diploma.pdf", **anders) -> Bewijsstuk:
    eis = anders.pop("eis", next(iter(markt.policy.eisen)))
    vast = {"aanvraag": aanvraag, "eis": eis, "by": markt.invuller, "now": NOW}
    return actions.add_proof(**vast, naam=naam, inhoud=inhoud)


@pytest.mark.parametrize(
    ("inhoud", "soort", "naam"),
    [(PDF, "application/pdf", "d.pdf"), (JPEG, "image/jpeg", "d.jpg"), (PNG, "image/png", "d.png")],
)
def test_what_a_file_is_follows_from_its_content_not_its_name(markt, inhoud, soort, naam):
    stuk = added(markt, markt.started(), inhoud, "d.exe")
    assert (stuk.soort, stuk.naam, stuk.grootte) == (soort, naam, len(inhoud))


@pytest.mark.parametrize("inhoud", [b"", b"MZ\x90", b"<svg onload=alert(1)>", b"GIF89a", b" %PDF-1.7", b"PK\x03\x04"])
def test_anything_else_is_refused(markt, inhoud):
    with pytest.raises(Gebruikersfout, match="geen PDF, JPEG of PNG"):
        added(markt, markt.started(), inhoud)


@pytest.mark.parametrize(
    ("naam", "wordt"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ('a"\r\nX: y.pdf', "a___X_ y.pdf"),
        ("C:\\x\\y.png", "y.pdf"),
        ("", "bewijs.pdf"),
    ],
)
def test_a_name_is_only_a_name(naam, wordt):
    assert bewijsstukken.safe_name(naam, "application/pdf") == wordt


def test_size_number_and_requirement_are_bounded(markt, monkeypatch):
    aanvraag = markt.started()
    monkeypatch.setattr(bewijsstukken, "MAX_STUKKEN", 1)
    with pytest.raises(Gebruikersfout, match="groter dan 5 MB"):
        added(markt, aanvraag, PDF + b"x" * 5_000_000)
    with pytest.raises(Gebruikersfout, match="welke eis"):
        added(markt, aanvraag, eis="verzonnen")
    added(markt, aanvraag)
    with pytest.raises(Gebruikersfout, match="hoogstens 1"):
        added(markt, aanvraag, JPEG)


def test_after_submitting_it_stays_as_it_is(markt):
    aanvraag = markt.started()
    weg, stuk = added(markt, aanvraag), added(markt, aanvraag, PNG)
    actions.remove_proof(bewijsstuk=weg, by=markt.tekenbevoegde, now=NOW)
    actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=REGISTER, by=markt.tekenbevoegde, now=NOW)
    for stap in (
        lambda: added(markt, aanvraag),
        lambda: actions.remove_proof(bewijsstuk=stuk, by=markt.invuller, now=NOW),
    ):
        with pytest.raises(Toestandsfout, match="ligt vast"):
            stap()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Bewijsstuk.objects.all().delete()


def test_through_the_pages_and_only_for_the_two_parties(markt):
    aanvraag = markt.started()
    praktijk = client_of(markt.invuller)
    eis = next(iter(markt.policy.eisen))
    kenmerk = aanvraag.kenmerk
    assert "Kies een bestand" in text(post(praktijk, "bewijs", kenmerk, eis=eis))
    groot = SimpleUploadedFile("g.pdf", PDF + b"x" * 5_000_001)
    assert "groter dan 5 MB" in text(post(praktijk, "bewijs", kenmerk, eis=eis, bestand=groot))
    post(praktijk, "bewijs", kenmerk, eis=eis, bestand=SimpleUploadedFile("diploma.html", PDF, "text/html"))
    stuk = Bewijsstuk.objects.get()
    papier = get(praktijk, "bewijsstuk", kenmerk, stuk.pk)
    assert (papier.content, papier["Content-Type"], papier["X-Content-Type-Options"]) == (
        PDF,
        "application/pdf",
        "nosniff",
    )
    assert papier["Content-Disposition"] == 'attachment; filename="diploma.pdf"'
    inkoper = client_of(markt.inkoper)
    assert get(inkoper, "bewijsstuk", kenmerk, stuk.pk).status_code == 404
    actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=REGISTER, by=markt.tekenbevoegde, now=NOW)
    assert get(inkoper, "bewijsstuk", kenmerk, stuk.pk).content == PDF
    assert "diploma.pdf" in text(get(inkoper, "dossier", kenmerk))
    _, ander = markt.new_practice(5)
    for wie in (markt.ophaler, ander):
        assert get(client_of(wie), "bewijsstuk", kenmerk, stuk.pk).status_code == 404
    post(praktijk, "bewijs_weg", kenmerk, stuk.pk)
    assert Bewijsstuk.objects.exists()
