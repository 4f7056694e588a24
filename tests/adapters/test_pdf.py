"""The document itself: what it says, what it carries, and that it is the same every time."""

import io
import json
import re
import threading
from typing import Any

import pikepdf
import pytest

from zorginkoop.adapters.pdf import BIJLAGE, als_dag, render_aanbod, render_overeenkomst, vingerafdruk


def read(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def text(pdf: bytes) -> str:
    """What a reader sees, through the ToUnicode maps of the fonts; spaces and hyphens may differ."""
    words = []
    for page in read(pdf).pages:
        fonts = {name: to_unicode(font) for name, font in page.Resources.Font.items()}
        current: dict[str, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                current = fonts[str(operands[0])]
            elif str(operator) in ("Tj", "TJ"):
                words.append(show(operands[0], current))
    return "".join(words)


def show(operand: Any, font: dict[str, str]) -> str:
    pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
    raw = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(font.get(raw[i : i + 2].hex(), "") for i in range(0, len(raw), 2))


def to_unicode(font: Any) -> dict[str, str]:
    cmap = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})+)>", cmap)
    return {code.lower(): bytes.fromhex(target).decode("utf-16-be") for code, target in pairs}


def test_carries_the_canonical_json_as_data(overeenkomst: Any) -> None:
    inhoud = overeenkomst()
    document = read(render_overeenkomst(inhoud))
    bestand = document.attachments[BIJLAGE]
    assert bestand.get_file().read_bytes().decode() == inhoud["canoniek"]
    assert bestand.get_file().mime_type == "application/json"
    assert bestand.relationship == pikepdf.Name.Data
    assert json.loads(inhoud["canoniek"])["afspraken"] == inhoud["afspraken"]


def test_is_tagged_and_claims_both_standards(overeenkomst: Any) -> None:
    document = read(render_overeenkomst(overeenkomst()))
    metadata = document.Root.Metadata.read_bytes().decode()
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "nl-NL"


def test_equal_input_gives_equal_bytes(overeenkomst: Any) -> None:
    assert render_overeenkomst(overeenkomst()) == render_overeenkomst(overeenkomst())
    assert render_overeenkomst(overeenkomst()) != render_overeenkomst(overeenkomst(kenmerk="OV-2025-000124"))


def test_shows_parties_rows_and_conditions(overeenkomst: Any) -> None:
    gezien = text(render_overeenkomst(overeenkomst()))
    for verwacht in ("UZOVI 9991", "AGB-code 01001234", "1 april 2025 tot en met 31 december 2025", "Artikel 2.",
                     "11.234,56", "t/m 31-12-2025", "leeftijd vanaf 65 jaar tot 75 jaar", "001, 4.11",
                     "14 maart 2025 om 14:05:09 uur", "HA304"):  # fmt: skip
        assert verwacht in gezien, verwacht


def test_iban_shows_its_last_four_only(overeenkomst: Any) -> None:
    gezien = text(render_overeenkomst(overeenkomst()))
    assert "eindigt op 4300" in gezien
    assert "ABNA" not in gezien
    assert "IBAN" not in text(render_overeenkomst(overeenkomst(iban=None)))


def test_demonstration_is_marked_at_the_row_and_on_page_one(overeenkomst: Any) -> None:
    gezien = text(render_overeenkomst(overeenkomst()))
    assert "Let op: demonstratie." in gezien
    assert gezien.count("demonstratietarief") + gezien.count("demonstratie-tarief") >= 6
    official = [a for a in overeenkomst()["afspraken"] if a["tariefstatus"] == a["codestatus"] == "geverifieerd"]
    assert "emonstratie" not in text(render_overeenkomst(overeenkomst(afspraken=official)))


def test_offer_says_so_and_names_no_signatory(overeenkomst: Any) -> None:
    pdf = render_aanbod(overeenkomst())
    document = read(pdf)
    assert str(document.docinfo["/Title"]) == "AANBOD: Overeenkomst huisartsenzorg 2025"
    assert "Dit is een aanbod." in text(pdf)
    assert "A. de Vries" not in text(pdf)


@pytest.mark.parametrize(
    "hostile", ['#panic("x")', '#read("/etc/passwd")', "= kop *vet* $x$ <a> @b `c`", "\\", "]#[", '"']
)
def test_typed_text_is_never_evaluated(overeenkomst: Any, hostile: str) -> None:
    inhoud = overeenkomst(
        praktijk={"naam": hostile, "agb": "01001234", "adres": hostile},
        artikelen=[{"titel": hostile, "leden": [hostile]}],
    )
    assert hostile in text(render_overeenkomst(inhoud))


def test_a_long_table_repeats_its_header(overeenkomst: Any) -> None:
    pdf = render_overeenkomst(overeenkomst(rows=60))
    pages = len(read(pdf).pages)
    assert pages >= 3
    assert text(pdf).count("EenheidPeriodeTariefBron") >= pages - 1


def test_threads_may_render_at_once(overeenkomst: Any) -> None:
    expected = render_overeenkomst(overeenkomst())
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(render_overeenkomst(overeenkomst()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [expected] * 4


def test_fingerprint_and_day_as_printed(overeenkomst: Any) -> None:
    inhoud = overeenkomst()
    assert vingerafdruk(inhoud["canoniek"]) in text(render_overeenkomst(inhoud))
    assert als_dag("2025-01-01") == "1 januari 2025"
