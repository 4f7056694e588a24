"""Zilveren Kruis, huisartsenzorg 2024-2025 versies 1.0 en 1.1, zoals ze luidden: wat gelijk was en wat veranderde."""

from datetime import date
from typing import Any

import pytest

from tests.spec.test_zk_huisartsenzorg_2024_2025 import ZK
from tests.spec.voorbeeld import Boek
from zorginkoop.beleid import calculate, library

NAAM = "zk-huisartsenzorg-2024-2025"
V10, V11 = Boek(f"{NAAM}@1.0", **ZK.gegevens), Boek(f"{NAAM}@1.1", **ZK.gegevens)
ELKE = pytest.mark.parametrize("zk", [V10, V11], ids=["1.0", "1.1"])
SINDS_1_1 = pytest.mark.parametrize("zk", [V11, ZK], ids=["1.1", "1.2"])
POH = "wijzigingen versie 1.1"
MTVP = "wijzigingen versie 1.2"

EISEN: list[tuple[str, dict[str, Any], str]] = [
    ("gegeven_ingangsdatum", {"gewenste_ingangsdatum": None}, "ONBEKEND"),
    ("gegeven_agb_code", {"agb_code": None}, "ONBEKEND"),
    ("huisarts", {"big_registratie": False}, "VOLDOET_NIET"),
    ("kernregio", {"kernregio": False}, "VOLDOET_NIET"),
    ("wtza", {"wtza": False}, "BEOORDELEN"),
    ("toelatingsvergunning", {"toelating_ingetrokken": True}, "VOLDOET_NIET"),
    ("vecozo_certificaat", {"vecozo_certificaat": False}, "ONBEKEND"),
    ("looptijd", {"gewenste_ingangsdatum": "2026-01-01"}, "VOLDOET_NIET"),
    ("niet_met_terugwerkende_kracht", {"aanvraagdatum": "2024-01-02"}, "BEOORDELEN"),
    ("gegeven_iban", {"iban": None}, "VOLDOET"),
    ("gegeven_email", {"email": None}, "VOLDOET"),
    ("gegeven_modules", {"gewenste_prestaties": None}, "VOLDOET"),
    ("green_deal", {"gddz_onderschreven": False}, "VOLDOET"),
]


@V10.voorbeeld("003", "Voorwaarden overeenkomst", "ingangsdatum", *(f"eis.{eis}" for eis, _, _ in EISEN))
@V11.voorbeeld("003", "Voorwaarden overeenkomst", "ingangsdatum", *(f"eis.{eis}" for eis, _, _ in EISEN))
@ELKE
@pytest.mark.parametrize(("eis", "feiten", "uitkomst"), EISEN, ids=[eis for eis, _, _ in EISEN])
def test_de_voorwaarden_zijn_in_elke_versie_gelijk(zk: Boek, eis: str, feiten: dict[str, Any], uitkomst: str) -> None:
    """Geen wijzigingslijst noemt de voorwaarden: dertien eisen met in elke versie dezelfde uitkomst als in versie 1.2.
    Gewenst 1 januari 2024 blijft 1 januari 2024.
    """
    anders = zk.eis(eis, **feiten).uitkomst

    assert zk.toets(**feiten).uitkomst == ZK.toets(**feiten).uitkomst == uitkomst
    assert anders is not True
    assert anders == ZK.eis(eis, **feiten).uitkomst
    assert (zk.toets().uitkomst, zk.start()) == ("VOLDOET", date(2024, 1, 1))
    assert zk.start(gewenste_ingangsdatum="2023-11-01") == date(2024, 1, 1)


GELIJK = (
    *("taakdelegatie", "ouderenzorg", "behandelwensgesprek", "fto_dto", "service_bereikbaarheid", "kwaliteit"),
    *("meekijkconsult", "continuiteit", "maatwerk_friesland"),
)
REGELS = ("prestatie.ouderenzorg", "prestatie.service_bereikbaarheid")
TARIEVEN = ("tarief.taakdelegatie", "tarief.service_bereikbaarheid")


@V10.voorbeeld("003", "Belangrijkste wijzigingen", *REGELS, *TARIEVEN)
@V11.voorbeeld("003", "Belangrijkste wijzigingen", *REGELS, *TARIEVEN)
@ELKE
def test_de_andere_modules_zijn_in_elke_versie_gelijk(zk: Boek) -> None:
    """Taakdelegatie vast € 4,10 en aanvullend € 1,90 (demonstratie); twee modules Service en Bereikbaarheid 2 × 12 = 24
    cent, geen module kan niet; Ouderenzorg niet dubbel via de regio-organisatie.
    """
    assert zk.prestatie("taakdelegatie", taakdelegatie_vorm="vast").tarief == 410
    assert zk.prestatie("taakdelegatie", taakdelegatie_vorm="aanvullend").tarief == 190
    assert zk.prestatie("service_bereikbaarheid", service_modules=["a", "b"]).tarief == 24
    assert zk.prestatie("service_bereikbaarheid", service_modules=[]).mogelijk is False
    assert zk.prestatie("ouderenzorg", ouderenzorg_via_ro=False).mogelijk is True
    assert zk.prestatie("ouderenzorg", ouderenzorg_via_ro=True).mogelijk is False
    for naam in GELIJK:
        assert zk.prestatie(naam).mogelijk == ZK.prestatie(naam).mogelijk


# ----------------------------------------------------------------------------------------------- POH-GGZ


def uren(poh: object, ehealth: object = 0, consultatie: object = 0, patienten: int = 2350) -> dict[str, Any]:
    """The hours a week asked for, in a practice of this size."""
    namen = {"uren_poh_ggz": poh, "uren_ehealth": ehealth, "uren_consultatie": consultatie}
    return {"gewenste_prestaties": ["poh_ggz"], "ingeschreven_patienten": patienten, **namen}


@V10.voorbeeld("003", POH, "prestatie.poh_ggz")
@pytest.mark.parametrize(
    ("feiten", "mogelijk"),
    [
        (uren(12, 2, 2), True),
        (uren(12.1, 2, 2), False),
        (uren(16), False),
        (uren(12, 2.1, 0), False),
        (uren(12, 0, 2.1), False),
        (uren(24, 4, 4, 4700), True),
        (uren(6, 1, 1, 1175), True),
        (uren(6.1, 1, 1, 1175), False),
        (uren(12, 0, 0, 2349), False),
        (uren(0, 2, 0, 2349), False),
        (uren(0, 0, 2, 2349), False),
        (uren(11.9, 1.9, 1.9, 2349), True),
        (uren(12, None, 2), None),
    ],
)
def test_in_versie_1_0_waren_de_vier_extra_uren_alleen_voor_ehealth_en_consultatie(
    feiten: dict[str, Any], mogelijk: bool | None
) -> None:
    """Per 2.350 patiënten 12 uur POH-GGZ, plus 2 uur e-health en 2 uur consultatie: samen 16. 16 uur POH-GGZ kan niet.
    Bij 4.700 patiënten is alles het dubbele (24, 4, 4), bij 1.175 de helft (6, 1, 1). Bij 2.349 is 12 uur net te veel:
    12 × 2.350 = 28.200 is meer dan 12 × 2.349 = 28.188; en 2 uur ook, want 4.700 is meer dan 4.698.
    """
    assert V10.prestatie("poh_ggz", **feiten).mogelijk is mogelijk


@V11.voorbeeld("003", POH, "prestatie.poh_ggz")
@ZK.voorbeeld("003", POH, "prestatie.poh_ggz")
@SINDS_1_1
@pytest.mark.parametrize(
    ("feiten", "mogelijk"),
    [
        (uren(12), True),
        (uren(16), True),
        (uren(16.1), False),
        (uren(32, patienten=4700), True),
        (uren(8, patienten=1175), True),
        (uren(8.1, patienten=1175), False),
        (uren(16, patienten=2349), False),
        (uren(15.9, patienten=2349), True),
        (uren(16, None, None), True),
        (uren(None), None),
    ],
)
def test_sinds_versie_1_1_mag_de_uitbreiding_volledig_naar_uren(
    zk: Boek, feiten: dict[str, Any], mogelijk: bool | None
) -> None:
    """16 uur per 2.350 patiënten mag volledig POH-GGZ zijn; bij 4.700 is dat 32, bij 1.175 is dat 8. Bij 2.349 is 16
    uur net te veel: 16 × 2.350 = 37.600 is meer dan 16 × 2.349 = 37.584. Uren voor e-health en consultatie worden niet
    meer gevraagd. Versie 1.2 verandert hier niets aan.
    """
    assert zk.prestatie("poh_ggz", **feiten).mogelijk is mogelijk
    assert not {"uren_ehealth", "uren_consultatie"} & set(library.load(zk.beleid).feiten)


@V11.voorbeeld("003", POH, "eis.kosten_ehealth", "eis.kosten_consultatie")
@ZK.voorbeeld("003", POH, "eis.kosten_ehealth", "eis.kosten_consultatie")
@SINDS_1_1
@pytest.mark.parametrize("post", ["kosten_ehealth", "kosten_consultatie"])
@pytest.mark.parametrize(
    ("patienten", "kosten", "binnen"),
    [
        (2350, 440_625, True),
        (2350, 440_626, False),
        (4700, 881_250, True),
        (4700, 881_251, False),
        (1175, 220_312, True),
        (1175, 220_313, False),
    ],
)
def test_sinds_versie_1_1_tellen_kosten_elk_tot_de_waarde_van_twee_uur(
    zk: Boek, post: str, patienten: int, kosten: int, binnen: bool
) -> None:
    """Demonstratiewaarde van een uur: 375 / 16 cent per verzekerde per kwartaal. Twee uur, vier kwartalen: 2 × 4 × 375
    / 16 = 187,5 cent per verzekerde per jaar. Bij 2.350: 440.625 cent (€ 4.406,25); bij 4.700: 881.250; bij 1.175:
    220.312,5, dus 220.312 past en 220.313 niet. Meer kosten houden niets op: het meerdere wordt niet vergoed.
    """
    wens = {"gewenste_prestaties": ["poh_ggz"], "ingeschreven_patienten": patienten, post: kosten}

    assert zk.eis(post, **wens).uitkomst is binnen
    assert zk.toets(**wens).uitkomst == "VOLDOET"
    assert zk.eis(post, gewenste_prestaties=[], kosten_ehealth=None).uitkomst is True


# ----------------------------------------------------------------------------------------------- MTVP en planning


@V10.voorbeeld("003", MTVP, "prestatie.mtvp")
@V11.voorbeeld("003", MTVP, "prestatie.mtvp")
@ELKE
def test_voor_versie_1_2_stond_mtvp_ook_in_2025_in_segment_3(zk: Boek) -> None:
    """€ 2,88 (demonstratie) in 2024 en 2025, met het voorbehoud dat de NZa regels kan stellen; in versie 1.2 is er
    vanaf 2025 geen segment 3-prestatie meer.
    """
    assert zk.tarief("mtvp", date(2024, 6, 1)) == zk.tarief("mtvp", date(2025, 6, 1)) == 288
    assert "mtvp_segment1" not in library.load(zk.beleid).prestaties
    assert "NZa" in library.load(zk.beleid).prestaties["mtvp"].uitleg
    assert ZK.tarief("mtvp", date(2025, 6, 1)) is None


@V10.voorbeeld("003", "Tarieven en volume", "ingangsdatum")
@V11.voorbeeld("003", "Tarieven en volume", "ingangsdatum")
@ELKE
def test_de_tarieven_hadden_voor_versie_1_2_twee_publicatiedata(zk: Boek) -> None:
    """'Tarieven en volume' noemde 1 september, 'Planning en termijnen' 31 augustus. Versie 1.2 heeft alleen 31
    augustus.
    """

    def dagen(versie: str) -> set[tuple[date, str]]:
        rijen = library.load(versie).inhoud.termijn
        return {(t.datum, t.bron.plaats) for t in rijen if "tarieven" in t.titel}

    planning = (date(2023, 8, 31), "Planning en termijnen")
    assert dagen(zk.beleid) == {
        planning,
        (date(2023, 9, 1), "Tarieven en volume"),
        (date(2024, 9, 1), "Tarieven en volume"),
    }
    assert dagen(NAAM) == {planning, (date(2024, 8, 31), "Tarieven en volume")}
    assert "CONFLICT-25" in library.load(zk.beleid).inhoud.tegenstrijdigheid
    assert "CONFLICT-25" not in library.load(NAAM).inhoud.tegenstrijdigheid


@V11.voorbeeld("003", POH, "prestatie.poh_ggz")
@ZK.voorbeeld("003", POH, "prestatie.poh_ggz")
@SINDS_1_1
def test_de_verbeterde_rekentool_is_van_11_september_en_toont_het_maximum_uit_de_praktijkgrootte(zk: Boek) -> None:
    """Rekentools waren uiterlijk 31 augustus 2023 klaar; de verbeterde is van 11 september. Wie alleen 2.350 patiënten
    invult ziet al het maximum: 2 × 23,4375 × 4 × 2.350 = 440.625 cent (demonstratie) voor e-health, en evenveel voor
    consultatie. Bij 4.700 is dat 881.250. Bij versie 1.0 hoort nog de oude, die naar uren vraagt.
    """
    oud, nieuw = (calculate.load(library.load(beleid), "poh_ggz") for beleid in (f"{NAAM}@1.0", zk.beleid))
    maxima = [
        calculate.calculate(nieuw, {"ingeschreven_patienten": n}, op=date(2024, 1, 1)).waarden["maximum_kosten"]
        for n in (2350, 4700)
    ]

    assert (nieuw.document.versie, nieuw.document.gepubliceerd) == ("1.1", date(2023, 9, 11))
    assert (oud.document.versie, oud.document.gepubliceerd) == ("1.0", date(2023, 8, 31))
    assert maxima == [440_625, 881_250]
    assert ("uren_ehealth" in oud.feiten, "uren_ehealth" in nieuw.feiten) == (True, False)
    assert "CONFLICT-24" in library.load(zk.beleid).inhoud.tegenstrijdigheid


@V11.voorbeeld("003", POH, "prestatie.poh_ggz")
@ZK.voorbeeld("003", POH, "prestatie.poh_ggz")
@SINDS_1_1
def test_de_waarde_van_een_uur_is_een_demonstratiewaarde(zk: Boek) -> None:
    """Het document noemt geen bedrag voor een uur POH-GGZ. € 3,75 / 16 = 23,4375 cent heet daarom demonstratie; de 16
    uur zelf is nagekeken.
    """
    parameters = calculate.load(library.load(zk.beleid), "poh_ggz").inhoud.parameter
    status = {naam: {waarde.status for waarde in p.waarde} for naam, p in parameters.items()}

    assert status["uurwaarde_cent"] == {"demonstratie"}
    assert status["maximum_uren"] == {"geverifieerd"}
    assert {t.status for t in library.load(zk.beleid).prestaties["poh_ggz"].tarief} == {"demonstratie"}


def test_elke_versie_zegt_welke_zij_verbetert_en_de_laatste_geldt() -> None:
    keten = {v: library.load(f"{NAAM}@{v}").document.corrigeert for v in ("1.0", "1.1", "1.2")}

    assert keten == {"1.0": None, "1.1": "1.0", "1.2": "1.1"}
    assert library.load(NAAM).document.versie == "1.2"


@ELKE
def test_een_gereconstrueerde_versie_noemt_zich_zo(zk: Boek) -> None:
    beleid = library.load(zk.beleid)

    assert "gereconstrueerd" in beleid.bronnen["003"].titel
    assert any(p.kop.startswith("Gereconstrueerd") for p in beleid.inhoud.paragraaf)
