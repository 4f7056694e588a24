"""The check "Waar kom ik voor in aanmerking en wat levert het op?": three steps of questions and the result.

Answers travel in the address. A step is posted, looked at, and sent on to the address of the next step, so that going
back, reloading and sharing do what people expect and nothing is kept on the server.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zorginkoop.beleid.assess import Vraag
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.publiek import antwoorden, uitslag
from zorginkoop.web.publiek.antwoorden import BELEID, MODULES
from zorginkoop.web.toegang.vragenlijst import Vragenlijst, answers, form_for, initial

View = Callable[..., HttpResponse]
GEEN_VERZEKERAAR = _("Kies ten minste één zorgverzekeraar.")


@dataclass(frozen=True)
class Stap:
    """A step: the part of its address, its name, what it says under the heading, and its questions."""

    naam: str
    label: str | Promise
    intro: str | Promise
    vragen: Callable[[dict[str, Any]], list[Vraag]]


STAPPEN = (
    Stap(
        "praktijk",
        _("Uw praktijk"),
        _("Een paar vragen over uw praktijk en de datum. Weet u iets nog niet? Laat het dan open."),
        lambda w: antwoorden.practice_questions(antwoorden.chosen(w)),
    ),
    Stap(
        "wensen",
        _("Uw wensen"),
        _("De basis hoort altijd bij de overeenkomst. Kies wat u daarnaast wilt afspreken."),
        lambda w: [vraag for vraag in [antwoorden.modules_question(antwoorden.chosen(w))] if vraag.keuzes],
    ),
    Stap(
        "eisen",
        _("De eisen"),
        _("Dit wil het beleid nog weten. Weet u een antwoord niet, dan ziet u straks wat het uitmaakt."),
        lambda w: antwoorden.requirement_questions(antwoorden.chosen(w), w),
    ),
)
LABELS = (*(stap.label for stap in STAPPEN), _("Resultaat"))


def answerable(view: View) -> View:
    """The view gets the answers of the address; an address that makes no sense is explained, not followed."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        waarden, fouten = antwoorden.read_query(request.GET)
        try:
            if not fouten:
                return view(request, waarden=waarden, **kwargs)
        except Gebruikersfout as fout:
            fouten = [str(fout)]
        return render(request, "publiek/check_fout.html", {"fouten": fouten}, status=400)

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answerable
def stap(request: HttpRequest, *, waarden: dict[str, Any], naam: str = "praktijk") -> HttpResponse:
    """One step of questions."""
    nummer = next((n for n, stap in enumerate(STAPPEN) if stap.naam == naam), None)
    if nummer is None:
        raise Http404
    vragen = STAPPEN[nummer].vragen(waarden)
    form = _form(request, vragen, waarden)
    if form.is_bound and _accepted(form):
        rest = {n: waarde for n, waarde in waarden.items() if n not in form.fields}
        return redirect(_address(nummer + 1, {**rest, **answers(form)}))
    context = {"form": form, "stap": STAPPEN[nummer], "nummer": nummer + 1, "modules": _modules(form, waarden)}
    terug = _address(nummer - 1, waarden) if nummer else ""
    return render(request, "publiek/check.html", {**context, "terug": terug, "stappen": _progress(nummer)})


@require_safe
@answerable
def resultaat(request: HttpRequest, *, waarden: dict[str, Any]) -> HttpResponse:
    """The result for every chosen policy; its address can be shared."""
    beleiden = antwoorden.chosen(waarden)
    waarden = {**waarden, BELEID: [beleid.naam for beleid in beleiden]}
    context = {
        "uitslagen": uitslag.outcomes(beleiden, waarden),
        "stappen": _progress(len(STAPPEN)),
        "wijzigen": [(stap.label, _address(n, waarden)) for n, stap in enumerate(STAPPEN)],
        "terug": _address(len(STAPPEN) - 1, waarden),
        "link": request.build_absolute_uri(_address(len(STAPPEN), waarden)),
        "patienten": waarden.get(antwoorden.PATIENTEN),
    }
    return render(request, "publiek/resultaat.html", context)


def _form(request: HttpRequest, vragen: list[Vraag], waarden: dict[str, Any]) -> Vragenlijst:
    soort = form_for(vragen, required=False)
    if request.method == "POST":
        return soort(request.POST)
    beleiden = [beleid.naam for beleid in antwoorden.chosen(waarden)]
    return soort(initial=initial(vragen, {"contractvorm": "nieuw", **waarden, BELEID: beleiden}))


def _accepted(form: Vragenlijst) -> bool:
    if form.is_valid() and BELEID in form.fields and not form.cleaned_data[BELEID]:
        form.add_error(BELEID, GEEN_VERZEKERAAR)
    return not form.errors


def _address(nummer: int, waarden: antwoorden.Waarden) -> str:
    if nummer == len(STAPPEN):
        pad = reverse("publiek:resultaat")
    else:
        pad = reverse("publiek:check_stap", args=[STAPPEN[nummer].naam]) if nummer else reverse("publiek:check")
    return f"{pad}?{antwoorden.to_query(waarden)}"


def _progress(nummer: int) -> list[dict[str, str | Promise]]:
    staten = ["klaar"] * nummer + ["bezig"] + [""] * len(LABELS)
    return [{"label": label, "status": staat} for label, staat in zip(LABELS, staten, strict=False)]


def _modules(form: Vragenlijst, waarden: dict[str, Any]) -> list[dict[str, Any]]:
    """The modules as boxes to tick, with the insurers that offer each and what it is called there."""
    if MODULES not in form.fields:
        return []
    bij = [(b.verzekeraar.naam, b.prestaties) for b in antwoorden.chosen(waarden)]
    return [
        {
            "vakje": vakje,
            "bij": ", ".join(naam for naam, prestaties in bij if str(vakje.data["value"]) in prestaties),
            "uitleg": next((p[str(vakje.data["value"])].uitleg for _, p in bij if str(vakje.data["value"]) in p), ""),
        }
        for vakje in form[MODULES]
    ]
