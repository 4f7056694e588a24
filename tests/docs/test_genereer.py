"""The generated documentation is what the sources say, is complete, and notices a change."""

import json
from datetime import date
from pathlib import Path

import pytest

from docs import genereer
from docs.bouw import handboek, regeltaal, toestanden
from docs.bouw.opmaak import day, table, until
from docs.bouw.voorbeelden import executable, of_policy
from zorginkoop.beleid import calculate, library
from zorginkoop.beleid.model import Beleidsbestand
from zorginkoop.beleid.versie import Beleid
from zorginkoop.engine.redenen import REDENEN
from zorginkoop.kern.geld import als_euro, uit_decimaal
from zorginkoop.regels.taal import FUNCTIES

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    return genereer.pages()


def test_what_is_committed_is_what_is_generated(wanted) -> None:
    assert genereer.differences(wanted, DOCS) == []


def test_generating_again_finds_nothing_to_change() -> None:
    assert genereer.main(["--check"]) == 0


@pytest.mark.parametrize("beleid", handboek.shipped(), ids=lambda beleid: beleid.naam)
def test_every_rule_and_tariff_of_a_policy_appears(beleid: Beleid) -> None:
    page = handboek.page(beleid)
    for naam, eis in beleid.eisen.items():
        assert f"`eis.{naam}`\n\n```sql\n{eis.regel.strip()}\n```" in page
        assert eis.weigering in page
    for naam, prestatie in beleid.prestaties.items():
        assert page.count(f"`prestatie.{naam}`: ") == 1
        assert all(v.regel in page and v.reden in page for v in beleid.voorwaarden(naam))
        assert all((als_euro(uit_decimaal(t.bedrag)) if t.bedrag else t.regel) in page for t in prestatie.tarief)
    assert all(v.zin in page and v.rekensom in page for v in of_policy(beleid))
    assert all(f"| {naam} | {t.titel}" in page for naam, t in beleid.inhoud.tegenstrijdigheid.items())
    assert f"{len(executable(beleid))} regels: " in page


def test_the_formulas_of_a_calculator_stand_with_the_policy_it_belongs_to() -> None:
    page = handboek.page(library.load("zz-huisartsenzorg-2025"))

    for naam in ("indexatie", "valpreventie", "service_bereikbaarheid"):
        tool = calculate.load(library.load("zz-huisartsenzorg-2025"), naam)
        assert all(afleiding.regel in page for afleiding in tool.inhoud.afleiding.values())
        assert all(voorwaarde.reden in page for voorwaarde in tool.inhoud.voorwaarde.values())
    assert "rekentool.valpreventie" not in handboek.page(library.load("zz-hds-2024"))


def test_a_shared_fact_stands_only_with_the_policies_that_use_it() -> None:
    assert "nza_mtvp_segment" in handboek.page(library.load("zz-huisartsenzorg-2025"))
    assert "nza_mtvp_segment" not in handboek.page(library.load("zz-hds-2024"))


def test_a_changed_rule_makes_the_check_fail_and_names_the_file(wanted, tmp_path, monkeypatch, capsys) -> None:
    genereer.write(wanted, tmp_path)
    eerste, *rest = handboek.shipped()
    anders = tmp_path / "anders.toml"
    anders.write_text(eerste.pad.read_text().replace('regel = "big_registratie"', 'regel = "NOT big_registratie"'))
    monkeypatch.setattr(handboek, "shipped", lambda: [library.load_file(anders), *rest])

    assert genereer.main(["--check"], docs=tmp_path) == 1
    fout = capsys.readouterr().err
    assert fout.splitlines() == [
        f"docs/handboek/{handboek.filename(eerste)} is niet wat de bronnen zeggen; draai `make docs`"
    ]


def test_a_chapter_of_a_policy_that_is_gone_is_noticed_and_removed(tmp_path) -> None:
    paginas = {"handboek/wel.md": "wel"}
    genereer.write(paginas, tmp_path)
    (tmp_path / "handboek" / "niet-meer.md").write_text("oud")

    assert genereer.differences(paginas, tmp_path) == ["handboek/niet-meer.md"]
    genereer.write(paginas, tmp_path)
    assert [pad.name for pad in tmp_path.rglob("*.md")] == ["wel.md"]


def test_another_argument_is_refused(capsys) -> None:
    assert genereer.main(["--chek"]) == 2
    assert "--check" in capsys.readouterr().err


def test_the_schema_knows_every_key_of_a_policy_file(wanted) -> None:
    schema = json.loads(wanted["beleid.schema.json"])

    assert set(schema["properties"]) == set(Beleidsbestand.model_fields)
    assert set(schema["$defs"]["Eis"]["required"]) == {"titel", "regel", "gevolg", "bron", "weigering"}
    assert schema["$defs"]["Eis"]["additionalProperties"] is False


def test_every_function_has_an_example_and_every_reason_a_row(wanted) -> None:
    assert set(regeltaal.VOORBEELDEN) == set(FUNCTIES)
    assert all(f"| `{naam}` | {uitleg} |" in wanted["regeltaal.md"] for naam, uitleg in FUNCTIES.items())
    assert all(f"| `{code}` | " in wanted["retourcodes.md"] for code in REDENEN)


def test_an_unknown_condition_or_argument_makes_the_outcome_unknown() -> None:
    assert regeltaal.value("CASE WHEN a THEN 'ja' ELSE 'nee' END") is None
    assert regeltaal.value("LEAST(aantal, 3)") is None
    assert regeltaal.value("LEAST(aantal, 3)", aantal=2) == 2


def test_an_example_of_a_refusal_must_be_refused() -> None:
    with pytest.raises(ValueError, match="wordt niet geweigerd"):
        regeltaal.refusal("aantal > 1")


def test_every_record_with_states_has_a_diagram() -> None:
    page = toestanden.page()

    for naam in ("Aanvraag", "Aanbod", "Overeenkomst", "Mutatie", "Volging", "Declaratiebestand", "Betaalbatch"):
        assert f"\n## {naam}\n\n```mermaid\nstateDiagram-v2\n    [*] --> " in page


def test_a_cell_stays_on_its_line_and_dates_read_as_dutch() -> None:
    assert table(["a"], [["x |\n y"]]) == "| a |\n| --- |\n| x \\| y |\n\n"
    assert day(date(2025, 3, 1)) == "1 maart 2025"
    assert until(date(2025, 3, 1)) == "28 februari 2025"
