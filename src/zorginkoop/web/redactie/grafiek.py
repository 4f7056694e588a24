"""A plot as numbers a template can draw, and bars around zero.

Positions across are percentages, so that a plot follows the width of the page and its text keeps its size; positions
down are in rem, so that it grows with the text. Every number is a text already, whatever the language of the page.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from zorginkoop.web.redactie.schaal import STREEPJES, number, percent, rem, short, signed, ticks, unit, wrapped

REGEL = 1.2
"""Height of a line of text."""


@dataclass(frozen=True)
class Streep:
    """A tick: where on the axis, and what it says."""

    plek: str
    tekst: str


@dataclass(frozen=True)
class Staaf:
    """One bar: what it stands for, where it is, and on which side of zero ("plus" or "min").

    `regels` are the texts that belong to it, each with its place; `midden` is where the amount stands.
    """

    titel: str
    waarde: int
    kant: str
    x: str
    y: str
    breedte: str
    hoogte: str
    regels: tuple[tuple[str, str], ...] = ()
    midden: str = ""
    kort: str = ""
    precies: str = ""


@dataclass(frozen=True)
class Grafiek:
    """A plot: its bars, the ticks of its axis of numbers, where zero is, and what the numbers are counted in."""

    staven: tuple[Staaf, ...]
    strepen: tuple[Streep, ...]
    nul: str
    hoogte: str
    bodem: str
    as_y: str
    as_tekst: str


@dataclass(frozen=True)
class Vorm:
    """How bars are laid out: where they begin and how wide they may be, and how their labels are cut."""

    links: Fraction
    breedte: Fraction
    letters: int
    strepen: int
    boven: float
    """Space above the bar, apart from the lines of a label that stands above it."""
    staaf: float
    onder: float
    ernaast: bool


BREED = Vorm(Fraction(36, 100), Fraction(46, 100), 44, STREEPJES, boven=0.65, staaf=1.2, onder=0.65, ernaast=True)
SMAL = Vorm(Fraction(0), Fraction(1), 19, 3, boven=1.1, staaf=1.0, onder=0.3, ernaast=False)
"""Labels to the left of the bars, and above them where the page is narrow."""


def bars(waarden: Sequence[tuple[str, int]], *, smal: bool = False) -> Grafiek:
    """Cents per label as bars to the right or left of zero; `waarden` is not empty."""
    vorm, getallen = (SMAL if smal else BREED), [cent for _, cent in waarden]
    strepen = ticks(min(getallen), max(getallen), vorm.strepen)
    laagste, hoogste = strepen[0], strepen[-1]
    eenheid, woord = unit(max(hoogste, -laagste))

    def x(cent: int) -> Fraction:
        return vorm.links + vorm.breedte * Fraction(cent - laagste, hoogste - laagste)

    staven = list(_rows(waarden, vorm, x))
    bodem = sum(_height(vorm, label) for label, _ in waarden) + 0.25
    return Grafiek(
        staven=tuple(staven),
        strepen=tuple(Streep(percent(x(cent)), number(Fraction(cent, eenheid))) for cent in strepen),
        nul=percent(x(0)),
        hoogte=rem(bodem + 1.5),
        bodem=rem(bodem),
        as_y=rem(bodem + REGEL),
        as_tekst=gettext("in %(eenheid)s") % {"eenheid": woord},
    )


def _rows(waarden: Sequence[tuple[str, int]], vorm: Vorm, x: Callable[[int], Fraction]) -> Iterator[Staaf]:
    boven = 0.0
    for label, cent in waarden:
        regels, hoogte = wrapped(label, vorm.letters, 3), _height(vorm, label)
        eerste = boven + (hoogte - REGEL * (len(regels) - 1)) / 2 + 0.3 if vorm.ernaast else boven + vorm.boven
        yield Staaf(
            titel=label,
            waarde=cent,
            kant="plus" if cent >= 0 else "min",
            x=percent(x(min(cent, 0))),
            y=rem(boven + hoogte - vorm.onder - vorm.staaf),
            breedte=percent(abs(x(cent) - x(0))),
            hoogte=rem(vorm.staaf),
            regels=tuple((rem(eerste + REGEL * n), regel) for n, regel in enumerate(regels)),
            midden=rem(boven + hoogte / 2 + 0.3 if vorm.ernaast else eerste),
            kort=short(cent),
            precies=signed(cent),
        )
        boven += hoogte


def _height(vorm: Vorm, label: str) -> float:
    erboven = 0 if vorm.ernaast else REGEL * len(wrapped(label, vorm.letters, 3)) - 0.8
    return vorm.boven + erboven + vorm.staaf + vorm.onder
