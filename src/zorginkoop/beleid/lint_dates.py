"""Dates in texts that neither the calendar nor a rule, term or tariff of the policy knows."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from sqlglot import exp

from zorginkoop.beleid.compare import MAANDEN
from zorginkoop.beleid.finding import Bevinding, finding
from zorginkoop.beleid.parts import parts
from zorginkoop.beleid.versie import Beleid

TEKSTEN = ("titel", "uitleg", "weigering", "reden", "toelichting", "zonder_tarief")
DATUM = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MAANDEN)})(?: (\d{{4}}))?", re.IGNORECASE)
Dag = tuple[int, int, int | None]


def check(beleid: Beleid) -> Iterator[Bevinding]:
    """Every date in a text shown to users that nothing in the policy is bound to."""
    bekend = _bound(beleid)
    for deel in parts(beleid):
        if deel.soort in ("paragraaf", "tegenstrijdigheid", "bron", "feit", "termijn"):
            continue
        for veld in TEKSTEN:
            for gevonden in DATUM.finditer(str(deel.velden.get(veld) or "")):
                dag = (int(gevonden[1]), MAANDEN.index(gevonden[2].lower()) + 1, int(gevonden[3] or 0) or None)
                if not any(_match(dag, ander) for ander in bekend):
                    melding = f"'{gevonden[0]}' staat alleen in de tekst, niet op de kalender of in een regel"
                    yield finding(beleid, "datum_los", [*deel.pad, veld], melding, ernst="waarschuwing")


def _match(dag: Dag, ander: Dag) -> bool:
    return dag[:2] == ander[:2] and (dag[2] is None or ander[2] is None or dag[2] == ander[2])


def _bound(beleid: Beleid) -> set[Dag]:
    """Days of the calendar, and of rules, terms and tariffs, with the day before where that is the last day."""
    inhoud, document = beleid.inhoud, beleid.document
    dagen = {(t.datum.day, t.datum.month, None if t.jaarlijks else t.datum.year) for t in inhoud.termijn}
    grenzen = {document.gepubliceerd, document.geldig_van, document.geldig_tot}
    grenzen |= {document.looptijd_van, document.looptijd_tot}
    grenzen |= {b.datum for b in beleid.bronnen.values() if b.datum}
    grenzen |= {dag for p in beleid.prestaties.values() for t in p.tarief for dag in (t.van, t.tot)}
    asts = [r.ast for r in (*beleid.programma.regels.values(), *beleid.programma.afleidingen.values())]
    grenzen |= {date.fromisoformat(vast.this.name) for ast in asts for vast in ast.find_all(exp.Cast)}
    for grens in grenzen:
        for dag in (grens, grens - timedelta(days=1)):
            dagen.add((dag.day, dag.month, dag.year))
    return dagen | _recurring(asts)


def _recurring(asts: list[exp.Expr]) -> set[Dag]:
    """1 January, or the first day of each quarter, where a rule truncates a date to a year or quarter."""
    eenheden = {
        str(node.args.get("unit")).strip("'").upper()
        for ast in asts
        for node in ast.find_all(exp.DateTrunc, exp.TimestampTrunc)
    }
    maanden = {1} if "YEAR" in eenheden else set[int]()
    maanden |= {1, 4, 7, 10} if "QUARTER" in eenheden else set[int]()
    return {(1, maand, None) for maand in maanden}
