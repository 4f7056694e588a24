"""A budget as a workbook and back. Every cell is checked, and every error says in which one it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from zorginkoop.adapters.werkboek import Blad, Cel, place
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.begroting.cellen import cents, day, decimal, direction, prestatie, text
from zorginkoop.web.begroting.inhoud import Inhoud, Realisatie, Regel

BEGROTING, JAARPLAN, RESULTATEN, JAARREKENING = "Begroting", "Jaarplan", "Resultaatafspraken", "Jaarrekening"
KOPPEN: Mapping[str, tuple[str, ...]] = {
    BEGROTING: ("Code", "Prestatie", "Omschrijving", "Aantal", "Bedrag per eenheid (euro)", "Bedrag (euro)"),
    JAARPLAN: ("Code", "Activiteit", "Gereed op"),
    RESULTATEN: ("Code", "Onderwerp", "Richting", "Norm", "Eenheid"),
}
KOP_UITKOMST = "Uitkomst"
KOP_WERKELIJK = "Werkelijk (euro)"
BREEDTES = {BEGROTING: (8, 42, 48, 10, 24, 16), JAARPLAN: (8, 60, 14), RESULTATEN: (8, 48, 14, 10, 18)}
TOTAAL = "Totaal"
MEESTE_FOUTEN = 50
_Rij = tuple[int, Sequence[Cel]]
_T = TypeVar("_T")


class Werkbladfout(Gebruikersfout):
    """A workbook that cannot be taken in, with every error that was found and where."""

    def __init__(self, fouten: Sequence[str]) -> None:
        super().__init__(" ".join(fouten), plaats="bestand")
        self.fouten = list(fouten)


class _Lezer:
    """Reads cells of one sheet and keeps what is wrong with them."""

    def __init__(self, blad: str, fouten: list[str]) -> None:
        self.blad, self.fouten = blad, fouten

    def wrong(self, rij: int, kolom: int, melding: str) -> None:
        self.fouten.append(f"Blad {self.blad}, cel {place(rij, kolom)}: {melding}.")

    def try_cell(self, rij: int, kolom: int, cellen: Sequence[Cel], lees: Callable[[Cel], _T]) -> _T | None:
        try:
            return lees(cellen[kolom] if kolom < len(cellen) else None)
        except Gebruikersfout as fout:
            self.wrong(rij, kolom, fout.melding)
            return None


def sheets(inhoud: Inhoud, beleid: Beleid) -> dict[str, Blad]:
    """The workbook of a budget, with its total."""
    regels = [
        (r.code, beleid.prestaties[r.prestatie].naam, r.omschrijving, float(r.aantal), r.eenheid_cent / 100,
         r.bedrag_cent / 100)
        for r in inhoud.regels
    ]  # fmt: skip
    totaal = (TOTAAL, None, None, None, None, inhoud.totaal_cent / 100)
    return {
        BEGROTING: [KOPPEN[BEGROTING], *regels, totaal],
        JAARPLAN: [KOPPEN[JAARPLAN], *((a.code, a.activiteit, a.gereed_op) for a in inhoud.jaarplan)],
        RESULTATEN: [
            KOPPEN[RESULTATEN],
            *((r.code, r.onderwerp, r.richting, float(r.norm), r.eenheid) for r in inhoud.resultaten),
        ],
    }


def account_sheets(inhoud: Inhoud, beleid: Beleid) -> dict[str, Blad]:
    """The workbook of the annual accounts: the agreed budget, with room for what it really came to."""
    bladen = sheets(inhoud, beleid)
    uitkomsten = [(*rij, KOP_UITKOMST if n == 0 else None) for n, rij in enumerate(bladen[RESULTATEN])]
    regels = [(r.code, r.omschrijving, r.bedrag_cent / 100, None) for r in inhoud.regels]
    kop = ("Code", "Omschrijving", "Begroot (euro)", KOP_WERKELIJK)
    return {JAARREKENING: [kop, *regels], RESULTATEN: uitkomsten}


def read_budget(bladen: Mapping[str, Sequence[Sequence[Cel]]], beleid: Beleid) -> Inhoud:
    """The budget in a workbook; Werkbladfout with every wrong cell."""
    fouten: list[str] = []
    inhoud = {
        "regels": _lines(_sheet(bladen, BEGROTING, fouten), beleid, fouten),
        "jaarplan": _plan(_sheet(bladen, JAARPLAN, fouten), fouten),
        "resultaten": _results(_sheet(bladen, RESULTATEN, fouten), fouten),
    }
    if not fouten and not inhoud["regels"]:
        fouten.append(f"Blad {BEGROTING}, cel A2: er staat geen enkele regel.")
    if fouten:
        raise Werkbladfout(fouten[:MEESTE_FOUTEN])
    return Inhoud.model_validate(inhoud)


def _sheet(bladen: Mapping[str, Sequence[Sequence[Cel]]], naam: str, fouten: list[str]) -> list[_Rij]:
    """The filled rows below the heading, with their number; a wrong heading is an error of that cell."""
    if naam not in bladen:
        fouten.append(f"Blad {naam} ontbreekt.")
        return []
    rijen = bladen[naam]
    kop = list(rijen[0]) if rijen else []
    for kolom, woord in enumerate(KOPPEN[naam]):
        staat = kop[kolom] if kolom < len(kop) else None
        if staat != woord:
            _Lezer(naam, fouten).wrong(0, kolom, f"hier hoort de kop '{woord}'")
    return [(n, rij) for n, rij in enumerate(rijen) if n and any(waarde is not None for waarde in rij)]


def _lines(rijen: Sequence[_Rij], beleid: Beleid, fouten: list[str]) -> list[dict[str, Any]]:
    lezer, uit, som = _Lezer(BEGROTING, fouten), list[dict[str, Any]](), 0
    for n, rij in rijen:
        if rij[0] == TOTAAL:
            opgegeven = lezer.try_cell(n, 5, rij, cents)
            if opgegeven is not None and opgegeven != som:
                lezer.wrong(n, 5, f"het totaal is {als_euro(opgegeven)}, de regels zijn samen {als_euro(som)}")
            continue
        regel = {
            "code": _code(lezer, n, rij, uit),
            "prestatie": lezer.try_cell(n, 1, rij, lambda w: prestatie(w, beleid)),
            "omschrijving": lezer.try_cell(n, 2, rij, text),
            "aantal": lezer.try_cell(n, 3, rij, decimal),
            "eenheid_cent": lezer.try_cell(n, 4, rij, cents),
        }
        uit.append(regel)
        som += _product(lezer, n, rij, regel)
    return uit


def _product(lezer: _Lezer, n: int, rij: Sequence[Cel], regel: dict[str, Any]) -> int:
    """The amount of a line, which must be number times amount when both are right."""
    opgegeven = lezer.try_cell(n, 5, rij, cents)
    if None in (opgegeven, *regel.values()):
        return opgegeven or 0
    bedrag = Regel(**regel).bedrag_cent
    if opgegeven != bedrag:
        lezer.wrong(n, 5, f"aantal keer bedrag is {als_euro(bedrag)}, er staat {als_euro(opgegeven or 0)}")
    return bedrag


def _code(lezer: _Lezer, n: int, rij: Sequence[Cel], eerder: Sequence[Mapping[str, Any]]) -> str | None:
    """A code that occurs once and is not the word of the total."""
    code = lezer.try_cell(n, 0, rij, text)
    if code is not None and code in {regel["code"] for regel in eerder}:
        lezer.wrong(n, 0, f"de code '{code[:20]}' staat er al")
    return code


def _plan(rijen: Sequence[_Rij], fouten: list[str]) -> list[dict[str, Any]]:
    lezer, uit = _Lezer(JAARPLAN, fouten), list[dict[str, Any]]()
    for n, rij in rijen:
        uit.append({
            "code": _code(lezer, n, rij, uit),
            "activiteit": lezer.try_cell(n, 1, rij, text),
            "gereed_op": lezer.try_cell(n, 2, rij, day),
        })  # fmt: skip
    return uit


def _results(rijen: Sequence[_Rij], fouten: list[str]) -> list[dict[str, Any]]:
    lezer, uit = _Lezer(RESULTATEN, fouten), list[dict[str, Any]]()
    for n, rij in rijen:
        uit.append({
            "code": _code(lezer, n, rij, uit),
            "onderwerp": lezer.try_cell(n, 1, rij, text),
            "richting": lezer.try_cell(n, 2, rij, direction),
            "norm": lezer.try_cell(n, 3, rij, decimal),
            "eenheid": lezer.try_cell(n, 4, rij, text),
        })  # fmt: skip
    return uit


def read_accounts(bladen: Mapping[str, Sequence[Sequence[Cel]]], inhoud: Inhoud) -> Realisatie:
    """The annual accounts in a workbook: every line of the agreed budget once, and the outcome of every result."""
    fouten: list[str] = []
    werkelijk = _column(bladen, JAARREKENING, 3, codes={r.code for r in inhoud.regels}, lees=cents, fouten=fouten)
    kosten = dict(werkelijk)
    bereikt = _column(bladen, RESULTATEN, 5, codes={r.code for r in inhoud.resultaten}, lees=decimal, fouten=fouten)
    uitkomsten = dict(bereikt)
    if fouten:
        raise Werkbladfout(fouten[:MEESTE_FOUTEN])
    return Realisatie(kosten_cent=kosten, uitkomsten=uitkomsten)


def _column(
    bladen: Mapping[str, Sequence[Sequence[Cel]]],
    naam: str,
    kolom: int,
    *,
    codes: set[str],
    lees: Callable[[Cel], _T],
    fouten: list[str],
) -> Iterator[tuple[str, _T]]:
    """The value of one column per code; every code of the budget once, no other."""
    lezer, over = _Lezer(naam, fouten), set(codes)
    if naam not in bladen:
        fouten.append(f"Blad {naam} ontbreekt.")
        return
    for n, rij in enumerate(bladen[naam]):
        if n == 0 or all(waarde is None for waarde in rij):
            continue
        code = lezer.try_cell(n, 0, rij, text)
        waarde = lezer.try_cell(n, kolom, rij, lees)
        if code is not None and code not in over:
            lezer.wrong(n, 0, f"'{code[:20]}' hoort niet bij de begroting, of staat er al")
        elif code is not None and waarde is not None:
            yield code, waarde
        over.discard(code or "")
    fouten += [f"Blad {naam}: code {code} ontbreekt." for code in sorted(over)]
