"""The offer before the practice: read it, sign it, or refuse it with a reason."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from zorginkoop.web.contractering import actions, tonen, vinden
from zorginkoop.web.contractering.feiten import facts, policy_of
from zorginkoop.web.contractering.forms import AfslaanForm, TekenForm, TekenMetVolgenForm, TekenregelingForm
from zorginkoop.web.contractering.models import Aanbod, Handtekening, Overeenkomst
from zorginkoop.web.contractering.tekenregeling import needed, often_joint, proposed, signatories
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, done, pdf
from zorginkoop.web.contractering.werklijst import last_day
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol


@vereist(*PRAKTIJKROLLEN)
@require_safe
def aanbod(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Every row with its reason, what was not offered, and the choice to sign or not."""
    record = vinden.offer_of(request.organisatie, kenmerk)
    beleid, aanvraag = policy_of(record.aanvraag), record.aanvraag
    gegevens = facts(aanvraag, op=aanvraag.volledig_op or now(), registerfeiten=aanvraag.registerfeiten)
    status, kleur = tonen.AANBOD[record.status]
    oordelen = {o.eis: o for o in aanvraag.oordelen.all()}
    regels = tonen.rows(beleid, record.rows(), {**gegevens, "ingangsdatum": record.ingangsdatum})
    context = {
        "aanbod": record,
        "aanvraag": aanvraag,
        "beleid": beleid,
        "regels": regels,
        "demonstratie": any(r.afspraak.tariefstatus == "demonstratie" for r in regels),
        "basis": {naam for naam, prestatie in beleid.prestaties.items() if prestatie.basis},
        "niet_aangeboden": tonen.not_offered(aanvraag.toets, {r.afspraak.prestatie for r in regels}),
        "vestigingen": aanvraag.registerfeiten.get("vestigingen", []),
        "eisen": tonen.requirements(beleid, aanvraag.toets, oordelen),
        "tegenstrijdigheden": beleid.inhoud.tegenstrijdigheid.values(),
        "periode": tonen.period(record.ingangsdatum, record.looptijd_tot),
        "start_url": tonen.policy_url(beleid, "ingangsdatum"),
        "uiterlijk": last_day(record.vervalt_op),
        "open": _open(record),
        "handtekeningen": _signatures(record),
        "nodig": needed(request.organisatie),
        "status": status,
        "kleur": kleur,
    }
    return render(request, "contractering/aanbod.html", context)


def _open(record: Aanbod) -> bool:
    return record.status == "AANGEBODEN" and record.vervalt_op > now()


@vereist(*PRAKTIJKROLLEN)
@require_safe
def papier(request: Verzoek, kenmerk: str) -> HttpResponse:
    """The offer as a document, not sealed."""
    return pdf(vinden.offer_paper(request.organisatie, kenmerk), f"aanbod-{kenmerk}")


@vereist(Rol.TEKENBEVOEGDE)
@require_http_methods(["GET", "HEAD", "POST"])
def ondertekenen(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Sign on a page of its own. Who is second learns who signed and when."""
    record = vinden.offer_of(request.organisatie, kenmerk)
    volgen, nodig, gezet = policy_of(record.aanvraag).inhoud.volgen, needed(request.organisatie), _signatures(record)
    # Who signs first of several is not asked: there is nothing to follow until the last one signed.
    laatste = len(gezet) + 1 >= nodig
    soort = TekenMetVolgenForm if volgen.toestemming == "expliciet" and laatste else TekenForm
    form = soort(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and accepted(form, lambda: _sign(request, record, form.cleaned_data)):
        return _signed(request, record)
    context = {
        "aanbod": record,
        "form": form,
        "volgen": volgen,
        "open": _open(record),
        "reden": "" if _open(record) else actions.why_not_signable(record, now()),
        "periode": tonen.period(record.ingangsdatum, record.looptijd_tot),
        "nodig": nodig,
        "handtekeningen": gezet,
    }
    return render(request, "contractering/ondertekenen.html", context, status=200 if _open(record) else 409)


def _signatures(record: Aanbod) -> list[Handtekening]:
    return list(record.handtekeningen.select_related("persoon").order_by("op", "pk"))


def _sign(request: Verzoek, record: Aanbod, antwoord: dict[str, Any]) -> None:
    protest = antwoord.get("protest", "")
    overeenkomst = actions.sign_overeenkomst(aanbod=record, by=request.user, now=now(), protest=protest)
    if overeenkomst and antwoord.get("volgen"):
        actions.allow_following(overeenkomst=overeenkomst, by=request.user, now=now())


def _signed(request: Verzoek, record: Aanbod) -> HttpResponse:
    """On to the agreement, or back to the offer while it waits for another signatory."""
    overeenkomst = Overeenkomst.objects.filter(aanbod=record, status="GELDIG").first()
    if overeenkomst is None:
        gelukt = gettext(
            "Uw handtekening is gezet. De overeenkomst geldt als ook de andere tekenbevoegden hebben ondertekend."
        )
        done(request, gelukt)
        return redirect("contractering:aanbod", record.aanvraag.kenmerk)
    done(request, gettext("De overeenkomst is ondertekend en verzegeld. U kunt haar hieronder downloaden."))
    return redirect("contractering:overeenkomst", overeenkomst.kenmerk)


@vereist(Rol.TEKENBEVOEGDE)
@require_http_methods(["GET", "HEAD", "POST"])
def tekenregeling(request: Verzoek) -> HttpResponse:
    """How many signatories bind the practice together."""
    praktijk, tekenbevoegden = request.organisatie, signatories(request.organisatie, now=now())
    form = TekenregelingForm(request.POST if request.method == "POST" else None, hoogstens=tekenbevoegden)
    voorstel = proposed(praktijk)
    vast = {"by": request.user, "now": now()}
    if voorstel and "bevestigen" in request.POST:
        step = partial(actions.confirm_needed, regeling=voorstel, **vast)
        attempt(request, step, gettext("Dit is nu zo geregeld."))
        return redirect("contractering:tekenregeling")
    if form.is_bound and form.is_valid():
        step = partial(actions.set_needed, praktijk=praktijk, aantal=form.cleaned_data["aantal"], **vast)
        if accepted(form, step):
            done(request, gettext("Uw keuze is vastgelegd."))
            return redirect("contractering:tekenregeling")
    context = {
        "form": form,
        "nodig": needed(praktijk),
        "voorstel": voorstel,
        "tekenbevoegden": tekenbevoegden,
        "vaak_samen": often_joint(praktijk, now=now()),
    }
    return render(request, "contractering/tekenregeling.html", context)


@vereist(Rol.TEKENBEVOEGDE)
@require_http_methods(["GET", "HEAD", "POST"])
def afslaan(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Refuse the offer, with a reason the insurer reads."""
    record = vinden.offer_of(request.organisatie, kenmerk)
    form = AfslaanForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        attempt(
            request,
            lambda: actions.decline_aanbod(aanbod=record, reden=form.cleaned_data["reden"], by=request.user, now=now()),
            gettext("U hebt het aanbod niet aangenomen. De verzekeraar leest uw reden."),
        )
        return redirect("contractering:aanbod", kenmerk)
    return render(request, "contractering/afslaan.html", {"aanbod": record, "form": form})
