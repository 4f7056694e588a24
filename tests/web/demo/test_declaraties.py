"""Claim lines for signed rows: as many as asked, plausible, and wrong in the shares that were asked."""

from collections import Counter
from datetime import date

import pyarrow as pa
import pytest

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.demo import wereld
from zorginkoop.web.demo.declaraties import NIET_AFGESPROKEN, claim_lines

KWARTAAL, JAAR, EINDE = date(2025, 4, 1), date(2025, 1, 1), date(2026, 1, 1)
REGELS = 10_000
KOLOMMEN = [
    "regel_id", "agb", "uzovi", "bsn", "prestatiecode", "datum", "aantal", "tarief_cent", "bedrag_cent",
    "debetcredit", "referentie", "referentie_voorgaand", "geboortedatum",
]  # fmt: skip
RIJEN = [
    ("11000", 2000, True, None, 65, 1, "kwartaal"),
    ("11100", 2400, True, 65, 75, 1, "kwartaal"),
    ("11101", 2900, True, 75, None, 1, "kwartaal"),
    ("12000", 1100, False, None, None, 1, "dag"),
    ("12001", 2200, False, None, None, 1, "dag"),
    ("13000", 500, False, 18, None, 1, "jaar"),
]
TARIEF = {rij[0]: rij[1] for rij in RIJEN}


@pytest.fixture(scope="module")
def markt():
    verzekeraars = (wereld.Verzekeraar("9901", "Een", ("Amstelland",)), wereld.Verzekeraar("9902", "Twee", ()))
    return wereld.make(praktijken=40, verzekerden=20_000, seed=3, verzekeraars=verzekeraars)


@pytest.fixture(scope="module")
def contracten(markt):
    agbs = [int(agb) for agb in markt.vestigingen["agb"].to_pylist()]
    overeenkomsten = pa.table(
        {
            "overeenkomst_id": pa.array(range(len(agbs)), pa.int64()),
            "agb": pa.array(agbs, pa.int32()),
            "uzovi": pa.array([9901] * len(agbs), pa.int32()),
            "van": pa.array([JAAR] * len(agbs)),
            "tot": pa.array([EINDE] * len(agbs)),
        }
    )
    namen = (
        "prestatiecode",
        "tarief_cent",
        "inschrijving_vereist",
        "leeftijd_van",
        "leeftijd_tot",
        "max_aantal",
        "per",
    )
    afspraken = [
        {"afspraak_id": nr * 10 + plek, "overeenkomst_id": nr, "van": JAAR, "tot": EINDE}
        | dict(zip(namen, rij, strict=True))
        for nr in range(len(agbs))
        for plek, rij in enumerate(RIJEN)
    ]
    return overeenkomsten, pa.Table.from_pylist(afspraken)


@pytest.fixture(scope="module")
def lijnen(markt, contracten):
    return make(markt, contracten)


def make(markt, contracten, seed=5, kwartaal=KWARTAAL):
    return claim_lines(markt, *contracten, uzovi="9901", kwartaal_van=kwartaal, regels=REGELS, seed=seed)


def test_as_many_lines_as_asked_in_the_columns_of_the_engine(lijnen):
    assert lijnen.schema.names == KOLOMMEN
    assert lijnen.num_rows == REGELS
    assert lijnen["regel_id"].to_pylist() == list(range(1, REGELS + 1))
    assert len(set(lijnen["referentie"].to_pylist())) == REGELS
    assert set(lijnen["uzovi"].to_pylist()) == {9901}


def test_lines_lie_in_the_quarter_and_registrations_on_its_first_day(lijnen):
    for rij in lijnen.select(["datum", "prestatiecode"]).to_pylist():
        assert KWARTAAL <= rij["datum"] < date(2025, 7, 1)
        assert not rij["prestatiecode"].startswith("11") or rij["datum"] == KWARTAAL


def test_about_two_in_five_are_registrations_of_the_right_age(lijnen):
    grens = {"11000": (0, 65), "11100": (65, 75), "11101": (75, 200)}
    rijen = [rij for rij in lijnen.to_pylist() if rij["prestatiecode"] in grens]
    assert len(rijen) / REGELS == pytest.approx(0.4, abs=0.02)
    past = 0
    for rij in rijen:
        geboren = rij["geboortedatum"]
        leeftijd = 2025 - geboren.year - ((geboren.month, geboren.day) > (4, 1))
        van, tot = grens[rij["prestatiecode"]]
        past += van <= leeftijd < tot
    assert past / len(rijen) > 0.98


def test_faults_have_the_shares_asked_for(markt, lijnen):
    rijen = lijnen.to_pylist()
    eigen = set(markt.verzekeringen["bsn"].to_pylist())
    geteld = Counter(
        onbekend=sum(rij["bsn"] not in eigen for rij in rijen),
        code=sum(rij["prestatiecode"] == NIET_AFGESPROKEN for rij in rijen),
        tarief=sum(rij["tarief_cent"] > TARIEF.get(rij["prestatiecode"], 10**9) for rij in rijen),
    )
    dubbel = Counter((rij["agb"], rij["bsn"], rij["prestatiecode"], rij["datum"], rij["tarief_cent"]) for rij in rijen)
    assert geteld["onbekend"] / REGELS == pytest.approx(0.005, abs=0.002)
    assert geteld["code"] / REGELS == pytest.approx(0.01, abs=0.002)
    assert geteld["tarief"] / REGELS == pytest.approx(0.04, abs=0.004)
    assert sum(aantal - 1 for aantal in dubbel.values()) / REGELS == pytest.approx(0.008, abs=0.001)


def test_the_same_seed_gives_the_same_lines(markt, contracten, lijnen):
    assert make(markt, contracten).equals(lijnen)
    assert not make(markt, contracten, seed=6).equals(lijnen)


def test_a_quarter_without_agreements_is_said_clearly(markt, contracten):
    with pytest.raises(Gebruikersfout, match="overeenkomst"):
        make(markt, contracten, kwartaal=date(2027, 1, 1))
