"""Wijzigen, indexeren, clausules en volgen: wat de documenten zeggen, op overeenkomsten nagerekend."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import Afspraak, Bron
from zorginkoop.web.contractering.models import AfspraakRij, Overeenkomst
from zorginkoop.web.contractering.verandering import worse
from zorginkoop.web.contractering.werklijst import next_change, why_not
from zorginkoop.web.gebeurtenissen import termijnen
from zorginkoop.web.gebeurtenissen.clausules import Clausule
from zorginkoop.web.gebeurtenissen.indexatie import Indexatie, contracted_since

ZZ, ZK = "zz-huisartsenzorg-2025", "zk-huisartsenzorg-2024-2025"


def overeenkomst(beleid: str, **anders: Any) -> Overeenkomst:
    versie = library.load(beleid).document.versie
    looptijd = {"van": date(2025, 1, 1), "tot": date(2026, 1, 1), **anders}
    return Overeenkomst(beleid=beleid, beleidversie=versie, **looptijd)


def rij(cent: int, *, segment: str = "S3", van: date = date(2024, 1, 1)) -> AfspraakRij:
    soort = {"prestatie": "poh_s", "naam": "POH-Somatiek", "prestatiecode": "31D04", "segment": segment}
    return AfspraakRij(**soort, tarief_cent=cent, tariefstatus="demonstratie", van=van, tot=date(2026, 1, 1))


# ----------------------------------------------------------------------------------------------- kwartaalmutatie


@pytest.mark.parametrize(
    ("vandaag", "start", "uiterlijk"),
    [
        (date(2025, 2, 28), date(2025, 4, 1), date(2025, 3, 1)),
        (date(2025, 3, 1), date(2025, 4, 1), date(2025, 3, 1)),
        (date(2025, 3, 2), date(2025, 7, 1), date(2025, 6, 1)),
        (date(2025, 9, 1), date(2025, 10, 1), date(2025, 9, 1)),
    ],
)
@pytest.mark.parametrize("beleid", [ZZ, "zz-nieuwe-praktijk"])
def test_wijzigen_kan_elk_kwartaal_als_de_aanvraag_een_maand_eerder_binnen_is(
    beleid: str, vandaag: date, start: date, uiterlijk: date
) -> None:
    """000: elk kwartaal, ten minste een maand tevoren. 1 april min een maand is 1 maart: op 1 maart kan het nog, op
    2 maart wordt het 1 juli, aan te vragen uiterlijk 1 juni."""
    assert next_change(overeenkomst(beleid), vandaag) == (start, uiterlijk)


def test_na_2_september_is_er_in_het_laatste_jaar_geen_kwartaal_meer() -> None:
    """2 september plus een maand is 2 oktober; het eerste kwartaal daarna begint op 1 januari 2026, na het einde."""
    laatste = overeenkomst(ZZ)
    assert next_change(laatste, date(2025, 9, 2)) is None
    assert "na het einde van de looptijd" in why_not(laatste)


@pytest.mark.parametrize(
    "beleid", [ZK, "zz-oefentherapie-2024", "zz-wsv-ro-2021", "zz-hds-2024", "zk-so-verzorgingshuis-2024"]
)
def test_waar_het_document_niets_regelt_zegt_het_scherm_dat(beleid: str) -> None:
    """002, 003 en 004 regelen geen wijziging binnen de looptijd: er is geen datum, en de uitleg komt uit het beleid."""
    record = overeenkomst(beleid)
    assert next_change(record, date(2025, 2, 1)) is None
    assert why_not(record) == library.load(beleid).inhoud.wijziging.uitleg


# ----------------------------------------------------------------------------------------------- indexatie


@pytest.mark.parametrize(
    ("sinds", "percentage", "zz", "zk"),
    [
        (date(2024, 1, 1), "5", 1267, 1267),
        (date(2024, 1, 1), "1", 1255, 1267),
        (date(2024, 4, 1), "5", 1243, 1267),
    ],
)
def test_twee_verzekeraars_indexeren_dezelfde_overeenkomst_anders(
    sinds: date, percentage: str, zz: int, zk: int
) -> None:
    """001, 6.1 en 003: van € 12,43 is 1,9% erbij € 12,66617, dus € 12,67. Zorg en Zekerheid geeft hoogstens dat (1%:
    € 12,5543, dus € 12,55) en niets als 2024 niet helemaal was gecontracteerd; Zilveren Kruis geeft altijd precies
    dat. Het cijfer 1,9% is een demonstratie."""
    for beleid, keuze, uitkomst in ((ZZ, Decimal(percentage), zz), (ZK, None, zk)):
        regel = Indexatie(library.load(beleid), 2025, keuze).line(rij(1243), 1243, sinds)
        assert (regel.nieuw_cent, regel.demonstratie) == (uitkomst, True)


def test_wie_een_dag_niet_was_gecontracteerd_begint_opnieuw_te_tellen() -> None:
    """Tot en met 29 juni en weer vanaf 1 juli 2024: een dag ertussen, dus gecontracteerd sinds 1 juli."""
    eerst, daarna = rij(100), rij(100, van=date(2024, 7, 1))
    eerst.tot = date(2024, 6, 30)
    assert contracted_since([eerst, daarna], date(2025, 1, 1)) == date(2024, 7, 1)
    eerst.tot = date(2024, 7, 1)
    assert contracted_since([eerst, daarna], date(2025, 1, 1)) == date(2024, 1, 1)


# ----------------------------------------------------------------------------------------------- clausule


@pytest.mark.parametrize(("segment", "vervalt"), [("S1", True), ("S3", False), ("geen", True)])
def test_mtvp_in_segment_3_vervalt_als_de_nza_haar_in_segment_1_opneemt(segment: str, vervalt: bool) -> None:
    """001, 4.1: besluit de NZa tot segment 1, dan vervalt de prestatie in segment 3. Zegt de NZa S3, dan blijft zij."""
    beleid = library.load(ZZ)
    (voorwaarde,) = beleid.voorwaarden("mtvp")
    clausule = Clausule(beleid, "mtvp", 0, voorwaarde, "nza_mtvp_segment")
    assert clausule.lapses(segment) is vervalt
    assert (voorwaarde.bron.document, voorwaarde.bron.plaats) == ("001", "4.1, Meer tijd voor de patiënt")


def test_eenzijdig_mag_alleen_wat_gunstig_is() -> None:
    """001, 6: € 1,10 naar € 1,12 mag zonder handtekening; naar € 1,09 niet."""
    oud = Afspraak(
        prestatie="poh_s", naam="POH-Somatiek", prestatiecode="31D04", codestatus="demonstratie", segment="S3",
        eenheid="per ingeschreven verzekerde per kwartaal", tarief_cent=110, tariefstatus="demonstratie",
        van=date(2025, 1, 1), tot=date(2026, 1, 1), bron=Bron(document="001", plaats="4.1"),
    )  # fmt: skip
    assert worse(oud, oud.model_copy(update={"tarief_cent": 112})) == ""
    assert worse(oud, oud.model_copy(update={"tarief_cent": 109})) == "het tarief gaat omlaag"


# ----------------------------------------------------------------------------------------------- volgen


@pytest.mark.parametrize(
    ("beleid", "toestemming", "bron"),
    [
        (ZZ, "impliciet", "000"),
        ("zz-nieuwe-praktijk", "impliciet", "000"),
        ("zz-wsv-ro-2021", "expliciet", "004"),
        (ZK, "expliciet", "003"),
        ("zz-oefentherapie-2024", "expliciet", "002"),
    ],
)
def test_volgen_gaat_vanzelf_of_na_een_vinkje_naar_soort_overeenkomst(beleid: str, toestemming: str, bron: str) -> None:
    """CONFLICT-06: 000 deelt huisartsenzorg vanzelf; 004 vraagt bij WSV en RO eerst een vinkje. Wie zwijgt, vraagt."""
    volgen = library.load(beleid).inhoud.volgen
    assert (volgen.toestemming, volgen.bron.document) == (toestemming, bron)


def test_een_volger_heeft_drie_weken_vanaf_de_volgende_werkdag() -> None:
    """Klaargezet op donderdag 17 april 2025: vrijdag tot en met maandag is het Pasen, dus beschikbaar op dinsdag 22
    april; drie weken later is dinsdag 13 mei de laatste dag. Op 14 mei is het te laat."""
    assert termijnen.available_from(date(2025, 4, 17)) == date(2025, 4, 22)
    assert termijnen.due(timezone.make_aware(datetime.combine(date(2025, 4, 17), time(12)))) == date(2025, 5, 13)
    assert (
        termijnen.overdue_before(date(2025, 5, 13)) < date(2025, 4, 17) <= termijnen.overdue_before(date(2025, 5, 14))
    )
