"""How fast EI files are read, checked and written, against reading them by slicing in Python."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from zorginkoop.adapters.vektis import controleer, layouts, lees_bytes, schrijf
from zorginkoop.adapters.vektis.layout import Layout

REGELS = 250_000
PER_VERZEKERDE = 5
GRENS_LEZER = 10
LAYOUT = "HA304-provisional"


def metingen() -> list[dict[str, Any]]:
    """The reader must be ten times as fast as slicing in Python; the rest is for information."""
    layout = layouts()[LAYOUT]
    mensen, prestaties = _gegevens(REGELS)
    schrijftijd, inhoud = _beste(lambda: schrijf(layout, voorloop=_KOP, verzekerden=mensen, prestaties=prestaties))
    leestijd, bericht = _beste(lambda: lees_bytes(inhoud))
    snijtijd, gesneden = _beste(lambda: _snijden(inhoud, layout), keer=1)
    controletijd, fouten = _beste(lambda: controleer(bericht))
    if gesneden["bedrag_cent"] != bericht.prestaties.column("bedrag_cent").to_pylist() or fouten:
        raise AssertionError("De twee lezers lezen niet hetzelfde, of het bestand klopt niet")
    return [
        _meting("EI lezen, keer zo snel als snijden in Python", snijtijd / leestijd, "keer", GRENS_LEZER),
        _meting("EI lezen", REGELS / leestijd, "regels per processorseconde"),
        _meting("EI technisch controleren", REGELS / controletijd, "regels per processorseconde"),
        _meting("EI schrijven", REGELS / schrijftijd, "regels per processorseconde"),
    ]


_KOP = {
    "uzovi": 9991, "praktijk": "01001234", "betaling_aan": 3, "begindatum": 20250101, "einddatum": 20250331,
    "factuurnummer": "BENCH", "dagtekening": 20250401,
}  # fmt: skip


def _gegevens(regels: int) -> tuple[Any, Any]:
    """Invented insured with BSNs that pass the eleven test, and their lines."""
    reeks = np.arange(900_000_000, 900_000_000 + 13 * regels // PER_VERZEKERDE)
    som = sum(gewicht * (reeks // 10 ** (gewicht - 1) % 10) for gewicht in range(2, 10)) - reeks % 10
    bsn = reeks[som % 11 == 0][: regels // PER_VERZEKERDE]
    n = len(bsn)
    mensen = {
        "bsn": bsn, "uzovi": np.full(n, 9991), "geboortedatum": np.full(n, 19700101), "geslacht": np.full(n, 2),
        "naam": [f"Özdemir{i}" for i in range(n)], "voorletters": ["A"] * n, "huisnummer": np.full(n, 1),
    }  # fmt: skip
    prestaties = {
        "ouder": np.arange(regels) // PER_VERZEKERDE % n, "datum": np.full(regels, 20250115),
        "codelijst": np.full(regels, 8), "prestatiecode": ["12011"] * regels, "aantal": np.full(regels, 1),
        "behandelaar": np.full(regels, 1000001), "tarief_cent": np.full(regels, 1221),
        "bedrag_cent": np.full(regels, 1221), "referentie": [f"R{i:09d}" for i in range(regels)],
    }  # fmt: skip
    return pa.table(mensen), pa.table(prestaties)


def _snijden(inhoud: bytes, layout: Layout) -> dict[str, list[Any]]:
    """The straightforward reader: every field of every record 02 and 04, sliced line by line."""
    uit: dict[str, list[Any]] = {}
    for kenmerk in ("02", "04"):
        teken = kenmerk.encode()
        regels = [regel for regel in inhoud.split(b"\r\n") if regel[:2] == teken]
        for veld in layout.records[kenmerk].gegevens:
            plek = veld.plek
            if veld.soort == "N":
                uit[veld.rol] = [int(regel[plek]) for regel in regels]
            else:
                uit[veld.rol] = [regel[plek].decode("cp1252").rstrip() for regel in regels]
    return uit


def _beste(werk: Callable[[], Any], keer: int = 3) -> tuple[float, Any]:
    """The shortest of some runs in seconds of processor time, and what came out."""
    tijden, uit = [], None
    for _ in range(keer):
        begin = time.process_time()
        uit = werk()
        tijden.append(time.process_time() - begin)
    return min(tijden), uit


def _meting(naam: str, waarde: float, eenheid: str, grens: float | None = None) -> dict[str, Any]:
    gehaald = grens is None or waarde >= grens
    return {"naam": naam, "waarde": round(waarde, 1), "eenheid": eenheid, "grens": grens, "gehaald": gehaald}


if __name__ == "__main__":
    for meting in metingen():
        print(meting)
