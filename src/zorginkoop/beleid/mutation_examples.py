"""The examples of a policy: the test functions of `tests/spec`, one case per combination of arguments, to run here."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid


@dataclass(frozen=True)
class Geval:
    """One example with one set of arguments; `regels` are the rules it names."""

    naam: str
    regels: frozenset[str]
    draai: Callable[[], None]

    def fails(self) -> bool:
        """Whether the example fails, for whatever reason: a mutant that breaks it is noticed."""
        try:
            self.draai()
        except Exception:
            return True
        return False


def examples(beleid: Beleid, folder: Path) -> list[Geval]:
    """The examples of a policy version: of every module that shows one of its rules, all test functions."""
    gevallen = []
    for pad in sorted(folder.glob("test_z*.py")):
        module = _import(pad)
        getoond = _shown(beleid, module)
        if getoond:
            gevallen += [geval for naam in _tests(module) for geval in _cases(module, naam, getoond.get(naam, ()))]
    return gevallen


def _import(pad: Path) -> ModuleType:
    wortel = str(pad.resolve().parents[2])
    if wortel not in sys.path:
        sys.path.insert(0, wortel)
    return import_module(f"{pad.parts[-3]}.{pad.parts[-2]}.{pad.stem}")


def _shown(beleid: Beleid, module: ModuleType) -> dict[str, tuple[str, ...]]:
    """The rules that each function of the module shows of this policy version."""
    boek = import_module(f"{module.__name__.rpartition('.')[0]}.voorbeeld")
    return {
        sleutel.rpartition(":")[2]: voorbeeld.regels
        for sleutel, voorbeeld in boek.VOORBEELDEN.items()
        if hasattr(module, sleutel.rpartition(":")[2]) and library.load(voorbeeld.beleid).naam == beleid.naam
    }


def _tests(module: ModuleType) -> list[str]:
    return [n for n, f in vars(module).items() if n.startswith("test_") and f.__module__ == module.__name__]


def _cases(module: ModuleType, naam: str, regels: Sequence[str]) -> Iterator[Geval]:
    """The function once for every combination of its parameters, as pytest would run it."""
    functie = getattr(module, naam)
    marks = [m for m in getattr(functie, "pytestmark", ()) if m.name == "parametrize"]
    for combinatie in product(*(_arguments(*m.args) for m in marks)):
        kwargs = {sleutel: waarde for deel in combinatie for sleutel, waarde in deel.items()}
        yield Geval(f"{naam}{list(kwargs.values()) or ''}", frozenset(regels), partial(functie, **kwargs))


def _arguments(namen: str | Sequence[str], waarden: Sequence[Any]) -> Iterator[dict[str, Any]]:
    sleutels = [n.strip() for n in namen.split(",")] if isinstance(namen, str) else list(namen)
    for waarde in waarden:
        rij = getattr(waarde, "values", waarde) if type(waarde).__name__ == "ParameterSet" else waarde
        yield dict(zip(sleutels, rij if len(sleutels) > 1 or rij is not waarde else (rij,), strict=True))
