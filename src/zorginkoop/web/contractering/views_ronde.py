"""Bulk rounds for the insurer: choose, look at it first, start, watch, pause, go on or stop."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.beleid import library
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.contractering import actions, bulkronde, tonen
from zorginkoop.web.contractering.aanbieden import prepare_offer
from zorginkoop.web.contractering.documenten import offer_order, print_now
from zorginkoop.web.contractering.forms import Formulier
from zorginkoop.web.contractering.models import Ronde
from zorginkoop.web.contractering.postvak import chosen
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, pdf
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import in_dutch
from zorginkoop.web.toegang.zoeken import ZoekForm

INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)
VERVERS = 5
HAPERT = timedelta(minutes=2)
"""Seconds between two looks at the progress, when the reader asked for it."""


class RondeForm(Formulier):
    """Which applications go into a round."""

    beleid = forms.ChoiceField(
        label=_("Onder welk beleid?"),
        widget=forms.RadioSelect(),
        error_messages={"required": _("Kies een beleid."), "invalid_choice": _("Kies een beleid uit de lijst.")},
    )
    woord = forms.CharField(
        label=_("Alleen deze praktijken"),
        help_text=_("Een deel van de naam, of het begin van de AGB-code. Laat leeg voor alle praktijken."),
        required=False,
        max_length=100,
    )

    def __init__(self, *args: Any, keuzes: list[tuple[str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beleid"].choices = [(f"{b}@{v}", _choice(_title(b, v), n)) for b, v, n in keuzes]


def _choice(titel: str, aantal: int) -> str:
    return format_html(gettext("{titel}: {aantal} zonder aanbod"), titel=in_dutch(titel), aantal=aantal)


def _title(beleid: str, versie: str) -> str:
    return f"{library.load(beleid, versie=versie).document.titel} (versie {versie})"


RONDES = (
    Kolom(_("Ronde"), lambda r: r.kenmerk, "kenmerk"),
    Kolom(_("Beleid"), lambda r: _title(r.beleid, r.beleidversie), "beleid"),
    Kolom(_("Klaargezet"), lambda r: localdate(r.aangemaakt_op), "aangemaakt_op"),
    Kolom(_("Aangeboden"), lambda r: r.aangeboden, "aangeboden", getal=True),
    Kolom(_("Aanvragen"), lambda r: r.totaal, op_scherm=False),
    Kolom(_("Mislukt"), lambda r: r.mislukt, "mislukt", getal=True),
    Kolom(_("Status"), lambda r: tonen.RONDE[r.status][0], "status"),
)
UITKOMSTEN = (
    Kolom(_("Aanvraag"), lambda r: r.aanvraag.kenmerk, "aanvraag__kenmerk"),
    Kolom(_("Praktijk"), lambda r: f"{r.aanvraag.praktijk.naam} ({r.aanvraag.praktijk.nummer})",
          "aanvraag__praktijk__naam"),
    Kolom(_("Uitkomst"), lambda r: tonen.RONDEREGEL[r.status][0], "status"),
    Kolom(_("Reden"), lambda r: r.reden, op_scherm=False),
)  # fmt: skip
GEDAAN = {staat: tonen.RONDEREGEL[staat][0] for staat in ("AANGEBODEN", "MISLUKT")}


def rounds(verzekeraar: Organisatie) -> QuerySet[Ronde]:
    """The rounds of an insurer with their counts, newest first."""
    tel = {s.lower(): Count("regels", filter=Q(regels__status=s)) for s in ("WACHT", "AANGEBODEN", "MISLUKT")}
    gevonden = Ronde.objects.filter(verzekeraar=verzekeraar).annotate(totaal=Count("regels"), **tel)
    return gevonden.select_related("verzekeraar", "gestart_door", "aangemaakt_door").order_by("-aangemaakt_op", "-pk")


def _round(request: Verzoek, kenmerk: str) -> Ronde:
    return get_object_or_404(rounds(request.organisatie), kenmerk=kenmerk)


@vereist(*INKOOP)
@require_safe
def rondes(request: Verzoek) -> HttpResponse:
    """Every round and how far it is."""
    lijst = Lijst(request, rounds(request.organisatie), RONDES, naam="bulkrondes")
    regels = [(r, _title(r.beleid, r.beleidversie), *tonen.RONDE[r.status]) for r in lijst.pagina]
    return lijst.bestand or render(request, "contractering/rondes.html", {"lijst": lijst, "regels": regels})


@vereist(*INKOOP)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """Choose; the round is then put ready to be looked at, and nothing is offered yet."""
    keuzes = bulkronde.choices(request.organisatie)
    form = RondeForm(request.POST if request.method == "POST" else None, keuzes=keuzes)
    gemaakt: list[Ronde] = []
    if form.is_bound and form.is_valid() and accepted(form, lambda: gemaakt.append(_prepare(request, form))):
        return redirect("contractering:ronde", gemaakt[0].kenmerk)
    return render(request, "contractering/ronde_nieuw.html", {"form": form, "keuzes": keuzes})


def _prepare(request: Verzoek, form: RondeForm) -> Ronde:
    beleid, versie = form.cleaned_data["beleid"].split("@")
    return actions.prepare_round(
        verzekeraar=request.organisatie,
        beleid=beleid,
        versie=versie,
        woord=form.cleaned_data["woord"],
        by=request.user,
        now=now(),
    )


def _stalled(record: Ronde) -> bool:
    """Whether a running round has not moved for a while: then no worker has it. Progress is kept by the real clock."""
    if record.status != "LOPEND":
        return False
    stil = timezone.now() - record.voortgang_op if record.voortgang_op else now() - record.gestart_op
    return stil > HAPERT


@vereist(*INKOOP)
@require_safe
def ronde(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Before the start what it would do; after that how far it is, and what failed and why."""
    record = _round(request, kenmerk)
    voorbeeld = None
    if record.status == "KLAARGEZET":
        voorbeeld = bulkronde.preview(record, by=request.user, now=now())
    regels = record.regels.exclude(status="WACHT").select_related("aanvraag__praktijk")
    form = ZoekForm(request.GET, staten=GEDAAN)
    gevonden = chosen(regels, form, "aanvraag__").order_by("-status", "pk")
    lijst = Lijst(request, gevonden, UITKOMSTEN, naam=f"bulkronde-{kenmerk}".lower())
    ververs = record.status == "LOPEND" and "ververs" in request.GET
    context = {
        "ronde": record,
        "titel": _title(record.beleid, record.beleidversie),
        "status": tonen.RONDE[record.status],
        "voorbeeld": voorbeeld,
        "per_jaar": als_euro(voorbeeld.per_jaar_cent) if voorbeeld else "",
        "gedaan": record.aangeboden + record.mislukt,
        "form": form,
        "lijst": lijst,
        "regels": [(r, *tonen.RONDEREGEL[r.status]) for r in lijst.pagina],
        "ververs": ververs,
        "hapert": _stalled(record),
    }
    antwoord = lijst.bestand or render(request, "contractering/ronde.html", context)
    if ververs:
        antwoord["Refresh"] = str(VERVERS)
    return antwoord


@vereist(*INKOOP)
@require_safe
def voorbeeld(request: Verzoek, kenmerk: str, aanvraag: str) -> HttpResponse:
    """The document of one offer as this round would make it. Nothing is kept."""
    regel = get_object_or_404(
        _round(request, kenmerk).regels.select_related("aanvraag__praktijk", "aanvraag__verzekeraar"),
        aanvraag__kenmerk=aanvraag,
        status="WACHT",
    )
    try:
        aanbod = prepare_offer(regel.aanvraag, by=request.user, now=now())
    except Gebruikersfout as fout:
        raise Http404(fout.melding) from fout
    return pdf(print_now(offer_order(aanbod)), f"voorbeeld-{aanvraag}")


_STAPPEN = {
    "starten": (actions.start_round, _("De ronde loopt. U kunt deze pagina verlaten; het werk gaat door.")),
    "pauzeren": (actions.pause_round, _("De ronde staat stil.")),
    "stoppen": (actions.stop_round, _("De ronde is gestopt. Wat is aangeboden, blijft staan.")),
    "opnieuw": (actions.retry_round, _("Wat mislukte, wordt opnieuw geprobeerd.")),
}


@vereist(*INKOOP)
@require_POST
def stap(request: Verzoek, kenmerk: str, stap: str) -> HttpResponse:
    """Start, pause, go on, stop, or try again what failed."""
    if stap not in _STAPPEN:
        raise Http404
    record, (doe, gelukt) = _round(request, kenmerk), _STAPPEN[stap]
    goed = attempt(request, lambda: doe(ronde=record, by=request.user, now=now()), gelukt)
    adres = reverse("contractering:ronde", args=[kenmerk])
    return redirect(f"{adres}?ververs=1" if goed and stap in ("starten", "opnieuw") else adres)
