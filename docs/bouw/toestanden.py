"""docs/toestanden.md: the state tables as diagrams."""

from zorginkoop.web.contractering import states as contractering
from zorginkoop.web.declaraties import states as declaraties

KOP = """# Toestanden

Gegenereerd uit `contractering/states.py` en `declaraties/states.py`. Elke pijl zegt wie de stap zet en waarom.
"""


def page() -> str:
    return KOP + contractering.mermaid({**contractering.TABELLEN, **declaraties.TABELLEN})
