"""After the year: accounts sent in, discussed, and settled."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.adapters import werkboek
from zorginkoop.web.begroting import actions, forms, vinden, werkblad
from zorginkoop.web.begroting.models import Begroting, Jaarstukken
from zorginkoop.web.begroting.tonen import budget_page
from zorginkoop.web.begroting.views import BEIDE, INVULLEN, taken_in
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.uitvoeren import attempt, download
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.lijst import XLSX
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.upload import in_memory


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
@in_memory
def jaarstukken(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Take in the annual accounts and the report."""
    record = vinden.budget(request.organisatie, kenmerk)
    verzonden = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.JaarstukkenForm(*verzonden, te_groot=request.te_groot)
    if form.is_bound and form.is_valid() and taken_in(form, lambda: _hand_in(request, record, form)):
        return redirect("begroting:begroting", kenmerk)
    return render(request, "begroting/jaarstukken.html", {"form": form, "begroting": record})


def _hand_in(request: Verzoek, record: Begroting, form: forms.JaarstukkenForm) -> Jaarstukken:
    versie = record.last_version()
    if versie is None:
        raise Http404
    realisatie = werkblad.read_accounts(werkboek.read(form.cleaned_data["bestand"].read()), versie.content())
    verslag = form.cleaned_data["verslag"]
    return actions.hand_in_accounts(
        begroting=record, realisatie=realisatie, verslag=verslag, by=request.user, now=now()
    )


@vereist(*BEIDE)
@require_safe
def jaarstukken_xlsx(request: Verzoek, kenmerk: str) -> HttpResponse:
    """The workbook to fill in: the agreed budget, with room for what it came to."""
    record = vinden.budget(request.organisatie, kenmerk)
    versie = record.last_version()
    if versie is None:
        raise Http404
    bladen = werkblad.account_sheets(versie.content(), policy_of(record))
    return download(werkboek.write(bladen, werkblad.BREEDTES), f"jaarrekening-{kenmerk}.xlsx", XLSX)


@vereist(Rol.INKOPER)
@require_POST
def bespreken(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Record the discussion of the accounts."""
    record = vinden.budget(request.organisatie, kenmerk)
    stukken = get_object_or_404(record.jaarstukken.order_by("-nummer")[:1])
    form = forms.BesprekenForm(request.POST)
    if not form.is_valid():
        return _again(request, record, "besprekenform", form)
    wie = {"namens": request.organisatie, "by": request.user, "now": now()}
    tekst = form.cleaned_data["bespreking"]
    attempt(
        request,
        lambda: actions.discuss_accounts(jaarstukken=stukken, bespreking=tekst, **wie),
        gettext("De bespreking is vastgelegd."),
    )
    return redirect("begroting:begroting", kenmerk)


@vereist(Rol.INKOPER)
@require_POST
def nacalculatie(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Work the settlement out."""
    record = vinden.budget(request.organisatie, kenmerk)
    stukken = get_object_or_404(record.jaarstukken.order_by("-nummer")[:1])
    form = forms.NacalculatieForm(request.POST)
    if not form.is_valid():
        return _again(request, record, "nacalculatieform", form)
    wie = {"namens": request.organisatie, "by": request.user, "now": now()}
    deel = form.cleaned_data["verrekend_deel"]
    attempt(
        request,
        lambda: actions.propose_settlement(jaarstukken=stukken, verrekend_deel=deel, **wie),
        gettext("De nacalculatie is berekend. Een ander moet haar vaststellen."),
    )
    return redirect("begroting:begroting", kenmerk)


@vereist(Rol.INKOPER)
@require_POST
def nacalculatie_besluit(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Fix the settlement, or refuse it."""
    record = vinden.budget(request.organisatie, kenmerk)
    gevonden = get_object_or_404(record.nacalculaties.filter(status="VOORGESTELD"))
    besluit = {"akkoord": request.POST.get("besluit") == "ja", "motivering": request.POST.get("motivering", "")[:2000]}
    besluit |= {"namens": request.organisatie, "by": request.user, "now": now()}
    attempt(
        request,
        lambda: actions.decide_settlement(nacalculatie=gevonden, **besluit),
        gettext("Uw besluit is vastgelegd."),
    )
    return redirect("begroting:begroting", kenmerk)


def _again(request: Verzoek, record: Begroting, naam: str, form: object) -> HttpResponse:
    """The page once more, with what is wrong with the form."""
    context = {**budget_page(request, record), naam: form, "form": form}
    return render(request, "begroting/begroting.html", context, status=400)
