"""The simulation page: two versions of a policy on the whole market, or on a register somebody brings along."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from zorginkoop.beleid import registerlezer
from zorginkoop.beleid.simulate import Simulatie, simulate
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.uitvoeren import download
from zorginkoop.web.redactie import gevolgen, praktijken
from zorginkoop.web.redactie.markt import market_of, names_of
from zorginkoop.web.redactie.schaal import short, signed
from zorginkoop.web.redactie.vergelijking import RegisterForm, VergelijkForm, Versies, columns
from zorginkoop.web.redactie.views import LEZEN
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import in_dutch
from zorginkoop.web.toegang.upload import in_memory

OVERGANGEN = {"valt_af": _("Valt af"), "komt_erbij": _("Komt erbij")}


@vereist(*LEZEN)
@require_safe
def simulatie(request: Verzoek) -> HttpResponse:
    """Who gains, loses or falls out when the second version takes the place of the first."""
    form = _choice(request)
    context: dict[str, Any] = {}
    if form.is_valid():
        _attempt(form, lambda: context.update(_result(request, form, _market(request, form))))
    return render(request, "redactie/simulatie.html", {"form": form, "vraag": _query(form), **context})


@vereist(*LEZEN)
@require_safe
def per_praktijk(request: Verzoek, soort: str) -> HttpResponse:
    """Every practice of the market as a file; without a simulation, back to the page that says why."""
    form, antwoorden = _choice(request), list[HttpResponse]()
    if form.is_valid():
        _attempt(form, lambda: antwoorden.append(_file(request, form, _market(request, form), soort)))
    return antwoorden[0] if antwoorden else redirect(f"{reverse('redactie:simulatie')}?{request.GET.urlencode()}")


@vereist(*LEZEN)
@require_http_methods(["GET", "HEAD", "POST"])
@in_memory
def bestand(request: Verzoek) -> HttpResponse:
    """The same on a register that is sent along with the question and gone after the answer."""
    keuze = _choice(request)
    if not keuze.is_valid():
        return redirect(f"{reverse('redactie:simulatie')}?{request.GET.urlencode()}")
    verzonden = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegisterForm(*verzonden, te_groot=request.te_groot)
    antwoorden: list[HttpResponse] = []
    if form.is_valid():
        _attempt(form, lambda: antwoorden.append(_uploaded(request, keuze, form.cleaned_data["bestand"].read())))
    if antwoorden:
        return antwoorden[0]
    van, naar = keuze.cleaned_data["zijden"]
    context = {"form": form, "van": van, "naar": naar, "vraag": _query(keuze), "kolommen": columns(van, naar)}
    return render(request, "redactie/simulatie_bestand.html", context)


def _choice(request: Verzoek) -> VergelijkForm:
    return VergelijkForm(Versies(request.organisatie), request.GET if "van" in request.GET else None)


def _query(form: VergelijkForm) -> str:
    """The choices as the query of an address."""
    if not form.is_bound or not form.is_valid():
        return ""
    return urlencode({naam: form[naam].value() or "" for naam in form.fields})


def _attempt(form: Form, step: Callable[[], object]) -> None:
    """Take the step; what is wrong with the register or the choice is said above the form."""
    try:
        step()
    except Gebruikersfout as fout:
        tekst = str(fout)
        form.add_error(None, in_dutch(f"{tekst[0].upper()}{tekst[1:]}."))
    except pa.ArrowException:
        form.add_error(None, _("Dit register bevat waarden die niet bij de kolommen passen."))


def _market(request: Verzoek, form: VergelijkForm) -> pa.Table:
    van, naar = form.cleaned_data["zijden"]
    return market_of(request.organisatie, (van.beleid, naar.beleid))


def _simulated(form: VergelijkForm, register: pa.Table) -> Simulatie:
    van, naar = form.cleaned_data["zijden"]
    return simulate(van.beleid, naar.beleid, register, drempel=float(form.cleaned_data["drempel"]))


def _result(request: Verzoek, form: VergelijkForm, register: pa.Table) -> dict[str, Any]:
    van, naar = form.cleaned_data["zijden"]
    uit = _simulated(form, register)
    beide, modules = (van, naar), gevolgen.modules(uit, van, naar)
    overgangen = {
        "valt_af": praktijken.transitions(uit, "valt_af", register, beide),
        "komt_erbij": praktijken.transitions(uit, "komt_erbij", register, beide),
    }
    drempels = praktijken.near_thresholds(uit, van, naar)
    wie = _named(request, [o.agb for lijst in overgangen.values() for o in lijst], drempels)
    return {
        "uit": uit,
        "van": van,
        "naar": naar,
        "zinnen": (
            gevolgen.sentence(uit),
            gevolgen.money_sentence(uit.totaal),
            gevolgen.admission_sentence(uit.totaal),
        ),
        "demonstratie": sum(module.demonstratie for module in modules if module.geteld),
        "verschil_precies": signed(uit.totaal.verschil_cent),
        "geteld": sum(module.geteld for module in modules),
        "procent": gevolgen.percentage(uit.totaal),
        "verschil": short(uit.totaal.verschil_cent),
        "modules": modules,
        "grafieken": gevolgen.plots(uit, modules),
        "uitkomsten": gevolgen.outcomes(uit),
        "eisen": gevolgen.requirements(uit, van, naar),
        "overgangen": [
            (OVERGANGEN[soort], [(wie[o.agb], o) for o in lijst], getattr(uit.totaal, soort))
            for soort, lijst in overgangen.items()
        ],
        "drempels": [(drempel, [wie[agb] for agb in drempel["agbs"]]) for drempel in drempels],
        "niet_meegeteld": praktijken.not_counted(uit, van, naar),
        "onbekend": praktijken.unknown(register, van, naar),
    }


def _named(request: Verzoek, agbs: list[str], drempels: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Each practice on the page: its code, what it is called, and its page in the register for who may see that."""
    codes = {*agbs, *(agb for drempel in drempels for agb in drempel["agbs"])}
    namen, in_register = names_of(request.organisatie, codes)
    zichtbaar = in_register if request.bevoegdheid.rol == Rol.INKOPER else set()
    return {
        agb: {
            "agb": agb,
            "naam": namen.get(agb, ""),
            "url": reverse("register:detail", args=[agb]) if agb in zichtbaar else "",
        }
        for agb in codes
    }


def _file(request: Verzoek, form: VergelijkForm, register: pa.Table, soort: str) -> HttpResponse:
    uit = _simulated(form, register)
    namen = names_of(request.organisatie, uit.praktijken.column("agb_code").to_pylist())[0]
    naam = f"simulatie-{uit.van}-{uit.naar}".replace("@", "-")
    if soort == "json":
        antwoord = JsonResponse(praktijken.as_json(uit, namen))
        antwoord["Content-Disposition"] = f'attachment; filename="{naam}.json"'
        return antwoord
    return download(praktijken.as_csv(uit, namen), f"{naam}.csv", "text/csv; charset=utf-8")


def _uploaded(request: Verzoek, keuze: VergelijkForm, inhoud: bytes) -> HttpResponse:
    van, naar = keuze.cleaned_data["zijden"]
    register = registerlezer.read_bytes(inhoud, [naam for naam, _, _ in columns(van, naar)])
    soort = request.POST.get("soort", "")
    if soort in ("csv", "json"):
        return _file(request, keuze, register, soort)
    context = {"form": keuze, "vraag": _query(keuze), "eigen_register": True, **_result(request, keuze, register)}
    return render(request, "redactie/simulatie.html", context)
