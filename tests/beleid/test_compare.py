"""Two versions are compared on what they mean; the list per paragraph tells what document 003 tells itself."""

import shutil
from pathlib import Path

import pytest

from zorginkoop.beleid import library
from zorginkoop.beleid.compare import Vergelijking, as_text, compare
from zorginkoop.beleid.versie import Beleid

ZK = "zk-huisartsenzorg-2024-2025"
ZZ = next(library.GEPUBLICEERD.glob("*/*/zz-huisartsenzorg-2025-1.0.toml"))


def tussen(a: str, b: str) -> Vergelijking:
    return compare(library.load(f"{ZK}@{a}"), library.load(f"{ZK}@{b}"))


def zinnen(vergelijking: Vergelijking, plaats: str) -> str:
    """What the list says about one paragraph."""
    return "\n".join(z for w in vergelijking.belangrijkste_wijzigingen if w.plaats == plaats for z in w.wijzigingen)


def veranderd(tmp_path: Path, oud: str, nieuw: str) -> Vergelijking:
    tekst = ZZ.read_text()
    assert oud in tekst
    concept = Path(shutil.copy(ZZ, tmp_path / "concept.toml"))
    concept.write_text(tekst.replace(oud, nieuw, 1))
    return compare(library.load_file(ZZ), library.load_file(concept))


@pytest.mark.parametrize("beleid", library.all_policies(), ids=lambda b: b.naam)
def test_a_policy_does_not_differ_from_itself(beleid: Beleid) -> None:
    zelf = compare(beleid, library.supplemented(library.load_file(beleid.pad)))

    assert zelf.verschillen == zelf.belangrijkste_wijzigingen == ()


def test_van_1_0_naar_1_1_mag_de_uitbreiding_naar_uren_en_gaan_ehealth_en_consultatie_op_kosten() -> None:
    """003, wijzigingen versie 1.1: 4 uur extra volledig inzetbaar; kosten in plaats van uren; maximum 2 uur; nieuwe
    rekentool op 11 september 2023.
    """
    lijst = zinnen(tussen("1.0", "1.1"), "wijzigingen versie 1.1")

    assert "12 * ingeschreven_patienten, is nu uren_poh_ggz * 2350 <= 16 * ingeschreven_patienten" in lijst
    for post in ("e-health", "externe consultatie"):
        assert f"Vervallen (vraag): Hoeveel uur per week POH-GGZ vraagt u aan voor {post}?" in lijst
        assert f"Toegevoegd (vraag): Welke kosten verwacht u in een jaar voor {post}?" in lijst
        assert f"Toegevoegd (eis): Kosten voor {post}: hoogstens de waarde van 2 uur POH-GGZ" in lijst
    assert "Nieuwe rekentool POH-GGZ (11 september 2023)" in lijst


def test_van_1_0_naar_1_1_verandert_alleen_de_paragraaf_over_poh_ggz() -> None:
    assert [w.plaats for w in tussen("1.0", "1.1").belangrijkste_wijzigingen] == ["wijzigingen versie 1.1"]


def test_van_1_1_naar_1_2_wordt_1_september_31_augustus_en_gaat_mtvp_naar_segment_1() -> None:
    """003, wijzigingen versie 1.2: '1 september' gewijzigd in '31 augustus' bij Tarieven en volume; MTVP van segment 3
    naar segment 1 vanaf 2025; het voorbehoud over regels van de NZa is verwijderd.
    """
    verschil = tussen("1.1", "1.2")
    mtvp = {v.veld: (v.oud, v.nieuw) for v in verschil.verschillen if v.onderdeel == "prestatie.mtvp"}

    assert "was 1 september 2024, is nu 31 augustus 2024" in zinnen(verschil, "Tarieven en volume")
    assert "Vervallen (datum): Publicatie van tarieven voor 2024 (1 september 2023)" in zinnen(
        verschil, "Tarieven en volume"
    )
    assert "Meer tijd voor de patiënt (segment 1)" in zinnen(verschil, "wijzigingen versie 1.2")
    assert "(MTVP), tarief vanaf 01-01-2025 (€ 2,88)" in zinnen(verschil, "wijzigingen versie 1.2")
    assert "Mogelijk stelt de NZa regels" in mtvp["uitleg"][0]


def test_going_back_tells_the_reverse() -> None:
    heen, terug = tussen("1.0", "1.1").verschillen, tussen("1.1", "1.0").verschillen
    omgekeerd = {"toegevoegd": "vervallen", "vervallen": "toegevoegd", "gewijzigd": "gewijzigd"}

    assert {(v.onderdeel, omgekeerd[v.actie], v.nieuw, v.oud) for v in heen} == {
        (v.onderdeel, v.actie, v.oud, v.nieuw) for v in terug
    }


@pytest.mark.parametrize(
    "nieuw",
    ["fte <= 100\\n  or mobiliteitsplan", "(fte<=100) OR mobiliteitsplan", "fte <= 100 /* groot */ OR mobiliteitsplan"],
)
def test_white_space_brackets_and_comments_in_a_rule_are_no_change(tmp_path: Path, nieuw: str) -> None:
    assert veranderd(tmp_path, "fte <= 100 OR mobiliteitsplan", nieuw).verschillen == ()


@pytest.mark.parametrize(
    ("oud", "nieuw", "onderdeel", "zin"),
    [
        ("fte <= 100 OR", "fte < 100 OR", ".regel", "was fte <= 100 OR mobiliteitsplan, is nu fte < 100 OR"),
        ("bedrag = 20.35", "bedrag = 20.36", ".bedrag", "was € 20,35, is nu € 20,36"),
        ("[eis.waarneming]", "[eis.waarnemer]", "eis.waarnemer", "Toegevoegd (eis): "),
        ("datum = 2025-03-01", "datum = 2025-03-02", ".datum", "was 1 maart 2025, is nu 2 maart 2025"),
        ('vereist = ["poh_gco"]', "vereist = []", ".vereist", "vereist: was poh_gco, is nu leeg"),
    ],
)
def test_one_change_in_the_file_is_told(tmp_path: Path, oud: str, nieuw: str, onderdeel: str, zin: str) -> None:
    verschillen = [v for v in veranderd(tmp_path, oud, nieuw).verschillen if v.wezenlijk]

    assert any(
        zin in v.zin and f"{v.onderdeel}.{v.veld}".removesuffix(".None").endswith(onderdeel) for v in verschillen
    )
    assert len(verschillen) <= 2


def test_a_changed_explanation_is_a_difference_but_not_an_important_one(tmp_path: Path) -> None:
    verschil = veranderd(tmp_path, 'titel = "Publicatie van het zorginkoopbeleid"\nkant', 'titel = "Beleid"\nkant')
    woord = veranderd(tmp_path, 'weigering = "', 'weigering = "Helaas: ')

    assert verschil.belangrijkste_wijzigingen != ()
    assert [v.veld for v in woord.verschillen] == ["weigering"]
    assert woord.belangrijkste_wijzigingen == ()


def test_the_list_is_told_per_paragraph() -> None:
    tekst = as_text(tussen("1.1", "1.2"))

    assert "003, Tarieven en volume (Tarieven en indexatie)\n- Gewijzigd (datum)" in tekst
    assert as_text(tussen("1.2", "1.2")).endswith("0 verschillen, waarvan 0 in tekst, bronnen en toelichting")
