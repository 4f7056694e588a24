"""Questions and objections about an application: the same page for both sides, each with its own steps."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.web.contractering import actions, gesprekken, tonen, vinden
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.forms import Formulier
from zorginkoop.web.contractering.heropenen import complete
from zorginkoop.web.contractering.models import Aanvraag, Bezwaar, Gesprek
from zorginkoop.web.contractering.postvak import chosen
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, done
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol, Soort
from zorginkoop.web.toegang.taal import day
from zorginkoop.web.toegang.zoeken import ZoekForm

INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)
INVULLEN = (Rol.TEKENBEVOEGDE, Rol.INVULLER)
MEELEZERS = (Rol.LEZER, Rol.COMPLIANCE)
VRAGEN = (
    Kolom(_("Onderwerp"), lambda g: g.onderwerp, "onderwerp"),
    Kolom(_("Aanvraag"), lambda g: g.aanvraag.kenmerk, op_scherm=False),
    Kolom(_("Praktijk"), lambda g: f"{g.aanvraag.praktijk.naam} ({g.aanvraag.praktijk.nummer})",
          "aanvraag__praktijk__naam"),
    Kolom(_("Laatste bericht"), lambda g: localdate(g.laatste_op), "laatste_op"),
    Kolom(_("Uiterlijk"), lambda g: g.bezwaar.uiterlijk if hasattr(g, "bezwaar") else None, "bezwaar__uiterlijk"),
    Kolom(_("Status"), lambda g: tonen.GESPREK["VERZEKERAAR"][g.status][0], "status"),
)  # fmt: skip
OPEN = {staat: woorden[0] for staat, woorden in tonen.GESPREK["VERZEKERAAR"].items() if staat != "GESLOTEN"}


class Tekst(forms.CharField):
    """A message of some length."""

    def __init__(self, *, label: str, leeg: str, **anders: Any) -> None:
        lang = _("Houd het korter: hoogstens %(limit_value)d tekens.")
        fouten, widget = {"required": leeg, "max_length": lang}, forms.Textarea(attrs={"rows": 5})
        super().__init__(label=label, max_length=gesprekken.MAX_TEKST, error_messages=fouten, widget=widget, **anders)


class VraagForm(Formulier):
    """A new conversation."""

    onderwerp = forms.CharField(
        label=_("Onderwerp"),
        max_length=gesprekken.MAX_ONDERWERP,
        error_messages={
            "required": _("Vul een onderwerp in."),
            "max_length": _("Houd het onderwerp korter: hoogstens %(limit_value)d tekens."),
        },
    )
    tekst = Tekst(
        label=_("Uw bericht"), leeg=_("Schrijf uw bericht."), help_text=_("Zet hier geen gegevens van patiënten in.")
    )


class AntwoordForm(Formulier):
    tekst = Tekst(label=_("Uw antwoord"), leeg=_("Schrijf uw antwoord."))


class BezwaarForm(Formulier):
    tekst = Tekst(
        label=_("Waarom bent u het er niet mee eens?"),
        leeg=_("Leg uit waarom u het er niet mee eens bent."),
        help_text=_("Zet hier geen gegevens van patiënten in."),
    )


class BesluitForm(Formulier):
    """The answer to an objection. `ingediend` is the day an application was refused that was not complete: who finds
    the objection right then says which day counts as the day it is."""

    uitkomst = forms.ChoiceField(
        label=_("Uw besluit"),
        choices=[
            ("ja", _("Het bezwaar is gegrond: de praktijk krijgt gelijk")),
            ("nee", _("Het bezwaar is ongegrond")),
        ],
        widget=forms.RadioSelect(),
        error_messages={"required": _("Kies gegrond of ongegrond."), "invalid_choice": _("Kies een van de twee.")},
    )
    telt = forms.ChoiceField(
        label=_("Bij gegrond: welke dag telt als de dag waarop de aanvraag compleet is?"),
        help_text=_("Er ontbrak nog iets toen de aanvraag werd afgewezen. De praktijk vult dat aan. De ingangsdatum "
                    "hangt af van de dag die u kiest."),
        choices=[
            ("indiening", _("De dag van indienen, {}")),
            ("aanvulling", _("De dag waarop de praktijk alles heeft aangevuld")),
        ],
        widget=forms.RadioSelect(),
        error_messages={"required": _("Kies welke dag telt."), "invalid_choice": _("Kies een van de twee.")},
    )  # fmt: skip
    besluit = Tekst(label=_("Waarom?"), leeg=_("Leg uit waarom."), help_text=_("De praktijk leest deze tekst."))

    def __init__(self, *args: Any, ingediend: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ingediend is None:
            del self.fields["telt"]
        else:
            (eerst, tekst), later = self.fields["telt"].choices
            self.fields["telt"].choices = [(eerst, tekst.format(day(ingediend))), later]
            self.fields["telt"].required = self.data.get("uitkomst") != "nee"


def _application(request: Verzoek, kenmerk: str) -> Aanvraag:
    """The application, of whichever side is looking."""
    if request.organisatie.soort == Soort.PRAKTIJK:
        return vinden.application(request.organisatie, kenmerk)
    return vinden.received_application(request.organisatie, kenmerk)


def _conversation(request: Verzoek, kenmerk: str, pk: int) -> Gesprek:
    gesprek = get_object_or_404(Gesprek, aanvraag=_application(request, kenmerk), pk=pk)
    gesprek.aanvraag = _application(request, kenmerk)
    return gesprek


@vereist(*PRAKTIJKROLLEN, *INKOOP, Rol.COMPLIANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def lijst(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Everything that was written about an application; posting starts a new conversation."""
    record = _application(request, kenmerk)
    form = VraagForm(request.POST if request.method == "POST" else None)
    vast = {"aanvraag": record, "namens": request.organisatie, "by": request.user, "now": now()}
    if form.is_bound and form.is_valid() and accepted(form, lambda: actions.ask(**vast, **form.cleaned_data)):
        done(request, gettext("Uw bericht is verstuurd."))
        return redirect("contractering:gesprekken", kenmerk)
    return render(request, "contractering/gesprekken.html", _page(request, record, form))


def _page(request: Verzoek, record: Aanvraag, form: forms.Form, antwoord: Any = None) -> dict[str, Any]:
    """`antwoord` is the key of a conversation and its form when an answer was not complete."""
    praktijk = request.organisatie.soort == Soort.PRAKTIJK
    alle = record.gesprekken.select_related("bezwaar__besloten_door").prefetch_related("berichten__door")
    pk, fout = antwoord or (None, None)
    besluit = not praktijk and request.bevoegdheid.rol == Rol.INKOPER
    betrokken = besluit and request.user.pk in gesprekken.deciders(record)
    dag = _to_complete(record) if besluit else None
    regels = [
        {
            "gesprek": g,
            "staat": tonen.GESPREK["PRAKTIJK" if praktijk else "VERZEKERAAR"][g.status],
            "bezwaar": getattr(g, "bezwaar", None),
            "bezwaarstaat": tonen.BEZWAAR[g.bezwaar.status] if hasattr(g, "bezwaar") else None,
            "antwoord": fout if g.pk == pk and isinstance(fout, AntwoordForm) else _form(AntwoordForm, g),
            "besluit": fout if g.pk == pk and isinstance(fout, BesluitForm) else _form(BesluitForm, g, ingediend=dag),
        }
        for g in alle.order_by("-laatste_op", "-pk")
    ]
    return {
        "aanvraag": record,
        "praktijk": praktijk,
        "regels": regels,
        "form": fout or form,
        "vraag": form,
        "mag_schrijven": request.bevoegdheid.rol not in MEELEZERS and record.ingediend_op is not None,
        "mag_besluiten": besluit and not betrokken,
        "betrokken": betrokken,
        "mag_bezwaar": request.bevoegdheid.rol == Rol.TEKENBEVOEGDE and not gesprekken.why_no_objection(record, now()),
        "tekenbevoegde": request.bevoegdheid.rol == Rol.TEKENBEVOEGDE,
    }


def _form(soort: type[forms.Form], gesprek: Gesprek, **anders: Any) -> forms.Form:
    return soort(auto_id=f"id_{gesprek.pk}_%s", **anders)


def _to_complete(record: Aanvraag) -> date | None:
    """The day a refused application was handed in, when something was missing; None for any other."""
    return record.aanvraagdatum if record.status == "AFGEWEZEN" and not complete(record) else None


@vereist(*INVULLEN, *INKOOP)
@require_POST
def antwoord(request: Verzoek, kenmerk: str, pk: int) -> HttpResponse:
    """Write on, or close."""
    gesprek = _conversation(request, kenmerk, pk)
    vast = {"gesprek": gesprek, "namens": request.organisatie, "by": request.user, "now": now()}
    if "sluiten" in request.POST:
        return _done(request, kenmerk, lambda: actions.close(**vast), gettext("Het gesprek is afgesloten."))
    form = AntwoordForm(request.POST, auto_id=f"id_{pk}_%s")
    if not form.is_valid():
        context = _page(request, gesprek.aanvraag, VraagForm(), (pk, form))
        return render(request, "contractering/gesprekken.html", context, status=400)
    return _done(
        request, kenmerk, lambda: actions.write(**vast, **form.cleaned_data), gettext("Uw antwoord is verstuurd.")
    )


def _done(request: Verzoek, kenmerk: str, step: Callable[[], object], gelukt: str) -> HttpResponse:
    attempt(request, step, gelukt)
    return redirect("contractering:gesprekken", kenmerk)


@vereist(Rol.TEKENBEVOEGDE)
@require_http_methods(["GET", "HEAD", "POST"])
def bezwaar(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Object to a refusal or an offer, with the terms of the policy beside it."""
    record = vinden.application(request.organisatie, kenmerk)
    form = BezwaarForm(request.POST if request.method == "POST" else None)
    vast = {"aanvraag": record, "by": request.user, "now": now()}
    if form.is_bound and form.is_valid() and accepted(form, lambda: actions.object_to(**vast, **form.cleaned_data)):
        done(request, gettext("Uw bezwaar is ingediend. Het antwoord leest u hier."))
        return redirect("contractering:gesprekken", kenmerk)
    reden = gesprekken.why_no_objection(record, now())
    context = {
        "aanvraag": record,
        "form": form,
        "reden": reden,
        "regeling": policy_of(record).inhoud.bezwaar,
        "laatste": gesprekken.last_day_to_object(record),
    }
    return render(request, "contractering/bezwaar.html", context, status=409 if reden else 200)


@vereist(Rol.TEKENBEVOEGDE)
@require_POST
def bezwaar_intrekken(request: Verzoek, kenmerk: str, pk: int) -> HttpResponse:
    """Take an objection back."""
    record = _objection(request, kenmerk, pk)
    vast = {"bezwaar": record, "by": request.user, "now": now()}
    return _done(request, kenmerk, lambda: actions.withdraw_bezwaar(**vast), gettext("Uw bezwaar is ingetrokken."))


def _objection(request: Verzoek, kenmerk: str, pk: int) -> Bezwaar:
    gesprek = _conversation(request, kenmerk, pk)
    record = get_object_or_404(Bezwaar, gesprek=gesprek)
    record.gesprek = gesprek
    return record


@vereist(Rol.INKOPER)
@require_POST
def bezwaar_besluit(request: Verzoek, kenmerk: str, pk: int) -> HttpResponse:
    """Answer an objection."""
    record = _objection(request, kenmerk, pk)
    form = BesluitForm(request.POST, auto_id=f"id_{pk}_%s", ingediend=_to_complete(record.gesprek.aanvraag))
    if not form.is_valid():
        context = _page(request, record.gesprek.aanvraag, VraagForm(), (pk, form))
        return render(request, "contractering/gesprekken.html", context, status=400)
    gegrond, besluit = form.cleaned_data["uitkomst"] == "ja", form.cleaned_data["besluit"]
    telt = form.cleaned_data.get("telt")
    vast = {"bezwaar": record, "by": request.user, "now": now(), "vanaf_indiening": telt and telt == "indiening"}
    return _done(
        request,
        kenmerk,
        lambda: actions.decide_bezwaar(gegrond=gegrond, besluit=besluit, **vast),
        gettext("Uw besluit is vastgelegd. De praktijk leest het."),
    )


@vereist(*INKOOP)
@require_safe
def vragen(request: Verzoek) -> HttpResponse:
    """What practices wrote and nobody answered yet: objections by their term, then the longest waiting."""
    gevonden = Gesprek.objects.filter(aanvraag__verzekeraar=request.organisatie).exclude(status="GESLOTEN")
    gevonden = gevonden.select_related("aanvraag__praktijk", "bezwaar")
    volgorde = (F("bezwaar__uiterlijk").asc(nulls_last=True), "-status", "laatste_op", "pk")
    form = ZoekForm(request.GET, staten=OPEN)
    lijst = Lijst(request, chosen(gevonden, form, "aanvraag__").order_by(*volgorde), VRAGEN, naam="vragen")
    regels = [(g, *tonen.GESPREK["VERZEKERAAR"][g.status], getattr(g, "bezwaar", None)) for g in lijst.pagina]
    context = {"form": form, "lijst": lijst, "regels": regels}
    return lijst.bestand or render(request, "contractering/vragen.html", context)
