import pyarrow as pa
import pytest

from zorginkoop.adapters.vektis import controleer, layouts, lees_bytes
from zorginkoop.adapters.vektis.controle_regels import elfproef


def codes(inhoud, **opties):
    return [(fout.regel, fout.rubriek, fout.retourcode) for fout in controleer(lees_bytes(inhoud, **opties))]


def test_a_correct_declaration_has_no_findings(declaratie):
    assert codes(declaratie()) == []


def test_findings_say_in_dutch_what_is_wrong(declaratie):
    (fout,) = controleer(lees_bytes(declaratie(datum=[20250101, 20250230, 20250201, 20250202, 20250331])))
    assert fout == (4, "0408", "8007", "(Begin-/eind)datum prestatie ontbreekt of onjuist: deze dag bestaat niet")


KOP = {
    "code": ((3, b"113"), [(1, "0102", "0010")]),
    "versie": ((6, b"02"), [(1, "0103", "0011")]),
    "subversie": ((8, b"01"), [(1, "0104", "8027")]),
    "soort": ((10, b"X"), [(1, "0105", "8028")]),
    "betaling_aan": ((63, b"05"), [(1, "0113", "8029")]),
    "betaling aan niet gevuld": ((63, b"04"), [(1, "0113", "8029")]),
    "begindatum": ((65, b"20251301"), [(1, "0114", "0020")]),
    "einddatum": ((73, b"20250431"), [(1, "0115", "0021")]),
    "begin na eind": ((65, b"20250401"), [(1, "0114", "8175")]),
    "factuurnummer": ((81, b" " * 12), [(1, "0116", "0030")]),
    "dagtekening": ((93, b"00000000"), [(1, "0117", "0025")]),
    "dagtekening te vroeg": ((93, b"20250330"), [(1, "0117", "0025")]),
    "valuta": ((115, b"USD"), [(1, "0119", "0031")]),
    "praktijk geen getal": ((47, b"0100 234"), [(1, "0111", "0016")]),
}


@pytest.mark.parametrize("naam", KOP)
def test_each_header_field_has_its_code(declaratie, vervang, naam):
    (plek, tekens), verwacht = KOP[naam]
    gevonden = codes(vervang(declaratie(), 1, plek, tekens), layout="HA304-provisional")
    assert set(verwacht) <= set(gevonden)
    assert all(regel == 1 or code == "8007" for regel, _, code in gevonden)


SLUIT = {
    3: ("9902", "0151"), 9: ("9903", "0157"), 15: ("9904", "0158"), 21: ("9905", "0153"), 27: ("9906", "0156"),
    38: ("9907", "0150"),
}  # fmt: skip


@pytest.mark.parametrize("plek", SLUIT)
def test_each_counter_and_the_total_have_their_code(declaratie, vervang, plek):
    assert codes(vervang(declaratie(), 10, plek, b"9")) == [(10, *SLUIT[plek])]


def test_the_sign_of_the_total_counts(declaratie, vervang):
    assert codes(vervang(declaratie(), 10, 45, b"C")) == [(10, "9907", "0150")]
    assert (10, "9908", "0150") in codes(vervang(declaratie(), 10, 45, b" "))


def test_credits_are_subtracted_from_the_total(declaratie):
    inhoud = declaratie(
        debetcredit=["D", "C", "C", "C", "C"], referentie_voorgaand=["", "oud1", "oud2", "oud3", "oud4"]
    )
    bericht = lees_bytes(inhoud)
    assert controleer(bericht) == []
    assert (bericht.sluit["totaal_cent"], bericht.sluit["debetcredit"]) == (2442 + 1221 + 2442 + 1991 - 1991, "C")


def regels(inhoud):
    return [regel + b"\r\n" for regel in inhoud.split(b"\r\n")[:-1]]


def test_missing_and_double_header_and_trailer(declaratie):
    alles = regels(declaratie())
    assert (9, "9901", "8026") in codes(b"".join(alles[:-1]))
    assert (11, "9901", "8026") in codes(b"".join([*alles, alles[-1]]))
    assert (2, "0101", "8026") in codes(b"".join([alles[0], *alles]))
    assert (1, "0101", "8026") in codes(b"".join(alles[1:]), layout="HA304-provisional")


def test_records_in_the_wrong_order(declaratie):
    alles = regels(declaratie())
    verwisseld = [alles[1], alles[0], *alles[2:]]
    assert {(1, "", "8026"), (2, "0101", "8026")} <= set(codes(b"".join(verwisseld)))
    zonder_verzekerde = [alles[0], alles[2], *alles[1:2], *alles[3:]]
    assert (2, "0401", "8026") in codes(b"".join(zonder_verzekerde))


def test_an_unknown_record_and_a_debtor_record(declaratie, vervang):
    assert (3, "", "0002") in codes(vervang(declaratie(), 3, 1, b"55"))
    assert (3, "0301", "8075") in codes(vervang(declaratie(), 3, 1, b"03"))


def test_detail_numbers_follow_each_other(declaratie, vervang):
    assert codes(vervang(declaratie(), 9, 3, b"000000000018")) == [(9, "0402", "0801")]
    assert codes(vervang(declaratie(), 2, 3, b"00000000000A")) == [(2, "0202", "0801"), (3, "0402", "0801")]


def test_a_comment_carries_the_number_of_what_it_is_about(declaratie, vervang):
    alles = regels(declaratie())
    commentaar = (b"98" + b"000000000002" + b"0001" + b"Toelichting").ljust(310) + b"\r\n"
    goed = vervang(b"".join([*alles[:3], commentaar, *alles[3:]]), 11, 21, b"0000010000009")
    assert codes(goed) == []
    assert codes(vervang(goed, 4, 14, b"7")) == [(4, "9802", "0801")]


MENSEN = {
    "bsn": ([900000005, 900000016, 900000028], [(2, "0203", "0435")]),
    "uzovi": ([0, 9991, 9991], [(2, "0204", "0423")]),
    "geboortedatum": ([19600230, 19850101, 20201231], [(2, "0207", "8151")]),
}


@pytest.mark.parametrize("rol", MENSEN)
def test_each_field_of_the_insured_has_its_code(declaratie, rol):
    waarden, verwacht = MENSEN[rol]
    assert codes(declaratie(mensen={rol: waarden})) == verwacht


def test_the_dummy_bsn_needs_an_insured_number(declaratie):
    wie = {"bsn": [999999999, 900000016, 900000028]}
    assert codes(declaratie(mensen=wie)) == [(2, "0203", "8101")]
    assert codes(declaratie(mensen={**wie, "verzekerdennummer": ["A1", "", ""]})) == []


REGELS = {
    "datum buiten periode": ({"datum": [20241231, 20250115, 20250201, 20250202, 20250401]}, {3: "8007", 9: "8007"}),
    "codelijst": ({"codelijst": [8, 8, 7, 8, 8]}, {6: "0581"}),
    "prestatiecode": ({"prestatiecode": ["11000", "", "12011", "12001", "11000"]}, {4: "0582"}),
    "aantal": ({"aantal": [0, 2, 1, 1, 1]}, {3: "0638 8032"}),
    "berekend": ({"tarief_cent": [1991, 1221, 1221, 2441, 1991]}, {7: "8032"}),
    "debet of credit": ({"debetcredit": ["D", "D", "X", "D", "D"]}, {6: "0631 0631"}),
    "referentie leeg": ({"referentie": ["R0", "", "R2", "R3", "R4"]}, {4: "8021"}),
    "referentie dubbel": ({"referentie": ["R0", "R0", "R2", "R3", "R4"]}, {3: "8021", 4: "8021"}),
    "credit zonder debet": ({"debetcredit": ["D", "D", "C", "D", "D"]}, {6: "0651"}),
    "credit in zelfde bestand": (
        {"debetcredit": ["D", "D", "D", "C", "D"], "referentie_voorgaand": ["", "", "", "R2", ""]},
        {7: "8062"},
    ),
}


@pytest.mark.parametrize("naam", REGELS)
def test_each_rule_for_a_line_has_its_code(declaratie, naam):
    kolommen, verwacht = REGELS[naam]
    gevonden: dict[int, list[str]] = {}
    for regel, _, code in codes(declaratie(**kolommen)):
        gevonden.setdefault(regel, []).append(code)
    assert {regel: " ".join(lijst) for regel, lijst in gevonden.items()} == verwacht


def test_amounts_that_are_no_digits_and_signs_that_differ(declaratie, vervang):
    layout = layouts()["HA304-provisional"]
    for rol, code in (("tarief_cent", "0611"), ("berekend_cent", "8032"), ("bedrag_cent", "8033")):
        veld = layout.veld("04", rol)
        assert veld is not None
        gevonden = codes(vervang(declaratie(), 3, veld.begin, b"-"))
        assert (3, veld.rubriek, code) in gevonden
    assert (3, "0421", "8064") in codes(vervang(declaratie(), 3, 133, b"C"))


def test_a_line_repeats_its_insured(declaratie, vervang):
    assert codes(vervang(declaratie(), 3, 15, b"900000016")) == [(3, "0403", "0435")]
    assert codes(vervang(declaratie(), 3, 24, b"9992")) == [(3, "0404", "0423")]
    assert codes(vervang(declaratie(), 3, 28, b"Z")) == [(3, "0405", "0300")]


def test_the_credit_of_an_earlier_file_with_its_correction_is_allowed(declaratie):
    kolommen = {"debetcredit": ["C", "D", "D", "D", "D"], "referentie_voorgaand": ["eerder", "", "", "", ""]}
    assert codes(declaratie(**kolommen)) == []


def test_the_eleven_test_agrees_with_the_bsn_check():
    from stdnum.nl import bsn

    from zorginkoop.adapters.vektis.bericht import getallen

    reeks = [*range(900000000, 900000200), 0, -1, 10**9, 111222333, 123456782]
    oordeel = elfproef(getallen(pa.table({"bsn": reeks}), "bsn"))
    assert oordeel.tolist() == [nummer > 0 and bsn.is_valid(f"{nummer:09d}") for nummer in reeks]
