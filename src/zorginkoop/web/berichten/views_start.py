"""The start of a practice: a checklist planned back from a day, for everybody and for a practice that ticks it off."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from zorginkoop.web.berichten import actions, start
from zorginkoop.web.berichten.forms import StartForm
from zorginkoop.web.berichten.models import Praktijkstart, Startpunt
from zorginkoop.web.berichten.start import Punt
from zorginkoop.web.contractering.uitvoeren import attempt
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol


@require_safe
def publiek(request: HttpRequest) -> HttpResponse:
    """What to arrange, planned back from the day in the address; nothing is kept."""
    form = StartForm(request.GET) if "begindag" in request.GET else StartForm()
    dag = form.cleaned_data["begindag"] if form.is_bound and form.is_valid() else None
    lijsten = [_list(b, dag, start.checklist(b, dag)) for b in start.policies(dag)] if dag else []
    context = {"form": form, "dag": dag, "lijsten": lijsten}
    return render(request, "berichten/praktijkstart.html", context, status=400 if form.errors else 200)


def _list(beleid: Any, dag: date, punten: list[Punt]) -> dict[str, Any]:
    return {
        "beleid": beleid,
        "geldt": start.holds(beleid, dag),
        "punten": [(punt, start.key(beleid, punt), *punt.state(today())) for punt in punten],
    }


@vereist(*PRAKTIJKROLLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def persoonlijk(request: Verzoek) -> HttpResponse:
    """The checklist of this practice: its day and ticks remembered, what facts show already done."""
    if request.method == "POST" and request.bevoegdheid.rol == Rol.LEZER:
        return redirect("berichten:start")
    plan = Praktijkstart.objects.filter(praktijk=request.organisatie).first()
    form = StartForm(request.POST) if request.method == "POST" else StartForm(initial=_initial(plan))
    if form.is_bound and form.is_valid():
        attempt(request, lambda: _remember(request, form.cleaned_data["begindag"]), gettext("Uw lijst is bewaard."))
        return redirect("berichten:start")
    context = {"form": form, "plan": plan, "lijsten": _personal(request, plan) if plan else []}
    return render(request, "berichten/start.html", context, status=400 if form.errors else 200)


def _initial(plan: Praktijkstart | None) -> dict[str, date]:
    return {"begindag": plan.begindag} if plan else {}


def _remember(request: Verzoek, begindag: date) -> None:
    beleiden = start.policies(begindag)
    mogelijk = {start.key(b, punt) for b in beleiden for punt in start.checklist(b, begindag) if punt.zelf}
    actions.plan_start(
        praktijk=request.organisatie,
        begindag=begindag,
        punten=request.POST.getlist("punt"),
        mogelijk=mogelijk,
        by=request.user,
        now=now(),
    )


def _personal(request: Verzoek, plan: Praktijkstart) -> list[dict[str, Any]]:
    gedaan = set(Startpunt.objects.filter(praktijk=request.organisatie).values_list("punt", flat=True))
    return [
        _list(b, plan.begindag, start.personal(b, plan.begindag, request.organisatie, gedaan, today()))
        for b in start.policies(plan.begindag)
    ]
