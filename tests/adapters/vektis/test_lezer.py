from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zorginkoop.adapters.vektis import controleer, declaratieregels, lees, lees_bytes, samenvatting, schrijf_retour
from zorginkoop.kern.fouten import Gebruikersfout


def test_reads_header_insured_and_lines(declaratie):
    bericht = lees_bytes(declaratie())
    assert bericht.layout.naam == "HA304-provisional"
    assert bericht.voorloop["praktijk"] == 1001234
    assert bericht.verzekerden.column("naam").to_pylist() == ["Jansen", "Özdemir", "de Wit"]
    regels = bericht.prestaties.to_pylist()
    assert [regel["ouder"] for regel in regels] == [0, 0, 1, 1, 2]
    assert [regel["regel"] for regel in regels] == [3, 4, 6, 7, 9]
    assert regels[1]["prestatiecode"] == "12011"
    assert regels[1]["bedrag_cent"] == 2442
    assert bericht.sluit["aantal_detail"] == 8


def test_the_lines_come_out_as_claims_are_judged(declaratie):
    rij = declaratieregels(lees_bytes(declaratie())).to_pylist()[4]
    assert rij["regel_id"] == 4
    assert rij["agb"] == 1001234
    assert rij["datum"] == date(2025, 3, 31)
    assert (rij["prestatiecode"], rij["aantal"], rij["bedrag_cent"], rij["debetcredit"]) == ("11000", 1, 1991, "D")


def test_the_summary_has_the_shape_of_the_command(declaratie):
    bericht = lees_bytes(declaratie())
    assert samenvatting(bericht, controleer(bericht)) == {
        "standaard": "HA304-provisional",
        "versie": "1.0",
        "voorlopig": True,
        "records": {"01": 1, "02": 3, "03": 0, "04": 5, "98": 0, "99": 1},
        "totaal_cent": 10087,
        "fouten": [],
    }


def test_no_digits_is_unknown_and_spaces_are_empty(declaratie, vervang):
    bericht = lees_bytes(vervang(declaratie(), 3, 59, b"2025O101"))
    assert bericht.prestaties.column("datum").to_pylist()[0] is None
    assert bericht.prestaties.column("referentie_voorgaand").to_pylist()[0] == ""


def test_twelve_digits_are_read_whole(declaratie, vervang):
    bericht = lees_bytes(vervang(declaratie(), 3, 3, b"987654321012"))
    assert bericht.prestaties.column("detail_id").to_pylist()[0] == 987654321012


def test_a_missing_file_a_map_and_an_empty_file_are_said_in_words(tmp_path):
    for pad, melding in ((tmp_path / "weg.asc", "niet te lezen"), (tmp_path, "map")):
        with pytest.raises(Gebruikersfout, match=melding):
            lees(pad)
    leeg = tmp_path / "leeg.asc"
    leeg.write_bytes(b"")
    with pytest.raises(Gebruikersfout, match="leeg"):
        lees(leeg)


def test_a_file_over_the_limit_is_not_read(tmp_path, declaratie):
    bestand = tmp_path / "groot.asc"
    bestand.write_bytes(declaratie())
    assert lees(bestand).prestaties.num_rows == 5
    with pytest.raises(Gebruikersfout, match="te groot"):
        lees(bestand, max_bytes=1000)


def test_an_unknown_standard_says_what_was_found_and_what_exists(declaratie, vervang):
    with pytest.raises(Gebruikersfout, match=r"berichtcode 555, versie 1\.0.*HA304-provisional"):
        lees_bytes(vervang(declaratie(), 1, 3, b"555"))
    with pytest.raises(Gebruikersfout, match=r"begint niet met een voorlooprecord.*MZ301"):
        lees_bytes(bytes(range(256)) * 100)


def test_a_truncated_file_is_read_and_reported(declaratie):
    inhoud = declaratie()
    fouten = controleer(lees_bytes(inhoud[: 6 * 312 + 100]))
    assert [(fout.regel, fout.retourcode) for fout in fouten] == [(7, "0804"), (7, "8095"), (7, "8026")]


def test_a_line_that_is_too_long_or_too_short_is_named(declaratie):
    regels = declaratie().split(b"\r\n")
    regels[3] += b"X"
    regels[5] = regels[5][:-1]
    gevonden = [(fout.regel, fout.retourcode) for fout in controleer(lees_bytes(b"\r\n".join(regels)))]
    assert gevonden == [(4, "0804"), (6, "0804")]


def test_line_ends_other_than_cr_lf_are_named(declaratie):
    fouten = controleer(lees_bytes(declaratie().replace(b"\r\n", b"\n")))
    assert {fout.retourcode for fout in fouten} == {"8095"}
    assert len(fouten) == 10


def test_an_empty_line_is_named(declaratie):
    inhoud = declaratie()
    assert [fout.retourcode for fout in controleer(lees_bytes(inhoud + b"\r\n"))] == ["8095"]


def test_reading_stops_after_a_thousand_damaged_lines(declaratie):
    bericht = lees_bytes(declaratie() + b"\n" * 5000)
    assert bericht.afgebroken
    assert len(controleer(bericht)) == 1000


MUTATIES = st.lists(
    st.tuples(st.sampled_from(["zet", "weg", "erbij"]), st.integers(0, 3200), st.binary(min_size=1, max_size=9)),
    max_size=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutaties=MUTATIES)
def test_whatever_the_bytes_the_outcome_is_findings_or_one_clear_error(declaratie, mutaties):
    inhoud = declaratie()
    for soort, plek, bytes_ in mutaties:
        weg = 0 if soort == "erbij" else len(bytes_)
        inhoud = inhoud[:plek] + (b"" if soort == "weg" else bytes_) + inhoud[plek + weg :]
    _overleeft(inhoud)


@settings(max_examples=100, deadline=None)
@given(staart=st.binary(max_size=700), layout=st.sampled_from([None, "MZ301v1.3", "ZH308v9.0", "HA305-provisional"]))
def test_junk_never_breaks_the_reader(staart, layout):
    _overleeft(staart, layout=layout)
    _overleeft(b"011120100T" + staart, layout=layout)


def _overleeft(inhoud, *, layout=None):
    try:
        bericht = lees_bytes(inhoud, layout=layout)
    except Gebruikersfout as fout:
        assert fout.melding
    else:
        fouten = controleer(bericht)
        assert samenvatting(bericht, fouten)["fouten"] == [fout._asdict() for fout in fouten]
        assert all(1 <= fout.regel <= len(bericht.kenmerken) for fout in fouten)
        if bericht.layout.retourlayout and bericht.voorloop and any(fout.hele_bestand for fout in fouten):
            uit = schrijf_retour(bericht, None, referentie="R", dagtekening=date(2025, 4, 15), fouten=fouten)
            assert controleer(lees_bytes(uit)) == []
