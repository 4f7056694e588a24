"""How fast a calculator runs on a whole register, beside OpenFisca-Core and zen-engine on the same formulas.

The other two live in an environment of their own, `var/bench-venv`, that `make bench` makes; where it cannot, the rows
say so and count as missed.
"""

import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.beleid import calculate, library

ANDEREN = Path(__file__).parent / "anderen"
PYTHON = Path(__file__).parents[1] / "var" / "bench-venv" / "bin" / "python"
BELEID, REKENTOOL = "zk-huisartsenzorg-2024-2025@1.2", "poh_ggz"
PRAKTIJKEN = 1_000_000
RONDES = 5
"""The best counts, here and at the others: what came in between says nothing about a calculator."""


def metingen() -> list[dict[str, Any]]:
    """Practices a second on this machine, and how many times that is what the others do in the same run."""
    tool, register = calculate.load(library.load(BELEID), REKENTOOL), _register(PRAKTIJKEN)
    eigen, som = max(_per_second(tool, register) for _ in range(RONDES))
    uit = [_meting("rekentool POH-GGZ, alle formules", round(eigen), "praktijken per seconde", None)]
    anderen = _others(PRAKTIJKEN)
    if anderen is None:
        melding = "niet te meten: OpenFisca-Core en zen-engine zijn hier niet te installeren"
        return [
            *uit,
            {"naam": "rekentool naast anderen", "waarde": 0, "eenheid": melding, "grens": 1, "gehaald": False},
        ]
    if abs(anderen["openfisca_som"] - som) > som / 1_000_000:
        raise AssertionError("OpenFisca rekent iets anders uit, dus de vergelijking zegt niets")
    fisca, zen = anderen["openfisca"], anderen["zen"]
    return [
        *uit,
        _meting("  OpenFisca-Core, dezelfde formules", round(fisca), "praktijken per seconde", None),
        _meting("  zen-engine, een voor een", round(zen), "praktijken per seconde", None),
        _meting("rekentool: sneller dan OpenFisca-Core", round(eigen / fisca, 2), "maal", 3),
        _meting("rekentool: sneller dan zen-engine", round(eigen / zen, 1), "maal", 100),
    ]


def _register(n: int) -> pa.Table:
    """The same invented practices as `anderen/poh_ggz.py` makes."""
    rng = np.random.default_rng(1)
    patienten = rng.integers(1000, 12_000, n)
    uren = np.round(rng.uniform(0, 18, n) * patienten / 2350 * 4) / 4
    return pa.table(
        {
            "ingeschreven_patienten": patienten,
            "uren_poh_ggz": pa.array(uren).cast(pa.decimal128(18, 6)),
            "kosten_ehealth": rng.integers(0, 2_000_000, n),
            "kosten_consultatie": rng.integers(0, 2_000_000, n),
        }
    )


def _per_second(tool: calculate.Rekentool, register: pa.Table) -> tuple[float, float]:
    begin = time.perf_counter()
    uit = calculate.calculate_table(tool, register, op=date(2025, 1, 1))
    per_seconde = register.num_rows / (time.perf_counter() - begin)
    return per_seconde, float(pc.sum(uit.column("vergoeding_jaar")).as_py())


def _others(n: int) -> dict[str, float] | None:
    if not PYTHON.exists():
        return None
    gedaan = subprocess.run([PYTHON, ANDEREN / "poh_ggz.py", str(n)], capture_output=True, text=True, check=False)
    if gedaan.returncode:
        print(gedaan.stderr, file=sys.stderr)
        return None
    return dict(json.loads(gedaan.stdout))


def _meting(naam: str, waarde: float, eenheid: str, grens: float | None) -> dict[str, Any]:
    gehaald = grens is None or waarde >= grens
    return {"naam": naam, "waarde": waarde, "eenheid": eenheid, "grens": grens, "gehaald": gehaald}


if __name__ == "__main__":
    for meting in metingen():
        print(meting)
