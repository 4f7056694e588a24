"""People and roles: the list, inviting, and the second pair of eyes on a role."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import collegas, inlogmiddelen, post, rollen, uitnodigen
from zorginkoop.web.beheer.forms import UitnodigForm
from zorginkoop.web.beheer.gezag import BEHEERDERS
from zorginkoop.web.beheer.lijsten import joined, people
from zorginkoop.web.beheer.models import Uitnodiging, Voorstel
from zorginkoop.web.contractering.uitvoeren import attempt
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.lijst import Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.taal import say


@vereist(*BEHEERDERS)
@require_safe
def overzicht(request: Verzoek) -> HttpResponse:
    """Everybody who works for the organisation, what waits for a second person, and open invitations."""
    wie = request.organisatie
    eigen, wachten = collegas.roles(wie, today()), collegas.waiting(wie, today())
    soorten = inlogmiddelen.kinds(set(eigen.order_by().values_list("persoon_id", flat=True)))
    lijst = Lijst(request, eigen, people(soorten, {v.persoon_id for v, _ in wachten}), naam="mensen")
    if lijst.bestand:
        return lijst.bestand
    zelf = set(request.user.accounts().values_list("pk", flat=True))
    context = {
        "lijst": lijst,
        "regels": [(b, joined(soorten.get(b.persoon_id, []))) for b in lijst.pagina],
        "wachten": {v.persoon_id for v, _ in wachten},
        "voorstellen": [(v, v.voorgesteld_door_id in zelf, v.persoon_id in zelf, kan) for v, kan in wachten],
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
        sent(request, lambda: uitnodigen.again(**vast))
    return redirect("beheer:mensen")


def sent(request: Verzoek, make: Callable[[], tuple[Uitnodiging, str]]) -> None:
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
