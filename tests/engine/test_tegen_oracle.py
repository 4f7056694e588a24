"""The pipeline against the plain loop of `oracle`, on small wild worlds and one large one; and what always holds."""

import importlib.util
import random
from datetime import date, timedelta
from pathlib import Path

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zorginkoop.engine.judge import judge, totalen

from . import oracle
from .werelden import tabellen

BENCH = Path(__file__).parents[2] / "bench" / "wereld.py"
AGB, UZOVI, BSN, CODES = (1000001, 1000002), (9001, 9002), (900000012, 900000024, 999999999), ("11000", "12010")
DAGEN = [date(2025, 2, 27) + timedelta(n) for n in (0, 1, 2, 3, 33, 34, 35, 200)] + [date(2024, 2, 29)]
RUSTIG = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))

dagen = st.sampled_from(DAGEN)
einden = st.none() | dagen
periode = {"van": dagen, "tot": einden}
wie = {
    "agb": st.sampled_from(AGB),
    "uzovi": st.sampled_from(UZOVI),
    "bsn": st.sampled_from(BSN),
    "prestatiecode": st.sampled_from(CODES),
    "datum": dagen,
    "aantal": st.sampled_from([1, 1, 1, 2, 3]),
}


def rijen(hoogste, nummer=None, **velden):
    """Up to so many rows; `nummer` names a column that counts them in an order that is not the order of the rows."""
    lijst = st.lists(st.fixed_dictionaries(velden), max_size=hoogste)
    return lijst if nummer is None else lijst.flatmap(lambda r: st.permutations(range(len(r))).map(
        lambda volgorde: [{**rij, nummer: n} for rij, n in zip(r, volgorde, strict=True)]))  # fmt: skip


def sluitend(rij):
    """A row with both a limit and its period, or neither; a claimed amount that usually fits."""
    if "max_aantal" in rij and (rij["max_aantal"] is None or rij["per"] is None):
        return {**rij, "max_aantal": None, "per": None}
    if rij.get("bedrag_cent") == 1:
        return {**rij, "bedrag_cent": max(0, rij["aantal"]) * rij["tarief_cent"]}
    return rij


def sluitende(lijst):
    return [sluitend(rij) for rij in lijst]


voorwaarden = {
    "inschrijving_vereist": st.booleans(),
    "leeftijd_van": st.sampled_from([None, None, 1, 65]),
    "leeftijd_tot": st.sampled_from([None, None, 65]),
    "max_aantal": st.sampled_from([None, 1, 2, 3]),
    "per": st.sampled_from([None, "dag", "kwartaal", "jaar"]),
}


werelden = st.fixed_dictionaries(
    {
        "regels": rijen(
            25, "regel_id", **wie | {"aantal": st.sampled_from([1, 1, 1, 2, 3, 0, -1])},
            tarief_cent=st.sampled_from([100, 100, 120, 0]), bedrag_cent=st.sampled_from([1, 1, 1, 100]),
            debetcredit=st.sampled_from("DDDC"), referentie=st.just("R"),
            referentie_voorgaand=st.sampled_from(["H1", "H2", None]),
        ).map(sluitende),
        "overeenkomsten": rijen(6, "overeenkomst_id", agb=wie["agb"], uzovi=wie["uzovi"], **periode),
        "afspraken": rijen(
            10, "afspraak_id", overeenkomst_id=st.integers(0, 5), prestatiecode=wie["prestatiecode"], **periode,
            tarief_cent=st.sampled_from([100, 110]), **voorwaarden,
        ).map(sluitende),
        "verzekerden": rijen(
            6, bsn=wie["bsn"], uzovi=wie["uzovi"], **periode,
            geboortedatum=st.sampled_from([date(1960, 2, 29), date(1960, 3, 1), date(2024, 2, 29)]),
        ),
        "inschrijvingen": rijen(6, bsn=wie["bsn"], agb=wie["agb"], **periode),
        "zonder_contract": rijen(
            4, uzovi=wie["uzovi"], prestatiecode=wie["prestatiecode"], **periode,
            tarief_cent=st.sampled_from([90, 100]), **voorwaarden,
        ).map(sluitende),
        "historie": rijen(
            8, "regel_id", **wie, bestand=st.sampled_from(["a", "b"]), referentie=st.sampled_from(["H1", "H2"]),
            uitkomst=st.sampled_from(["AANGENOMEN", "AANGEPAST", "AFGEWEZEN"]),
            toegekend_cent=st.sampled_from([100, 200]), gecrediteerd=st.sampled_from([False, False, True]),
        ),
    }
)  # fmt: skip


def always_holds(wereld, result):
    """Every line once, never negative, never more than claimed or agreed, and totals that reconcile."""
    regels = {r["regel_id"]: r for r in wereld["regels"]}
    tarief = {a["afspraak_id"]: a["tarief_cent"] for a in wereld["afspraken"]}
    rijen = result.to_pylist()
    assert [r["regel_id"] for r in rijen] == sorted(regels)
    for r in rijen:
        regel = regels[r["regel_id"]]
        assert 0 <= r["toegekend_cent"] <= regel["bedrag_cent"]
        assert r["afspraak_id"] is None or r["toegekend_cent"] <= max(0, tarief[r["afspraak_id"]] * regel["aantal"])
    totalen(result, tabellen(wereld).regels)


@given(wereld=werelden)
@RUSTIG
def test_de_verwerking_is_gelijk_aan_de_regel_voor_regel_beoordeling(wereld):
    result = judge(tabellen(wereld))
    assert result.to_pylist() == oracle.judge(wereld)
    always_holds(wereld, result)


@given(wereld=werelden, toeval=st.randoms(use_true_random=False))
@settings(RUSTIG, max_examples=10)
def test_de_volgorde_van_de_rijen_maakt_niet_uit(wereld, toeval):
    geschud = {naam: toeval.sample(rijen, len(rijen)) for naam, rijen in wereld.items()}
    assert judge(tabellen(geschud)).equals(judge(tabellen(wereld)))


@pytest.mark.parametrize("overlap", [0.0, 0.05])
def test_twintigduizend_regels_gelijk_aan_de_regel_voor_regel_beoordeling(overlap):
    spec = importlib.util.spec_from_file_location("bench_wereld", BENCH)
    bench_wereld = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench_wereld)
    tabel = bench_wereld.wereld(20_000, seed=7, overlap=overlap)
    wereld = {naam: getattr(tabel, naam).to_pylist() for naam in tabel.__dataclass_fields__}
    result = judge(tabel)
    verwacht = oracle.judge(wereld)
    assert result.to_pylist() == verwacht
    assert len({reden for r in verwacht for reden in r["redenen"]}) == 15
    always_holds(wereld, result)


def test_een_verbinding_die_blijft_onthoudt_niets_van_het_vorige_bestand():
    from .werelden import AFSPRAAK, EERDER, regel, wereld

    bank = ibis.duckdb.connect()
    vol = wereld(afspraken=[AFSPRAAK | {"max_aantal": 1, "per": "jaar"}], historie=[EERDER], regels=[regel(), regel(2)])
    for rijen in (vol, wereld(), vol):
        assert judge(tabellen(rijen), backend=bank).equals(judge(tabellen(rijen)))


def test_een_bestand_in_twee_delen_geeft_hetzelfde_als_in_een():
    """What was paid from a first file counts for the second exactly as its lines would in one file."""
    from .werelden import AFSPRAAK, regel, wereld

    toeval = random.Random(3)
    regels = [
        regel(n, datum=date(2025, 1, 1) + timedelta(n), aantal=toeval.choice([1, 2]), tarief_cent=1243)
        for n in range(1, 40)
    ]
    rijen = wereld(regels=regels, afspraken=[AFSPRAAK | {"max_aantal": 9, "per": "kwartaal"}])
    geheel = judge(tabellen(rijen)).to_pylist()
    eerste = judge(tabellen(rijen | {"regels": regels[:20]})).to_pylist()
    historie = [{**r, **uit, "bestand": "1", "gecrediteerd": False} for r, uit in zip(regels[:20], eerste, strict=True)]
    tweede = judge(tabellen(rijen | {"regels": regels[20:], "historie": historie})).to_pylist()
    assert eerste + tweede == geheel
    assert any(r["redenen"] for r in tweede)
