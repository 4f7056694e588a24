"""docs/retourcodes.md: why a claim line is refused or adjusted, and what to do next."""

from docs.bouw.opmaak import table
from zorginkoop.adapters.vektis.retourcodes import retourcodes
from zorginkoop.engine.redenen import REDENEN, Reden

KOP = """# Waarom een declaratieregel wordt afgewezen of aangepast

Gegenereerd uit `engine/redenen.py`. Een regel houdt alle redenen die gelden, niet alleen de eerste. In een
retourrecord van het EI-bericht passen drie retourcodes; het portaal toont ze allemaal, met de afspraak en de paragraaf.

De teksten van de retourcodes zijn die van Vektis (lijst COD954-VEKT), voor zover openbaar.

"""


def page() -> str:
    rijen = [
        (f"`{r.code}`", "afgewezen" if r.wijst_af else "aangepast", r.melding, _codes(r), r.vervolg)
        for r in REDENEN.values()
    ]
    return KOP + table(["Reden", "Uitkomst", "Wat de praktijk leest", "Retourcodes", "Wat te doen"], rijen)


def _codes(reden: Reden) -> str:
    bekend = retourcodes()
    return "; ".join(f"`{code}` {bekend[code].melding}" for code in reden.retourcodes)
