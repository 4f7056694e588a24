"""How fast claim lines are judged, in CPU seconds of one thread: wall time says more about the neighbours.

The bound is on the ratio to a loop over rows in the same run, as processors differ more than the code does.
"""

import importlib.util
import time
from pathlib import Path
from typing import Any

import ibis
import wereld

from zorginkoop.engine.judge import judge

ORACLE = Path(__file__).parents[1] / "tests" / "engine" / "oracle.py"
KLEIN, GROOT = 20_000, 1_000_000


def metingen() -> list[dict[str, Any]]:
    """Lines per CPU second on a million lines, and what a loop over rows needs for the same lines."""
    per_seconde = max(_lines_per_second(GROOT) for _ in range(2))
    verhouding = per_seconde / _rows_per_second(KLEIN)
    return [
        _meting("declaraties beoordelen, 1 miljoen regels", round(per_seconde), "regels per CPU-seconde", None),
        _meting("declaraties: sneller dan regel voor regel", round(verhouding, 1), "maal", 10),
    ]


def _meting(naam: str, waarde: float, eenheid: str, grens: float | None) -> dict[str, Any]:
    gehaald = grens is None or waarde >= grens
    return {"naam": naam, "waarde": waarde, "eenheid": eenheid, "grens": grens, "gehaald": gehaald}


def _lines_per_second(regels: int) -> float:
    tabellen = wereld.wereld(regels)
    bank = ibis.duckdb.connect(threads=1)
    begin = time.process_time()
    judge(tabellen, backend=bank)
    return regels / (time.process_time() - begin)


def _rows_per_second(regels: int) -> float:
    tabellen = wereld.wereld(regels)
    rijen = {naam: getattr(tabellen, naam).to_pylist() for naam in tabellen.__dataclass_fields__}
    spec = importlib.util.spec_from_file_location("oracle", ORACLE)
    assert spec is not None and spec.loader is not None
    oracle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(oracle)
    begin = time.process_time()
    oracle.judge(rijen)
    return regels / (time.process_time() - begin)
