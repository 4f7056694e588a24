"""No rule without an example: every rule of every published policy is shown by at least one spec test."""

import pytest

from tests.spec import test_zk_huisartsenzorg_2024_2025, test_zz_huisartsenzorg_2025
from tests.spec.voorbeeld import VOORBEELDEN
from zorginkoop.beleid import library
from zorginkoop.beleid.library import Beleid

BOEKEN = (test_zz_huisartsenzorg_2025, test_zk_huisartsenzorg_2024_2025)


def regels(beleid: Beleid) -> set[str]:
    """Names of everything executable: requirements, conditions, computed tariffs, the start date."""
    namen = {regel if regel.startswith("eis.") else regel.rpartition(".")[0] for regel in beleid.programma.regels}
    return namen | {"ingangsdatum"}


@pytest.mark.parametrize("beleid", library.all_policies(), ids=lambda beleid: beleid.naam)
def test_every_rule_of_a_published_policy_has_an_example(beleid: Beleid) -> None:
    getoond = {regel for v in VOORBEELDEN.values() if v.beleid == beleid.document.beleid for regel in v.regels}

    assert regels(beleid) - getoond == set()


def test_every_example_stands_in_a_document_of_its_policy_and_explains_itself() -> None:
    for voorbeeld in VOORBEELDEN.values():
        assert voorbeeld.document in library.load(voorbeeld.beleid).bronnen
        assert len(voorbeeld.rekensom) > 20, voorbeeld.zin
