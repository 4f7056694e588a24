"""Workbooks: what is written comes back, and what is hostile ends in one sentence."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from zorginkoop.adapters import werkboek
from zorginkoop.kern.fouten import Gebruikersfout

BLADEN = {"Begroting": [["Code", "Bedrag"], ["B01", 12.5], [None, 3], ["Ja", date(2021, 1, 1)]], "Leeg": [["Kop"]]}


def test_what_is_written_comes_back_through_the_child():
    assert werkboek.read(werkboek.write(BLADEN)) == {**BLADEN, "Leeg": [["Kop"]]}


def test_a_cell_is_named_as_in_excel():
    assert [werkboek.place(6, 2), werkboek.place(0, 0), werkboek.place(1, 26)] == ["C7", "A1", "AA2"]


@pytest.mark.parametrize("kwaad", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula_and_it_reads_back_as_it_was(kwaad):
    inhoud = werkboek.write({"Blad": [["Kop"], [kwaad]]})
    assert openpyxl.load_workbook(io.BytesIO(inhoud))["Blad"]["A2"].data_type == "s"
    assert werkboek.parse(inhoud)["Blad"][1] == [kwaad.strip()]


def test_of_a_formula_the_value_that_was_kept_counts():
    boek = openpyxl.Workbook()
    boek.active["A1"] = '=HYPERLINK("http://voorbeeld.nl")'
    uit = io.BytesIO()
    boek.save(uit)
    (rijen,) = werkboek.parse(uit.getvalue()).values()
    assert "HYPERLINK" not in str(rijen)


def far_cell() -> bytes:
    boek = openpyxl.Workbook()
    boek.active["XFD1048576"] = 1
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def bomb() -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as pak:
        pak.writestr("xl/workbook.xml", b"0" * (werkboek.MAX_UITGEPAKT + 1))
    return uit.getvalue()


def lying_bomb() -> bytes:
    """The directory says that the parts are small."""
    echt = bytearray(bomb())
    plek = echt.rfind(b"PK\x01\x02")
    echt[plek + 24 : plek + 28] = (100).to_bytes(4, "little")
    return bytes(echt)


@pytest.mark.parametrize(
    ("inhoud", "melding"),
    [
        (b"Code;Bedrag\nB01;1", "niet te lezen"),
        (b"PK\x03\x04kapot", "niet te lezen"),
        (werkboek.write(BLADEN)[:-300], "niet te lezen"),
        (far_cell(), "meer dan 2000 rijen"),
        (bomb(), "te groot"),
        (lying_bomb(), "niet te lezen"),
        (werkboek.write({f"B{n}": [["x"]] for n in range(13)}), "meer dan 12 bladen"),
        (werkboek.write({"B": [["x"] * 41]}), "meer dan 40 kolommen"),
    ],
)
def test_a_hostile_file_ends_in_a_sentence(inhoud, melding):
    with pytest.raises(Gebruikersfout, match=melding):
        werkboek.read(inhoud)
