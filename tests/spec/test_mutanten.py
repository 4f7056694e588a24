"""No fault in a rule goes unnoticed: every mutant of every published policy fails an example, or is explained."""

from pathlib import Path

import pytest

from zorginkoop.beleid import library, mutation
from zorginkoop.beleid.versie import Beleid

HIER = Path(__file__).parent


@pytest.mark.nightly
@pytest.mark.parametrize("beleid", library.all_policies(), ids=lambda beleid: beleid.naam)
def test_every_mutant_is_noticed_or_explained(beleid: Beleid) -> None:
    rapport = mutation.report(beleid, folder=HIER)

    assert [(o.regel, o.wordt) for o in rapport.overlevers] == []
    assert {(o.regel, o.wordt) for o in rapport.verklaard} == set(mutation.explained(beleid, HIER))
