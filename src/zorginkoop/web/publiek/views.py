"""The published policies, and the verification of a sealed agreement."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zorginkoop.adapters import signature
from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.publiek import documenten, paragrafen, rekentools
from zorginkoop.web.publiek.forms import DocumentForm
from zorginkoop.web.publiek.opbrengst import term
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.upload import GROOTSTE, in_memory


@require_safe
def beleid(request: HttpRequest) -> HttpResponse:
    """All published policies, the newest first."""
    alle = sorted(library.all_policies(), key=lambda b: (b.document.geldig_van, b.naam), reverse=True)
    return render(request, "publiek/beleid.html", {"beleiden": [_head(gevonden) for gevonden in alle]})


@require_safe
def beleid_detail(request: HttpRequest, naam: str, versie: str) -> HttpResponse:
    """One version, paragraph by paragraph, with the rules beside the text."""
    gevonden = _policy(naam, versie)
    delen, overig = paragrafen.arrange(gevonden)
    termijnen = sorted(gevonden.inhoud.termijn, key=lambda t: t.datum)
    context = {**_head(gevonden), "delen": delen, "overig": overig, "OVERIG": paragrafen.OVERIG}
    context |= {"termijnen": termijnen, "rekentools": rekentools.cards(gevonden)}
    return render(request, "publiek/beleid_detail.html", context)


@require_safe
def beleid_toml(request: HttpRequest, naam: str, versie: str) -> HttpResponse:
    """The file as it was published, byte for byte."""
    gevonden = _policy(naam, versie)
    return _download(gevonden, gevonden.tekst.encode(), "toml", "application/toml")


@require_safe
def beleid_json(request: HttpRequest, naam: str, versie: str) -> HttpResponse:
    """The same as JSON; amounts are text, so that no cent is lost."""
    gevonden = _policy(naam, versie)
    return _download(gevonden, gevonden.inhoud.model_dump_json(indent=2).encode(), "json", "application/json")


@never_cache
@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
def controleer(request: HttpRequest) -> HttpResponse:
    """Whether a document is an agreement that was sealed here and not changed since. Nothing is kept."""
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if request.te_groot:  # type: ignore[attr-defined]
        melding = f"Het bestand is groter dan {GROOTSTE // 1_000_000} MB. Een overeenkomst is dat nooit."
        form.errors["document"] = form.error_class([melding], renderer=form.renderer)
    uitkomst = _verify(form) if form.is_bound and form.is_valid() else {}
    return render(request, "publiek/controleer.html", {"form": form, **uitkomst})


def _verify(form: DocumentForm) -> dict[str, Any]:
    bestand = form.cleaned_data["document"]
    controle = signature.verify(bestand.read(), vertrouwd=trust())
    inhoud = documenten.shown(controle.inhoud) if controle.inhoud else None
    return {"controle": controle, "inhoud": inhoud, "bestandsnaam": bestand.name}


def _policy(naam: str, versie: str) -> Beleid:
    try:
        return library.load(naam, versie=versie)
    except Gebruikersfout as fout:
        raise Http404(str(fout)) from fout


def _head(gevonden: Beleid) -> dict[str, Any]:
    document = gevonden.document
    return {
        "beleid": gevonden,
        "document": document,
        "adres": paragrafen.page_url(gevonden),
        "geldig": term(document.geldig_van, document.geldig_tot),
        "staat": paragrafen.validity(gevonden, klok.today()),
    }


def _download(gevonden: Beleid, inhoud: bytes, soort: str, mime: str) -> HttpResponse:
    naam = f"{gevonden.document.beleid}-{gevonden.document.versie}.{soort}"
    kop = {"Content-Disposition": f'attachment; filename="{naam}"'}
    return HttpResponse(inhoud, content_type=f"{mime}; charset=utf-8", headers=kop)
