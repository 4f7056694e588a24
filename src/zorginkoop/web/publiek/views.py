"""The published policies."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.publiek import paragrafen, rekentools
from zorginkoop.web.publiek.beleidslijst import KOLOMMEN, BeleidForm, care, last_day
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.lijst import Lijst


@require_safe
def beleid(request: HttpRequest) -> HttpResponse:
    """All published policies, the newest first."""
    alle = sorted(library.all_policies(), key=lambda b: (b.document.geldig_van, b.naam), reverse=True)
    form = BeleidForm(request.GET, alle)
    lijst = Lijst(request, form.chosen(alle), KOLOMMEN, naam="beleid")
    context = {"form": form, "lijst": lijst, "beleiden": [_head(gevonden) for gevonden in lijst.pagina]}
    return lijst.bestand or render(request, "publiek/beleid.html", context)


@require_safe
def beleid_detail(request: HttpRequest, naam: str, versie: str) -> HttpResponse:
    """One version, paragraph by paragraph, with the rules beside the text."""
    gevonden = _policy(naam, versie)
    delen, overig = _paragraphs(gevonden, get_language())
    termijnen = sorted(gevonden.inhoud.termijn, key=lambda t: t.datum)
    context = {**_head(gevonden), "paragrafen": delen, "overig": overig, "OVERIG": paragrafen.OVERIG}
    if opvolger := paragrafen.successor(gevonden):
        context |= {"opvolger": opvolger, "opvolger_adres": paragrafen.page_url(opvolger)}
    context |= {"termijnen": termijnen, "rekentools": rekentools.cards(gevonden)}
    return render(request, "publiek/beleid_detail.html", context)


@lru_cache(maxsize=100)
def _paragraphs(beleid: Beleid, taal: str) -> tuple[str, bool]:
    """The longest part of the page in this language, and whether it has rules of no paragraph. A published version
    stays as it is."""
    delen, overig = paragrafen.arrange(beleid)
    context = {"delen": delen, "overig": overig, "OVERIG": paragrafen.OVERIG}
    return render_to_string("publiek/_paragrafen.html", context), bool(overig)


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
        "tot_en_met": last_day(document.geldig_tot),
        "zorgsoort": care(document.zorgsoort),
        "staat": paragrafen.validity(gevonden, klok.today()),
    }


def _download(gevonden: Beleid, inhoud: bytes, soort: str, mime: str) -> HttpResponse:
    naam = f"{gevonden.document.beleid}-{gevonden.document.versie}.{soort}"
    kop = {"Content-Disposition": f'attachment; filename="{naam}"'}
    return HttpResponse(inhoud, content_type=f"{mime}; charset=utf-8", headers=kop)
