"""Looking in the register: a practice at its own facts, the insurer at everybody's. Nobody changes them here."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zorginkoop.web.register.dossier import dossier, search
from zorginkoop.web.register.forms import ZoekForm
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol

PRAKTIJKEN = (
    Kolom(_("Praktijk"), lambda v: v.naam, "naam"),
    Kolom(_("AGB-code"), lambda v: v.agb, "agb"),
    Kolom(_("Plaats"), lambda v: v.plaats, "plaats"),
    Kolom(_("Regio"), lambda v: v.regio, "regio"),
)


@vereist(*PRAKTIJKROLLEN)
@require_safe
def mijn_gegevens(request: Verzoek) -> HttpResponse:
    """What the register says about the practice one acts for, and where to have it corrected."""
    agb = request.organisatie.agb or ""
    context = {"agb": agb, "dossier": dossier(agb, dag=klok.today())}
    return render(request, "register/mijn_gegevens.html", context)


@vereist(Rol.INKOPER, Rol.CONTRACTBEHEER)
@require_safe
def zoek(request: Verzoek) -> HttpResponse:
    """Practices by name, AGB code or place."""
    form = ZoekForm(request.GET)
    woord = form.cleaned_data["q"] if form.is_valid() else ""
    lijst = Lijst(request, search(woord, dag=klok.today()), PRAKTIJKEN, naam="praktijken")
    return lijst.bestand or render(request, "register/zoek.html", {"form": form, "lijst": lijst})


@vereist(Rol.INKOPER, Rol.CONTRACTBEHEER)
@require_safe
def detail(request: Verzoek, agb: str) -> HttpResponse:
    """One party of the register with its relations, and everything we ever knew about it."""
    gevonden = dossier(agb, dag=klok.today())
    if not gevonden.historie:
        raise Http404("Deze AGB-code staat niet in het register")
    return render(request, "register/detail.html", {"agb": agb, "dossier": gevonden})
