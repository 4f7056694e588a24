"""Plots: what is drawn is what the numbers say, at every size, and the mirror of the numbers is the mirror drawn."""

from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from zorginkoop.web.redactie.grafiek import bars
from zorginkoop.web.redactie.histogram import Klasse, class_label, classes, histogram
from zorginkoop.web.redactie.schaal import nice_step, number, short, signed, ticks, unit, wrapped

CENTEN = st.integers(-(10**14), 10**14)
ECHT = CENTEN.filter(bool)
RIJEN = st.lists(st.tuples(st.text("abc ", min_size=1, max_size=80), ECHT), min_size=1, max_size=12)


def share(plek: str) -> Fraction:
    assert plek.endswith("%")
    return Fraction(plek.removesuffix("%")) / 100


@given(st.integers(1, 10**16), st.integers(1, 8))
@example(1, 5)
@example(10**9 + 1, 5)
def test_a_step_is_round_and_reaches_the_highest_value(hoogste, stappen):
    stap = nice_step(hoogste, stappen)
    assert str(stap).rstrip("0") in ("1", "2", "5")
    assert stap * stappen >= hoogste


@given(CENTEN, CENTEN)
def test_ticks_enclose_the_values_and_zero_and_are_few(een, ander):
    strepen = ticks(min(een, ander), max(een, ander))
    assert strepen[0] <= min(een, ander, 0) <= max(een, ander, 0) <= strepen[-1]
    assert 0 in strepen
    assert 2 <= len(strepen) <= 8


@given(RIJEN, st.booleans())
def test_bars_start_at_zero_point_the_right_way_and_stay_inside(rijen, smal):
    plot = bars(rijen, smal=smal)
    nul = share(plot.nul)
    for staaf, (_, cent) in zip(plot.staven, rijen, strict=True):
        links, rechts = share(staaf.x), share(staaf.x) + share(staaf.breedte)
        assert -1e-4 <= links <= rechts <= 1 + 1e-4
        assert abs((links if cent > 0 else rechts) - nul) <= Fraction(2, 100_000)
        assert staaf.kant == ("plus" if cent > 0 else "min")


@given(RIJEN)
def test_the_mirror_of_the_values_is_the_mirror_of_the_bars(rijen):
    heen, terug = bars(rijen), bars([(label, -cent) for label, cent in rijen])
    for a, b in zip(heen.staven, terug.staven, strict=True):
        assert abs(share(a.breedte) - share(b.breedte)) <= Fraction(2, 100_000)
        assert {a.kant, b.kant} == {"plus", "min"}


def test_bars_by_hand():
    """-50 and 150 euros: ticks from -50 to 150 by 50, so zero is at a quarter of the 46% that begins at 36%."""
    plot = bars([("Eraf", -50_00), ("Erbij", 150_00)])

    assert [streep.tekst for streep in plot.strepen] == ["−50", "0", "50", "100", "150"]
    assert plot.nul == "47.5%"
    eraf, erbij = plot.staven
    assert (eraf.x, eraf.breedte, eraf.kort) == ("36%", "11.5%", "−€\xa050,00")
    assert (erbij.x, erbij.breedte, erbij.kort) == ("47.5%", "34.5%", "+€\xa0150")
    assert plot.as_tekst == "in euro's"


@given(st.lists(CENTEN, max_size=60))
def test_every_practice_that_changes_is_in_one_class(verschillen):
    klassen = classes(verschillen)
    assert sum(klasse.aantal for klasse in klassen) == sum(1 for cent in verschillen if cent)
    for klasse in klassen:
        if klasse.van is not None and klasse.tot is not None:
            plus = klasse.kant == "plus"
            binnen = [
                cent
                for cent in verschillen
                if (klasse.van < cent <= klasse.tot if plus else klasse.van <= cent < klasse.tot)
            ]
            assert klasse.aantal == len(binnen)


@given(st.lists(CENTEN, max_size=60))
def test_the_way_back_mirrors_the_classes(verschillen):
    terug = [
        Klasse(None if k.tot is None else -k.tot, None if k.van is None else -k.van, k.aantal)
        for k in reversed(classes([-cent for cent in verschillen]))
    ]
    assert classes(verschillen) == terug


def test_classes_by_hand():
    """Highest 1,000 euros: six steps of 200. 0 is in none, exactly 200 is in the first, 201 in the second."""
    klassen = classes([0, 0, 200_00, 201_00, 1000_00, -1])

    assert [(k.van, k.tot, k.aantal) for k in klassen] == [
        (-200_00, 0, 1), (0, 200_00, 1), (200_00, 400_00, 1), (400_00, 600_00, 0), (600_00, 800_00, 0),
        (800_00, 1000_00, 1),
    ]  # fmt: skip
    assert [class_label(k) for k in klassen[:3]] == [
        "tot en met €\xa0200 eraf", "tot en met €\xa0200 erbij", "€\xa0200 tot en met €\xa0400 erbij",
    ]  # fmt: skip


def test_one_practice_far_out_does_not_hide_the_others():
    klassen = classes([*range(1_00, 100_00, 1_00), 1_000_000_00])

    assert klassen[-1].tot is None
    assert class_label(klassen[-1]) == "meer dan €\xa0100 erbij"
    assert sum(klasse.aantal for klasse in klassen[:-1]) == 99


@given(st.lists(ECHT, min_size=1, max_size=60), st.booleans())
def test_columns_are_as_high_as_their_numbers(verschillen, smal):
    klassen = classes(verschillen)
    plot = histogram(klassen, smal=smal)
    hoogst = max(float(s.hoogte.removesuffix("rem")) for s in plot.staven)
    meeste = max(k.aantal for k in klassen)
    for staaf, klasse in zip(plot.staven, klassen, strict=True):
        assert abs(float(staaf.hoogte.removesuffix("rem")) - hoogst * klasse.aantal / meeste) < 0.02
    assert sum(tekst == "0" for staaf in plot.staven for _, tekst in staaf.regels) == 1


@given(st.text(max_size=120), st.integers(5, 40))
def test_labels_are_cut_in_lines_that_fit(label, breedte):
    regels = wrapped(label, breedte)
    assert 1 <= len(regels) <= 2
    assert all(len(regel) <= breedte for regel in regels)


def test_numbers_are_dutch_and_short():
    assert [number(Fraction(n, 2)) for n in (0, -1, 5, 4000)] == ["0", "−0,5", "2,5", "2.000"]
    assert [short(cent) for cent in (0, 40, -12_345_67, 1_249_999_99, 66_600_000_00)] == [
        "€\xa00,00", "+€\xa00,40", "−€\xa012.346", "+€\xa01,2\xa0mln", "+€\xa066,6\xa0mln",
    ]  # fmt: skip
    assert signed(-5) == "−€\xa00,05"
    assert unit(9_999_99)[1] == "euro's"
    assert unit(10_000_00)[1] == "duizenden euro's"
