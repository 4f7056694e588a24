"""The insurer: one change of many agreements, from draft to carried out."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.contractering import vinden
from zorginkoop.web.contractering.uitvoeren import accepted, attempt
from zorginkoop.web.gebeurtenissen import clausules, lijsten, massa
from zorginkoop.web.gebeurtenissen.forms import ClausuleForm, IndexatieForm
from zorginkoop.web.gebeurtenissen.models import Massaregel, Massawijziging
from zorginkoop.web.gebeurtenissen.woorden import MASSA, MASSAREGEL, MASSASOORT
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol

INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)


@vereist(*INKOOP)
@require_safe
def massas(request: Verzoek) -> HttpResponse:
    """Every mass change of this insurer."""
    eigen = Massawijziging.objects.filter(verzekeraar=request.organisatie).annotate(aantal=Count("regels"))
    return lijsten.massas(request, eigen, massaknoppen=request.bevoegdheid.rol == Rol.CONTRACTBEHEER)


@vereist(Rol.CONTRACTBEHEER)
@require_http_methods(["GET", "HEAD", "POST"])
def clausule(request: Verzoek) -> HttpResponse:
    """Record a decision from outside that clauses wait for."""
    alle = clausules.clauses(request.organisatie)
    feiten = clausules.choices(alle)
    form = ClausuleForm(request.POST if request.method == "POST" else None, feiten=feiten)
    wachtend = [(c, str(c.voorwaarde.bron)) for c in alle]
    return _new(
        request, form, gettext("Besluit van buiten vastleggen"), _draft_clause, wachtend=wachtend, kan=bool(feiten)
    )


def _draft_clause(request: Verzoek, schoon: dict[str, Any]) -> Massawijziging:
    feit, _, waarde = schoon.pop("besluit").partition("=")
    wie = {"verzekeraar": request.organisatie, "by": request.user, "now": now()}
    return massa.draft_clause(feit=feit, waarde=waarde, **schoon, **wie)


@vereist(Rol.CONTRACTBEHEER)
@require_http_methods(["GET", "HEAD", "POST"])
def indexatie(request: Verzoek) -> HttpResponse:
    """Calculate the indexation of a year."""
    beleid = _indexed(request.organisatie)
    form = IndexatieForm(request.POST if request.method == "POST" else None, beleid=beleid)
    return _new(request, form, gettext("Indexatie van een jaar berekenen"), _draft_indexation, kan=bool(beleid))


def _indexed(verzekeraar: Organisatie) -> list[tuple[str, str]]:
    """The policies with agreements that arrange indexation, by name and title."""
    beleid = [b for b in vinden.policies_in_use(verzekeraar) if b.inhoud.wijziging.indexatie != "niet_geregeld"]
    return list({b.document.beleid: b.document.titel for b in beleid}.items())


def _draft_indexation(request: Verzoek, schoon: dict[str, Any]) -> Massawijziging:
    return massa.draft_indexation(verzekeraar=request.organisatie, by=request.user, now=now(), **schoon)


def _new(request: Verzoek, form: Any, titel: str, draft: Any, **meer: Any) -> HttpResponse:
    """Fill in, draft, and go to the preview."""
    gemaakt: list[Massawijziging] = []
    if form.is_bound and form.is_valid():
        schoon = dict(form.cleaned_data)
        if accepted(form, lambda: gemaakt.append(draft(request, schoon))):
            return redirect("gebeurtenissen:massa", gemaakt[0].kenmerk)
    context = {"form": form, "titel": titel, **meer}
    return render(request, "gebeurtenissen/massa_nieuw.html", context, status=400 if form.errors else 200)


@vereist(*INKOOP)
@require_http_methods(["GET", "HEAD", "POST"])
def massa_(request: Verzoek, kenmerk: str) -> HttpResponse:
    """The preview of a mass change, its approval by a second person, and how far it is."""
    gevonden = Massawijziging.objects.filter(verzekeraar=request.organisatie).select_related(
        "verzekeraar", "opgesteld_door", "goedgekeurd_door"
    )
    record = get_object_or_404(gevonden, kenmerk=kenmerk)
    if request.method == "POST":
        _step(request, record, request.POST.get("stap", ""))
        return redirect("gebeurtenissen:massa", kenmerk)
    regels = record.regels.select_related("overeenkomst__praktijk", "massa").defer("uitleg")
    tel = record.regels.aggregate(
        **{status.lower(): Count("pk", filter=Q(status=status)) for status in MASSAREGEL}, alle=Count("pk")
    )
    eigen = record.opgesteld_door_id == request.user.pk
    return lijsten.massaregels(
        request, regels, massa=record, soort=MASSASOORT[record.soort], staat=MASSA[record.status], tel=tel,
        eigen=eigen, mag=request.bevoegdheid.rol == Rol.CONTRACTBEHEER,
    )  # fmt: skip


def _step(request: Verzoek, record: Massawijziging, stap: str) -> None:
    wie = {"massa": record, "by": request.user, "now": now()}
    if stap == "goedkeuren":
        attempt(request, lambda: massa.approve(**wie), gettext("De wijziging is goedgekeurd en kan worden uitgevoerd."))
    elif stap == "intrekken":
        attempt(
            request, lambda: massa.withdraw_massa(**wie), gettext("De wijziging is ingetrokken; er is niets veranderd.")
        )
    elif stap == "opnieuw":
        attempt(request, lambda: massa.retry_skipped(**wie), gettext("Wat was overgeslagen, staat weer klaar."))
    else:
        attempt(request, lambda: massa.carry_out(**wie), gettext("Dit deel is uitgevoerd."))


def _readable(uitleg: dict[str, Any]) -> dict[str, Any]:
    """One row of the explanation with amounts and days as people write them."""
    nieuw = als_euro(uitleg["nieuw_cent"]) if "nieuw_cent" in uitleg else "vervalt"
    sinds = als_dag(date.fromisoformat(uitleg["sinds"])) if "sinds" in uitleg else ""
    return {**uitleg, "oud": als_euro(uitleg["oud_cent"]), "nieuw": nieuw, "sinds": sinds}


@vereist(*INKOOP)
@require_safe
def massaregel(request: Verzoek, kenmerk: str, pk: int) -> HttpResponse:
    """One agreement in a mass change: the arithmetic or the clause, row by row, with its source."""
    gevonden = Massaregel.objects.filter(massa__verzekeraar=request.organisatie, massa__kenmerk=kenmerk).select_related(
        "massa", "overeenkomst__praktijk", "mutatie"
    )
    record = get_object_or_404(gevonden, pk=pk)
    context = {"regel": record, "status": MASSAREGEL[record.status], "regels": [_readable(u) for u in record.uitleg]}
    return render(request, "gebeurtenissen/massaregel.html", context)
