"""A budget as a workbook: it comes back as it went, and every wrong cell is named."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop.adapters import werkboek
from zorginkoop.beleid import library
from zorginkoop.web.begroting import werkblad
from zorginkoop.web.begroting.inhoud import Activiteit, Inhoud, Realisatie, Regel, Resultaat, differences
from zorginkoop.web.begroting.werkblad import Werkbladfout

from .conftest import INHOUD, WSV

BELEID = library.load(WSV)
TEKST = st.text(
    st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="\x00"), min_size=1, max_size=60
).map(str.strip)
NAAM = TEKST.filter(lambda t: t and not t.startswith("'"))
GETAL = st.decimals(0, 100_000, places=2, allow_nan=False)
"""At most six lines of at most 100,000 times a thousand euros stay under the billion that a cell may hold."""


def coded(deel):
    """A list of parts, each with a code of its own."""
    return st.lists(deel, max_size=6).map(
        lambda delen: tuple(d.model_copy(update={"code": f"C{n}"}) for n, d in enumerate(delen))
    )


INHOUDEN = st.builds(
    Inhoud,
    regels=coded(
        st.builds(
            Regel,
            code=st.just("C"),
            prestatie=st.sampled_from(sorted(BELEID.prestaties)),
            omschrijving=NAAM,
            aantal=GETAL,
            eenheid_cent=st.integers(0, 99_999),
        )
    ).filter(bool),
    jaarplan=coded(
        st.builds(
            Activiteit,
            code=st.just("C"),
            activiteit=NAAM,
            gereed_op=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
        )
    ),
    resultaten=coded(
        st.builds(
            Resultaat,
            code=st.just("C"),
            onderwerp=NAAM,
            richting=st.sampled_from(["ten minste", "hoogstens"]),
            norm=GETAL,
            eenheid=NAAM,
        )
    ),
)


def read_back(bladen):
    """What the child process would give, without the process."""
    ruw = werkboek.parse(werkboek.write(bladen))
    return {naam: [[werkboek._back(w) for w in rij] for rij in rijen] for naam, rijen in ruw.items()}


@settings(max_examples=40)
@given(INHOUDEN)
def test_workbook_and_back_is_the_same_budget(inhoud):
    assert werkblad.read_budget(read_back(werkblad.sheets(inhoud, BELEID)), BELEID) == inhoud


@given(INHOUDEN)
def test_the_total_is_the_sum_of_number_times_amount(inhoud):
    """Each line is rounded to a cent once; the total adds whole cents."""
    regels = [(r.aantal * r.eenheid_cent).quantize(Decimal(1), ROUND_HALF_UP) for r in inhoud.regels]
    assert inhoud.totaal_cent == sum(regels)
    per = inhoud.per_prestatie()
    assert sum(r.bedrag_cent for regels in per.values() for r in regels) == inhoud.totaal_cent


@given(INHOUDEN, INHOUDEN)
def test_nothing_differs_exactly_when_the_versions_are_equal(een, ander):
    assert differences(een, een) == []
    ongelijk = sorted(een.regels, key=str) != sorted(ander.regels, key=str)
    assert differences(een, ander) or not ongelijk


def test_the_total_by_hand():
    """0,5 x 80.000 + 12 x 750,50 + 1600 x 27,50 + 2000 x 13 + 400 x 21 + 500 x 12 + 300 x 16
    = 40.000 + 9.006 + 44.000 + 26.000 + 8.400 + 6.000 + 4.800 = 138.206 euros."""
    assert INHOUD.totaal_cent == 13_820_600


def changed(blad, rij, kolom, waarde):
    """The good workbook with one cell changed."""
    bladen = {naam: [list(r) for r in rijen] for naam, rijen in werkblad.sheets(INHOUD, BELEID).items()}
    bladen[blad][rij][kolom] = waarde
    return read_back(bladen)


@pytest.mark.parametrize(
    ("blad", "rij", "kolom", "waarde", "melding"),
    [
        ("Begroting", 0, 2, "Wat", "Blad Begroting, cel C1: hier hoort de kop 'Omschrijving'."),
        ("Begroting", 1, 0, None, "Blad Begroting, cel A2: vul een tekst in."),
        ("Begroting", 2, 0, "B01", "Blad Begroting, cel A3: de code 'B01' staat er al."),
        ("Begroting", 2, 1, "Koffie", "Blad Begroting, cel B3: 'Koffie' is geen prestatie van dit beleid"),
        ("Begroting", 3, 2, None, "Blad Begroting, cel C4: vul een tekst in."),
        ("Begroting", 3, 2, "x" * 501, "Blad Begroting, cel C4: hoogstens 500 tekens."),
        ("Begroting", 3, 3, "veel", "Blad Begroting, cel D4: vul een getal in."),
        ("Begroting", 3, 3, -1, "Blad Begroting, cel D4: vul een getal in van 0 tot en met 1 miljard."),
        ("Begroting", 3, 3, 1.234, "Blad Begroting, cel D4: hoogstens twee cijfers achter de komma."),
        ("Begroting", 3, 3, True, "Blad Begroting, cel D4: vul een getal in."),
        ("Begroting", 3, 4, date(2021, 1, 1), "Blad Begroting, cel E4: vul een getal in."),
        ("Begroting", 3, 5, 1, "Blad Begroting, cel F4: aantal keer bedrag is € 44.000,00, er staat € 1,00."),
        ("Begroting", 8, 5, 1, "cel F9: het totaal is € 1,00, de regels zijn samen € 138.206,00."),
        ("Jaarplan", 1, 2, "ooit", "Blad Jaarplan, cel C2: vul een datum in, zoals 1-6-2021."),
        ("Resultaatafspraken", 1, 2, "veel", "cel C2: kies 'ten minste' of 'hoogstens'."),
        ("Resultaatafspraken", 2, 3, "#REF!", "Blad Resultaatafspraken, cel D3: vul een getal in."),
    ],
)
def test_a_wrong_cell_is_named_with_what_is_expected(blad, rij, kolom, waarde, melding):
    with pytest.raises(Werkbladfout) as fout:
        werkblad.read_budget(changed(blad, rij, kolom, waarde), BELEID)
    assert any(melding in tekst for tekst in fout.value.fouten), fout.value.fouten


def test_a_sheet_that_is_missing_and_a_budget_without_lines():
    bladen = read_back(werkblad.sheets(INHOUD, BELEID))
    with pytest.raises(Werkbladfout, match="Blad Jaarplan ontbreekt"):
        werkblad.read_budget({naam: r for naam, r in bladen.items() if naam != "Jaarplan"}, BELEID)
    with pytest.raises(Werkbladfout, match="cel A2: er staat geen enkele regel"):
        werkblad.read_budget(read_back(werkblad.sheets(Inhoud(regels=()), BELEID)), BELEID)


def test_at_most_fifty_errors_are_named():
    rijen = [werkblad.KOPPEN["Begroting"], *([None, None, None, "x", "x", "x"] for _ in range(100))]
    with pytest.raises(Werkbladfout) as fout:
        werkblad.read_budget(read_back({**werkblad.sheets(INHOUD, BELEID), "Begroting": rijen}), BELEID)
    assert len(fout.value.fouten) == 50


def test_what_excel_works_out_may_be_off_by_a_billionth():
    bladen = changed("Begroting", 2, 5, 9006.000000000002)
    assert werkblad.read_budget(bladen, BELEID) == INHOUD


def filled_accounts(**anders):
    """The workbook of the accounts with an amount for every line and an outcome for every result."""
    bladen = {naam: [list(r) for r in rijen] for naam, rijen in werkblad.account_sheets(INHOUD, BELEID).items()}
    for rij in bladen["Jaarrekening"][1:]:
        rij[3] = anders.get(rij[0], 100.5)
    for rij in bladen["Resultaatafspraken"][1:]:
        rij[5] = anders.get(rij[0], 81)
    return bladen


def test_the_accounts_beside_the_budget():
    realisatie = werkblad.read_accounts(read_back(filled_accounts(B01=39_000, R02=3)), INHOUD)
    assert realisatie.kosten_cent["B01"] == 3_900_000
    assert realisatie.totaal_cent == 3_900_000 + 6 * 10_050
    eerste, tweede = INHOUD.resultaten
    assert eerste.reached(realisatie.uitkomsten["R01"]) is True
    assert tweede.reached(realisatie.uitkomsten["R02"]) is False
    assert tweede.reached(None) is None
    assert Realisatie.model_validate_json(realisatie.model_dump_json()) == realisatie


def test_accounts_that_leave_a_line_out_or_invent_one_are_refused():
    bladen = filled_accounts(B02=None)
    bladen["Jaarrekening"][3][0] = "X1"
    del bladen["Resultaatafspraken"][2]
    with pytest.raises(Werkbladfout) as fout:
        werkblad.read_accounts(read_back(bladen), INHOUD)
    assert fout.value.fouten == [
        "Blad Jaarrekening, cel D3: vul een getal in.",
        "Blad Jaarrekening, cel A4: 'X1' hoort niet bij de begroting, of staat er al.",
        "Blad Jaarrekening: code B03 ontbreekt.",
        "Blad Resultaatafspraken: code R02 ontbreekt.",
    ]


def test_versions_are_compared_line_by_line():
    regels = list(INHOUD.regels)
    regels[0] = regels[0].model_copy(update={"aantal": Decimal("0.6"), "eenheid_cent": 8_250_000})
    nieuw = INHOUD.model_copy(update={"regels": (*regels[:6],), "jaarplan": ()})
    namen = {"programma_angst_stemming": "Zorgprogramma angst en stemming"}
    gevonden = [(v.onderdeel, v.code, v.kop, v.was, v.wordt) for v in differences(INHOUD, nieuw, namen)]
    assert gevonden == [
        ("Begroting", "B01", "Aantal", "0,5", "0,6"),
        ("Begroting", "B01", "Bedrag per eenheid", "€ 80.000,00", "€ 82.500,00"),
        ("Begroting", "B07", "Prestatie", "Zorgprogramma angst en stemming", ""),
        ("Begroting", "B07", "Omschrijving", "Angst en stemming", ""),
        ("Begroting", "B07", "Aantal", "300", ""),
        ("Begroting", "B07", "Bedrag per eenheid", "€ 16,00", ""),
        ("Jaarplan", "P01", "Activiteit", "Wijkoverleg inrichten", ""),
        ("Jaarplan", "P01", "Gereed op", "01-06-2021", ""),
    ]
