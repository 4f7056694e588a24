"""Zorg en Zekerheid, overige zorgvernieuwing in segment 3: goedkeuring, start en betaling, in voorbeelden."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.test_zz_zorgvernieuwing_2025 import S3, STAP4, VORMEN, besluit
from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.kern.periode import maanden_later


@S3.voorbeeld("001", STAP4, "ingangsdatum")
@pytest.mark.parametrize(
    ("goedgekeurd", "start"),
    [
        ("2024-11-30", date(2025, 1, 1)),
        ("2024-12-01", date(2025, 1, 1)),
        ("2024-12-02", date(2025, 4, 1)),
        ("2025-02-28", date(2025, 4, 1)),
        ("2025-03-01", date(2025, 4, 1)),
        ("2025-03-02", date(2025, 7, 1)),
        ("2025-05-31", date(2025, 7, 1)),
        ("2025-06-01", date(2025, 7, 1)),
        ("2025-06-02", date(2025, 10, 1)),
        ("2025-08-31", date(2025, 10, 1)),
        ("2025-09-01", date(2025, 10, 1)),
        ("2025-09-02", date(2026, 1, 1)),
        ("2025-12-01", date(2026, 1, 1)),
        ("2025-12-31", date(2026, 4, 1)),
    ],
)
def test_een_project_start_op_het_eerste_kwartaal_een_maand_na_de_goedkeuring(goedgekeurd: str, start: date) -> None:
    """Inrichten kost een maand. 1 maart plus een maand is 1 april: dat kwartaal kan nog. 2 maart plus een maand is 2
    april: dan 1 juli. 31 december plus een maand is 31 januari: 1 april.
    """
    assert S3.start(**besluit(aanvraagdatum="2024-10-01", besluitdatum=goedgekeurd)) == start


@S3.voorbeeld("001", STAP4, "ingangsdatum")
@pytest.mark.parametrize(
    ("gewenst", "start"),
    [
        (None, date(2025, 4, 1)),
        ("2025-02-01", date(2025, 4, 1)),
        ("2025-04-01", date(2025, 4, 1)),
        ("2025-04-02", date(2025, 7, 1)),
        ("2025-07-01", date(2025, 7, 1)),
    ],
)
def test_later_starten_kan_en_eerder_niet(gewenst: str | None, start: date) -> None:
    """Goedgekeurd op 1 maart: op zijn vroegst 1 april. Gewenst op 1 februari verandert daar niets aan; gewenst op 2
    april wordt 1 juli.
    """
    assert S3.start(**besluit(gewenste_ingangsdatum=gewenst)) == start


@settings(max_examples=60, deadline=None)
@given(dag=st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_tussen_goedkeuring_en_start_zit_een_maand_en_minder_dan_vier(dag: date) -> None:
    """De start is de eerste dag van een kwartaal, ten minste een maand en minder dan vier maanden later."""
    start = S3.start(**besluit(aanvraagdatum="2024-01-01", besluitdatum=dag.isoformat()))

    assert start is not None
    assert (start.day, start.month % 3) == (1, 1)
    assert maanden_later(dag, 1) <= start < maanden_later(dag, 1) + timedelta(days=92)


@S3.voorbeeld("001", STAP4, "eis.prestatiecode", "eis.bekostiging", "eis.besluitdatum")
@pytest.mark.parametrize(
    ("eis", "gegeven"),
    [
        ("prestatiecode", "prestatiecode_zorgvernieuwing"),
        ("bekostiging", "bekostiging_zorgvernieuwing"),
        ("besluitdatum", "besluitdatum"),
    ],
)
def test_een_goedkeuring_heeft_een_prestatiecode_een_vorm_van_betaling_en_een_datum(eis: str, gegeven: str) -> None:
    """Goedgekeurd zonder een van de drie: het project wacht. Zonder goedkeuring wordt er niet naar gevraagd."""
    uitslag = S3.toets(**besluit(**{gegeven: None}))

    assert (uitslag.uitkomst, [v.gegeven for v in uitslag.vragen]) == ("ONBEKEND", [gegeven])
    assert S3.eis(eis, **besluit()).uitkomst is True
    assert S3.eis(eis, besluit_zorgvernieuwing="niet").uitkomst is True


@S3.voorbeeld("001", STAP4, *(f"prestatie.{naam}" for naam in VORMEN.values()))
@pytest.mark.parametrize(("gekozen", "vorm"), list(product(VORMEN, VORMEN)))
def test_een_project_wordt_op_een_van_drie_manieren_betaald(gekozen: str, vorm: str) -> None:
    """Gekozen is één vorm; de andere twee vallen af, met die reden. Het bedrag en de code volgen uit de goedkeuring,
    dus uit het beleid zelf valt er nog niets aan te bieden.
    """
    prestatie = S3.prestatie(VORMEN[vorm], **besluit(bekostiging_zorgvernieuwing=gekozen))

    assert prestatie.mogelijk is False
    assert any("andere vorm" in reden for reden in prestatie.redenen) is (gekozen != vorm)
    assert any("goedkeuring" in reden for reden in prestatie.redenen)


@S3.voorbeeld("001", STAP4, *(f"prestatie.{naam}" for naam in VORMEN.values()))
def test_de_drie_vormen_worden_elk_anders_geteld() -> None:
    """Een opslag hoogstens één keer per kwartaal voor wie is ingeschreven; een verrichting per keer; de O&I-begroting
    niet per verzekerde. Elke code is een demonstratiecode tot de verzekeraar er een vaststelt.
    """
    vormen = [library.load(S3.beleid).prestaties[naam] for naam in VORMEN.values()]

    assert [p.eenheid for p in vormen] == [
        "per ingeschreven verzekerde per kwartaal",
        "per verrichting",
        "volgens begroting",
    ]
    assert [(p.inschrijving_vereist, p.max_aantal, p.per) for p in vormen] == [
        (True, 1, "kwartaal"),
        (False, None, None),
        (False, None, None),
    ]
    assert {(p.segment, p.codestatus) for p in vormen} == {("S3", "demonstratie")}


@S3.voorbeeld("001", STAP4, "eis.verre_verzekeraars")
@pytest.mark.parametrize(
    ("antwoord", "ver", "geen_bericht"),
    [("start", True, False), ("start", False, True), ("start", None, None), ("niet", True, True)],
)
def test_waar_dat_geldt_worden_de_verre_verzekeraars_bericht(
    antwoord: str, ver: bool | None, geen_bericht: bool | None
) -> None:
    """'Indien van toepassing': bij een project dat start en ook hen aangaat is een bericht nodig; zonder start niet."""
    feiten = besluit(besluit_zorgvernieuwing=antwoord, voor_verre_verzekeraars=ver)

    assert S3.eis("verre_verzekeraars", **feiten).uitkomst is geen_bericht


@S3.voorbeeld("001", "5.2", "eis.binnen_2025")
@pytest.mark.parametrize(
    ("goedgekeurd", "binnen"),
    [("2024-09-01", False), ("2024-09-02", True), ("2025-09-01", True), ("2025-09-02", False)],
)
def test_een_start_buiten_2025_vraagt_een_oordeel(goedgekeurd: str, binnen: bool) -> None:
    """Goedgekeurd op 1 september 2024: start 1 oktober 2024. Een dag later: 1 januari 2025. Op 1 september 2025 is het
    1 oktober 2025, op 2 september 1 januari 2026, en dan is de overeenkomst afgelopen.
    """
    uitslag = S3.toets(**besluit(aanvraagdatum="2024-08-01", besluitdatum=goedgekeurd))

    assert uitslag.uitkomst == ("VOLDOET" if binnen else "BEOORDELEN")
    assert S3.eis("binnen_2025").uitkomst is True


@S3.voorbeeld("001", STAP4, "ingangsdatum")
def test_elke_uiterste_dag_van_goedkeuring_op_de_kalender_klopt_met_de_regel() -> None:
    """De vier dagen liggen een maand voor een kwartaal: op de dag zelf haalt men dat kwartaal, een dag later niet."""
    dagen = [t.datum for t in library.load(S3.beleid).inhoud.termijn if t.bron == Bron(document="001", plaats=STAP4)]

    assert len(dagen) == 4
    for dag in dagen:
        op_tijd, te_laat = (
            S3.start(**besluit(aanvraagdatum="2024-10-01", besluitdatum=d.isoformat()))
            for d in (dag, dag + timedelta(days=1))
        )
        assert (op_tijd, te_laat) == (maanden_later(dag, 1), maanden_later(dag, 4))


def test_deze_procedure_is_geen_beleid_voor_een_overeenkomst_huisartsenzorg() -> None:
    """Wie nagaat of er een overeenkomst huisartsenzorg mogelijk is, krijgt de vragen van deze procedure niet."""
    assert S3.beleid not in {b.document.beleid for b in library.latest("huisartsenzorg")}
    assert S3.beleid in {b.document.beleid for b in library.latest("zorgvernieuwing")}
