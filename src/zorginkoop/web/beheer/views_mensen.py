"""People and roles: the list, inviting, and what is done to one colleague."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import collegas, inlogmiddelen, post, rollen, uitnodigen
from zorginkoop.web.beheer.forms import KoppelForm, RolForm, UitnodigForm
from zorginkoop.web.beheer.gezag import BEHEERDERS
from zorginkoop.web.beheer.lijsten import joined, people
from zorginkoop.web.beheer.models import Uitnodiging, Voorstel
from zorginkoop.web.contractering.uitvoeren import attempt
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.lijst import Lijst
from zorginkoop.web.toegang.models import Bevoegdheid, Persoon
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.taal import say


@vereist(*BEHEERDERS)
@require_safe
def overzicht(request: Verzoek) -> HttpResponse:
    """Everybody who works for the organisation, what waits for a second person, and open invitations."""
    wie = request.organisatie
    eigen, wachten = collegas.roles(wie, today()), collegas.waiting(wie)
    soorten = inlogmiddelen.kinds(set(eigen.order_by().values_list("persoon_id", flat=True)))
    lijst = Lijst(request, eigen, people(soorten, {v.persoon_id for v in wachten}), naam="mensen")
    if lijst.bestand:
        return lijst.bestand
    zelf = set(request.user.accounts().values_list("pk", flat=True))
    context = {
        "lijst": lijst,
        "regels": [(b, joined(soorten.get(b.persoon_id, []))) for b in lijst.pagina],
        "wachten": {v.persoon_id for v in wachten},
        "voorstellen": [(v, v.voorgesteld_door_id in zelf, v.persoon_id in zelf) for v in wachten],
        "uitnodigingen": [(u, u.verloopt_op <= now()) for u in collegas.invited(wie)],
    }
    return render(request, "beheer/mensen.html", context)


@vereist(*BEHEERDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """Invite somebody by e-mail; what is answered does not depend on whether the address is known elsewhere."""
    wie = request.organisatie
    form = UitnodigForm(request.POST if request.method == "POST" else None, soort=wie.soort)
    if form.is_bound and form.is_valid():
        try:
            post_it(request, uitnodigen.invite(organisatie=wie, by=request.user, now=now(), **form.cleaned_data))
            return redirect("beheer:mensen")
        except Gebruikersfout as fout:
            form.add_error(fout.plaats if fout.plaats in form.fields else None, say(fout.melding))
    return render(request, "beheer/uitnodigen.html", {"form": form}, status=400 if form.errors else 200)


def post_it(request: Verzoek, gemaakt: tuple[Uitnodiging, str]) -> None:
    """Send the link that was just made, and say whether the mail server took it."""
    uitnodiging, geheim = gemaakt
    if post.send(uitnodiging, geheim, by=request.user, now=now()):
        waarden = {"email": uitnodiging.email}
        messages.success(request, gettext("De link is verstuurd naar %(email)s.") % waarden, extra_tags="ok")
    else:
        tekst = gettext("De e-mail is niet verstuurd. Probeer het later opnieuw met 'Opnieuw versturen'.")
        messages.error(request, tekst, extra_tags="fout")


@vereist(*BEHEERDERS)
@require_POST
def uitnodiging(request: Verzoek, pk: int) -> HttpResponse:
    """Send a link again, or withdraw it."""
    record = get_object_or_404(
        Uitnodiging.objects.select_related("organisatie", "persoon"), pk=pk, organisatie=request.organisatie
    )
    vast = {"uitnodiging": record, "by": request.user, "now": now()}
    if request.POST.get("stap") == "intrekken":
        attempt(request, lambda: uitnodigen.withdraw(**vast), gettext("De link werkt niet meer."))
    else:
        _sent(request, lambda: uitnodigen.again(**vast))
    return redirect("beheer:mensen")


def _sent(request: Verzoek, make: Callable[[], tuple[Uitnodiging, str]]) -> None:
    """Make a link and send it, or say why not."""
    try:
        post_it(request, make())
    except Gebruikersfout as fout:
        messages.error(request, say(fout.melding), extra_tags="fout")


@vereist(*BEHEERDERS)
@require_POST
def voorstel(request: Verzoek, pk: int) -> HttpResponse:
    """The second pair of eyes on a role; or the proposer takes it back."""
    record = get_object_or_404(
        Voorstel.objects.select_related("organisatie", "persoon", "vervangt__organisatie", "vervangt__persoon"),
        pk=pk,
        organisatie=request.organisatie,
    )
    vast = {"voorstel": record, "by": request.user, "now": now()}
    if request.POST.get("stap") == "bevestigen":
        attempt(request, lambda: rollen.confirm(**vast), gettext("De rol is ingegaan."))
    else:
        attempt(request, lambda: rollen.reject(**vast), gettext("De rol gaat niet in."))
    return redirect("beheer:mensen")


@vereist(*BEHEERDERS)
@require_safe
def persoon(request: Verzoek, pk: int) -> HttpResponse:
    """One colleague: roles, means of login, and what may be done."""
    record, eigen = collegas.colleague(request.organisatie, pk, today())
    return render(request, "beheer/persoon.html", _page(request, record, eigen))


def _page(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid], **forms: Any) -> dict[str, Any]:
    wie, op = request.organisatie, today()
    anderen = collegas.others(wie, record, op)
    vast = {
        "rolform": RolForm(soort=wie.soort, heeft=eigen),
        "koppelform": KoppelForm(anderen=anderen) if anderen else None,
    }
    return {**collegas.page(wie, record, eigen, request.user, op), **vast, **forms}


@vereist(*BEHEERDERS)
@require_POST
def persoon_stap(request: Verzoek, pk: int, stap: str) -> HttpResponse:
    """Do one of the things on the page of a colleague."""
    if stap not in _STAPPEN:
        raise Http404("Deze stap bestaat niet.")
    record, eigen = collegas.colleague(request.organisatie, pk, today())
    return _STAPPEN[stap](request, record, eigen) or redirect("beheer:persoon", pk)


def _another_role(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid]) -> HttpResponse | None:
    form = RolForm(request.POST, soort=request.organisatie.soort, heeft=eigen)
    if not form.is_valid():
        return render(
            request, "beheer/persoon.html", _page(request, record, eigen, form=form, rolform=form), status=400
        )
    weg = next((b for b in eigen if str(b.pk) == form.cleaned_data["vervangt"]), None)
    vast = {"persoon": record, "organisatie": request.organisatie, "rol": form.cleaned_data["rol"], "vervangt": weg}
    attempt(
        request,
        lambda: rollen.assign(**vast, by=request.user, now=now()),
        gettext("De rol is vastgelegd. Wat op een tweede persoon wacht, staat bij Mensen en rollen."),
    )
    return None


def _end(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid]) -> HttpResponse | None:
    """One role, or without one named all of them."""
    vast = {"by": request.user, "now": now()}
    gekozen = request.POST.get("bevoegdheid")
    if gekozen is None:
        wie = {"persoon": record, "organisatie": request.organisatie}
        attempt(request, lambda: rollen.end_all(**wie, **vast), gettext("Deze persoon heeft geen toegang meer."))
        return redirect("beheer:mensen")
    weg = next((b for b in eigen if str(b.pk) == gekozen), None)
    if weg is None:
        raise Http404("Deze rol is er niet (meer).")
    attempt(request, lambda: rollen.end(bevoegdheid=weg, **vast), gettext("De rol is beëindigd."))
    return redirect("beheer:mensen") if len(eigen) == 1 else None


def _take_away(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid]) -> HttpResponse | None:
    vast = {"persoon": record, "organisatie": request.organisatie, "by": request.user, "now": now()}
    middel = request.POST.get("middel", "")
    attempt(
        request,
        lambda: inlogmiddelen.take_away(**vast, middel=middel),
        gettext("Het inlogmiddel is weg. Niemand kan er nog mee inloggen."),
    )
    return None


def _reset(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid]) -> HttpResponse | None:
    vast = {"persoon": record, "organisatie": request.organisatie, "by": request.user, "now": now()}
    _sent(request, lambda: inlogmiddelen.reset(**vast))
    return None


def _join(request: Verzoek, record: Persoon, eigen: list[Bevoegdheid]) -> HttpResponse | None:
    form = KoppelForm(request.POST, anderen=collegas.others(request.organisatie, record, today()))
    if not form.is_valid():
        context = _page(request, record, eigen, form=form, koppelform=form)
        return render(request, "beheer/persoon.html", context, status=400)
    ander = get_object_or_404(Persoon, pk=form.cleaned_data["ander"])
    vast = {"een": record, "ander": ander, "organisatie": request.organisatie, "by": request.user, "now": now()}
    attempt(request, lambda: inlogmiddelen.join(**vast), gettext("De accounts gelden voortaan als één persoon."))
    return None


_STAPPEN: dict[str, Callable[[Verzoek, Persoon, list[Bevoegdheid]], HttpResponse | None]] = {
    "rol": _another_role,
    "beeindigen": _end,
    "middel": _take_away,
    "herstellen": _reset,
    "koppelen": _join,
}
