"""The work list of a practice: what to do now and by when, and what others did with its agreements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from zorginkoop.web.contractering import tonen, vinden
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst, Volging
from zorginkoop.web.contractering.termijnen import drafting, last_day, next_change, signing
from zorginkoop.web.contractering.termijnsoorten import SOORTEN, address, heading
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.taal import Zin, day, say

__all__ = ["Taak", "Werklijst", "days_left", "last_day", "next_change", "why_not", "work_of"]


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
        staat = tonen.AANVULLEN if termijn.soort == "aanvullen" else tonen.VOOR_PRAKTIJK[a.status]
        tekst = SOORTEN[termijn.soort].doen
        if aanbod and termijn.uiterlijk:
            tekst = gettext("Er ligt een aanbod. U kunt het ondertekenen tot en met %(dag)s.")
            tekst = tekst % {"dag": day(termijn.uiterlijk)}
            staat = _days_left((termijn.uiterlijk - timezone.localdate(op)).days)
        yield Taak(heading(termijn), tekst, address(termijn), *staat)


def _days_left(over: int) -> tonen.Staat:
    if over < 0:
        return gettext("Verlopen"), "fout"
    return days_left(over), "let"


def days_left(over: int) -> str:
    """So many days to go, in words; none is today."""
    if over == 0:
        return gettext("Vandaag laatste dag")
    return ngettext("Nog %(aantal)s dag", "Nog %(aantal)s dagen", over) % {"aantal": over}


def _waiting(a: Aanvraag) -> Iterator[Taak]:
    wachtend = {
        "BEOORDELING": gettext("Een zorginkoper beoordeelt uw aanvraag. U hoeft nu niets te doen."),
        "TOEGELATEN": gettext("U voldoet aan de eisen. De verzekeraar maakt een aanbod."),
        "WEIGERING_VOORGESTELD": gettext("Uw aanvraag is in behandeling bij de verzekeraar. U hoeft nu niets te doen."),
        "AFGEWEZEN": gettext("Deze aanvraag is afgewezen. U leest waarom, en hoe u bezwaar maakt."),
    }
    if a.status in wachtend:
        url = reverse("contractering:aanvraag", args=[a.kenmerk])
        titel = gettext("Aanvraag bij %(naam)s") % {"naam": a.verzekeraar.naam}
        yield Taak(titel, wachtend[a.status], url, *tonen.VOOR_PRAKTIJK[a.status])


def _change(m: Mutatie) -> Taak:
    url = reverse("contractering:overeenkomst", args=[m.overeenkomst.kenmerk])
    waarden = {"dag": day(m.ingangsdatum), "naam": m.overeenkomst.verzekeraar.naam, "kenmerk": m.overeenkomst.kenmerk}
    tekst = gettext("Uw wijziging per %(dag)s ligt bij %(naam)s.") % waarden
    return Taak(gettext("Wijziging van overeenkomst %(kenmerk)s") % waarden, tekst, url, *tonen.MUTATIE[m.status])


def _changeable(o: Overeenkomst, vandaag: date) -> Iterator[Taak]:
    if vandaag >= o.tot:
        return
    waarden = {"kenmerk": o.kenmerk, "naam": o.verzekeraar.naam}
    titel = gettext("Overeenkomst %(kenmerk)s met %(naam)s") % waarden
    url = reverse("contractering:overeenkomst", args=[o.kenmerk])
    if kans := next_change(o, vandaag):
        start, uiterlijk = kans
        waarden |= {"start": day(start), "uiterlijk": day(uiterlijk)}
        tekst = gettext("Een wijziging gaat in op %(start)s als u haar uiterlijk %(uiterlijk)s aanvraagt.") % waarden
        url = reverse("contractering:wijzigen", args=[o.kenmerk])
        yield Taak(titel, tekst, url, gettext("Tot en met %(dag)s") % {"dag": day(uiterlijk)}, "info")
    else:
        yield Taak(titel, say(why_not(o)), url, gettext("Niet mogelijk"), "")


def why_not(o: Overeenkomst) -> str:
    """Why an agreement cannot be changed any more."""
    wijziging = policy_of(o).inhoud.wijziging
    if wijziging.frequentie != "kwartaal":
        return wijziging.uitleg
    tekst = "De volgende wijziging zou pas ingaan na het einde van de looptijd, %(dag)s."
    return Zin(tekst, dag=o.tot - timedelta(1))
