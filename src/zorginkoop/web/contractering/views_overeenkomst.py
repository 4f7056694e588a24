"""The practice at home: its work list and its agreements."""

from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from zorginkoop.web.contractering import actions, tonen, vinden
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.inzien import agreement_page
from zorginkoop.web.contractering.models import OvereenkomstDocument
from zorginkoop.web.contractering.uitvoeren import attempt, pdf
from zorginkoop.web.contractering.werklijst import next_change, why_not, work_of
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol

OVEREENKOMSTEN = (
    Kolom(_("Overeenkomst"), lambda o: o.kenmerk, "kenmerk"),
    Kolom(_("Verzekeraar"), lambda o: o.verzekeraar.naam, "verzekeraar__naam"),
    Kolom(_("Looptijd"), lambda o: tonen.period(o.van, o.tot), "van"),
    Kolom(_("Versie"), lambda o: o.versie, "versie"),
    Kolom(_("Ondertekend"), lambda o: timezone.localdate(o.ondertekend_op), "ondertekend_op"),
)


@vereist(*PRAKTIJKROLLEN)
@require_safe
def werklijst(request: Verzoek) -> HttpResponse:
    """What must be done now and by when; and when there is nothing, why."""
    return render(request, "contractering/werklijst.html", {"werk": work_of(request.organisatie, op=now())})


@vereist(*PRAKTIJKROLLEN)
@require_safe
def overeenkomsten(request: Verzoek) -> HttpResponse:
    """Every agreement of the practice."""
    alle = vinden.agreements(praktijk=request.organisatie).annotate(versie=Max("documenten__versie"))
    lijst = Lijst(request, alle, OVEREENKOMSTEN, naam="overeenkomsten")
    regels = [(o, policy_of(o), tonen.period(o.van, o.tot)) for o in lijst.pagina]
    return lijst.bestand or render(request, "contractering/overeenkomsten.html", {"regels": regels, "lijst": lijst})


@vereist(*PRAKTIJKROLLEN)
@require_safe
def overeenkomst(request: Verzoek, kenmerk: str) -> HttpResponse:
    """One agreement: rows by period, versions with their seal, who follows, and when it can change."""
    record = vinden.agreement(kenmerk, praktijk=request.organisatie)
    vandaag = timezone.localdate(now())
    kans = next_change(record, vandaag) if vandaag < record.tot else None
    context = {"kans": kans, "waarom_niet": "" if kans else why_not(record)}
    return render(request, "contractering/overeenkomst.html", {**agreement_page(record), **context})


@vereist(*PRAKTIJKROLLEN)
@require_safe
def papier(request: Verzoek, kenmerk: str, versie: int) -> HttpResponse:
    """A sealed version as a file."""
    record = vinden.agreement(kenmerk, praktijk=request.organisatie)
    document = OvereenkomstDocument.objects.filter(overeenkomst=record, versie=versie).first()
    if document is None:
        raise Http404
    return pdf(bytes(document.pdf), f"overeenkomst-{kenmerk}-versie-{versie}")


@vereist(Rol.TEKENBEVOEGDE)
@require_POST
def volgen_toestaan(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Consent, after signing, that other insurers follow."""
    record = vinden.agreement(kenmerk, praktijk=request.organisatie)
    attempt(
        request,
        lambda: actions.allow_following(overeenkomst=record, by=request.user, now=now()),
        gettext("Andere zorgverzekeraars mogen deze overeenkomst nu volgen."),
    )
    return redirect("contractering:overeenkomst", kenmerk)
