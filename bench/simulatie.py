"""How fast the largest policy is simulated on registers of 10,000, 100,000 and 1,000,000 practices, each in a process
of its own so that its peak memory can be told.

An outcome of a rule is that of one requirement, condition, tariff or derived fact for one practice; the parts of rules
are not counted. Outcomes a second are counted on the clock, in the best of some rounds: what else the machine did
says nothing about a simulation. The costs per practice are in CPU seconds.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from zorginkoop.beleid import library, marktregister
from zorginkoop.beleid.simulate import simulate
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.demo import marktregister as verzonnen

GROOTTES = (10_000, 100_000, 1_000_000)
BASIS = 100_000
"""Practices that are drawn; a larger register repeats them under other codes."""
RONDES = 3


def metingen() -> list[dict[str, Any]]:
    beleid = largest()
    with tempfile.TemporaryDirectory() as map_:
        basis = verzonnen.make(BASIS, [beleid], seed=1)
        gemeten = [_measured(Path(map_), basis, aantal) for aantal in GROOTTES]
    uit = [
        _meting(f"simuleren, {aantal} praktijken", round(m["cpu"] / aantal * 1e6, 2),
                "CPU-microseconde per praktijk", None)
        for aantal, m in zip(GROOTTES, gemeten, strict=True)
    ]  # fmt: skip
    groot = gemeten[-1]
    kosten = [m["cpu"] / aantal for aantal, m in zip(GROOTTES, gemeten, strict=True)]
    per_seconde, rekentijd = groot["uitkomsten"] / groot["klok"], groot["uitkomsten"] / groot["cpu"]
    return [
        *uit,
        _meting(
            "simuleren: kosten per praktijk, 1.000.000 tegen 10.000", round(kosten[-1] / kosten[0], 2), "maal", 1.5
        ),
        _meting("simuleren: regeluitkomsten", round(per_seconde), "per seconde", 20_000_000, meer=True),
        _meting("  per CPU-seconde", round(rekentijd), "per CPU-seconde", None),
        _meting("simuleren: meeste geheugen, 1.000.000 praktijken", round(groot["geheugen"]), "MiB", 2048),
    ]


def largest() -> Beleid:
    """The policy with the most rules."""
    return max(library.latest(), key=lambda beleid: len(beleid.programma.regels))


def _measured(map_: Path, basis: pa.Table, aantal: int) -> dict[str, float]:
    keer = max(1, aantal // BASIS)
    register = pa.concat_tables([basis.slice(0, aantal)] * keer)
    codes = pa.array(np.char.zfill((1_000_000 + np.arange(aantal)).astype(str), 8))
    register = register.set_column(register.column_names.index("agb_code"), "agb_code", codes)
    marktregister.write(register, map_)
    gedaan = subprocess.run([sys.executable, __file__, map_], capture_output=True, text=True, check=True)
    return dict(json.loads(gedaan.stdout))


def _meting(naam: str, waarde: float, eenheid: str, grens: float | None, *, meer: bool = False) -> dict[str, Any]:
    gehaald = grens is None or (waarde >= grens if meer else waarde <= grens)
    return {"naam": naam, "waarde": waarde, "eenheid": eenheid, "grens": grens, "gehaald": gehaald}


def main(map_: Path) -> None:
    """Simulate on the register in this folder; prints CPU seconds, wall seconds, outcomes and peak memory in MiB."""
    beleid = largest()
    register = marktregister.read(map_, (beleid,))
    simulate(beleid, beleid, register.slice(0, 1000))
    cpu, klok = (min(tijden) for tijden in zip(*(_timed(beleid, register) for _ in range(RONDES)), strict=True))
    regels = len(beleid.programma.regels) + len(beleid.programma.afleidingen)
    uit = {"cpu": cpu, "klok": klok, "uitkomsten": 2 * regels * register.num_rows}
    print(json.dumps(uit | {"geheugen": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def _timed(beleid: Beleid, register: pa.Table) -> tuple[float, float]:
    cpu, klok = time.process_time(), time.perf_counter()
    simulate(beleid, beleid, register)
    return time.process_time() - cpu, time.perf_counter() - klok


if __name__ == "__main__":
    main(Path(sys.argv[1]))
