"""The lists of this app: what stands in them, and how they are filtered and ordered."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.web.contractering.postvak import words
from zorginkoop.web.contractering.tonen import VOLGING
from zorginkoop.web.gebeurtenissen import grootboek
from zorginkoop.web.gebeurtenissen.gevolgen import WOORDEN
from zorginkoop.web.gebeurtenissen.grootboek import Regel
from zorginkoop.web.gebeurtenissen.lijst import Kolom, Lijst
from zorginkoop.web.gebeurtenissen.models import SOORTEN
from zorginkoop.web.gebeurtenissen.woorden import MASSA, MASSAREGEL, MASSASOORT, REKENING, UITWERKING

TE_LAAT = "te_laat"


def simple(pad: str) -> Callable[[QuerySet, str, str], QuerySet]:
    """The usual filter: a word and a state."""

    def filtered(records: QuerySet, q: str, status: str) -> QuerySet:
        gevonden = records.filter(words(q, pad))
        return gevonden.filter(status=status) if status else gevonden

    return filtered


def link(naam: str, tekst: Callable[[Any], str], *args: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    """A cell that leads to the record."""
    return lambda r: {"tekst": tekst(r), "url": reverse(f"gebeurtenissen:{naam}", args=[arg(r) for arg in args])}


def badge(staten: dict[str, tuple[str, str]]) -> Callable[[Any], dict[str, Any]]:
    """A cell that shows the state as a badge."""
    return lambda r: {"tekst": staten[r.status][0], "kleur": staten[r.status][1] or "info"}


def day(waarde: date | None) -> str:
    return als_dag(waarde) if waarde else ""


def _states(staten: dict[str, tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((naam, tekst) for naam, (tekst, _) in staten.items())


# ---------------------------------------------------------------- following


def counters(tel: dict[str, Any]) -> list[tuple[str, int]]:
    """The totals of a ledger in words, as far as there are any."""
    namen = {"beschikbaar": "klaar om op te halen", "opgehaald": "opgehaald", "verwerkt": "overgenomen",
             "wijkt_af": "met afwijking", "geweigerd": "volgt niet", "te_laat": "te laat"}  # fmt: skip
    return [(woord, tel[naam]) for naam, woord in namen.items() if tel[naam]]


def _ledger(op: date, titel: str, intro: str, bestand: str, partijen: tuple[Kolom, ...]) -> Lijst:
    def filtered(records: QuerySet, q: str, status: str) -> QuerySet:
        gevonden = records.filter(words(q, "overeenkomst__"))
        if status == TE_LAAT:
            return gevonden.filter(grootboek.late(op))
        return gevonden.filter(status=status) if status else gevonden

    return Lijst(
        titel=titel,
        intro=intro,
        kolommen=(
            Kolom(_("Overeenkomst"), lambda r: r.volging.overeenkomst.kenmerk,
                  link("verloop", lambda r: r.volging.overeenkomst.kenmerk, lambda r: r.volging.pk)),
            *partijen,
            Kolom(_("Beschikbaar vanaf"), lambda r: r.telt_vanaf, lambda r: {"tekst": day(r.telt_vanaf)}),
            Kolom(_("Uiterlijk"), lambda r: r.uiterlijk, lambda r: {"tekst": day(r.uiterlijk)}),
            Kolom(_("Status"), lambda r: r.status, lambda r: {"tekst": r.status, "kleur": r.kleur or "info"}),
            Kolom(_("Waarin afwijkend"), lambda r: r.volging.afwijking),
        ),
        volgordes={
            "Nieuwste eerst": ("-beschikbaar_op",),
            "Langst wachtend eerst": ("beschikbaar_op",),
            "Praktijk": ("overeenkomst__praktijk__naam",),
            "Volgende verzekeraar": ("volger__naam",),
        },
        statussen=((TE_LAAT, "Te laat"), *_states(dict(VOLGING))),
        bestand=bestand,
        leeg="Er is nog niets om te volgen.",
        filter=filtered,
        maak=lambda volging: grootboek.line(volging, op=op),
    )  # fmt: skip


def _party(titel: str, welke: Callable[[Regel], Any]) -> Kolom:
    return Kolom(titel, lambda r: f"{welke(r).naam} ({welke(r).nummer})")


_PRAKTIJK = _party("Praktijk", lambda r: r.volging.overeenkomst.praktijk)
_VERZEKERAAR = _party("Overeenkomst met", lambda r: r.volging.overeenkomst.verzekeraar)
_VOLGER = _party("Wie volgt", lambda r: r.volging.volger)


def volgboek(op: date) -> Lijst:
    """What others do with an insurer's agreements."""
    intro = "Wat andere zorgverzekeraars met onze overeenkomsten doen. Rekeningnummers zitten er nooit bij."
    return _ledger(op, "Wie volgt ons", intro, "volgboek", (_PRAKTIJK, _VOLGER))


def volgwerk(op: date) -> Lijst:
    """What an insurer follows itself."""
    intro = "Overeenkomsten van andere zorgverzekeraars die wij volgen, met de laatste dag om te beslissen."
    return _ledger(op, "Wat wij volgen", intro, "volgwerk", (_PRAKTIJK, _VERZEKERAAR))


def mijn_volgers(op: date) -> Lijst:
    """Who follows a practice."""
    intro = "Welke andere zorgverzekeraars uw overeenkomsten hebben en hoe ver zij zijn, zonder uw rekeningnummer."
    return _ledger(op, "Wie volgt uw overeenkomsten", intro, "mijn-volgers", (_VERZEKERAAR, _VOLGER))


# ---------------------------------------------------------------- events and account numbers

VERANDERINGEN = Lijst(
    titel="Veranderingen bij praktijken",
    intro="Wat in het register is gevonden of door praktijken is gemeld, en wat het beleid daarover zegt.",
    kolommen=(
        Kolom(_("Overeenkomst"), lambda u: u.overeenkomst.kenmerk,
              link("verandering", lambda u: u.overeenkomst.kenmerk, lambda u: u.pk)),
        Kolom(_("Praktijk"), lambda u: f"{u.gebeurtenis.praktijk.naam} ({u.gebeurtenis.praktijk.nummer})"),
        Kolom(_("Wat"), lambda u: SOORTEN[u.gebeurtenis.soort]),
        Kolom(_("Vanaf"), lambda u: u.gebeurtenis.dag, lambda u: {"tekst": day(u.gebeurtenis.dag)}),
        Kolom(_("Volgens het beleid"), lambda u: WOORDEN[u.gevolg][0]),
        Kolom(_("Status"), lambda u: UITWERKING[u.status][0], badge(UITWERKING)),
    ),
    volgordes={
        "Eerst wat het eerst ingaat": ("gebeurtenis__dag",),
        "Nieuwste melding eerst": ("-gebeurtenis__gemeld_op",),
        "Praktijk": ("gebeurtenis__praktijk__naam",),
    },
    statussen=_states(UITWERKING),
    bestand="veranderingen",
    leeg="Er is geen verandering die hierbij past.",
    filter=simple("overeenkomst__"),
)  # fmt: skip

REKENINGEN = Lijst(
    titel="Nieuwe rekeningnummers",
    intro="Twee mensen kijken naar elk nieuw nummer voordat wij erop betalen.",
    kolommen=(
        Kolom(_("Praktijk"), lambda r: f"{r.praktijk.naam} ({r.praktijk.nummer})",
              link("rekeningcontrole", lambda r: r.praktijk.naam, lambda r: r.pk)),
        Kolom(_("Opgegeven"), lambda r: r.opgegeven_op.date(), lambda r: {"tekst": day(r.opgegeven_op.date())}),
        Kolom(_("Vanaf"), lambda r: r.ingang, lambda r: {"tekst": day(r.ingang)}),
        Kolom(_("Status"), lambda r: REKENING[r.status][0], badge(REKENING)),
    ),
    volgordes={"Langst wachtend eerst": ("opgegeven_op",), "Nieuwste eerst": ("-opgegeven_op",),
               "Praktijk": ("praktijk__naam",)},
    statussen=_states(REKENING),
    bestand="rekeningwijzigingen",
    leeg="Er is geen nieuw rekeningnummer dat hierbij past.",
    filter=lambda records, q, status: records.filter(
        Q(praktijk__naam__icontains=q.strip()) | Q(praktijk__agb__startswith=q.strip()),
        **({"status": status} if status else {}),
    ),
)  # fmt: skip

# ---------------------------------------------------------------- mass changes

MASSAS = Lijst(
    titel="Wijzigingen voor veel overeenkomsten",
    intro="Besluiten van buiten waar een clausule op wacht, en de indexatie van een jaar.",
    kolommen=(
        Kolom(_("Kenmerk"), lambda m: m.kenmerk, link("massa", lambda m: m.kenmerk, lambda m: m.kenmerk)),
        Kolom(_("Soort"), lambda m: MASSASOORT[m.soort]),
        Kolom(_("Wat"), lambda m: m.omschrijving),
        Kolom(_("Per"), lambda m: m.dag, lambda m: {"tekst": day(m.dag)}),
        Kolom(_("Overeenkomsten"), lambda m: m.aantal, lambda m: {"tekst": str(m.aantal), "getal": True}),
        Kolom(_("Status"), lambda m: MASSA[m.status][0], badge(MASSA)),
    ),
    volgordes={"Nieuwste eerst": ("-opgesteld_op",), "Eerst wat het eerst ingaat": ("dag",)},
    statussen=_states(MASSA),
    bestand="massawijzigingen",
    leeg="Er is nog geen wijziging opgesteld.",
    filter=lambda records, q, status: records.filter(
        Q(omschrijving__icontains=q.strip()) | Q(kenmerk__iexact=q.strip()), **({"status": status} if status else {})
    ),
)  # fmt: skip

MASSAREGELS = Lijst(
    titel="Overeenkomsten in deze wijziging",
    intro="",
    kolommen=(
        Kolom(_("Overeenkomst"), lambda r: r.overeenkomst.kenmerk,
              link("massaregel", lambda r: r.overeenkomst.kenmerk, lambda r: r.massa.kenmerk, lambda r: r.pk)),
        Kolom(_("Praktijk"), lambda r: f"{r.overeenkomst.praktijk.naam} ({r.overeenkomst.praktijk.nummer})"),
        Kolom(_("Wat verandert"), lambda r: len(r.rijen) + len(r.beeindigen),
              lambda r: {"tekst": _amount(r), "getal": True}),
        Kolom(_("Status"), lambda r: MASSAREGEL[r.status][0], badge(MASSAREGEL)),
        Kolom(_("Reden"), lambda r: r.reden),
    ),
    volgordes={"Praktijk": ("overeenkomst__praktijk__naam",), "Status": ("status",)},
    statussen=_states(MASSAREGEL),
    bestand="massaregels",
    leeg="Er is geen overeenkomst die hierbij past.",
    filter=simple("overeenkomst__"),
)  # fmt: skip


def _amount(regel: Any) -> str:
    aantal = len(regel.rijen) + len(regel.beeindigen)
    return "niets" if not aantal else "1 afspraak" if aantal == 1 else f"{aantal} afspraken"
