"""Zorg en Zekerheid, huisartsenzorg 2025: de dag voor en op elke grens, en beide kanten van elke vraag."""

import pytest

from tests.spec.test_zz_huisartsenzorg_2025 import GEGEVENS, MTVP, ZZ

GEVRAAGD = {
    "gegeven_ingangsdatum": "gewenste_ingangsdatum",
    "gegeven_agb_code": "agb_code",
    "gegeven_email": "email",
    "gegeven_iban": "iban",
    "gegeven_maatwerk": "gewenste_prestaties",
}
VROEG = {"aanvraagdatum": "2022-12-01", "datum_volledig": "2022-12-01"}


@ZZ.voorbeeld("000", GEGEVENS, *(f"eis.{eis}" for eis in GEVRAAGD))
@pytest.mark.parametrize(("eis", "gegeven"), list(GEVRAAGD.items()))
def test_wat_is_ingevuld_is_er_en_wat_ontbreekt_is_onbekend(eis: str, gegeven: str) -> None:
    """Een ingevuld gegeven: gehaald. Een leeg gegeven: onbekend, dus een vraag en geen nee."""
    assert ZZ.eis(eis).uitkomst is True
    assert ZZ.eis(eis, **{gegeven: None}).uitkomst is None


@ZZ.voorbeeld("001", "5.2", "eis.looptijd")
@pytest.mark.parametrize(
    ("dag", "binnen"), [("2024-12-31", False), ("2025-01-01", True), ("2025-12-31", True), ("2026-01-01", False)]
)
def test_dit_beleid_is_voor_een_ingang_in_2025(dag: str, binnen: bool) -> None:
    """1 januari tot en met 31 december 2025; de dag ervoor en de dag erna niet."""
    assert ZZ.eis("looptijd", gewenste_ingangsdatum=dag, **VROEG).uitkomst is binnen


@ZZ.voorbeeld("001", MTVP, "prestatie.mtvp", "nza_mtvp_segment")
@pytest.mark.parametrize(
    ("dag", "segment_3"), [("2023-03-31", False), ("2023-04-01", True), ("2024-12-31", True), ("2025-01-01", False)]
)
def test_mtvp_was_van_1_april_2023_tot_en_met_2024_een_prestatie_in_segment_3(dag: str, segment_3: bool) -> None:
    """Voor 1 april 2023 was er geen MTVP, vanaf 1 januari 2025 staat het in segment 1. De voorwaarde van de module
    geldt daartussen.
    """
    module = ZZ.prestatie("mtvp", gewenste_ingangsdatum=dag, **VROEG)

    assert any("segment 1" in reden for reden in module.redenen) is not segment_3


@ZZ.voorbeeld("001", "3.4", "eis.poh_ouderen_in_opleiding")
@pytest.mark.parametrize(
    ("wensen", "in_opleiding", "zonder_oordeel"),
    [(["poh_gco"], True, False), (["poh_gco"], False, True), ([], True, True), ([], False, True)],
)
def test_alleen_poh_gco_met_iemand_in_opleiding_vraagt_een_oordeel(
    wensen: list[str], in_opleiding: bool, zonder_oordeel: bool
) -> None:
    """Zonder de module is er niets te beoordelen, en zonder opleiding ook niet."""
    uitslag = ZZ.eis("poh_ouderen_in_opleiding", gewenste_prestaties=wensen, poh_ouderen_in_opleiding=in_opleiding)

    assert uitslag.uitkomst is zonder_oordeel


@ZZ.voorbeeld("001", "5.4", "eis.aansluiting_ro")
@pytest.mark.parametrize("antwoord", [True, False, None])
def test_het_antwoord_op_de_aansluiting_bij_de_ro_is_de_uitkomst(antwoord: bool | None) -> None:
    """Ja is ja, nee is nee, en zonder antwoord is het onbekend."""
    assert ZZ.eis("aansluiting_ro", ro_aansluiting=antwoord).uitkomst is antwoord


@ZZ.voorbeeld("001", "5.4", "eis.niet_voor_volledig")
def test_een_ingangsdatum_op_de_dag_van_volledigheid_is_niet_ervoor() -> None:
    """Aanvraag 20 maart, volledig 1 april, gewenst 15 april: te laat, dus 1 april, en dat is de dag zelf."""
    feiten = {"aanvraagdatum": "2025-03-20", "datum_volledig": "2025-04-01", "gewenste_ingangsdatum": "2025-04-15"}

    assert str(ZZ.start(**feiten)) == "2025-04-01"
    assert ZZ.eis("niet_voor_volledig", **feiten).uitkomst is True


@ZZ.voorbeeld("001", "3.4", "prestatie.poh_s")
@pytest.mark.parametrize(
    ("dag", "in_opleiding", "telt_mee"),
    [("2025-12-31", True, True), ("2026-01-01", True, False), ("2026-01-01", False, True)],
)
def test_in_opleiding_telt_mee_tot_het_einde_van_2025(dag: str, in_opleiding: bool, telt_mee: bool) -> None:
    """31 december 2025 valt in de periode, 1 januari 2026 niet meer; wie niet in opleiding is, telt altijd mee."""
    module = ZZ.prestatie("poh_s", gewenste_ingangsdatum=dag, poh_s_in_opleiding=in_opleiding, **VROEG)

    assert any("opleiding" in reden for reden in module.redenen) is not telt_mee


@ZZ.voorbeeld("000", "Mogelijke maatwerkafspraken", "prestatie.service_bereikbaarheid")
def test_een_onderdeel_service_en_bereikbaarheid_is_genoeg() -> None:
    """Een van de vier onderdelen: 1 × 15 = 15 cent (demonstratie)."""
    module = ZZ.prestatie("service_bereikbaarheid", service_onderdelen=["telefoon"])

    assert (module.mogelijk, module.tarief) == (True, 15)


@ZZ.voorbeeld("001", "3.4", "prestatie.borgen_continuiteit")
@pytest.mark.parametrize(
    ("tekort", "groei", "redenen"), [(True, False, 1), (False, True, 1), (True, True, 1), (False, False, 2)]
)
def test_een_tekortregio_of_veel_nieuwe_patienten_is_elk_genoeg(tekort: bool, groei: bool, redenen: int) -> None:
    """Met een van beide blijft alleen over dat het bedrag op maat is; zonder beide komt er een reden bij."""
    module = ZZ.prestatie("borgen_continuiteit", tekortregio=tekort, veel_nieuwe_patienten=groei)

    assert len(module.redenen) == redenen
