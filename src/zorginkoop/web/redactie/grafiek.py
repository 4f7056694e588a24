"""Plots as numbers a template can draw: bars around zero, and a histogram whose classes mirror around zero.

Positions across are percentages, so that a plot follows the width of the page and its text keeps its size; positions
down are in rem. Every number is a text already, with a point, whatever the language of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from zorginkoop.web.redactie.schaal import (
    STREEPJES,
    euro,
    nice_step,
    number,
    percent,
    rem,
    short,
    signed,
    ticks,
    unit,
    wrapped,
)  # fmt: skip

KLASSEN = 6
"""Classes of the histogram on either side of zero, at most."""
UITSCHIETERS = 0.02
"""The share of the practices that may be in the open classes at the ends."""


@dataclass(frozen=True)
class Streep:
    """A tick: where on the axis, and what it says."""

    plek: str
    tekst: str


@dataclass(frozen=True)
class Staaf:
    """One bar: what it stands for, where it is, and on which side of zero ("plus" or "min")."""

    titel: str
    waarde: int
    kant: str
    x: str
    y: str
    breedte: str
    hoogte: str
    regels: tuple[tuple[str, str], ...] = ()
    """The lines of its label, each with its place down."""
    midden: str = ""
    kort: str = ""
    precies: str = ""


@dataclass(frozen=True)
class Grafiek:
    """A plot: its bars, the ticks of its axis of numbers, and where zero is."""

    staven: tuple[Staaf, ...]
    strepen: tuple[Streep, ...]
    nul: str
    hoogte: str
    bodem: str
    as_y: str
    as_tekst: str


@dataclass(frozen=True)
class Klasse:
    """Practices whose difference in cents lies between two boundaries; an open end has none.

    The boundary nearer to zero is outside the class, the other inside; nothing but zero itself is in none of them.
    """

    van: int | None
    tot: int | None
    aantal: int


def bars(waarden: Sequence[tuple[str, int]], *, smal: bool = False) -> Grafiek:
    """Cents per label as bars to the right or left of zero: wide with the labels at the left, narrow with them above.

    `waarden` may not be empty.
    """
    links, breed = (Fraction(0), Fraction(1)) if smal else (Fraction(36, 100), Fraction(46, 100))
    letters, vak, staaf, marge = (26, 3.9, 1.0, 2.6) if smal else (44, 2.5, 1.2, 0.65)
    getallen = [cent for _, cent in waarden]
    strepen = ticks(min(getallen), max(getallen), 3 if smal else STREEPJES)
    laagste, hoogste = strepen[0], strepen[-1]
    eenheid, woord = unit(max(hoogste, -laagste))

    def x(cent: int) -> Fraction:
        return links + breed * Fraction(cent - laagste, hoogste - laagste)

    staven = []
    for n, (label, cent) in enumerate(waarden):
        boven = n * vak
        regels = wrapped(label, letters)
        eerste = boven + (1.1 if smal else vak / 2 + 0.3 - 0.6 * (len(regels) - 1))
        staven.append(
            Staaf(
                titel=label,
                waarde=cent,
                kant="plus" if cent >= 0 else "min",
                x=percent(x(min(cent, 0))),
                y=rem(boven + marge),
                breedte=percent(abs(x(cent) - x(0))),
                hoogte=rem(staaf),
                regels=tuple((rem(eerste + 1.2 * k), regel) for k, regel in enumerate(regels)),
                midden=rem(eerste if smal else boven + vak / 2 + 0.3),
                kort=short(cent),
                precies=signed(cent),
            )
        )
    bodem = len(waarden) * vak + 0.25
    return Grafiek(
        staven=tuple(staven),
        strepen=tuple(Streep(percent(x(cent)), number(Fraction(cent, eenheid))) for cent in strepen),
        nul=percent(x(0)),
        hoogte=rem(bodem + 1.5),
        bodem=rem(bodem),
        as_y=rem(bodem + 1.2),
        as_tekst=f"in {woord}",
    )


def classes(verschillen: Iterable[int]) -> list[Klasse]:
    """The differences that are not zero in classes as wide as each other, the same on both sides of zero."""
    echt = sorted(cent for cent in verschillen if cent)
    if not echt:
        return []
    groot = sorted(map(abs, echt))
    stap = nice_step(groot[ceil(len(groot) * (1 - UITSCHIETERS)) - 1], KLASSEN)
    links = min(ceil(Fraction(-echt[0], stap)), KLASSEN) if echt[0] < 0 else 0
    rechts = min(ceil(Fraction(echt[-1], stap)), KLASSEN) if echt[-1] > 0 else 0
    geteld = [0] * (links + rechts)
    for cent in echt:
        n = min((abs(cent) - 1) // stap, (rechts if cent > 0 else links) - 1)
        geteld[links + n if cent > 0 else links - 1 - n] += 1
    grenzen: list[int | None] = [n * stap for n in range(-links, rechts + 1)]
    if -echt[0] > links * stap:
        grenzen[0] = None
    if echt[-1] > rechts * stap:
        grenzen[-1] = None
    return [Klasse(van, tot, aantal) for (van, tot), aantal in zip(pairwise(grenzen), geteld, strict=True)]


def histogram(klassen: Sequence[Klasse], *, smal: bool = False) -> Grafiek:
    """How many practices are in each class, as columns; the ticks along the bottom are the boundaries.

    `strepen` are those of the numbers of practices; the boundaries are in `regels` of the columns, with their place.
    """
    links, breed = (Fraction(14, 100), Fraction(83, 100)) if smal else (Fraction(7, 100), Fraction(91, 100))
    hoogte, boven, vak = 11.0, 1.2, breed / len(klassen)
    strepen = ticks(0, max(klasse.aantal for klasse in klassen), 4)
    grootste = max(abs(grens) for klasse in klassen for grens in (klasse.van, klasse.tot) if grens is not None)
    eenheid, woord = unit(grootste)
    staven = []
    for n, klasse in enumerate(klassen):
        deel = klasse.aantal / strepen[-1] * hoogte
        plus = klasse.tot is None or klasse.tot > 0
        staven.append(
            Staaf(
                titel=class_label(klasse),
                waarde=klasse.aantal,
                kant="plus" if plus else "min",
                x=percent(links + vak * n + vak * Fraction(4, 100)),
                y=rem(boven + hoogte - deel),
                breedte=percent(vak * Fraction(92, 100)),
                hoogte=rem(deel),
                regels=_boundary(klassen, n, links, vak, eenheid, smal=smal),
                midden=percent(links + vak * n + vak / 2),
            )
        )
    return Grafiek(
        staven=tuple(staven),
        strepen=tuple(
            Streep(rem(boven + hoogte * (1 - streep / strepen[-1])), number(Fraction(streep))) for streep in strepen
        ),
        nul=percent(links),
        hoogte=rem(boven + hoogte + 1.9),
        bodem=rem(boven + hoogte),
        as_y=rem(boven + hoogte + 1.3),
        as_tekst=f"in {woord} per jaar",
    )


def class_label(klasse: Klasse) -> str:
    """The class in words, in whole euros: the boundaries are that, for its steps are whole euros or there are none."""
    van, tot = (None if grens is None else f"{euro(abs(grens))}" for grens in (klasse.van, klasse.tot))
    if klasse.van is None or klasse.tot is None:
        return f"meer dan {van} erbij" if klasse.tot is None else f"meer dan {tot} eraf"
    if klasse.tot > 0:
        return f"tot en met {tot} erbij" if klasse.van == 0 else f"{van} tot en met {tot} erbij"
    return f"tot en met {van} eraf" if klasse.tot == 0 else f"{tot} tot en met {van} eraf"


def _boundary(
    klassen: Sequence[Klasse], n: int, links: Fraction, vak: Fraction, eenheid: int, *, smal: bool
) -> tuple[tuple[str, str], ...]:
    """The boundaries this column is to label: its left one, and the last column its right one; when narrow half."""
    nul = next((k for k, klasse in enumerate(klassen) if klasse.van == 0), len(klassen))
    wie = [(n, klassen[n].van)] + ([(n + 1, klassen[n].tot)] if n + 1 == len(klassen) else [])
    return tuple(
        (percent(links + vak * k), number(Fraction(grens, eenheid)))
        for k, grens in wie
        if grens is not None and not (smal and len(klassen) > 5 and (k - nul) % 2)
    )
