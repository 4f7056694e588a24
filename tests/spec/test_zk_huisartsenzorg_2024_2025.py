"""Zilveren Kruis, huisartsenzorg 2024-2025 versie 1.2: de regels van het beleid, in voorbeelden."""

from datetime import date

import pytest

from tests.spec.voorbeeld import Boek

ZK = Boek(
    "zk-huisartsenzorg-2024-2025",
    aanvraagdatum="2023-10-02",
    gewenste_ingangsdatum="2024-01-01",
    agb_code="01000011",
    email="praktijk@delinde.example.nl",
    iban="NL02ABNA0123456789",
    gewenste_prestaties=[],
    big_registratie=True,
    vecozo_certificaat=True,
    wtza=True,
    kernregio=True,
)
VOORWAARDEN = "Voorwaarden overeenkomst"
WIJZIGINGEN = "Belangrijkste wijzigingen"


@ZK.voorbeeld("003", VOORWAARDEN, "ingangsdatum", "eis.gegeven_ingangsdatum")
def test_de_tweejarige_overeenkomst_begint_op_zijn_vroegst_op_1_januari_2024() -> None:
    """Gewenst 1 november 2023 wordt 1 januari 2024; gewenst 15 mei 2024 blijft 15 mei: het document noemt geen
    termijn.
    """
    assert ZK.start(gewenste_ingangsdatum="2023-11-01") == date(2024, 1, 1)
    assert ZK.start(gewenste_ingangsdatum="2024-05-15") == date(2024, 5, 15)
    assert ZK.toets(gewenste_ingangsdatum=None).uitkomst == "ONBEKEND"


@ZK.voorbeeld("003", VOORWAARDEN, "eis.looptijd")
def test_na_2025_geldt_een_ander_beleid() -> None:
    """De overeenkomst is voor 2024-2025: 31 december 2025 kan nog, 1 januari 2026 niet."""
    assert ZK.toets(gewenste_ingangsdatum="2025-12-31").uitkomst == "VOLDOET"
    assert ZK.toets(gewenste_ingangsdatum="2026-01-01").uitkomst == "VOLDOET_NIET"


@ZK.voorbeeld("003", VOORWAARDEN, "eis.niet_met_terugwerkende_kracht")
def test_over_terugwerkende_kracht_beslist_een_zorginkoper() -> None:
    """Aanvraag 2 maart 2024, gewenst 1 februari 2024: het document zegt er niets over."""
    assert ZK.toets(aanvraagdatum="2024-03-02", gewenste_ingangsdatum="2024-02-01").uitkomst == "BEOORDELEN"
    assert ZK.toets(aanvraagdatum="2024-03-02", gewenste_ingangsdatum="2024-03-02").uitkomst == "VOLDOET"


@ZK.voorbeeld("003", VOORWAARDEN, "eis.huisarts")
def test_alle_in_nederland_geregistreerde_huisartsen_kunnen_een_overeenkomst_krijgen() -> None:
    """Wel geregistreerd: voldoet. Niet geregistreerd: niet. Een andere kwaliteitseis is er niet."""
    assert ZK.toets().uitkomst == "VOLDOET"
    assert ZK.toets(big_registratie=False).uitkomst == "VOLDOET_NIET"
    assert ZK.toets(nascholing=False, praktijkuitrusting=False).uitkomst == "VOLDOET"


@ZK.voorbeeld("003", VOORWAARDEN, "eis.kernregio")
def test_buiten_de_kernregio_wordt_de_preferente_verzekeraar_gevolgd() -> None:
    """Geen eigen overeenkomst; de uitleg noemt het volgen."""
    assert ZK.toets(kernregio=False).uitkomst == "VOLDOET_NIET"
    assert "volgt" in ZK.eis("kernregio", kernregio=False).weigering


@ZK.voorbeeld("003", VOORWAARDEN, "eis.wtza", "eis.toelatingsvergunning")
def test_de_wtza_kan_en_een_ingetrokken_vergunning_moet_tot_weigering_leiden() -> None:
    """Niet voldoen aan de Wtza: 'kunnen wij besluiten', dus een oordeel. Vergunning ingetrokken: 'in ieder geval', dus
    geen overeenkomst.
    """
    assert ZK.toets(wtza=False).uitkomst == "BEOORDELEN"
    assert ZK.toets(toelating_ingetrokken=True).uitkomst == "VOLDOET_NIET"
    assert ZK.toets(toelating_ingetrokken=None).uitkomst == "VOLDOET"


@ZK.voorbeeld("003", "Contracteerprocedure", "eis.vecozo_certificaat", "eis.gegeven_agb_code")
def test_zonder_certificaat_of_agb_code_kan_het_portaal_niet_worden_gebruikt() -> None:
    """Dat sluit niet uit, maar houdt de aanvraag op: een certificaat kost hoogstens vijf werkdagen."""
    assert ZK.toets(vecozo_certificaat=False).uitkomst == "ONBEKEND"
    assert ZK.toets(agb_code=None).uitkomst == "ONBEKEND"


@ZK.voorbeeld(
    "003", "Contracteerprocedure", "eis.gegeven_iban", "eis.gegeven_email", "eis.gegeven_modules", "eis.green_deal"
)
@pytest.mark.parametrize("gegeven", ["iban", "email", "gewenste_prestaties", "gddz_onderschreven"])
def test_wat_het_document_niet_eist_houdt_niets_op(gegeven: str) -> None:
    """IBAN, e-mailadres, modules en Green Deal worden gevraagd, maar zijn geen voorwaarde in dit document."""
    uitslag = ZK.toets(**{gegeven: None})

    assert uitslag.uitkomst == "VOLDOET"
    assert gegeven in [vraag.gegeven for vraag in uitslag.aanvullende_vragen]


@ZK.voorbeeld("003", "wijzigingen versie 1.2", "prestatie.mtvp", "prestatie.mtvp_segment1")
def test_mtvp_is_in_2024_een_module_en_vanaf_2025_basis() -> None:
    """Overeenkomst vanaf 1 januari 2024: in 2024 segment 3 (demonstratie € 2,88), in 2025 segment 1 (€ 3,23). Vanaf
    2025 kan de module niet meer.
    """
    assert ZK.tarief("mtvp", date(2024, 6, 1)) == 288
    assert ZK.tarief("mtvp", date(2025, 1, 1)) is None
    assert ZK.tarief("mtvp_segment1", date(2024, 12, 31)) is None
    assert ZK.tarief("mtvp_segment1", date(2025, 1, 1)) == 323
    assert ZK.prestatie("mtvp", gewenste_ingangsdatum="2025-01-01").mogelijk is False
    assert ZK.prestatie("mtvp_segment1", gewenste_ingangsdatum="2024-01-01").mogelijk is True


@ZK.voorbeeld("003", WIJZIGINGEN, "prestatie.taakdelegatie", "tarief.taakdelegatie")
def test_taakdelegatie_is_een_keuze_tussen_vast_en_aanvullend_en_heette_poh_s() -> None:
    """Demonstratiewaarden: vast € 4,10, aanvullend € 1,90 per verzekerde per kwartaal. Wie poh_s vraagt, krijgt
    Taakdelegatie.
    """
    assert ZK.prestatie("taakdelegatie", taakdelegatie_vorm="vast").tarief == 410
    assert ZK.prestatie("taakdelegatie", taakdelegatie_vorm="aanvullend").tarief == 190
    assert ZK.prestatie("taakdelegatie", taakdelegatie_vorm=None).tarief is None
    assert ZK.prestatie("taakdelegatie", gewenste_prestaties=["poh_s"]).gewenst is True


@ZK.voorbeeld("003", WIJZIGINGEN, "prestatie.ouderenzorg")
def test_ouderenzorg_kan_ook_met_de_praktijk_zelf_maar_niet_dubbel() -> None:
    """Zonder regio-organisatie: mogelijk. Loopt het al via de regio-organisatie: niet nog eens met de praktijk."""
    assert ZK.prestatie("ouderenzorg", ouderenzorg_via_ro=False).mogelijk is True
    assert ZK.prestatie("ouderenzorg", ouderenzorg_via_ro=True).mogelijk is False


@ZK.voorbeeld("003", "Wat we willen bereiken", "prestatie.service_bereikbaarheid", "tarief.service_bereikbaarheid")
def test_service_en_bereikbaarheid_betaalt_per_module() -> None:
    """Demonstratiewaarde € 0,12 per module: twee modules is 24 cent; geen module kan niet."""
    assert ZK.prestatie("service_bereikbaarheid", service_modules=["a", "b"]).tarief == 24
    assert ZK.prestatie("service_bereikbaarheid", service_modules=[]).mogelijk is False


FRIES = "Belangrijkste wijzigingen, Friesland"
FRIESE_AFSPRAKEN = [
    ("fto4_dto", "fto_dto", True),
    ("acp", "behandelwensgesprek", True),
    ("ouderenzorg", "ouderenzorg", True),
    ("poh_s", "taakdelegatie", True),
    ("patz", "maatwerk_friesland", False),
    ("osasense", "maatwerk_friesland", False),
    ("poh_ggz_jeugd", "maatwerk_friesland", False),
    ("step2_verrichtingen", "maatwerk_friesland", False),
]


@ZK.voorbeeld("003", FRIES, "prestatie.maatwerk_friesland", "prestatie.fto_dto", "prestatie.behandelwensgesprek")
@pytest.mark.parametrize(("was", "heet", "mogelijk"), FRIESE_AFSPRAKEN)
def test_van_de_acht_friese_afspraken_zijn_er_vier_met_de_praktijk_en_vier_op_maat_met_de_regio_organisatie(
    was: str, heet: str, mogelijk: bool
) -> None:
    """Overgenomen in dit beleid: FTO4/DTO (nu FTO/DTO) en ACP (nu behandelwensgesprek). Alleen onder dit beleid:
    Ouderenzorg en POH-S (nu Taakdelegatie). Op maat met de regio-organisatie: PATZ, OSASENSE, POH-GGZ Jeugd en Step 2.
    Samen 2 + 2 + 4 = 8.
    """
    feiten = {"ouderenzorg_via_ro": False, "taakdelegatie_vorm": "vast"}
    afspraak = ZK.prestatie(heet, gewenste_prestaties=[was], **feiten)

    assert (afspraak.gewenst, afspraak.mogelijk) == (True, mogelijk)
    assert mogelijk or "regio-organisatie" in afspraak.redenen[0]


@ZK.voorbeeld("003", WIJZIGINGEN, "prestatie.continuiteit")
def test_voor_continuiteit_wordt_het_bedrag_op_maat_afgesproken() -> None:
    """Het document noemt extra budget, maar geen bedrag."""
    assert ZK.prestatie("continuiteit").mogelijk is False


@ZK.voorbeeld("003", "Tarieven en volume", "tarief.geverifieerd")
def test_alleen_nagekeken_bedragen_heten_geverifieerd() -> None:
    """NZa: inschrijving tot 65 € 19,91 (2024) en € 20,35 (2025); consult € 12,21 en € 12,43; MTVP € 3,23 (2025)."""
    echt = {
        (m.prestatie, p.van.year): p.tarief
        for m in ZK.toets().afspraken
        for p in m.tarieven
        if p.tariefstatus == "geverifieerd"
    }

    assert echt == {
        ("inschrijving_tot_65", 2024): 1991,
        ("inschrijving_tot_65", 2025): 2035,
        ("consult", 2024): 1221,
        ("consult", 2025): 1243,
        ("mtvp_segment1", 2025): 323,
    }
