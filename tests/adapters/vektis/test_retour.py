from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop.adapters.vektis import controleer, layouts, lees_bytes, schrijf_retour
from zorginkoop.adapters.vektis.retourcodes import fout
from zorginkoop.kern.fouten import Gebruikersfout

BEDRAGEN = [1991, 2442, 1221, 2442, 1991]


def oordelen(*uitkomsten, toegekend=None, codes=None):
    n = len(uitkomsten)
    standaard = [
        0 if uitkomst == "AFGEWEZEN" else bedrag for uitkomst, bedrag in zip(uitkomsten, BEDRAGEN, strict=True)
    ]
    return pa.table(
        {
            "regel_id": pa.array(range(n), type=pa.int64()),
            "uitkomst": list(uitkomsten),
            "toegekend_cent": pa.array(toegekend or standaard, type=pa.int64()),
            "retourcodes": pa.array(codes or [[]] * n, type=pa.list_(pa.string())),
        }
    )


def retour(bericht, oordeel, **opties):
    inhoud = schrijf_retour(bericht, oordeel, referentie="RET-1", dagtekening=date(2025, 4, 15), **opties)
    terug = lees_bytes(inhoud)
    assert terug.layout.naam == "HA305-provisional"
    assert controleer(terug) == []
    return terug


def test_a_fully_accepted_file_returns_header_and_trailer(declaratie):
    terug = retour(lees_bytes(declaratie()), oordelen(*["AANGENOMEN"] * 5))
    assert terug.kenmerken.tolist() == [1, 99]
    kop = terug.voorloop
    assert (kop["code"], kop["factuurnummer"], kop["referentie_verzekeraar"]) == (113, "F2025-001", "RET-1")
    assert (kop["dagtekening_retour"], kop["retourcode_1"], kop["retourcode_2"]) == (20250415, "8001", "")
    assert (terug.sluit["totaal_cent"], terug.sluit["toegekend_cent"], terug.sluit["aantal_04"]) == (10087, 10087, 0)


def test_only_what_deviates_returns_under_its_insured(declaratie):
    codes = [[], ["0611"], [], ["8022", "0584", "0611", "8007"], []]
    oordeel = oordelen(
        "AANGENOMEN",
        "AANGEPAST",
        "AANGENOMEN",
        "AFGEWEZEN",
        "AANGENOMEN",
        toegekend=[1991, 2000, 1221, 0, 1991],
        codes=codes,
    )
    terug = retour(lees_bytes(declaratie()), oordeel)
    assert terug.kenmerken.tolist() == [1, 2, 4, 2, 4, 99]
    assert terug.voorloop["retourcode_1"] == "0200"
    assert terug.verzekerden.column("retourcode_1").to_pylist() == ["0200", "0200"]
    aangepast, afgewezen = terug.prestaties.to_pylist()
    assert (aangepast["referentie"], aangepast["toegekend_cent"], aangepast["bedrag_cent"]) == ("R1", 2000, 2442)
    assert [aangepast[f"retourcode_{n}"] for n in (1, 2, 3)] == ["8059", "0611", ""]
    assert (afgewezen["toegekend_cent"], afgewezen["berekend_verzekeraar_cent"]) == (0, 0)
    assert [afgewezen[f"retourcode_{n}"] for n in (1, 2, 3)] == ["8022", "0584", "0611"]
    assert terug.sluit["toegekend_cent"] == 1991 + 2000 + 1221 + 1991
    assert terug.sluit["totaal_cent"] == 10087
    assert terug.sluit["aantal_detail"] == 4


def test_the_original_is_copied_unaltered(declaratie):
    inhoud = declaratie()
    oordeel = oordelen("AANGENOMEN", "AFGEWEZEN", "AANGENOMEN", "AANGENOMEN", "AANGENOMEN")
    uit = schrijf_retour(lees_bytes(inhoud), oordeel, referentie="R", dagtekening=date(2025, 4, 15)).split(b"\r\n")
    assert {len(regel) for regel in uit[:-1]} == {370}
    assert uit[1][:310] == inhoud.split(b"\r\n")[1]
    assert uit[2][:310] == inhoud.split(b"\r\n")[3]
    assert uit[2][310:340] == b"00000000D00000000D8072" + b" " * 8


def test_a_file_that_fails_as_a_whole_returns_its_reasons_in_the_header(declaratie, vervang):
    bericht = lees_bytes(vervang(declaratie(), 10, 15, b"000009"))
    terug = retour(bericht, oordelen(*["AANGENOMEN"] * 5), fouten=controleer(bericht))
    assert terug.kenmerken.tolist() == [1, 99]
    assert terug.voorloop["retourcode_1"] == "0158"
    assert (terug.sluit["totaal_cent"], terug.sluit["toegekend_cent"]) == (10087, 0)


def test_a_rejected_insured_returns_its_lines_unassessed(declaratie):
    bericht = lees_bytes(declaratie(mensen={"bsn": [900000004, 900000017, 900000028]}))
    terug = retour(bericht, oordelen(*["AANGENOMEN"] * 5), fouten=controleer(bericht))
    assert terug.kenmerken.tolist() == [1, 2, 4, 4, 99]
    assert terug.verzekerden.column("retourcode_1").to_pylist() == ["0435"]
    assert terug.prestaties.column("retourcode_1").to_pylist() == ["8002", "8002"]
    assert terug.sluit["toegekend_cent"] == 1991 + 2442 + 1991


def test_a_technical_finding_refuses_its_line(declaratie):
    bericht = lees_bytes(declaratie(prestatiecode=["", "12011", "12011", "12001", "11000"]))
    terug = retour(bericht, oordelen(*["AANGENOMEN"] * 5), fouten=controleer(bericht))
    assert terug.prestaties.column("retourcode_1").to_pylist() == ["0582"]
    assert terug.sluit["toegekend_cent"] == 10087 - 1991


def test_when_every_line_is_refused_the_reasons_still_return(declaratie):
    terug = retour(lees_bytes(declaratie()), oordelen(*["AFGEWEZEN"] * 5, codes=[["8022"]] * 5))
    assert terug.voorloop["retourcode_1"] == "8073"
    assert terug.prestaties.num_rows == 5


def test_comments_travel_with_their_record(declaratie, vervang):
    alles = [regel + b"\r\n" for regel in declaratie().split(b"\r\n")[:-1]]
    bij_2, bij_3 = (
        (b"98" + nummer + b"0001Tekst").ljust(310) + b"\r\n" for nummer in (b"000000000002", b"000000000003")
    )
    inhoud = b"".join([*alles[:3], bij_2, alles[3], bij_3, *alles[4:]])
    bericht = lees_bytes(vervang(inhoud, 12, 21, b"0000020000010"))
    terug = retour(bericht, oordelen("AANGENOMEN", "AFGEWEZEN", *["AANGENOMEN"] * 3), fouten=controleer(bericht))
    assert terug.kenmerken.tolist() == [1, 2, 4, 98, 99]
    assert terug.records["98"].column("detail_id").to_pylist() == [3]


def test_every_line_is_judged_exactly_once(declaratie):
    bericht = lees_bytes(declaratie())
    for oordeel in (oordelen(*["AANGENOMEN"] * 5).slice(0, 4), pa.concat_tables([oordelen(*["AANGENOMEN"] * 5)] * 2)):
        with pytest.raises(Gebruikersfout, match="precies één oordeel"):
            schrijf_retour(bericht, oordeel, referentie="R", dagtekening=date(2025, 4, 15))


def test_a_standard_without_return_layout_needs_one_given(declaratie, vervang):
    bericht = lees_bytes(declaratie(), layout="AW319v1.4")
    with pytest.raises(Gebruikersfout, match="retourbericht niet bekend"):
        schrijf_retour(bericht, oordelen(*["AANGENOMEN"] * 5), referentie="R", dagtekening=date(2025, 4, 15))
    gegeven = layouts()["HA305-provisional"]
    fouten = [fout(1, "0102", "0010")]
    inhoud = schrijf_retour(
        bericht,
        oordelen(*["AANGENOMEN"] * 5),
        referentie="R",
        dagtekening=date(2025, 4, 15),
        fouten=fouten,
        layout=gegeven,
    )
    assert lees_bytes(inhoud).voorloop["retourcode_1"] == "0010"


@settings(max_examples=40, deadline=None)
@given(
    uitkomsten=st.lists(st.sampled_from(["AANGENOMEN", "AANGEPAST", "AFGEWEZEN"]), min_size=5, max_size=5),
    tekens=st.lists(st.sampled_from("DC"), min_size=5, max_size=5),
)
def test_counters_and_totals_of_any_return_hold(declaratie, uitkomsten, tekens):
    bericht = lees_bytes(declaratie(debetcredit=tekens))
    toegekend = [
        {"AANGENOMEN": b, "AANGEPAST": b // 2, "AFGEWEZEN": 0}[u] for u, b in zip(uitkomsten, BEDRAGEN, strict=True)
    ]
    terug = retour(bericht, oordelen(*uitkomsten, toegekend=toegekend))
    som = sum(cent * (-1 if teken == "C" else 1) for cent, teken in zip(toegekend, tekens, strict=True))
    assert terug.sluit["toegekend_cent"] * (-1 if terug.sluit["debetcredit_toegekend"] == "C" else 1) == som
    assert terug.prestaties.num_rows == sum(uitkomst != "AANGENOMEN" for uitkomst in uitkomsten)
