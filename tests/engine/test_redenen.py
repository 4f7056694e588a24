"""Every reason, from the line that just earns it to the line that just does not."""

from datetime import date

import pytest

from zorginkoop.engine.redenen import REDENEN

from .werelden import (
    AFSPRAAK,
    AGB,
    BSN,
    CREDIT,
    EERDER,
    INGESCHREVEN,
    OVEREENKOMST,
    UZOVI,
    VERZEKERD,
    ZONDER_CONTRACT,
    oordelen,
    redenen,
    regel,
)


def test_een_regel_waar_niets_mis_mee_is_wordt_aangenomen():
    assert oordelen() == [
        {
            "regel_id": 1,
            "uitkomst": "AANGENOMEN",
            "toegekend_cent": 1243,
            "redenen": [],
            "overeenkomst_id": 10,
            "afspraak_id": 100,
        }
    ]


PERIODE = {"van": date(2025, 5, 12), "tot": date(2025, 7, 1)}
GRENZEN = pytest.mark.parametrize(
    ("datum", "geldt"),
    [
        (date(2025, 5, 11), False),
        (date(2025, 5, 12), True),
        (date(2025, 6, 30), True),
        (date(2025, 7, 1), False),
    ],
    ids=["dag_voor_van", "op_van", "dag_voor_tot", "op_tot"],
)


@GRENZEN
def test_geen_overeenkomst_buiten_de_periode(datum, geldt):
    gevonden = redenen(regels=[regel(datum=datum)], overeenkomsten=[OVEREENKOMST | PERIODE])
    assert gevonden == [[] if geldt else ["GEEN_OVEREENKOMST"]]


@GRENZEN
def test_prestatie_niet_afgesproken_buiten_de_periode_van_de_rij(datum, geldt):
    gevonden = redenen(regels=[regel(datum=datum)], afspraken=[AFSPRAAK | PERIODE])
    assert gevonden == [[] if geldt else ["PRESTATIE_NIET_AFGESPROKEN"]]


@GRENZEN
def test_niet_verzekerd_buiten_de_periode(datum, geldt):
    gevonden = redenen(regels=[regel(datum=datum)], verzekerden=[VERZEKERD | PERIODE])
    assert gevonden == [[] if geldt else ["NIET_VERZEKERD"]]


@GRENZEN
def test_niet_ingeschreven_buiten_de_periode(datum, geldt):
    rij = AFSPRAAK | {"inschrijving_vereist": True}
    gevonden = redenen(regels=[regel(datum=datum)], afspraken=[rij], inschrijvingen=[INGESCHREVEN | PERIODE])
    assert gevonden == [[] if geldt else ["NIET_INGESCHREVEN"]]


@pytest.mark.parametrize("anders", [{"agb": AGB + 1}, {"uzovi": UZOVI + 1}])
def test_een_overeenkomst_van_een_ander_telt_niet(anders):
    assert "GEEN_OVEREENKOMST" in redenen(overeenkomsten=[OVEREENKOMST | anders])[0]


@GRENZEN
def test_zonder_overeenkomst_geldt_het_tarief_van_de_nza_waar_dat_mag(datum, geldt):
    gevonden = oordelen(
        regels=[regel(datum=datum, tarief_cent=1200)], overeenkomsten=[], zonder_contract=[ZONDER_CONTRACT | PERIODE]
    )[0]
    assert (gevonden["redenen"], gevonden["toegekend_cent"]) == (([], 1200) if geldt else (["GEEN_OVEREENKOMST"], 0))
    assert (gevonden["overeenkomst_id"], gevonden["afspraak_id"]) == (None, None)


def test_zonder_overeenkomst_wordt_een_hoger_tarief_verlaagd_tot_dat_van_de_nza():
    gevonden = oordelen(overeenkomsten=[], zonder_contract=[ZONDER_CONTRACT])[0]
    assert (gevonden["uitkomst"], gevonden["toegekend_cent"]) == ("AANGEPAST", 1200)
    assert gevonden["redenen"] == ["TARIEF_VERLAAGD"]


@GRENZEN
def test_zonder_overeenkomst_wordt_de_inschrijving_ook_getoetst(datum, geldt):
    gevonden = redenen(
        regels=[regel(datum=datum, tarief_cent=1200)],
        overeenkomsten=[],
        zonder_contract=[ZONDER_CONTRACT | {"inschrijving_vereist": True}],
        inschrijvingen=[INGESCHREVEN | PERIODE],
    )
    assert gevonden == [[] if geldt else ["NIET_INGESCHREVEN"]]


@pytest.mark.parametrize(
    ("grens", "past"),
    [({"leeftijd_van": 45}, True), ({"leeftijd_van": 46}, False), ({"leeftijd_tot": 45}, False),
     ({"leeftijd_tot": 46}, True)],
)  # fmt: skip
def test_zonder_overeenkomst_wordt_de_leeftijd_ook_getoetst(grens, past):
    gevonden = redenen(regels=[regel(tarief_cent=1200)], overeenkomsten=[], zonder_contract=[ZONDER_CONTRACT | grens])
    assert gevonden == [[] if past else ["LEEFTIJD"]]


def test_met_overeenkomst_gelden_de_voorwaarden_van_het_beleid_niet():
    streng = ZONDER_CONTRACT | {"inschrijving_vereist": True, "leeftijd_tot": 1, "max_aantal": 1, "per": "jaar"}
    assert redenen(regels=[regel(aantal=2)], zonder_contract=[streng]) == [[]]
    assert redenen(regels=[regel(aantal=2)], afspraken=[], zonder_contract=[streng]) == [["PRESTATIE_NIET_AFGESPROKEN"]]


def test_met_overeenkomst_moet_de_prestatie_erin_staan_ook_als_ze_zonder_mag():
    assert redenen(afspraken=[], zonder_contract=[ZONDER_CONTRACT]) == [["PRESTATIE_NIET_AFGESPROKEN"]]


@pytest.mark.parametrize(
    ("geboren", "past"),
    [
        (date(1960, 5, 13), True),  # 64, turns 65 tomorrow
        (date(1960, 5, 12), False),  # 65 today
        (date(1985, 5, 12), True),  # 40 today
        (date(1985, 5, 13), False),  # 39
    ],
)
def test_leeftijd_van_40_tot_65(geboren, past):
    rij = AFSPRAAK | {"leeftijd_van": 40, "leeftijd_tot": 65}
    gevonden = redenen(afspraken=[rij], verzekerden=[VERZEKERD | {"geboortedatum": geboren}])
    assert gevonden == [[] if past else ["LEEFTIJD"]]


@pytest.mark.parametrize(
    ("datum", "past"),
    [(date(2025, 2, 28), False), (date(2025, 3, 1), True), (date(2028, 2, 28), False), (date(2028, 2, 29), True)],
)
def test_wie_op_29_februari_is_geboren_verjaart_anders_op_1_maart(datum, past):
    jaren = datum.year - 1960
    ruim = {"van": date(2020, 1, 1), "tot": None}
    gevonden = redenen(
        regels=[regel(datum=datum)],
        overeenkomsten=[OVEREENKOMST | ruim],
        afspraken=[AFSPRAAK | {"leeftijd_van": jaren, "tot": date(2030, 1, 1)}],
        verzekerden=[VERZEKERD | {"geboortedatum": date(1960, 2, 29)}],
    )
    assert gevonden == [[] if past else ["LEEFTIJD"]]


def test_onbekende_verzekerde_is_iets_anders_dan_niet_verzekerd():
    assert redenen(regels=[regel(bsn=BSN + 1)]) == [["ONBEKENDE_VERZEKERDE"]]
    assert redenen(verzekerden=[VERZEKERD | {"uzovi": UZOVI + 1}]) == [["NIET_VERZEKERD"]]


def test_ingeschreven_bij_een_ander_is_niet_ingeschreven():
    rij = AFSPRAAK | {"inschrijving_vereist": True}
    gevonden = redenen(afspraken=[rij], inschrijvingen=[INGESCHREVEN | {"agb": AGB + 1}])
    assert gevonden == [["NIET_INGESCHREVEN"]]


def test_van_dubbele_regels_in_een_bestand_blijft_de_laagste_staan():
    assert redenen(regels=[regel(9), regel(2), regel(5)]) == [[], ["DUBBEL_IN_BESTAND"], ["DUBBEL_IN_BESTAND"]]


@pytest.mark.parametrize("anders", [{"agb": AGB + 1}, {"bsn": BSN + 1}, {"datum": date(2025, 5, 13)}])
def test_wat_in_agb_bsn_of_datum_verschilt_is_niet_dubbel(anders):
    assert "DUBBEL_IN_BESTAND" not in redenen(regels=[regel(1), regel(2, **anders)])[1]


def test_verzekerden_zonder_bsn_zijn_niet_dezelfde():
    zonder = [regel(1, bsn=999_999_999), regel(2, bsn=999_999_999)]
    assert redenen(regels=zonder) == [["ONBEKENDE_VERZEKERDE"]] * 2


@pytest.mark.parametrize(
    ("anders", "dubbel"),
    [
        ({}, True),
        ({"uitkomst": "AANGEPAST"}, True),
        ({"uitkomst": "AFGEWEZEN"}, False),
        ({"gecrediteerd": True}, False),
        ({"agb": AGB + 1}, False),
        ({"datum": date(2025, 5, 11)}, False),
    ],
)
def test_dubbel_met_wat_eerder_is_vergoed(anders, dubbel):
    assert redenen(historie=[EERDER | anders]) == [["DUBBEL_EERDER"] if dubbel else []]


def test_een_bedrag_dat_niet_tarief_maal_aantal_is():
    assert redenen(regels=[regel(aantal=2, bedrag_cent=2486)]) == [[]]
    assert redenen(regels=[regel(aantal=2, bedrag_cent=2485)]) == [["BEDRAG_KLOPT_NIET"]]


@pytest.mark.parametrize("aantal", [0, -1])
def test_een_aantal_onder_de_een(aantal):
    assert redenen(regels=[regel(aantal=aantal, bedrag_cent=0, tarief_cent=0)]) == [["AANTAL_ONJUIST"]]


@pytest.mark.parametrize(
    ("tarief", "uitkomst", "cent"), [(1242, "AANGENOMEN", 3726), (1243, "AANGENOMEN", 3729), (1244, "AANGEPAST", 3729)]
)
def test_een_tarief_onder_op_en_boven_het_afgesproken_tarief(tarief, uitkomst, cent):
    gevonden = oordelen(regels=[regel(tarief_cent=tarief, aantal=3)])[0]
    assert (gevonden["uitkomst"], gevonden["toegekend_cent"]) == (uitkomst, cent)
    assert gevonden["redenen"] == (["TARIEF_VERLAAGD"] if uitkomst == "AANGEPAST" else [])


def test_alle_redenen_staan_bij_de_regel_in_vaste_volgorde():
    fout = regel(2, bsn=BSN + 1, aantal=0, bedrag_cent=5, tarief_cent=2000)
    gevonden = oordelen(regels=[fout])[0]
    assert gevonden["redenen"] == ["ONBEKENDE_VERZEKERDE", "BEDRAG_KLOPT_NIET", "AANTAL_ONJUIST", "TARIEF_VERLAAGD"]
    assert (gevonden["uitkomst"], gevonden["toegekend_cent"]) == ("AFGEWEZEN", 0)


def test_credit_neemt_een_eerdere_regel_terug():
    gevonden = oordelen(regels=[CREDIT], historie=[EERDER])[0]
    assert (gevonden["uitkomst"], gevonden["toegekend_cent"], gevonden["redenen"]) == ("AANGENOMEN", 1243, [])


@pytest.mark.parametrize(
    "anders", [{"uitkomst": "AFGEWEZEN", "toegekend_cent": 0}, {"agb": AGB + 1}, {"referentie": "H2"}, {"bsn": BSN + 1}]
)
def test_credit_zonder_vergoede_regel_van_dezelfde_praktijk(anders):
    assert redenen(regels=[CREDIT], historie=[EERDER | anders]) == [["CREDIT_ZONDER_DEBET"]]


def test_een_debetregel_en_haar_credit_in_een_bestand_kan_niet():
    gevonden = redenen(regels=[regel(1, referentie="H1"), {**CREDIT, "regel_id": 2}])
    assert gevonden == [[], ["CREDIT_ZONDER_DEBET"]]


def test_credit_van_wat_al_gecrediteerd_is():
    assert redenen(regels=[CREDIT], historie=[EERDER | {"gecrediteerd": True}]) == [["CREDIT_AL_GECREDITEERD"]]
    tweemaal = [CREDIT, {**CREDIT, "regel_id": 2}]
    assert redenen(regels=tweemaal, historie=[EERDER]) == [[], ["CREDIT_AL_GECREDITEERD"]]


def test_credit_met_een_ander_bedrag_en_daarna_goed():
    fout = CREDIT | {"bedrag_cent": 1242}
    gevonden = redenen(regels=[fout, {**CREDIT, "regel_id": 2}], historie=[EERDER])
    assert gevonden == [["CREDIT_BEDRAG_WIJKT_AF"], []]


def test_credit_en_de_herstelde_regel_mogen_in_een_bestand():
    assert redenen(regels=[CREDIT, regel(2)], historie=[EERDER]) == [[], []]


def test_een_afgewezen_credit_maakt_geen_ruimte():
    fout = CREDIT | {"bedrag_cent": 1}
    assert redenen(regels=[fout, regel(2)], historie=[EERDER])[1] == ["DUBBEL_EERDER"]


def test_elke_reden_legt_uit_wat_er_is_en_wat_u_kunt_doen():
    for code, reden in REDENEN.items():
        assert code == reden.code
        assert reden.melding.endswith(".") and reden.vervolg.endswith(".")
        assert 1 <= len(reden.retourcodes) <= 3
        assert all(len(x) == 4 and x.isdigit() for x in reden.retourcodes)
