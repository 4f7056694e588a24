"""Requests for innovation: ask, complete, answer, confirm, and tell other insurers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.begroting import actions, vinden, woorden
from zorginkoop.web.begroting.forms import AanvullingForm, AntwoordForm, VernieuwingForm
from zorginkoop.web.begroting.lijst import listing
from zorginkoop.web.begroting.models import Antwoord, Vernieuwing
from zorginkoop.web.begroting.vernieuwd import similar
from zorginkoop.web.begroting.vernieuwen import JA, OPNIEUW
from zorginkoop.web.begroting.views import BEIDE, INVULLEN
from zorginkoop.web.begroting.views_aanvragen import open_policy
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.tonen import label, policy_url, value
from zorginkoop.web.contractering.uitvoeren import accepted, attempt
from zorginkoop.web.contractering.vragen import question
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol, Soort
from zorginkoop.web.toegang.vragenlijst import Vragenlijst, answers, form_for, initial

PRESTATIE = "opslag_inschrijftarief"
INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)
NIET_GEVRAAGD = {"agb_code", "contractvorm", "aanvraagdatum", "datum_volledig"}
KOLOMMEN = (
    Kolom(_("Aanvraag"), lambda v: v.kenmerk, "kenmerk"),
    Kolom(_("Titel"), lambda v: v.titel, "titel"),
    Kolom(_("Praktijk"), lambda v: f"{v.praktijk.naam} ({v.praktijk.nummer})", "praktijk__naam"),
    Kolom(_("Loket"), lambda v: v.loket, "loket"),
    Kolom(_("Plaats"), lambda v: v.rangorde, "rangorde", getal=True),
    Kolom(_("Ingediend"), lambda v: localdate(v.ingediend_op), "ingediend_op"),
    Kolom(_("Status"), lambda v: woorden.VERNIEUWING[v.status][0], "status"),
)
AANKONDIGINGEN = (
    Kolom(_("Project"), lambda a: a.vernieuwing.titel, "vernieuwing__titel"),
    Kolom(_("Praktijk"), lambda a: f"{a.vernieuwing.praktijk.naam} ({a.vernieuwing.praktijk.nummer})"),
    Kolom(_("Van"), lambda a: a.vernieuwing.verzekeraar.naam, "vernieuwing__verzekeraar__naam"),
    Kolom(_("Prestatiecode"), lambda a: a.prestatiecode, "prestatiecode"),
    Kolom(_("Start"), lambda a: a.ingangsdatum, "ingangsdatum"),
    Kolom(_("Gelezen"), lambda a: a.gelezen_op and localdate(a.gelezen_op), "gelezen_op"),
)


@vereist(*BEIDE)
@require_safe
def lijst(request: Verzoek) -> HttpResponse:
    """Every request of or to this organisation; what the policy gives priority comes first, then the oldest."""
    return listing(
        request,
        vinden.innovations(request.organisatie).order_by("rangorde", "ingediend_op", "pk"),
        KOLOMMEN,
        naam="zorgvernieuwing",
        sjabloon="begroting/vernieuwingen.html",
        staten=woorden.VERNIEUWING,
    )


def _questions(policy: Beleid) -> list[Any]:
    """What the policy asks of who sends a request in."""
    return [
        question(policy, naam)
        for naam, feit in policy.feiten.items()
        if feit.herkomst == "zorgaanbieder" and naam not in NIET_GEVRAAGD
    ]


def _forms(soort: type[VernieuwingForm], policy: Beleid, data: Any, eerder: Vernieuwing | None = None) -> Any:
    """The words of the provider and the questions of the policy, together filled in or empty."""
    vragen = _questions(policy)
    lijst_ = form_for(vragen, required=False)
    if data is not None:
        return soort(data), lijst_(data)
    woorden_ = {"titel": eerder.titel, "beschrijving": eerder.beschrijving} if eerder else {}
    return soort(initial=woorden_), lijst_(initial=initial(vragen, eerder.antwoorden if eerder else {}))


def _fields(form: VernieuwingForm, vragen: Vragenlijst) -> dict[str, Any]:
    schoon = form.cleaned_data
    return {"titel": schoon["titel"], "beschrijving": schoon["beschrijving"], "antwoorden": answers(vragen)}


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """Send a request in."""
    policy, verzekeraar = open_policy(PRESTATIE)
    form, vragen = _forms(VernieuwingForm, policy, request.POST if request.method == "POST" else None)
    gemaakt: list[Vernieuwing] = []
    if form.is_bound and form.is_valid() & vragen.is_valid():
        wie = {"praktijk": request.organisatie, "verzekeraar": verzekeraar, "by": request.user, "now": now()}
        velden, naam = _fields(form, vragen), policy.document.beleid
        if accepted(form, lambda: gemaakt.append(actions.request_vernieuwing(beleid=naam, velden=velden, **wie))):
            return redirect("begroting:vernieuwing", gemaakt[0].kenmerk)
    context = {"form": form, "vragen": vragen, "beleid": policy, "beleid_url": policy_url(policy)}
    return render(request, "begroting/vernieuwing_nieuw.html", {**context, "verzekeraar": verzekeraar})


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def aanvullen(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Complete a request, or bring it up again."""
    record = vinden.innovation(request.organisatie, kenmerk)
    if record.status not in OPNIEUW:
        return redirect("begroting:vernieuwing", kenmerk)
    policy = policy_of(record)
    form, vragen = _forms(AanvullingForm, policy, request.POST if request.method == "POST" else None, record)
    if form.is_bound and form.is_valid() & vragen.is_valid():
        nieuw_ = {"velden": _fields(form, vragen), "aanvulling": form.cleaned_data["aanvulling"]}
        if accepted(
            form, lambda: actions.resubmit_vernieuwing(record=record, by=request.user, now=now(), **nieuw_)
        ):  # fmt: skip
            return redirect("begroting:vernieuwing", kenmerk)
    context = {"form": form, "vragen": vragen, "beleid": policy, "beleid_url": policy_url(policy), "aanvraag": record}
    return render(request, "begroting/vernieuwing_nieuw.html", {**context, "verzekeraar": record.verzekeraar})


@vereist(*BEIDE)
@require_safe
def vernieuwing(request: Verzoek, kenmerk: str) -> HttpResponse:
    """One request: what it says, where it is, and its answers."""
    record = vinden.innovation(request.organisatie, kenmerk)
    return render(request, "begroting/vernieuwing.html", _page(request, record))


def _page(request: Verzoek, record: Vernieuwing, form: AntwoordForm | None = None) -> dict[str, Any]:
    policy = policy_of(record)
    van_verzekeraar = request.organisatie.soort == Soort.VERZEKERAAR
    open_ = record.antwoorden_gegeven.filter(bevestigd=None).select_related("voorgesteld_door").first()
    gegeven = record.antwoorden_gegeven.filter(bevestigd=True).select_related("voorgesteld_door", "besloten_door")
    inkoper = request.bevoegdheid.rol == Rol.INKOPER
    return {
        "aanvraag": record,
        "beleid": policy,
        "beleid_url": policy_url(policy),
        "status": woorden.VERNIEUWING[record.status],
        "loket": record.loket.partition("@"),
        "gegevens": [(label(policy, n), value(policy, n, w)) for n, w in record.antwoorden.items()],
        "antwoorden": [(a, value(policy, "besluit_zorgvernieuwing", a.uitkomst), _start(a, policy)) for a in
                       gegeven.order_by("-pk")],
        "voorstel": open_ if van_verzekeraar else None,
        "voorstel_start": _start(open_, policy) if open_ and van_verzekeraar else None,
        "mag_bevestigen": inkoper and open_ is not None and open_.voorgesteld_door_id != request.user.pk,
        "antwoordform": (form or AntwoordForm(None, beleid=policy)) if inkoper and record.status == "INGEDIEND" else
        None,
        "vergelijkbaar": [(v, woorden.VERNIEUWING[v.status]) for v in similar(record)] if van_verzekeraar else [],
        "van_verzekeraar": van_verzekeraar,
        "opnieuw": record.status in OPNIEUW,
        "form": form if form and form.is_bound else None,
    }  # fmt: skip


def _start(antwoord: Antwoord, policy: Beleid) -> list[tuple[str, str]]:
    """What belongs to a yes, as label and value."""
    if antwoord.uitkomst != JA:
        return []
    verre = gettext("Ja") if antwoord.voor_verre_verzekeraars else gettext("Nee")
    return [
        (gettext("Prestatiecode"), antwoord.prestatiecode),
        (gettext("Vorm"), value(policy, "bekostiging_zorgvernieuwing", antwoord.bekostiging)),
        (gettext("Bedrag"), als_euro(antwoord.bedrag_cent or 0)),
        (gettext("Start"), value(policy, "ingangsdatum", antwoord.ingangsdatum)),
        (gettext("Bericht aan verre verzekeraars"), verre),
    ]


@vereist(Rol.INKOPER)
@require_POST
def antwoord(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Give one of the four answers."""
    record = vinden.innovation(request.organisatie, kenmerk)
    form = AntwoordForm(request.POST, beleid=policy_of(record))
    if form.is_valid():
        uitkomst, besluit = form.cleaned_data["uitkomst"], form.decision()
        wie = {"by": request.user, "now": now()}
        if accepted(form, lambda: actions.answer_vernieuwing(record=record, uitkomst=uitkomst, besluit=besluit, **wie)):
            return redirect("begroting:vernieuwing", kenmerk)
    return render(request, "begroting/vernieuwing.html", _page(request, record, form), status=400)


@vereist(Rol.INKOPER)
@require_POST
def bevestigen(request: Verzoek, kenmerk: str) -> HttpResponse:
    """The second pair of eyes on a yes."""
    record = vinden.innovation(request.organisatie, kenmerk)
    voorstel = record.antwoorden_gegeven.filter(bevestigd=None).first()
    if voorstel is not None:
        akkoord = request.POST.get("besluit") == "ja"
        attempt(
            request,
            lambda: actions.confirm_vernieuwing(antwoord=voorstel, akkoord=akkoord, by=request.user, now=now()),
            gettext("Uw besluit is vastgelegd."),
        )
    return redirect("begroting:vernieuwing", kenmerk)


@vereist(*INVULLEN)
@require_POST
def intrekken(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Take the request back."""
    record = vinden.innovation(request.organisatie, kenmerk)
    attempt(
        request,
        lambda: actions.withdraw_vernieuwing(record=record, by=request.user, now=now()),
        gettext("Aanvraag %(kenmerk)s is ingetrokken.") % {"kenmerk": kenmerk},
    )
    return redirect("begroting:vernieuwingen")


@vereist(*INVULLEN)
@require_POST
def overeenkomst(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Ask for the agreement of an approved project."""
    record = vinden.innovation(request.organisatie, kenmerk)
    gelukt = gettext("Uw aanvraag voor de overeenkomst is ingediend.")
    if attempt(request, lambda: actions.apply_vernieuwing(record=record, by=request.user, now=now()), gelukt):
        return redirect("contractering:werklijst")
    return redirect("begroting:vernieuwing", kenmerk)


@vereist(*INKOOP)
@require_safe
def aankondigingen(request: Verzoek) -> HttpResponse:
    """What other insurers let start, first what starts first."""
    alle = vinden.announcements(request.organisatie).order_by("ingangsdatum", "pk")
    lijst_ = Lijst(request, alle, AANKONDIGINGEN, naam="vooraankondigingen")
    return lijst_.bestand or render(request, "begroting/aankondigingen.html", {"lijst": lijst_})


@vereist(*INKOOP)
@require_POST
def gelezen(request: Verzoek, pk: int) -> HttpResponse:
    """Take note."""
    record = vinden.announcement(request.organisatie, pk)
    attempt(
        request,
        lambda: actions.read_announcement(record=record, by=request.user, now=now()),
        gettext("De vooraankondiging is gelezen."),
    )
    return redirect("begroting:aankondigingen")
