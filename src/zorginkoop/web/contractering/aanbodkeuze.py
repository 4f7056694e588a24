"""The policies a practice can apply under, with what can already be said from the register alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from zorginkoop.beleid import assess, library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.contractering import tonen, vinden
from zorginkoop.web.contractering.bijdragen import facts_for
from zorginkoop.web.contractering.models import Aanvraag, Overeenkomst
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.taal import Zin


@dataclass(frozen=True)
class Keuze:
    """A policy as a card. `waarom_niet` says why one cannot apply (any more); then there may be a record to open."""

    beleid: Beleid
    verzekeraar: Organisatie
    url: str
    vragen: int
    bezwaren: list[str]
    waarom_niet: str
    aanvraag: Aanvraag | None
    overeenkomst: Overeenkomst | None

    @property
    def naam(self) -> str:
        return self.beleid.document.beleid

    @property
    def open(self) -> bool:
        return not (self.waarom_niet or self.aanvraag or self.overeenkomst)


ZORG_VAN = {
    "01": ("huisartsenzorg",),
    "07": ("oefentherapie",),
    "21": ("hds",),
    "53": ("wsv_ro",),
    "67": ("wsv_ro",),
}
"""The care that belongs to the first two digits of an AGB code; with other digits nothing is left out."""
EIGEN_ROUTE = ("zorgvernieuwing",)
"""Care whose request is decided before there is anything to apply for (document 001, 4.3)."""


def care_of(agb: str) -> tuple[str, ...]:
    """The kinds of care this AGB code is for; empty when that is not known."""
    return ZORG_VAN.get(agb[:2], ())


def choices(praktijk: Organisatie, *, op: datetime, zorgsoorten: Collection[str] = ()) -> list[Keuze]:
    """The latest version of each published policy of an insurer that works with this portal, of these kinds of care
    or of all."""
    nieuwste = {
        b.document.beleid: b
        for b in library.latest()
        if b.document.zorgsoort not in EIGEN_ROUTE and (not zorgsoorten or b.document.zorgsoort in zorgsoorten)
    }
    verzekeraars = {v.uzovi: v for v in Organisatie.objects.filter(uzovi__isnull=False)}
    klaar = ("AFGEWEZEN", "INGETROKKEN", "OVEREENGEKOMEN")
    lopend = {a.beleid: a for a in vinden.applications(praktijk).exclude(status__in=klaar)}
    getekend = {o.beleid: o for o in vinden.agreements(praktijk=praktijk).filter(tot__gt=timezone.localdate(op))}
    return [
        Keuze(
            beleid=b,
            verzekeraar=verzekeraars[b.verzekeraar.uzovi],
            url=tonen.policy_url(b),
            aanvraag=lopend.get(naam),
            overeenkomst=_whole_term(getekend.get(naam), b),
            **_first_look(b, praktijk, verzekeraars[b.verzekeraar.uzovi], op=op),
        )
        for naam, b in nieuwste.items()
        if b.verzekeraar.uzovi in verzekeraars
    ]


def _whole_term(overeenkomst: Overeenkomst | None, beleid: Beleid) -> Overeenkomst | None:
    """The agreement when it runs to the end of the term; one made for a year leaves room for the next."""
    return overeenkomst if overeenkomst and overeenkomst.tot >= beleid.document.looptijd_tot else None


def _first_look(beleid: Beleid, praktijk: Organisatie, verzekeraar: Organisatie, *, op: datetime) -> dict[str, Any]:
    """What the register alone tells: how many questions remain, and what already stands in the way."""
    dag = timezone.localdate(op)
    eigen = {"aanvraagdatum": dag, "datum_volledig": dag, "contractvorm": "nieuw", "agb_code": praktijk.agb}
    gegevens = {**facts_for(praktijk, verzekeraar, beleid.document.beleid, op=op), **eigen}
    toets = assess.assess(beleid, {naam: w for naam, w in gegevens.items() if naam in beleid.feiten})
    tot = beleid.document.geldig_tot
    return {
        "vragen": len(toets.vragen),
        "bezwaren": [e.weigering for e in toets.eisen if e.gevolg == "uitsluiten" and e.uitkomst is False],
        "waarom_niet": "" if dag < tot else Zin("Dit beleid gold tot %(dag)s; aanvragen kan niet meer.", dag=tot),
    }
