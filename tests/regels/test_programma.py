"""One statement runs one case and a whole table, and unknown stays unknown."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop.regels.programma import Programma, kolom
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regelfout, lees
from zorginkoop.regels.verklaring import Deel, verklaar

FEITEN = {"dag": Soort.DATUM, "ja": Soort.JANEE, "lijst": Soort.LIJST, "aantal": Soort.GEHEEL}
KWARTAAL = lees("kwartaal", "DATE_TRUNC('quarter', dag) + INTERVAL 3 MONTH", FEITEN)
ALLES = {**FEITEN, "kwartaal": Soort.DATUM}
REGELS = [
    lees("en", "ja AND list_contains(lijst, 'x') AND aantal > 2", ALLES),
    lees("of", "ja OR kwartaal > DATE '2025-01-01'", ALLES),
    lees("keuze", "CASE WHEN ja THEN 1 WHEN aantal > 2 THEN 2 ELSE 3 END", ALLES),
    lees("minste", "LEAST(aantal, 4)", ALLES),
    lees("maand", "GREATEST(dag - INTERVAL 1 MONTH, DATE '2000-01-01')", ALLES),
    lees("bekend", "BEKEND(aantal)", ALLES),
]
PROGRAMMA = Programma(FEITEN, [KWARTAAL], REGELS)


def uitkomst(naam: str, **feiten: object) -> object:
    return PROGRAMMA.een(feiten)[f"={naam}"]


@pytest.mark.parametrize(("ja", "verwacht"), [(True, 1), (False, 2), (None, None)])
def test_an_unknown_condition_does_not_fall_through_to_the_next_branch(ja: bool | None, verwacht: int | None) -> None:
    assert uitkomst("keuze", ja=ja, aantal=3) == verwacht


def test_an_unknown_value_is_not_skipped_by_least() -> None:
    assert uitkomst("minste") is None
    assert uitkomst("minste", aantal=9) == 4


def test_a_month_before_31_march_is_the_last_of_february() -> None:
    assert uitkomst("maand", dag=date(2025, 3, 31)) == date(2025, 2, 28)
    assert uitkomst("maand", dag=date(2024, 3, 31)) == date(2024, 2, 29)


def test_known_is_true_or_unknown_never_false() -> None:
    assert uitkomst("bekend", aantal=0) is True
    assert uitkomst("bekend") is None


def test_the_explanation_names_parts_values_and_what_must_be_known() -> None:
    rij = PROGRAMMA.een({"lijst": ["x"], "dag": None})

    verklaring = verklaar(PROGRAMMA, REGELS[0], rij)

    assert verklaring.uitkomst is None
    assert verklaring.delen == (Deel("ja", None), Deel("ARRAY_CONTAINS(lijst, 'x')", True), Deel("aantal > 2", None))
    assert verklaring.onbekend == ("ja", "aantal")
    assert verklaring.waarden == {"aantal": None, "ja": None, "lijst": ["x"]}


def test_what_is_unknown_behind_a_derived_fact_is_the_fact_to_ask() -> None:
    assert verklaar(PROGRAMMA, REGELS[1], PROGRAMMA.een({"ja": False})).onbekend == ("dag",)


def test_a_decided_rule_asks_nothing() -> None:
    assert verklaar(PROGRAMMA, REGELS[0], PROGRAMMA.een({"ja": False})).onbekend == ()


def test_derived_facts_in_a_circle_are_refused_by_name() -> None:
    kent = {**FEITEN, "a": Soort.GEHEEL, "b": Soort.GEHEEL}

    with pytest.raises(Regelfout, match=r"kring van elkaar af: .*a.*b"):
        Programma(FEITEN, [lees("a", "b + 1", kent), lees("b", "a + 1", kent)], [])


GEVAL = st.fixed_dictionaries(
    {
        "dag": st.none() | st.integers(0, 3000).map(lambda n: date(2020, 1, 1) + timedelta(n)),
        "ja": st.none() | st.booleans(),
        "lijst": st.none() | st.lists(st.sampled_from(["x", "y"]), max_size=2),
        "aantal": st.none() | st.integers(-5, 10),
    }
)


@settings(deadline=None)
@given(st.lists(GEVAL, min_size=1, max_size=12))
def test_one_case_and_a_whole_table_agree(gevallen: list[dict[str, object]]) -> None:
    tabel = pa.Table.from_pylist(gevallen, schema=PROGRAMMA._schema)

    samen = PROGRAMMA.tabel(tabel).to_pylist()

    assert samen == [PROGRAMMA.een(geval) for geval in gevallen]


def test_a_table_keeps_its_own_columns_and_an_unknown_fact_is_added_as_unknown() -> None:
    uit = PROGRAMMA.tabel(pa.table({"praktijk": ["a", "b"], "ja": [True, False]}))

    assert uit.column("praktijk").to_pylist() == ["a", "b"]
    assert uit.column("aantal").to_pylist() == [None, None]
    assert uit.column("=of").to_pylist() == [True, None]


def test_a_number_has_six_decimals_half_away_from_zero() -> None:
    kent = {"getal": Soort.GETAL}
    regel = lees("dubbel", "getal * 2", kent)

    rij = Programma(kent, [], [regel]).een({"getal": Decimal("-0.0000005")})

    assert (rij["getal"], rij[kolom(regel)]) == (Decimal("-0.000001"), Decimal("-0.000002"))


def test_threads_do_not_see_each_others_facts() -> None:
    with ThreadPoolExecutor(4) as draden:
        uit = list(draden.map(lambda n: PROGRAMMA.een({"aantal": n})["=minste"], range(200)))

    assert uit == [min(n, 4) for n in range(200)]


@settings(deadline=None)
@given(st.none() | st.booleans(), st.none() | st.booleans(), st.none() | st.booleans())
def test_and_and_or_follow_three_valued_logic(a: bool | None, b: bool | None, c: bool | None) -> None:
    kent = dict.fromkeys(("a", "b", "c"), Soort.JANEE)
    regels = [lees("en", "a AND b AND c", kent), lees("of", "a OR b OR c", kent)]

    rij = Programma(kent, [], regels).een({"a": a, "b": b, "c": c})

    waarden = {a, b, c}
    assert rij[kolom(regels[0])] is (False if False in waarden else None if None in waarden else True)
    assert rij[kolom(regels[1])] is (True if True in waarden else None if None in waarden else False)
