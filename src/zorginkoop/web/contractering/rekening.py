"""On which account a practice is paid by an insurer: the last one it gave that insurer, never anyone else's.

An account given with a signed application counts; so does a later one that a source below says was approved.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.toegang.models import Organisatie

Rekening = tuple[str, str, datetime]
"""AGB code, IBAN, and since when it counts."""
Bron = Callable[[Organisatie, list[str]], Iterable[Rekening]]
_bronnen: list[Bron] = []


def add_source(bron: Bron) -> None:
    """Let a later app say which account numbers were approved since the application."""
    if bron not in _bronnen:
        _bronnen.append(bron)


def ibans(verzekeraar: Organisatie, agbs: Iterable[str]) -> dict[str, str]:
    """The account of each practice for this insurer, for those that have one."""
    codes = list(agbs)
    rijen = Aanvraag.objects.filter(verzekeraar=verzekeraar, praktijk__agb__in=codes, status="OVEREENGEKOMEN")
    gegeven = list(
        rijen.exclude(iban="").order_by("ingediend_op", "id").values_list("praktijk__agb", "iban", "ingediend_op")
    )
    later = [rekening for bron in _bronnen for rekening in bron(verzekeraar, codes)]
    return {agb: iban for agb, iban, _ in sorted([*gegeven, *later], key=lambda rekening: rekening[2])}


def iban_of(aanvraag: Aanvraag) -> str:
    """The account on which this insurer pays this practice now; empty when there is none."""
    return ibans(aanvraag.verzekeraar, [aanvraag.praktijk.agb or ""]).get(aanvraag.praktijk.agb or "", aanvraag.iban)
