"""Home: what must I do now, and by when. And the log: whether both sides kept their terms."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zorginkoop.web.berichten import taken
from zorginkoop.web.berichten.forms import TakenForm, TermijnenForm
from zorginkoop.web.berichten.models import NOG_OPEN, Termijnregel
from zorginkoop.web.berichten.taken import KORT
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol

PER_PAGINA = 25
VAN_VOLGEN = ("ophalen", "volgbesluit")
"""The terms of who follows; a follower sees nothing of what its own insurer buys."""
TERMIJNEN = (
    Kolom(_("Wat"), lambda rij: KORT.get(rij.soort, rij.soort)),
    Kolom(_("Verwijzing"), lambda rij: rij.verwijzing, op_scherm=False),
    Kolom(_("Wie"), lambda rij: rij.organisatie.naam),
    Kolom(_("Met wie"), lambda rij: rij.wederpartij and rij.wederpartij.naam, op_scherm=False),
    Kolom(_("Begonnen"), lambda rij: _moment(rij.begonnen_op), "begonnen_op"),
    Kolom(_("Uiterlijk"), lambda rij: rij.uiterlijk, "uiterlijk"),
    Kolom(_("Gedaan"), lambda rij: _moment(rij.gehaald_op), "gehaald_op"),
    Kolom(_("Waaruit dat blijkt"), lambda rij: rij.door, op_scherm=False),
    Kolom(_("Uitkomst"), lambda rij: rij.outcome(today())[0]),
)


@vereist()
@require_safe
def lijst(request: Verzoek) -> HttpResponse:
    """Every task of the role one acts in, the first to be done on top."""
    form, vandaag = TakenForm(request.GET), today()
    filters = form.cleaned_data if form.is_valid() else {}
    alle = taken.tasks(request.organisatie, request.bevoegdheid.rol, op=now())
    werk = Lijst(request, taken.chosen(alle, filters, vandaag), taken.KOLOMMEN, naam="taken", per=PER_PAGINA)
    context = {
        "form": form,
        "alle": alle,
        "lijst": werk,
        "regels": [(taak, *taak.left(vandaag), taken.sentence(taak), *taak.bron) for taak in werk.pagina],
        "cijfers": _numbers(alle, vandaag),
        "gezocht": any(filters.values()) or not form.is_valid(),
    }
    return werk.bestand or render(request, "berichten/taken.html", context)


def _numbers(alle: Iterable[taken.Taak], vandaag: date) -> list[tuple[str, int, str]]:
    """How many are late, are for this week, and there are; each with the filter that shows them."""
    over = [(taak.uiterlijk - vandaag).days for taak in alle if taak.uiterlijk]
    return [
        (gettext("Te laat"), sum(dagen < 0 for dagen in over), "laat"),
        (gettext("Komende zeven dagen"), sum(0 <= dagen <= 7 for dagen in over), "week"),
        (gettext("Alles bij elkaar"), len(list(alle)), ""),
    ]


@vereist()
@require_safe
def termijnen(request: Verzoek) -> HttpResponse:
    """The log: what began when, by when it had to be done, and when and by what it was."""
    form, gevonden = _log(request)
    log, vandaag = Lijst(request, gevonden, TERMIJNEN, naam="termijnen"), today()
    regels = [(rij, KORT.get(rij.soort, rij.soort), *rij.outcome(vandaag)) for rij in log.pagina]
    return log.bestand or render(request, "berichten/termijnen.html", {"form": form, "lijst": log, "regels": regels})


def _log(request: Verzoek) -> tuple[TermijnenForm, QuerySet[Termijnregel]]:
    form = TermijnenForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    gevonden = log_of(request.organisatie, filters.get("wie") or "")
    if request.bevoegdheid.rol == Rol.VOLGER:
        gevonden = gevonden.filter(soort__in=VAN_VOLGEN, organisatie=request.organisatie)
    if woord := (filters.get("q") or "").strip():
        gevonden = gevonden.filter(verwijzing__iexact=woord)
    if uitkomst := filters.get("uitkomst"):
        gevonden = gevonden.filter(_with_outcome(uitkomst, today()))
    return form, gevonden.select_related("organisatie", "wederpartij").order_by("-begonnen_op", "-pk")


def log_of(organisatie: Organisatie, wie: str = "") -> QuerySet[Termijnregel]:
    """The lines an organisation may see: its own, and those of others towards it."""
    eigen, ander = Q(organisatie=organisatie), Q(wederpartij=organisatie)
    return Termijnregel.objects.filter({"wij": eigen, "ander": ander}.get(wie, eigen | ander))


def _with_outcome(uitkomst: str, vandaag: date) -> Q:
    laat = Q(gehaald_op__date__gt=F("uiterlijk")) | (NOG_OPEN & Q(uiterlijk__lt=vandaag))
    if uitkomst == "te_laat":
        return laat
    if uitkomst == "vervallen":
        return ~Q(vervallen="")
    if uitkomst == "loopt":
        return NOG_OPEN & (Q(uiterlijk=None) | Q(uiterlijk__gte=vandaag))
    return Q(gehaald_op__isnull=False) & (Q(uiterlijk=None) | Q(gehaald_op__date__lte=F("uiterlijk")))


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(" ", "minutes") if moment else ""
