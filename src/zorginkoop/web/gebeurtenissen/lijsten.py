"""The lists of this app: what stands in them, and how they are filtered."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.contractering.postvak import in_state, words
from zorginkoop.web.contractering.tonen import VOLGING
from zorginkoop.web.gebeurtenissen import grootboek
from zorginkoop.web.gebeurtenissen.gevolgen import WOORDEN
from zorginkoop.web.gebeurtenissen.grootboek import Regel
from zorginkoop.web.gebeurtenissen.models import SOORTEN
from zorginkoop.web.gebeurtenissen.woorden import MASSA, MASSAREGEL, MASSASOORT, REKENING, UITWERKING
from zorginkoop.web.toegang import zoeken
from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.rechten import Verzoek
from zorginkoop.web.toegang.zoeken import Tekst, ZoekForm

TE_LAAT = "te_laat"
Kiezer = Callable[[QuerySet, str, str], QuerySet]
"""The records that pass: of a word, and of a state."""


def _page(
    request: Verzoek,
    records: QuerySet,
    kolommen: Sequence[Kolom],
    *,
    naam: str,
    titel: Tekst,
    leeg: Tekst,
    staten: Mapping[str, Tekst],
    kiezer: Kiezer,
    intro: Tekst = "",
    maak: Callable[[Any], Any] = lambda record: record,
    **meer: Any,
) -> HttpResponse:
    """The page that was asked for, or all of it as a file. `meer` is what else the page tells."""
    form = ZoekForm(request.GET, staten=staten)
    lijst = Lijst(request, kiezer(records, *form.keuze), kolommen, naam=naam, maak=maak)
    context = {"form": form, "lijst": lijst, "titel": titel, "intro": intro, "leeg": leeg, **meer}
    return lijst.bestand or render(request, "gebeurtenissen/lijst.html", context)


def simple(pad: str) -> Kiezer:
    """The usual choice: a word about the practice, and a state."""

    def chosen(records: QuerySet, woord: str, status: str) -> QuerySet:
        return in_state(records.filter(words(woord, pad)), status)

    return chosen


def link(naam: str, tekst: Callable[[Any], str], *args: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    """A cell that leads to the record."""
    return lambda r: {"tekst": tekst(r), "url": reverse(f"gebeurtenissen:{naam}", args=[arg(r) for arg in args])}


def badge(staten: Mapping[str, tuple[Tekst, str]]) -> Callable[[Any], dict[str, Any]]:
    """A cell that shows the state as a badge."""
    return lambda r: {"tekst": staten[r.status][0], "kleur": staten[r.status][1] or "info"}


# ---------------------------------------------------------------- following


def counters(tel: dict[str, Any]) -> list[tuple[str, int]]:
    """The totals of a ledger in words, as far as there are any."""
    namen = {"beschikbaar": "klaar om op te halen", "opgehaald": "opgehaald", "verwerkt": "overgenomen",
             "wijkt_af": "met afwijking", "geweigerd": "volgt niet", "te_laat": "te laat"}  # fmt: skip
    return [(woord, tel[naam]) for naam, woord in namen.items() if tel[naam]]


def _party(titel: Tekst, veld: str, welke: Callable[[Regel], Any]) -> Kolom:
    return Kolom(titel, lambda r: f"{welke(r).naam} ({welke(r).nummer})", veld)


_PRAKTIJK = _party(_("Praktijk"), "praktijk__naam", lambda r: r.volging.overeenkomst.praktijk)
_VERZEKERAAR = _party(_("Overeenkomst met"), "verzekeraar__naam", lambda r: r.volging.overeenkomst.verzekeraar)
_VOLGER = _party(_("Wie volgt"), "volger__naam", lambda r: r.volging.volger)


def _ledger(request: Verzoek, records: QuerySet, *partijen: Kolom, op: date, **wat: Any) -> HttpResponse:
    def chosen(records: QuerySet, woord: str, status: str) -> QuerySet:
        gevonden = records.filter(words(woord, kenmerk="overeenkomst__kenmerk"))
        return gevonden.filter(grootboek.late(op)) if status == TE_LAAT else in_state(gevonden, status)

    kolommen = (
        Kolom(_("Overeenkomst"), lambda r: r.volging.overeenkomst.kenmerk,
              cel=link("verloop", lambda r: r.volging.overeenkomst.kenmerk, lambda r: r.volging.pk)),
        *partijen,
        Kolom(_("Beschikbaar vanaf"), lambda r: r.telt_vanaf, "beschikbaar_op"),
        Kolom(_("Uiterlijk"), lambda r: r.uiterlijk),
        Kolom(_("Status"), lambda r: r.status, "status", cel=lambda r: {"tekst": r.status, "kleur": r.kleur or "info"}),
        Kolom(_("Waarin afwijkend"), lambda r: r.afwijking),
    )  # fmt: skip
    vast = {
        "leeg": _("Er is nog niets om te volgen."),
        "staten": {TE_LAAT: _("Te laat"), **zoeken.words(VOLGING)},
        "kiezer": chosen,
        "maak": lambda volging: grootboek.line(volging, op=op),
    }
    return _page(request, records, kolommen, **vast, **wat)


def volgboek(request: Verzoek, records: QuerySet, *, op: date, **meer: Any) -> HttpResponse:
    """What others do with an insurer's agreements."""
    intro = _("Wat andere zorgverzekeraars met onze overeenkomsten doen. Rekeningnummers zitten er nooit bij.")
    wat = {"naam": "volgboek", "titel": _("Wie volgt ons"), "intro": intro}
    return _ledger(request, records, _PRAKTIJK, _VOLGER, op=op, **wat, **meer)


def volgwerk(request: Verzoek, records: QuerySet, *, op: date, **meer: Any) -> HttpResponse:
    """What an insurer follows itself."""
    intro = _("Overeenkomsten van andere zorgverzekeraars die wij volgen, met de laatste dag om te beslissen.")
    wat = {"naam": "volgwerk", "titel": _("Wat wij volgen"), "intro": intro}
    return _ledger(request, records, _PRAKTIJK, _VERZEKERAAR, op=op, **wat, **meer)


def mijn_volgers(request: Verzoek, records: QuerySet, *, op: date, **meer: Any) -> HttpResponse:
    """Who follows a practice."""
    intro = _("Welke andere zorgverzekeraars uw overeenkomsten hebben en hoe ver zij zijn, zonder uw rekeningnummer.")
    wat = {"naam": "mijn-volgers", "titel": _("Wie volgt uw overeenkomsten"), "intro": intro}
    return _ledger(request, records, _VERZEKERAAR, _VOLGER, op=op, **wat, **meer)


# ---------------------------------------------------------------- events and account numbers

_VERANDERINGEN = (
    Kolom(_("Overeenkomst"), lambda u: u.overeenkomst.kenmerk, "overeenkomst__kenmerk",
          cel=link("verandering", lambda u: u.overeenkomst.kenmerk, lambda u: u.pk)),
    Kolom(_("Praktijk"), lambda u: f"{u.gebeurtenis.praktijk.naam} ({u.gebeurtenis.praktijk.nummer})",
          "gebeurtenis__praktijk__naam"),
    Kolom(_("Wat"), lambda u: SOORTEN[u.gebeurtenis.soort], "gebeurtenis__soort"),
    Kolom(_("Vanaf"), lambda u: u.gebeurtenis.dag, "gebeurtenis__dag"),
    Kolom(_("Volgens het beleid"), lambda u: WOORDEN[u.gevolg][0], "gevolg"),
    Kolom(_("Status"), lambda u: UITWERKING[u.status][0], "status", cel=badge(UITWERKING)),
)  # fmt: skip


def veranderingen(request: Verzoek, records: QuerySet) -> HttpResponse:
    """Agreements that an event touched, first what starts first."""
    wat = {
        "naam": "veranderingen",
        "titel": _("Veranderingen bij praktijken"),
        "intro": _("Wat in het register is gevonden of door praktijken is gemeld, en wat het beleid daarover zegt."),
        "leeg": _("Er is geen verandering die hierbij past."),
        "staten": zoeken.words(UITWERKING),
        "kiezer": simple("overeenkomst__"),
    }
    return _page(request, records.order_by("gebeurtenis__dag", "pk"), _VERANDERINGEN, **wat)


_REKENINGEN = (
    Kolom(_("Praktijk"), lambda r: f"{r.praktijk.naam} ({r.praktijk.nummer})", "praktijk__naam",
          cel=link("rekeningcontrole", lambda r: f"{r.praktijk.naam} ({r.praktijk.nummer})", lambda r: r.pk)),
    Kolom(_("Opgegeven"), lambda r: localdate(r.opgegeven_op), "opgegeven_op"),
    Kolom(_("Vanaf"), lambda r: r.ingang, "ingang"),
    Kolom(_("Status"), lambda r: REKENING[r.status][0], "status", cel=badge(REKENING)),
)  # fmt: skip


def rekeningen(request: Verzoek, records: QuerySet) -> HttpResponse:
    """New account numbers, longest waiting first."""

    def chosen(records: QuerySet, woord: str, status: str) -> QuerySet:
        gevonden = records.filter(Q(praktijk__naam__icontains=woord) | Q(praktijk__agb__startswith=woord))
        return in_state(gevonden, status)

    wat = {
        "naam": "rekeningwijzigingen",
        "titel": _("Nieuwe rekeningnummers"),
        "intro": _("Twee mensen kijken naar elk nieuw nummer voordat wij erop betalen."),
        "leeg": _("Er is geen nieuw rekeningnummer dat hierbij past."),
        "staten": zoeken.words(REKENING),
        "kiezer": chosen,
    }
    return _page(request, records.order_by("opgegeven_op", "pk"), _REKENINGEN, **wat)


# ---------------------------------------------------------------- mass changes

_MASSAS = (
    Kolom(_("Kenmerk"), lambda m: m.kenmerk, "kenmerk", cel=link("massa", lambda m: m.kenmerk, lambda m: m.kenmerk)),
    Kolom(_("Soort"), lambda m: MASSASOORT[m.soort], "soort"),
    Kolom(_("Wat"), lambda m: m.omschrijving, "omschrijving"),
    Kolom(_("Per"), lambda m: m.dag, "dag"),
    Kolom(_("Overeenkomsten"), lambda m: m.aantal, "aantal", getal=True),
    Kolom(_("Status"), lambda m: MASSA[m.status][0], "status", cel=badge(MASSA)),
)


def massas(request: Verzoek, records: QuerySet, **meer: Any) -> HttpResponse:
    """Mass changes, newest first."""

    def chosen(records: QuerySet, woord: str, status: str) -> QuerySet:
        return in_state(records.filter(Q(omschrijving__icontains=woord) | Q(kenmerk__iexact=woord)), status)

    wat = {
        "naam": "massawijzigingen",
        "titel": _("Wijzigingen voor veel overeenkomsten"),
        "intro": _("Besluiten van buiten waar een clausule op wacht, en de indexatie van een jaar."),
        "leeg": _("Er is nog geen wijziging opgesteld."),
        "staten": zoeken.words(MASSA),
        "kiezer": chosen,
    }
    return _page(request, records.order_by("-opgesteld_op", "-pk"), _MASSAS, **wat, **meer)


_MASSAREGELS = (
    Kolom(_("Overeenkomst"), lambda r: r.overeenkomst.kenmerk, "overeenkomst__kenmerk",
          cel=link("massaregel", lambda r: r.overeenkomst.kenmerk, lambda r: r.massa.kenmerk, lambda r: r.pk)),
    Kolom(_("Praktijk"), lambda r: f"{r.overeenkomst.praktijk.naam} ({r.overeenkomst.praktijk.nummer})",
          "overeenkomst__praktijk__naam"),
    Kolom(_("Wat verandert"), lambda r: len(r.rijen) + len(r.beeindigen), getal=True,
          cel=lambda r: {"tekst": _amount(r), "getal": True}),
    Kolom(_("Status"), lambda r: MASSAREGEL[r.status][0], "status", cel=badge(MASSAREGEL)),
    Kolom(_("Reden"), lambda r: r.reden),
)  # fmt: skip


def massaregels(request: Verzoek, records: QuerySet, **meer: Any) -> HttpResponse:
    """The agreements in one mass change, in the order in which they are carried out."""
    wat = {
        "naam": "massaregels",
        "titel": _("Overeenkomsten in deze wijziging"),
        "leeg": _("Er is geen overeenkomst die hierbij past."),
        "staten": zoeken.words(MASSAREGEL),
        "kiezer": simple("overeenkomst__"),
    }
    return _page(request, records.order_by("pk"), _MASSAREGELS, **wat, **meer)


def _amount(regel: Any) -> str:
    aantal = len(regel.rijen) + len(regel.beeindigen)
    return "niets" if not aantal else "1 afspraak" if aantal == 1 else f"{aantal} afspraken"
