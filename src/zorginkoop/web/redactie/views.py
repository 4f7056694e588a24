"""The pages of the policy editor: drafts and publications, one draft, one part of it, and its whole text."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.beleid import library
from zorginkoop.beleid.compare import compare
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, download, sentence
from zorginkoop.web.redactie import actions, tekst
from zorginkoop.web.redactie.delen import Plek, find_part, groups, path_of, place_of
from zorginkoop.web.redactie.forms import DeelForm, NieuwForm, TekstForm
from zorginkoop.web.redactie.keuring import findings, preview
from zorginkoop.web.redactie.models import Concept, Publicatie
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol

GELDEND = (
    Kolom(gettext_lazy("Beleid"), lambda b: b.document.titel, "titel"),
    Kolom(gettext_lazy("Versie"), lambda b: b.document.versie, "versie"),
    Kolom(gettext_lazy("Geldt van"), lambda b: b.document.geldig_van, "geldig_van"),
    Kolom(gettext_lazy("Tot"), lambda b: b.document.geldig_tot, "geldig_tot"),
)
LEZEN = (Rol.BELEIDSREDACTEUR, Rol.INKOPER)


@vereist(*LEZEN)
@require_safe
def overzicht(request: Verzoek) -> HttpResponse:
    """Drafts, what waits for release, what is planned, and what counts now."""
    eigen = Concept.objects.filter(verzekeraar=request.organisatie).select_related("gewijzigd_door", "voorgelegd_door")
    geldend = [b for b in library.all_policies() if b.verzekeraar.uzovi == request.organisatie.uzovi]
    lijst = Lijst(request, geldend, GELDEND, naam="beleid")
    context = {
        "concepten": [c for c in eigen if c.status == "CONCEPT"],
        "voorgelegd": [c for c in eigen if c.status == "VOORGELEGD"],
        "publicaties": Publicatie.objects.filter(verzekeraar=request.organisatie).select_related("intrekking"),
        "lijst": lijst,
        "nu": now(),
    }
    return lijst.bestand or render(request, "redactie/overzicht.html", context)


@vereist(Rol.BELEIDSREDACTEUR)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """Start a draft from a published version."""
    eigen = [b for b in library.all_policies() if b.verzekeraar.uzovi == request.organisatie.uzovi]
    keuzes = [(b.naam, f"{b.document.titel}, versie {b.document.versie}") for b in reversed(eigen)]
    form = NieuwForm(keuzes, request.POST or None, initial={"basis": request.GET.get("basis")})
    gemaakt: list[Concept] = []
    if form.is_valid() and accepted(form, lambda: gemaakt.append(_start(request, form.cleaned_data))):
        return redirect("redactie:concept", gemaakt[0].pk)
    return render(request, "redactie/nieuw.html", {"form": form})


def _start(request: Verzoek, keuze: dict[str, str]) -> Concept:
    return actions.start_concept(
        verzekeraar=request.organisatie,
        basis=library.load(keuze["basis"]),
        beleid=keuze["beleid"],
        versie=keuze["versie"],
        by=request.user,
        now=now(),
    )


@vereist(*LEZEN)
@require_safe
def concept(request: Verzoek, pk: int) -> HttpResponse:
    """One draft: what it changes, what is wrong with it, what it does to a sample, and every part of it."""
    record = draft(request, pk)
    beleid = actions.draft_of(record)
    vergelijking = compare(library.load(record.basis), library.supplemented(beleid))
    context = {
        **_head(request, record),
        "beleid": beleid,
        "groepen": groups(beleid),
        "vergelijking": vergelijking,
        "woorden": [v.zin for v in vergelijking.verschillen if not v.wezenlijk],
        "bevindingen": [(b, place_of(beleid, b.plaats)) for b in findings(record)],
        "voorproef": preview(record),
    }
    return render(request, "redactie/concept.html", context)


def draft(request: Verzoek, pk: int) -> Concept:
    """A draft of the organisation one acts for; of another it does not exist."""
    alle = Concept.objects.select_related("verzekeraar", "gewijzigd_door", "voorgelegd_door", "publicatie")
    return get_object_or_404(alle, pk=pk, verzekeraar=request.organisatie)


def _head(request: Verzoek, record: Concept) -> dict[str, Any]:
    redacteur = request.bevoegdheid.rol == Rol.BELEIDSREDACTEUR
    werkte_mee = record.meewerkers.filter(persoon__in=request.user.accounts()).exists()
    return {
        "concept": record,
        "mag_wijzigen": redacteur and record.status == "CONCEPT",
        "mag_vrijgeven": redacteur and record.status == "VOORGELEGD" and not werkte_mee,
        "werkte_mee": werkte_mee,
    }


@vereist(*LEZEN)
@require_http_methods(["GET", "HEAD", "POST"])
def deel(request: Verzoek, pk: int, plek: str) -> HttpResponse:
    """One part of the draft as a form, with the passage it comes from beside it."""
    record = draft(request, pk)
    gevonden = find_part(actions.draft_of(record), plek)
    vast = ("beleid", "zorgsoort", "uzovi") if gevonden.pad[0] in ("document", "verzekeraar") else ()
    form = DeelForm(gevonden.waarde, request.POST or None, vast=vast)
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: _keep(request, record, gevonden, form)):
        return redirect(f"{reverse('redactie:deel', args=[pk, plek])}?bewaard#gevolgen")
    bewaard = "bewaard" in request.GET
    context = {
        **_head(request, record),
        "deel": gevonden,
        "form": form,
        "revisie": request.POST.get("revisie", record.revisie),
        "bewaard": bewaard,
        "bevindingen": [(b, "") for b in findings(record) if gevonden.holds(b.plaats)],
        "voorproef": preview(record) if bewaard else None,
    }
    return render(request, "redactie/deel.html", context)


def _keep(request: Verzoek, record: Concept, plek: Plek, form: DeelForm) -> None:
    _require_editor(request)
    _save(request, record, tekst.changed(record.tekst, plek.pad, form.verschil))


def _save(request: Verzoek, record: Concept, inhoud: str) -> None:
    revisie = request.POST.get("revisie", "")
    if not revisie.isdigit():
        raise Gebruikersfout("Dit formulier is niet volledig; open de pagina opnieuw", plaats="revisie")
    actions.change_concept(concept=record, revisie=int(revisie), inhoud=inhoud, by=request.user, now=now())


def _require_editor(request: Verzoek) -> None:
    if request.bevoegdheid.rol != Rol.BELEIDSREDACTEUR:
        raise Gebruikersfout("Alleen een beleidsredacteur wijzigt een concept")


@vereist(Rol.BELEIDSREDACTEUR)
@require_POST
def kopie(request: Verzoek, pk: int, plek: str) -> HttpResponse:
    """The part once more, to change into another one."""
    record, nieuw_pad = draft(request, pk), list[str]()

    def step() -> None:
        inhoud, pad = tekst.copied(record.tekst, path_of(plek), request.POST.get("naam", "").strip())
        _save(request, record, inhoud)
        nieuw_pad.extend(pad)

    if attempt(request, step, _("Het onderdeel is gekopieerd. Pas de kopie nu aan.")):
        return redirect("redactie:deel", pk, "/".join(nieuw_pad))
    return redirect("redactie:deel", pk, plek)


@vereist(Rol.BELEIDSREDACTEUR)
@require_POST
def weg(request: Verzoek, pk: int, plek: str) -> HttpResponse:
    """Take the part out of the draft."""
    record = draft(request, pk)
    if attempt(
        request, lambda: _save(request, record, tekst.without(record.tekst, path_of(plek))), _("Het onderdeel is weg.")
    ):
        return redirect("redactie:concept", pk)
    return redirect("redactie:deel", pk, plek)


@vereist(Rol.BELEIDSREDACTEUR)
@require_http_methods(["GET", "HEAD", "POST"])
def geheel(request: Verzoek, pk: int) -> HttpResponse:
    """The whole draft as text; a text that is not in order comes back with every mistake and its line."""
    record = draft(request, pk)
    form = TekstForm(request.POST or None, initial={"tekst": record.tekst})
    if form.is_valid():
        try:
            _save(request, record, form.cleaned_data["tekst"].replace("\r\n", "\n"))
            return redirect("redactie:concept", pk)
        except Gebruikersfout as fout:
            for regel in sentence(fout).splitlines():
                form.add_error(None, regel)
    context = {**_head(request, record), "form": form, "revisie": request.POST.get("revisie", record.revisie)}
    return render(request, "redactie/geheel.html", context)


@vereist(*LEZEN)
@require_safe
def bestand(request: Verzoek, pk: int) -> HttpResponse:
    """The draft as a file, to work on or check elsewhere."""
    record = draft(request, pk)
    return download(record.tekst, f"concept-{record.pk}.toml", "application/toml")
