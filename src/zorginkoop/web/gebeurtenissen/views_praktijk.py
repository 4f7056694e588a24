"""The practice: what changes, what that means for each agreement, its account numbers, and who follows."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import vinden
from zorginkoop.web.contractering.feiten import mask_iban
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, done
from zorginkoop.web.gebeurtenissen import lijsten, melden, opnieuw, rekeningen, toestemming
from zorginkoop.web.gebeurtenissen.forms import MeldAkkoordForm, MeldForm, RekeningForm
from zorginkoop.web.gebeurtenissen.gevolgen import Vooruitblik, outlook
from zorginkoop.web.gebeurtenissen.grootboek import ledger, totals
from zorginkoop.web.gebeurtenissen.models import Gebeurtenis, Rekeningwijziging, Uitwerking
from zorginkoop.web.gebeurtenissen.termijnen import BRON, UITLEG_KEUZE
from zorginkoop.web.gebeurtenissen.woorden import GEBEURTENIS, REKENING, UITWERKING
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol, Soort
from zorginkoop.web.toegang.taal import say

INVULLEN = (Rol.TEKENBEVOEGDE, Rol.INVULLER)
HOOGSTENS = 100


@vereist(*PRAKTIJKROLLEN)
@require_safe
def mijn(request: Verzoek) -> HttpResponse:
    """What was reported or found, what a predecessor left to sign again, and the account numbers given."""
    praktijk = request.organisatie
    eigen = Gebeurtenis.objects.filter(praktijk=praktijk).order_by("-dag", "-pk")[:HOOGSTENS]
    nummers = Rekeningwijziging.objects.filter(praktijk=praktijk).select_related("verzekeraar").order_by("-pk")
    context = {
        "gebeurtenissen": [(g, *GEBEURTENIS[g.status]) for g in eigen],
        "geerfd": [(u, opnieuw.may_start(u, praktijk)) for u in opnieuw.inherited(praktijk)],
        "rekeningen": [(r, say(mask_iban(r.iban), ""), *REKENING[r.status]) for r in nummers[:HOOGSTENS]],
    }
    return render(request, "gebeurtenissen/mijn.html", context)


@vereist(*INVULLEN)
@require_safe
def melden_(request: Verzoek) -> HttpResponse:
    """Fill in what changes."""
    form = MeldForm(request.GET if request.GET else None)
    if form.is_bound and "kies" in request.GET and form.is_valid():
        vraag = request.GET.copy()
        del vraag["kies"]
        pagina = redirect("gebeurtenissen:controleren")
        pagina["Location"] += f"?{vraag.urlencode()}"
        return pagina
    return render(request, "gebeurtenissen/melden.html", {"form": form if "kies" in request.GET else MeldForm()})


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def controleren(request: Verzoek) -> HttpResponse:
    """Exactly which agreements end, go on, or need signing again; the signatory then reports it."""
    keuze = MeldForm(request.GET)
    if not keuze.is_valid():
        return redirect("gebeurtenissen:melden")
    wens, bezwaar, geraakt = keuze.wish(), "", list[Vooruitblik]()
    try:
        geraakt = _outlook(request.organisatie, wens)
    except Gebruikersfout as fout:
        bezwaar = say(fout.melding)
    form = MeldAkkoordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and accepted(form, lambda: _report(request, wens)):
        done(request, gettext("De verandering is gemeld. Elke verzekeraar besluit over zijn overeenkomst."))
        return redirect("gebeurtenissen:mijn")
    context = {
        "wens": wens,
        "soort": dict(keuze.fields["soort"].choices)[wens["soort"]],
        "geraakt": geraakt,
        "bezwaar": bezwaar or ("" if geraakt else gettext("Er is geen overeenkomst die op deze dag nog loopt.")),
        "form": form,
        "query": request.GET.urlencode(),
    }
    return render(request, "gebeurtenissen/controleren.html", context)


def _outlook(praktijk: Organisatie, wens: dict[str, Any]) -> list[Vooruitblik]:
    velden = melden.checked(praktijk, soort=wens["soort"], zelfde_agb=wens["zelfde_agb"], nieuwe_agb=wens["nieuwe_agb"])
    return outlook(praktijk, soort=velden["soort"], dag=wens["dag"], zelfde_agb=velden["zelfde_agb"])


def _report(request: Verzoek, wens: dict[str, Any]) -> None:
    melden.report(praktijk=request.organisatie, by=request.user, now=now(), **wens)


@vereist(*PRAKTIJKROLLEN)
@require_safe
def gebeurtenis(request: Verzoek, pk: int) -> HttpResponse:
    """One event, with what each insurer decided."""
    record = get_object_or_404(Gebeurtenis, pk=pk, praktijk=request.organisatie)
    gevonden = record.uitwerkingen.select_related("overeenkomst", "verzekeraar", "nieuwe_aanvraag", "gebeurtenis")
    alle = list(gevonden.order_by("pk"))
    context = {
        "gebeurtenis": record,
        "status": GEBEURTENIS[record.status],
        "uitwerkingen": [(u, *UITWERKING[u.status], opnieuw.may_start(u, request.organisatie)) for u in alle],
        "intrekbaar": record.status == "OPEN"
        and record.herkomst == "PRAKTIJK"
        and all(u.status in ("OPEN", "VOORGESTELD") for u in alle),
    }
    return render(request, "gebeurtenissen/gebeurtenis.html", context)


@vereist(Rol.TEKENBEVOEGDE)
@require_POST
def intrekken(request: Verzoek, pk: int) -> HttpResponse:
    """Take a report back."""
    record = get_object_or_404(Gebeurtenis, pk=pk, praktijk=request.organisatie)
    attempt(
        request,
        lambda: melden.withdraw(gebeurtenis=record, by=request.user, now=now()),
        gettext("Uw melding is ingetrokken. Uw overeenkomsten blijven zoals zij zijn."),
    )
    return redirect("gebeurtenissen:gebeurtenis", pk)


@vereist(*INVULLEN)
@require_POST
def opnieuw_aanvragen(request: Verzoek, pk: int) -> HttpResponse:
    """Begin the new application that an event asks for."""
    eigen = request.organisatie
    geerfd = [u for u in opnieuw.inherited(eigen) if u.pk == pk]
    mijn = Uitwerking.objects.filter(gebeurtenis__praktijk=eigen)
    record = geerfd[0] if geerfd else get_object_or_404(mijn.select_related("gebeurtenis", "overeenkomst"), pk=pk)
    gelukt = attempt(
        request,
        lambda: opnieuw.start_anew(uitwerking=record, praktijk=eigen, by=request.user, now=now()),
        gettext("De nieuwe aanvraag staat klaar. Vul aan wat nog ontbreekt en dien haar in."),
    )
    if gelukt and record.nieuwe_aanvraag:
        return redirect("contractering:aanvraag", record.nieuwe_aanvraag.kenmerk)
    return redirect("gebeurtenissen:mijn")


@vereist(Rol.TEKENBEVOEGDE)
@require_http_methods(["GET", "HEAD", "POST"])
def rekening(request: Verzoek) -> HttpResponse:
    """Give a new account number to the insurers that are ticked, each on its own."""
    verzekeraars = Organisatie.objects.filter(soort=Soort.VERZEKERAAR)
    keuzes = list(verzekeraars.values_list("pk", "naam"))
    form = RekeningForm(request.POST if request.method == "POST" else None, verzekeraars=keuzes)
    if form.is_bound and form.is_valid():
        gekozen = verzekeraars.filter(pk__in=form.cleaned_data["verzekeraars"])
        if accepted(
            form, lambda: _give(request, list(gekozen), form.cleaned_data["iban"], form.cleaned_data["ingang"])
        ):
            done(
                request,
                gettext("Uw nieuwe rekeningnummer is opgegeven. Tot het is nagegaan, blijft het oude."),
            )
            return redirect("gebeurtenissen:mijn")
    return render(request, "gebeurtenissen/rekening.html", {"form": form})


def _give(request: Verzoek, verzekeraars: list[Organisatie], iban: str, ingang: date) -> None:
    rekeningen.give_to_all(
        praktijk=request.organisatie, verzekeraars=verzekeraars, iban=iban, ingang=ingang, by=request.user, now=now()
    )


@vereist(Rol.TEKENBEVOEGDE)
@require_POST
def rekening_intrekken(request: Verzoek, pk: int) -> HttpResponse:
    """Take an account number back before it is used."""
    record = get_object_or_404(Rekeningwijziging, pk=pk, praktijk=request.organisatie)
    attempt(
        request,
        lambda: rekeningen.withdraw_iban(wijziging=record, by=request.user, now=now()),
        gettext("Het nieuwe rekeningnummer is ingetrokken."),
    )
    return redirect("gebeurtenissen:mijn")


@vereist(*PRAKTIJKROLLEN)
@require_safe
def mijn_volgers(request: Verzoek) -> HttpResponse:
    """Which other insurer has which agreement, how far it is, and who is late."""
    records = ledger(praktijk=request.organisatie)
    tellers = lijsten.counters(totals(records, op=today()))
    return lijsten.mijn_volgers(request, records, op=today(), tellers=tellers)


@vereist(*PRAKTIJKROLLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def toestemming_(request: Verzoek, kenmerk: str) -> HttpResponse:
    """May others follow this agreement? The choice, until when it can change, and what was chosen before."""
    record = vinden.agreement(kenmerk, praktijk=request.organisatie)
    if request.method == "POST":
        ja, had = request.POST.get("keuze") == "ja", record.volgen_toegestaan_op is not None
        nee = gettext("Uw toestemming is ingetrokken.") if had else gettext("Vastgelegd: niemand volgt.")
        attempt(
            request,
            lambda: toestemming.set_consent(overeenkomst=record, toegestaan=ja, by=request.user, now=now()),
            gettext("Andere zorgverzekeraars mogen volgen.") if ja else nee,
        )
        return redirect("gebeurtenissen:toestemming", kenmerk)
    context = {
        "overeenkomst": record,
        "keuze": toestemming.choice(record, op=today()),
        "botsing": toestemming.BOTSING,
        "uitleg_dag": UITLEG_KEUZE,
        "bron": BRON,
    }
    return render(request, "gebeurtenissen/toestemming.html", context)
