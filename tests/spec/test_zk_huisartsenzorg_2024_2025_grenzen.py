"""Zilveren Kruis, huisartsenzorg 2024-2025, in elke versie: beide kanten van elke vraag, en beide jaren."""

from datetime import date

import pytest

from tests.spec.test_zk_huisartsenzorg_2024_2025 import VOORWAARDEN, WIJZIGINGEN, ZK
from tests.spec.test_zk_huisartsenzorg_2024_2025_versies import V10, V11
from tests.spec.voorbeeld import Boek

ELKE = pytest.mark.parametrize("zk", [V10, V11, ZK], ids=["1.0", "1.1", "1.2"])
GEVRAAGD = {
    "gegeven_ingangsdatum": "gewenste_ingangsdatum",
    "gegeven_agb_code": "agb_code",
    "gegeven_iban": "iban",
    "gegeven_email": "email",
    "gegeven_modules": "gewenste_prestaties",
}
GELDIG = {"iban": "NL91ABNA0417164300", "email": "praktijk@voorbeeld.nl", "gewenste_prestaties": ["kwaliteit"]}


@V10.voorbeeld("003", "Contracteerprocedure", *(f"eis.{eis}" for eis in GEVRAAGD))
@V11.voorbeeld("003", "Contracteerprocedure", *(f"eis.{eis}" for eis in GEVRAAGD))
@ZK.voorbeeld("003", "Contracteerprocedure", *(f"eis.{eis}" for eis in GEVRAAGD))
@ELKE
@pytest.mark.parametrize(("eis", "gegeven"), list(GEVRAAGD.items()))
def test_wat_is_ingevuld_is_er_en_wat_ontbreekt_is_onbekend(zk: Boek, eis: str, gegeven: str) -> None:
    """Een ingevuld gegeven: gehaald. Een leeg gegeven: onbekend, dus een vraag en geen nee."""
    ingevuld = {gegeven: GELDIG.get(gegeven) or zk.gegevens[gegeven]}

    assert zk.eis(eis, **ingevuld).uitkomst is True
    assert zk.eis(eis, **{gegeven: None}).uitkomst is None


@V10.voorbeeld("003", "Onze visie", "eis.green_deal")
@V11.voorbeeld("003", "Onze visie", "eis.green_deal")
@ZK.voorbeeld("003", "Onze visie", "eis.green_deal")
@ELKE
@pytest.mark.parametrize("antwoord", [True, False, None])
def test_het_antwoord_op_de_green_deal_is_de_uitkomst(zk: Boek, antwoord: bool | None) -> None:
    """Ja is ja, nee is nee, en zonder antwoord is het onbekend."""
    assert zk.eis("green_deal", gddz_onderschreven=antwoord).uitkomst is antwoord


@V10.voorbeeld("003", WIJZIGINGEN, "tarief.taakdelegatie")
@V11.voorbeeld("003", WIJZIGINGEN, "tarief.taakdelegatie")
@ZK.voorbeeld("003", WIJZIGINGEN, "tarief.taakdelegatie")
@ELKE
@pytest.mark.parametrize("dag", [date(2024, 12, 31), date(2025, 1, 1)])
@pytest.mark.parametrize(("vorm", "cent"), [("vast", 410), ("aanvullend", 190), (None, None)])
def test_taakdelegatie_betaalt_in_beide_jaren_naar_de_gekozen_vorm(
    zk: Boek, dag: date, vorm: str | None, cent: int | None
) -> None:
    """Demonstratiewaarden: vast € 4,10 en aanvullend € 1,90, op de laatste dag van 2024 en de eerste van 2025."""
    assert zk.tarief("taakdelegatie", dag, taakdelegatie_vorm=vorm) == cent


@V10.voorbeeld("003", VOORWAARDEN, "prestatie.service_bereikbaarheid", "tarief.service_bereikbaarheid")
@V11.voorbeeld("003", VOORWAARDEN, "prestatie.service_bereikbaarheid", "tarief.service_bereikbaarheid")
@ZK.voorbeeld("003", VOORWAARDEN, "prestatie.service_bereikbaarheid", "tarief.service_bereikbaarheid")
@ELKE
@pytest.mark.parametrize("dag", [date(2024, 12, 31), date(2025, 1, 1)])
def test_een_module_service_en_bereikbaarheid_is_genoeg_in_beide_jaren(zk: Boek, dag: date) -> None:
    """Een module is al genoeg, en kost € 0,12 (demonstratie); drie modules is 3 × 12 = 36 cent."""
    assert zk.prestatie("service_bereikbaarheid", service_modules=["a"]).mogelijk is True
    assert zk.tarief("service_bereikbaarheid", dag, service_modules=["a"]) == 12
    assert zk.tarief("service_bereikbaarheid", dag, service_modules=["a", "b", "c"]) == 36


@V10.voorbeeld("003", VOORWAARDEN, "eis.looptijd")
@V11.voorbeeld("003", VOORWAARDEN, "eis.looptijd")
@ZK.voorbeeld("003", VOORWAARDEN, "eis.looptijd")
@ELKE
@pytest.mark.parametrize(("dag", "binnen"), [("2025-12-31", True), ("2026-01-01", False)])
def test_de_laatste_dag_van_2025_valt_nog_binnen_de_looptijd(zk: Boek, dag: str, binnen: bool) -> None:
    """31 december 2025 kan nog, 1 januari 2026 niet meer."""
    assert zk.eis("looptijd", gewenste_ingangsdatum=dag).uitkomst is binnen


@V10.voorbeeld("003", VOORWAARDEN, "eis.niet_met_terugwerkende_kracht")
@V11.voorbeeld("003", VOORWAARDEN, "eis.niet_met_terugwerkende_kracht")
@ZK.voorbeeld("003", VOORWAARDEN, "eis.niet_met_terugwerkende_kracht")
@ELKE
@pytest.mark.parametrize(("aanvraag", "vooruit"), [("2024-03-02", True), ("2024-03-03", False)])
def test_een_ingang_op_de_dag_van_de_aanvraag_werkt_niet_terug(zk: Boek, aanvraag: str, vooruit: bool) -> None:
    """Gewenst 2 maart 2024: gevraagd op 2 maart is geen terugwerkende kracht, gevraagd op 3 maart wel."""
    feiten = {"aanvraagdatum": aanvraag, "gewenste_ingangsdatum": "2024-03-02"}

    assert zk.eis("niet_met_terugwerkende_kracht", **feiten).uitkomst is vooruit
