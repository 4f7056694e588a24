"""docs/toestanden.md: the state tables as diagrams."""

from zorginkoop.web.begroting import states as begroting
from zorginkoop.web.beheer import states as beheer
from zorginkoop.web.contractering import states as contractering
from zorginkoop.web.declaraties import states as declaraties
from zorginkoop.web.gebeurtenissen import states as gebeurtenissen
from zorginkoop.web.redactie import states as redactie

KOP = """# Toestanden

Gegenereerd uit `states.py` van contractering, begroting, declaraties, gebeurtenissen, redactie en beheer. Elke pijl
zegt wie de stap zet en waarom.
"""


def page() -> str:
    apps = (contractering, begroting, declaraties, gebeurtenissen, redactie, beheer)
    delen = [app.TABELLEN for app in apps]
    return KOP + contractering.mermaid({naam: tabel for tabellen in delen for naam, tabel in tabellen.items()})
