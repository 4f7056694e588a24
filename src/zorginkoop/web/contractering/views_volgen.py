"""The insurer that follows: what was made available, collecting it, and what it does with it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from zorginkoop.web.contractering import actions, tonen, vinden
from zorginkoop.web.contractering.afgifte import as_csv, rows_of
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.forms import VolgbesluitForm
from zorginkoop.web.contractering.models import Volging
from zorginkoop.web.contractering.postvak import chosen
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, done, download, pdf
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.zoeken import ZoekForm, words

VOLGEN = (Rol.INKOPER, Rol.CONTRACTBEHEER, Rol.VOLGER)
VOLGINGEN = (
    Kolom(_("Overeenkomst"), lambda v: v.overeenkomst.kenmerk),
    Kolom(_("Versie"), lambda v: v.versie, op_scherm=False),
    Kolom(_("Praktijk"), lambda v: f"{v.overeenkomst.praktijk.naam} ({v.overeenkomst.praktijk.nummer})",
          "praktijk__naam"),
    Kolom(_("Van verzekeraar"), lambda v: v.overeenkomst.verzekeraar.naam, "verzekeraar__naam"),
    Kolom(_("Beschikbaar"), lambda v: localdate(v.beschikbaar_op), "beschikbaar_op"),
    Kolom(_("Status"), lambda v: tonen.VOLGING[v.status][0], "status"),
)  # fmt: skip


@vereist(*VOLGEN)
@require_safe
def volgingen(request: Verzoek) -> HttpResponse:
    """Agreements other insurers made available to us."""
    form = ZoekForm(request.GET, staten=words(tonen.VOLGING))
    alle = vinden.followings(request.organisatie).defer("pakket")
    lijst = Lijst(request, chosen(alle, form, kenmerk="overeenkomst__kenmerk"), VOLGINGEN, naam="volgingen")
    regels = [(v, *tonen.VOLGING[v.status]) for v in lijst.pagina]
    context = {"form": form, "lijst": lijst, "regels": regels}
    return lijst.bestand or render(request, "contractering/volgingen.html", context)


@vereist(*VOLGEN)
@require_safe
def volging(request: Verzoek, pk: int) -> HttpResponse:
    """One agreement made available to us; its rows show once it is collected."""
    record = vinden.following(request.organisatie, pk)
    return render(request, "contractering/volging.html", _page(record, _form(record)))


def _form(record: Volging, data: object = None) -> VolgbesluitForm:
    codes = {rij.prestatiecode: f"{rij.prestatiecode} {rij.naam}" for rij in rows_of(record)}
    return VolgbesluitForm(data, codes=list(codes.items()))


def _page(record: Volging, form: VolgbesluitForm) -> dict[str, object]:
    o = record.overeenkomst
    status, kleur = tonen.VOLGING[record.status]
    return {
        "volging": record,
        "status": status,
        "kleur": kleur,
        "periode": tonen.period(o.van, o.tot),
        "perioden": tonen.by_period(tonen.rows(policy_of(o), rows_of(record))),
        "form": form,
    }


@vereist(*VOLGEN)
@require_POST
def ophalen(request: Verzoek, pk: int) -> HttpResponse:
    """Collect the agreement."""
    record = vinden.following(request.organisatie, pk)
    attempt(
        request,
        lambda: actions.process_volging(volging=record, naar="OPGEHAALD", by=request.user, now=now()),
        gettext("De afspraken zijn opgehaald. Beslis hieronder wat u ermee doet."),
    )
    return redirect("contractering:volging", pk)


@vereist(*VOLGEN)
@require_POST
def besluit(request: Verzoek, pk: int) -> HttpResponse:
    """Take over, take over in part with a reason, or not follow."""
    record = vinden.following(request.organisatie, pk)
    form = _form(record, request.POST)
    if form.is_valid() and accepted(form, lambda: _decide(request, record, form)):
        done(request, gettext("Uw besluit is vastgelegd. De praktijk ziet het in haar werklijst."))
        return redirect("contractering:volging", pk)
    return render(request, "contractering/volging.html", _page(record, form), status=400)


def _decide(request: Verzoek, record: Volging, form: VolgbesluitForm) -> None:
    naar, deel = form.cleaned_data["besluit"], form.cleaned_data["besluit"] == "WIJKT_AF"
    reden = form.cleaned_data["reden"] if deel else ""
    zonder = form.cleaned_data["zonder"] if deel else ()
    actions.process_volging(volging=record, naar=naar, afwijking=reden, zonder=zonder, by=request.user, now=now())


@vereist(*VOLGEN)
@require_safe
def als_json(request: Verzoek, pk: int) -> HttpResponse:
    """The package as it was made available."""
    record = vinden.following(request.organisatie, pk)
    return download(record.pakket, f"afspraken-{record.overeenkomst.kenmerk}.json", "application/json")


@vereist(*VOLGEN)
@require_safe
def als_csv(request: Verzoek, pk: int) -> HttpResponse:
    """The rows for a spreadsheet."""
    record = vinden.following(request.organisatie, pk)
    return download(as_csv(record), f"afspraken-{record.overeenkomst.kenmerk}.csv", "text/csv; charset=utf-8")


@vereist(*VOLGEN)
@require_safe
def papier(request: Verzoek, pk: int) -> HttpResponse:
    """The document for a follower, sealed."""
    record = vinden.following(request.organisatie, pk)
    inhoud = actions.follower_pdf(volging=record, by=request.user, now=now())
    return pdf(inhoud, f"overeenkomst-{record.overeenkomst.kenmerk}-volger")
