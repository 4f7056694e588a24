"""Requests for practice management: the practice signs a form, two purchasers decide."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting import actions, vinden, woorden
from zorginkoop.web.begroting.forms import PraktijkmanagementForm
from zorginkoop.web.begroting.lijst import listing
from zorginkoop.web.begroting.models import Praktijkmanagement
from zorginkoop.web.begroting.praktijkmanagement import PRESTATIE
from zorginkoop.web.begroting.views import BEIDE
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.forms import OordeelForm
from zorginkoop.web.contractering.tonen import label, policy_url, value
from zorginkoop.web.contractering.uitvoeren import accepted, attempt
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.lijst import Kolom
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol, Soort
from zorginkoop.web.toegang.taal import in_dutch

KOLOMMEN = (
    Kolom(_("Aanvraag"), lambda p: p.kenmerk, "kenmerk"),
    Kolom(_("Praktijk"), lambda p: f"{p.praktijk.naam} ({p.praktijk.nummer})", "praktijk__naam"),
    Kolom(_("Samenwerkingsverband"), lambda p: p.samenwerking, "samenwerking"),
    Kolom(_("Ondertekend"), lambda p: localdate(p.ondertekend_op), "ondertekend_op"),
    Kolom(_("Status"), lambda p: woorden.PRAKTIJKMANAGEMENT[p.status][0], "status"),
)


@vereist(*BEIDE)
@require_safe
def lijst(request: Verzoek) -> HttpResponse:
    """Every request of or to this organisation."""
    return listing(
        request,
        vinden.managements(request.organisatie).order_by("-ondertekend_op", "-pk"),
        KOLOMMEN,
        naam="praktijkmanagement",
        sjabloon="begroting/praktijkmanagement_lijst.html",
        staten=woorden.PRAKTIJKMANAGEMENT,
    )


def open_policy(prestatie: str) -> tuple[Beleid, Organisatie]:
    """The latest policy that knows this Prestatie, with its insurer; 404 when none works with this portal."""
    insurers = {v.uzovi: v for v in Organisatie.objects.filter(soort=Soort.VERZEKERAAR)}
    for policy in reversed(library.latest()):
        geldt = today() < policy.document.geldig_tot
        if prestatie in policy.prestaties and policy.verzekeraar.uzovi in insurers and geldt:
            return policy, insurers[policy.verzekeraar.uzovi]
    raise Http404


@vereist(Rol.TEKENBEVOEGDE)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """The form, signed by who may sign."""
    policy, verzekeraar = open_policy(PRESTATIE)
    form = PraktijkmanagementForm(request.POST if request.method == "POST" else None, beleid=policy)
    gemaakt: list[Praktijkmanagement] = []
    if form.is_bound and form.is_valid():
        velden = {naam: waarde for naam, waarde in form.cleaned_data.items() if naam != "akkoord"}
        wie = {"praktijk": request.organisatie, "verzekeraar": verzekeraar, "by": request.user, "now": now()}
        naam = policy.document.beleid
        if accepted(
            form, lambda: gemaakt.append(actions.request_praktijkmanagement(beleid=naam, velden=velden, **wie))
        ):
            return redirect("begroting:praktijkmanagement", gemaakt[0].kenmerk)
    context = {"form": form, "beleid": policy, "verzekeraar": verzekeraar, "beleid_url": policy_url(policy)}
    return render(request, "begroting/praktijkmanagement_nieuw.html", context)


@vereist(*BEIDE)
@require_safe
def aanvraag(request: Verzoek, kenmerk: str) -> HttpResponse:
    """One request, with the judgement of the insurer."""
    record = vinden.management(request.organisatie, kenmerk)
    return render(request, "begroting/praktijkmanagement.html", _page(request, record, OordeelForm()))


def _page(request: Verzoek, record: Praktijkmanagement, form: OordeelForm) -> dict[str, Any]:
    policy = policy_of(record)
    inkoper = request.bevoegdheid.rol == Rol.INKOPER
    zelf = record.voorgesteld_door_id == request.user.pk and record.status == "VOORGESTELD"
    return {
        "aanvraag": record,
        "beleid": policy,
        "beleid_url": policy_url(policy, f"prestatie-{PRESTATIE}"),
        "status": woorden.PRAKTIJKMANAGEMENT[record.status],
        "gegevens": [
            (in_dutch(label(policy, "wsv_deelname")), in_dutch(value(policy, "wsv_deelname", record.wsv_deelname))),
            (gettext("Samenwerkingsverband"), in_dutch(record.samenwerking)),
            (gettext("Gewenste ingangsdatum"), value(policy, "gewenste_ingangsdatum", record.gewenste_ingangsdatum)),
        ],
        "oordeelform": form if inkoper and record.status in ("INGEDIEND", "VOORGESTELD") and not zelf else None,
        "zelf": zelf,
        "form": form if form.is_bound else None,
    }


@vereist(Rol.INKOPER)
@require_POST
def oordeel(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Propose, award or refuse."""
    record = vinden.management(request.organisatie, kenmerk)
    form = OordeelForm(request.POST)
    if not form.is_valid():
        return render(
            request, "begroting/praktijkmanagement.html", _page(request, record, form), status=400
        )  # fmt: skip
    besluit = {"akkoord": form.cleaned_data["besluit"] == "ja", "motivering": form.cleaned_data["motivering"]}
    attempt(
        request,
        lambda: actions.judge_praktijkmanagement(record=record, by=request.user, now=now(), **besluit),
        gettext("Uw oordeel is vastgelegd."),
    )
    return redirect("begroting:praktijkmanagement", kenmerk)


@vereist(Rol.TEKENBEVOEGDE)
@require_POST
def intrekken(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Take the request back."""
    record = vinden.management(request.organisatie, kenmerk)
    attempt(
        request,
        lambda: actions.withdraw_praktijkmanagement(record=record, by=request.user, now=now()),
        gettext("Aanvraag %(kenmerk)s is ingetrokken.") % {"kenmerk": kenmerk},
    )
    return redirect("begroting:praktijkmanagement_lijst")
