"""docs/toestanden.md: the state tables as diagrams."""

from zorginkoop.web.contractering import states as contractering
from zorginkoop.web.declaraties import states as declaraties
from zorginkoop.web.redactie import states as redactie

KOP = """# Toestanden

Gegenereerd uit `states.py` van contractering, declaraties en redactie. Elke pijl zegt wie de stap zet en waarom.
"""


def page() -> str:
    return KOP + contractering.mermaid({**contractering.TABELLEN, **declaraties.TABELLEN, **redactie.TABELLEN})
