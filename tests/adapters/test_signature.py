"""The seal holds exactly one file: every change, addition or foreign key is seen, and hostile files are refused."""

import asyncio
import io
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from zorginkoop.adapters import signature
from zorginkoop.adapters.ca import Sleutels, development_ca
from zorginkoop.adapters.pdf import BIJLAGE, render_overeenkomst
from zorginkoop.adapters.pdf_veld import open_writer
from zorginkoop.adapters.signature import Controle, seal, verify

MOMENT = datetime(2025, 3, 14, 13, 5, 9, tzinfo=UTC)


def refused(pdf: bytes, sleutels: Sleutels, *, containing: str = "") -> Controle:
    controle = verify(pdf, vertrouwd=sleutels.vertrouwd)
    assert not controle.geldig
    assert controle.inhoud is None
    assert containing in controle.redenen[0]
    return controle


def contents(pdf: bytes) -> tuple[int, int]:
    """Start and end of the seal in the file, angle brackets included."""
    end = pdf.rindex(b"/ByteRange")
    return pdf.rindex(b"<", 0, end), pdf.rindex(b">", 0, end) + 1


def test_sealed_document_is_valid_and_gives_its_content(
    verzegeld: bytes, sleutels: Sleutels, overeenkomst: Any
) -> None:
    controle = verify(verzegeld, vertrouwd=sleutels.vertrouwd, verwacht=overeenkomst()["canoniek"])
    assert controle.geldig
    assert controle.redenen == []
    assert controle.inhoud == {"kenmerk": "OV-2025-000123", "afspraken": overeenkomst()["afspraken"]}
    assert controle.ondertekend_op == MOMENT
    assert controle.ondertekenaar == "ONTWIKKELING zegel Voorbeeld Zorgverzekeraar N.V."


def test_independent_validation_agrees(verzegeld: bytes, sleutels: Sleutels) -> None:
    (embedded,) = PdfFileReader(io.BytesIO(verzegeld)).embedded_signatures
    context = ValidationContext(trust_roots=list(sleutels.vertrouwd), moment=MOMENT)
    # In a thread of its own: an event loop may run here, of the browser tests in the same process.
    with ThreadPoolExecutor(1) as draad:
        status = draad.submit(validate_pdf_signature, embedded, context).result()
    assert status.bottom_line
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert embedded.docmdp_level == signature.MDPPerm.NO_CHANGES


def test_seal_leaves_tags_and_metadata_intact(verzegeld: bytes, overeenkomst: Any) -> None:
    voor, na = pikepdf.open(io.BytesIO(render_overeenkomst(overeenkomst()))), pikepdf.open(io.BytesIO(verzegeld))
    assert na.Root.Metadata.read_bytes() == voor.Root.Metadata.read_bytes()
    tijdstempel, zegel = na.Root.AcroForm.Fields
    boom = na.Root.StructTreeRoot
    wijzers = dict(zip(list(boom.ParentTree.Nums)[::2], list(boom.ParentTree.Nums)[1::2], strict=True))
    for veld, plek in ((tijdstempel, -2), (zegel, -1)):
        vorm = wijzers[veld.StructParent]
        assert str(vorm.S) == "/Form"
        assert vorm.K.Obj.objgen == veld.objgen
        assert vorm.objgen == boom.K[0].K[plek].objgen
        assert str(veld.TU)
        assert veld.P.Tabs == pikepdf.Name.S
    assert boom.ParentTreeNextKey == zegel.StructParent + 1
    assert "/V" not in tijdstempel


def test_flipped_bytes_anywhere_are_seen(verzegeld: bytes, sleutels: Sleutels) -> None:
    dice = random.Random(20250314)
    begin, end = contents(verzegeld)
    plaatsen = [dice.randrange(len(verzegeld)) for _ in range(120)] + [dice.randrange(begin, end) for _ in range(120)]
    for plaats in [*plaatsen, 0, begin, end - 1, len(verzegeld) - 1]:
        changed = bytearray(verzegeld)
        changed[plaats] ^= 1 << dice.randrange(8)
        refused(bytes(changed), sleutels)


def test_every_byte_of_the_signature_itself_counts(verzegeld: bytes, sleutels: Sleutels) -> None:
    """Decoded, so that the hexadecimal text stays well-formed and only the meaning changes."""
    dice = random.Random(7)
    begin, end = contents(verzegeld)
    rauw = bytes.fromhex(verzegeld[begin + 1 : end - 1].decode())
    for plaats in range(len(rauw.rstrip(b"\0")) + 1):
        changed = bytearray(rauw)
        changed[plaats] ^= 1 << dice.randrange(8)
        refused(verzegeld[: begin + 1] + changed.hex().upper().encode() + verzegeld[end - 1 :], sleutels)


def test_other_spelling_of_the_same_seal_is_refused(verzegeld: bytes, sleutels: Sleutels) -> None:
    begin, end = contents(verzegeld)
    lower = verzegeld[:begin] + verzegeld[begin:end].lower() + verzegeld[end:]
    refused(lower, sleutels, containing="beschadigd of veranderd")
    spaced = verzegeld[: end - 3] + b"  >" + verzegeld[end:]
    refused(spaced, sleutels, containing="beschadigd of veranderd")


@pytest.mark.parametrize("extra", [b"\n", b" ", b"\0", b"%comment", b"1 0 obj\n<<>>\nendobj\n"])
def test_anything_appended_is_seen(verzegeld: bytes, sleutels: Sleutels, extra: bytes) -> None:
    refused(verzegeld + extra, sleutels, containing="dekt niet het hele bestand")
    refused(extra + verzegeld, sleutels)


def test_an_incremental_update_is_seen(verzegeld: bytes, sleutels: Sleutels) -> None:
    twice = seal_again(verzegeld, sleutels)
    assert twice.startswith(verzegeld)
    refused(twice, sleutels)


def seal_again(pdf: bytes, sleutels: Sleutels) -> bytes:
    """A second revision behind the seal, as a PDF editor would add it."""
    writer = open_writer(pdf)
    writer.root["/Lang"] = signature.generic.TextStringObject("en")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_cut_off_at_any_length_is_refused(verzegeld: bytes, sleutels: Sleutels) -> None:
    for length in [*range(0, len(verzegeld), 997), len(verzegeld) - 1]:
        refused(verzegeld[:length], sleutels)


def test_another_ca_is_not_trusted(verzegeld: bytes, tmp_path: Path) -> None:
    refused(verzegeld, development_ca(tmp_path), containing="vertrouwd")


def test_no_trusted_certificates_trusts_nothing(verzegeld: bytes) -> None:
    assert not verify(verzegeld, vertrouwd=[]).geldig


def test_a_certificate_holds_at_the_moment_of_sealing(sleutels: Sleutels, overeenkomst: Any) -> None:
    pdf = render_overeenkomst(overeenkomst())
    too_late = seal(pdf, sleutels=sleutels, reden="x", moment=datetime(2046, 1, 1, tzinfo=UTC))
    refused(too_late, sleutels, containing="vertrouwd")
    later = datetime(2046, 1, 1, tzinfo=UTC)
    good = seal(pdf, sleutels=sleutels, reden="x", moment=MOMENT)
    assert verify(good, vertrouwd=sleutels.vertrouwd).geldig
    assert not verify(good, vertrouwd=sleutels.vertrouwd, peilmoment=later).geldig


def rewritten(pdf: bytes, change: Any) -> bytes:
    document = pikepdf.open(io.BytesIO(pdf))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def without_attachment(document: pikepdf.Pdf) -> None:
    del document.attachments[BIJLAGE]


def other_attachment(document: pikepdf.Pdf) -> None:
    without_attachment(document)
    document.attachments[BIJLAGE] = pikepdf.AttachedFileSpec(document, b'{"afspraken":[]}', filename=BIJLAGE)


def broken_attachment(document: pikepdf.Pdf) -> None:
    without_attachment(document)
    document.attachments[BIJLAGE] = pikepdf.AttachedFileSpec(document, b"[" * 100_000, filename=BIJLAGE)


@pytest.mark.parametrize(
    ("change", "reason"),
    [(without_attachment, "ontbreekt"), (other_attachment, "hoort niet bij"), (broken_attachment, "niet te lezen")],
)
def test_the_attachment_must_be_the_one_printed(
    sleutels: Sleutels, overeenkomst: Any, change: Any, reason: str
) -> None:
    """Even when a trusted key sealed the mistake."""
    pdf = rewritten(render_overeenkomst(overeenkomst()), change)
    refused(seal(pdf, sleutels=sleutels, reden="x", moment=MOMENT), sleutels, containing=reason)


def test_the_attachment_must_be_what_is_on_record(verzegeld: bytes, sleutels: Sleutels) -> None:
    controle = verify(verzegeld, vertrouwd=sleutels.vertrouwd, verwacht='{"afspraken":[]}')
    assert controle.redenen == ["De bijlage overeenkomst.json verschilt van de vastgelegde afspraken"]


def encrypted(pdf: bytes) -> bytes:
    out = io.BytesIO()
    pikepdf.open(io.BytesIO(pdf)).save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def test_hostile_files_get_a_clear_reason(sleutels: Sleutels, overeenkomst: Any) -> None:
    pdf = render_overeenkomst(overeenkomst())
    refused(b"", sleutels, containing="leeg")
    refused(b"PK\x03\x04", sleutels, containing="geen PDF")
    refused(pdf, sleutels, containing="niet verzegeld")
    refused(encrypted(pdf), sleutels, containing="wachtwoord")
    refused(b"%PDF-1.7\n" + b"0" * signature.GROOTSTE, sleutels, containing="groter dan 20 MB")
    refused(b"%PDF-1.7 /ByteRange [0 10 12 9999999999]", sleutels, containing="dekt niet")
    refused(b"%PDF-1.7 /ByteRange [0 0 40 0]" + b" " * 10, sleutels, containing="niet wanneer")


@settings(max_examples=150, deadline=None)
@given(
    der=st.binary(max_size=80),
    padding=st.binary(max_size=20),
    date=st.sampled_from([b"20250101000000Z", b"99999999999999"]),
)
def test_no_invented_seal_raises(sleutels: Sleutels, der: bytes, padding: bytes, date: bytes) -> None:
    head = b"%PDF-1.7 1 0 obj << /Contents "
    seal_text = b"<" + der.hex().upper().encode() + b">"
    tail = b"%s /ByteRange [0 %d %d %04d] /M (D:%s) >> endobj" % (
        padding,
        len(head),
        len(head) + len(seal_text),
        0,
        date,
    )
    tail = tail.replace(b"0000]", b"%04d]" % len(tail))
    refused(head + seal_text + tail, sleutels)


@pytest.mark.parametrize("uren", [-5, 1, 2])
def test_the_moment_is_found_back_from_any_time_zone(sleutels: Sleutels, overeenkomst: Any, uren: int) -> None:
    moment = MOMENT.astimezone(timezone(timedelta(hours=uren)))

    controle = verify(
        seal(render_overeenkomst(overeenkomst()), sleutels=sleutels, reden="Akkoord", moment=moment),
        vertrouwd=sleutels.vertrouwd,
    )

    assert controle.geldig, controle.redenen
    assert controle.ondertekend_op == MOMENT


def test_a_seal_needs_a_time_zone(sleutels: Sleutels, overeenkomst: Any) -> None:
    with pytest.raises(ValueError, match="time zone"):
        seal(render_overeenkomst(overeenkomst()), sleutels=sleutels, reden="x", moment=datetime(2025, 1, 1))  # noqa: DTZ001


def test_works_inside_an_event_loop(sleutels: Sleutels, overeenkomst: Any) -> None:
    async def both() -> Controle:
        pdf = seal(render_overeenkomst(overeenkomst()), sleutels=sleutels, reden="x", moment=MOMENT)
        return verify(pdf, vertrouwd=sleutels.vertrouwd)

    with ThreadPoolExecutor(1) as draad:
        assert draad.submit(lambda: asyncio.run(both())).result().geldig
