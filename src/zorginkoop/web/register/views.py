"""Looking in the register: a practice at its own facts, the insurer at everybody's. Nobody changes them here."""

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zorginkoop.web.register.dossier import dossier, search
from zorginkoop.web.register.feiten import registered
from zorginkoop.web.register.forms import PlaatsForm
from zorginkoop.web.register.ondernemingen import own_places
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol
from zorginkoop.web.toegang.zoeken import ZoekForm

PRAKTIJKEN = (
    Kolom(_("Praktijk"), lambda v: v.naam, "naam"),
    Kolom(_("AGB-code"), lambda v: v.agb, "agb"),
    Kolom(_("Plaats"), lambda v: v.plaats, "plaats"),
    Kolom(_("Regio"), lambda v: v.regio, "regio"),
)
INGESCHREVEN = (
    Kolom(_("Burgerservicenummer"), lambda i: i.bsn, "bsn"),
    Kolom(_("AGB-code"), lambda i: i.agb, "agb"),
    Kolom(_("Ingeschreven sinds"), lambda i: i.geldig_van, "geldig_van"),
    Kolom(_("Tot"), lambda i: i.geldig_tot, "geldig_tot"),
    Kolom(_("Bij ons bekend sinds"), lambda i: localdate(i.bekend_van), "bekend_van"),
)


@vereist(*PRAKTIJKROLLEN)
@require_safe
def mijn_gegevens(request: Verzoek) -> HttpResponse:
    """What the register says about the practice one acts for, and where to have it corrected."""
    agb = request.organisatie.agb or ""
    context = {"agb": agb, "dossier": dossier(agb, dag=klok.today())}
    return render(request, "register/mijn_gegevens.html", context)


@vereist(*PRAKTIJKROLLEN)
@require_safe
def ionlijst(request: Verzoek) -> HttpResponse:
    """Who is registered today (ION): of a place of care its own list, of an enterprise those of all its places."""
    dag = klok.today()
    plaatsen = own_places(request.organisatie.agb or "", dag=dag)
    alle = registered([p.agb for p in plaatsen], dag=dag)
    aantallen = dict(alle.values_list("agb").annotate(Count("pk")))
    form = PlaatsForm(request.GET, plaatsen=plaatsen)
    plaats = form.cleaned_data["plaats"] if form.is_valid() else ""
    gekozen = alle.filter(agb=plaats) if plaats else alle
    lijst = Lijst(request, gekozen.order_by("agb", "bsn"), INGESCHREVEN, naam="ion")
    context = {"form": form, "lijst": lijst, "plaatsen": [(p, aantallen.get(p.agb, 0)) for p in plaatsen]}
    return lijst.bestand or render(request, "register/ionlijst.html", context)


@vereist(Rol.INKOPER, Rol.CONTRACTBEHEER)
@require_safe
def zoek(request: Verzoek) -> HttpResponse:
    """Practices by name, AGB code or place."""
    form = ZoekForm(request.GET, zoek=_("Naam, AGB-code of plaats"))
    lijst = Lijst(request, search(form.keuze[0], dag=klok.today()), PRAKTIJKEN, naam="praktijken")
    return lijst.bestand or render(request, "register/zoek.html", {"form": form, "lijst": lijst})


@vereist(Rol.INKOPER, Rol.CONTRACTBEHEER)
@require_safe
def detail(request: Verzoek, agb: str) -> HttpResponse:
    """One party of the register with its relations, and everything we ever knew about it."""
    gevonden = dossier(agb, dag=klok.today())
    if not gevonden.historie:
        raise Http404("Deze AGB-code staat niet in het register")
    return render(request, "register/detail.html", {"agb": agb, "dossier": gevonden})
