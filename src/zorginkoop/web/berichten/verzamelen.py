"""Find the records that carry a term: one query per kind, for one organisation or for all."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from zorginkoop.beleid import library
from zorginkoop.web.contractering import termijnen
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst, Volging, Weigering
from zorginkoop.web.contractering.termijnen import Termijn
from zorginkoop.web.gebeurtenissen.termijnen import choice_until, due
from zorginkoop.web.toegang.models import Organisatie


def _aanvragen() -> QuerySet[Aanvraag]:
    kolommen = ("kenmerk", "praktijk", "verzekeraar", "beleid", "beleidversie", "status", "ingediend_op", "volledig_op")
    gevonden = Aanvraag.objects.filter(ingediend_op__isnull=False).select_related("praktijk", "verzekeraar")
    gevonden = gevonden.annotate(uitkomst=KT("toets__uitkomst"), ingang=KT("toets__ingangsdatum"))
    return gevonden.annotate(laatste_oordeel=Max("oordelen__op")).only(*kolommen, "praktijk__naam", "verzekeraar__naam")


def _drafts() -> QuerySet[Aanvraag]:
    return Aanvraag.objects.select_related("verzekeraar").defer("registerfeiten", "toets", "redenen", "iban")


def _offers() -> QuerySet[Aanbod]:
    gevonden = Aanbod.objects.select_related("aanvraag__verzekeraar").only(
        "status", "aangeboden_op", "vervalt_op", "ondertekend_op", "aanvraag__kenmerk", "aanvraag__praktijk",
        "aanvraag__verzekeraar__naam", "aanvraag__beleid", "aanvraag__beleidversie",
    )  # fmt: skip
    return gevonden


def _refusals() -> QuerySet[Weigering]:
    return Weigering.objects.select_related("aanvraag__praktijk").only(
        "voorgesteld_op", "besloten_op", "aanvraag__kenmerk", "aanvraag__verzekeraar", "aanvraag__beleid",
        "aanvraag__beleidversie", "aanvraag__praktijk__naam",
    )  # fmt: skip


def _agreements() -> QuerySet[Overeenkomst]:
    gevonden = Overeenkomst.objects.filter(status="GELDIG").select_related("praktijk", "verzekeraar")
    return gevonden.annotate(eerst_beschikbaar=Min("volgingen__beschikbaar_op")).order_by("pk")


def _changes() -> QuerySet[Mutatie]:
    return Mutatie.objects.select_related("overeenkomst__praktijk", "overeenkomst__verzekeraar")


def _followings() -> QuerySet[Volging]:
    return Volging.objects.defer("pakket").select_related("overeenkomst__praktijk", "overeenkomst__verzekeraar")


def _offering(gevonden: QuerySet[Aanvraag]) -> Iterator[Termijn]:
    momenten: dict[int, list[datetime]] = {}
    aanbiedingen = Aanbod.objects.filter(aanvraag__in=gevonden.order_by().values("pk"))
    for aanvraag, moment in aanbiedingen.values_list("aanvraag_id", "aangeboden_op"):
        momenten.setdefault(aanvraag, []).append(moment)
    for a in gevonden:
        yield from termijnen.offering(a, momenten.get(a.pk, ()))


def _consenting(o: Overeenkomst) -> Iterator[Termijn]:
    return termijnen.consenting(o, choice_until(o))


def _collecting(v: Volging) -> Iterator[Termijn]:
    return termijnen.collecting(v, due(v.beschikbaar_op))


def _each(maak: Callable[..., Iterable[Termijn]]) -> Callable[[QuerySet], Iterator[Termijn]]:
    return lambda gevonden: (termijn for record in gevonden for termijn in maak(record))


@dataclass(frozen=True)
class Stroom:
    """Records of one kind: those with something to do (`open`), whose task it is, since when they are known.

    `gelogd` are the kinds of terms that both sides can look up afterwards; a draft is nobody's business.
    """

    soorten: tuple[str, ...]
    records: Callable[[], QuerySet]
    open: Q
    wie: str
    sinds: str
    lees: Callable[[QuerySet], Iterator[Termijn]]
    gelogd: bool = True


NIEMAND_VOLGT = ~Exists(Volging.objects.filter(overeenkomst=OuterRef("pk")))


def _explicit() -> Q:
    """Agreements under a policy that asks consent before others follow."""
    namen = {b.document.beleid for b in library.all_policies() if b.inhoud.volgen.toestemming == "expliciet"}
    return Q(beleid__in=sorted(namen))


STROMEN = (
    Stroom(("concept",), _drafts, Q(status="CONCEPT"), "praktijk", "aangemaakt_op", _each(termijnen.drafting), False),
    Stroom(("aanbod",), _offers, Q(status="AANGEBODEN"), "aanvraag__praktijk", "aangeboden_op",
           _each(termijnen.signing)),
    Stroom(("volgkeuze",), _agreements, Q(volgen_toegestaan_op=None), "praktijk", "ondertekend_op",
           _each(_consenting)),
    Stroom(("beoordelen",), _aanvragen, Q(status="BEOORDELING"), "verzekeraar", "ingediend_op",
           _each(termijnen.judging)),
    Stroom(("aanbieden",), _aanvragen, Q(status="TOEGELATEN"), "verzekeraar", "ingediend_op", _offering),
    Stroom(("weigering",), _refusals, Q(bevestigd=None), "aanvraag__verzekeraar", "voorgesteld_op",
           _each(termijnen.confirming), False),
    Stroom(("mutatie",), _changes, Q(status="AANGEVRAAGD"), "overeenkomst__verzekeraar", "volledig_op",
           _each(termijnen.processing)),
    Stroom(("delen",), _agreements, NIEMAND_VOLGT, "verzekeraar", "ondertekend_op", _each(termijnen.sharing)),
    Stroom(("ophalen", "volgbesluit"), _followings, Q(status__in=["BESCHIKBAAR", "OPGEHAALD"]), "volger",
           "beschikbaar_op", _each(_collecting)),
)  # fmt: skip


def to_do(organisatie: Organisatie | None = None) -> Iterator[Termijn]:
    """Every open term, of one organisation or of all; one query per kind."""
    for stroom in STROMEN:
        eigen = Q() if organisatie is None else Q(**{stroom.wie: organisatie})
        gevonden = stroom.records().filter(stroom.open, eigen)
        if "volgkeuze" in stroom.soorten:
            gevonden = gevonden.filter(_explicit())
        yield from (t for t in stroom.lees(gevonden) if t.open)


def since(stroom: Stroom, moment: datetime | None) -> Iterator[Termijn]:
    """Every term of records that came into being after the moment, open or not; all of them without a moment."""
    nieuw = Q(**{f"{stroom.sinds}__gte": moment}) if moment else Q()
    return stroom.lees(stroom.records().filter(nieuw))


def again(stroom: Stroom, records: Iterable[int]) -> Iterator[Termijn]:
    """The terms of these records as they are now."""
    return stroom.lees(stroom.records().filter(pk__in=list(records)))
