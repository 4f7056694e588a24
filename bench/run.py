"""Run every measurement in this folder, print the table, write var/bench.json; exit code 1 when a bound is missed."""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

HIER = Path(__file__).parent
VAR = Path(os.environ.get("ZORGINKOOP_VAR", HIER.parent / "var"))


def collect() -> list[dict[str, Any]]:
    """The measurements of all modules here that have `metingen`, in order of their names."""
    sys.path.insert(0, str(HIER))
    namen = sorted(pad.stem for pad in HIER.glob("*.py") if pad != Path(__file__))
    modules = [importlib.import_module(naam) for naam in namen]
    return [meting for module in modules if hasattr(module, "metingen") for meting in module.metingen()]


def show(metingen: list[dict[str, Any]]) -> None:
    tabel = Table("meting", "waarde", "eenheid", "grens", "gehaald")
    for m in metingen:
        grens = "–" if m["grens"] is None else f"{m['grens']:,}"
        tabel.add_row(m["naam"], f"{m['waarde']:,}", m["eenheid"], grens, "ja" if m["gehaald"] else "NEE")
    Console(width=120).print(tabel)


def main() -> int:
    metingen = collect()
    show(metingen)
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / "bench.json").write_text(json.dumps(metingen, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(m["gehaald"] for m in metingen) else 1


if __name__ == "__main__":
    sys.exit(main())
