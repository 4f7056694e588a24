"""Payment batches: to the cent, in the right letters, and never half."""

import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop.adapters.sepa import GROOTSTE_CENT, Batch, Betaling, Opdrachtgever, write_batch
from zorginkoop.kern.fouten import Gebruikersfout

NS = {"n": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
BETALER = Opdrachtgever("Coöperatie Voorbeeld & Zonen U.A.", "NL91ABNA0417164300", "ABNANL2A")
POST = Betaling("Huisartsenpraktijk Müller", "NL91ABNA0417164300", 12345, "Declaraties april 2025", "RUN-1")
MOMENT = datetime(2025, 4, 10, 22, 30, tzinfo=UTC)


def batch(*betalingen: Betaling, **anders: Any) -> Batch:
    gegevens: dict[str, Any] = {
        "opdrachtgever": BETALER,
        "betalingen": betalingen,
        "uitvoerdatum": date(2025, 4, 14),
        "batchkenmerk": "BATCH-2025-04",
        "moment": MOMENT,
    }
    return write_batch(**{**gegevens, **anders})


def texts(xml: bytes, name: str) -> list[str]:
    return [str(element.text) for element in ET.fromstring(xml).iterfind(f".//n:{name}", NS)]


def test_says_who_pays_whom_how_much_and_when() -> None:
    xml = batch(POST).xml
    assert texts(xml, "MsgId") == ["BATCH-2025-04"]
    assert texts(xml, "CreDtTm") == ["2025-04-11T00:30:00"]
    assert texts(xml, "ReqdExctnDt/n:Dt") == ["2025-04-14"]
    assert texts(xml, "InstdAmt") == ["123.45"]
    assert texts(xml, "EndToEndId") == ["RUN-1"]
    assert texts(xml, "Cdtr/n:Nm") == ["Huisartsenpraktijk Muller"]
    assert texts(xml, "Dbtr/n:Nm") == ["Cooperatie Voorbeeld + Zonen U.A."]
    assert texts(xml, "Ustrd") == ["Declaraties april 2025"]


def test_equal_input_gives_equal_bytes() -> None:
    assert batch(POST).xml == batch(POST).xml


@settings(max_examples=30, deadline=None)
@given(cents=st.lists(st.integers(1, GROOTSTE_CENT), min_size=1, max_size=30))
def test_sums_and_counts_agree_to_the_cent(cents: list[int]) -> None:
    made = batch(*(replace(POST, bedrag_cent=c, kenmerk=f"K{n}") for n, c in enumerate(cents)))
    amounts = [int(Decimal(t) * 100) for t in texts(made.xml, "InstdAmt")]
    assert amounts == cents
    assert made.totaal_cent == sum(cents)
    assert made.aantal == len(cents)
    assert {int(Decimal(t) * 100) for t in texts(made.xml, "CtrlSum")} == {sum(cents)}
    assert set(texts(made.xml, "NbOfTxs")) == {str(len(cents))}


@settings(max_examples=60, deadline=None)
@given(name=st.text(min_size=1, max_size=120), description=st.text(min_size=1, max_size=200))
def test_any_name_is_cleaned_or_refused(name: str, description: str) -> None:
    try:
        xml = batch(replace(POST, naam=name, omschrijving=description)).xml
    except Gebruikersfout as fout:
        assert "leeg" in fout.melding
        return
    for written, longest in ((texts(xml, "Cdtr/n:Nm")[0], 70), (texts(xml, "Ustrd")[0], 140)):
        assert 1 <= len(written) <= longest
        assert written.isascii()
        assert not set(written) & set('<>&"#@\n\t')


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"bedrag_cent": 0}, "groter dan nul"),
        ({"bedrag_cent": -1}, "groter dan nul"),
        ({"bedrag_cent": GROOTSTE_CENT + 1}, "kan niet worden overgemaakt"),
        ({"bedrag_cent": 1.5}, "geen geheel aantal"),
        ({"bedrag_cent": True}, "geen geheel aantal"),
        ({"iban": "NL91ABNA0417164301"}, "IBAN"),
        ({"iban": ""}, "IBAN"),
        ({"naam": "  "}, "leeg"),
        ({"naam": "///"}, "leeg"),
        ({"kenmerk": ""}, "kenmerk"),
        ({"kenmerk": "K" * 36}, "kenmerk"),
        ({"kenmerk": "K<1>"}, "kenmerk"),
        ({"kenmerk": "/K"}, "kenmerk"),
    ],
)
def test_a_wrong_payment_stops_the_batch_and_is_named(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(Gebruikersfout, match=message) as fout:
        batch(POST, replace(POST, **{"kenmerk": "RUN-2", **wrong}))
    assert fout.value.plaats.startswith("betaling 2")


def test_nothing_is_paid_twice() -> None:
    with pytest.raises(Gebruikersfout, match="twee keer"):
        batch(POST, replace(POST, bedrag_cent=1))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"betalingen": []}, "niets te betalen"),
        ({"uitvoerdatum": date(2025, 4, 9)}, "verleden"),
        ({"batchkenmerk": "B" * 36}, "kenmerk"),
        ({"opdrachtgever": replace(BETALER, iban="NL00")}, "IBAN"),
        ({"opdrachtgever": replace(BETALER, bic="ABNA")}, "BIC"),
        ({"opdrachtgever": replace(BETALER, naam="")}, "leeg"),
    ],
)
def test_a_wrong_batch_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(Gebruikersfout, match=message):
        batch(POST, **wrong)


def test_a_thousand_payments_are_fast() -> None:
    payments = [replace(POST, bedrag_cent=n + 1, kenmerk=f"K{n}") for n in range(1000)]
    batch(POST)
    start = time.perf_counter()
    assert batch(*payments).totaal_cent == 500_500
    assert time.perf_counter() - start < 5
