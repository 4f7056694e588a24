"""From draft to publication: put it before a colleague, release or return it, and withdraw what does not count yet."""

from datetime import date, datetime, time

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.web.contractering.uitvoeren import accepted, attempt, download
from zorginkoop.web.redactie import actions
from zorginkoop.web.redactie.forms import RedenForm, VoorleggenForm
from zorginkoop.web.redactie.models import Publicatie
from zorginkoop.web.redactie.views import LEZEN, draft
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol


@vereist(Rol.BELEIDSREDACTEUR)
@require_http_methods(["GET", "HEAD", "POST"])
def voorleggen(request: Verzoek, pk: int) -> HttpResponse:
    """Ask a colleague to release the draft."""
    record, form = draft(request, pk), VoorleggenForm(request.POST or None)

    def step() -> None:
        keuze = form.cleaned_data
        actions.submit_concept(
            concept=record,
            toelichting=keuze["toelichting"],
            publiceren_op=_moment(keuze["publiceren_op"]),
            by=request.user,
            now=now(),
        )

    if form.is_valid() and accepted(form, step):
        return redirect("redactie:concept", pk)
    return render(request, "redactie/voorleggen.html", {"concept": record, "form": form})


def _moment(dag: date | None) -> datetime | None:
    """The day begins at midnight in Amsterdam."""
    return timezone.make_aware(datetime.combine(dag, time())) if dag else None


@vereist(Rol.BELEIDSREDACTEUR)
@require_POST
def vrijgeven(request: Verzoek, pk: int) -> HttpResponse:
    """Publish what a colleague made."""
    record = draft(request, pk)
    attempt(request, lambda: actions.release_concept(concept=record, by=request.user, now=now()), "Vrijgegeven.")
    return redirect("redactie:concept", pk)


@vereist(Rol.BELEIDSREDACTEUR)
@require_http_methods(["GET", "HEAD", "POST"])
def terug(request: Verzoek, pk: int) -> HttpResponse:
    """Give a draft back to its editors."""
    record, form = draft(request, pk), RedenForm(request.POST or None)

    def step() -> None:
        actions.return_concept(concept=record, reden=form.cleaned_data["reden"], by=request.user, now=now())

    if form.is_valid() and accepted(form, step):
        return redirect("redactie:concept", pk)
    context = {"concept": record, "form": form, "kop": _("Teruggeven aan de redactie"), "knop": _("Teruggeven")}
    return render(request, "redactie/reden.html", context)


@vereist(Rol.BELEIDSREDACTEUR)
@require_POST
def laten_vallen(request: Verzoek, pk: int) -> HttpResponse:
    """The draft goes no further."""
    record = draft(request, pk)
    attempt(
        request,
        lambda: actions.drop_concept(concept=record, by=request.user, now=now()),
        _("Dit concept gaat niet door."),
    )
    return redirect("redactie:overzicht")


def _publicatie(request: Verzoek, pk: int) -> Publicatie:
    alle = Publicatie.objects.select_related(
        "verzekeraar", "voorgesteld_door", "vrijgegeven_door", "concept", "intrekking"
    )
    return get_object_or_404(alle, pk=pk, verzekeraar=request.organisatie)


@vereist(*LEZEN)
@require_safe
def publicatie(request: Verzoek, pk: int) -> HttpResponse:
    """A released version: by whom, from when, and the checksum of its text."""
    return render(request, "redactie/publicatie.html", {"publicatie": _publicatie(request, pk), "nu": now()})


@vereist(Rol.BELEIDSREDACTEUR)
@require_http_methods(["GET", "HEAD", "POST"])
def intrekken(request: Verzoek, pk: int) -> HttpResponse:
    """Withdraw a version that does not count yet."""
    record, form = _publicatie(request, pk), RedenForm(request.POST or None)

    def step() -> None:
        actions.withdraw_publicatie(publicatie=record, reden=form.cleaned_data["reden"], by=request.user, now=now())

    if form.is_valid() and accepted(form, step):
        return redirect("redactie:publicatie", pk)
    context = {
        "concept": record.concept,
        "form": form,
        "kop": _("%(wat)s intrekken") % {"wat": record},
        "knop": _("Intrekken"),
    }
    return render(request, "redactie/reden.html", context)


@vereist(*LEZEN)
@require_safe
def publicatie_toml(request: Verzoek, pk: int) -> HttpResponse:
    """The published text, byte for byte, in the form of the shipped files."""
    record = _publicatie(request, pk)
    return download(record.tekst, f"{record.beleid}-{record.versie}.toml", "application/toml")
