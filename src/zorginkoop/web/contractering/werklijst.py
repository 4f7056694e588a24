"""The work list of a practice: what to do now and by when, and what others did with its agreements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.web.contractering import tonen, vinden
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst, Volging
from zorginkoop.web.contractering.termijnen import drafting, last_day, next_change, signing
from zorginkoop.web.contractering.termijnsoorten import SOORTEN, address, title
from zorginkoop.web.toegang.models import Organisatie

__all__ = ["Taak", "Werklijst", "last_day", "next_change", "why_not", "work_of"]


@dataclass(frozen=True)
class Taak:
    """One line: what it is about, what to do, and until when."""

    titel: str
    tekst: str
    url: str
    status: str
    kleur: str


@dataclass(frozen=True)
class Werklijst:
    """What to do now, what waits for someone else, when agreements can change, and who follows them."""

    nu: list[Taak]
    wacht: list[Taak]
    wijzigen: list[Taak]
    volgingen: list[tuple[Volging, tonen.Staat]]


def work_of(praktijk: Organisatie, *, op: datetime) -> Werklijst:
    """The work list of a practice at this moment, in a fixed number of queries."""
    aanvragen = list(vinden.applications(praktijk).exclude(status__in=["OVEREENGEKOMEN", "INGETROKKEN"]).order_by("pk"))
    open_aanbod = Aanbod.objects.filter(aanvraag__in=aanvragen, status="AANGEBODEN").defer("pdf", "afspraken")
    aanbiedingen = {aanbod.aanvraag_id: aanbod for aanbod in open_aanbod.select_related("aanvraag__verzekeraar")}
    overeenkomsten = list(vinden.agreements(praktijk=praktijk))
    mutaties = vinden.changes(praktijk=praktijk).filter(status="AANGEVRAAGD").order_by("ingangsdatum")
    volgingen = Volging.objects.filter(overeenkomst__in=overeenkomsten).defer("pakket")
    volgingen = volgingen.select_related("volger", "overeenkomst").order_by("-beschikbaar_op")
    return Werklijst(
        nu=[taak for a in aanvragen for taak in _to_do(a, aanbiedingen.get(a.pk), op)],
        wacht=[*(t for a in aanvragen for t in _waiting(a)), *map(_change, mutaties)],
        wijzigen=[taak for o in overeenkomsten for taak in _changeable(o, timezone.localdate(op))],
        volgingen=[(v, tonen.VOLGING[v.status]) for v in volgingen],
    )


def _to_do(a: Aanvraag, aanbod: Aanbod | None, op: datetime) -> Iterator[Taak]:
    for termijn in drafting(a) if a.status == "CONCEPT" else signing(aanbod) if aanbod else ():
        tekst, staat = SOORTEN[termijn.soort].doen, tonen.VOOR_PRAKTIJK[a.status]
        if aanbod and termijn.uiterlijk:
            tekst = f"Er ligt een aanbod. U kunt het ondertekenen tot en met {als_dag(termijn.uiterlijk)}."
            staat = _days_left((termijn.uiterlijk - timezone.localdate(op)).days)
        yield Taak(title(termijn), tekst, address(termijn), *staat)


def _days_left(over: int) -> tonen.Staat:
    if over < 0:
        return "Verlopen", "fout"
    return ("Vandaag laatste dag" if over == 0 else f"Nog {over} {'dag' if over == 1 else 'dagen'}"), "let"


def _waiting(a: Aanvraag) -> Iterator[Taak]:
    wachtend = {
        "BEOORDELING": "Een zorginkoper beoordeelt uw aanvraag. U hoeft nu niets te doen.",
        "TOEGELATEN": "U voldoet aan de eisen. De verzekeraar maakt een aanbod.",
        "WEIGERING_VOORGESTELD": "Uw aanvraag is in behandeling bij de verzekeraar. U hoeft nu niets te doen.",
        "AFGEWEZEN": "Deze aanvraag is afgewezen. U leest waarom, en hoe u bezwaar maakt.",
    }
    if a.status in wachtend:
        url = reverse("contractering:aanvraag", args=[a.kenmerk])
        yield Taak(f"Aanvraag bij {a.verzekeraar.naam}", wachtend[a.status], url, *tonen.VOOR_PRAKTIJK[a.status])


def _change(m: Mutatie) -> Taak:
    url = reverse("contractering:overeenkomst", args=[m.overeenkomst.kenmerk])
    tekst = f"Uw wijziging per {als_dag(m.ingangsdatum)} ligt bij {m.overeenkomst.verzekeraar.naam}."
    return Taak(f"Wijziging van overeenkomst {m.overeenkomst.kenmerk}", tekst, url, *tonen.MUTATIE[m.status])


def _changeable(o: Overeenkomst, vandaag: date) -> Iterator[Taak]:
    if vandaag >= o.tot:
        return
    titel = f"Overeenkomst {o.kenmerk} met {o.verzekeraar.naam}"
    url = reverse("contractering:overeenkomst", args=[o.kenmerk])
    if kans := next_change(o, vandaag):
        start, uiterlijk = kans
        tekst = f"Een wijziging gaat in op {als_dag(start)} als u haar uiterlijk {als_dag(uiterlijk)} aanvraagt."
        url = reverse("contractering:wijzigen", args=[o.kenmerk])
        yield Taak(titel, tekst, url, f"Tot en met {als_dag(uiterlijk)}", "info")
    else:
        yield Taak(titel, why_not(o), url, "Niet mogelijk", "")


def why_not(o: Overeenkomst) -> str:
    """Why an agreement cannot be changed any more."""
    wijziging = policy_of(o).inhoud.wijziging
    if wijziging.frequentie != "kwartaal":
        return wijziging.uitleg
    return f"De volgende wijziging zou pas ingaan na het einde van de looptijd, {als_dag(o.tot - timedelta(1))}."
