"""Zorg en Zekerheid, handleiding nieuwe huisartsenpraktijk: wat voor de eerste overeenkomst geregeld moet zijn."""

from datetime import date

import pytest

from tests.spec.voorbeeld import Boek
from zorginkoop.beleid import library

START = Boek(
    "zz-nieuwe-praktijk",
    aanvraagdatum="2025-02-10",
    datum_volledig="2025-02-10",
    gewenste_ingangsdatum="2025-03-10",
    contractvorm="nieuw",
    gewenste_prestaties=[],
    agb_code="01000011",
    email="praktijk@voorbeeld.nl",
    iban="NL91ABNA0417164300",
    big_registratie=True,
    nascholing=True,
    praktijkuitrusting=True,
    bereikbaarheid=True,
    waarneming=True,
    vektis_registratie=True,
    vecozo_certificaat=True,
    kernregio=True,
    ro_aansluiting=True,
    ingeschreven_patienten=2350,
    iban_bij_verre_verzekeraars=True,
)
ZAKEN = "Zaken die u moet regelen buiten Zorg en Zekerheid om"


@START.voorbeeld("000", ZAKEN, "eis.agb_in_register", "eis.toegang_vecozo")
@pytest.mark.parametrize(
    ("eis", "gegeven"), [("agb_in_register", "vektis_registratie"), ("toegang_vecozo", "vecozo_certificaat")]
)
def test_zonder_agb_code_in_het_register_of_toegang_tot_vecozo_is_er_geen_eerste_overeenkomst(
    eis: str, gegeven: str
) -> None:
    """Beide noemt de handleiding noodzakelijk; het beleid (5.1) sluit een praktijk zonder uit."""
    assert START.toets().uitkomst == "VOLDOET"
    zonder = START.toets(**{gegeven: False})
    assert (zonder.uitkomst, START.eis(eis, **{gegeven: False}).uitkomst) == ("VOLDOET_NIET", False)
    assert START.eis(eis, **{gegeven: None}).uitkomst is None


@START.voorbeeld("000", ZAKEN, "eis.agb_in_register")
def test_een_onbekende_agb_code_wordt_gevraagd() -> None:
    """Zonder code weten wij niet of de praktijk in het register staat: de aanvraag wacht."""
    assert START.toets(agb_code=None).uitkomst == "ONBEKEND"
    assert START.eis("agb_in_register", agb_code=None).uitkomst is None


@START.voorbeeld("000", ZAKEN, "eis.patienten_bij_ion")
@pytest.mark.parametrize(("aantal", "gemeld"), [(0, False), (1, True), (2350, True), (None, None)])
def test_patienten_op_naam_houden_de_overeenkomst_niet_tegen_maar_worden_gemeld(aantal: int, gemeld: bool) -> None:
    """Eén op naam is genoeg; geen enkele wordt gemeld: er valt dan geen inschrijvingstarief te declareren."""
    assert START.eis("patienten_bij_ion", ingeschreven_patienten=aantal).uitkomst is gemeld
    assert START.toets(ingeschreven_patienten=aantal).uitkomst == "VOLDOET"


@START.voorbeeld("000", ZAKEN, "eis.iban_bij_verre_verzekeraars")
@pytest.mark.parametrize("doorgegeven", [True, False, None])
def test_het_iban_aan_de_verre_verzekeraars_doorgeven_doet_de_praktijk_zelf(doorgegeven: bool | None) -> None:
    """De verzekeraar mag het niet delen; niet doorgegeven wordt gemeld en houdt niets tegen."""
    assert START.eis("iban_bij_verre_verzekeraars", iban_bij_verre_verzekeraars=doorgegeven).uitkomst is doorgegeven
    assert START.toets(iban_bij_verre_verzekeraars=doorgegeven).uitkomst == "VOLDOET"


@START.voorbeeld("000", "Welke gegevens moet u doorgeven", "ingangsdatum")
@pytest.mark.parametrize(
    ("volledig", "gewenst", "start"),
    [
        ("2025-02-09", "2025-03-10", date(2025, 3, 10)),
        ("2025-02-10", "2025-03-10", date(2025, 3, 10)),  # 10 maart min een maand is 10 februari: precies op tijd
        (
            "2025-02-11",
            "2025-03-10",
            date(2025, 4, 1),
        ),  # een dag te laat: eerste kwartaal na de aanvraag van 10 februari
        ("2025-02-28", "2025-03-31", date(2025, 3, 31)),  # 31 maart min een maand is 28 februari
        ("2025-03-01", "2025-03-31", date(2025, 4, 1)),
    ],
)
def test_een_volledige_aanvraag_is_er_een_maand_voor_de_ingangsdatum(volledig: str, gewenst: str, start: date) -> None:
    """Op tijd: de gewenste datum. Te laat: het eerstvolgende kwartaal (beleid 5.4)."""
    assert START.toets(datum_volledig=volledig, gewenste_ingangsdatum=gewenst).ingangsdatum == start


@START.voorbeeld("000", "Mogelijke maatwerkafspraken", "prestatie.gpo")
@pytest.mark.parametrize(("wensen", "kan"), [(["gpo"], False), (["gpo", "poh_gco"], True)])
def test_de_modules_van_het_beleid_gelden_ook_voor_een_nieuwe_praktijk(wensen: list[str], kan: bool) -> None:
    """GPO alleen in combinatie met POH-GCO."""
    assert START.prestatie("gpo", gewenste_prestaties=wensen).mogelijk is kan


@START.voorbeeld("000", "Voorwaarden voor het afsluiten van een overeenkomst")
def test_de_minimumeisen_van_het_beleid_gelden_ook_voor_een_nieuwe_praktijk() -> None:
    """Zonder BIG-registratie (5.1) geen overeenkomst; de handleiding verwijst naar het beleid."""
    assert START.toets(big_registratie=False).uitkomst == "VOLDOET_NIET"
    assert "big_registratie" in library.load("zz-nieuwe-praktijk").eisen
