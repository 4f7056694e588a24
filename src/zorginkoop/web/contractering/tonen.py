"""Records of contracting in the words of a reader: states, values, requirements and rows."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.beleid.afspraak import Afspraak, Bron
from zorginkoop.beleid.model import Tegenstrijdigheid
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.toegang.taal import day

Gegevens = list[tuple[str, str]]
"""Facts as label and value."""
Staat = tuple[str, str]
"""The words of a state and the colour of its badge."""

VOOR_PRAKTIJK: Mapping[str, Staat] = {
    "CONCEPT": (_("Nog niet ingediend"), "info"),
    "BEOORDELING": (_("Wordt beoordeeld"), "let"),
    "TOEGELATEN": (_("U voldoet, aanbod volgt"), "info"),
    "WEIGERING_VOORGESTELD": (_("In behandeling"), "let"),
    "AANGEBODEN": (_("Aanbod ontvangen"), "let"),
    "OVEREENGEKOMEN": (_("Overeengekomen"), "ok"),
    "AFGEWEZEN": (_("Afgewezen"), "fout"),
    "INGETROKKEN": (_("Ingetrokken"), ""),
}
AANVULLEN: Staat = (_("Aan te vullen, na bezwaar"), "let")
"""A draft that is open again for the practice."""
VOOR_VERZEKERAAR: Mapping[str, Staat] = {
    "BEOORDELING": (_("Te beoordelen"), "let"),
    "TOEGELATEN": (_("Aanbod maken"), "info"),
    "WEIGERING_VOORGESTELD": (_("Weigering bevestigen"), "let"),
    "AANGEBODEN": (_("Ligt bij de praktijk"), ""),
    "OVEREENGEKOMEN": (_("Overeengekomen"), "ok"),
    "AFGEWEZEN": (_("Afgewezen"), "fout"),
    "INGETROKKEN": (_("Ingetrokken"), ""),
    "CONCEPT": (_("Praktijk vult aan, na bezwaar"), ""),
}
AANBOD: Mapping[str, Staat] = {
    "AANGEBODEN": (_("Te ondertekenen"), "let"),
    "ONDERTEKENEN": (_("Wordt verzegeld"), "info"),
    "ONDERTEKEND": (_("Ondertekend"), "ok"),
    "GEWEIGERD": (_("Niet aangenomen"), "fout"),
    "VERVALLEN": (_("Vervallen"), ""),
    "INGETROKKEN": (_("Ingetrokken door de verzekeraar"), ""),
}
MUTATIE: Mapping[str, Staat] = {
    "AANGEVRAAGD": (_("Aangevraagd"), "let"),
    "VERWERKT": (_("Verwerkt"), "ok"),
    "GEWEIGERD": (_("Geweigerd"), "fout"),
    "INGETROKKEN": (_("Ingetrokken"), ""),
}
VOLGING: Mapping[str, Staat] = {
    "BESCHIKBAAR": (_("Klaar om op te halen"), "let"),
    "OPGEHAALD": (_("Opgehaald"), "info"),
    "VERWERKT": (_("Overgenomen"), "ok"),
    "WIJKT_AF": (_("Overgenomen, met afwijking"), "let"),
    "GEWEIGERD": (_("Volgt niet"), "fout"),
}
GESPREK: Mapping[str, Mapping[str, Staat]] = {
    "PRAKTIJK": {
        "WACHT_OP_VERZEKERAAR": (_("De verzekeraar is aan zet"), "info"),
        "WACHT_OP_PRAKTIJK": (_("U bent aan zet"), "let"),
        "GESLOTEN": (_("Afgesloten"), ""),
    },
    "VERZEKERAAR": {
        "WACHT_OP_VERZEKERAAR": (_("U bent aan zet"), "let"),
        "WACHT_OP_PRAKTIJK": (_("De praktijk is aan zet"), "info"),
        "GESLOTEN": (_("Afgesloten"), ""),
    },
}
BEZWAAR: Mapping[str, Staat] = {
    "INGEDIEND": (_("Bezwaar ingediend"), "let"),
    "GEGROND": (_("Bezwaar gegrond"), "ok"),
    "ONGEGROND": (_("Bezwaar ongegrond"), "fout"),
    "INGETROKKEN": (_("Bezwaar ingetrokken"), ""),
}
RONDE: Mapping[str, Staat] = {
    "KLAARGEZET": (_("Klaargezet, nog niet gestart"), "info"),
    "LOPEND": (_("Bezig"), "let"),
    "GEPAUZEERD": (_("Staat stil"), "let"),
    "KLAAR": (_("Klaar"), "ok"),
    "GESTOPT": (_("Gestopt"), ""),
}
RONDEREGEL: Mapping[str, Staat] = {
    "WACHT": (_("Nog te doen"), ""),
    "AANGEBODEN": (_("Aangeboden"), "ok"),
    "MISLUKT": (_("Mislukt"), "fout"),
}
_NIET_VOLDAAN: Mapping[str, Staat] = {
    "uitsluiten": (_("Voldoet niet"), "fout"),
    "opschorten": (_("Nog niet in orde"), "let"),
    "beoordelen": (_("Een inkoper oordeelt"), "let"),
    "melden": (_("Aandachtspunt"), "info"),
}
PER = {"dag": _("dag"), "kwartaal": _("kwartaal"), "jaar": _("jaar")}
_DEEL = {True: _("klopt"), False: _("klopt niet"), None: _("niet bekend")}


def policy_url(beleid: Beleid, plek: str = "") -> str:
    """Where everybody can read the rule beside its paragraph."""
    pagina = reverse("publiek:beleid_detail", args=[beleid.document.beleid, beleid.document.versie])
    return f"{pagina}#{plek}" if plek else pagina


def period(van: date, tot: date) -> str:
    """A half-open period as people say it: the last day included."""
    return gettext("%(van)s tot en met %(tot)s") % {"van": day(van), "tot": day(tot - timedelta(1))}


def label(beleid: Beleid, gegeven: str) -> str:
    """What a fact is called on the screen: its question, or the title of what follows from others."""
    if feit := beleid.feiten.get(gegeven):
        return feit.vraag
    afleiding = beleid.afleidingen.get(gegeven)
    return afleiding.titel if afleiding else gegeven.replace("_", " ").capitalize()


def value(beleid: Beleid, gegeven: str, waarde: Any) -> str:
    """A value as people read it."""
    feit = beleid.feiten.get(gegeven)
    soort = feit.type if feit else ""
    if waarde is None:
        return "niet bekend"
    if isinstance(waarde, bool):
        return "Ja" if waarde else "Nee"
    if isinstance(waarde, list | tuple):
        return ", ".join(_choice(beleid, gegeven, deel) for deel in waarde) or "geen"
    if soort == "datum" or isinstance(waarde, date) or gegeven == "ingangsdatum":
        return als_dag(date.fromisoformat(str(waarde)[:10]))
    return als_euro(int(waarde)) if soort == "bedrag" else _choice(beleid, gegeven, waarde)


def _choice(beleid: Beleid, gegeven: str, waarde: Any) -> str:
    naam = str(waarde)
    feit = beleid.feiten.get(gegeven)
    if gegeven == "gewenste_prestaties":
        return beleid.prestaties[naam].naam if naam in beleid.prestaties else naam
    return feit.keuzes.get(naam, naam) if feit else naam


@dataclass(frozen=True)
class Eis:
    """A requirement with its outcome, evidence and source. `oordeel` is what a purchaser decided on it."""

    naam: str
    titel: str
    status: str
    kleur: str
    uitleg: str
    bron: str
    url: str
    regel: str
    delen: list[tuple[str, str]]
    waarden: list[tuple[str, str]]
    botsingen: list[Tegenstrijdigheid]
    oordeel: Any = None

    @property
    def aandacht(self) -> bool:
        """Whether a reader must look at it: not met, not known, or decided by a person."""
        return self.kleur not in ("", "ok") or self.oordeel is not None


def requirements(beleid: Beleid, toets: Mapping[str, Any], oordelen: Mapping[str, Any] | None = None) -> list[Eis]:
    """The requirements of a frozen assessment; what is not in order comes first."""
    eisen = [_requirement(beleid, regel, (oordelen or {}).get(regel["eis"])) for regel in toets["eisen"]]
    volgorde = ("fout", "let", "info", "ok", "")
    return sorted(eisen, key=lambda eis: (not eis.aandacht, volgorde.index(eis.kleur)))


def _requirement(beleid: Beleid, regel: Mapping[str, Any], oordeel: Any) -> Eis:
    status, kleur = _outcome(regel, oordeel)
    return Eis(
        naam=regel["eis"],
        titel=regel["titel"],
        status=status,
        kleur=kleur,
        uitleg=regel["weigering"] if regel["uitkomst"] is False else "",
        bron=str(Bron(**regel["bron"])),
        url=policy_url(beleid, f"eis-{regel['eis']}"),
        regel=" ".join(regel["regel"].split()),
        delen=[(deel["tekst"], _DEEL[deel["uitkomst"]]) for deel in regel["delen"]],
        waarden=[(label(beleid, naam), value(beleid, naam, waarde)) for naam, waarde in regel["waarden"].items()],
        botsingen=[beleid.inhoud.tegenstrijdigheid[naam] for naam in regel["botst_met"]],
        oordeel=oordeel,
    )


def _outcome(regel: Mapping[str, Any], oordeel: Any) -> Staat:
    if oordeel is not None:
        toegestaan = oordeel.uitkomst == "TOEGESTAAN"
        return (_("Toegestaan door een inkoper"), "ok") if toegestaan else (_("Niet toegestaan"), "fout")
    if regel["uitkomst"] is None:
        return (
            (_("Niet bekend, houdt niets tegen"), "") if regel["gevolg"] == "melden" else (_("Nog niet bekend"), "info")
        )
    return (_("Voldoet"), "ok") if regel["uitkomst"] else _NIET_VOLDAAN[regel["gevolg"]]


@dataclass(frozen=True)
class Regel:
    """A row of an offer or agreement with why it is there. `voorwaarden`: the rule, its values and its source."""

    afspraak: Afspraak
    tarief: str
    wanneer: str
    grenzen: str
    url: str
    uitleg: str
    voorwaarden: list[tuple[str, Gegevens, str]]


def rows(beleid: Beleid, afspraken: Iterable[Afspraak], feiten: Mapping[str, Any] | None = None) -> list[Regel]:
    """Rows as they are shown, in the order given."""
    return [
        Regel(
            afspraak=a,
            tarief=als_euro(a.tarief_cent),
            wanneer=period(a.van, a.tot),
            grenzen=_limits(a),
            url=policy_url(beleid, f"prestatie-{a.prestatie}"),
            uitleg=beleid.prestaties[a.prestatie].uitleg if a.prestatie in beleid.prestaties else "",
            voorwaarden=_conditions(beleid, a.prestatie, feiten or {}),
        )
        for a in afspraken
    ]


def _limits(a: Afspraak) -> str:
    delen = [gettext("alleen voor patiënten die op naam zijn ingeschreven")] if a.inschrijving_vereist else []
    if a.max_aantal:
        delen.append(
            gettext("hoogstens %(aantal)s keer per %(per)s per verzekerde")
            % {"aantal": a.max_aantal, "per": PER[a.per or "jaar"]}
        )
    return capfirst("; ".join(delen))


def _conditions(beleid: Beleid, prestatie: str, feiten: Mapping[str, Any]) -> list[tuple[str, Gegevens, str]]:
    if prestatie not in beleid.prestaties:
        return []
    return [
        (
            " ".join(v.regel.split()),
            [
                (label(beleid, naam), value(beleid, naam, feiten[naam]))
                for naam in sorted(beleid.programma.regels[f"prestatie.{prestatie}.{n}"].feiten)
                if naam in feiten
            ],
            str(v.bron),
        )
        for n, v in enumerate(beleid.voorwaarden(prestatie))
    ]


def not_offered(toets: Mapping[str, Any], wel: Container[str] = ()) -> list[tuple[str, str]]:
    """What was asked for and cannot be agreed, with every reason. `wel` is offered all the same: a budget pays it."""
    return [
        (regel["naam"], "; ".join(regel["redenen"]) or "Dit kan niet volgens het beleid")
        for regel in toets["afspraken"]
        if regel["gewenst"] and regel["mogelijk"] is False and regel["prestatie"] not in wel
    ]


def by_period(regels: Iterable[Regel]) -> list[tuple[str, list[Regel]]]:
    """Rows by the period in which they hold, earliest first."""
    perioden: dict[tuple[date, date], list[Regel]] = {}
    for regel in regels:
        perioden.setdefault((regel.afspraak.van, regel.afspraak.tot), []).append(regel)
    return [(period(*grens), perioden[grens]) for grens in sorted(perioden)]


def contacts(beleid: Beleid, soort: str) -> list[str]:
    """Where a kind of request goes, as the policy says."""
    return [f"{kanaal.afdeling}: {kanaal.adres}" for kanaal in beleid.inhoud.kanaal if kanaal.soort == soort]
