"""Every module of the guide for new practices can be agreed, and each at its own tariff."""

import pytest

from tests.spec.test_zz_huisartsenzorg_2025 import ZZ

MODULES = {
    "keten_dm2",
    "keten_cvr",
    "keten_copd",
    "poh_s",
    "poh_gco",
    "poh_ggz",
    "nhg_accreditatie",
    "econsult",
    "stoppen_met_roken",
    "spleetlamp",
}


@ZZ.voorbeeld("000", "Mogelijke maatwerkafspraken", *(f"prestatie.{naam}" for naam in sorted(MODULES)))
@pytest.mark.parametrize("module", sorted(MODULES))
def test_elke_module_van_de_handleiding_kan_worden_afgesproken(module: str) -> None:
    """Wie aan de voorwaarden voldoet en de module vraagt, kan haar afspreken; het tarief is een demonstratiebedrag."""
    wens = {"gewenste_prestaties": [module], "poh_s_in_opleiding": False, "poh_ouderen_in_opleiding": False}
    afspraak = ZZ.prestatie(module, nhg_geaccrediteerd=True, **wens)

    assert (afspraak.mogelijk, afspraak.gewenst, afspraak.tariefstatus) == (True, True, "demonstratie")
    assert afspraak.tarief is not None and afspraak.tarief > 0
