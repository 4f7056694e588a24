"""Records as the organisation of a request may see them. What belongs to another organisation does not exist (404)."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst, Volging
from zorginkoop.web.toegang.models import Organisatie

PARTIJEN = ("praktijk", "verzekeraar")


def applications(praktijk: Organisatie) -> QuerySet[Aanvraag]:
    """Every application of a practice."""
    return Aanvraag.objects.filter(praktijk=praktijk).select_related(*PARTIJEN)


def application(praktijk: Organisatie, kenmerk: str) -> Aanvraag:
    """An application of this practice."""
    return get_object_or_404(applications(praktijk), kenmerk=kenmerk)


def received(verzekeraar: Organisatie) -> QuerySet[Aanvraag]:
    """What practices submitted to this insurer; a draft is nobody's business but the practice's."""
    found = Aanvraag.objects.filter(verzekeraar=verzekeraar, ingediend_op__isnull=False)
    return found.select_related(*PARTIJEN, "ingediend_door")


def received_application(verzekeraar: Organisatie, kenmerk: str) -> Aanvraag:
    """An application submitted to this insurer."""
    return get_object_or_404(received(verzekeraar), kenmerk=kenmerk)


def latest_offer(aanvraag: Aanvraag) -> Aanbod | None:
    """The offer that counts for an application, without its paper."""
    aanbod = aanvraag.aanbiedingen.defer("pdf").select_related("ondertekend_door").order_by("-pk").first()
    if aanbod is not None:
        aanbod.aanvraag = aanvraag
    return aanbod


def offer_of(praktijk: Organisatie, kenmerk: str) -> Aanbod:
    """The offer made on an application of this practice."""
    gevonden = Aanbod.objects.filter(aanvraag=application(praktijk, kenmerk)).defer("pdf").order_by("-pk")
    return get_object_or_404(_with_parties(gevonden)[:1])


def offer_paper(praktijk: Organisatie, kenmerk: str) -> bytes:
    """The document of the offer."""
    return bytes(Aanbod.objects.only("pdf").get(pk=offer_of(praktijk, kenmerk).pk).pdf)


def _with_parties(aanbiedingen: QuerySet[Aanbod]) -> QuerySet[Aanbod]:
    return aanbiedingen.select_related("aanvraag__praktijk", "aanvraag__verzekeraar", "ondertekend_door")


def offers(verzekeraar: Organisatie) -> QuerySet[Aanbod]:
    """Every offer of this insurer, newest first, without papers and answers."""
    gevonden = Aanbod.objects.filter(verzekeraar=verzekeraar)
    zwaar = ("antwoorden", "registerfeiten", "toets", "redenen")
    gevonden = gevonden.defer("pdf", "afspraken", *(f"aanvraag__{naam}" for naam in zwaar))
    return _with_parties(gevonden).order_by("-aangeboden_op", "-pk")


def agreements(**partij: Organisatie) -> QuerySet[Overeenkomst]:
    """Signed and sealed agreements of `praktijk` or `verzekeraar`, newest first."""
    found = Overeenkomst.objects.filter(**partij, status="GELDIG").select_related(*PARTIJEN, "ondertekend_door")
    return found.order_by("-ondertekend_op", "-pk")


def policies_in_use(verzekeraar: Organisatie) -> list[Beleid]:
    """The policy versions under which this insurer has agreements, by name and version."""
    versies = Overeenkomst.objects.filter(verzekeraar=verzekeraar, status="GELDIG").order_by()
    paren = versies.values_list("beleid", "beleidversie").distinct()
    return [library.load(naam, versie=versie) for naam, versie in sorted(paren)]


def agreement(kenmerk: str, **partij: Organisatie) -> Overeenkomst:
    """An agreement of `praktijk` or `verzekeraar`."""
    found = agreements(**partij).select_related("aanbod__aanvraag").defer("aanbod__pdf")
    return get_object_or_404(found, kenmerk=kenmerk)


def changes(**partij: Any) -> QuerySet[Mutatie]:
    """Changes of agreements, with what is shown of them."""
    parties = ("overeenkomst__praktijk", "overeenkomst__verzekeraar")
    return Mutatie.objects.filter(**partij).select_related(*parties, "aangevraagd_door", "besloten_door")


def change(pk: int, **partij: Any) -> Mutatie:
    """A change of an agreement of `praktijk` or `verzekeraar`."""
    return get_object_or_404(changes(**partij), pk=pk)


def followings(volger: Organisatie) -> QuerySet[Volging]:
    """What was made available to this insurer, newest first."""
    found = Volging.objects.filter(volger=volger).select_related("overeenkomst__praktijk", "overeenkomst__verzekeraar")
    return found.order_by("-beschikbaar_op", "-pk")


def following(volger: Organisatie, pk: int) -> Volging:
    """One agreement made available to this insurer."""
    return get_object_or_404(followings(volger).select_related("volger"), pk=pk)
