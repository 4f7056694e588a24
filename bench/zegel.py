"""Documents per second on one core: an offer as PDF, and an agreement as PDF with its seal, time stamps and proof."""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zorginkoop.adapters import naschrift
from zorginkoop.web.contractering.pers import Opdracht, Zegel, print_one

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.adapters.conftest import maak

AANTAL = 30
"""Enough that the first one, which reads fonts and keys, does not count."""


def metingen() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as map_:
        zegel = Zegel(map_, "Voorbeeld Zorgverzekeraar N.V.", "Overeenkomst", datetime(2025, 3, 14, 13, tzinfo=UTC))
        aanbod, overeenkomst = Opdracht({**maak(), "ondertekend": None}), Opdracht(maak(), zegel)
        if naschrift.niveau_van(print_one(overeenkomst)) != naschrift.BLTA:
            raise RuntimeError("The seal did not reach its level")
        return [
            _meting("aanbod als PDF, per kern", _per_second(lambda: print_one(aanbod)), 3),
            _meting("overeenkomst verzegeld op B-LTA, per kern", _per_second(lambda: print_one(overeenkomst)), 2),
        ]


def _per_second(stap: Callable[[], object]) -> float:
    stap()
    begin = time.process_time()
    for _ in range(AANTAL):
        stap()
    return round(AANTAL / (time.process_time() - begin), 1)


def _meting(naam: str, waarde: float, grens: float) -> dict[str, Any]:
    return {"naam": naam, "waarde": waarde, "eenheid": "documenten/s", "grens": grens, "gehaald": waarde >= grens}


if __name__ == "__main__":
    for meting in metingen():
        print(meting)
