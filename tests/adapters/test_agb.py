"""The AGB register: read whole from JSON and CSV alike, or refused with every error at its place."""

import csv
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop.adapters import agb_rijen
from zorginkoop.adapters.agb import MEESTE_FOUTEN, RegisterBestand, Registerfout, lees_register

KINDS = ("zorgverleners", "vestigingen", "ondernemingen", "relaties")


def register() -> dict[str, list[dict[str, Any]]]:
    return {
        "zorgverleners": [
            {
                "AGBCode": "01000001",
                "Aanvang": "2010-01-01",
                "Naam": "A. de Vries",
                "Voorletters": "A.",
                "Tussenvoegsel": "de",
                "Achternaam": "Vries",
                "Geboortedatum": "1970-02-28",
                "Zorgsoort": "0101",
                "Erkenningen": [{"Code": "BIG", "Registratienummer": "19000000001"}],
                "Kwalificaties": [{"Code": "0110"}, {"Code": "0101"}],
            }
        ],
        "vestigingen": [
            {
                "AGBCode": "01001234",
                "Aanvang": "2012-05-01",
                "Einde": "2030-12-31",
                "Naam": "De Ooievaar",
                "Handelsnaam": "Huisartsenpraktijk De Ooievaar",
                "Adressen": [
                    {"Straat": "Breestraat", "Huisnummer": "12", "Toevoeging": "a"}
                    | {"Postcode": "2311 CS", "Plaats": "Leiden"}
                ],
                "Communicatiegegevens": [
                    {"Type": "telefoon", "Gegeven": "071 000 00 00"},
                    {"Type": "email", "Gegeven": "Info@Ooievaar.example.org"},
                ],
            }
        ],
        "ondernemingen": [{"AGBCode": "17000001", "Aanvang": "2012-05-01", "Naam": "Ooievaar B.V."}],
        "relaties": [
            {"van": "01000001", "naar": "01001234", "rol": "werkzaam", "type": "eigenaar", "aanvang": "2012-05-01"},
            {"van": "01001234", "naar": "17000001", "rol": "onderdeel", "aanvang": "2012-05-01", "einde": "2020-12-31"},
        ],
    }  # fmt: skip


def as_json(folder: Path, data: Any) -> Path:
    path = folder / "register.json"
    path.write_text(json.dumps(data, indent=1))
    return path


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """How a spreadsheet would have the row."""
    out = {k: v for k, v in row.items() if not isinstance(v, list)}
    out |= row.get("Adressen", [{}])[0]
    for entry in row.get("Communicatiegegevens", []):
        out[entry["Type"].capitalize()] = entry["Gegeven"]
    for name in ("Erkenningen", "Kwalificaties"):
        out[name] = "|".join(":".join(part.values()) for part in row.get(name, []))
    return out


def as_csv(folder: Path, data: dict[str, list[dict[str, Any]]], delimiter: str = ";") -> Path:
    target = folder / "register"
    target.mkdir()
    for kind, rows in data.items():
        flattened = [flat(row) for row in rows]
        fields = list(dict.fromkeys(name for row in flattened for name in row))
        with (target / f"{kind}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, fields, delimiter=delimiter)
            writer.writeheader()
            writer.writerows(flattened)
    return target


def as_zip(folder: Path, data: dict[str, list[dict[str, Any]]]) -> Path:
    source, path = as_csv(folder, data), folder / "register.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in source.iterdir():
            archive.write(file, f"export/{file.name}")
    return path


def errors(path: Path) -> list[str]:
    with pytest.raises(Registerfout) as fout:
        lees_register(path)
    assert fout.value.melding.startswith("Er is niets ingelezen")
    return [str(f) for f in fout.value.fouten]


def test_json_gives_the_register(tmp_path: Path) -> None:
    gelezen = lees_register(as_json(tmp_path, register()))
    (vestiging,) = gelezen.vestigingen
    assert vestiging.agb_code == "01001234"
    assert (vestiging.van, vestiging.tot) == (date(2012, 5, 1), date(2031, 1, 1))
    assert vestiging.adres == "Breestraat 12a, 2311 CS Leiden"
    assert vestiging.email == "info@ooievaar.example.org"
    assert gelezen.zorgverleners[0].email is None
    assert [k.code for k in gelezen.zorgverleners[0].kwalificaties] == ["0110", "0101"]
    assert [(r.van_agb, r.naar_agb, r.tot) for r in gelezen.relaties] == [
        ("01000001", "01001234", None),
        ("01001234", "17000001", date(2021, 1, 1)),
    ]


def without_order(gelezen: RegisterBestand) -> Any:
    return [[p.model_dump() for p in getattr(gelezen, kind)] for kind in KINDS]


def test_csv_and_zip_give_the_same_apart_from_order_of_contact_data(tmp_path: Path) -> None:
    data = register()
    data["vestigingen"][0]["Communicatiegegevens"].reverse()
    expected = without_order(lees_register(as_json(tmp_path, data)))
    assert without_order(lees_register(as_zip(tmp_path, data))) == expected
    assert without_order(lees_register(tmp_path / "register")) == expected
    (tmp_path / "komma").mkdir()
    assert without_order(lees_register(as_csv(tmp_path / "komma", data, ","))) == expected


def test_spelling_of_field_names_is_free(tmp_path: Path) -> None:
    data = register()
    data["ondernemingen"] = [{"agb_code": "17000001", "aanvang": "20120501", "NAAM": "X", "statutaire_naam": "Y"}]
    assert lees_register(as_json(tmp_path, data)).ondernemingen[0].statutaire_naam == "Y"


@pytest.mark.parametrize(
    ("kind", "change", "message"),
    [
        ("zorgverleners", {"AGBCode": "1000001"}, "AGBCode: Een AGB-code heeft precies acht cijfers"),
        ("zorgverleners", {"AGBCode": 1000001}, "AGBCode: een AGB-code is tekst"),
        ("zorgverleners", {"Aanvang": "01-02-2020"}, "Aanvang: '01-02-2020' is geen datum"),
        ("zorgverleners", {"Aanvang": 0}, "Aanvang: '0' is geen datum"),
        ("zorgverleners", {"Aanvang": None}, "Aanvang: ontbreekt"),
        ("vestigingen", {"Einde": "2012-04-30"}, "Einde ligt voor Aanvang"),
        ("vestigingen", {"Einde": "9999-12-31"}, "laat Einde leeg"),
        ("vestigingen", {"Naam": "N" * 61}, "Naam: is langer dan 60 tekens"),
        ("vestigingen", {"Naan": "x"}, "Naan: dit veld bestaat niet"),
        ("vestigingen", {"naam": "x"}, "een veld staat er twee keer in"),
        ("vestigingen", {"Adressen": "Breestraat"}, "Adressen: moet een lijst zijn"),
        ("vestigingen", {"Adressen": ["Breestraat"]}, "Adressen 1: moet een object"),
        ("vestigingen", {"Communicatiegegevens": [{"Type": "email", "Gegeven": "geen {mail}"}]}, "geen e-mailadres"),
        ("ondernemingen", {"AGBCode": "01001234"}, "AGBCode: 01001234 staat ook in register.json, regel"),
        ("relaties", {"van": "01009999"}, "Van: 01009999 staat niet in het register"),
        ("relaties", {"naar": "01000001"}, "Van en Naar zijn dezelfde"),
        ("relaties", {"rol": ""}, "Rol: ontbreekt"),
    ],
)
def test_a_wrong_row_names_file_line_and_field(tmp_path: Path, kind: str, change: dict[str, Any], message: str) -> None:
    data = register()
    data[kind][0] |= change
    path = as_json(tmp_path, data)
    found = errors(path)
    key = f'"{kind}": ['
    line = next(n for n, text in enumerate(path.read_text().splitlines(), start=1) if key in text) + 1
    assert any(message in f and f.startswith(f"register.json, regel {line}") for f in found), found


def test_csv_error_names_its_line(tmp_path: Path) -> None:
    data = register()
    data["vestigingen"] = [{**data["vestigingen"][0], "AGBCode": f"0100{n:04d}"} for n in range(1234, 1240)]
    data["vestigingen"][3]["Aanvang"] = "gisteren"
    assert errors(as_csv(tmp_path, data)) == [
        "vestigingen.csv, regel 5, Aanvang: 'gisteren' is geen datum; schrijf jjjj-mm-dd"
    ]


def test_csv_row_of_another_length_is_refused(tmp_path: Path) -> None:
    folder = as_csv(tmp_path, register())
    file = folder / "ondernemingen.csv"
    file.write_text(file.read_text() + "17000002;2020-01-01\n")
    assert errors(folder) == ["ondernemingen.csv, regel 3: Deze regel heeft 2 velden in plaats van 5"]


def test_all_errors_are_listed_up_to_a_limit(tmp_path: Path) -> None:
    data = register()
    data["vestigingen"] = [{"AGBCode": "x", "Aanvang": "y", "Naam": "z"} for _ in range(10)]
    assert len(errors(as_json(tmp_path, data))) == 20
    data["vestigingen"] *= 10
    assert len(errors(as_json(tmp_path, data))) == MEESTE_FOUTEN


def test_the_same_relation_may_return_but_not_overlap(tmp_path: Path) -> None:
    data = register()
    again = {**data["relaties"][1], "aanvang": "2021-01-01", "einde": None}
    data["relaties"].append(again)
    assert len(lees_register(as_json(tmp_path, data)).relaties) == 3
    again["aanvang"] = "2020-12-31"
    assert ["loopt nog volgens" in f for f in errors(as_json(tmp_path, data))] == [True]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("r.json", b"", "regel 1: Hier is het bestand geen geldige JSON"),
        ("r.json", b'{\n"relaties": [\n{"van": }]}', "regel 3: Hier is het bestand geen geldige JSON"),
        ("r.json", b'{"relaties": []} x', "geen geldige JSON"),
        ("r.json", b"[]", "geen geldige JSON"),
        ("r.json", b"{}", "Er ontbreekt: zorgverleners"),
        ("r.json", b'{"patienten": []}', "'patienten' kan hier niet staan"),
        ("r.json", b'{"relaties": [], "relaties": []}', "'relaties' kan hier niet staan"),
        ("r.json", b'{"relaties": [1]}', "object met velden"),
        ("r.json", b'{"relaties": [' + b"[" * 200_000, "te diep genest"),
        ("r.json", b'{"vestigingen": [{"Naam": "a", "Naam": "b"}]}', "dit veld bestaat niet"),
        ("r.json", b"{\n\xff", "regel 2: Het bestand is geen UTF-8-tekst"),
        ("r.zip", b"PK\x05\x06" + b"\0" * 18, "Er ontbreekt: zorgverleners.csv"),
        ("r.xlsx", b"xx", "Een register is een JSON-bestand"),
    ],
)
def test_a_broken_file_is_refused_in_plain_words(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert any(message in f for f in errors(path)), errors(path)


def test_missing_file(tmp_path: Path) -> None:
    assert errors(tmp_path / "weg.json") == ["weg.json: Het bestand kan niet worden gelezen"]


def test_size_is_bounded_whatever_the_zip_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = as_zip(tmp_path, register())
    monkeypatch.setattr(agb_rijen, "GROOTSTE", 100)
    assert "groter dan" in errors(path)[0]
    assert "groter dan" in errors(tmp_path / "register")[0]
    assert "groter dan" in errors(as_json(tmp_path, register()))[0]


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_no_damaged_file_raises_anything_else(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    text = json.dumps(register()).encode()
    at = data.draw(st.integers(0, len(text) - 1))
    path = tmp_path_factory.mktemp("r") / "register.json"
    path.write_bytes(text[:at] + data.draw(st.binary(max_size=3)) + text[at + data.draw(st.integers(0, 3)) :])
    try:
        lees_register(path)
    except Registerfout as fout:
        assert fout.fouten
