"""docs/toestanden.md: the state tables as diagrams."""

from zorginkoop.web.begroting import states as begroting
from zorginkoop.web.contractering import states as contractering
from zorginkoop.web.declaraties import states as declaraties
from zorginkoop.web.redactie import states as redactie

KOP = """# Toestanden

Gegenereerd uit `states.py` van contractering, begroting, declaraties en redactie. Elke pijl zegt wie de stap zet en
waarom.
"""


def page() -> str:
    delen = (contractering.TABELLEN, begroting.TABELLEN, declaraties.TABELLEN, redactie.TABELLEN)
    return KOP + contractering.mermaid({naam: tabel for tabellen in delen for naam, tabel in tabellen.items()})
