from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop.adapters.vektis import controleer, layouts, lees_bytes, schrijf
from zorginkoop.adapters.vektis.schrijver import getekend
from zorginkoop.kern.fouten import Gebruikersfout


def test_every_record_has_the_length_and_ends_on_cr_lf(declaratie):
    regels = declaratie().split(b"\r\n")
    assert regels[-1] == b""
    assert {len(regel) for regel in regels[:-1]} == {310}
    assert [regel[:2] for regel in regels[:-1]] == [
        b"01",
        b"02",
        b"04",
        b"04",
        b"02",
        b"04",
        b"04",
        b"02",
        b"04",
        b"99",
    ]


def test_fields_stand_where_the_generic_format_says(declaratie):
    kop, mens, regel, *_, sluit = declaratie().split(b"\r\n")[:-1]
    assert kop[:10] == b"011120100T"
    assert kop[26:30] == b"9991"
    assert kop[46:54] == b"01001234"
    assert mens[14:23] == b"900000004"
    assert mens[63:88] == b"Jansen".ljust(25)
    assert regel[58:66] == b"20250101"
    assert sluit[2:45] == b"000003000000000005000000000000800000010087D"


def test_diacritics_survive_in_one_byte(declaratie):
    assert declaratie().split(b"\r\n")[4][63:70] == "Özdemir".encode("cp1252")
    wie = {"naam": ["Müller", "Dvořák", "漢"]}
    assert lees_bytes(declaratie(mensen=wie)).verzekerden.column("naam").to_pylist() == ["Müller", "Dvorák", "?"]


def test_decomposed_letters_take_one_position(declaratie):
    inhoud = declaratie(mensen={"naam": ["Mu\u0308ller", "b", "c"]})
    assert lees_bytes(inhoud).verzekerden.column("naam")[0].as_py() == "Müller"


@pytest.mark.parametrize(
    ("kolommen", "melding"),
    [
        ({"bedrag_cent": [10**8, 1, 1, 1, 1]}, "past niet in 8 cijfers"),
        ({"bedrag_cent": [-1, 1, 1, 1, 1]}, "past niet"),
        ({"prestatiecode": ["1234567", "", "", "", ""]}, "langer dan 6"),
        ({"referentie": ["a\r\nb", "", "", "", ""]}, "stuurteken"),
        ({"behandelaar": ["0100000X"] * 5}, "Geen getal"),
        ({"ouder": [0, 1, 2, 3, 0]}, "geen van de verzekerden"),
        ({"onbekend": [1] * 5}, "geen veld onbekend"),
    ],
)
def test_what_does_not_fit_is_refused_never_cut_off(declaratie, kolommen, melding):
    with pytest.raises(Gebruikersfout, match=melding):
        declaratie(**kolommen)


def test_a_provisional_layout_writes_no_production_message(declaratie):
    with pytest.raises(Gebruikersfout, match="voorlopige indeling"):
        declaratie(kop={"soort": "P"})


def test_lines_find_their_insured_by_bsn_and_dates_may_be_dates():
    mensen = pa.table({"bsn": ["900000004", "900000016", "900000028"], "uzovi": ["9991"] * 3})
    regels = pa.table({"bsn": ["900000028", "900000004"], "datum": [date(2025, 2, 28), None], "bedrag_cent": [5, 7]})
    bericht = lees_bytes(schrijf(layouts()["HA304-provisional"], voorloop={}, verzekerden=mensen, prestaties=regels))
    assert bericht.verzekerden.column("bsn").to_pylist() == [900000004, 900000028]
    assert bericht.prestaties.column("bsn").to_pylist() == [900000004, 900000028]
    assert bericht.prestaties.column("datum").to_pylist() == [0, 20250228]


def test_an_official_standard_is_written_too():
    mensen = pa.table({"bsn": [900000004], "uzovi": [9991]})
    regels = pa.table({"ouder": [0], "prestatiecode": ["A11"], "bedrag_cent": [2500], "referentie": ["X"]})
    inhoud = schrijf(layouts()["MZ301v1.3"], voorloop={}, verzekerden=mensen, prestaties=regels)
    bericht = lees_bytes(inhoud)
    assert bericht.layout.naam == "MZ301v1.3"
    assert bericht.voorloop["soort"] == "P"
    assert not bericht.layout.provisional


def test_a_declaration_without_lines_is_a_header_and_a_trailer(declaratie):
    niets = {naam: pa.array([], type=pa.int64()) for naam in ("ouder", "bedrag_cent")}
    leeg = pa.table(niets)
    mensen = pa.table({"bsn": [900000004], "uzovi": [9991]})
    bericht = lees_bytes(schrijf(layouts()["HA304-provisional"], voorloop={}, verzekerden=mensen, prestaties=leeg))
    assert bericht.kenmerken.tolist() == [1, 99]


TEKST = st.text(st.characters(codec="cp1252", exclude_categories=["C", "Zs", "Zl", "Zp", "M"]), max_size=20)
REGEL = st.fixed_dictionaries(
    {
        "ouder": st.integers(0, 2),
        "datum": st.dates(date(1990, 1, 1), date(2050, 1, 1)).map(lambda dag: int(f"{dag:%Y%m%d}")),
        "prestatiecode": st.from_regex(r"[A-Z0-9]{1,6}", fullmatch=True),
        "aantal": st.integers(0, 9999),
        "tarief_cent": st.integers(0, 99_999_999),
        "berekend_cent": st.integers(0, 99_999_999),
        "bedrag_cent": st.integers(0, 99_999_999),
        "debetcredit": st.sampled_from("DC"),
        "referentie": TEKST,
    }
)


@settings(max_examples=60, deadline=None)
@given(regels=st.lists(REGEL, min_size=1, max_size=20), namen=st.tuples(TEKST, TEKST, TEKST))
def test_what_is_written_is_read_back_equal(regels, namen):
    mensen = pa.table({"bsn": [900000004, 900000016, 900000028], "uzovi": [9991] * 3, "naam": list(namen)})
    tabel = pa.Table.from_pylist(regels)
    inhoud = schrijf(layouts()["HA304-provisional"], voorloop={}, verzekerden=mensen, prestaties=tabel)
    bericht = lees_bytes(inhoud)
    verwacht = sorted(regels, key=lambda regel: regel["ouder"])
    gebruikt = sorted({regel["ouder"] for regel in regels})
    kolommen = [naam for naam in regels[0] if naam != "ouder"]
    assert bericht.prestaties.select(kolommen).to_pylist() == [{k: r[k] for k in kolommen} for r in verwacht]
    assert bericht.verzekerden.column("naam").to_pylist() == [namen[i] for i in gebruikt]
    totaal = sum(r["bedrag_cent"] * (-1 if r["debetcredit"] == "C" else 1) for r in regels)
    assert getekend(bericht.prestaties.column("bedrag_cent"), bericht.prestaties.column("debetcredit")) == totaal
    tellers = {"0150", "0151", "0153", "0156", "0157", "0158", "0801", "8026", "0804", "8095"}
    assert not tellers & {fout.retourcode for fout in controleer(bericht)}
