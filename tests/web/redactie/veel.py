"""A whole market of invented practices that applied, without passing every page for each."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zorginkoop.beleid import library
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.demo import marktregister
from zorginkoop.web.redactie import tekst
from zorginkoop.web.toegang.models import Organisatie, Persoon

EIGEN = {"agb_code", "contractvorm", "aanvraagdatum", "datum_volledig"}


def apply_all(
    verzekeraar: Organisatie, door: Persoon, *, aantal: int, beleid: str, op: datetime, seed: int = 3
) -> None:
    """So many practices, each with a submitted application under this policy; most of them qualify."""
    policy = library.load(beleid)
    rijen = marktregister.make(aantal, [policy], seed=seed).to_pylist()
    praktijken = Organisatie.objects.bulk_create(
        Organisatie(soort="PRAKTIJK", naam=f"Huisartsenpraktijk {n}", agb=f"01{500_000 + n}")
        for n, rij in enumerate(rijen, start=1)
    )
    Aanvraag.objects.bulk_create(
        Aanvraag(
            praktijk=praktijk, verzekeraar=verzekeraar, beleid=policy.document.beleid,
            beleidversie=policy.document.versie, contractvorm=rij.get("contractvorm") or "nieuw",
            antwoorden={naam: _json(waarde) for naam, waarde in rij.items() if naam not in EIGEN},
            status="TOEGELATEN", toets={}, aangemaakt_op=op, aangemaakt_door=door, ingediend_op=op,
            ingediend_door=door, volledig_op=op,
        )
        for praktijk, rij in zip(praktijken, rijen, strict=True)
    )  # fmt: skip


def _json(waarde: Any) -> Any:
    return waarde.isoformat() if isinstance(waarde, date) else str(waarde) if isinstance(waarde, Decimal) else waarde


WIJZIGINGEN = {
    ("eis", "kernregio"): {"gevolg": "beoordelen"},
    ("eis", "huisarts"): {"regel": "big_registratie AND ingeschreven_patienten >= 1500"},
    ("prestatie", "poh_ggz", "tarief", "1"): {"bedrag": Decimal("4.10")},
    ("prestatie", "ouderenzorg", "tarief", "1"): {"bedrag": Decimal("1.80")},
    ("prestatie", "kwaliteit", "tarief", "1"): {"bedrag": Decimal("0.45")},
}
"""What a draft of the follower changes: outside the core region a person decides, a smallest practice, and amounts."""


def changed_text(inhoud: str) -> str:
    """The text of a policy of the follower with all of these changes."""
    for pad, waarden in WIJZIGINGEN.items():
        inhoud = tekst.changed(inhoud, pad, waarden)
    return inhoud
