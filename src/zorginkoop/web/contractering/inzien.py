"""Everything about one agreement that both parties may see."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext

from zorginkoop.web.contractering import tonen
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Overeenkomst, OvereenkomstDocument, Volging
from zorginkoop.web.contractering.zegel import check_kept


@dataclass(frozen=True)
class Versie:
    """A sealed version, without its bytes, and whether its seal holds (asked of the last one only)."""

    document: OvereenkomstDocument
    geldig: bool | None
    redenen: list[str]


def agreement_page(overeenkomst: Overeenkomst) -> dict[str, Any]:
    """What the page of an agreement shows, for the practice and for its insurer."""
    beleid = policy_of(overeenkomst)
    rijen = list(overeenkomst.current_rows())
    volgingen = Volging.objects.filter(overeenkomst=overeenkomst).defer("pakket").select_related("volger")
    mutaties = overeenkomst.mutaties.select_related("aangevraagd_door").order_by("-pk")
    return {
        "overeenkomst": overeenkomst,
        "handtekeningen": overeenkomst.aanbod.handtekeningen.select_related("persoon").order_by("op", "pk"),
        "beleid": beleid,
        "beleid_url": tonen.policy_url(beleid),
        "periode": tonen.period(overeenkomst.van, overeenkomst.tot),
        "perioden": tonen.by_period(tonen.rows(beleid, (rij.as_afspraak() for rij in rijen))),
        "versies": _versions(overeenkomst),
        "mutaties": [(m, *tonen.MUTATIE[m.status], modules(beleid, m)) for m in mutaties],
        "volgingen": [(v, *tonen.VOLGING[v.status]) for v in volgingen.order_by("volger__naam")],
        "volgen": beleid.inhoud.volgen,
        "vestigingen": overeenkomst.aanbod.aanvraag.registerfeiten.get("vestigingen", []),
    }


def modules(beleid: Any, mutatie: Any) -> str:
    """What a change adds and ends, in words."""
    delen = []
    for woord, namen in ((gettext("toevoegen"), mutatie.toevoegen), (gettext("beëindigen"), mutatie.beeindigen)):
        titels = [beleid.prestaties[n].naam if n in beleid.prestaties else n for n in namen]
        delen += [f"{woord}: {', '.join(titels)}"] if titels else []
    return capfirst("; ".join(delen)) or gettext("Tarieven of voorwaarden")


def _versions(overeenkomst: Overeenkomst) -> list[Versie]:
    documenten = list(overeenkomst.documenten.defer("pdf").order_by("-versie"))
    laatste = overeenkomst.last_document()
    controle = check_kept(bytes(laatste.pdf), laatste.canoniek)
    return [
        Versie(d, controle.geldig if d == laatste else None, controle.redenen if d == laatste else [])
        for d in documenten
    ]
