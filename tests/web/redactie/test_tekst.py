"""Changing a part leaves the rest of the file as it was."""

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.parts import parts
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.redactie import tekst

BELEID = library.load("zz-huisartsenzorg-2025")
EIS = ["eis", "gegeven_iban"]


def lines_changed(nieuw: str) -> set[str]:
    return set(nieuw.splitlines()) ^ set(BELEID.tekst.splitlines())


@pytest.mark.parametrize("beleid", library.all_policies(), ids=lambda b: b.naam)
def test_nothing_changed_is_the_same_text(beleid):
    assert tekst.changed(beleid.tekst, ["document"], {}) == beleid.tekst


def test_an_amount_keeps_its_digits():
    nieuw = tekst.changed(BELEID.tekst, ["prestatie", "poh_s", "tarief", "0"], {"bedrag": Decimal("4.10")})

    assert lines_changed(nieuw) >= {"bedrag = 4.10"}
    assert tomllib.loads(nieuw, parse_float=Decimal)["prestatie"]["poh_s"]["tarief"][0]["bedrag"] == Decimal("4.10")


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1, max_size=80))
def test_any_text_comes_back_as_it_went_in(woorden):
    nieuw = tekst.changed('[eis.a]\ntitel = "x"\n', ["eis", "a"], {"weigering": woorden})
    assert tomllib.loads(nieuw)["eis"]["a"]["weigering"] == woorden


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("titel", 'Met "aanhaling" en \\'),
        ("botst_met", ("CONFLICT-01", "CONFLICT-02")),
        ("bron", Bron(document="001", plaats="5.1")),
        ("regel", "a = 1\nAND b"),
        ("dag", date(2025, 2, 28)),
        ("aantal", 12),
        ("ja", True),
    ],
)
def test_every_kind_of_value(veld, waarde):
    gelezen = tomllib.loads(tekst.changed(BELEID.tekst, EIS, {veld: waarde}))["eis"]["gegeven_iban"][veld]
    assert gelezen == (
        waarde.model_dump() if isinstance(waarde, Bron) else list(waarde) if veld == "botst_met" else waarde
    )


def test_nothing_takes_the_key_away():
    assert (
        "weigering" not in tomllib.loads(tekst.changed(BELEID.tekst, EIS, {"weigering": None}))["eis"]["gegeven_iban"]
    )


def test_a_copy_and_its_removal_leave_everything_else():
    nieuw, pad = tekst.copied(BELEID.tekst, EIS, "gegeven_bic")
    eisen = tomllib.loads(nieuw)["eis"]
    assert pad == ("eis", "gegeven_bic")
    assert eisen["gegeven_bic"] == eisen["gegeven_iban"]
    assert tomllib.loads(tekst.without(nieuw, pad)) == tomllib.loads(BELEID.tekst)
    with pytest.raises(Gebruikersfout, match="is er al"):
        tekst.copied(BELEID.tekst, EIS, "gegeven_email")


def test_an_entry_of_a_list_is_copied_to_its_end():
    nieuw, pad = tekst.copied(BELEID.tekst, ["prestatie", "poh_s", "tarief", "0"])
    tarieven = tomllib.loads(nieuw)["prestatie"]["poh_s"]["tarief"]
    assert tarieven[int(pad[-1])] == tarieven[0]
    assert len(tarieven) == len(BELEID.prestaties["poh_s"].tarief) + 1
    library.load_text(nieuw, "kopie.toml")


def test_every_part_of_the_file_can_be_found_and_copied_away():
    for deel in parts(BELEID):
        if deel.pad[0] in ("eis", "termijn", "tegenstrijdigheid") and len(deel.pad) == 2:
            assert tomllib.loads(tekst.without(BELEID.tekst, deel.pad)) != tomllib.loads(BELEID.tekst)
