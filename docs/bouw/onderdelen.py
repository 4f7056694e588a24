"""The pieces a policy is made of, each with the passages it comes from: rules, formulas, derived facts, Prestaties."""

from collections.abc import Iterator

from docs.bouw.opmaak import code, day, table, until
from zorginkoop.beleid import calculate
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.model import Eis, Prestatie, Tarief
from zorginkoop.beleid.parts import used_names
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import als_euro, uit_decimaal

GEVOLGEN = {
    "uitsluiten": "geen overeenkomst",
    "opschorten": "de aanvraag wacht",
    "beoordelen": "een zorginkoper beoordeelt",
    "melden": "wordt gemeld, en houdt niets op",
}


def pieces(beleid: Beleid) -> Iterator[tuple[Bron, str]]:
    """Each piece as Markdown under every passage it comes from."""
    start = beleid.inhoud.ingangsdatum
    for n, bron in enumerate(start.bron):
        regel = code(start.regel) if n == 0 else "De regel staat bij de eerste passage hierover.\n\n"
        yield bron, f"### De ingangsdatum\n\n`ingangsdatum`. {start.uitleg}\n\n{regel}"
    gebruikt = used_names(beleid) | set(beleid.inhoud.afleiding)
    for naam, afleiding in beleid.afleidingen.items():
        if naam not in gebruikt:
            continue
        yield afleiding.bron, f"### {afleiding.titel}\n\n`afleiding.{naam}`\n\n{code(afleiding.regel)}"
    for naam, eis in beleid.eisen.items():
        yield eis.bron, _requirement(naam, eis)
    for naam, prestatie in beleid.prestaties.items():
        yield prestatie.bron, _performance(beleid, naam, prestatie)
    yield from _formulas(beleid)


def _formulas(beleid: Beleid) -> Iterator[tuple[Bron, str]]:
    """The calculators that belong to this policy, of each its latest version: per passage the formulas it holds."""
    for naam in dict.fromkeys(r.document.rekentool for r in calculate.of_policy(beleid)):
        rekentool = calculate.load(beleid, naam)
        rijen = dict[Bron, list[tuple[str, str, str]]]()
        for stap, afleiding in rekentool.inhoud.afleiding.items():
            rijen.setdefault(afleiding.bron, []).append((f"`{stap}`", afleiding.titel, f"`{_line(afleiding.regel)}`"))
        for stap, voorwaarde in rekentool.inhoud.voorwaarde.items():
            uitleg = f"Moet kloppen, anders: “{voorwaarde.reden}”"
            rijen.setdefault(voorwaarde.bron, []).append((f"`{stap}`", uitleg, f"`{_line(voorwaarde.regel)}`"))
        d = rekentool.document
        kop = f"### {d.titel}\n\n`rekentool.{naam}`, versie {d.versie} van {day(d.gepubliceerd)}"
        for bron, stappen in rijen.items():
            yield bron, f"{kop} ({bron}).\n\n" + table(["Stap", "Wat", "Formule"], stappen)


def _line(regel: str) -> str:
    """A formula on one line."""
    return " ".join(regel.split())


def _requirement(naam: str, eis: Eis) -> str:
    botsing = f" Zie ook: {', '.join(eis.botst_met)}." if eis.botst_met else ""
    bewijs = f"Bewijs bij de aanvraag: {eis.bewijs}\n\n" if eis.bewijs else ""
    return (
        f"### {eis.titel}\n\n`eis.{naam}`\n\n{code(eis.regel)}{bewijs}"
        f"Niet gehaald: {GEVOLGEN[eis.gevolg]}. “{eis.weigering}”{botsing}\n\n"
    )


def _performance(beleid: Beleid, naam: str, p: Prestatie) -> str:
    demonstratie = " (*demonstratie*)" if p.codestatus == "demonstratie" else ""
    soort = "basis van elke overeenkomst" if p.basis else "module"
    kenmerken = [f"prestatiecode {p.code}{demonstratie}", soort, f"segment {p.segment}", p.eenheid, *_limits(p)]
    uitleg = "".join(f"{tekst}\n\n" for tekst in (p.uitleg, p.zonder_tarief) if tekst)
    return (
        f"### {p.naam}\n\n`prestatie.{naam}`: {', '.join(kenmerken)}.\n\n{uitleg}"
        + "".join(f"{code(v.regel)}Anders: “{v.reden}” ({v.bron})\n\n" for v in beleid.voorwaarden(naam))
        + (table(["Van", "Tot en met", "Tarief", "Status", "Bron"], map(_tariff, p.tarief)) if p.tarief else "")
    )


def _limits(p: Prestatie) -> Iterator[str]:
    if p.inschrijving_vereist:
        yield "de verzekerde staat op naam ingeschreven"
    if p.leeftijd_van or p.leeftijd_tot:
        yield f"vanaf {p.leeftijd_van or 0} jaar" + (f" tot {p.leeftijd_tot} jaar" if p.leeftijd_tot else "")
    if p.max_aantal:
        yield f"hoogstens {p.max_aantal} per {p.per}"
    if not p.contractvereiste:
        yield "ook zonder overeenkomst te declareren"
    if p.heette:
        yield f"heette {', '.join(p.heette)}"


def _tariff(t: Tarief) -> tuple[str, ...]:
    bedrag = als_euro(uit_decimaal(t.bedrag)) if t.bedrag is not None else f"`{t.regel}` (eurocenten)"
    status = "*demonstratie*" if t.status == "demonstratie" else t.status
    return day(t.van), until(t.tot), bedrag, status, str(t.bron)
