"""Rules that decide nothing: run on every combination of the values that can make a difference to them.

Those values are the choices of a fact, yes, no and unknown, and the boundaries the rule itself names, each with the
day or number before and after it.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from math import prod

import pyarrow as pa
from sqlglot import exp

from zorginkoop.beleid.finding import Bevinding, finding
from zorginkoop.beleid.model import Feit
from zorginkoop.beleid.versie import Beleid
from zorginkoop.regels.programma import Programma, kolom
from zorginkoop.regels.soorten import Soort
from zorginkoop.regels.taal import Regel

MAX_GEVALLEN = 20_000
RUIME_DATA = (date(1990, 1, 1), date(2020, 5, 17), date(2100, 12, 31))
RUIME_GETALLEN = (0, 1, 3, 10**6)
OPVULLING = [f"nog iets anders {n}" for n in range(10)]


def check(beleid: Beleid) -> Iterator[Bevinding]:
    """Every requirement, condition or part of one that cannot come out both ways."""
    for naam, regel in beleid.programma.regels.items():
        pad = _path(beleid, naam)
        if regel.soort is Soort.JANEE and pad is not None:
            uitkomsten = outcomes(beleid, regel)
            if uitkomsten is not None:
                yield from _judge(beleid, regel, pad, uitkomsten)


def _path(beleid: Beleid, naam: str) -> list[str] | None:
    """Where the rule stands in the file; None for one that follows from `vereist`."""
    soort, _, rest = naam.partition(".")
    if soort == "eis":
        return ["eis", rest, "regel"]
    prestatie, _, n = rest.rpartition(".")
    geschreven = len(beleid.prestaties[prestatie].voorwaarde)
    return ["prestatie", prestatie, "voorwaarde", n, "regel"] if int(n) < geschreven else None


def _judge(beleid: Beleid, regel: Regel, pad: list[str], uitkomsten: Mapping[str, set[object]]) -> Iterator[Bevinding]:
    geheel = uitkomsten[kolom(regel)]
    if True not in geheel:
        yield finding(beleid, "nooit_waar", pad, f"'{_short(regel.tekst)}' kan nooit waar zijn")
        return
    if False not in geheel and (None not in geheel or not _asks(regel.ast)):
        melding = f"'{_short(regel.tekst)}' kan nooit onwaar zijn, en houdt dus niemand tegen"
        yield finding(beleid, "nooit_onwaar", pad, melding)
        return
    for n, deel in enumerate(regel.delen if regel.verbinding else ()):
        kan = uitkomsten[kolom(regel, n)]
        overbodig = True not in kan if regel.verbinding == "OR" else False not in kan
        if overbodig and not _asks(deel.ast):
            melding = f"het deel '{_short(deel.tekst)}' maakt nooit verschil"
            yield finding(beleid, "deel_zonder_gevolg", pad, melding, ernst="waarschuwing")


def _asks(ast: exp.Expr) -> bool:
    """Whether BEKEND is in it: that is never false, it waits for an answer."""
    return ast.find(exp.Anonymous) is not None


def _short(tekst: str) -> str:
    kort = " ".join(tekst.split())
    return kort if len(kort) <= 90 else f"{kort[:89]}…"


def outcomes(beleid: Beleid, regel: Regel) -> Mapping[str, set[object]] | None:
    """What the rule and each of its parts can come out as; None when there are too many cases to try them all.

    Where derived facts make for too many cases they are taken as free: that hides a finding rather than inventing one.
    """
    for lagen in (layers(beleid, regel), []):
        asts = [regel.ast, *(laag.ast for laag in lagen)]
        afgeleid = {laag.naam for laag in lagen}
        namen = sorted({n for r in (regel, *lagen) for n in r.feiten} - afgeleid)
        domeinen = [_domain(beleid, naam, asts) for naam in namen]
        if prod(len(domein) for domein in domeinen) <= MAX_GEVALLEN:
            soorten = {naam: _kind(beleid, naam) for naam in namen} or {"altijd": Soort.JANEE}
            programma = Programma(soorten, lagen, [regel])
            return _run(programma, regel, list(product(*domeinen)) if namen else [(True,)])
    return None


def _kind(beleid: Beleid, naam: str) -> Soort:
    afgeleid = beleid.programma.afleidingen.get(naam)
    return afgeleid.soort if afgeleid else beleid.programma.feiten[naam]


def _run(programma: Programma, regel: Regel, gevallen: list[tuple[object, ...]]) -> Mapping[str, set[object]]:
    kolommen = {
        naam: pa.array([g[n] for g in gevallen], pa.decimal128(18, 6) if soort is Soort.GETAL else None)
        for n, (naam, soort) in enumerate(programma.feiten.items())
    }
    uit = programma.tabel(pa.table(kolommen))
    namen = [kolom(regel), *(kolom(regel, n) for n in range(len(regel.delen) if regel.verbinding else 0))]
    return {naam: set(uit.column(naam).unique().to_pylist()) for naam in namen}


def layers(beleid: Beleid, regel: Regel) -> list[Regel]:
    """The derived facts this rule rests on, deepest first."""
    nodig, wacht = set[str](), set(regel.feiten)
    while wacht:
        naam = wacht.pop()
        if naam in beleid.programma.afleidingen and naam not in nodig:
            nodig.add(naam)
            wacht |= beleid.programma.afleidingen[naam].feiten
    return [laag for naam, laag in beleid.programma.afleidingen.items() if naam in nodig]


def _domain(beleid: Beleid, naam: str, asts: list[exp.Expr]) -> list[object]:
    soort, feit = _kind(beleid, naam), beleid.feiten.get(naam)
    if soort is Soort.JANEE:
        return [None, True, False]
    if soort is Soort.DATUM:
        return [None, *_dates(asts)]
    if soort.telbaar:
        return [None, *_numbers(feit, asts)]
    woorden = _words(beleid, naam, feit, asts)
    if soort is not Soort.LIJST:
        return [None, *woorden]
    alle = list(dict.fromkeys([*woorden, *(sorted(feit.keuzes) if feit and feit.keuzes else OPVULLING)]))
    return [None, *([woord] for woord in woorden), *(alle[:n] for n in range(len(alle) + 1))]


def _dates(asts: list[exp.Expr]) -> list[date]:
    """The dates the rules name with the day before and after, and month ends where a rule looks at parts of a date."""
    vast = {date.fromisoformat(c.this.name) for ast in asts for c in ast.find_all(exp.Cast)}
    dagen = {d + timedelta(days=n) for d in vast for n in (-1, 0, 1)} | set(RUIME_DATA)
    if any(ast.find(exp.DateTrunc, exp.TimestampTrunc, exp.Extract, exp.Interval) for ast in asts):
        jaar = max(vast).year if vast else 2024
        begin = [date(jaar, maand, 1) for maand in range(1, 13)]
        dagen |= {d + timedelta(days=n) for d in begin for n in (-1, 0)}
    return sorted(dagen)


def _numbers(feit: Feit | None, asts: list[exp.Expr]) -> list[int]:
    vast = {
        int(float(li.name)) for ast in asts for li in ast.find_all(exp.Literal) if not li.is_string and _is_value(li)
    }
    getallen = {g + n for g in vast for n in (-1, 0, 1)} | set(RUIME_GETALLEN)
    onder, boven = (feit.minimum, feit.maximum) if feit else (None, None)
    grenzen = {g for g in (onder, boven) if g is not None}
    laag, hoog = onder or 0, boven if boven is not None else 10**9
    return sorted({g for g in getallen if laag <= g <= hoog} | grenzen)


def _is_value(literal: exp.Literal) -> bool:
    return not isinstance(literal.parent, exp.Interval | exp.Cast | exp.Round)


def _words(beleid: Beleid, naam: str, feit: Feit | None, asts: list[exp.Expr]) -> list[str]:
    """The words of the rules that can be given; where there are choices, only those, and one word no rule names."""
    genoemd = {li.name for ast in asts for li in ast.find_all(exp.Literal) if li.is_string and _is_value(li)}
    kan = set(beleid.prestaties) if naam == "gewenste_prestaties" else set(feit.keuzes if feit else ())
    anders = sorted(kan - genoemd)[:1] if kan else ["iets anders"]
    return [*sorted(genoemd & kan if kan else genoemd), *anders]
