"""A policy on top of the general one it supplements: both hold, and where they collide the particular one prevails."""

from collections.abc import Callable
from pathlib import Path

import pytest

from zorginkoop.beleid import library
from zorginkoop.beleid.assess import assess
from zorginkoop.beleid.bestand import Beleidsfout
from zorginkoop.beleid.parts import own_rules
from zorginkoop.beleid.versie import Voorrang

EIGEN = "zz-huisartsenzorg-2025"
ALGEMEEN = """
[document]
beleid = "zz-algemeen"
versie = "1.0"
titel = "Algemeen zorginkoopbeleid (verzonnen, om voorrang te tonen)"
zorgsoort = "algemeen"
gepubliceerd = 2024-04-01
geldig_van = 2025-01-01
geldig_tot = 2026-01-01
looptijd_van = 2025-01-01
looptijd_tot = 2026-01-01
bron_looptijd = { document = "ALGEMEEN", plaats = "1" }

[verzekeraar]
naam = "Zorg en Zekerheid"
uzovi = "7085"
uzovi_status = "niet geverifieerd"
thema = "blauw"

[bron.ALGEMEEN]
titel = "Algemeen zorginkoopbeleid"
uitgever = "Zorg en Zekerheid"

[[paragraaf]]
document = "ALGEMEEN"
plaats = "1"
kop = "Eisen aan iedereen"
samenvatting = "De Wtza geldt voor iedereen, en BIG-registratie is hier niet meer dan een verwachting."

[ingangsdatum]
uitleg = "De dag van de aanvraag."
regel = "aanvraagdatum"
bron = [{ document = "ALGEMEEN", plaats = "1" }]

[wijziging]
frequentie = "niet_geregeld"
eenzijdig = "niet_geregeld"
indexatie = "niet_geregeld"
uitleg = "Niet geregeld."
bron = [{ document = "ALGEMEEN", plaats = "1" }]

[volgen]
toestemming = "expliciet"
uitleg = "Niet geregeld."
bron = { document = "ALGEMEEN", plaats = "1" }

[aanbod]
geldig_dagen = 42
status = "demonstratie"
uitleg = "Demonstratiewaarde."

[betaling]
termijn_dagen = 30
streef_dagen = 15
status = "demonstratie"
uitleg = "Demonstratiewaarde."
bron = { document = "ALGEMEEN", plaats = "1" }

[eis.wtza]
titel = "Wtza"
regel = "wtza"
gevolg = "uitsluiten"
bron = { document = "ALGEMEEN", plaats = "1" }
weigering = "De praktijk moet aan de Wtza voldoen."

[eis.big_registratie]
titel = "BIG-registratie"
regel = "big_registratie OR waarneming"
gevolg = "melden"
bron = { document = "ALGEMEEN", plaats = "1" }
weigering = "Algemene regel."

[prestatie]
"""
Publiceer = Callable[[str], None]


@pytest.fixture
def publiceer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publiceer:
    monkeypatch.setenv("ZORGINKOOP_BELEID", str(tmp_path / "eigen"))

    def doe(tekst: str) -> None:
        pad = tmp_path / "algemeen.toml"
        pad.write_text(tekst)
        library.publish(pad, folder=library.folders()[-1])

    return doe


def test_without_a_general_policy_only_the_own_rules_hold() -> None:
    beleid = library.load(EIGEN)

    assert beleid.document.vult_aan == ("zz-algemeen",)
    assert beleid.gaat_voor == ()
    assert beleid.inhoud == library.load_file(beleid.pad).inhoud


def test_what_only_the_general_policy_asks_is_asked_too(publiceer: Publiceer) -> None:
    publiceer(ALGEMEEN)
    beleid = library.load(EIGEN)

    assert set(beleid.eisen) == {*library.load_file(beleid.pad).eisen, "wtza"}
    assert "wtza" in [vraag.gegeven for vraag in assess(beleid, {}).vragen]
    assert assess(beleid, {"wtza": False}).uitkomst == "VOLDOET_NIET"
    assert beleid.bronnen["ALGEMEEN"].beschikbaar
    assert [p.kop for p in beleid.inhoud.paragraaf if p.document == "ALGEMEEN"] == ["Eisen aan iedereen"]


def test_where_the_two_collide_the_particular_policy_prevails_and_both_passages_are_kept(publiceer: Publiceer) -> None:
    """001, 2.1: at contradictions this policy prevails over the general one. General: BIG is reported, and locums make
    up for it. Particular: without BIG no agreement."""
    publiceer(ALGEMEEN)
    beleid = library.load(EIGEN)

    assert assess(beleid, {"big_registratie": False, "waarneming": True}).uitkomst == "VOLDOET_NIET"
    assert beleid.eisen["big_registratie"] == library.load_file(beleid.pad).eisen["big_registratie"]
    [voorrang] = beleid.gaat_voor
    assert isinstance(voorrang, Voorrang)
    assert (voorrang.onderdeel, voorrang.titel, str(voorrang.geldt), str(voorrang.wijkt)) == (
        "eis.big_registratie",
        "BIG-registratie",
        "001, 5.1",
        "ALGEMEEN, 1",
    )


def test_the_file_as_published_and_the_rules_for_start_and_change_stay_its_own(publiceer: Publiceer) -> None:
    eerst = library.load(EIGEN)
    publiceer(ALGEMEEN)
    beleid = library.load(EIGEN)

    assert beleid.tekst == eerst.tekst
    for deel in ("document", "ingangsdatum", "wijziging", "volgen", "aanbod", "betaling", "kanaal"):
        assert getattr(beleid.inhoud, deel) == getattr(eerst.inhoud, deel)


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [
        ('uzovi = "7085"', 'uzovi = "9999"'),
        ("geldig_van = 2025-01-01", "geldig_van = 2025-01-02"),
        ("geldig_tot = 2026-01-01", "geldig_tot = 2025-01-01"),
        ('beleid = "zz-algemeen"', 'beleid = "zz-ander"'),
    ],
)
def test_another_insurer_another_name_or_another_period_changes_nothing(
    publiceer: Publiceer, oud: str, nieuw: str
) -> None:
    """The policy begins on 1 January 2025: what begins a day later, or ended that day, does not hold then."""
    assert oud in ALGEMEEN
    publiceer(ALGEMEEN.replace(oud, nieuw, 1))

    assert library.load(EIGEN).gaat_voor == ()
    assert "wtza" not in library.load(EIGEN).eisen


def test_the_latest_version_that_holds_is_the_one(publiceer: Publiceer) -> None:
    publiceer(ALGEMEEN)
    publiceer(ALGEMEEN.replace('versie = "1.0"', 'versie = "1.1"').replace('regel = "wtza"', 'regel = "nascholing"'))
    publiceer(
        ALGEMEEN.replace('versie = "1.0"', 'versie = "1.2"').replace(
            "geldig_van = 2025-01-01", "geldig_van = 2025-07-01"
        )
    )

    assert library.load(EIGEN).eisen["wtza"].regel == "nascholing"


def test_what_a_supplemented_policy_supplements_comes_along(publiceer: Publiceer) -> None:
    """The guide for new practices supplements the policy, and that the general one."""
    publiceer(ALGEMEEN)

    assert {"wtza", "big_registratie"} <= set(library.load("zz-nieuwe-praktijk").eisen)
    assert library.load("zz-nieuwe-praktijk").eisen["big_registratie"].gevolg == "uitsluiten"


def test_own_rules_are_those_of_the_file_and_those_that_prevail(publiceer: Publiceer) -> None:
    """What came from the general policy has its examples there; a rule of its own that prevails keeps needing one."""
    eerst = {regel.naam for regel in own_rules(library.load(EIGEN))}
    publiceer(ALGEMEEN)

    assert {regel.naam for regel in own_rules(library.load(EIGEN))} == eerst
    assert "eis.wtza" not in eerst
    assert {"eis.big_registratie", "ingangsdatum"} <= eerst


def test_two_policies_that_supplement_each_other_each_prevail_in_their_own_place(publiceer: Publiceer) -> None:
    soort = 'zorgsoort = "algemeen"'
    publiceer(ALGEMEEN.replace(soort, f'{soort}\nvult_aan = ["{EIGEN}"]'))

    assert library.load(EIGEN).eisen["big_registratie"].gevolg == "uitsluiten"
    assert library.load("zz-algemeen").eisen["big_registratie"].gevolg == "melden"


def test_a_general_policy_on_which_another_no_longer_runs_is_refused(publiceer: Publiceer) -> None:
    """A particular policy has a derived fact of this name that is a number: as a date it makes no sense there."""
    feit = '[feit.jaar]\ntype = "geheel"\nvraag = "Welk jaar?"\nherkomst = "zorgaanbieder"\n\n[eis.wtza]'
    eigen_feit = ALGEMEEN.replace("[eis.wtza]", feit).replace('regel = "wtza"', 'regel = "jaar > 2000"')
    publiceer(eigen_feit)
    assert library.load(EIGEN).eisen["wtza"].regel == "jaar > 2000"

    kapot = ALGEMEEN.replace('versie = "1.0"', 'versie = "2.0"').replace('regel = "wtza"', 'regel = "rangorde > 2"')
    kapot = kapot.replace("[eis.wtza]", feit.replace("feit.jaar", "feit.rangorde"))
    kapot = kapot.replace('type = "geheel"', 'type = "datum"').replace("rangorde > 2", "rangorde > DATE '2025-01-01'")
    with pytest.raises(Beleidsfout, match="hier hoort"):
        publiceer(kapot)
