"""AGB codes identify providers, practices and enterprises in the register of Vektis."""

import re

from zorginkoop.kern.fouten import Gebruikersfout

ZORGSOORTEN = {
    "01": "huisarts",
    "04": "fysiotherapeut",
    "07": "oefentherapeut",
    "17": "rechtspersoon",
    "21": "dienstenstructuur",
    "37": "gezondheidscentrum",
    "53": "samenwerkingsverband",
    "67": "netwerkorganisatie",
}


def controleer_agb(code: str, *, plaats: str = "AGB-code") -> str:
    """The code itself: eight digits, always text because of the leading zero. There is no check digit."""
    schoon = code.strip()
    if not re.fullmatch(r"[0-9]{8}", schoon):
        raise Gebruikersfout(f"Een AGB-code heeft precies acht cijfers; '{code}' niet", plaats=plaats)
    return schoon


def zorgsoort(code: str) -> str:
    """What the first two digits say the holder is, or "onbekend"."""
    return ZORGSOORTEN.get(code[:2], "onbekend")
