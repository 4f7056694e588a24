"""Consequences of events: what the policy says, silence that is named, and words nobody knows."""

from typing import get_args

import pytest

from zorginkoop.beleid import library
from zorginkoop.beleid.events import consequence
from zorginkoop.beleid.model import Voorval
from zorginkoop.kern.fouten import Gebruikersfout

OEF = library.load("zz-oefentherapie-2024")
STIL = library.load("zk-huisartsenzorg-2024-2025@1.2")


def test_a_silent_policy_says_so_and_names_no_source() -> None:
    uit = consequence(STIL, "overname")

    assert uit.model_dump(mode="json") == {
        "wijziging": "overname",
        "gevolg": "NIET_GEREGELD",
        "melden_bij": [],
        "uitleg": "Dit beleid zegt niets over deze verandering; het contractbeheer van de verzekeraar besluit.",
        "bron": None,
    }


@pytest.mark.parametrize("voorval", get_args(Voorval))
def test_what_does_not_depend_on_the_code_stays_the_same(voorval: str) -> None:
    regel = next(r for r in OEF.inhoud.gevolg if r.gebeurtenis == voorval)
    for zelfde, anders in ((True, regel.bij_zelfde_agb_code), (False, regel.bij_andere_agb_code)):
        assert consequence(OEF, voorval, zelfde_agb_code=zelfde).gevolg == (anders or regel.gevolg)
    assert consequence(OEF, voorval).gevolg == regel.gevolg


@pytest.mark.parametrize(
    ("woord", "melding"),
    [("rechtsvor", "bedoelt u 'rechtsvorm'"), ("fusie", "kies uit agb_code"), ("", "kies uit agb_code")],
)
def test_an_unknown_event_is_refused_with_what_there_is(woord: str, melding: str) -> None:
    with pytest.raises(Gebruikersfout, match=melding):
        consequence(OEF, woord)


def test_an_event_is_described_at_most_once_per_policy() -> None:
    for beleid in library.all_policies():
        namen = [regel.gebeurtenis for regel in beleid.inhoud.gevolg]
        assert len(set(namen)) == len(namen)
        assert all(regel.bron.document in beleid.bronnen for regel in beleid.inhoud.gevolg)
