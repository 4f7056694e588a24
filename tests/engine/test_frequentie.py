"""At most so many per day, quarter or year."""

from datetime import date

import pytest

from .werelden import AFSPRAAK, AGB, BSN, EERDER, INGESCHREVEN, OVEREENKOMST, ZONDER_CONTRACT, redenen, regel

OVER = ["FREQUENTIE"]


def hoogstens(aantal, per, **anders):
    return AFSPRAAK | {"max_aantal": aantal, "per": per} | anders


@pytest.mark.parametrize(
    ("per", "binnen", "buiten"),
    [
        ("dag", date(2025, 3, 31), date(2025, 3, 30)),
        ("kwartaal", date(2025, 1, 1), date(2025, 4, 1)),
        ("jaar", date(2025, 12, 31), date(2024, 12, 31)),
    ],
)
def test_een_eerdere_regel_telt_alleen_in_dezelfde_periode(per, binnen, buiten):
    lopend = OVEREENKOMST | {"van": date(2024, 1, 1)}
    for datum, verwacht in ((binnen, OVER), (buiten, [])):
        eerder = EERDER | {"datum": datum}
        nieuw = regel(datum=date(2025, 3, 31))
        gevonden = redenen(regels=[nieuw], overeenkomsten=[lopend], afspraken=[hoogstens(1, per)], historie=[eerder])
        assert gevonden == [["DUBBEL_EERDER"] if datum == nieuw["datum"] else verwacht]


def test_de_regel_die_over_het_aantal_gaat_is_op_datum_de_laatste():
    regels = [regel(1, datum=date(2025, 6, 3)), regel(2, datum=date(2025, 6, 1)), regel(3, datum=date(2025, 6, 2))]
    assert redenen(regels=regels, afspraken=[hoogstens(2, "kwartaal")]) == [OVER, [], []]


def test_precies_het_aantal_mag_en_een_meer_niet():
    assert redenen(regels=[regel(aantal=4)], afspraken=[hoogstens(4, "jaar")]) == [[]]
    assert redenen(regels=[regel(aantal=5)], afspraken=[hoogstens(4, "jaar")]) == [OVER]


def test_een_afgewezen_regel_neemt_geen_ruimte_in():
    regels = [regel(n, datum=date(2025, 6, n), aantal=aantal) for n, aantal in ((1, 3), (2, 3), (3, 1))]
    assert redenen(regels=regels, afspraken=[hoogstens(4, "jaar")]) == [[], OVER, []]
    regels[0]["bedrag_cent"] += 1
    assert redenen(regels=regels, afspraken=[hoogstens(4, "jaar")]) == [["BEDRAG_KLOPT_NIET"], [], []]


def test_een_inschrijftarief_telt_over_alle_praktijken_een_consult_per_praktijk():
    regels = [regel(1, datum=date(2025, 5, 1)), regel(2, datum=date(2025, 6, 1), agb=AGB + 1)]
    overeenkomsten = [OVEREENKOMST, OVEREENKOMST | {"overeenkomst_id": 11, "agb": AGB + 1}]
    op_naam = [INGESCHREVEN, INGESCHREVEN | {"agb": AGB + 1}]
    for vereist, verwacht in ((True, [[], OVER]), (False, [[], []])):
        rij = hoogstens(1, "kwartaal", inschrijving_vereist=vereist)
        afspraken = [rij, rij | {"afspraak_id": 101, "overeenkomst_id": 11}]
        gevonden = redenen(regels=regels, overeenkomsten=overeenkomsten, afspraken=afspraken, inschrijvingen=op_naam)
        assert gevonden == verwacht


def test_zonder_overeenkomst_geldt_het_hoogste_aantal_van_het_beleid():
    regels = [regel(n, datum=date(2025, maand, 1), tarief_cent=1200) for n, maand in ((1, 4), (2, 6), (3, 7))]
    eenmaal = ZONDER_CONTRACT | {"max_aantal": 1, "per": "kwartaal"}
    assert redenen(regels=regels, overeenkomsten=[], zonder_contract=[eenmaal]) == [[], OVER, []]


def test_een_inschrijving_met_en_een_zonder_overeenkomst_tellen_samen():
    op_naam = [INGESCHREVEN, INGESCHREVEN | {"agb": AGB + 1}]
    voor = {"inschrijving_vereist": True}
    regels = [regel(1, datum=date(2025, 5, 1)), regel(2, datum=date(2025, 6, 1), agb=AGB + 1, tarief_cent=1200)]
    vrij = [ZONDER_CONTRACT | voor | {"max_aantal": 1, "per": "kwartaal"}]
    gevonden = redenen(
        regels=regels, afspraken=[hoogstens(1, "kwartaal", **voor)], zonder_contract=vrij, inschrijvingen=op_naam
    )
    assert gevonden == [[], OVER]


def test_leeftijdscodes_van_een_inschrijving_tellen_elk_apart():
    regels = [regel(1), regel(2, prestatiecode="11100")]
    afspraken = [hoogstens(1, "kwartaal"), hoogstens(1, "kwartaal", afspraak_id=101, prestatiecode="11100")]
    assert redenen(regels=regels, afspraken=afspraken) == [[], []]


def test_een_ander_verzekerde_telt_niet_mee():
    assert redenen(afspraken=[hoogstens(1, "jaar")], historie=[EERDER | {"bsn": BSN + 1}]) == [[]]


def test_een_regel_zonder_grens_telt_mee_voor_een_latere_regel_met_grens():
    afspraken = [
        AFSPRAAK | {"tot": date(2025, 7, 1)},
        hoogstens(1, "jaar", afspraak_id=101, van=date(2025, 7, 1)),
    ]
    regels = [regel(1, datum=date(2025, 6, 30)), regel(2, datum=date(2025, 7, 1))]
    assert redenen(regels=regels, afspraken=afspraken) == [[], OVER]
