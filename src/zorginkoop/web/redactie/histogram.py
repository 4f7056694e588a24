"""Differences per practice in classes that mirror around zero, and as the columns of a plot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from django.utils.translation import gettext

from zorginkoop.web.redactie.grafiek import Grafiek, Staaf, Streep
from zorginkoop.web.redactie.schaal import euro, nice_step, number, percent, rem, ticks, unit

KLASSEN = 6
"""Classes on either side of zero, at most."""
UITSCHIETERS = Fraction(2, 100)
"""The share of the practices that may be in the open classes at the ends."""
BOVEN, HOOGTE = 1.2, 11.0
"""In rem: the space above the columns, and the highest of them."""


@dataclass(frozen=True)
class Klasse:
    """Practices whose difference in cents lies between two boundaries; an open end has none.

    The boundary nearer to zero is outside the class, the other inside; only zero itself is in none of them.
    """

    van: int | None
    tot: int | None
    aantal: int

    @property
    def kant(self) -> str:
        return "plus" if self.tot is None or self.tot > 0 else "min"


def classes(verschillen: Iterable[int]) -> list[Klasse]:
    """The differences that are not zero in classes as wide as each other, the same on both sides of zero."""
    echt = sorted(cent for cent in verschillen if cent)
    if not echt:
        return []
    groot = sorted(map(abs, echt))
    stap = nice_step(groot[ceil(len(groot) * (1 - UITSCHIETERS)) - 1], KLASSEN)
    links, rechts = (min(ceil(Fraction(max(verst, 0), stap)), KLASSEN) for verst in (-echt[0], echt[-1]))
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


def class_label(klasse: Klasse) -> str:
    """The class in words."""
    erbij = klasse.kant == "plus"
    dichtbij, ver = (klasse.van, klasse.tot) if erbij else (klasse.tot, klasse.van)
    bedragen = {"vanaf": euro(abs(dichtbij or 0)), "tot": euro(abs(ver or 0))}
    if ver is None:
        tekst = gettext("meer dan %(vanaf)s erbij") if erbij else gettext("meer dan %(vanaf)s eraf")
    elif dichtbij:
        tekst = gettext("%(vanaf)s tot en met %(tot)s erbij") if erbij else gettext("%(vanaf)s tot en met %(tot)s eraf")
    else:
        tekst = gettext("tot en met %(tot)s erbij") if erbij else gettext("tot en met %(tot)s eraf")
    return tekst % bedragen


def histogram(klassen: Sequence[Klasse], *, smal: bool = False) -> Grafiek:
    """How many practices are in each class, as columns; `klassen` is not empty.

    `strepen` are the numbers of practices up the side; the boundaries of the classes are the `regels` of the columns.
    """
    links, breedte = (Fraction(14, 100), Fraction(83, 100)) if smal else (Fraction(7, 100), Fraction(91, 100))
    strepen = ticks(0, max(klasse.aantal for klasse in klassen), 4)
    grenzen = [abs(grens) for klasse in klassen for grens in (klasse.van, klasse.tot) if grens is not None]
    eenheid, woord = unit(max(grenzen))
    grensteksten = _boundaries(klassen, eenheid, elke=2 if smal and len(klassen) > 5 else 1)
    vak = breedte / len(klassen)

    def x(n: int) -> Fraction:
        return links + vak * n

    return Grafiek(
        staven=tuple(
            _column(klasse, klasse.aantal / strepen[-1] * HOOGTE, x(n), vak, [(percent(x(k)), t) for k, t in teksten])
            for n, (klasse, teksten) in enumerate(zip(klassen, grensteksten, strict=True))
        ),
        strepen=tuple(Streep(rem(BOVEN + HOOGTE * (1 - n / strepen[-1])), number(Fraction(n))) for n in strepen),
        nul=percent(links),
        hoogte=rem(BOVEN + HOOGTE + 1.9),
        bodem=rem(BOVEN + HOOGTE),
        as_y=rem(BOVEN + HOOGTE + 1.3),
        as_tekst=gettext("in %(eenheid)s") % {"eenheid": woord},
    )


def _column(klasse: Klasse, hoog: float, x: Fraction, vak: Fraction, teksten: list[tuple[str, str]]) -> Staaf:
    return Staaf(
        titel=class_label(klasse),
        waarde=klasse.aantal,
        kant=klasse.kant,
        x=percent(x + vak * Fraction(4, 100)),
        y=rem(BOVEN + HOOGTE - hoog),
        breedte=percent(vak * Fraction(92, 100)),
        hoogte=rem(hoog),
        regels=tuple(teksten),
    )


def _boundaries(klassen: Sequence[Klasse], eenheid: int, *, elke: int) -> list[list[tuple[int, str]]]:
    """Per column the boundaries it labels, by their number: its left one, and the last one its right one too.

    Zero is labelled always, the others one in so many, counted from zero.
    """
    nul = sum(klasse.kant == "min" for klasse in klassen)
    grenzen = [klassen[0].van, *(klasse.tot for klasse in klassen)]
    teksten = {
        n: number(Fraction(grens, eenheid))
        for n, grens in enumerate(grenzen)
        if grens is not None and (n - nul) % elke == 0
    }
    laatste = len(klassen) - 1
    return [
        [(k, teksten[k]) for k in ((n, n + 1) if n == laatste else (n,)) if k in teksten] for n in range(len(klassen))
    ]
