"""The insurer and an application: inbox, assessment with human judgement, offer, refusal with four eyes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions, feiten, tonen, vinden
from zorginkoop.web.contractering.bijdragen import compose
from zorginkoop.web.contractering.forms import IntrekForm, MotiveringForm, OordeelForm, PostvakForm
from zorginkoop.web.contractering.heropenen import reopened
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.contractering.postvak import inbox, waiting_days
from zorginkoop.web.contractering.termijnen import last_day
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, done
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import Zin, say

INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)
MEELEZEN = (*INKOOP, Rol.COMPLIANCE)
AANVRAGEN = (
    Kolom(_("Aanvraag"), lambda a: a.kenmerk, "kenmerk"),
    Kolom(_("Praktijk"), lambda a: f"{a.praktijk.naam} ({a.praktijk.nummer})", "praktijk__naam"),
    Kolom(_("Ingediend"), lambda a: localdate(a.ingediend_op), "ingediend_op"),
    Kolom(_("Status"), lambda a: tonen.VOOR_VERZEKERAAR[a.status][0], "status"),
)


@vereist(*MEELEZEN)
@require_safe
def postvak(request: Verzoek) -> HttpResponse:
    """Applications that wait for us, longest first; or what the filter asks."""
    form, op = PostvakForm(request.GET), now()
    filters = form.cleaned_data if form.is_valid() else {}
    gevonden = inbox(request.organisatie, filters, op=op).defer("antwoorden", "registerfeiten", "toets")
    lijst = Lijst(request, gevonden, AANVRAGEN, naam="aanvragen")
    regels = [(a, waiting_days(a, op), *tonen.VOOR_VERZEKERAAR[a.status]) for a in lijst.pagina]
    context = {"form": form, "lijst": lijst, "regels": regels}
    return lijst.bestand or render(request, "contractering/postvak.html", context)


@vereist(*MEELEZEN)
@require_safe
def dossier(request: Verzoek, kenmerk: str) -> HttpResponse:
    """An application, requirement by requirement, with the evidence and what may be done now."""
    record = vinden.received_application(request.organisatie, kenmerk)
    return render(request, "contractering/dossier.html", _dossier(request, record))


def _dossier(request: Verzoek, record: Aanvraag, fout: tuple[str, Any] | None = None) -> dict[str, Any]:
    """`fout` is a requirement and its form when a judgement was not complete; "" with the form of a withdrawal."""
    beleid = feiten.policy_of(record)
    oordelen = {o.eis: o for o in record.oordelen.select_related("door")}
    te_doen = actions.to_judge(record) if record.status == "BEOORDELING" else []
    eisen = tonen.requirements(beleid, record.toets, oordelen)
    inkoper, aanbod = request.bevoegdheid.rol == Rol.INKOPER, vinden.latest_offer(record)
    return {
        "aanvraag": record,
        "beleid": beleid,
        "status": tonen.VOOR_VERZEKERAAR[record.status],
        "dagen": waiting_days(record, now()),
        "oordelen": [(eis, _form_for(eis.naam, fout)) for eis in eisen if eis.naam in te_doen],
        "eisen": [eis for eis in eisen if eis.naam not in te_doen],
        "antwoorden": _answers(beleid, {} if record.status == "CONCEPT" else record.antwoorden),
        "register": _answers(beleid, record.registerfeiten),
        "iban": feiten.mask_iban(record.iban) if record.iban else Zin("niet opgegeven"),
        "niet_mogelijk": tonen.not_offered(record.toets),
        "ingangsdatum": tonen.value(beleid, "ingangsdatum", record.toets["ingangsdatum"]),
        "aanbod": aanbod,
        "uiterlijk": aanbod and last_day(aanbod.vervalt_op),
        "intrekken": fout[1] if fout and not fout[0] else IntrekForm(),
        "stukken": [
            {"pk": s.pk, "naam": s.naam, "titel": beleid.eisen[s.eis].titel}
            for s in record.bewijsstukken.defer("inhoud").order_by("pk")
        ],
        "open_gesprekken": record.gesprekken.exclude(status="GESLOTEN").count(),
        "vestigingen": record.registerfeiten.get("vestigingen", []),
        "heropend": reopened(record),
        "voorstel": record.weigeringen.select_related("voorgesteld_door").filter(bevestigd=None).first(),
        "inkoper": inkoper,
        "meelezer": request.bevoegdheid.rol == Rol.COMPLIANCE,
        "form": fout[1] if fout else None,
    }


def _form_for(eis: str, fout: tuple[str, Any] | None) -> OordeelForm:
    return fout[1] if fout and fout[0] == eis else OordeelForm(auto_id=f"id_{eis}_%s")


def _answers(beleid: Any, gegevens: dict[str, Any]) -> tonen.Gegevens:
    return [
        (tonen.label(beleid, naam), tonen.value(beleid, naam, waarde))
        for naam, waarde in gegevens.items()
        if naam in beleid.feiten and naam != "iban"
    ]


@vereist(Rol.INKOPER)
@require_POST
def oordeel(request: Verzoek, kenmerk: str, eis: str) -> HttpResponse:
    """Decide on one requirement that the policy leaves to a person."""
    record = vinden.received_application(request.organisatie, kenmerk)
    form = OordeelForm(request.POST, auto_id=f"id_{eis}_%s")
    if not form.is_valid() and record.status == "BEOORDELING" and eis in actions.to_judge(record):
        return render(request, "contractering/dossier.html", _dossier(request, record, (eis, form)), status=400)
    besluit = {"toegestaan": form.cleaned_data.get("besluit") == "ja", "by": request.user, "now": now()}
    motivering = form.cleaned_data.get("motivering", "")
    attempt(
        request,
        lambda: actions.judge_eis(aanvraag=record, eis=eis, motivering=motivering, **besluit),
        gettext("Uw oordeel is vastgelegd."),
    )
    return redirect("contractering:dossier", kenmerk)


@vereist(*INKOOP)
@require_http_methods(["GET", "HEAD", "POST"])
def aanbieden(request: Verzoek, kenmerk: str) -> HttpResponse:
    """The rows as they would be offered; posting makes the offer."""
    record = vinden.received_application(request.organisatie, kenmerk)
    if request.method == "POST":
        attempt(
            request,
            lambda: actions.offer_overeenkomst(aanvraag=record, by=request.user, now=now()),
            gettext("Het aanbod ligt nu bij %(naam)s.") % {"naam": record.praktijk.naam},
        )
        return redirect("contractering:dossier", kenmerk)
    if record.status != "TOEGELATEN":
        return redirect("contractering:dossier", kenmerk)
    beleid, toets = feiten.policy_of(record), feiten.frozen_assessment(record)
    try:
        rijen, fout = compose(record, toets), ""
    except Gebruikersfout as mis:
        rijen, fout = [], say(mis.melding)
    context = {
        "aanvraag": record,
        "regels": tonen.rows(beleid, rijen),
        "fout": fout,
        "ingangsdatum": toets.ingangsdatum,
        "aanbodregel": beleid.inhoud.aanbod,
        "niet_mogelijk": tonen.not_offered(record.toets, {rij.prestatie for rij in rijen}),
        "vestigingen": record.registerfeiten.get("vestigingen", []),
    }
    return render(request, "contractering/aanbieden.html", context)


@vereist(*INKOOP)
@require_POST
def aanbod_intrekken(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Take an unsigned offer back."""
    record = vinden.received_application(request.organisatie, kenmerk)
    aanbod, form = vinden.latest_offer(record), IntrekForm(request.POST)
    if not form.is_valid() and record.status == "AANGEBODEN":
        return render(request, "contractering/dossier.html", _dossier(request, record, ("", form)), status=400)
    if aanbod is not None:
        reden = form.cleaned_data.get("motivering", "")
        attempt(
            request,
            lambda: actions.withdraw_aanbod(aanbod=aanbod, reden=reden, by=request.user, now=now()),
            gettext("Het aanbod is ingetrokken. U kunt een nieuw aanbod doen."),
        )
    return redirect("contractering:dossier", kenmerk)


@vereist(Rol.INKOPER)
@require_http_methods(["GET", "HEAD", "POST"])
def weigeren(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Propose to refuse a practice that qualifies."""
    record = vinden.received_application(request.organisatie, kenmerk)
    form = MotiveringForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and accepted(form, lambda: _propose(request, record, form)):
        done(request, gettext("Uw voorstel ligt nu bij een collega, die moet meebeslissen."))
        return redirect("contractering:dossier", kenmerk)
    return render(request, "contractering/weigeren.html", {"aanvraag": record, "form": form})


def _propose(request: Verzoek, record: Aanvraag, form: MotiveringForm) -> None:
    motivering = form.cleaned_data["motivering"]
    actions.refuse_aanvraag(aanvraag=record, motivering=motivering, by=request.user, now=now())


@vereist(Rol.INKOPER)
@require_POST
def weigering(request: Verzoek, kenmerk: str) -> HttpResponse:
    """The second pair of eyes on a proposed refusal."""
    record = vinden.received_application(request.organisatie, kenmerk)
    voorstel = get_object_or_404(record.weigeringen.select_related("aanvraag__verzekeraar").order_by("-pk")[:1])
    bevestigd = request.POST.get("besluit") == "weigeren"
    attempt(
        request,
        lambda: actions.decide_refusal(weigering=voorstel, bevestigd=bevestigd, by=request.user, now=now()),
        gettext("De aanvraag is afgewezen.") if bevestigd else gettext("De praktijk is alsnog toegelaten."),
    )
    return redirect("contractering:dossier", kenmerk)
