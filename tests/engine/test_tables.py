"""Tables that do not fit are refused before anything is judged, with table and column."""

from dataclasses import replace

import pyarrow as pa
import pytest

from zorginkoop.engine import tables
from zorginkoop.engine.judge import judge
from zorginkoop.kern.fouten import Gebruikersfout

from .werelden import AFSPRAAK, REGEL, ZONDER_CONTRACT, tabellen, wereld


def goed():
    return tabellen(wereld())


def met(naam, rij, **anders):
    return replace(goed(), **{naam: tables.from_rows(naam, [rij | anders])})


def test_kleinere_getallen_en_extra_kolommen_mogen():
    smal = goed().regels
    smal = smal.set_column(1, "agb", smal["agb"].cast(pa.int32())).append_column("extra", pa.array(["x"]))
    schoon = tables.check(replace(goed(), regels=smal))
    assert schoon.regels.schema == tables.SCHEMAS["regels"]


@pytest.mark.parametrize(
    ("fout", "plaats", "melding"),
    [
        (lambda: replace(goed(), regels=goed().regels.drop_columns(["datum"])), "regels", "'datum' ontbreekt"),
        (lambda: replace(goed(), historie={"regel_id": []}), "historie", "tabel van pyarrow"),
        (lambda: met("regels", REGEL, datum=None), "regels.datum", "moet altijd gevuld zijn"),
        (lambda: met("regels", REGEL, debetcredit="X"), "regels.debetcredit", "Onbekende waarde 'X'"),
        (lambda: met("regels", REGEL, bedrag_cent=-1), "regels.bedrag_cent", "tussen 0 en"),
        (lambda: met("regels", REGEL, aantal=10_000), "regels.aantal", "tussen"),
        (lambda: met("afspraken", AFSPRAAK, per="week", max_aantal=1), "afspraken.per", "dag, kwartaal, jaar"),
        (lambda: met("afspraken", AFSPRAAK, max_aantal=1), "afspraken", "horen bij elkaar"),
        (lambda: met("zonder_contract", ZONDER_CONTRACT, per="dag"), "zonder_contract", "horen bij elkaar"),
        (
            lambda: replace(goed(), regels=tables.from_rows("regels", [REGEL, REGEL])),
            "regels.regel_id",
            "één keer",
        ),
    ],
)
def test_wat_niet_klopt_wordt_genoemd(fout, plaats, melding):
    with pytest.raises(Gebruikersfout) as info:
        judge(fout())
    assert info.value.plaats == plaats
    assert melding in info.value.melding


def test_een_bedrag_in_euros_met_komma_is_geen_bedrag_in_centen():
    euros = goed().regels
    euros = euros.set_column(8, "bedrag_cent", pa.array([12.43]))
    with pytest.raises(Gebruikersfout, match=r"regels\.bedrag_cent: Verwacht int64, kreeg double"):
        judge(replace(goed(), regels=euros))


def test_een_leeg_bestand_geeft_een_leeg_oordeel():
    leeg = judge(replace(goed(), regels=tables.empty("regels")))
    assert leeg.num_rows == 0
