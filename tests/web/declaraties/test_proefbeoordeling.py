"""The command line's judgement: totals, a return file and a row per line, and nothing kept."""

import csv

import pytest

from tests.web.declaraties.conftest import LINDE
from zorginkoop.adapters.vektis import lees
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.declaraties.actions import judge_file_without_storing
from zorginkoop.web.declaraties.models import Declaratiebestand, Declaratieregel


@pytest.fixture
def pad(wereld, tmp_path):
    regels = [{**regel, "referentie": f"={regel['referentie']}"} for regel in LINDE]
    bestand = tmp_path / "april.ei"
    bestand.write_bytes(wereld.file(wereld.cast.linde, regels))
    return bestand


def test_totals_return_file_and_a_row_per_line(wereld, pad, tmp_path):
    uit = judge_file_without_storing(pad, uit=tmp_path / "uit")
    assert (uit["regels"], uit["ingediend_cent"], uit["toegekend_cent"], uit["gekort_cent"]) == (6, 11269, 8248, 3021)
    assert uit["per_uitkomst"]["AFGEWEZEN"]["regels"] == 3
    assert uit["per_reden"]["TARIEF_VERLAAGD"]["gekort_cent"] == 157
    assert uit["voorlopig"] is True
    assert lees(uit["retourbestand"]).sluit["toegekend_cent"] == 8248
    with open(uit["beoordeling"], newline="", encoding="utf-8") as stroom:
        rijen = {rij["referentie"]: rij for rij in csv.DictReader(stroom, delimiter=";")}
    assert len(rijen) == 6
    verlaagd = rijen["'=L2"]
    assert (verlaagd["uitkomst"], verlaagd["toegekend_cent"], verlaagd["redenen"]) == (
        "AANGEPAST", "1243", "TARIEF_VERLAAGD",
    )  # fmt: skip
    rij = wereld.overeenkomst.afspraken.get(prestatiecode="12011")
    assert (verlaagd["overeenkomst"], verlaagd["afspraak"]) == (wereld.overeenkomst.kenmerk, str(rij.pk))
    assert (verlaagd["bron_document"], verlaagd["bron_plaats"]) == (rij.bron_document, rij.bron_plaats)
    assert not Declaratiebestand.objects.exists()
    assert not Declaratieregel.objects.exists()


def test_an_unknown_insurer_is_said_so(wereld, tmp_path):
    bestand = tmp_path / "x.ei"
    bestand.write_bytes(wereld.file(wereld.cast.linde, LINDE, uzovi=9999))
    with pytest.raises(Gebruikersfout, match="UZOVI 9999 is hier niet bekend"):
        judge_file_without_storing(bestand, uit=tmp_path / "uit")
    assert not (tmp_path / "uit").exists()


def test_a_truncated_file_is_rejected_with_a_return_file(wereld, pad, tmp_path):
    pad.write_bytes(pad.read_bytes()[:-400])
    uit = judge_file_without_storing(pad, uit=tmp_path / "uit")
    assert uit["afgekeurd"]
    assert uit["fouten"]
    assert lees(uit["retourbestand"]).prestaties.num_rows == 0


def test_a_missing_file_is_said_so(db, tmp_path):
    with pytest.raises(Gebruikersfout, match="niet te lezen"):
        judge_file_without_storing(tmp_path / "weg.ei", uit=tmp_path)
