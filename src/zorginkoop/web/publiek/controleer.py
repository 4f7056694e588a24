"""Is this agreement real? By the file, or by the code that is printed on it. Nothing is kept."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import zegel
from zorginkoop.web.publiek import documenten
from zorginkoop.web.publiek.forms import CodeForm, DocumentForm
from zorginkoop.web.toegang.taal import say
from zorginkoop.web.toegang.upload import GROOTSTE, in_memory


@never_cache
@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
def controleer(request: HttpRequest) -> HttpResponse:
    """Whether a document is an agreement that was sealed here and not changed since, and whether it is the last."""
    met_code = request.method == "POST" and "code" in request.POST
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" and not met_code else DocumentForm()
    code = CodeForm(request.POST if met_code else None)
    if request.te_groot:
        melding = _("Het bestand is groter dan %(mb)s MB. Een overeenkomst is dat nooit.") % {
            "mb": GROOTSTE // 1_000_000
        }
        form.errors["document"] = form.error_class([melding], renderer=form.renderer)
    uitkomst = _by_file(form) if form.is_bound and form.is_valid() else _by_code(code) if met_code else {}
    context = {"form": code if met_code else form, "bestand": form, "code": code, **uitkomst}
    return render(request, "publiek/controleer.html", context)


def _by_file(form: forms.Form) -> dict[str, Any]:
    bestand = form.cleaned_data["document"]
    rauw = bestand.read()
    controle = zegel.check(rauw)
    inhoud = documenten.shown(controle.inhoud) if controle.inhoud else None
    stuk = zegel.by_content(rauw) if controle.geldig else None
    return {"controle": controle, "inhoud": inhoud, "bestandsnaam": bestand.name, "stuk": stuk}


def _by_code(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    try:
        return {"gevonden": zegel.by_code(form.cleaned_data["code"])}
    except Gebruikersfout as fout:
        form.add_error("code", say(fout.melding))
        return {}
