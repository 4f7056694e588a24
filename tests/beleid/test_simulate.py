"""Two policies on one register: nothing from nothing, the reverse from the reverse, and totals that are sums."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorginkoop import cli
from zorginkoop.beleid import library, marktregister
from zorginkoop.beleid import simulate as simulatie
from zorginkoop.beleid.assess import assess
from zorginkoop.beleid.simulate import Simulatie, simulate
from zorginkoop.beleid.versie import Beleid
from zorginkoop.beleid.waarde import PER_INGESCHREVENE
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.demo import marktregister as verzonnen

NAMEN = (
    "zk-huisartsenzorg-2024-2025@1.0",
    "zk-huisartsenzorg-2024-2025@1.1",
    "zk-huisartsenzorg-2024-2025@1.2",
    "zz-huisartsenzorg-2025",
)
ZK10, ZK12, ZZ = library.load(NAMEN[0]), library.load(NAMEN[2]), library.load(NAMEN[3])
GROEPEN = ("patienten_65_75", "patienten_75_85", "patienten_85_plus")


@cache
def register(aantal: int = 300, seed: int = 7) -> pa.Table:
    return verzonnen.make(aantal, [library.load(naam) for naam in NAMEN], seed=seed)


def een(**gegevens: object) -> pa.Table:
    """A register of one practice that meets everything, with these facts changed."""
    rij = register().slice(0, 1).to_pylist()[0]
    zeker = {naam: True for naam, waarde in rij.items() if isinstance(waarde, bool)}
    zeker |= {"zonder_overeenkomst": False, "toelating_ingetrokken": False, "poh_ouderen_in_opleiding": False}
    rij |= {naam: waarde for naam, waarde in zeker.items() if naam in rij}
    rij |= {"contractvorm": "nieuw", "gewenste_prestaties": [], "ingeschreven_patienten": 1000} | dict.fromkeys(
        GROEPEN, 0
    )
    return pa.Table.from_pylist([rij | gegevens], schema=register().schema)


def per_praktijk(uit: Simulatie, kolom: str) -> list[int]:
    return uit.praktijken.column(kolom).to_pylist()


@settings(max_examples=12, deadline=None)
@given(naam=st.sampled_from(NAMEN), seed=st.integers(0, 5))
def test_the_same_policy_changes_nothing_for_anyone(naam: str, seed: int) -> None:
    uit = simulate(library.load(naam), library.load(naam), register(120, seed))

    assert set(per_praktijk(uit, "verschil_cent")) == {0}
    assert (uit.totaal.verschil_cent, uit.totaal.valt_af, uit.totaal.komt_erbij) == (0, 0, 0)
    assert uit.totaal.gelijk == uit.aantal == 120
    assert uit.eisen == ()
    assert all((m.verschil_cent, m.valt_af, m.komt_erbij, m.redenen) == (0, 0, 0, {}) for m in uit.modules)


@settings(max_examples=12, deadline=None)
@given(paar=st.permutations(NAMEN).map(lambda namen: namen[:2]), seed=st.integers(0, 5))
def test_the_way_back_is_the_negative(paar: list[str], seed: int) -> None:
    van, naar = (library.load(naam) for naam in paar)
    heen, terug = simulate(van, naar, register(120, seed)), simulate(naar, van, register(120, seed))

    assert per_praktijk(heen, "verschil_cent") == [-cent for cent in per_praktijk(terug, "verschil_cent")]
    assert heen.totaal.verschil_cent == -terug.totaal.verschil_cent
    assert (heen.totaal.valt_af, heen.totaal.vooruit) == (terug.totaal.komt_erbij, terug.totaal.achteruit)
    assert {(m.module, m.verschil_cent) for m in heen.modules if m.heette is None} == {
        (m.module, -m.verschil_cent) for m in terug.modules if m.heette is None
    }


@settings(max_examples=12, deadline=None)
@given(paar=st.permutations(NAMEN).map(lambda namen: namen[:2]), seed=st.integers(0, 5))
def test_totals_are_the_sum_of_practices_and_of_modules(paar: list[str], seed: int) -> None:
    uit = simulate(*(library.load(naam) for naam in paar), register(120, seed))

    for kolom in ("waarde_van_cent", "waarde_naar_cent", "verschil_cent"):
        totaal = getattr(uit.totaal, kolom)
        assert totaal == sum(per_praktijk(uit, kolom)) == sum(getattr(m, kolom) for m in uit.modules)
    assert uit.totaal.vooruit + uit.totaal.achteruit + uit.totaal.gelijk == uit.aantal
    assert sum(uit.uitkomsten.values()) == uit.aantal


def test_a_register_in_parts_comes_out_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    heel = simulate(ZK10, ZZ, register())
    monkeypatch.setattr(simulatie, "PER_KEER", 7)

    delen = simulate(ZK10, ZZ, register())

    assert delen.as_json() == heel.as_json()
    assert delen.praktijken.to_pylist() == heel.praktijken.to_pylist()


def one_by_one(beleid: Beleid, tabel: pa.Table) -> Iterator[int]:
    """The value of each practice from its own assessment and offer, the slow way."""
    for rij in tabel.to_pylist():
        feiten = {naam: rij[naam] for naam in beleid.feiten if rij.get(naam) is not None}
        feiten |= {"email": "a@example.nl", "iban": "NL02ABNA0123456789"}
        toets = assess(beleid, {n: w for n, w in feiten.items() if n in beleid.feiten})
        mag = {m.prestatie for m in toets.afspraken if m.gewenst and m.mogelijk and m.tarief is not None}
        aantal = {None: rij["ingeschreven_patienten"], 65: rij[GROEPEN[0]], 75: rij[GROEPEN[1]], 85: rij[GROEPEN[2]]}
        aantal[0] = aantal[None] - sum(rij[groep] for groep in GROEPEN)
        telt = toets.uitkomst in ("VOLDOET", "BEOORDELEN")
        yield sum(
            m.tarief * aantal[beleid.prestaties[m.prestatie].leeftijd_van] * 4
            for m in toets.afspraken
            if telt and m.tarief is not None and m.prestatie in mag and m.eenheid == PER_INGESCHREVENE
        )


@pytest.mark.parametrize("naam", NAMEN)
def test_the_whole_register_comes_out_as_its_practices_one_by_one(naam: str) -> None:
    tabel = register().slice(0, 60)

    uit = simulate(library.load(naam), library.load(naam), tabel)

    assert per_praktijk(uit, "waarde_van_cent") == list(one_by_one(library.load(naam), tabel))


def test_the_value_of_one_practice_by_hand() -> None:
    """ZZ 2025, 1,000 patients of whom 100 are 65-75: enrolment 900 x 20.35 + 100 x 23.94 = 18,315 + 2,394 = 20,709.00
    and MTVP 1,000 x 3.23 = 3,230.00 a quarter; x 4 = 95,756.00 euros a year = 9,575,600 cents."""
    uit = simulate(ZZ, ZZ, een(patienten_65_75=100))

    assert per_praktijk(uit, "waarde_van_cent") == [9_575_600]


def test_who_falls_out_is_named_with_the_requirement() -> None:
    """Outside the core region document 003 makes no agreement; for document 001 a purchaser weighs it."""
    uit = simulate(ZZ, ZK12, een(kernregio=False, agb_code="01000099"))

    assert uit.valt_af == ("01000099",)
    assert [(e.eis, e.van, e.naar) for e in uit.eisen if e.eis == "kernregio"] == [
        ("kernregio", "geen eis", "niet gehaald")
    ]


def test_a_module_that_is_gained_says_what_stood_in_the_way() -> None:
    """16 hours for 2,350 patients: version 1.0 allows 12 for the POH-GGZ, since 1.1 all 16 may be."""
    uren = {"gewenste_prestaties": ["poh_ggz"], "ingeschreven_patienten": 2350, "uren_poh_ggz": 16}
    uit = simulate(ZK10, ZK12, een(**uren, uren_ehealth=0, uren_consultatie=0))

    module = next(m for m in uit.modules if m.module == "poh_ggz")
    assert module.komt_erbij == 1
    assert any("hoogstens 12 uur per week" in reden for reden in module.redenen)


@pytest.mark.parametrize(("uren", "dichtbij"), [(11.3, 0), (11.4, 1), (12, 1), (12.6, 1), (12.7, 0)])
def test_practices_near_a_threshold_are_listed(uren: float, dichtbij: int) -> None:
    """Twelve hours for 2,350 patients, five percent of 12 is 0.6: from 11.4 to 12.6 hours."""
    tabel = een(ingeschreven_patienten=2350, uren_poh_ggz=None)
    plek = tabel.column_names.index("uren_poh_ggz")
    tabel = tabel.set_column(plek, "uren_poh_ggz", pa.array([str(uren)]).cast(pa.decimal128(18, 6)))

    uit = simulate(ZK10, ZK10, tabel, drempel=5)

    drempel = next(d for d in uit.bij_drempel if d.regel == "prestatie.poh_ggz.0")
    assert (drempel.aantal, len(drempel.praktijken)) == (dichtbij, dichtbij)


def test_what_is_not_counted_is_said() -> None:
    weg = simulate(ZZ, ZZ, register().drop_columns(["patienten_75_85"])).niet_meegeteld[ZZ.naam]

    assert weg["consult"] == "het aantal is niet bekend: per verrichting"
    assert weg["inschrijving_tot_65"] == "het register telt de patiënten niet per leeftijd"


@pytest.mark.parametrize(
    ("kolom", "waarden", "melding"),
    [
        ("agb_code", ["1"] * 3, "acht cijfers"),
        ("agb_code", ["01000001"] * 3, "elke praktijk één keer"),
        ("ingeschreven_patienten", [-1, 2, 3], "moet overal ten minste 0 zijn"),
        ("patienten_65_75", [99999, 2, 3], "min de patiënten per leeftijd"),
        ("gewenste_ingangsdatum", ["morgen"] * 3, "waarden die geen date32"),
        ("contractvorm", ["anders"] * 3, "'anders' kan niet worden gekozen"),
    ],
)
def test_a_register_with_nonsense_is_refused(kolom: str, waarden: list[object], melding: str) -> None:
    tabel = register().slice(0, 3)
    tabel = tabel.set_column(tabel.column_names.index(kolom), kolom, pa.array(waarden))

    with pytest.raises(Gebruikersfout, match=melding):
        simulate(ZZ, ZK12, tabel)


def test_a_register_without_a_deciding_fact_is_refused_by_name(tmp_path: Path) -> None:
    marktregister.write(register().drop_columns(["wtza", "kernregio"]), tmp_path)

    with pytest.raises(Gebruikersfout, match="mist de kolommen kernregio, wtza"):
        marktregister.read(tmp_path, (ZZ, ZK12))


def test_a_register_in_csv_gives_the_same(tmp_path: Path) -> None:
    tabel = register().slice(0, 20)
    plat = tabel
    for naam in tabel.column_names:
        if pa.types.is_list(tabel.schema.field(naam).type):
            tekst = pc.binary_join(tabel.column(naam), ";")
            plat = plat.set_column(plat.column_names.index(naam), naam, tekst)
    pyarrow.csv.write_csv(plat, tmp_path / "praktijken.csv")

    uit = simulate(ZZ, ZK12, marktregister.read(tmp_path, (ZZ, ZK12)))

    assert per_praktijk(uit, "verschil_cent") == per_praktijk(simulate(ZZ, ZK12, tabel), "verschil_cent")


@pytest.mark.parametrize("inhoud", [None, b"", b"PAR1 is dit niet"])
def test_a_folder_without_a_readable_register_is_refused(tmp_path: Path, inhoud: bytes | None) -> None:
    if inhoud is not None:
        (tmp_path / "praktijken.parquet").write_bytes(inhoud)

    with pytest.raises(Gebruikersfout, match=r"bevat geen|niet te lezen"):
        marktregister.read(tmp_path, (ZZ,))


@pytest.mark.parametrize("procent", [-1, 101])
def test_a_distance_that_is_no_percentage_is_refused(procent: float) -> None:
    with pytest.raises(Gebruikersfout, match="percentage"):
        simulate(ZZ, ZZ, register(), drempel=procent)


def test_the_commands_write_a_register_and_simulate_on_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.berichten.register_verzin(praktijken=40, uit=tmp_path, seed=3)
    per_rij = tmp_path / "uit.parquet"
    cli.gereedschap.beleid_simuleer(van=NAMEN[0], naar=NAMEN[2], register=tmp_path, uit=per_rij, als_json=True)

    uit = capsys.readouterr().out
    assert '"van": "zk-huisartsenzorg-2024-2025@1.0"' in uit
    assert pyarrow.parquet.read_table(per_rij).num_rows == 40
