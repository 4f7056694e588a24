"""What an organisation may see, whichever side of the table it is on. Anything else does not exist (404)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from zorginkoop.web.contractering import vinden
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst, Volging
from zorginkoop.web.declaraties.models import Declaratiebestand, Declaratieregel, Deeldeclaratie
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Soort


def is_praktijk(organisatie: Organisatie) -> bool:
    return organisatie.soort == Soort.PRAKTIJK


def side(organisatie: Organisatie) -> dict[str, Organisatie]:
    """The organisation under the name of its side of an agreement."""
    return {"praktijk" if is_praktijk(organisatie) else "verzekeraar": organisatie}


def aanvragen(o: Organisatie) -> QuerySet[Aanvraag]:
    """Its own applications; for an insurer what was submitted to it."""
    return vinden.applications(o) if is_praktijk(o) else vinden.received(o)


def aanbiedingen(o: Organisatie) -> QuerySet[Aanbod]:
    """Offers made by or to it."""
    gevonden = Aanbod.objects.filter(**side(o))
    return gevonden.select_related("aanvraag__praktijk", "aanvraag__verzekeraar").defer("pdf")


def overeenkomsten(o: Organisatie) -> QuerySet[Overeenkomst]:
    """Agreements it signed or closed."""
    return vinden.agreements(**side(o))


def mutaties(o: Organisatie) -> QuerySet[Mutatie]:
    """Changes of its agreements."""
    return vinden.changes(**side(o))


def volgingen(o: Organisatie) -> QuerySet[Volging]:
    """What it follows itself, and who follows its own agreements."""
    eigen = Q(volger=o) | Q(**side(o))
    return Volging.objects.filter(eigen).select_related("volger", "overeenkomst__praktijk", "overeenkomst__verzekeraar")


def declaratiebestanden(o: Organisatie) -> QuerySet[Declaratiebestand]:
    """Files sent to an insurer; for a practice those it sent itself or that have lines of its own."""
    alle = Declaratiebestand.objects.select_related("verzekeraar").defer("technische_fouten", "totalen")
    if not is_praktijk(o):
        return alle.filter(verzekeraar=o)
    return alle.filter(Q(afzender=o.agb) | Q(pk__in=Deeldeclaratie.objects.filter(agb=o.agb).values("bestand")))


def declaratieregels(o: Organisatie) -> QuerySet[Declaratieregel]:
    """Judged lines: all of an insurer, of a practice only its own."""
    eigen = {"agb": o.agb} if is_praktijk(o) else {"bestand__verzekeraar": o}
    return Declaratieregel.objects.filter(**eigen).select_related("bestand__verzekeraar", "overeenkomst", "afspraak")


def one(rijen: QuerySet[Any], **sleutel: Any) -> Any:
    """That one record, or 404."""
    return get_object_or_404(rijen, **sleutel)
