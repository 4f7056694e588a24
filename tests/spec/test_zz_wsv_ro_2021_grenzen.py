"""Zorg en Zekerheid, WSV en RO 2021: een start op een kwartaal is geen start op 1 januari."""

import pytest

from tests.spec.test_zz_wsv_ro_2021 import OPRICHTEN, PLANNING, WSV


@WSV.voorbeeld("004", OPRICHTEN, "eis.gegeven_iban", "eis.gegeven_ingangsdatum")
@pytest.mark.parametrize(
    ("eis", "gegeven"), [("gegeven_iban", "iban"), ("gegeven_ingangsdatum", "gewenste_ingangsdatum")]
)
def test_wat_is_ingevuld_is_er_en_wat_ontbreekt_is_onbekend(eis: str, gegeven: str) -> None:
    """Een ingevuld gegeven: gehaald. Een leeg gegeven: onbekend, dus een vraag en geen nee."""
    assert WSV.eis(eis).uitkomst is True
    assert WSV.eis(eis, **{gegeven: None}).uitkomst is None


@WSV.voorbeeld("004", PLANNING, "eis.begroting_op_tijd")
@pytest.mark.parametrize(
    ("start", "ingediend", "op_tijd"),
    [("2021-04-01", "2021-03-01", True), ("2021-04-01", None, True), ("2021-01-01", "2020-09-02", False)],
)
def test_1_september_telt_alleen_voor_een_start_op_1_januari(start: str, ingediend: str | None, op_tijd: bool) -> None:
    """Wie op 1 april start, heeft met 1 september niets te maken; wie op 1 januari start wel."""
    assert WSV.eis("begroting_op_tijd", gewenste_ingangsdatum=start, begroting_datum=ingediend).uitkomst is op_tijd


@WSV.voorbeeld("004", PLANNING, "eis.jaarstukken_op_tijd")
@pytest.mark.parametrize(("aangeleverd", "op_tijd"), [("2020-05-01", True), ("2020-05-02", False)])
def test_de_jaarstukken_horen_bij_het_jaar_en_niet_bij_het_kwartaal(aangeleverd: str, op_tijd: bool) -> None:
    """Start 1 juli 2021: het jaar begint 1 januari, acht maanden eerder is 1 mei 2020."""
    feiten = {"gewenste_ingangsdatum": "2021-07-01", "contractvorm": "lopend", "jaarstukken_datum": aangeleverd}

    assert WSV.eis("jaarstukken_op_tijd", **feiten).uitkomst is op_tijd


@WSV.voorbeeld("004", OPRICHTEN, "eis.planning_besproken")
@pytest.mark.parametrize("start", ["2021-04-01", "2021-07-01", "2021-10-01"])
def test_ook_een_start_op_een_kwartaal_vraagt_overleg_over_de_planning(start: str) -> None:
    """Alleen 1 januari volgt de jaarplanning; 1 april, juli en oktober niet."""
    assert WSV.eis("planning_besproken", gewenste_ingangsdatum=start, planning_besproken=False).uitkomst is False
