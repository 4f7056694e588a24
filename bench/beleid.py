"""How fast a policy runs on a whole register, in one table, against practice by practice."""

import statistics
import time
from typing import Any

from zorginkoop.beleid import library
from zorginkoop.beleid.assess import assess
from zorginkoop.beleid.simulate import simulate
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.demo import marktregister

VAN, NAAR = "zk-huisartsenzorg-2024-2025@1.0", "zk-huisartsenzorg-2024-2025@1.2"
GROOT, KLEIN = 100_000, 200
GRENS_TOETS = 10


def metingen() -> list[dict[str, Any]]:
    """Practices per second for a simulation of two versions, and how many times that beats one by one."""
    van, naar = library.load(VAN), library.load(NAAR)
    register = marktregister.make(GROOT, [van, naar], seed=1)
    simulate(van, naar, register.slice(0, KLEIN))
    begin = time.perf_counter()
    simulate(van, naar, register)
    samen = GROOT / (time.perf_counter() - begin)
    los = _one_by_one(van, naar, register.slice(0, KLEIN).to_pylist())
    grootste = max(library.latest(), key=lambda beleid: len(beleid.programma.regels))
    toets = {"naam": f"een toets, {grootste.document.beleid}, p50", "waarde": round(_median_ms(grootste), 1)}
    return [
        toets | {"eenheid": "CPU-milliseconde", "grens": GRENS_TOETS, "gehaald": toets["waarde"] <= GRENS_TOETS},
        _meting("beleid simuleren, 100.000 praktijken, twee versies", round(samen), "praktijken per seconde", 5_000),
        _meting("beleid: hele tabel sneller dan een voor een", round(samen / los, 1), "maal", 50),
    ]


def _median_ms(beleid: Beleid) -> float:
    """One assessment after the other, on different practices, with the policy compiled and warm."""
    rijen = marktregister.make(KLEIN, [beleid], seed=2).to_pylist()
    tijden = []
    for rij in rijen:
        feiten = {naam: rij.get(naam) for naam in beleid.feiten}
        begin = time.process_time()
        assess(beleid, feiten)
        tijden.append(time.process_time() - begin)
    return statistics.median(tijden[10:]) * 1000


def _one_by_one(van: Beleid, naar: Beleid, rijen: list[dict[str, Any]]) -> float:
    begin = time.perf_counter()
    for rij in rijen:
        for beleid in (van, naar):
            assess(beleid, {naam: rij.get(naam) for naam in beleid.feiten})
    return len(rijen) / (time.perf_counter() - begin)


def _meting(naam: str, waarde: float, eenheid: str, grens: float) -> dict[str, Any]:
    return {"naam": naam, "waarde": waarde, "eenheid": eenheid, "grens": grens, "gehaald": waarde >= grens}
