"""One colleague: roles, means of login, and what an administrator does about them."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from zorginkoop.web.beheer import collegas, inlogmiddelen, rollen
from zorginkoop.web.beheer.forms import KoppelForm, RolForm
from zorginkoop.web.beheer.gezag import BEHEERDERS
from zorginkoop.web.beheer.views_mensen import sent
from zorginkoop.web.contractering.uitvoeren import attempt
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.models import Bevoegdheid, Persoon
from zorginkoop.web.toegang.rechten import Verzoek, vereist


@vereist(*BEHEERDERS)
@require_safe
def persoon(request: Verzoek, pk: int) -> HttpResponse:
    """One colleague: roles, means of login, and what may be done."""
    record, eigen = collegas.colleague(request.organisatie, pk, today())
    return render(request, "beheer/persoon.html", _page(request, record, eigen))


def _page(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid], **forms: Any) -> dict[str, Any]:
    wie, op = request.organisatie, today()
    anderen = collegas.others(wie, record, op)
    vast = {
        "rolform": RolForm(soort=wie.soort, heeft=eigen),
        "koppelform": KoppelForm(anderen=anderen) if anderen else None,
    }
    return {**collegas.page(wie, record, eigen, request.user, op), **vast, **forms}


@vereist(*BEHEERDERS)
@require_POST
def persoon_stap(request: Verzoek, pk: int, stap: str) -> HttpResponse:
    """Do one of the things on the page of a colleague."""
    if stap not in _STAPPEN:
        raise Http404("Deze stap bestaat niet.")
    record, eigen = collegas.colleague(request.organisatie, pk, today())
    return _STAPPEN[stap](request, record, eigen) or redirect("beheer:persoon", pk)


def _another_role(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid]) -> HttpResponse | None:
    form = RolForm(request.POST, soort=request.organisatie.soort, heeft=eigen)
    if not form.is_valid():
        return render(
            request, "beheer/persoon.html", _page(request, record, eigen, form=form, rolform=form), status=400
        )
    weg = next((b for b in eigen if str(b.pk) == form.cleaned_data["vervangt"]), None)
    vast = {"persoon": record, "organisatie": request.organisatie, "rol": form.cleaned_data["rol"], "vervangt": weg}
    attempt(
        request,
        lambda: rollen.assign(**vast, by=request.user, now=now()),
        gettext("De rol is vastgelegd. Wat op een tweede persoon wacht, staat bij Mensen en rollen."),
    )
    return None


def _end(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid]) -> HttpResponse | None:
    """One role, or without one named all of them."""
    vast = {"by": request.user, "now": now()}
    gekozen = request.POST.get("bevoegdheid")
    if gekozen is None:
        wie = {"persoon": record, "organisatie": request.organisatie}
        attempt(request, lambda: rollen.end_all(**wie, **vast), gettext("Deze persoon heeft geen toegang meer."))
        return redirect("beheer:mensen")
    weg = next((b for b in eigen if str(b.pk) == gekozen), None)
    if weg is None:
        raise Http404("Deze rol is er niet (meer).")
    attempt(request, lambda: rollen.end(bevoegdheid=weg, **vast), gettext("De rol is beëindigd."))
    return redirect("beheer:mensen") if len(eigen) == 1 else None


def _take_away(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid]) -> HttpResponse | None:
    vast = {"persoon": record, "organisatie": request.organisatie, "by": request.user, "now": now()}
    middel = request.POST.get("middel", "")
    attempt(
        request,
        lambda: inlogmiddelen.take_away(**vast, middel=middel),
        gettext("Het inlogmiddel is weg. Niemand kan er nog mee inloggen."),
    )
    return None


def _reset(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid]) -> HttpResponse | None:
    vast = {"persoon": record, "organisatie": request.organisatie, "by": request.user, "now": now()}
    sent(request, lambda: inlogmiddelen.reset(**vast))
    return None


def _join(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid]) -> HttpResponse | None:
    form = KoppelForm(request.POST, anderen=collegas.others(request.organisatie, record, today()))
    if not form.is_valid():
        context = _page(request, record, eigen, form=form, koppelform=form)
        return render(request, "beheer/persoon.html", context, status=400)
    ander = get_object_or_404(Persoon, pk=form.cleaned_data["ander"])
    vast = {"een": record, "ander": ander, "organisatie": request.organisatie, "by": request.user, "now": now()}
    attempt(request, lambda: inlogmiddelen.join(**vast), gettext("De accounts gelden voortaan als één persoon."))
    return None


_STAPPEN: dict[str, Callable[[Verzoek, Persoon, list[Bevoegdheid]], HttpResponse | None]] = {
    "rol": _another_role,
    "beeindigen": _end,
    "middel": _take_away,
    "herstellen": _reset,
    "koppelen": _join,
}
