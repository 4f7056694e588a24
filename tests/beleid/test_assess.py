"""One assessment for one practice or a whole market, explained, and never with an account number in it."""

from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop.beleid import library, offer
from zorginkoop.beleid.afspraak import canonical_json
from zorginkoop.beleid.assess import assess, assess_table
from zorginkoop.kern.fouten import Gebruikersfout

FEITEN: dict[str, Any] = {
    "contractvorm": "nieuw",
    "aanvraagdatum": "2025-03-20",
    "datum_volledig": "2025-03-20",
    "gewenste_ingangsdatum": "2025-04-20",
    "agb_code": "01000011",
    "email": "praktijk@delinde.example.nl",
    "iban": "NL02ABNA0123456789",
    "gewenste_prestaties": ["poh_ggz", "mtvp"],
    "kernregio": True,
    "wtza": True,
    "ingeschreven_patienten": 2350,
    "uren_poh_ggz": 16,
} | dict.fromkeys(
    (
        "big_registratie",
        "nascholing",
        "praktijkuitrusting",
        "bereikbaarheid",
        "waarneming",
        "vektis_registratie",
        "vecozo_certificaat",
    ),
    True,
)
BELEID = pytest.mark.parametrize("naam", ["zz-huisartsenzorg-2025", "zk-huisartsenzorg-2024-2025"])


@BELEID
def test_a_practice_that_meets_everything_leaves_nothing_to_ask(naam: str) -> None:
    toets = assess(library.load(naam), FEITEN)

    assert (toets.uitkomst, toets.vragen) == ("VOLDOET", ())


@BELEID
def test_the_json_has_the_form_others_build_on(naam: str) -> None:
    uit = assess(library.load(naam), FEITEN).model_dump(mode="json")

    assert {"beleid", "versie", "uitkomst", "ingangsdatum", "eisen", "vragen", "afspraken"} <= uit.keys()
    assert {"eis", "uitkomst", "waarden", "bron"} <= uit["eisen"][0].keys()
    assert uit["eisen"][0]["bron"].keys() == {"document", "plaats"}
    velden = {"prestatie", "mogelijk", "redenen", "prestatiecode", "eenheid", "tarief", "tariefstatus", "van", "tot"}
    assert velden <= uit["afspraken"][0].keys()


@BELEID
def test_the_account_number_is_in_no_assessment(naam: str) -> None:
    toets = assess(library.load(naam), FEITEN).model_dump_json()

    assert "NL02ABNA0123456789" not in toets
    assert "0123456789" not in toets


@pytest.mark.parametrize(
    ("feiten", "melding"),
    [
        ({"ibann": "x"}, "ibann: onbekend gegeven; bedoelt u 'iban'"),
        ({"iban": "NL00ABNA0123456789"}, "iban: Het rekeningnummer"),
        ({"agb_code": "123"}, "agb_code: Een AGB-code heeft precies acht cijfers"),
        ({"aanvraagdatum": "2025-02-30"}, "aanvraagdatum: '2025-02-30' is geen datum"),
        ({"aanvraagdatum": 0}, "aanvraagdatum: '0' is geen datum"),
        ({"big_registratie": "ja"}, "big_registratie: 'ja' moet true of false zijn"),
        ({"ingeschreven_patienten": -1}, "ingeschreven_patienten: moet ten minste 0 zijn"),
        ({"ingeschreven_patienten": True}, "ingeschreven_patienten: 'True' moet een geheel getal zijn"),
        ({"contractvorm": "nieuwe"}, "contractvorm: 'nieuwe' kan niet worden gekozen; bedoelt u 'nieuw'?"),
        ({"gewenste_prestaties": ["poh_sss"]}, "gewenste_prestaties: de prestatie 'poh_sss' bestaat niet"),
        ({"gewenste_prestaties": "poh_s"}, "gewenste_prestaties: moet een lijst"),
        ({"fte": "NaN"}, "fte: 'NaN' is geen bruikbaar getal"),
        ({"email": "geen adres"}, "email: 'geen adres' is geen e-mailadres"),
    ],
)
def test_a_fact_that_makes_no_sense_is_refused_by_name(feiten: dict[str, Any], melding: str) -> None:
    beleid = library.load("zz-huisartsenzorg-2025")
    if "ingeschreven_patienten" in feiten:
        feit = library.dictionary().feit["ingeschreven_patienten"]
        from zorginkoop.beleid.feiten import value

        with pytest.raises(Gebruikersfout) as fout:
            value("ingeschreven_patienten", feit, feiten["ingeschreven_patienten"])
    else:
        with pytest.raises(Gebruikersfout) as fout:
            assess(beleid, FEITEN | feiten)

    assert melding in str(fout.value)


def test_a_module_only_another_insurer_knows_is_answered_with_no() -> None:
    toets = assess(library.load("zz-huisartsenzorg-2025"), FEITEN | {"gewenste_prestaties": ["taakdelegatie"]})

    vreemd = next(m for m in toets.afspraken if m.prestatie == "taakdelegatie")
    assert (vreemd.mogelijk, vreemd.redenen) == (False, ("Dit beleid kent deze prestatie niet",))


def test_the_offer_holds_every_basis_row_and_each_possible_wish() -> None:
    beleid = library.load("zz-huisartsenzorg-2025")

    rijen = offer.compose(beleid, assess(beleid, FEITEN))

    namen = {rij.prestatie for rij in rijen}
    assert "poh_ggz" in namen
    assert "mtvp" not in namen
    assert {naam for naam, prestatie in beleid.prestaties.items() if prestatie.basis} <= namen
    assert all(rij.bron == beleid.prestaties[rij.prestatie].bron for rij in rijen)
    assert {(rij.van, rij.tot) for rij in rijen} == {(date(2025, 4, 20), date(2026, 1, 1))}


def test_an_offer_is_refused_while_a_wish_is_undecided() -> None:
    beleid = library.load("zz-huisartsenzorg-2025")
    wens = {"gewenste_prestaties": ["nhg_accreditatie"]}

    with pytest.raises(Gebruikersfout, match="NHG-praktijkaccreditatie kan nog niet worden aangeboden"):
        offer.compose(beleid, assess(beleid, FEITEN | wens))


def test_equal_rows_give_equal_bytes() -> None:
    beleid = library.load("zz-huisartsenzorg-2025")
    rijen = offer.compose(beleid, assess(beleid, FEITEN))

    assert canonical_json(rijen, kenmerk="A") == canonical_json(list(rijen), kenmerk="A")
    assert canonical_json(rijen, kenmerk="A") != canonical_json(rijen[1:], kenmerk="A")


JA_NEE_ONBEKEND = st.none() | st.booleans()
DAG = st.none() | st.integers(0, 800).map(lambda n: date(2024, 1, 1) + timedelta(n))
PRAKTIJK = st.fixed_dictionaries(
    {naam: JA_NEE_ONBEKEND for naam, waarde in FEITEN.items() if isinstance(waarde, bool)}
    | dict.fromkeys(("aanvraagdatum", "datum_volledig", "gewenste_ingangsdatum"), DAG)
    | {
        "contractvorm": st.none() | st.sampled_from(["nieuw", "lopend"]),
        "gewenste_prestaties": st.none() | st.lists(st.sampled_from(["gpo", "poh_gco", "poh_s"]), unique=True),
        "agb_code": st.none() | st.just("01000011"),
        "email": st.none() | st.just("a@b.nl"),
        "iban": st.none() | st.just("NL02ABNA0123456789"),
        "ro_aansluiting": JA_NEE_ONBEKEND,
        "poh_ouderen_in_opleiding": JA_NEE_ONBEKEND,
    }
)


@BELEID
@settings(max_examples=25, deadline=None)
@given(praktijken=st.lists(PRAKTIJK, min_size=1, max_size=6))
def test_a_practice_and_the_whole_market_come_out_the_same(naam: str, praktijken: list[dict[str, Any]]) -> None:
    beleid = library.load(naam)
    kolommen = [p | {k: None for k in beleid.feiten if k not in p} for p in praktijken]
    schema = beleid.programma._schema
    tabel = pa.Table.from_pylist(kolommen, schema=pa.schema([v for v in schema if v.name in kolommen[0]]))

    samen = assess_table(beleid, tabel).to_pylist()

    for rij, praktijk in zip(samen, praktijken, strict=True):
        een = assess(beleid, {k: v for k, v in praktijk.items() if v is not None})
        assert rij["uitkomst"] == een.uitkomst
        assert rij["ingangsdatum"] == een.ingangsdatum
        assert {e.eis: e.uitkomst for e in een.eisen} == {e: rij[f"=eis.{e}"] for e in beleid.eisen}
