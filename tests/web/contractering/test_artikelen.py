"""What the text of an agreement says follows from its policy, and says no more than the policy does."""

from datetime import date

import pytest

from zorginkoop.beleid import library
from zorginkoop.web.contractering.artikelen import Partijen, artikelen

PARTIJEN = Partijen("Verzekeraar", "9999", "Praktijk", "01000011")


def changing(beleid: str) -> str:
    policy = library.load(beleid)
    delen = artikelen(policy, PARTIJEN, van=date(2025, 1, 1), tot=date(2026, 1, 1), rijen=())
    return next(str(deel["leden"]) for deel in delen if deel["titel"] == "Wijzigen")


def test_every_quarter_with_a_month_where_the_policy_says_so():
    """Document 001, 6: every quarter, asked a month before."""
    tekst = changing("zz-huisartsenzorg-2025")
    assert "elk kwartaal afspraken toevoegen of beëindigen" in tekst
    assert "ten minste 1 maand eerder" in tekst


@pytest.mark.parametrize(
    "beleid", ["zz-wsv-ro-2021", "zz-oefentherapie-2024", "zk-huisartsenzorg-2024-2025", "zz-hds-2024"]
)
def test_where_the_policy_is_silent_the_agreement_forbids_nothing(beleid):
    tekst = changing(beleid)
    assert "regelt niet of de praktijk tijdens de looptijd" in tekst
    assert "geen afspraken toevoegen" not in tekst
