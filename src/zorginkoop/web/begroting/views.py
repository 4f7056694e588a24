"""Budgets: the list, one budget with its year, its versions and files, sending in and deciding."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.adapters import werkboek
from zorginkoop.beleid import library
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.begroting import actions, forms, vinden, werkblad, woorden
from zorginkoop.web.begroting.inhoud import Inhoud, differences
from zorginkoop.web.begroting.lijst import listing
from zorginkoop.web.begroting.models import Begroting, Versie
from zorginkoop.web.begroting.tonen import budget_page
from zorginkoop.web.contractering.aanbodkeuze import care_of
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, download
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.lijst import XLSX, Kolom
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol, Soort
from zorginkoop.web.toegang.taal import in_dutch, say
from zorginkoop.web.toegang.upload import in_memory

INVULLEN = (Rol.TEKENBEVOEGDE, Rol.INVULLER)
BEIDE = (*PRAKTIJKROLLEN, Rol.INKOPER, Rol.CONTRACTBEHEER)
KOLOMMEN = (
    Kolom(_("Begroting"), lambda b: b.kenmerk, "kenmerk"),
    Kolom(_("Jaar"), lambda b: b.jaar, "jaar"),
    Kolom(_("Zorgaanbieder"), lambda b: f"{b.praktijk.naam} ({b.praktijk.nummer})", "praktijk__naam"),
    Kolom(_("Verzekeraar"), lambda b: " en ".join(v.naam for v in b.insurers()), "verzekeraar__naam"),
    Kolom(_("Ingestuurd"), lambda b: b.ingediend_op and localdate(b.ingediend_op), "ingediend_op"),
    Kolom(_("Status"), lambda b: woorden.BEGROTING[b.status][0], "status"),
)


@vereist(*BEIDE)
@require_safe
def overzicht(request: Verzoek) -> HttpResponse:
    """Every budget of this organisation, as a page or a file."""
    return listing(
        request,
        vinden.budgets(request.organisatie).order_by("-jaar", "-pk"),
        KOLOMMEN,
        naam="begrotingen",
        sjabloon="begroting/overzicht.html",
        staten=woorden.BEGROTING,
    )


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """Choose policy and year; that makes a draft with an empty workbook to fill in."""
    insurers = {v.uzovi: v for v in Organisatie.objects.filter(soort=Soort.VERZEKERAAR)}
    keuzes = dict(_choices(request.organisatie, insurers))
    form = forms.NieuweBegrotingForm(
        request.POST if request.method == "POST" else None,
        keuzes=[(k, tekst) for k, (tekst, *_) in keuzes.items()],
        verzekeraars=[(str(v.pk), v.naam) for v in insurers.values()],
    )
    if form.is_bound and form.is_valid():
        gemaakt: list[Begroting] = []
        if accepted(form, lambda: gemaakt.append(_start(request, form, keuzes, insurers))):
            return redirect("begroting:begroting", gemaakt[0].kenmerk)
    return render(request, "begroting/nieuw.html", {"form": form, "keuzes": keuzes})


def _choices(praktijk: Organisatie, insurers: dict[str | None, Organisatie]) -> Any:
    """Policy and year, for every policy paid by budget that fits the AGB code and has not ended."""
    eigen = care_of(praktijk.agb or "")
    for policy in library.latest():
        d = policy.document
        op_begroting = {"begroting_akkoord", "begroting_akkoord_eerste"} & set(policy.feiten)
        if op_begroting and policy.verzekeraar.uzovi in insurers and (not eigen or d.zorgsoort in eigen):
            for jaar in range(max(d.looptijd_van.year, today().year - 1), d.looptijd_tot.year):
                tekst = f"{jaar}, {policy.verzekeraar.naam}: {d.titel}"
                yield f"{d.beleid}|{jaar}", (tekst, d.beleid, jaar, policy.verzekeraar.uzovi)


def _start(request: Verzoek, form: Any, keuzes: dict[str, Any], insurers: dict[str | None, Organisatie]) -> Begroting:
    _, beleid, jaar, uzovi = keuzes[form.cleaned_data["keuze"]]
    tweede = form.cleaned_data["tweede"]
    return actions.start_begroting(
        praktijk=request.organisatie,
        verzekeraar=insurers[uzovi],
        tweede=next((v for v in insurers.values() if str(v.pk) == tweede), None),
        beleid=beleid,
        jaar=jaar,
        by=request.user,
        now=now(),
    )


@vereist(*BEIDE)
@require_safe
def begroting(request: Verzoek, kenmerk: str) -> HttpResponse:
    """One budget and its year."""
    record = vinden.budget(request.organisatie, kenmerk)
    return render(request, "begroting/begroting.html", budget_page(request, record))


@vereist(*BEIDE)
@require_safe
def xlsx(request: Verzoek, kenmerk: str) -> HttpResponse:
    """The workbook: of the version asked for, else of the last; without any, an empty one to fill in."""
    record = vinden.budget(request.organisatie, kenmerk)
    versie = _version(record, request.GET.get("versie")) if request.GET.get("versie") else record.last_version()
    inhoud = versie.content() if versie else Inhoud(regels=())
    bladen = werkblad.sheets(inhoud, policy_of(record))
    naam = f"begroting-{kenmerk}{f'-versie-{versie.nummer}' if versie else ''}.xlsx"
    return download(werkboek.write(bladen, werkblad.BREEDTES), naam, XLSX)


def _version(record: Begroting, nummer: str | None) -> Versie:
    gevonden = record.versies.filter(nummer=nummer if (nummer or "").isdecimal() else 0).first()
    if gevonden is None:
        raise Http404
    return gevonden


@vereist(*BEIDE)
@require_safe
def vergelijken(request: Verzoek, kenmerk: str) -> HttpResponse:
    """What changed between two versions, line by line; without a choice the last two."""
    record = vinden.budget(request.organisatie, kenmerk)
    versies = list(record.versies.select_related("gemaakt_door").order_by("nummer"))
    if len(versies) < 2:
        return redirect("begroting:begroting", kenmerk)
    van = _version(record, request.GET.get("van") or str(versies[-2].nummer))
    naar = _version(record, request.GET.get("naar") or str(versies[-1].nummer))
    a, b = van.content(), naar.content()
    context = {
        "begroting": record,
        "versies": versies,
        "van": van,
        "naar": naar,
        "verschillen": differences(a, b, {n: p.naam for n, p in policy_of(record).prestaties.items()}),
        "totalen": (als_euro(a.totaal_cent), als_euro(b.totaal_cent), als_euro(b.totaal_cent - a.totaal_cent)),
    }
    return render(request, "begroting/vergelijken.html", context)


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
@in_memory
def insturen(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Take in a workbook; every wrong cell is named."""
    record = vinden.budget(request.organisatie, kenmerk)
    verzonden = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.InsturenForm(*verzonden, te_groot=request.te_groot)
    if form.is_bound and form.is_valid() and taken_in(form, lambda: _hand_in(request, record, form)):
        return redirect("begroting:begroting", kenmerk)
    return render(request, "begroting/insturen.html", {"form": form, "begroting": record})


def taken_in(form: Any, step: Any) -> bool:
    """Take a workbook in; every wrong cell becomes an error of the form."""
    try:
        step()
    except werkblad.Werkbladfout as fout:
        for melding in fout.fouten:
            form.add_error("bestand", in_dutch(melding))
    except Gebruikersfout as fout:
        form.add_error("bestand", say(fout.melding))
    return not form.errors


def _hand_in(request: Verzoek, record: Begroting, form: Any) -> Versie:
    stuk = form.cleaned_data["bestand"]
    inhoud = werkblad.read_budget(werkboek.read(stuk.read()), policy_of(record))
    return actions.hand_in(begroting=record, inhoud=inhoud, bestandsnaam=stuk.name[:200], by=request.user, now=now())


@vereist(*INVULLEN)
@require_POST
def intrekken(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Take a budget back."""
    record = vinden.budget(request.organisatie, kenmerk)
    attempt(
        request,
        lambda: actions.withdraw_begroting(begroting=record, by=request.user, now=now()),
        gettext("Begroting %(kenmerk)s is ingetrokken.") % {"kenmerk": kenmerk},
    )
    return redirect("begroting:overzicht")


@vereist(Rol.INKOPER)
@require_POST
def besluiten(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Agree to the version that was looked at, or send it back."""
    record = vinden.budget(request.organisatie, kenmerk)
    form = forms.BesluitForm(request.POST)
    if form.is_valid():
        besluit = {"akkoord": form.cleaned_data["besluit"] == "ja", "motivering": form.cleaned_data["motivering"]}
        besluit |= {"namens": request.organisatie, "by": request.user, "now": now()}
        nummer = form.cleaned_data["nummer"]
        attempt(
            request,
            lambda: actions.decide(begroting=record, nummer=nummer, **besluit),
            gettext("Uw besluit is vastgelegd."),
        )
        return redirect("begroting:begroting", kenmerk)
    context = {**budget_page(request, record), "besluitform": form, "form": form}
    return render(request, "begroting/begroting.html", context, status=400)
