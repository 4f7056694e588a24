"""Compare two policy versions: every rule, value and date that came, changed or went, told per paragraph.

Rules are compared on their parsed expression, so white space and the case of keywords make no difference.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import sqlglot
from pydantic import BaseModel, ConfigDict
from sqlglot import exp

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.parts import Deel, parts
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import als_euro, uit_decimaal

Actie = Literal["toegevoegd", "gewijzigd", "vervallen"]
TEKSTVELDEN = {"titel", "uitleg", "weigering", "reden", "toelichting", "hulp", "samenvatting", "kop", "grond", "vraag"}
TEKSTVELDEN |= {"zonder_tarief", "naam", "bron", "bron_looptijd"}
ACHTERGROND = {"document", "bron", "paragraaf", "tegenstrijdigheid", "verzekeraar"}
SOORTNAMEN = {
    "eis": "eis", "prestatie": "prestatie", "voorwaarde": "voorwaarde", "tarief": "tarief", "termijn": "datum",
    "feit": "vraag", "afleiding": "berekening", "ingangsdatum": "ingangsdatum", "wijziging": "wijzigen",
    "volgen": "volgen", "gevolg": "gevolg van een verandering", "kanaal": "loket", "aanbod": "aanbod",
    "betaling": "betaling", "tegenstrijdigheid": "tegenstrijdigheid", "paragraaf": "tekst",
}  # fmt: skip


class _Rij(BaseModel):
    model_config = ConfigDict(frozen=True)


class Verschil(_Rij):
    """One difference. `wezenlijk` false: only wording, or what surrounds the rules (sources, summaries).

    `onderdeel` is the part's key ("eis.wtza"), `veld` the changed field, `oud` and `nieuw` its values as text.
    """

    soort: str
    actie: Actie
    onderdeel: str
    veld: str | None
    oud: str | None
    nieuw: str | None
    wezenlijk: bool
    bron: Bron | None
    zin: str


class Wijzigingen(_Rij):
    """What changed in one paragraph, in Dutch sentences."""

    document: str
    plaats: str
    kop: str
    wijzigingen: tuple[str, ...]


class Vergelijking(_Rij):
    """All differences from version `van` to version `naar`; a comparison with itself has none."""

    van: str
    naar: str
    verschillen: tuple[Verschil, ...]
    belangrijkste_wijzigingen: tuple[Wijzigingen, ...]


def compare(a: Beleid, b: Beleid) -> Vergelijking:
    """What changes when `b` takes the place of `a`."""
    oud, nieuw = ({deel.sleutel: deel for deel in parts(beleid)} for beleid in (a, b))
    # What came or went as a whole is one difference; its parts inside are not told once more.
    los = {s for s in (*oud, *nieuw) if (s in oud) != (s in nieuw)}
    verschillen = tuple(
        verschil
        for sleutel in dict.fromkeys((*nieuw, *oud))
        if not _inside(sleutel, los)
        for verschil in _differences(oud.get(sleutel), nieuw.get(sleutel))
    )
    lijst = tuple(_per_paragraph(a, b, [v for v in verschillen if v.wezenlijk]))
    return Vergelijking(van=a.naam, naar=b.naam, verschillen=verschillen, belangrijkste_wijzigingen=lijst)


def as_text(vergelijking: Vergelijking) -> str:
    """The list of the most important changes, as the command line shows it."""
    regels = [f"Belangrijkste wijzigingen van {vergelijking.van} naar {vergelijking.naar}"]
    for paragraaf in vergelijking.belangrijkste_wijzigingen:
        regels.append(f"\n{paragraaf.document}, {paragraaf.plaats}" + (f" ({paragraaf.kop})" if paragraaf.kop else ""))
        regels += [f"- {zin}" for zin in paragraaf.wijzigingen]
    bijzaak = sum(not verschil.wezenlijk for verschil in vergelijking.verschillen)
    regels.append(f"\n{len(vergelijking.verschillen)} verschillen, waarvan {bijzaak} in tekst, bronnen en toelichting")
    return "\n".join(regels)


def _inside(sleutel: str, los: set[str]) -> bool:
    punten = [n for n, teken in enumerate(sleutel) if teken == "."]
    return any(sleutel[:n] in los for n in punten)


def _differences(oud: Deel | None, nieuw: Deel | None) -> Iterator[Verschil]:
    if oud is not None and nieuw is not None:
        for veld in dict.fromkeys((*nieuw.velden, *oud.velden)):
            if not same(veld, oud.velden.get(veld), nieuw.velden.get(veld)):
                yield _changed(oud, nieuw, veld)
        return
    deel = nieuw or oud
    assert deel is not None
    actie: Actie = "toegevoegd" if oud is None else "vervallen"
    inhoud = content(deel)
    yield Verschil(
        soort=deel.soort,
        actie=actie,
        onderdeel=deel.sleutel,
        veld=None,
        oud=inhoud if oud else None,
        nieuw=inhoud if nieuw else None,
        wezenlijk=deel.soort not in ACHTERGROND,
        bron=deel.bron,
        zin=f"{actie.capitalize()} ({_soort(deel)}): {deel.titel}" + (f" ({inhoud})" if inhoud else ""),
    )


def _changed(oud: Deel, nieuw: Deel, veld: str) -> Verschil:
    was, wordt = shown(veld, oud.velden.get(veld)), shown(veld, nieuw.velden.get(veld))
    bij = "" if veld in ("datum", "bedrag") else f", {veld}"
    return Verschil(
        soort=nieuw.soort,
        actie="gewijzigd",
        onderdeel=nieuw.sleutel,
        veld=veld,
        oud=was,
        nieuw=wordt,
        wezenlijk=nieuw.soort not in ACHTERGROND and veld not in TEKSTVELDEN,
        bron=nieuw.bron,
        zin=f"Gewijzigd ({_soort(nieuw)}): {nieuw.titel}{bij}: was {was}, is nu {wordt}",
    )


def _soort(deel: Deel) -> str:
    return SOORTNAMEN.get(deel.soort, deel.soort)


def same(veld: str, oud: Any, nieuw: Any) -> bool:
    """Whether two values of a field mean the same; rules by their expression."""
    if veld == "regel" and isinstance(oud, str) and isinstance(nieuw, str):
        return expression(oud) == expression(nieuw)
    return bool(oud == nieuw)


def expression(regel: str) -> exp.Expr:
    """The rule as parsed; brackets are left out, since the tree itself says what belongs together."""
    wortel = exp.Paren(this=sqlglot.parse_one(regel, dialect="duckdb"))
    for node in reversed(list(wortel.walk())):
        if isinstance(node, exp.Paren) and node is not wortel:
            node.replace(node.this)
    return wortel.unnest()


def content(deel: Deel) -> str:
    """What a part comes down to: its rule, amount or date."""
    for veld in ("regel", "bedrag", "datum"):
        if deel.velden.get(veld) is not None:
            return shown(veld, deel.velden[veld])
    return ""


def shown(veld: str, waarde: Any) -> str:
    """A value as a Dutch reader expects it."""
    if veld == "bedrag" and isinstance(waarde, Decimal):
        return als_euro(uit_decimaal(waarde))
    match waarde:
        case None | "" | () | []:
            tekst = "leeg"
        case bool():
            tekst = "ja" if waarde else "nee"
        case date():
            tekst = f"{waarde.day} {MAANDEN[waarde.month - 1]} {waarde.year}"
        case tuple() | list():
            tekst = ", ".join(str(deel) for deel in waarde)
        case dict():
            tekst = ", ".join(str(deel) for deel in waarde.values())
        case _:
            tekst = " ".join(str(waarde).split())
    return tekst


MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def _per_paragraph(a: Beleid, b: Beleid, verschillen: list[Verschil]) -> Iterator[Wijzigingen]:
    """In the order of the new document's paragraphs; then places only the old one describes, then the rest."""
    koppen = {(p.document, p.plaats): p.kop for p in (*a.inhoud.paragraaf, *b.inhoud.paragraaf)}
    volgorde = [(p.document, p.plaats) for p in (*b.inhoud.paragraaf, *a.inhoud.paragraaf)]
    volgorde += [(v.bron.document, v.bron.plaats) if v.bron else ("", "") for v in verschillen]
    for document, plaats in dict.fromkeys(volgorde):
        zinnen = [v.zin for v in verschillen if (v.bron or Bron(document="", plaats="")) == _bron(document, plaats)]
        if zinnen:
            kop = koppen.get((document, plaats), "")
            yield Wijzigingen(document=document, plaats=plaats, kop=kop, wijzigingen=tuple(zinnen))


def _bron(document: str, plaats: str) -> Bron:
    return Bron(document=document, plaats=plaats)
