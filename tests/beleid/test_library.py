"""Policies are found, checked against their checksums, and refused with readable errors."""

import shutil
from pathlib import Path

import pytest

from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.bestand import Beleidsfout
from zorginkoop.kern.fouten import Gebruikersfout

ZZ = next(library.GEPUBLICEERD.glob("*/*/zz-huisartsenzorg-2025-1.0.toml"))


@pytest.fixture
def concept(tmp_path: Path) -> Path:
    return Path(shutil.copy(ZZ, tmp_path / "concept.toml"))


def veranderd(concept: Path, oud: str, nieuw: str) -> Path:
    tekst = concept.read_text()
    assert oud in tekst
    concept.write_text(tekst.replace(oud, nieuw, 1))
    return concept


def regel_van(concept: Path, tekst: str) -> int:
    return next(n for n, regel in enumerate(concept.read_text().splitlines(), 1) if tekst in regel)


def test_the_latest_version_is_loaded_unless_one_is_asked() -> None:
    assert library.load("zk-huisartsenzorg-2024-2025").document.versie == "1.2"
    assert library.load("zk-huisartsenzorg-2024-2025@1.2").document.versie == "1.2"


@pytest.mark.parametrize(
    ("naam", "melding"),
    [
        ("zz-huisartsenzorg-2052", "Bedoelt u 'zz-huisartsenzorg-2025'"),
        ("iets", "Er zijn: zk-huisartsenzorg"),
        ("zz-huisartsenzorg-2025@9.9", "versie '9.9' er niet; wel 1.0"),
    ],
)
def test_an_unknown_name_or_version_is_answered_with_what_there_is(naam: str, melding: str) -> None:
    with pytest.raises(Gebruikersfout, match=melding):
        library.load(naam)


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        ('gevolg = "uitsluiten"', 'gevolg = "uitsluite"', "'uitsluite' kan hier niet; kies uit"),
        ("weigering =", "weigerring =", "onbekende sleutel; bedoelt u 'weigering'?"),
        ('regel = "waarneming"', 'regel = "waarnemming"', "onbekend gegeven 'waarnemming'; bedoelt u 'waarneming'?"),
        ('regel = "waarneming"', 'regel = "len(waarneming)"', "is janee, hier hoort lijst"),
        ('regel = "waarneming"', 'regel = "waarneming AND ("', "geen geldige expressie"),
        ('vereist = ["poh_gco"]', 'vereist = ["poh_gc"]', "vereist 'poh_gc', maar die prestatie is er niet"),
        ('botst_met = ["CONFLICT-21"]', 'botst_met = ["CONFLICT-99"]', "'CONFLICT-99' is nergens beschreven"),
        ('botst_met = ["CONFLICT-21"]', 'bewijs = "Een plan"', "dan kan er geen bewijs nodig zijn"),
        ("[document]", "[document", "is geen geldig TOML"),
        ("geldig_van = 2025-01-01", "geldig_van = 2025-13-01", "is geen geldig TOML"),
        ("bedrag = 12.43", 'bedrag = 12.43\nregel = "1"', "geef of een bedrag, of een regel"),
    ],
)
def test_a_typing_error_is_named_in_dutch(concept: Path, oud: str, nieuw: str, melding: str) -> None:
    with pytest.raises(Beleidsfout) as fout:
        library.load_file(veranderd(concept, oud, nieuw))

    assert melding in str(fout.value)
    assert "concept.toml" in str(fout.value)


def test_the_error_gives_the_line_of_the_rule(concept: Path) -> None:
    veranderd(concept, 'regel = "waarneming"', 'regel = "waarnemming"')

    with pytest.raises(Beleidsfout, match=f"regel {regel_van(concept, 'waarnemming')}:"):
        library.load_file(concept)


def test_the_line_within_a_rule_of_several_lines_is_given(concept: Path) -> None:
    veranderd(concept, "THEN gewenste_ingangsdatum", "THEN gewenste_ingangsdatums")

    with pytest.raises(Beleidsfout, match=f"regel {regel_van(concept, 'THEN gewenste_ingangsdatums')}:"):
        library.load_file(concept)


def test_every_mistake_is_reported_at_once(concept: Path) -> None:
    veranderd(concept, 'regel = "waarneming"', 'regel = "waarnemming"')
    veranderd(concept, 'regel = "nascholing"', 'regel = "nascholling"')

    with pytest.raises(Beleidsfout) as fout:
        library.load_file(concept)

    assert len(str(fout.value).splitlines()) == 2


def test_a_missing_or_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "binair.toml").write_bytes(b"\xff\xfe\x00")
    for pad, melding in ((tmp_path / "weg.toml", "niet te lezen"), (tmp_path / "binair.toml", "geen tekst")):
        with pytest.raises(Beleidsfout, match=melding):
            library.load_file(pad)


def test_a_published_file_that_changed_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "beleid"
    shutil.copytree(library.GEPUBLICEERD, folder)
    gewijzigd = next(folder.glob("*/*/zz-huisartsenzorg-*.toml"))
    gewijzigd.write_text(gewijzigd.read_text().replace("12.43", "12.44"))

    with pytest.raises(Beleidsfout, match="na publicatie veranderd"):
        list(library.verified(folder))


def test_a_file_nobody_published_is_refused(tmp_path: Path) -> None:
    pad = tmp_path / "verzekeraar" / "huisartsenzorg" / "nieuw.toml"
    pad.parent.mkdir(parents=True)
    shutil.copy(ZZ, pad)

    with pytest.raises(Beleidsfout, match="niet gepubliceerd"):
        list(library.verified(tmp_path))


def test_an_insurer_publishes_in_a_folder_of_its_own(
    concept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZORGINKOOP_BELEID", str(tmp_path / "eigen"))
    veranderd(concept, 'versie = "1.0"', 'versie = "1.1"')

    doel = library.publish(concept, folder=library.folders()[-1])

    assert library.load("zz-huisartsenzorg-2025").document.versie == "1.1"
    with pytest.raises(Gebruikersfout, match="al gepubliceerd"):
        library.publish(concept, folder=library.folders()[-1])
    assert doel.read_bytes() == concept.read_bytes()


def test_the_latest_versions_can_be_asked_per_care_type() -> None:
    huisartsen = library.latest("huisartsenzorg")

    assert {b.document.zorgsoort for b in huisartsen} == {"huisartsenzorg"}
    assert len({b.document.beleid for b in huisartsen}) == len(huisartsen)
    assert set(huisartsen) <= set(library.latest())


@pytest.mark.parametrize(
    ("plaats", "gevonden"),
    [("5.4, Aanvragen zorgovereenkomst 2025", "5.4"), ("6.1", "6.1"), ("5.4.9", "5.4"), ("5.41", None), ("9", None)],
)
def test_a_place_within_a_paragraph_belongs_to_it(plaats: str, gevonden: str | None) -> None:
    paragraaf = library.load("zz-huisartsenzorg-2025").paragraph(Bron(document="001", plaats=plaats))

    assert (paragraaf.plaats if paragraaf else None) == gevonden
