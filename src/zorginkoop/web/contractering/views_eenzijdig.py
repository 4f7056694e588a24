"""The insurer raises a tariff of one agreement within its term: only what is good for the practice (document 001, 6;
where a policy says nothing about it, a working rule of this platform)."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from zorginkoop.beleid.afspraak import Afspraak, Bron
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.contractering import actions, tonen, vinden
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.forms import Formulier, Reden
from zorginkoop.web.contractering.models import AfspraakRij, Mutatie, Overeenkomst
from zorginkoop.web.contractering.uitvoeren import accepted, done
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import in_dutch
from zorginkoop.web.toegang.velden import Bedrag, Datum


class EenzijdigForm(Formulier):
    """One row, its new tariff, and from when. The rows are those of the agreement that still run."""

    afspraak = forms.ChoiceField(
        label=_("Welke afspraak?"),
        error_messages={"required": _("Kies een afspraak."), "invalid_choice": _("Kies een afspraak uit de lijst.")},
    )
    tarief = Bedrag(label=_("Wat wordt het tarief, in euro's?"), error_messages={"required": _("Vul het tarief in.")})
    dag = Datum(label=_("Vanaf welke dag?"), error_messages={"required": _("Vul in vanaf welke dag dit geldt.")})
    toelichting = Reden(label=_("Waarom?"), leeg=_("Leg uit waarom."), help_text=_("De praktijk leest deze tekst."))

    def __init__(self, *args: Any, rijen: dict[str, AfspraakRij], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rijen = rijen
        keuzes = [(pk, in_dutch(_in_words(rij))) for pk, rij in rijen.items()]
        self.fields["afspraak"].choices = [("", _("Kies een afspraak")), *keuzes]

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        rij, dag = self.rijen.get(schoon.get("afspraak", "")), schoon.get("dag")
        if rij and schoon.get("tarief") == rij.tarief_cent:
            self.add_error("tarief", _("Dit tarief is er nu ook. Vul een hoger tarief in."))
        if rij and dag and not rij.van <= dag < rij.tot:
            self.add_error("dag", _("Op deze dag geldt de gekozen afspraak niet."))
        return schoon

    def row(self) -> Afspraak:
        """The row as it becomes: the rest stays as it was signed."""
        rij = self.rijen[self.cleaned_data["afspraak"]]
        nieuw = {"van": self.cleaned_data["dag"], "tarief_cent": self.cleaned_data["tarief"]}
        return rij.as_afspraak().model_copy(update=nieuw)


def _in_words(rij: AfspraakRij) -> str:
    return f"{rij.naam} ({rij.prestatiecode}): {als_euro(rij.tarief_cent)}, {tonen.period(rij.van, rij.tot)}"


@vereist(Rol.CONTRACTBEHEER)
@require_http_methods(["GET", "HEAD", "POST"])
def eenzijdig(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Propose a better tariff; another colleague carries it out. What is worse for the practice is refused at once,
    and a tariff of segment 1 is not the insurer's: the NZa sets it."""
    record = vinden.agreement(kenmerk, verzekeraar=request.organisatie)
    rijen = {str(rij.pk): rij for rij in record.current_rows() if rij.tot > today() and rij.segment != "S1"}
    form = EenzijdigForm(request.POST if request.method == "POST" else None, rijen=rijen)
    gemaakt: list[Mutatie] = []
    if form.is_bound and form.is_valid() and accepted(form, lambda: gemaakt.append(_ask(request, record, form))):
        done(request, gettext("De wijziging is opgesteld. Een collega moet haar verwerken."))
        return redirect("contractering:mutatie", gemaakt[0].pk)
    context = {"overeenkomst": record, "form": form, "bronnen": _sources(record)}
    return render(request, "contractering/eenzijdig.html", context)


def _sources(overeenkomst: Overeenkomst) -> tuple[Bron, ...]:
    """Where the policy says that only what is good for the practice may change; empty when it says nothing."""
    wijziging = policy_of(overeenkomst).inhoud.wijziging
    return wijziging.bron if wijziging.eenzijdig == "alleen_gunstig" else ()


def _ask(request: Verzoek, record: Any, form: EenzijdigForm) -> Mutatie:
    return actions.request_mutatie(
        overeenkomst=record,
        gewenste_ingangsdatum=form.cleaned_data["dag"],
        grond="EENZIJDIG",
        rijen=[form.row()],
        toelichting=form.cleaned_data["toelichting"],
        by=request.user,
        now=now(),
    )
