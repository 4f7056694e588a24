"""Zorg en Zekerheid, huisartsendienstenstructuur 2024-2026: de regels van het beleid, in voorbeelden."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.voorbeeld import Boek
from zorginkoop.beleid import calculate, library
from zorginkoop.beleid.calculate import Berekening

HDS = Boek(
    "zz-hds-2024",
    gewenste_ingangsdatum="2024-01-01",
    kernregio=True,
    representerende_verzekeraars=["Zorg en Zekerheid", "Tweede verzekeraar"],
    landelijke_overeenkomst=True,
    begroting_akkoord_eerste=True,
    begroting_akkoord_tweede=True,
)
VOOR_ALLEN = "5.3, Huisartsendienstenstructuur"


@HDS.voorbeeld("001", VOOR_ALLEN, "eis.twee_verzekeraars")
@pytest.mark.parametrize(
    ("namen", "uitkomst"),
    [
        ([], "ONBEKEND"),
        (["Een"], "ONBEKEND"),
        (["Een", "Een"], "ONBEKEND"),
        (["Een", "Twee"], "VOLDOET"),
        (["Een", "Twee", "Drie"], "ONBEKEND"),
    ],
)
def test_precies_twee_verzekeraars_treden_op_voor_allen(namen: list[str], uitkomst: str) -> None:
    """Twee: goed. Eén, drie, of twee keer dezelfde: de afspraak wacht tot het er twee zijn."""
    assert HDS.toets(representerende_verzekeraars=namen).uitkomst == uitkomst


@HDS.voorbeeld("001", VOOR_ALLEN, "eis.vertegenwoordigt", "afleiding.rol_verzekeraar")
@pytest.mark.parametrize(
    ("kernregio", "tweede", "rol", "uitkomst"),
    [
        (True, None, "eerste", "VOLDOET"),
        (True, True, "eerste", "VOLDOET"),
        (False, True, "tweede", "VOLDOET"),
        (False, False, "geen", "VOLDOET_NIET"),
        (False, None, None, "ONBEKEND"),
        (None, True, None, "ONBEKEND"),
    ],
)
def test_in_het_kerngebied_de_eerste_en_bij_een_aantal_structuren_eromheen_de_tweede(
    kernregio: bool | None, tweede: bool | None, rol: str | None, uitkomst: str
) -> None:
    """In het kerngebied altijd de eerste. Daarbuiten is de tweede alleen wie zo is aangewezen; anders treedt deze
    verzekeraar niet op. Wat onbekend is, wordt gevraagd.
    """
    feiten = {"kernregio": kernregio, "hds_tweede_verzekeraar": tweede}

    assert HDS.eis("vertegenwoordigt", **feiten).waarden == {"rol_verzekeraar": rol}
    assert HDS.toets(**feiten).uitkomst == uitkomst


@HDS.voorbeeld("001", VOOR_ALLEN, "eis.landelijke_overeenkomst")
@pytest.mark.parametrize(("landelijk", "uitkomst"), [(True, "VOLDOET"), (False, "VOLDOET_NIET"), (None, "ONBEKEND")])
def test_de_landelijke_overeenkomst_gaat_boven_een_eigen_model(landelijk: bool | None, uitkomst: str) -> None:
    """Er is één landelijk uniforme overeenkomst; een eigen model kan niet."""
    assert HDS.toets(landelijke_overeenkomst=landelijk).uitkomst == uitkomst


@HDS.voorbeeld("001", VOOR_ALLEN, "eis.begroting_eerste", "eis.begroting_tweede")
@pytest.mark.parametrize(("eerste", "tweede"), list(product([True, False, None], repeat=2)))
def test_beide_verzekeraars_gaan_akkoord_met_begroting_en_nacalculatie(
    eerste: bool | None, tweede: bool | None
) -> None:
    """Alleen twee keer ja is akkoord; elke andere van de negen combinaties wacht."""
    uitkomst = HDS.toets(begroting_akkoord_eerste=eerste, begroting_akkoord_tweede=tweede).uitkomst

    assert uitkomst == ("VOLDOET" if eerste and tweede else "ONBEKEND")


@HDS.voorbeeld("001", "5.2", "eis.looptijd", "ingangsdatum")
@pytest.mark.parametrize(
    ("dag", "binnen"),
    [
        ("2023-12-31", False),
        ("2024-01-01", True),
        ("2024-02-29", True),
        ("2025-12-31", True),
        ("2026-01-01", True),
        ("2026-12-31", True),
        ("2027-01-01", False),
    ],
)
def test_de_eigen_looptijd_is_2024_tot_en_met_2026(dag: str, binnen: bool) -> None:
    """Een andere termijn dan huisartsenzorg: 31 december 2025 is niet het einde, 31 december 2026 wel."""
    assert HDS.start(gewenste_ingangsdatum=dag) == date.fromisoformat(dag)
    assert HDS.toets(gewenste_ingangsdatum=dag).uitkomst == ("VOLDOET" if binnen else "VOLDOET_NIET")


@HDS.voorbeeld("001", "5.2", "ingangsdatum", "eis.looptijd")
def test_zonder_gewenste_datum_wordt_die_gevraagd() -> None:
    """De termijn is landelijk; wanneer deze HDS begint, zegt zij zelf."""
    uitslag = HDS.toets(gewenste_ingangsdatum=None)

    assert (uitslag.uitkomst, [v.gegeven for v in uitslag.vragen]) == ("ONBEKEND", ["gewenste_ingangsdatum"])


@HDS.voorbeeld("001", VOOR_ALLEN, "prestatie.anw_zorg")
def test_het_bedrag_volgt_uit_de_begroting_en_de_overeenkomst_geldt_voor_alle_verzekeraars() -> None:
    """Er is geen tarief in het beleid: het bedrag staat in de begroting. Volgen is niet nodig, dus vraagt niemand
    toestemming.
    """
    prestatie = HDS.prestatie("anw_zorg")

    assert (prestatie.mogelijk, prestatie.gewenst) == (False, True)
    assert "begroting" in prestatie.redenen[0]
    assert library.load(HDS.beleid).inhoud.volgen.toestemming == "impliciet"


# ----------------------------------------------------------------------------------------------- nacalculatie


def nacalculatie(begroot: int, gerealiseerd: int, deel: object = 100, **akkoord: object) -> Berekening:
    ja = {"begroting_akkoord_eerste": True, "begroting_akkoord_tweede": True}
    feiten = {"begroot": begroot, "gerealiseerd": gerealiseerd, "verrekend_deel": deel, **ja, **akkoord}
    tool = calculate.load(library.load(HDS.beleid), "nacalculatie")
    return calculate.calculate(tool, feiten, op=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("begroot", "gerealiseerd", "deel", "te_verrekenen"),
    [
        (100_000_00, 100_000_00, 100, 0),
        (100_000_00, 104_000_00, 100, 4_000_00),
        (100_000_00, 97_500_00, 100, -2_500_00),
        (100_000_00, 104_000_00, 50, 2_000_00),
        (100_000_00, 104_000_00, 0, 0),
        (100, 101, 50, 1),
        (101, 100, 50, -1),
    ],
)
def test_verrekend_wordt_het_afgesproken_deel_van_het_verschil(
    begroot: int, gerealiseerd: int, deel: int, te_verrekenen: int
) -> None:
    """104.000 - 100.000 = 4.000 bij te betalen, de helft is 2.000; 97.500 - 100.000 = -2.500 terug. Een halve cent gaat
    naar de hele cent, van nul af.
    """
    assert nacalculatie(begroot, gerealiseerd, deel).waarden["te_verrekenen"] == te_verrekenen


@pytest.mark.parametrize(("akkoord", "uit"), [(True, True), (False, False), (None, None)])
def test_zonder_akkoord_van_beide_verzekeraars_is_er_geen_nacalculatie(akkoord: bool | None, uit: bool | None) -> None:
    """Begroting en nacalculatie worden met alle twee afgesproken."""
    assert nacalculatie(1, 2, begroting_akkoord_tweede=akkoord).akkoord is uit
    assert nacalculatie(1, 2, begroting_akkoord_eerste=akkoord).akkoord is uit


@settings(max_examples=40, deadline=None)
@given(begroot=st.integers(0, 10**11), gerealiseerd=st.integers(0, 10**11), deel=st.integers(0, 100))
def test_nooit_meer_dan_het_verschil_en_andersom_is_het_tegengestelde(
    begroot: int, gerealiseerd: int, deel: int
) -> None:
    """Een deel is nooit groter dan het verschil; begroot en besteed verwisseld geeft het omgekeerde."""
    uit = nacalculatie(begroot, gerealiseerd, deel).waarden

    assert abs(uit["te_verrekenen"]) <= abs(gerealiseerd - begroot)
    assert nacalculatie(gerealiseerd, begroot, deel).waarden["te_verrekenen"] == -uit["te_verrekenen"]
