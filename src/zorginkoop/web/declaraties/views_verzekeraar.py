"""What the claims department of an insurer sees: its files, their lines, and the payment batches."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.postvak import chosen
from zorginkoop.web.declaraties import actions, betalen, lijsten, opslag, regelkolommen, states
from zorginkoop.web.declaraties.forms import AanleverForm, BatchForm
from zorginkoop.web.declaraties.kolommen import BATCHES, BESTANDEN, BETALINGEN, STANDEN
from zorginkoop.web.declaraties.models import Betaalbatch, Declaratiebestand, Declaratieregel
from zorginkoop.web.declaraties.uitleg import explain
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.lijst import Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import in_dutch, say
from zorginkoop.web.toegang.zoeken import ZoekForm

BEIDE = (Rol.DECLARATIES, Rol.CONTRACTBEHEER)
BESTANDSTATEN = {staat: STANDEN[staat] for staat in states.DECLARATIEBESTAND}


@vereist(*BEIDE)
@require_safe
def bestanden(request: Verzoek) -> HttpResponse:
    """All files of this insurer with their state and due date."""
    form = ZoekForm(request.GET, zoek=_("Naam van het bestand, afzender of factuurnummer"), staten=BESTANDSTATEN)
    lijst = Lijst(request, _files(request, *form.keuze), BESTANDEN, naam="declaratiebestanden", per=lijsten.PER_PAGINA)
    return lijst.bestand or render(request, "declaraties/bestanden.html", {"form": form, "lijst": lijst})


def _files(request: Verzoek, woord: str, status: str) -> QuerySet[Declaratiebestand]:
    """Of this insurer, those with the word and in the state."""
    eigen = Declaratiebestand.objects.filter(verzekeraar=request.organisatie).defer("technische_fouten", "totalen")
    if woord:
        naam = Q(bestandsnaam__icontains=woord)
        eigen = eigen.filter(naam | Q(afzender__startswith=woord) | Q(factuurnummer__iexact=woord))
    return eigen.filter(status=status) if status else eigen


@vereist(*BEIDE)
@require_safe
def bestand(request: Verzoek, pk: int) -> HttpResponse:
    """One file: totals that reconcile, reasons, technical findings."""
    gevonden = _own_file(request, pk)
    context: dict = {"bestand": gevonden}
    if gevonden.totalen:
        context |= {"totalen": lijsten.totals_table(gevonden), "balken": lijsten.reason_bars(gevonden)}
    koppen = [_("Regel"), _("Rubriek"), _("Retourcode"), _("Melding")]
    fouten = [
        [str(f["regel"]), f["rubriek"] or "–", f["retourcode"], {"tekst": f["melding"], "nl": True}]
        for f in gevonden.technische_fouten
    ]
    return render(request, "declaraties/bestand.html", {**context, "foutkoppen": koppen, "fouten": fouten[:100]})


@vereist(Rol.DECLARATIES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Verzoek) -> HttpResponse:
    """Take in a claim file."""
    form = AanleverForm()
    if request.method == "POST":
        velden, stukken = request.POST, request.FILES  # reading these is what notices that it is too large
        form = AanleverForm(velden, stukken, te_groot=getattr(request, "upload_te_groot", False))
        if form.is_valid() and (gevonden := _received(request, form)):
            return redirect("declaraties:bestand", gevonden.pk)
    return render(request, "declaraties/upload.html", {"form": form})


def _received(request: Verzoek, form: AanleverForm) -> Declaratiebestand | None:
    """The file taken in; when it cannot be, the form says why."""
    stuk = form.cleaned_data["bestand"]
    try:
        return actions.receive_bestand(
            verzekeraar=request.organisatie, inhoud=stuk.read(), naam=stuk.name, by=request.user, now=klok.now()
        )
    except Gebruikersfout as fout:
        form.add_error("bestand", in_dutch(str(fout)))
        return None


@vereist(Rol.DECLARATIES)
@require_POST
def beoordelen(request: Verzoek, pk: int) -> HttpResponse:
    """Judge a checked file, write its return file and make it payable."""
    gevonden, nu = _own_file(request, pk), klok.now()
    try:
        gevonden = actions.judge_bestand(bestand=gevonden, by=request.user, now=nu)
        actions.write_retour(bestand=gevonden, by=request.user, now=nu)
        actions.make_payable(bestand=gevonden, by=request.user)
        messages.success(request, _("Het bestand is beoordeeld. Alle tellingen sluiten aan."), extra_tags="ok")
    except Gebruikersfout as fout:
        messages.error(request, in_dutch(str(fout)), extra_tags="fout")
    return redirect("declaraties:bestand", gevonden.pk)


@vereist(*BEIDE)
@require_safe
def retour(request: Verzoek, pk: int) -> HttpResponse:
    """The return file."""
    gevonden = _own_file(request, pk)
    if not gevonden.retour_sha256:
        raise Http404
    return _download(opslag.fetch(gevonden.retour_sha256), f"retour-{gevonden.pk}.ei", "application/octet-stream")


@vereist(Rol.DECLARATIES)
@require_safe
def regels(request: Verzoek, pk: int) -> HttpResponse:
    """The lines of a file."""
    gevonden, form = _own_file(request, pk), lijsten.RegelForm(request.GET)
    lijnen = lijsten.filtered(Declaratieregel.objects.filter(bestand=gevonden), form)
    kolommen = regelkolommen.columns("declaraties:regel", gevonden.regels)
    lijst = Lijst(request, lijnen, kolommen, naam=f"regels-{pk}", per=lijsten.PER_PAGINA)
    context = {"bestand": gevonden, "form": form, "lijst": lijst}
    return lijst.bestand or render(request, "declaraties/regels.html", context)


@vereist(Rol.DECLARATIES)
@require_safe
def regel(request: Verzoek, pk: int) -> HttpResponse:
    """One line, explained as its practice sees it."""
    eigen = Declaratieregel.objects.filter(bestand__verzekeraar=request.organisatie)
    gevonden = get_object_or_404(eigen.select_related("bestand__verzekeraar"), pk=pk)
    return render(
        request,
        "declaraties/waarom.html",
        {"uitleg": explain(gevonden), "regel": gevonden, "bestand": gevonden.bestand},
    )


@vereist(*BEIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: Verzoek) -> HttpResponse:
    """The payment batches and what is open; posting makes a batch."""
    vandaag = klok.today()
    form = BatchForm(request.POST or None, vandaag=vandaag, initial={"uitvoerdatum": vandaag + timedelta(1)})
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.make_betaalbatch(
                verzekeraar=request.organisatie,
                uitvoerdatum=form.cleaned_data["uitvoerdatum"],
                by=request.user,
                now=klok.now(),
            )
            return redirect("declaraties:batch", batch.pk)
        except Gebruikersfout as fout:
            form.add_error(None, say(fout.melding))
    eigen = Betaalbatch.objects.filter(verzekeraar=request.organisatie).defer("xml")
    lijst = Lijst(request, eigen, BATCHES, naam="betalingen", per=lijsten.PER_PAGINA)
    open_cent = sum(betalen.open_parts(request.organisatie).values_list("toegekend_cent", flat=True))
    context = {"form": form, "lijst": lijst, "open_cent": open_cent}
    return lijst.bestand or render(request, "declaraties/batches.html", context)


@vereist(*BEIDE)
@require_safe
def batch(request: Verzoek, pk: int) -> HttpResponse:
    """One batch with its payments; account numbers masked."""
    gevonden = _own_batch(request, pk)
    form = ZoekForm(request.GET)
    betalingen = chosen(gevonden.betalingen.select_related("praktijk"), form).order_by("praktijk__naam", "pk")
    lijst = Lijst(request, betalingen, BETALINGEN, naam=gevonden.kenmerk.lower(), per=lijsten.PER_PAGINA)
    mag = not request.user.is_same(gevonden.gemaakt_door_id) and not betalen.uploaded_part_of(gevonden, request.user)
    context = {"batch": gevonden, "form": form, "lijst": lijst, "mag_vrijgeven": mag}
    return lijst.bestand or render(request, "declaraties/batch.html", context)


@vereist(*BEIDE)
@require_POST
def vrijgeven(request: Verzoek, pk: int) -> HttpResponse:
    """Release a batch that someone else made."""
    gevonden = _own_batch(request, pk)
    try:
        actions.release_betaalbatch(batch=gevonden, by=request.user, now=klok.now())
        messages.success(request, _("De batch is vrijgegeven en kan naar de bank."), extra_tags="ok")
    except Gebruikersfout as fout:
        messages.error(request, say(fout.melding), extra_tags="fout")
    return redirect("declaraties:batch", gevonden.pk)


@vereist(*BEIDE)
@require_safe
def batch_xml(request: Verzoek, pk: int) -> HttpResponse:
    """The file for the bank, only after release."""
    gevonden = _own_batch(request, pk)
    if gevonden.status != "VRIJGEGEVEN":
        raise Http404
    return _download(bytes(gevonden.xml), f"{gevonden.kenmerk}.xml", "application/xml")


def _own_file(request: Verzoek, pk: int) -> Declaratiebestand:
    return get_object_or_404(Declaratiebestand, verzekeraar=request.organisatie, pk=pk)


def _own_batch(request: Verzoek, pk: int) -> Betaalbatch:
    return get_object_or_404(Betaalbatch, verzekeraar=request.organisatie, pk=pk)


def _download(inhoud: bytes, naam: str, soort: str) -> HttpResponse:
    return HttpResponse(inhoud, content_type=soort, headers={"Content-Disposition": f'attachment; filename="{naam}"'})
