"""Proof with an application: the practice adds and removes it, the insurer downloads it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.beleid.assess import Toets
from zorginkoop.web.contractering import actions, vinden, vragen
from zorginkoop.web.contractering.bewijslijst import asked
from zorginkoop.web.contractering.bewijsstukken import MAX_BYTES, MAX_STUKKEN
from zorginkoop.web.contractering.feiten import frozen_assessment, policy_of
from zorginkoop.web.contractering.models import Aanvraag, Bewijsstuk
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, done
from zorginkoop.web.toegang.bestandsveld import BestandForm, file_field
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol, Soort
from zorginkoop.web.toegang.upload import in_memory

INVULLEN, INKOOP = (Rol.TEKENBEVOEGDE, Rol.INVULLER), (Rol.INKOPER, Rol.CONTRACTBEHEER)


class BewijsForm(BestandForm):
    """A file and the requirement it is about."""

    TE_GROOT = format_lazy(_("Het bestand is groter dan {} MB."), MAX_BYTES // 1_000_000)
    eis = forms.ChoiceField(
        label=_("Bij welke eis hoort het bewijs?"),
        error_messages={"required": _("Kies een eis."), "invalid_choice": _("Kies een eis uit de lijst.")},
    )
    bestand = file_field(
        label=_("Het bestand"),
        help_text=_("Een PDF, JPEG of PNG van hoogstens 5 MB. Zet er geen gegevens van patiënten in."),
        accept="application/pdf,image/jpeg,image/png",
    )


@vereist(*PRAKTIJKROLLEN)
@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
def bewijs(request: Verzoek, kenmerk: str) -> HttpResponse:
    """The files with an application, and a form to add one while it is a draft."""
    record = vinden.application(request.organisatie, kenmerk)
    eisen = policy_of(record).eisen
    mag = record.status == "CONCEPT" and request.bevoegdheid.rol in INVULLEN
    data = (request.POST, request.FILES) if request.method == "POST" and mag else ()
    form = BewijsForm(*data, te_groot=request.te_groot)
    form.fields["eis"].choices = [("", gettext("Kies een eis")), *((naam, eis.titel) for naam, eis in eisen.items())]
    form.fields["eis"].initial = request.GET.get("eis", "")
    if form.is_bound and form.is_valid() and accepted(form, lambda: _add(request, record, form)):
        done(request, gettext("Uw bewijs is bewaard."))
        return redirect("contractering:bewijs", kenmerk)
    stukken = [(stuk, eisen[stuk.eis].titel) for stuk in _proofs(record)]
    gevraagd = asked(record, _assessment(record))
    context = {"aanvraag": record, "form": form, "stukken": stukken, "mag": mag, "gevraagd": gevraagd}
    context["hoogstens"] = MAX_STUKKEN
    return render(request, "contractering/bewijs.html", context)


def _assessment(record: Aanvraag) -> Toets:
    """As it was frozen, and before that as it is now."""
    open_ = record.status == "CONCEPT" or not record.toets
    return vragen.journey(record, op=now()).toets if open_ else frozen_assessment(record)


def _proofs(record: Aanvraag) -> list[Bewijsstuk]:
    return list(record.bewijsstukken.defer("inhoud").select_related("geplaatst_door").order_by("pk"))


def _add(request: Verzoek, record: Aanvraag, form: BewijsForm) -> None:
    bestand = form.cleaned_data["bestand"]
    actions.add_proof(
        aanvraag=record,
        eis=form.cleaned_data["eis"],
        naam=bestand.name,
        inhoud=bestand.read(),
        by=request.user,
        now=now(),
    )


@vereist(*PRAKTIJKROLLEN, *INKOOP, Rol.COMPLIANCE)
@require_safe
def bestand(request: Verzoek, kenmerk: str, pk: int) -> HttpResponse:
    """The file as it was sent, to be kept by the reader; a browser never shows it as part of this site."""
    praktijk = request.organisatie.soort == Soort.PRAKTIJK
    zoek = vinden.application if praktijk else vinden.received_application
    stuk = get_object_or_404(Bewijsstuk, aanvraag=zoek(request.organisatie, kenmerk), pk=pk)
    antwoord = HttpResponse(bytes(stuk.inhoud), content_type=stuk.soort)
    antwoord["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=stuk.naam)
    antwoord["X-Content-Type-Options"] = "nosniff"
    return antwoord


@vereist(*INVULLEN)
@require_POST
def weg(request: Verzoek, kenmerk: str, pk: int) -> HttpResponse:
    """Take a file back."""
    record = vinden.application(request.organisatie, kenmerk)
    stuk = get_object_or_404(Bewijsstuk.objects.select_related("aanvraag__praktijk"), aanvraag=record, pk=pk)
    attempt(
        request,
        lambda: actions.remove_proof(bewijsstuk=stuk, by=request.user, now=now()),
        gettext("Het bewijs is weg."),
    )
    return redirect("contractering:bewijs", kenmerk)
