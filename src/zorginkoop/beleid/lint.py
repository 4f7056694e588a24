"""Find what is wrong with a policy though it loads: contradictions, gaps, and rules and texts that hang loose."""

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from zorginkoop.beleid import lint_dates, lint_rules, lint_tariffs
from zorginkoop.beleid.bestand import Beleidsfout, regelnummer
from zorginkoop.beleid.finding import Bevinding, Ernst, finding
from zorginkoop.beleid.library import load_file
from zorginkoop.beleid.model import Termijn
from zorginkoop.beleid.parts import parts
from zorginkoop.beleid.versie import Beleid

REGISTERS = ("vektis", "vecozo", "ion")
STOPWOORDEN = {"de", "het", "een", "en", "van", "voor", "per", "om", "te", "in", "op", "bij", "uiterlijk", "nieuwe"}


def lint_file(pad: Path) -> tuple[Bevinding, ...]:
    """The findings in a file; what keeps it from loading is a finding too."""
    try:
        beleid = load_file(pad)
    except Beleidsfout as fout:
        return tuple(_refusal(pad, melding) for melding in str(fout).splitlines())
    return lint(beleid)


def lint(beleid: Beleid) -> tuple[Bevinding, ...]:
    """All findings, in the order of the file."""
    controles = (
        _deadlines,
        _answers,
        _sources,
        _contradictions,
        lint_dates.check,
        lint_tariffs.check,
        lint_rules.check,
    )
    gevonden = [bevinding for controle in controles for bevinding in controle(beleid)]
    return tuple(sorted(gevonden, key=lambda b: (b.regel, b.code)))


def as_text(naam: str, bevindingen: tuple[Bevinding, ...]) -> str:
    """The findings as the command line shows them, one per line."""
    regels = [f"{naam}, regel {b.regel}, {b.plaats}: {b.ernst} {b.code}: {b.melding}" for b in bevindingen]
    return "\n".join([*regels, f"{naam}: {len(bevindingen)} bevindingen"])


def _refusal(pad: Path, melding: str) -> Bevinding:
    """A mistake found on loading, under the code of the check it belongs to."""
    regel = re.search(r"regel (\d+)", melding)
    plaats = re.match(rf"{re.escape(pad.name)}, ([a-z_.0-9]+):", melding)
    deel = plaats[1] if plaats else ""
    nummer = int(regel[1]) if regel else regelnummer(pad.read_text(encoding="utf-8"), deel.split(".")) if deel else 0
    code = "bron_onbekend" if "staat niet bij de bronnen" in melding else "onbruikbaar"
    return Bevinding(code=code, plaats=deel, regel=nummer, melding=melding, ernst="fout")


def _deadlines(beleid: Beleid) -> Iterator[Bevinding]:
    """Two dates for one subject of one side; a warning only where the file itself describes the contradiction."""
    for (_, eerste), (n, tweede) in combinations(enumerate(beleid.inhoud.termijn), 2):
        if _same_deadline(eerste, tweede) and eerste.datum != tweede.datum:
            beschreven = _described(beleid, eerste, tweede)
            melding = f"'{tweede.titel}' is {tweede.datum:%d-%m-%Y} ({tweede.bron}), maar '{eerste.titel}' is "
            melding += f"{eerste.datum:%d-%m-%Y} ({eerste.bron})" + (
                f"; beschreven als {beschreven}" if beschreven else ""
            )
            ernst: Ernst = "waarschuwing" if beschreven else "fout"
            yield finding(beleid, "termijn_twee_waarden", ["termijn", str(n), "datum"], melding, ernst=ernst)


def _same_deadline(a: Termijn, b: Termijn) -> bool:
    """One subject: the words of one title all stand in the other, and both are about the same year.

    Within one passage only equal titles count: what one table lists apart is not the same thing.
    """
    woorden, andere = _subject(a.titel), _subject(b.titel)
    if (a.kant, a.hard) != (b.kant, b.hard) or min(len(woorden), len(andere)) < 2:
        return False
    genoemd = [{w for w in titel if re.fullmatch(r"20\d\d", w)} for titel in (woorden, andere)]
    zelfde_jaar = genoemd[0] == genoemd[1] and (bool(genoemd[0]) or a.datum.year == b.datum.year)
    if a.bron == b.bron:
        return zelfde_jaar and woorden == andere
    return zelfde_jaar and (woorden <= andere or andere <= woorden)


def _subject(titel: str) -> set[str]:
    return set(re.findall(r"\w+", titel.lower())) - STOPWOORDEN


def _described(beleid: Beleid, a: Termijn, b: Termijn) -> str:
    namen = [n for n, t in beleid.inhoud.tegenstrijdigheid.items() if {a.bron, b.bron} <= set(t.passages)]
    return namen[0] if namen else ""


def _answers(beleid: Beleid) -> Iterator[Bevinding]:
    """Facts of requirements that no register holds and nobody is asked, so that they stay unknown for ever."""
    for naam in beleid.eisen:
        regel = beleid.programma.regels[f"eis.{naam}"]
        lagen = [regel, *lint_rules.layers(beleid, regel)]
        for gegeven in sorted({g for laag in lagen for g in laag.feiten}):
            feit = beleid.feiten.get(gegeven)
            if feit and feit.herkomst not in REGISTERS and feit.standaard is None and "?" not in feit.vraag:
                melding = f"het gegeven '{gegeven}' staat in geen register en heeft geen vraag"
                yield finding(beleid, "niet_te_beantwoorden", ["eis", naam, "regel"], melding)


def _sources(beleid: Beleid) -> Iterator[Bevinding]:
    """Documents that are not among the sources, and places that no paragraph of the file describes."""
    beschreven = {p.document for p in beleid.inhoud.paragraaf}
    for deel in parts(beleid):
        if deel.soort in ("feit", "bron", "verzekeraar"):
            continue
        for veld in ("bron", "bron_looptijd", "passages", "document"):
            bronnen = deel.velden.get(veld, ())
            for bron in bronnen if isinstance(bronnen, tuple) else (bronnen,):
                document, plaats = getattr(bron, "document", bron), getattr(bron, "plaats", None)
                if document not in beleid.bronnen:
                    melding = f"het document '{document}' staat niet bij de bronnen"
                    yield finding(beleid, "bron_onbekend", [*deel.pad, veld], melding)
                elif plaats and document in beschreven and beleid.paragraph(bron) is None:
                    melding = f"geen paragraaf beschrijft '{plaats}' van document {document}"
                    yield finding(beleid, "plaats_onbekend", [*deel.pad, veld], melding, ernst="waarschuwing")


def _contradictions(beleid: Beleid) -> Iterator[Bevinding]:
    """Contradictions that no requirement names and no rule, amount or date rests on a passage of."""
    genoemd = {ander for eis in beleid.eisen.values() for ander in eis.botst_met}
    bronnen = set()
    for deel in parts(beleid):
        if deel.soort not in ("tegenstrijdigheid", "paragraaf", "feit"):
            eigen = deel.velden.get("bron", ())
            bronnen |= set(eigen) if isinstance(eigen, tuple) else {eigen}
    for naam, tegenstrijdigheid in beleid.inhoud.tegenstrijdigheid.items():
        if naam not in genoemd and not bronnen & set(tegenstrijdigheid.passages):
            melding = f"geen eis noemt {naam} in botst_met, en niets in het beleid rust op een van de passages"
            yield finding(beleid, "tegenstrijdigheid_los", ["tegenstrijdigheid", naam], melding, ernst="waarschuwing")
