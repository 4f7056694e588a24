"""No rule without an example: every rule of every published policy is shown by at least one spec test."""

from importlib import import_module
from pathlib import Path

import pytest

from tests.spec.voorbeeld import VOORBEELDEN
from zorginkoop.beleid import library
from zorginkoop.beleid.parts import own_rules
from zorginkoop.beleid.versie import Beleid

BOEKEN = [import_module(f"tests.spec.{pad.stem}") for pad in sorted(Path(__file__).parent.glob("test_z*.py"))]


def regels(beleid: Beleid) -> set[str]:
    """Names of all of its own that runs: requirements, conditions, computed tariffs, start date, consequences."""
    eigen = {regel.naam for regel in own_rules(beleid)} & set(beleid.programma.regels)
    namen = {regel if regel.startswith("eis.") else regel.rpartition(".")[0] for regel in eigen}
    return namen | {"ingangsdatum"} | ({"gevolg"} if beleid.inhoud.gevolg else set())


@pytest.mark.parametrize("beleid", library.all_policies(), ids=lambda beleid: beleid.naam)
def test_every_rule_of_a_published_policy_has_an_example(beleid: Beleid) -> None:
    """An example counts for one version: the one it names, or else the latest."""
    hier = [v for v in VOORBEELDEN.values() if library.load(v.beleid).naam == beleid.naam]
    getoond = {regel for v in hier for regel in v.regels}

    assert regels(beleid) - getoond == set()


def test_every_policy_has_a_book() -> None:
    assert len(BOEKEN) >= len({beleid.document.beleid for beleid in library.all_policies()})


def test_every_example_stands_in_a_document_of_its_policy_and_explains_itself() -> None:
    for voorbeeld in VOORBEELDEN.values():
        assert voorbeeld.document in library.load(voorbeeld.beleid).bronnen
        assert len(voorbeeld.rekensom) > 20, voorbeeld.zin
