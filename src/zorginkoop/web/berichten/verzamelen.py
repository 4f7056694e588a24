"""Find the records that carry a term: one query per kind, for one organisation or for all."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Exists, ExpressionWrapper, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from zorginkoop.beleid import library
from zorginkoop.web.begroting.models import (
    Begroting,
    Besluit,
    Jaarstukken,
    Nacalculatie,
    Praktijkmanagement,
    Vernieuwing,
)
from zorginkoop.web.berichten import eigen_termijnen
from zorginkoop.web.contractering import termijnen
from zorginkoop.web.contractering.feiten import DAG_COMPLEET
from zorginkoop.web.contractering.gesprekmodellen import Bezwaar, Gesprek
from zorginkoop.web.contractering.heropenen import granted
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst, Volging, Weigering
from zorginkoop.web.contractering.termijnen import Termijn
from zorginkoop.web.declaraties.models import Declaratiebestand, Deeldeclaratie
from zorginkoop.web.gebeurtenissen.models import Massawijziging, Rekeningwijziging, Uitwerking
from zorginkoop.web.gebeurtenissen.termijnen import choice_until, due
from zorginkoop.web.toegang.models import Organisatie


def _aanvragen() -> QuerySet[Aanvraag]:
    kolommen = ("kenmerk", "praktijk", "verzekeraar", "beleid", "beleidversie", "status", "ingediend_op", "volledig_op")
    gevonden = Aanvraag.objects.filter(ingediend_op__isnull=False).select_related("praktijk", "verzekeraar")
    gevonden = gevonden.annotate(uitkomst=KT("toets__uitkomst"), ingang=KT("toets__ingangsdatum"))
    over_eis = ~Q(oordelen__eis__in=DAG_COMPLEET)
    gevonden = gevonden.annotate(laatste_oordeel=Max("oordelen__op", filter=over_eis), heropend_op=_reopened())
    return gevonden.only(*kolommen, "praktijk__naam", "verzekeraar__naam")


def _reopened() -> Subquery:
    """When an objection to the refusal was last found right."""
    gegrond = granted().filter(gesprek__aanvraag=OuterRef("pk")).order_by("-besloten_op")
    return Subquery(gegrond.values("besloten_op")[:1])


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


_OVEREENKOMST = ("kenmerk", "beleid", "beleidversie", "praktijk", "verzekeraar")


def _agreements() -> QuerySet[Overeenkomst]:
    eerste = Volging.objects.filter(overeenkomst=OuterRef("pk")).order_by("beschikbaar_op").values("beschikbaar_op")[:1]
    eigen = ("status", "van", "tot", "ondertekend_op", "volgen_toegestaan_op", "volgen_toegestaan_door")
    gevonden = Overeenkomst.objects.filter(status="GELDIG").select_related("praktijk", "verzekeraar")
    gevonden = gevonden.only(*_OVEREENKOMST, *eigen, "praktijk__naam", "verzekeraar__naam")
    return gevonden.annotate(eerst_beschikbaar=Subquery(eerste)).order_by("pk")


def _changes() -> QuerySet[Mutatie]:
    eigen = ("grond", "status", "volledig_op", "ingangsdatum", "besloten_op")
    van = (f"overeenkomst__{naam}" for naam in (*_OVEREENKOMST, "praktijk__naam"))
    return Mutatie.objects.select_related("overeenkomst__praktijk").only(*eigen, *van)


def _followings() -> QuerySet[Volging]:
    eigen = ("volger", "status", "versie", "beschikbaar_op", "opgehaald_op", "besloten_op")
    van = (f"overeenkomst__{naam}" for naam in (*_OVEREENKOMST, "verzekeraar__naam"))
    return Volging.objects.select_related("overeenkomst__verzekeraar").only(*eigen, *van)


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


_BEGROTING = (
    "kenmerk", "beleid", "beleidversie", "jaar", "status", "ingediend_op", "tweede", "praktijk__naam",
    "verzekeraar__naam",
)  # fmt: skip


def _budgets() -> QuerySet[Begroting]:
    gevonden = Begroting.objects.select_related("praktijk", "verzekeraar")
    gevonden = gevonden.only(*_BEGROTING, "aangemaakt_op", "akkoord_op")
    laatste = Besluit.objects.filter(begroting=OuterRef("pk")).order_by("-pk")
    return gevonden.annotate(
        eerste_stukken=Min("jaarstukken__ingediend_op"),
        laatste_namens=Subquery(laatste.values("namens")[:1]),
        laatste_besluit=Subquery(laatste.values("op")[:1]),
    )


def _accounts() -> QuerySet[Jaarstukken]:
    van = (f"begroting__{naam}" for naam in _BEGROTING)
    gevonden = Jaarstukken.objects.select_related("begroting__praktijk", "begroting__verzekeraar")
    return gevonden.only("ingediend_op", "besproken_op", *van)


_SETTLED = Exists(Nacalculatie.objects.filter(begroting=OuterRef("begroting")).exclude(status="AFGEWEZEN"))


def _settlements() -> QuerySet[Nacalculatie]:
    eigen = ("status", "voorgesteld_op", "voorgesteld_namens", "besloten_op")
    van = (f"begroting__{naam}" for naam in _BEGROTING if naam != "verzekeraar__naam")
    gevonden = Nacalculatie.objects.select_related("begroting__praktijk")
    return gevonden.only(*eigen, *van, "begroting__verzekeraar")


def _conversations() -> QuerySet[Gesprek]:
    return Gesprek.objects.select_related("aanvraag__praktijk", "aanvraag__verzekeraar").only(
        "status", "laatste_op", "aanvraag__kenmerk", "aanvraag__beleid", "aanvraag__beleidversie",
        "aanvraag__praktijk__naam", "aanvraag__verzekeraar__naam",
    )  # fmt: skip


def _objections() -> QuerySet[Bezwaar]:
    return Bezwaar.objects.select_related("gesprek__aanvraag__praktijk").defer("besluit")


def _management() -> QuerySet[Praktijkmanagement]:
    return Praktijkmanagement.objects.select_related("praktijk").defer("plan", "motivering")


def _innovations() -> QuerySet[Vernieuwing]:
    gevonden = Vernieuwing.objects.select_related("praktijk", "verzekeraar").defer("beschrijving", "antwoorden")
    return gevonden.annotate(besloten_op=Max("antwoorden_gegeven__besloten_op"))


def _consequences() -> QuerySet[Uitwerking]:
    return Uitwerking.objects.select_related("gebeurtenis", "overeenkomst__praktijk")


def _numbers() -> QuerySet[Rekeningwijziging]:
    return Rekeningwijziging.objects.select_related("praktijk").defer("iban")


def _claims() -> QuerySet[Declaratiebestand]:
    onbetaald = Deeldeclaratie.objects.filter(bestand=OuterRef("pk"), toegekend_cent__gt=0)
    onbetaald = onbetaald.filter(Q(betaling=None) | Q(betaling__batch__vrijgegeven_op=None))
    gevonden = Declaratiebestand.objects.defer("totalen", "technische_fouten")
    bezig = Q(status__in=["ONTVANGEN", "GECONTROLEERD", "BEOORDEELD", "RETOUR"])
    return gevonden.annotate(
        te_betalen=ExpressionWrapper(bezig | Exists(onbetaald), output_field=BooleanField()),
        laatst_betaald=Max("delen__betaling__batch__vrijgegeven_op"),
    )


def _each(maak: Callable[..., Iterable[Termijn]]) -> Callable[[QuerySet], Iterator[Termijn]]:
    return lambda gevonden: (termijn for record in gevonden for termijn in maak(record))


@dataclass(frozen=True)
class Stroom:
    """Records of one kind: those with something to do (`open`), whose task it is (one or more fields), since when.

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


def _consent(toestemming: str) -> Q:
    """Agreements under a policy that asks this kind of consent before others follow."""
    namen = {b.document.beleid for b in library.all_policies() if b.inhoud.volgen.toestemming == toestemming}
    return Q(beleid__in=sorted(namen))


def _needed(stroom: Stroom) -> Q:
    """What the policies add to `open`: where they ask consent it is asked, and shared only after it."""
    if "volgkeuze" in stroom.soorten:
        return _consent("expliciet")
    return Q(volgen_toegestaan_op__isnull=False) | _consent("impliciet") if "delen" in stroom.soorten else Q()


STROMEN = (
    Stroom(("concept", "aanvullen"), _drafts, Q(status="CONCEPT"), "praktijk", "aangemaakt_op",
           _each(termijnen.drafting), False),
    Stroom(("aanbod",), _offers, Q(status="AANGEBODEN"), "praktijk", "aangeboden_op",
           _each(termijnen.signing)),
    Stroom(("volgkeuze",), _agreements, Q(volgen_toegestaan_op=None, volgen_toegestaan_door=None), "praktijk",
           "ondertekend_op", _each(_consenting)),
    Stroom(("beoordelen",), _aanvragen, Q(status="BEOORDELING"), "verzekeraar", "ingediend_op",
           _each(termijnen.judging)),
    Stroom(("aanbieden",), _aanvragen, Q(status="TOEGELATEN"), "verzekeraar", "ingediend_op", _offering),
    Stroom(("weigering",), _refusals, Q(bevestigd=None), "aanvraag__verzekeraar", "voorgesteld_op",
           _each(termijnen.confirming), False),
    Stroom(("mutatie",), _changes, Q(status="AANGEVRAAGD"), "verzekeraar", "volledig_op",
           _each(termijnen.processing)),
    Stroom(("delen",), _agreements, NIEMAND_VOLGT, "verzekeraar", "ondertekend_op", _each(termijnen.sharing)),
    Stroom(("ophalen", "volgbesluit"), _followings, Q(status__in=["BESCHIKBAAR", "OPGEHAALD"]), "volger",
           "beschikbaar_op", _each(_collecting)),
    Stroom(("begroting",), _budgets, Q(status__in=["CONCEPT", "TERUG"]), "praktijk", "aangemaakt_op",
           _each(eigen_termijnen.sending)),
    Stroom(("begroting_oordeel",), _budgets, Q(status__in=["INGEDIEND", "VOORGESTELD"]), "verzekeraar tweede",
           "ingediend_op", _each(eigen_termijnen.deciding)),
    Stroom(("jaarstukken",), _budgets, Q(status="AKKOORD", eerste_stukken=None), "praktijk", "akkoord_op",
           _each(eigen_termijnen.accounting)),
    Stroom(("jaarstukken_bespreken",), _accounts, Q(besproken_op=None), "begroting__verzekeraar", "ingediend_op",
           _each(eigen_termijnen.discussing)),
    Stroom(("nacalculatie_maken",), _accounts,
           Q(besproken_op__isnull=False, begroting__tweede__isnull=False) & ~_SETTLED, "begroting__verzekeraar",
           "besproken_op", _each(eigen_termijnen.to_settle), False),
    Stroom(("nacalculatie",), _settlements, Q(status="VOORGESTELD"), "begroting__verzekeraar begroting__tweede",
           "voorgesteld_op", _each(eigen_termijnen.settling)),
    Stroom(("antwoord",), _conversations, Q(status="WACHT_OP_VERZEKERAAR"), "aanvraag__verzekeraar", "laatste_op",
           _each(eigen_termijnen.replying), False),
    Stroom(("antwoord_praktijk",), _conversations, Q(status="WACHT_OP_PRAKTIJK"), "aanvraag__praktijk", "laatste_op",
           _each(eigen_termijnen.replying), False),
    Stroom(("bezwaar",), _objections, Q(status="INGEDIEND"), "gesprek__aanvraag__verzekeraar", "gesprek__geopend_op",
           _each(eigen_termijnen.objecting)),
    Stroom(("praktijkmanagement",), _management, Q(status__in=["INGEDIEND", "VOORGESTELD"]), "verzekeraar",
           "ondertekend_op", _each(eigen_termijnen.managing)),
    Stroom(("vernieuwing",), _innovations, Q(status__in=["INGEDIEND", "START_VOORGESTELD"]), "verzekeraar",
           "ingediend_op", _each(eigen_termijnen.answering)),
    Stroom(("vernieuwing_aanvullen",), _innovations, Q(status="ONVOLLEDIG"), "praktijk", "ingediend_op",
           _each(eigen_termijnen.supplying), False),
    Stroom(("verandering",), _consequences, Q(status__in=["OPEN", "VOORGESTELD"]), "verzekeraar",
           "gebeurtenis__gemeld_op", _each(eigen_termijnen.following_up)),
    Stroom(("rekening",), _numbers, Q(status__in=["OPGEGEVEN", "GECONTROLEERD"]), "verzekeraar", "opgegeven_op",
           _each(eigen_termijnen.checking)),
    Stroom(("massa",), Massawijziging.objects.all, Q(status__in=["OPGESTELD", "GOEDGEKEURD"]), "verzekeraar",
           "opgesteld_op", _each(eigen_termijnen.carrying_out)),
    Stroom(("betalen",), _claims, ~Q(status="AFGEKEURD") & Q(te_betalen=True), "verzekeraar", "ontvangen_op",
           _each(eigen_termijnen.paying)),
)  # fmt: skip


def to_do(organisatie: Organisatie | None = None, soorten: Collection[str] | None = None) -> Iterator[Termijn]:
    """Every open term, of one organisation or of all, and of some kinds or of all; at most one query per kind."""
    for stroom in STROMEN:
        if soorten is not None and not set(stroom.soorten) & set(soorten):
            continue
        gevonden = stroom.records().filter(stroom.open, _needed(stroom), _of(stroom, organisatie))
        lopend = (t for t in stroom.lees(gevonden) if t.open)
        yield from (t for t in lopend if organisatie is None or t.organisatie == organisatie.pk)


def _of(stroom: Stroom, organisatie: Organisatie | None) -> Q:
    """The records whose task it is to this organisation; without one, all."""
    if organisatie is None:
        return Q()
    return reduce(or_, (Q(**{pad: organisatie}) for pad in stroom.wie.split()))


def since(stroom: Stroom, moment: datetime | None) -> Iterator[Termijn]:
    """Every term of records that came into being after the moment, open or not; all of them without a moment."""
    nieuw = Q(**{f"{stroom.sinds}__gte": moment}) if moment else Q()
    return stroom.lees(stroom.records().filter(nieuw))


def again(stroom: Stroom, records: Iterable[int]) -> Iterator[Termijn]:
    """The terms of these records as they are now."""
    return stroom.lees(stroom.records().filter(pk__in=list(records)))
