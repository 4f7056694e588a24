"""Money in eurocents, and numbers that are checked before use."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorginkoop.kern.agb import controleer_agb, zorgsoort
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.geld import afgerond, als_euro, uit_decimaal
from zorginkoop.kern.nummers import DUMMY_BSN, controleer_bsn, controleer_iban, controleer_uzovi


@pytest.mark.parametrize(
    ("cent", "tekst"),
    [(0, "€ 0,00"), (5, "€ 0,05"), (123456, "€ 1.234,56"), (-1, "-€ 0,01"), (100000000, "€ 1.000.000,00")],
)
def test_amounts_are_written_the_dutch_way(cent: int, tekst: str) -> None:
    assert als_euro(cent) == tekst


@given(st.integers(-(10**12), 10**12))
def test_cents_survive_the_way_through_decimals(cent: int) -> None:
    assert uit_decimaal(Decimal(cent) / 100) == cent


def test_a_tenth_of_a_cent_is_refused_and_a_half_is_rounded_away_from_zero() -> None:
    with pytest.raises(Gebruikersfout, match="meer dan twee decimalen"):
        uit_decimaal(Decimal("1.234"))
    assert [afgerond(Decimal(d)) for d in ("0.5", "1.49", "-0.5")] == [1, 1, -1]


@pytest.mark.parametrize("code", ["1234567", "123456789", "0100001a", "", "٠١٢٣٤٥٦٧"])
def test_an_agb_code_has_eight_digits(code: str) -> None:
    with pytest.raises(Gebruikersfout, match="acht cijfers"):
        controleer_agb(code)


def test_an_agb_code_says_what_its_holder_is() -> None:
    assert zorgsoort(controleer_agb("01000011")) == "huisarts"
    assert zorgsoort("99000000") == "onbekend"


def test_a_bsn_passes_the_eleven_test_or_is_the_dummy() -> None:
    assert controleer_bsn("900000004") == "900000004"
    assert controleer_bsn(DUMMY_BSN) == DUMMY_BSN
    with pytest.raises(Gebruikersfout, match="geen geldig BSN"):
        controleer_bsn("900000003")


def test_an_iban_is_checked_and_an_uzovi_has_four_digits() -> None:
    assert controleer_iban("nl02 abna 0123 4567 89") == "NL02ABNA0123456789"
    with pytest.raises(Gebruikersfout, match="teken voor teken"):
        controleer_iban("NL03ABNA0123456789")
    with pytest.raises(Gebruikersfout, match="vier cijfers"):
        controleer_uzovi("311")
