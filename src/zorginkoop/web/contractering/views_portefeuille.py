"""The insurer and its agreements: offers, portfolio, sharing with others, and changes to carry out."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions, tonen, vinden
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.forms import DelenForm, MotiveringForm
from zorginkoop.web.contractering.inzien import agreement_page, modules
from zorginkoop.web.contractering.models import Mutatie, Overeenkomst, OvereenkomstDocument
from zorginkoop.web.contractering.muteren import change as rows_of
from zorginkoop.web.contractering.postvak import chosen
from zorginkoop.web.contractering.uitvoeren import attempt, pdf
from zorginkoop.web.contractering.werklijst import last_day
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import INKOOPROLLEN, Rol, Soort
from zorginkoop.web.toegang.taal import say
from zorginkoop.web.toegang.zoeken import ZoekForm, words

INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)
AANBIEDINGEN = (
    Kolom(_("Aanvraag"), lambda a: a.aanvraag.kenmerk, "aanvraag__kenmerk"),
    Kolom(_("Praktijk"), lambda a: f"{a.aanvraag.praktijk.naam} ({a.aanvraag.praktijk.nummer})",
          "praktijk__naam"),
    Kolom(_("Gedaan"), lambda a: localdate(a.aangeboden_op), "aangeboden_op"),
    Kolom(_("Tekenen tot en met"), lambda a: last_day(a.vervalt_op), "vervalt_op"),
    Kolom(_("Status"), lambda a: tonen.AANBOD[a.status][0], "status"),
)  # fmt: skip
OVEREENKOMSTEN = (
    Kolom(_("Overeenkomst"), lambda o: o.kenmerk, "kenmerk"),
    Kolom(_("Praktijk"), lambda o: f"{o.praktijk.naam} ({o.praktijk.nummer})", "praktijk__naam"),
    Kolom(_("Looptijd"), lambda o: tonen.period(o.van, o.tot), "van"),
    Kolom(_("Ondertekend"), lambda o: localdate(o.ondertekend_op), "ondertekend_op"),
)
MUTATIES = (
    Kolom(_("Overeenkomst"), lambda m: m.overeenkomst.kenmerk, "overeenkomst__kenmerk"),
    Kolom(_("Praktijk"), lambda m: m.overeenkomst.praktijk.naam, "praktijk__naam"),
    Kolom(_("Wat"), lambda m: modules(policy_of(m.overeenkomst), m)),
    Kolom(_("Ingangsdatum"), lambda m: m.ingangsdatum, "ingangsdatum"),
    Kolom(_("Status"), lambda m: tonen.MUTATIE[m.status][0], "status"),
)


@vereist(*INKOOP)
@require_safe
def aanbiedingen(request: Verzoek) -> HttpResponse:
    """Every offer and what became of it."""
    form = ZoekForm(request.GET, staten=words(tonen.AANBOD))
    gevonden = chosen(vinden.offers(request.organisatie), form, kenmerk="aanvraag__kenmerk")
    lijst = Lijst(request, gevonden, AANBIEDINGEN, naam="aanbiedingen")
    regels = [(a, last_day(a.vervalt_op), *tonen.AANBOD[a.status]) for a in lijst.pagina]
    context = {"form": form, "lijst": lijst, "regels": regels}
    return lijst.bestand or render(request, "contractering/aanbiedingen.html", context)


@vereist(*INKOOPROLLEN)
@require_safe
def portefeuille(request: Verzoek) -> HttpResponse:
    """Every agreement of the insurer."""
    form = ZoekForm(request.GET)
    gevonden = chosen(vinden.agreements(verzekeraar=request.organisatie), form)
    lijst = Lijst(request, gevonden, OVEREENKOMSTEN, naam="overeenkomsten")
    regels = [(o, tonen.period(o.van, o.tot)) for o in lijst.pagina]
    context = {"form": form, "lijst": lijst, "regels": regels}
    return lijst.bestand or render(request, "contractering/portefeuille.html", context)


@vereist(*INKOOPROLLEN)
@require_safe
def overeenkomst(request: Verzoek, kenmerk: str) -> HttpResponse:
    """One agreement as its insurer sees it, with who may still follow."""
    record = vinden.agreement(kenmerk, verzekeraar=request.organisatie)
    delen = _share_form(record) if request.bevoegdheid.rol == Rol.CONTRACTBEHEER else None
    return render(request, "contractering/portefeuille_detail.html", {**agreement_page(record), "delen": delen})


def _share_form(record: Overeenkomst, data: object = None) -> DelenForm:
    anderen = Organisatie.objects.filter(soort=Soort.VERZEKERAAR).exclude(pk=record.verzekeraar_id)
    vrij = anderen.exclude(volgingen__overeenkomst=record)
    return DelenForm(data, volgers=list(vrij.values_list("pk", "naam")))


@vereist(*INKOOPROLLEN)
@require_safe
def papier(request: Verzoek, kenmerk: str, versie: int) -> HttpResponse:
    """A sealed version as a file."""
    record = vinden.agreement(kenmerk, verzekeraar=request.organisatie)
    document = OvereenkomstDocument.objects.filter(overeenkomst=record, versie=versie).first()
    if document is None:
        raise Http404
    return pdf(bytes(document.pdf), f"overeenkomst-{kenmerk}-versie-{versie}")


@vereist(Rol.CONTRACTBEHEER)
@require_POST
def delen(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Make the agreement available to other insurers."""
    record = vinden.agreement(kenmerk, verzekeraar=request.organisatie)
    form = _share_form(record, request.POST)
    if not form.is_valid():
        context = {**agreement_page(record), "delen": form, "form": form}
        return render(request, "contractering/portefeuille_detail.html", context, status=400)
    for volger in Organisatie.objects.filter(pk__in=form.cleaned_data["volgers"]):
        attempt(
            request,
            lambda wie=volger: _share(request, record, wie),
            gettext("%(naam)s kan de afspraken ophalen.") % {"naam": volger.naam},
        )
    return redirect("contractering:portefeuille_detail", kenmerk)


def _share(request: Verzoek, record: Overeenkomst, volger: Organisatie) -> None:
    actions.follow_overeenkomst(overeenkomst=record, volger=volger, by=request.user, now=now())


@vereist(*INKOOP)
@require_safe
def mutaties(request: Verzoek) -> HttpResponse:
    """Changes to carry out, the earliest start first; after those the ones that were decided."""
    form = ZoekForm(request.GET, staten=words(tonen.MUTATIE))
    gevonden = chosen(vinden.changes(verzekeraar=request.organisatie), form, kenmerk="overeenkomst__kenmerk")
    lijst = Lijst(request, gevonden.order_by("status", "ingangsdatum", "pk"), MUTATIES, naam="wijzigingen")
    regels = [(m, *tonen.MUTATIE[m.status], modules(policy_of(m.overeenkomst), m)) for m in lijst.pagina]
    context = {"form": form, "lijst": lijst, "regels": regels}
    return lijst.bestand or render(request, "contractering/mutaties.html", context)


@vereist(*INKOOP)
@require_safe
def mutatie(request: Verzoek, pk: int) -> HttpResponse:
    """One change: what it closes and adds, and the decision."""
    record = vinden.change(pk, verzekeraar=request.organisatie)
    return render(request, "contractering/mutatie.html", _change_page(request, record, MotiveringForm()))


def _change_page(request: Verzoek, record: Mutatie, form: MotiveringForm) -> dict[str, object]:
    beleid, sluiten, toevoegen, fout = policy_of(record.overeenkomst), [], [], ""
    if record.status == "AANGEVRAAGD":
        try:
            verandering = rows_of(record)
            sluiten = tonen.rows(beleid, (rij.as_afspraak() for rij in verandering.sluiten))
            toevoegen = tonen.rows(beleid, verandering.toevoegen)
        except Gebruikersfout as mis:
            fout = say(mis.melding)
    return {
        "mutatie": record,
        "status": tonen.MUTATIE[record.status],
        "modules": modules(beleid, record),
        "sluiten": sluiten,
        "toevoegen": toevoegen,
        "fout": fout,
        "form": form,
        "mag": request.bevoegdheid.rol == Rol.CONTRACTBEHEER and record.status == "AANGEVRAAGD",
    }


@vereist(Rol.CONTRACTBEHEER)
@require_POST
def verwerken(request: Verzoek, pk: int) -> HttpResponse:
    """Carry a change out: a new sealed version."""
    record = vinden.change(pk, verzekeraar=request.organisatie)
    attempt(
        request,
        lambda: actions.apply_mutatie(mutatie=record, by=request.user, now=now()),
        gettext("De wijziging is verwerkt. Er is een nieuwe, verzegelde versie van de overeenkomst."),
    )
    return redirect("contractering:mutatie", pk)


@vereist(Rol.CONTRACTBEHEER)
@require_POST
def weigeren(request: Verzoek, pk: int) -> HttpResponse:
    """Do not carry a change out, and say why."""
    record = vinden.change(pk, verzekeraar=request.organisatie)
    form = MotiveringForm(request.POST)
    if not form.is_valid():
        return render(request, "contractering/mutatie.html", _change_page(request, record, form), status=400)
    motivering = form.cleaned_data["motivering"]
    attempt(
        request,
        lambda: actions.refuse_mutatie(mutatie=record, motivering=motivering, by=request.user, now=now()),
        gettext("De wijziging is geweigerd. De praktijk leest uw uitleg."),
    )
    return redirect("contractering:mutatie", pk)
