"""The insured side: in and out by COPY, the same delivery twice, a correction, and who may see whom."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.register import verzekerden
from zorginkoop.web.register.models import Inschrijving, Verzekering

JANUARI, JUNI, JULI = (datetime(2025, maand, 1, tzinfo=UTC) for maand in (1, 6, 7))
pytestmark = pytest.mark.django_db


def insured(*rijen):
    geboren = date(1980, 2, 3)
    return pa.Table.from_pylist(
        [
            {"bsn": bsn, "uzovi": uzovi, "geboortedatum": geboren, "van": van, "tot": tot}
            for bsn, uzovi, van, tot in rijen
        ],
        verzekerden.VERZEKERDEN,
    )


def registered(*rijen):
    return pa.Table.from_pylist(
        [dict(zip(("bsn", "agb", "van", "tot"), rij, strict=True)) for rij in rijen], verzekerden.INSCHRIJVINGEN
    )


BEGIN = date(2024, 1, 1)
TWEE = insured((900000004, 9901, BEGIN, None), (900000016, 9902, BEGIN, date(2025, 1, 1)))
LIJST = registered((900000004, 1000011, BEGIN, None), (900000016, 1000011, BEGIN, None))


def test_what_goes_in_comes_out_for_the_insurer_it_belongs_to():
    assert verzekerden.load_verzekeringen(TWEE, by="test", now=JANUARI) == 2
    assert verzekerden.load_inschrijvingen(LIJST, by="test", now=JANUARI) == 2
    uit = verzekerden.export_tabellen(uzovi="9902", moment=JUNI)
    assert uit["verzekerden"].equals(TWEE.slice(1))
    assert uit["inschrijvingen"].equals(LIJST.slice(1))
    assert Inschrijving.objects.get(bsn="900000004").agb == "01000011"


def test_the_same_delivery_twice_changes_nothing():
    verzekerden.load_verzekeringen(TWEE, by="test", now=JANUARI)
    assert verzekerden.load_verzekeringen(TWEE, by="test", now=JUNI) == 0
    assert Verzekering.objects.count() == 2


def test_a_correction_keeps_what_we_knew_before():
    verzekerden.load_verzekeringen(TWEE, by="test", now=JANUARI)
    nieuw = insured((900000004, 9901, BEGIN, date(2025, 4, 1)), (900000016, 9902, BEGIN, date(2025, 1, 1)))
    assert verzekerden.load_verzekeringen(nieuw, by="test", now=JUNI) == 1
    voor = verzekerden.export_tabellen(uzovi="9901", moment=datetime(2025, 5, 1, tzinfo=UTC))["verzekerden"]
    na = verzekerden.export_tabellen(uzovi="9901", moment=JULI)["verzekerden"]
    assert voor["tot"].to_pylist() == [None]
    assert na["tot"].to_pylist() == [date(2025, 4, 1)]


def test_nothing_known_gives_empty_tables_with_the_right_columns():
    uit = verzekerden.export_tabellen(uzovi="9901", moment=JUNI)
    assert uit["verzekerden"].schema == verzekerden.VERZEKERDEN
    assert uit["inschrijvingen"].num_rows == 0


def test_an_overlapping_delivery_is_refused_whole():
    verzekerden.load_inschrijvingen(LIJST, by="test", now=JANUARI)
    dubbel = registered((900000004, 1000011, BEGIN, None), (900000004, 1000012, date(2025, 1, 1), None))
    with pytest.raises(Gebruikersfout, match="twee keer"):
        verzekerden.load_inschrijvingen(dubbel, by="test", now=JUNI)
    assert Inschrijving.objects.known().count() == 2


def test_a_number_that_cannot_be_a_bsn_is_refused_without_repeating_it():
    with pytest.raises(Gebruikersfout) as fout:
        verzekerden.load_inschrijvingen(registered((900000005, 1000011, BEGIN, None)), by="test", now=JANUARI)
    assert fout.value.plaats == "rij 1, bsn"
    assert "900000005" not in str(fout.value)
    assert not Inschrijving.objects.exists()
