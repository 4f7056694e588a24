"""Budgets of the demonstration: what stands in them, and each step through the actions the portal uses.

Every amount is invented. A budget goes out as the workbook of the portal and comes back in from it, as people do it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from zorginkoop.adapters import werkboek
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting import actions, werkblad
from zorginkoop.web.begroting.inhoud import Activiteit, Inhoud, Regel, Resultaat
from zorginkoop.web.begroting.models import Begroting, Jaarstukken
from zorginkoop.web.toegang.models import Organisatie, Persoon

Besluiter = tuple[Persoon, Organisatie]
"""A purchaser, and for which insurer."""
SAMENWERKING = (
    ("B01", "samenwerking", "Coördinator, halve dag per huisartsenpraktijk", "0.5", 8_000_000),
    ("B02", "samenwerking", "Wijkoverleg", "12", 75_050),
    ("B03", "programma_dm2", "Deelnemers diabetes type 2", "1600", 2_750),
    ("B04", "programma_cvrm", "Deelnemers hart- en vaatziekten", "2000", 1_300),
    ("B05", "programma_copd", "Deelnemers COPD", "400", 2_100),
    ("B06", "programma_astma", "Deelnemers astma", "500", 1_200),
    ("B07", "programma_angst_stemming", "Deelnemers angst en stemming", "300", 1_600),
)
SPOED = (
    ("A01", "anw_zorg", "Diensten van huisartsen", "8760", 28_500),
    ("A02", "anw_zorg", "Triage aan de telefoon", "61000", 1_450),
    ("A03", "anw_zorg", "Huisvesting en vervoer", "1", 41_000_000),
)
Post = tuple[str, str, str, str, int]


def content(posten: Sequence[Post], jaar: int, *, erbij: int = 0) -> Inhoud:
    """A budget for a year; `erbij` cents more for each unit of its first line."""
    regels = [
        Regel(code=code, prestatie=prestatie, omschrijving=wat, aantal=Decimal(aantal), eenheid_cent=cent)
        for code, prestatie, wat, aantal, cent in posten
    ]
    regels[0] = regels[0].model_copy(update={"eenheid_cent": regels[0].eenheid_cent + erbij})
    return Inhoud(
        regels=tuple(regels),
        jaarplan=(
            Activiteit(code="P01", activiteit="Overleg in de wijk inrichten", gereed_op=date(jaar, 3, 31)),
            Activiteit(code="P02", activiteit="Uitkomsten bespreken met de leden", gereed_op=date(jaar, 10, 31)),
        ),
        resultaten=(
            Resultaat(code="R01", onderwerp="Jaarcontrole", richting="ten minste", norm=Decimal(80), eenheid="procent"),
            Resultaat(code="R02", onderwerp="Wachttijd", richting="hoogstens", norm=Decimal("2.5"), eenheid="weken"),
        ),
    )


def hand_in(begroting: Begroting, inhoud: Inhoud, policy: Beleid, *, by: Persoon, now: datetime) -> None:
    """Send a version in as an Excel file."""
    bestand = werkboek.write(werkblad.sheets(inhoud, policy), werkblad.BREEDTES)
    gelezen = werkblad.read_budget(werkboek.read(bestand), policy)
    actions.hand_in(
        begroting=begroting, inhoud=gelezen, bestandsnaam=f"begroting-{begroting.jaar}.xlsx", by=by, now=now
    )


def agree(begroting: Begroting, *besluiten: tuple[Besluiter, datetime]) -> None:
    """Each of these purchasers agrees to the last version."""
    versie = begroting.last_version()
    for (by, namens), now in besluiten if versie else ():
        nummer = versie.nummer if versie else 0
        actions.decide(begroting=begroting, namens=namens, nummer=nummer, akkoord=True, by=by, now=now)


def send_back(begroting: Begroting, besluiter: Besluiter, motivering: str, *, now: datetime) -> None:
    """A purchaser asks for something else."""
    by, namens = besluiter
    vast = {"nummer": 1, "akkoord": False, "motivering": motivering}
    actions.decide(begroting=begroting, namens=namens, by=by, now=now, **vast)


def accounts(begroting: Begroting, policy: Beleid, *, factor: Decimal, by: Persoon, now: datetime) -> Jaarstukken:
    """The annual accounts as an Excel file: each line came to `factor` of what was budgeted."""
    versie = begroting.last_version()
    inhoud = versie.content() if versie else Inhoud(regels=())
    bladen = {naam: [list(rij) for rij in rijen] for naam, rijen in werkblad.account_sheets(inhoud, policy).items()}
    for rij, regel in zip(bladen[werkblad.JAARREKENING][1:], inhoud.regels, strict=True):
        rij[3] = round(regel.bedrag_cent * float(factor)) / 100
    for rij, resultaat in zip(bladen[werkblad.RESULTATEN][1:], inhoud.resultaten, strict=True):
        rij[5] = float(resultaat.norm)
    gelezen = werkblad.read_accounts(werkboek.read(werkboek.write(bladen)), inhoud)
    verslag = "De zorg liep volgens plan. De uitkomsten zijn besproken met de leden en met de patiëntenraad."
    return actions.hand_in_accounts(begroting=begroting, realisatie=gelezen, verslag=verslag, by=by, now=now)


def discuss(jaarstukken: Jaarstukken, besluiter: Besluiter, *, now: datetime) -> None:
    """The accounts were discussed."""
    by, namens = besluiter
    actions.discuss_accounts(
        jaarstukken=jaarstukken, namens=namens, bespreking="Doorgenomen; geen open punten.", by=by, now=now
    )


def settle(jaarstukken: Jaarstukken, een: Besluiter, ander: Besluiter, voor: datetime, vast: datetime) -> None:
    """One purchaser proposes the settlement of half the difference, another determines it."""
    voorstel = actions.propose_settlement(
        jaarstukken=jaarstukken, namens=een[1], verrekend_deel=Decimal(50), by=een[0], now=voor
    )
    actions.decide_settlement(nacalculatie=voorstel, namens=ander[1], akkoord=True, by=ander[0], now=vast)
