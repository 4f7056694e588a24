"""The log: changes to people, roles and systems, and tries to log in. Compliance reads it too."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zorginkoop.web.beheer import lijsten, logboek
from zorginkoop.web.beheer.gezag import MEELEZERS
from zorginkoop.web.toegang.lijst import Lijst
from zorginkoop.web.toegang.rechten import Verzoek, vereist


@vereist(*MEELEZERS)
@require_safe
def wijzigingen(request: Verzoek) -> HttpResponse:
    """Who changed what about people, roles and systems."""
    namen = logboek.Namen()
    lijst = Lijst(request, logboek.changes(request.organisatie), lijsten.changes(namen), naam="wijzigingen")
    if lijst.bestand:
        return lijst.bestand
    rijen = list(lijst.pagina)
    namen.update(logboek.Namen.of(rijen))
    regels = [(w, logboek.line(w, namen)) for w in rijen]
    return render(request, "beheer/wijzigingen.html", {"lijst": lijst, "regels": regels})


@vereist(*MEELEZERS)
@require_safe
def inlogpogingen(request: Verzoek) -> HttpResponse:
    """Who tried to log in, when, how and with what outcome."""
    lijst = Lijst(request, logboek.attempts(request.organisatie), lijsten.INLOGPOGINGEN, naam="inlogpogingen")
    return lijst.bestand or render(request, "beheer/inlogpogingen.html", {"lijst": lijst})
