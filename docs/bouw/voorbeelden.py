"""The examples of the spec tests, and the rules they are about."""

from importlib import import_module
from pathlib import Path

from tests.spec.voorbeeld import VOORBEELDEN, Voorbeeld
from zorginkoop.beleid import library
from zorginkoop.beleid.parts import own_rules
from zorginkoop.beleid.versie import Beleid

SPEC = Path(__file__).resolve().parents[2] / "tests" / "spec"

__all__ = ["Voorbeeld", "executable", "of_policy"]


def of_policy(beleid: Beleid) -> list[Voorbeeld]:
    """The examples of this version, in the order in which its book tells them; without a version it is the latest."""
    for pad in sorted(SPEC.glob("test_*.py")):
        import_module(f"tests.spec.{pad.stem}")
    return [v for v in VOORBEELDEN.values() if library.load(v.beleid).naam == beleid.naam]


def executable(beleid: Beleid) -> list[str]:
    """Names of everything of its own that runs: the start date, requirements, conditions and computed tariffs."""
    eigen = [regel.naam for regel in own_rules(beleid) if regel.naam in beleid.programma.regels]
    regels = [r if r.startswith("eis.") else r.rpartition(".")[0] for r in eigen]
    return ["ingangsdatum", *dict.fromkeys(regels)]
