"""On which account a practice is paid by an insurer: one it gave that insurer, never anyone else's.

The account of its first signed application counts, until a source below says that a later one was approved. Another
account in a later application is therefore no more than a change to look at.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.toegang.models import Organisatie

Rekening = tuple[str, str, datetime]
"""AGB code, IBAN, and since when it counts."""
Bron = Callable[[Organisatie, list[str]], Iterable[Rekening]]
_bronnen: list[Bron] = []
Ander = Callable[[Aanvraag, datetime], object]
_bij_ander: list[Ander] = []


def add_source(bron: Bron) -> None:
    """Let a later app say which account numbers were approved since the application."""
    if bron not in _bronnen:
        _bronnen.append(bron)


def on_other(stap: Ander) -> None:
    """Let a later app act when an application is signed that names another account than is paid on."""
    if stap not in _bij_ander:
        _bij_ander.append(stap)


def signed(aanvraag: Aanvraag, now: datetime) -> None:
    """The agreement of this application is in force: what it says of the account is known from now on."""
    if aanvraag.iban and iban_of(aanvraag) != aanvraag.iban:
        for stap in _bij_ander:
            stap(aanvraag, now)


def ibans(verzekeraar: Organisatie, agbs: Iterable[str]) -> dict[str, str]:
    """The account of each practice for this insurer, for those that have one."""
    codes = list(agbs)
    rijen = Aanvraag.objects.filter(verzekeraar=verzekeraar, praktijk__agb__in=codes, status="OVEREENGEKOMEN")
    rijen = rijen.exclude(iban="").order_by("-ingediend_op", "-id")
    gegeven = {agb: (agb, iban, op) for agb, iban, op in rijen.values_list("praktijk__agb", "iban", "ingediend_op")}
    later = [rekening for bron in _bronnen for rekening in bron(verzekeraar, codes)]
    return {agb: iban for agb, iban, _ in sorted([*gegeven.values(), *later], key=lambda rekening: rekening[2])}


def iban_of(aanvraag: Aanvraag) -> str:
    """The account on which this insurer pays this practice now; empty when there is none."""
    return ibans(aanvraag.verzekeraar, [aanvraag.praktijk.agb or ""]).get(aanvraag.praktijk.agb or "", aanvraag.iban)
