"""Scales and short texts for plots: nice ticks, amounts in a few letters, labels in short lines.

Numbers for a drawing are texts with a point, whatever the language of the page; numbers to read are Dutch.
"""

from fractions import Fraction
from math import ceil, floor

from django.utils.translation import gettext

from zorginkoop.kern.geld import als_euro

STREEPJES = 5
"""About so many ticks on an axis."""


def nice_step(hoogste: int, stappen: int = STREEPJES) -> int:
    """The step of 1, 2 or 5 times a power of ten with which so many steps reach the highest value."""
    ruw = max(ceil(Fraction(hoogste, stappen)), 1)
    macht = 10 ** (len(str(ruw)) - 1)
    return next(keer * macht for keer in (1, 2, 5, 10) if keer * macht >= ruw)


def ticks(laagste: int, hoogste: int, stappen: int = STREEPJES) -> list[int]:
    """Multiples of a nice step that enclose both values and zero."""
    laagste = min(laagste, 0)
    hoogste = max(hoogste, 0) if laagste else max(hoogste, 1)
    stap = nice_step(hoogste - laagste, stappen)
    return [n * stap for n in range(floor(Fraction(laagste, stap)), ceil(Fraction(hoogste, stap)) + 1)]


def unit(hoogste_cent: int) -> tuple[int, str]:
    """In what amounts of this size are told: how many cents, and what that is called."""
    if hoogste_cent >= 1_000_000_00:
        return 1_000_000_00, gettext("miljoenen euro's")
    return (1_000_00, gettext("duizenden euro's")) if hoogste_cent >= 10_000_00 else (1_00, gettext("euro's"))


def number(waarde: Fraction) -> str:
    """In Dutch, as short as it can be: 1,5 and 2.000 and −3."""
    tekst = f"{float(abs(waarde)):,.3f}".rstrip("0").rstrip(".")
    return ("−" if waarde < 0 else "") + tekst.translate(str.maketrans(",.", ".,"))


def percent(deel: Fraction | float) -> str:
    return f"{float(deel) * 100:.3f}".rstrip("0").rstrip(".") + "%"


def rem(hoogte: float) -> str:
    return f"{hoogte:.2f}".rstrip("0").rstrip(".") + "rem"


def wrapped(label: str, breedte: int, hoogstens: int = 2) -> list[str]:
    """The label in at most so many lines of at most so many letters; what does not fit ends in an ellipsis."""
    regels, rest = [""], label.split()
    while rest:
        samen = f"{regels[-1]} {rest[0]}".strip()
        if len(samen) > breedte and regels[-1]:
            if len(regels) == hoogstens:
                return [*regels[:-1], f"{regels[-1][: breedte - 1]}…"]
            regels.append("")
            continue
        regels[-1] = samen
        rest.pop(0)
    return [regel if len(regel) <= breedte else f"{regel[: breedte - 1]}…" for regel in regels]


def euro(cent: int) -> str:
    return f"€\N{NO-BREAK SPACE}{number(Fraction(cent, 100))}"


def bedrag(cent: int) -> str:
    """An exact amount that stays on one line."""
    return als_euro(cent).replace(" ", "\N{NO-BREAK SPACE}")


def sign(cent: int) -> str:
    return "+" if cent > 0 else "−" if cent < 0 else ""


def signed(cent: int) -> str:
    """An exact difference: +€ 12,34 or −€ 12,34."""
    return f"{sign(cent)}{bedrag(abs(cent))}"


def short(cent: int) -> str:
    """A difference in a few letters: +€ 1,2 mln, −€ 12.345, +€ 0,40."""
    groot = abs(cent)
    if groot >= 1_000_000_00:
        return f"{sign(cent)}€\N{NO-BREAK SPACE}{number(Fraction(round(groot / 100_000_00), 10))}\N{NO-BREAK SPACE}mln"
    return f"{sign(cent)}{bedrag(round(groot, -2))[:-3] if groot >= 100_00 else bedrag(groot)}"
