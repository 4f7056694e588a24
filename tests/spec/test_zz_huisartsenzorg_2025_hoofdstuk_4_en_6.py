"""Zorg en Zekerheid, huisartsenzorg 2025: valpreventie, e-mental health, duurzaamheid, onderneming en indexatie."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.test_zz_huisartsenzorg_2025 import ZZ
from zorginkoop.beleid import calculate, library
from zorginkoop.beleid.calculate import Berekening

OUDEREN, GGZ, BIJLAGE = "4.1, Ouderenzorg", "4.1, Mentaal welbevinden en GGZ", "Bijlage 1"
NIEUWJAAR = date(2025, 1, 1)
ZK = "zk-huisartsenzorg-2024-2025"


def reken(beleid: str, rekentool: str, op: date = NIEUWJAAR, **feiten: Any) -> Berekening:
    tool = calculate.load(library.load(beleid), rekentool)
    return calculate.calculate(tool, feiten, op=op)


# ----------------------------------------------------------------------------------------------- valpreventie


def valpreventie(**feiten: Any) -> dict[str, Any]:
    return reken(ZZ.beleid, "valpreventie", **feiten).waarden


@ZZ.voorbeeld("001", OUDEREN, "rekentool.valpreventie")
@pytest.mark.parametrize(
    ("risico", "vervolg", "beoordeling"),
    [("laag", "gemeente", False), ("matig", "gemeente", False), ("hoog", "zorgverlener", True), (None, None, None)],
)
def test_bij_laag_en_matig_risico_is_de_gemeente_aan_zet_en_bij_hoog_een_zorgverlener(
    risico: str | None, vervolg: str | None, beoordeling: bool | None
) -> None:
    """Laag en matig: de gemeente is verantwoordelijk voor het vervolg. Hoog: een zorgverlener neemt de
    valrisicobeoordeling af. Zonder test is het niet bekend.
    """
    uit = valpreventie(valrisico=risico)

    assert (uit["vervolg"], uit["beoordeling_nodig"]) == (vervolg, beoordeling)


@ZZ.voorbeeld("001", OUDEREN, "rekentool.valpreventie")
@pytest.mark.parametrize(
    ("risico", "therapeut", "betaler"),
    [
        ("laag", True, "gemeente"),
        ("laag", False, "gemeente"),
        ("laag", None, "gemeente"),
        ("matig", True, "gemeente"),
        ("matig", False, "gemeente"),
        ("matig", None, "gemeente"),
        ("hoog", True, "zorgverzekeraar"),
        ("hoog", False, "gemeente"),
        ("hoog", None, None),
        (None, True, None),
        (None, False, None),
    ],
)
def test_het_beweegprogramma_komt_alleen_bij_hoog_risico_met_een_therapeut_uit_de_zorgverzekering(
    risico: str | None, therapeut: bool | None, betaler: str | None
) -> None:
    """Hoog risico en aangewezen op een fysio- of oefentherapeut: de zorgverzekeraar. In alle andere gevallen de
    gemeente, en dan kan ook een andere beweegprofessional het geven.
    """
    uit = valpreventie(valrisico=risico, begeleiding_therapeut=therapeut)

    assert uit["betaler_beweegprogramma"] == betaler
    assert uit["door_beweegprofessional"] is (None if betaler is None else betaler == "gemeente")


# ----------------------------------------------------------------------------------------------- e-mental health


@ZZ.voorbeeld("001", GGZ, "prestatie.e_mental_health")
@pytest.mark.parametrize(("niveau", "mogelijk"), [("praktijk", True), ("ro", False), (None, None)])
def test_e_mental_health_wordt_per_praktijk_of_bij_de_regio_ingekocht_en_niet_allebei(
    niveau: str | None, mogelijk: bool | None
) -> None:
    """Kiest de regio voor de praktijk: de module kan. Kiest zij voor de RO: dan niet ook per praktijk. Nog niet bekend:
    een vraag. Wie de module niet wil, krijgt die vraag niet.
    """
    wens = {"gewenste_prestaties": ["e_mental_health"], "e_mental_health_niveau": niveau}
    module = ZZ.prestatie("e_mental_health", **wens)

    assert (module.mogelijk, module.tariefstatus) == (mogelijk, "demonstratie")
    assert ("e_mental_health_niveau" in [v.gegeven for v in ZZ.toets(**wens).vragen]) is (niveau is None)
    assert ZZ.toets().vragen == ()


# ----------------------------------------------------------------------------------------------- duurzaamheid


@ZZ.voorbeeld("001", BIJLAGE, "eis.duurzaamheid_in_plannen", "eis.csrd_gegevens")
@pytest.mark.parametrize(
    ("eis", "gegeven"), [("duurzaamheid_in_plannen", "duurzaamheid_in_plannen"), ("csrd_gegevens", "csrd_gegevens")]
)
def test_duurzaamheid_en_gegevens_daarover_worden_verwacht_en_houden_niets_tegen(eis: str, gegeven: str) -> None:
    """Ja: gehaald. Nee: gemeld. Geen antwoord: een vraag die niets ophoudt. De uitkomst blijft steeds: voldoet."""
    assert [ZZ.eis(eis, **{gegeven: w}).uitkomst for w in (True, False, None)] == [True, False, None]
    assert {ZZ.toets(**{gegeven: w}).uitkomst for w in (True, False, None)} == {"VOLDOET"}


@ZZ.voorbeeld("001", BIJLAGE, "eis.duurzaamheid_in_jaarverslag")
@pytest.mark.parametrize(
    ("verplicht", "csrd", "in_jaarverslag", "gehaald"),
    [
        (False, None, None, True),
        (False, False, False, True),
        (True, True, False, True),
        (True, False, True, True),
        (True, False, False, False),
        (True, False, None, None),
        (None, False, False, None),
    ],
)
def test_in_het_jaarverslag_alleen_voor_wie_het_moet_maken_en_niet_onder_de_csrd_valt(
    verplicht: bool | None, csrd: bool | None, in_jaarverslag: bool | None, gehaald: bool | None
) -> None:
    """Geen jaarverslag verplicht: niets gevraagd. Zelf CSRD-plichtig: elders geregeld. Verplicht en geen CSRD: dan
    hoort het in het jaarverslag; nee wordt gemeld.
    """
    feiten = {
        "jaarverslag_verplicht": verplicht,
        "csrd_plichtig": csrd,
        "duurzaamheid_in_jaarverslag": in_jaarverslag,
    }

    assert ZZ.eis("duurzaamheid_in_jaarverslag", **feiten).uitkomst is gehaald
    assert ZZ.toets(**feiten).uitkomst == "VOLDOET"


# ----------------------------------------------------------------------------------------------- onderneming


@ZZ.voorbeeld("001", "6.2", "eis.een_onderneming")
def test_hoort_een_praktijk_bij_meer_ondernemingen_dan_kiest_een_mens_de_partij() -> None:
    """'Waar mogelijk op ondernemingsniveau' (6.2), en gevraagd wordt de AGB-code van de praktijk (000). Eén
    onderneming, of geen bekend: geen twijfel. Meer dan één: een zorginkoper ziet beide passages en beslist.
    """
    assert ZZ.toets(meer_ondernemingen=False).uitkomst == "VOLDOET"
    assert ZZ.toets(meer_ondernemingen=None).uitkomst == "VOLDOET"
    assert ZZ.toets(meer_ondernemingen=True).uitkomst == "BEOORDELEN"
    [strijd] = [library.load(ZZ.beleid).inhoud.tegenstrijdigheid[n] for n in ZZ.eis("een_onderneming").botst_met]
    assert {bron.document for bron in strijd.passages} == {"000", "001"}


# ----------------------------------------------------------------------------------------------- indexatie


def indexatie(oud: int, sinds: str, percentage: object, per: str = "2025-01-01") -> dict[str, Any]:
    feiten = {"tarief_oud": oud, "gecontracteerd_van": sinds, "indexatie_per": per, "index_verzekeraar": percentage}
    return reken(ZZ.beleid, "indexatie", date.fromisoformat(per), **feiten).waarden


@ZZ.voorbeeld("001", "6.1", "rekentool.indexatie")
@pytest.mark.parametrize(
    ("sinds", "per", "vol"),
    [
        ("2023-12-31", "2025-01-01", True),
        ("2024-01-01", "2025-01-01", True),
        ("2024-01-02", "2025-01-01", False),
        ("2024-04-01", "2025-01-01", False),
        ("2024-12-31", "2025-01-01", False),
        ("2024-01-01", "2025-04-01", True),
        ("2024-04-01", "2025-04-01", False),
        ("2024-04-01", "2025-12-31", False),
        ("2023-01-01", "2024-02-29", True),
        ("2023-01-02", "2024-12-31", False),
    ],
)
def test_alleen_wat_een_vol_kalenderjaar_is_gecontracteerd_stijgt(sinds: str, per: str, vol: bool) -> None:
    """Een kalenderjaar is 1 januari tot en met 31 december. Sinds 1 januari 2024: heel 2024, dus in 2025 geïndexeerd.
    Sinds 2 januari of 1 april 2024: niet heel 2024, ook niet als er op 1 april 2025 twaalf maanden om zijn.
    """
    uit = indexatie(10_000, sinds, 1, per)

    assert (uit["vol_kalenderjaar"], uit["tarief_nieuw"]) == (vol, 10_100 if vol else 10_000)


@ZZ.voorbeeld("001", "6.1", "rekentool.indexatie")
@pytest.mark.parametrize(
    ("gewenst", "percentage", "nieuw"),
    [(0, 0, 10_000), ("1.89", "1.89", 10_189), ("1.9", "1.9", 10_190), ("1.91", "1.9", 10_190), (100, "1.9", 10_190)],
)
def test_hoogstens_het_prijsindexcijfer_van_de_nza(gewenst: object, percentage: object, nieuw: int) -> None:
    """Het demonstratiecijfer van de NZa voor 2025 is 1,9%. € 100,00 met 1,89% is € 101,89; met 1,9% € 101,90; wie meer
    wil, blijft op € 101,90.
    """
    uit = indexatie(10_000, "2023-01-01", gewenst)

    assert (uit["percentage"], uit["tarief_nieuw"]) == (percentage, nieuw)


@ZZ.voorbeeld("001", "6.1", "rekentool.indexatie")
@pytest.mark.parametrize(
    ("oud", "sinds", "gewenst", "hier", "ander"),
    [
        (1243, "2023-01-01", 5, 1267, 1267),
        (1243, "2024-04-01", 5, 1243, 1267),
        (1243, "2023-01-01", 1, 1255, 1267),
        (1243, "2023-01-01", 0, 1243, 1267),
    ],
)
def test_twee_verzekeraars_indexeren_naast_elkaar_verschillend(
    oud: int, sinds: str, gewenst: int, hier: int, ander: int
) -> None:
    """Van € 12,43: 1,9% erbij is 12,66617, dus € 12,67. Hier hoogstens dat, en niets zonder vol kalenderjaar; 1% is
    12,5543, dus € 12,55. Zilveren Kruis volgt de NZa altijd precies: € 12,67.
    """
    assert indexatie(oud, sinds, gewenst)["tarief_nieuw"] == hier
    assert reken(ZK, "indexatie", tarief_oud=oud).waarden["tarief_nieuw"] == ander


TARIEF, DAG = st.integers(0, 10**7), st.dates(date(2020, 1, 1), date(2025, 12, 31))
PERCENTAGE = st.decimals(0, 100, places=2)
IN_2025 = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@settings(max_examples=60, deadline=None)
@given(oud=TARIEF, sinds=DAG, gewenst=PERCENTAGE, per=IN_2025)
def test_nooit_boven_het_cijfer_van_de_nza_en_nooit_lager_dan_het_was(
    oud: int, sinds: date, gewenst: Any, per: date
) -> None:
    """Het percentage is hoogstens dat van de NZa; het tarief hoogstens wat dat percentage geeft, een keer afgerond op
    een cent. Zonder vol kalenderjaar blijft het gelijk.
    """
    uit = indexatie(oud, sinds.isoformat(), str(gewenst), per.isoformat())
    hoogste = reken(ZK, "indexatie", per, tarief_oud=oud).waarden["tarief_nieuw"]

    assert 0 <= float(uit["percentage"]) <= float(uit["nza_index"])
    assert oud <= uit["tarief_nieuw"] <= hoogste
    assert uit["tarief_nieuw"] == oud or sinds <= date(2024, 1, 1)


@settings(max_examples=20, deadline=None)
@given(oud=TARIEF, sinds=DAG, gewenst=PERCENTAGE, hoger=PERCENTAGE)
def test_een_hoger_percentage_geeft_nooit_een_lager_tarief_en_een_tabel_is_haar_rijen(
    oud: int, sinds: date, gewenst: Any, hoger: Any
) -> None:
    """Monotoon in het percentage, en dezelfde formules op een hele tabel."""
    laag, hoog = sorted((gewenst, hoger))
    uit = [indexatie(oud, sinds.isoformat(), str(p))["tarief_nieuw"] for p in (laag, hoog)]
    tabel = pa.table(
        {
            "tarief_oud": [oud, oud],
            "gecontracteerd_van": [sinds, sinds],
            "indexatie_per": [NIEUWJAAR, NIEUWJAAR],
            "index_verzekeraar": pa.array([laag, hoog], pa.decimal128(18, 6)),
        }
    )
    tool = calculate.load(library.load(ZZ.beleid), "indexatie")

    assert uit == sorted(uit)
    assert calculate.calculate_table(tool, tabel, op=NIEUWJAAR).column("tarief_nieuw").to_pylist() == uit
