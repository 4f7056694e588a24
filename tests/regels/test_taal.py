"""A rule is checked before it ever runs, and says in Dutch what is wrong and where."""

import pytest

from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import FUNCTIES, Regelfout, lees

KENT = {
    "dag": Soort.DATUM,
    "ja": Soort.JANEE,
    "lijst": Soort.LIJST,
    "aantal": Soort.GEHEEL,
    "naam": Soort.TEKST,
    "uren": Soort.GETAL,
}


@pytest.mark.parametrize(
    ("tekst", "soort"),
    [
        ("ja AND list_contains(lijst, 'x')", Soort.JANEE),
        ("NOT ja OR aantal BETWEEN 1 AND 3", Soort.JANEE),
        ("naam IN ('a', 'b')", Soort.JANEE),
        ("naam IS NULL", Soort.JANEE),
        ("ja IS DISTINCT FROM FALSE", Soort.JANEE),
        ("BEKEND(naam)", Soort.JANEE),
        ("dag - INTERVAL 1 MONTH", Soort.DATUM),
        ("DATE_TRUNC('quarter', dag) + INTERVAL 3 MONTH", Soort.DATUM),
        ("GREATEST(dag, DATE '2025-01-01')", Soort.DATUM),
        ("EXTRACT(YEAR FROM dag)", Soort.GEHEEL),
        ("len(lijst) * 13", Soort.GEHEEL),
        ("aantal * 1.5", Soort.GETAL),
        ("ROUND(uren * aantal)", Soort.GEHEEL),
        ("ROUND(uren, 2)", Soort.GETAL),
        ("-ABS(aantal) + FLOOR(uren) + CEIL(uren)", Soort.GEHEEL),
        ("CASE WHEN ja THEN naam ELSE 'geen' END", Soort.TEKST),
        ("COALESCE(aantal, LEAST(aantal, 4))", Soort.GEHEEL),
    ],
)
def test_every_listed_form_has_a_kind(tekst: str, soort: Soort) -> None:
    assert lees("r", tekst, KENT).soort is soort


@pytest.mark.parametrize(
    ("tekst", "melding"),
    [
        ("jaa AND ja", "onbekend gegeven 'jaa'; bedoelt u 'ja'?"),
        ("lenn(lijst) > 1", "onbekende functie 'lenn'; bedoelt u LEN?"),
        ("aantal / 2 > 1", "mag niet in een regel"),
        ("SELECT 1", "mag niet in een regel"),
        ("ja; DROP TABLE feiten", "mag niet in een regel"),
        ("read_text('/etc/passwd') = 'x'", "onbekende functie"),
        ("EXISTS (SELECT 1)", "mag niet in een regel"),
        ("feiten.ja", "een regel kent geen tabellen"),
        ("aantal = NULL", "gebruik IS NULL"),
        ("naam IN ('a', NULL)", "gebruik IS NULL"),
        ("aantal IN (SELECT 1)", "rij waarden tussen haakjes"),
        ("aantal > 'x'", "is tekst, hier hoort geheel"),
        ("aantal AND ja", "aantal' is geheel, hier hoort janee"),
        ("ja AND (", "geen geldige expressie"),
        ("CASE naam WHEN 'a' THEN 1 END = 1", "CASE WHEN voorwaarde"),
        ("CAST(naam AS DATE) = dag", "alleen een vaste datum"),
        ("dag - INTERVAL (aantal) DAY = dag", "een termijn is INTERVAL"),
        ("naam || 'x' = 'y'", "mag niet in een regel"),
    ],
)
def test_anything_else_is_refused_in_dutch(tekst: str, melding: str) -> None:
    with pytest.raises(Regelfout) as fout:
        lees("eis.proef", tekst, KENT)

    assert melding in str(fout.value)


def test_the_place_is_the_line_of_the_file() -> None:
    with pytest.raises(Regelfout) as fout:
        lees("eis.proef", "ja\n  AND dag IS NOT NULL\n  AND onbekend_feit", KENT, regelnummer=40)

    assert fout.value.plaats == "eis.proef, regel 42"


def test_a_rule_yields_the_kind_that_is_asked() -> None:
    with pytest.raises(Regelfout, match="moet janee opleveren, maar is datum"):
        lees("eis.proef", "dag", KENT, verwacht=Soort.JANEE)


def test_the_parts_are_those_of_the_top_level() -> None:
    regel = lees("r", "(ja AND (naam = 'a' OR aantal > 1) AND dag IS NULL)", KENT)

    assert regel.verbinding == "AND"
    assert len(regel.delen) == 3
    assert regel.feiten == {"ja", "naam", "aantal", "dag"}


def test_every_function_of_the_list_says_what_it_means() -> None:
    assert all(FUNCTIES.values())
