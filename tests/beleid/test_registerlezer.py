"""A register from outside: read as it is, or refused in words, whatever is in the file."""

import io
import random

import pyarrow as pa
import pyarrow.parquet
import pytest

from zorginkoop.beleid import registerlezer
from zorginkoop.kern.fouten import Gebruikersfout

KOLOMMEN = ("agb_code", "kernregio", "gewenste_prestaties")
TABEL = pa.table({"agb_code": ["01000001", "01000002"], "kernregio": [True, None], "overig": [1, 2]})


def parquet(tabel: pa.Table, **opties: object) -> bytes:
    uit = io.BytesIO()
    pyarrow.parquet.write_table(tabel, uit, **opties)
    return uit.getvalue()


def refused(inhoud: bytes) -> str:
    with pytest.raises(Gebruikersfout) as fout:
        registerlezer.read_bytes(inhoud, KOLOMMEN)
    return str(fout.value)


@pytest.mark.parametrize(
    "inhoud",
    [
        parquet(TABEL),
        b"agb_code,kernregio,overig\n01000001,true,1\n01000002,,2\n",
        "\ufeffagb_code;kernregio;overig\r\n01000001;true;1\r\n01000002;;2\r\n".encode(),
    ],
    ids=["parquet", "csv", "spreadsheet"],
)
def test_only_the_columns_asked_for_are_read(inhoud: bytes) -> None:
    gelezen = registerlezer.read_bytes(inhoud, KOLOMMEN)

    assert gelezen.sort_by("agb_code").to_pydict() == {"agb_code": ["01000001", "01000002"], "kernregio": [True, None]}


def test_what_is_not_a_table_is_refused() -> None:
    kapot = bytearray(parquet(TABEL))
    kapot[20:120] = random.Random(1).randbytes(100)
    for inhoud in (b"", b"\xff\xfe\x00", b"PAR1", bytes(kapot)):
        assert "is niet te lezen als CSV" in refused(inhoud)
    assert "heeft 0 praktijken" in refused(b"agb_code\n")
    assert "te veel kolommen" in refused(b"agb_code" + b",x" * 500 + b"\n" + b"1" * 500)


def test_a_file_that_swells_when_it_is_read_is_refused() -> None:
    """Twenty thousand times the same three million letters fit in a file of a few hundred kilobytes."""
    woord = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), 20_000), pa.array(["x" * 3_000_000]))
    inhoud = parquet(pa.table({"agb_code": woord}), store_schema=False)

    assert len(inhoud) < 1_000_000
    assert refused(inhoud)


def test_too_many_practices_are_refused() -> None:
    meer = pa.table({"agb_code": pa.repeat("01000001", registerlezer.MAX_PRAKTIJKEN + 1)})
    assert "meer dan 20.000 praktijken" in refused(parquet(meer))


def test_reading_that_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registerlezer, "SECONDEN", 0.01)
    assert "is niet te lezen" in refused(parquet(TABEL))
