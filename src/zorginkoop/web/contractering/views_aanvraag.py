"""Applying: choose a policy, answer what is unknown, check, submit, and see what comes of it."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.web.contractering import actions, gesprekken, tonen, vinden, vragen
from zorginkoop.web.contractering.aanbodkeuze import care_of, choices
from zorginkoop.web.contractering.bijdragen import locations_of
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.gesprekmodellen import AANBOD_INGETROKKEN
from zorginkoop.web.contractering.hergebruik import reusable
from zorginkoop.web.contractering.heropenen import reopened
from zorginkoop.web.contractering.models import Aanvraag, Gespreksbericht
from zorginkoop.web.contractering.termijnen import last_day
from zorginkoop.web.contractering.uitvoeren import accepted, attempt
from zorginkoop.web.register.ondernemingen import enterprise_of
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol

INVULLEN = (Rol.TEKENBEVOEGDE, Rol.INVULLER)
FASEN = (_("Aanvraag"), _("Beoordeling"), _("Aanbod"), _("Overeenkomst"))
_FASE = {"CONCEPT": 0, "AANGEBODEN": 2, "OVEREENGEKOMEN": 4}


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """Every policy one can apply under, with what the register tells already; starting one makes a draft."""
    eigen = care_of(request.organisatie.agb or "")
    beperkt = bool(eigen) and "alle" not in request.GET
    keuzes = choices(request.organisatie, op=now(), zorgsoorten=eigen if beperkt else ())
    if request.method == "POST":
        gekozen = next((k for k in keuzes if k.naam == request.POST.get("beleid") and k.open), None)
        if gekozen and attempt(
            request, lambda: _start(request, gekozen), gettext("Uw aanvraag is begonnen en bewaard.")
        ):
            concept = vinden.applications(request.organisatie).filter(beleid=gekozen.naam, status="CONCEPT")
            return redirect("contractering:stap", concept.latest("pk").kenmerk, 1)
        return redirect("contractering:nieuw")
    onderneming = enterprise_of(request.organisatie.agb or "", dag=today())
    context = {"keuzes": keuzes, "beperkt": beperkt, "onderneming": onderneming}
    return render(request, "contractering/nieuw.html", context)


def _start(request: Verzoek, keuze: Any) -> Aanvraag:
    return actions.start_aanvraag(
        praktijk=request.organisatie, verzekeraar=keuze.verzekeraar, beleid=keuze.naam, by=request.user, now=now()
    )


@vereist(*PRAKTIJKROLLEN)
@require_safe
def aanvraag(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Where the application stands, what happens next, and why."""
    record = vinden.application(request.organisatie, kenmerk)
    beleid = policy_of(record)
    heropend = reopened(record)
    status, kleur = tonen.AANVULLEN if record.status == "CONCEPT" and heropend else tonen.VOOR_PRAKTIJK[record.status]
    oordelen = {o.eis: o for o in record.oordelen.all()} if record.toets else {}
    context = {
        "aanvraag": record,
        "beleid": beleid,
        "beleid_url": tonen.policy_url(beleid),
        "status": status,
        "kleur": kleur,
        "fasen": _phases(record),
        "reis": vragen.journey(record, op=now()) if record.status == "CONCEPT" else None,
        "eisen": tonen.requirements(beleid, record.toets, oordelen) if record.toets else [],
        "niet_mogelijk": tonen.not_offered(record.toets) if record.toets else [],
        "ingangsdatum": record.toets and tonen.value(beleid, "ingangsdatum", record.toets["ingangsdatum"]),
        "contact": tonen.contacts(beleid, "vraag"),
        "vestigingen": _locations(record),
        "open_gesprekken": record.gesprekken.exclude(status="GESLOTEN").count(),
        "heropend": heropend,
    }
    if record.status == "TOEGELATEN":
        context |= _earlier_offer(record)
    if record.status == "AFGEWEZEN":
        context |= _refusal(record, context["eisen"])
    return render(request, "contractering/aanvraag.html", context)


def _earlier_offer(record: Aanvraag) -> dict[str, Any]:
    """The offer that was not signed in time or taken back, with the reason the insurer gave."""
    aanbod = vinden.latest_offer(record)
    ingetrokken = aanbod and aanbod.status == "INGETROKKEN"
    gesprek = {"gesprek__aanvraag": record, "gesprek__onderwerp": AANBOD_INGETROKKEN}
    waarom = Gespreksbericht.objects.filter(**gesprek).order_by("pk").last() if ingetrokken else None
    return {"vorig": aanbod, "vorig_uiterlijk": aanbod and last_day(aanbod.vervalt_op), "waarom": waarom}


def _refusal(record: Aanvraag, eisen: list[tonen.Eis]) -> dict[str, Any]:
    """Which requirements were not met and on what evidence, and how and until when one can object."""
    return {
        "afgewezen": [eis for eis in eisen if eis.kleur == "fout"],
        "geen_bezwaar": gesprekken.why_no_objection(record, now()),
        "laatste_bezwaar": gesprekken.last_day_to_object(record),
        "bezwaarregeling": policy_of(record).inhoud.bezwaar,
    }


def _locations(record: Aanvraag) -> list[dict[str, str]]:
    """The places of care this is for: as they were when it was submitted, and before that as they are now."""
    return record.registerfeiten.get("vestigingen", []) if record.toets else locations_of(record, dag=today())


def _phases(record: Aanvraag) -> list[dict[str, str]]:
    """The steps from application to agreement as a progress list."""
    bij = _FASE.get(record.status, 1)
    return [
        {"label": fase, "status": "klaar" if n < bij else "bezig" if n == bij else ""} for n, fase in enumerate(FASEN)
    ]


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def stap(request: Verzoek, kenmerk: str, nummer: int) -> HttpResponse:
    """One step of the questionnaire. What is filled in is kept, also when one stops halfway."""
    record = vinden.application(request.organisatie, kenmerk)
    if record.status != "CONCEPT":
        return redirect("contractering:aanvraag", kenmerk)
    reis = vragen.journey(record, op=now())
    huidig = next((s for s in reis.stappen if s.nummer == nummer), None)
    if huidig is None:
        return redirect("contractering:controleren", kenmerk)
    form = vragen.form_of(reis, huidig, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and accepted(form, lambda: _keep(request, record, form)):
        return _after(request, record, nummer)
    context = {"aanvraag": record, "reis": reis, "stap": huidig, "form": form, "aantal": len(reis.stappen)}
    if nummer == 1:
        context["eerder"] = reusable(record, now=now())
    return render(request, "contractering/stap.html", context)


def _keep(request: Verzoek, record: Aanvraag, form: vragen.Vragenlijst) -> None:
    antwoorden = vragen.answers_of(form)
    gezien = request.POST.get("bewerking", "")
    if antwoorden:
        actions.answer(
            aanvraag=record,
            antwoorden=antwoorden,
            by=request.user,
            now=now(),
            bewerking=int(gezien) if gezien.isdecimal() and len(gezien) < 9 else None,
        )


@vereist(*INVULLEN)
@require_POST
def overnemen(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Use answers of an earlier application again."""
    record = vinden.application(request.organisatie, kenmerk)
    step = partial(actions.reuse_answers, aanvraag=record, by=request.user, now=now())
    attempt(request, step, gettext("Uw eerdere antwoorden staan nu in deze aanvraag. Kijk ze na voordat u indient."))
    return redirect("contractering:stap", kenmerk, 1)


def _after(request: Verzoek, record: Aanvraag, nummer: int) -> HttpResponse:
    """Later: the work list. Came from the check page: back to it. Otherwise: the next step."""
    if "later" in request.POST:
        return redirect("contractering:werklijst")
    if "terug" in request.GET:
        return redirect("contractering:controleren", record.kenmerk)
    return redirect("contractering:stap", record.kenmerk, nummer + 1)


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def controleren(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Every answer once more, then submit."""
    record = vinden.application(request.organisatie, kenmerk)
    if request.method == "POST" and attempt(
        request, lambda: _submit(request, record), gettext("Uw aanvraag is ingediend.")
    ):
        return redirect("contractering:aanvraag", kenmerk)
    if record.status != "CONCEPT":
        return redirect("contractering:aanvraag", kenmerk)
    reis = vragen.journey(record, op=now())
    contact = tonen.contacts(reis.beleid, "vraag")
    return render(request, "contractering/controleren.html", {"aanvraag": record, "reis": reis, "contact": contact})


def _submit(request: Verzoek, record: Aanvraag) -> None:
    register = vragen.register_facts(record.praktijk, record.verzekeraar, op=now())
    actions.submit_aanvraag(aanvraag=record, registerfeiten=register, by=request.user, now=now())


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def intrekken(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Take an application back, after asking once."""
    record = vinden.application(request.organisatie, kenmerk)
    if request.method == "POST":
        attempt(
            request,
            lambda: actions.withdraw_aanvraag(aanvraag=record, by=request.user, now=now()),
            gettext("Uw aanvraag %(kenmerk)s is ingetrokken.") % {"kenmerk": kenmerk},
        )
        return redirect("contractering:werklijst")
    return render(request, "contractering/intrekken.html", {"aanvraag": record})
