"""The linter finds what is wrong with a policy that loads, and is silent about what is in order."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from zorginkoop.beleid import library
from zorginkoop.beleid.finding import Bevinding
from zorginkoop.beleid.lint import as_text, lint, lint_file
from zorginkoop.beleid.versie import Beleid

ZK = "zk-huisartsenzorg-2024-2025"
BRON = library.load(f"{ZK}@1.1").pad


@cache
def ervoor() -> frozenset[str]:
    """What the linter says about version 1.1 as it was published."""
    return frozenset(b.melding for b in lint_file(BRON))


def gelint(tmp_path: Path, oud: str, nieuw: str) -> set[Bevinding]:
    """What the linter finds more once this is changed in version 1.1."""
    tekst = BRON.read_text()
    assert oud in tekst
    concept = Path(shutil.copy(BRON, tmp_path / "concept.toml"))
    concept.write_text(tekst.replace(oud, nieuw, 1))
    return {b for b in lint_file(concept) if b.melding not in ervoor()}


def test_versie_1_1_heeft_1_september_tegen_31_augustus_en_versie_1_2_niet() -> None:
    """003, versie 1.1: 'Tarieven en volume' 1 september, 'Planning en termijnen' 31 augustus; hersteld in 1.2."""

    def dubbel(versie: str) -> list[str]:
        return [b.melding for b in lint(library.load(f"{ZK}@{versie}")) if b.code == "termijn_twee_waarden"]

    [melding] = dubbel("1.1")

    assert "01-09-2023 (003, Tarieven en volume)" in melding
    assert "31-08-2023 (003, Planning en termijnen)" in melding
    assert dubbel("1.2") == []


def test_a_contradiction_that_nobody_described_is_an_error(tmp_path: Path) -> None:
    begin = 'passages = [{ document = "003", plaats = "Tarieven en volume" }, '
    gevonden = gelint(tmp_path, begin, "passages = [")

    assert [b.ernst for b in gevonden if b.code == "termijn_twee_waarden"] == ["fout"]


@pytest.mark.parametrize("beleid", library.all_policies(), ids=lambda b: b.naam)
def test_no_published_policy_has_an_error(beleid: Beleid) -> None:
    assert [b for b in lint(beleid) if b.ernst == "fout"] == []


TARIEF_CONSULT = "[[prestatie.consult.tarief]]\nvan = 2025-01-01\ntot = 2026-01-01\nbedrag = 12.43"
KORT = TARIEF_CONSULT.replace("consult", "consult_kort").replace("12.43", "6.21")
LEEG = """[prestatie.leeg]
naam = "Leeg"
code = "33X99"
codestatus = "demonstratie"
segment = "S3"
eenheid = "per verrichting"
bron = { document = "003", plaats = "Onze visie" }

"""
ZOMAAR = """[feit.zomaar]
type = "janee"
vraag = ""
herkomst = "zorgaanbieder"

[eis.zomaar]
titel = "Zomaar"
regel = "zomaar"
gevolg = "melden"
bron = { document = "003", plaats = "Onze visie" }
weigering = "Zomaar."

"""
WTZA = 'regel = "wtza"'


@pytest.mark.parametrize(
    ("oud", "nieuw", "code", "melding"),
    [
        (TARIEF_CONSULT, TARIEF_CONSULT.replace("12.43", "12.44"), "boven_maximum", "€ 12,44 is meer dan"),
        (KORT, KORT.replace("van = 2025-01-01", "van = 2024-12-31"), "tarief_overlapt", "2024-12-31"),
        (
            TARIEF_CONSULT,
            TARIEF_CONSULT.replace("van = 2025-01-01", "van = 2025-01-02"),
            "tarief_ontbreekt",
            "geen tarief van 2025-01-01 tot 2025-01-02",
        ),
        (
            "[prestatie.consult]\n",
            f"{LEEG}[prestatie.consult]\n",
            "zonder_tarief",
            "Leeg heeft geen tarief",
        ),
        (WTZA, 'regel = "wtza AND NOT wtza"', "nooit_waar", "kan nooit waar zijn"),
        (WTZA, 'regel = "wtza IS NULL OR wtza IS NOT NULL"', "nooit_onwaar", "houdt dus niemand tegen"),
        (WTZA, "regel = \"contractvorm = 'oud'\"", "nooit_waar", "contractvorm = 'oud'"),
        (WTZA, 'regel = "ingeschreven_patienten > 200000"', "nooit_waar", "200000"),
        (WTZA, "regel = \"ingangsdatum >= DATE '2024-01-01'\"", "nooit_onwaar", "2024-01-01"),
        (WTZA, "regel = \"wtza OR ingangsdatum < DATE '2024-01-01'\"", "deel_zonder_gevolg", "maakt nooit verschil"),
        ("[eis.wtza]\n", f"{ZOMAAR}[eis.wtza]\n", "niet_te_beantwoorden", "het gegeven 'zomaar'"),
        ('weigering = "Wie niet aan', 'weigering = "Wie op 3 mei 2024 niet aan', "datum_los", "'3 mei 2024'"),
        ('[eis.wtza]\ntitel = "', '[eis.wtza]\ntitel = "Voor 31 februari: ', "datum_los", "'31 februari'"),
        ('grond = "Zo houden', 'grond = "Zo  houden', "", ""),
    ],
)  # fmt: skip
def test_one_mistake_in_the_file_is_found(tmp_path: Path, oud: str, nieuw: str, code: str, melding: str) -> None:
    gevonden = gelint(tmp_path, oud, nieuw)

    assert {b.code for b in gevonden} == ({code} if code else set())
    assert all(melding in b.melding for b in gevonden)


@pytest.mark.parametrize(
    ("regel", "waarom"),
    [
        ("len(gewenste_prestaties) >= 3", "several can be chosen"),
        ("EXTRACT(MONTH FROM gewenste_ingangsdatum) = 7", "a month no rule names"),
        ("DATE_TRUNC('quarter', gewenste_ingangsdatum) = gewenste_ingangsdatum", "a first day of a quarter"),
        ("fte <= 12.5 OR wtza", "a boundary with a fraction"),
        ("uren_poh_ggz * 2350 <= 16 * ingeschreven_patienten", "two numbers together"),
        ("BEKEND(iban)", "never false on purpose: it waits"),
        ("list_contains(gewenste_prestaties, 'mtvp') = FALSE OR wtza", "a module that exists"),
    ],
)
def test_a_rule_that_can_come_out_both_ways_is_left_alone(tmp_path: Path, regel: str, waarom: str) -> None:
    assert gelint(tmp_path, WTZA, f'regel = "{regel}"') == set(), waarom


LOS = '[tegenstrijdigheid.CONFLICT-99]\ntitel = "x"\npassages = []\nbeslissing = "x"\ngrond = "x"\n\n'
VISIE = 'bron = { document = "003", plaats = "Onze visie" }'
TERMIJN = 'kant = "verzekeraar"\nbron = { document = "003"'


@pytest.mark.parametrize(
    ("oud", "nieuw", "code", "plaats", "op_de_regel"),
    [
        (VISIE, VISIE.replace("Onze", "Haar"), "plaats_onbekend", "eis.green_deal.bron", "Haar visie"),
        (VISIE, VISIE.replace("003", "999"), "bron_onbekend", "eis.green_deal", "[eis.green_deal]"),
        (TERMIJN, TERMIJN.replace("003", "999"), "bron_onbekend", "termijn.bron", '"999"'),
        (
            "[tegenstrijdigheid.CONFLICT-24]",
            f"{LOS}[tegenstrijdigheid.CONFLICT-24]",
            "tegenstrijdigheid_los",
            "tegenstrijdigheid.CONFLICT-99",
            "[tegenstrijdigheid.CONFLICT-99]",
        ),
    ],
)
def test_what_hangs_loose_is_found_with_its_line(
    tmp_path: Path, oud: str, nieuw: str, code: str, plaats: str, op_de_regel: str
) -> None:
    [gevonden] = [b for b in gelint(tmp_path, oud, nieuw) if b.code == code]
    regels = (tmp_path / "concept.toml").read_text().splitlines()

    assert gevonden.plaats == plaats
    assert op_de_regel in regels[gevonden.regel - 1]


def test_a_file_that_does_not_load_is_a_finding_with_its_line(tmp_path: Path) -> None:
    [gevonden] = [b for b in gelint(tmp_path, WTZA, 'regel = "wtzaa"') if b.code == "onbruikbaar"]

    assert BRON.read_text().splitlines()[gevonden.regel - 1] == WTZA
    assert "1 bevindingen" in as_text("concept", (gevonden,))
