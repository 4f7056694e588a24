"""Following, for both insurers: the ledger, what happened to one following, the differences, and the follow policy."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.web.contractering import tonen
from zorginkoop.web.contractering.models import Volging
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, done
from zorginkoop.web.gebeurtenissen import grootboek, lijsten, termijnen, verschillen, volgbeleid
from zorginkoop.web.gebeurtenissen.forms import VolgbeleidForm
from zorginkoop.web.gebeurtenissen.models import Volgbeleid
from zorginkoop.web.gebeurtenissen.woorden import VOLGBELEID
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol

INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)
VOLGEN = (*INKOOP, Rol.VOLGER)


@vereist(*INKOOP)
@require_safe
def volgboek(request: Verzoek) -> HttpResponse:
    """What others do with our agreements, and how many are not shared yet."""
    eigen = grootboek.ledger(verzekeraar=request.organisatie)
    tellers = lijsten.counters(grootboek.totals(eigen, op=today()))
    mag = request.bevoegdheid.rol == Rol.CONTRACTBEHEER
    te_delen = grootboek.shareable(request.organisatie, op=today()).count() if mag else 0
    return lijsten.volgboek(request, eigen, op=today(), tellers=tellers, te_delen=te_delen)


@vereist(Rol.CONTRACTBEHEER)
@require_POST
def delen(request: Verzoek) -> HttpResponse:
    """Make every agreement that may be followed available to every other insurer."""
    aantal = 0

    def share() -> None:
        nonlocal aantal
        aantal = grootboek.share_all(verzekeraar=request.organisatie, by=request.user, now=now())

    attempt(request, share, gettext("De overeenkomsten staan klaar voor de andere zorgverzekeraars."))
    return redirect("gebeurtenissen:volgboek")


@vereist(*VOLGEN)
@require_safe
def volgwerk(request: Verzoek) -> HttpResponse:
    """What we follow ourselves, and by when we must decide."""
    eigen = grootboek.ledger(volger=request.organisatie)
    tellers = lijsten.counters(grootboek.totals(eigen, op=today()))
    return lijsten.volgwerk(request, eigen, op=today(), tellers=tellers, beleid_knop=True)


@vereist(*PRAKTIJKROLLEN, *VOLGEN)
@require_safe
def verloop(request: Verzoek, pk: int) -> HttpResponse:
    """Every step of one following, for the practice, its insurer and the follower."""
    wie = request.organisatie
    mijn = Q(volger=wie)
    if request.bevoegdheid.rol != Rol.VOLGER:
        mijn |= Q(verzekeraar=wie) | Q(praktijk=wie)
    record = get_object_or_404(grootboek.with_parties(Volging.objects.filter(mijn)), pk=pk)
    o = record.overeenkomst
    context = {
        "regel": grootboek.line(record, op=today()),
        "volging": record,
        "periode": tonen.period(o.van, o.tot),
        "stappen": grootboek.trail(record),
        "is_volger": record.volger_id == wie.pk,
        "is_praktijk": o.praktijk_id == wie.pk,
        "uitleg_ophalen": termijnen.UITLEG_OPHALEN,
        "uitleg_beslissen": termijnen.UITLEG_BESLISSEN,
        "bron": termijnen.BRON,
    }
    return render(request, "gebeurtenissen/verloop.html", context)


@vereist(*VOLGEN)
@require_safe
def vergelijking(request: Verzoek, pk: int) -> HttpResponse:
    """What following would mean by our own policy; the decision is on the page of the following itself."""
    gevonden = Volging.objects.filter(volger=request.organisatie).select_related(
        "volger", "overeenkomst__praktijk", "overeenkomst__verzekeraar"
    )
    record = get_object_or_404(gevonden, pk=pk)
    uit = verschillen.compare(record, op=today())
    eisen = tonen.requirements(uit.beleid, uit.toets.model_dump(mode="json")) if uit.beleid and uit.toets else []
    context = {
        "volging": record,
        "uit": uit,
        "eisen": [eis for eis in eisen if eis.aandacht],
        "beleid_url": tonen.policy_url(uit.beleid) if uit.beleid else "",
    }
    return render(request, "gebeurtenissen/vergelijking.html", context)


@vereist(*VOLGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def volgbeleid_(request: Verzoek) -> HttpResponse:
    """How we follow others: now, proposed, and before."""
    form = VolgbeleidForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and accepted(form, lambda: _propose(request, form)):
        done(request, gettext("Uw voorstel wacht op een tweede persoon."))
        return redirect("gebeurtenissen:volgbeleid")
    alle = Volgbeleid.objects.filter(verzekeraar=request.organisatie).select_related(
        "voorgesteld_door", "goedgekeurd_door"
    )
    regels = [(b, *VOLGBELEID[b.status]) for b in alle.order_by("-pk")[:50]]
    context = {
        "form": form,
        "regels": regels,
        "geldig": next((b for b, *_ in regels if b.status == "GELDIG"), None),
        "voorstel": next((b for b, *_ in regels if b.status == "VOORGESTELD"), None),
    }
    return render(request, "gebeurtenissen/volgbeleid.html", context, status=400 if form.errors else 200)


def _propose(request: Verzoek, form: VolgbeleidForm) -> None:
    volgbeleid.propose_policy(verzekeraar=request.organisatie, by=request.user, now=now(), **form.cleaned_data)


@vereist(*VOLGEN)
@require_POST
def volgbeleid_besluit(request: Verzoek, pk: int) -> HttpResponse:
    """Approve or withdraw the proposed follow policy."""
    record = get_object_or_404(Volgbeleid.objects.select_related("verzekeraar"), pk=pk, verzekeraar=request.organisatie)
    wie = {"beleid": record, "by": request.user, "now": now()}
    if request.POST.get("stap") == "intrekken":
        attempt(request, lambda: volgbeleid.withdraw_policy(**wie), gettext("Het voorstel is ingetrokken."))
    else:
        attempt(request, lambda: volgbeleid.approve_policy(**wie), gettext("Hiermee wordt vanaf nu gevolgd."))
    return redirect("gebeurtenissen:volgbeleid")
