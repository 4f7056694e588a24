"""Totals reconcile or nothing comes out."""

import pytest

from zorginkoop.engine.judge import judge, totalen
from zorginkoop.engine.totals import Aansluitfout

from .werelden import CREDIT, EERDER, regel, tabellen, wereld

REGELS = [
    regel(1, aantal=2),
    regel(2, prestatiecode="12010"),
    regel(3, tarief_cent=1300, bsn=900000012, datum=CREDIT["datum"].replace(day=1)),
    {**CREDIT, "regel_id": 4},
]


def beoordeeld():
    t = tabellen(wereld(regels=REGELS, historie=[EERDER]))
    return judge(t), t.regels


def test_totalen_per_uitkomst_en_per_reden():
    totaal = totalen(*beoordeeld())
    assert totaal["regels"] == 4
    assert totaal["ingediend_cent"] == 2486 + 1243 + 1300 - 1243
    assert totaal["toegekend_cent"] == 2486 + 1243 - 1243
    assert totaal["gekort_cent"] == 1243 + 57
    assert {u: som["regels"] for u, som in totaal["per_uitkomst"].items()} == {
        "AANGENOMEN": 2,
        "AANGEPAST": 1,
        "AFGEWEZEN": 1,
    }
    assert {r: (som["regels"], som["gekort_cent"]) for r, som in totaal["per_reden"].items()} == {
        "PRESTATIE_NIET_AFGESPROKEN": (1, 1243),
        "TARIEF_VERLAAGD": (1, 57),
    }


def test_een_regel_kwijt_of_dubbel_of_vreemd_sluit_niet_aan():
    result, regels = beoordeeld()
    with pytest.raises(Aansluitfout, match="4 regels ingediend, 3 beoordeeld"):
        totalen(result.slice(1), regels)
    with pytest.raises(Aansluitfout, match="dubbel"):
        totalen(result.take([0, 0, 1, 2]), regels)
    with pytest.raises(Aansluitfout, match="niet zijn ingediend"):
        totalen(result, regels.slice(1))


def test_een_onbekende_uitkomst_sluit_niet_aan():
    result, regels = beoordeeld()
    vreemd = result.set_column(1, "uitkomst", [["AANGENOMEN", "AANGEPAST", "AFGEWEZEN", "ANDERS"]])
    with pytest.raises(Aansluitfout, match="tellen niet op"):
        totalen(vreemd, regels)
