"""The result of the check for one policy, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.assess import Eisuitkomst, Mogelijkheid, Toets, Vraag, assess
from zorginkoop.beleid.model import Tegenstrijdigheid
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.publiek import antwoorden, opbrengst
from zorginkoop.web.publiek.ingangsregel import Tak, applied
from zorginkoop.web.publiek.paragrafen import page_url, source_url

UITKOMSTEN = {
    "VOLDOET": (_("U komt in aanmerking"), "ok", _("U voldoet aan alle eisen die dit beleid stelt.")),
    "BEOORDELEN": (
        _("Een zorginkoper beoordeelt uw aanvraag"),
        "let",
        _("U voldoet aan de harde eisen. Op een of meer punten laat het beleid de beslissing aan een zorginkoper."),
    ),
    "VOLDOET_NIET": (
        _("U komt nu niet in aanmerking"),
        "fout",
        _("Aan ten minste één eis die een overeenkomst uitsluit, voldoet u niet."),
    ),
    "ONBEKEND": (_("Nog niet te zeggen"), "info", _("Er is nog te weinig bekend, of eerst moet iets in orde zijn.")),
}
NIET_VOLDAAN = {
    "uitsluiten": (_("Voldoet niet"), "fout"),
    "opschorten": (_("Voldoet nog niet"), "let"),
    "beoordelen": (_("Beoordeling door zorginkoper"), "let"),
    "melden": (_("Aandachtspunt"), ""),
}
MOGELIJK = {True: (_("Mogelijk"), "ok"), False: (_("Niet mogelijk"), "fout"), None: (_("Nog niet bekend"), "info")}
VOLGORDE = ("fout", "let", "info", "", "ok")


@dataclass(frozen=True)
class Eisregel:
    """A requirement as a line: its status in words and colour, why, and where it stands."""

    titel: str
    status: str
    kleur: str
    uitleg: str
    bron: Bron
    url: str
    regel: str
    botsingen: list[tuple[str, Tegenstrijdigheid]]


@dataclass(frozen=True)
class Moduleregel:
    """A module as a line. `tarieven` are texts: the amount, the unit and the period of each."""

    naam: str
    status: str
    kleur: str
    gewenst: bool
    redenen: tuple[str, ...]
    tarieven: list[tuple[str, bool]]
    eenheid: str
    url: str


@dataclass(frozen=True)
class Uitslag:
    """What a visitor is told about one policy."""

    beleid: Beleid
    toets: Toets
    uitkomst: str
    feiten: dict[str, Any]
    eisen: list[Eisregel]
    vragen: list[Vraag]
    later: list[str]
    modules: list[Moduleregel]
    basis: list[Moduleregel]
    jaren: list[opbrengst.Jaar]
    tak: Tak | None

    @property
    def kop(self) -> str:
        return UITKOMSTEN[self.uitkomst][0]

    @property
    def kleur(self) -> str:
        return UITKOMSTEN[self.uitkomst][1]

    @property
    def zin(self) -> str:
        return UITKOMSTEN[self.uitkomst][2]

    @property
    def adres(self) -> str:
        return page_url(self.beleid)

    @property
    def gekozen(self) -> list[Moduleregel]:
        """The modules that were asked for."""
        return [module for module in self.modules if module.gewenst]

    @property
    def overige(self) -> list[Moduleregel]:
        """The modules that were not."""
        return [module for module in self.modules if not module.gewenst]

    @property
    def start(self) -> str:
        return als_dag(self.toets.ingangsdatum) if self.toets.ingangsdatum else ""

    @property
    def startbronnen(self) -> list[tuple[Bron, str]]:
        """The passages behind the start-date rule, with their addresses."""
        return [(bron, source_url(self.beleid, bron)) for bron in self.beleid.inhoud.ingangsdatum.bron]

    @property
    def startbotsingen(self) -> list[tuple[str, Tegenstrijdigheid]]:
        """Contradictions between passages the start-date rule rests on."""
        basis = set(self.beleid.inhoud.ingangsdatum.bron)
        alle = self.beleid.inhoud.tegenstrijdigheid.items()
        return [(naam, t) for naam, t in alle if len(basis.intersection(t.passages)) > 1]

    @property
    def gegevens(self) -> list[tuple[str, str]]:
        """The answers the start date rests on, as question and value."""
        namen = self.beleid.programma.afleidingen["ingangsdatum"].feiten
        return [(self.beleid.feiten[n].vraag, _value(self.beleid, n, self.feiten.get(n))) for n in sorted(namen)]


def outcome(beleid: Beleid, waarden: antwoorden.Waarden) -> Uitslag:
    """Everything about one policy for these answers; Gebruikersfout when an answer makes no sense to it."""
    feiten = antwoorden.facts_for(beleid, waarden)
    toets = assess(beleid, feiten)
    opties = {m.prestatie: m for m in toets.afspraken}
    gekozen = [m for m in opties.values() if m.gewenst and m.mogelijk]
    patienten = waarden.get(antwoorden.PATIENTEN)
    eisen = sorted((_requirement(beleid, e) for e in toets.eisen), key=lambda r: VOLGORDE.index(r.kleur))
    regels = [(m, _module(beleid, m)) for m in opties.values()]
    basis = {naam for naam, p in beleid.prestaties.items() if p.basis}
    return Uitslag(
        beleid=beleid,
        toets=toets,
        uitkomst=_final(beleid, toets),
        feiten=feiten,
        eisen=eisen,
        vragen=list({v.gegeven: v for v in antwoorden.open_questions(beleid, toets)}.values()),
        later=[f.vraag for naam, f in beleid.feiten.items() if antwoorden.is_contact(naam, f) and naam not in feiten],
        modules=[r for m, r in regels if m.prestatie not in basis],
        basis=[r for m, r in regels if m.prestatie in basis],
        jaren=opbrengst.per_calendar_year(opbrengst.yields(beleid, gekozen, patienten)) if patienten else [],
        tak=applied(beleid, feiten),
    )


def _final(beleid: Beleid, toets: Toets) -> str:
    """The outcome as it will be once the practice has also said who it is; the assessment waits for that."""
    if toets.uitkomst != "ONBEKEND":
        return toets.uitkomst
    tellend = [e for e in toets.eisen if e.gevolg != "melden" and not _only_contact(beleid, e)]
    if any(e.uitkomst is None or (e.gevolg == "opschorten" and not e.uitkomst) for e in tellend):
        return "ONBEKEND"
    return "VOLDOET" if all(e.uitkomst for e in tellend) else "BEOORDELEN"


def _only_contact(beleid: Beleid, eis: Eisuitkomst) -> bool:
    """Whether only facts are missing that are given with the application itself."""
    leeg = [naam for naam, waarde in eis.waarden.items() if waarde is None]
    return eis.uitkomst is None and bool(leeg) and all(
        antwoorden.is_contact(naam, beleid.feiten.get(naam)) for naam in leeg
    )  # fmt: skip


def _requirement(beleid: Beleid, eis: Eisuitkomst) -> Eisregel:
    botsingen = [(naam, beleid.inhoud.tegenstrijdigheid[naam]) for naam in eis.botst_met]
    status, kleur = _status(beleid, eis)
    uitleg = eis.weigering if eis.uitkomst is False else ""
    return Eisregel(
        eis.titel, status, kleur, uitleg, eis.bron, source_url(beleid, eis.bron), f"{page_url(beleid)}#eis-{eis.eis}",
        botsingen,
    )  # fmt: skip


def _status(beleid: Beleid, eis: Eisuitkomst) -> tuple[str, str]:
    if eis.uitkomst is None:
        return (_("Nog door te geven"), "") if _only_contact(beleid, eis) else (_("Nog niet bekend"), "info")
    return (_("Voldoet"), "ok") if eis.uitkomst else NIET_VOLDAAN[eis.gevolg]


def _module(beleid: Beleid, m: Mogelijkheid) -> Moduleregel:
    status, kleur = MOGELIJK[m.mogelijk]
    perioden = [(t, f", {opbrengst.term(t.van, t.tot)}" if len(m.tarieven) > 1 else "") for t in m.tarieven]
    tarieven = [(f"{als_euro(t.tarief)}{wanneer}", t.tariefstatus == "demonstratie")
                for t, wanneer in perioden if t.tarief is not None]  # fmt: skip
    naam = m.naam if m.prestatie in beleid.prestaties else _name_elsewhere(m.prestatie)
    return Moduleregel(naam, status, kleur, m.gewenst, m.redenen, tarieven, m.eenheid, source_url(beleid, m.bron))


def _name_elsewhere(prestatie: str) -> str:
    namen = antwoorden.modules_question(antwoorden.policies()).keuzes
    return namen.get(prestatie, prestatie)


def _value(beleid: Beleid, naam: str, waarde: Any) -> str:
    feit = beleid.feiten[naam]
    if waarde is None:
        return "nog niet bekend"
    if feit.type == "datum":
        return als_dag(waarde)
    return feit.keuzes.get(str(waarde), str(waarde))


def outcomes(beleiden: Sequence[Beleid], waarden: antwoorden.Waarden) -> list[Uitslag]:
    """The result for each policy."""
    return [outcome(beleid, waarden) for beleid in beleiden]
