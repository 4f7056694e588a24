"""Zilveren Kruis, huisartsenzorg in een verzorgingshuis door een specialist ouderengeneeskunde (SO), in voorbeelden."""

from datetime import date
from typing import Any

import pytest

from tests.spec.voorbeeld import Boek
from zorginkoop.beleid import library
from zorginkoop.beleid.assess import assess
from zorginkoop.beleid.offer import compose

SO = Boek(
    "zk-so-verzorgingshuis-2024",
    gewenste_ingangsdatum="2024-01-01",
    agb_code="42000019",
    email="zorg@hetverzorgingshuis.example.nl",
    iban="NL02ABNA0123456789",
    verzorgingshuis=True,
    huisarts_beschikbaar=False,
    wlz_zonder_behandeling=True,
    so_levert=True,
    wtza=True,
    vecozo_certificaat=True,
)
ALGEMEEN = "Voorwaarden overeenkomst"
SPECIALIST = "Voorwaarden overeenkomst, specialist ouderengeneeskunde"
PROCEDURE = "Contracteerprocedure"


@SO.voorbeeld("003", SPECIALIST, "eis.partij", "eis.geen_huisarts", "eis.wlz_zonder_behandeling", "eis.so_levert")
@pytest.mark.parametrize(
    ("eis", "feiten"),
    [
        ("partij", {"verzorgingshuis": False}),
        ("geen_huisarts", {"huisarts_beschikbaar": True}),
        ("wlz_zonder_behandeling", {"wlz_zonder_behandeling": False}),
        ("so_levert", {"so_levert": False}),
    ],
)
def test_de_uitzondering_geldt_alleen_als_alle_vier_kloppen(eis: str, feiten: dict[str, Any]) -> None:
    """Het verzorgingshuis vraagt aan, er is geen huisarts, de Wlz-indicatie is zonder behandeling en een SO levert de
    zorg: voldoet. Klopt een van de vier niet, dan geen overeenkomst. Niet bekend is een vraag.
    """
    assert SO.toets().uitkomst == "VOLDOET"
    assert SO.toets(**feiten).uitkomst == "VOLDOET_NIET"
    assert [e.eis for e in SO.toets(**feiten).eisen if e.uitkomst is False] == [eis]
    assert SO.toets(**dict.fromkeys(feiten)).uitkomst == "ONBEKEND"


@SO.voorbeeld("003", SPECIALIST, "eis.partij")
def test_de_overeenkomst_is_met_het_verzorgingshuis_en_niet_met_de_specialist() -> None:
    """De specialist levert de zorg, het verzorgingshuis tekent. De gewone overeenkomst kent geen partiële vorm; deze
    uitzondering staat in beide beleidsstukken als tegenstrijdigheid beschreven.
    """
    eis = SO.eis("partij", verzorgingshuis=False)

    assert "met het verzorgingshuis, niet met de specialist" in eis.weigering
    assert eis.botst_met == ("CONFLICT-28",)
    for beleid in (SO.beleid, "zk-huisartsenzorg-2024-2025"):
        assert "uitzondering" in library.load(beleid).inhoud.tegenstrijdigheid["CONFLICT-28"].beslissing
    assert SO.beleid not in {b.document.beleid for b in library.latest("huisartsenzorg")}


@SO.voorbeeld("003", SPECIALIST, "prestatie.huisartsenzorg_so")
def test_het_aanbod_is_een_prestatie_en_heeft_geen_modules() -> None:
    """Beperkt bereik: een prestatie, per jaar een rij. € 45,00 per bewoner per kwartaal is een demonstratiewaarde."""
    rijen = compose(library.load(SO.beleid), SO.toets())

    assert [(rij.prestatie, rij.tarief_cent, rij.van, rij.tot, rij.tariefstatus) for rij in rijen] == [
        ("huisartsenzorg_so", 4500, date(2024, 1, 1), date(2025, 1, 1), "demonstratie"),
        ("huisartsenzorg_so", 4500, date(2025, 1, 1), date(2026, 1, 1), "demonstratie"),
    ]


@SO.voorbeeld("003", ALGEMEEN, "ingangsdatum", "eis.gegeven_ingangsdatum", "eis.looptijd")
def test_ook_deze_overeenkomst_is_voor_2024_en_2025() -> None:
    """Gewenst 31 december 2023 wordt 1 januari 2024, 2 januari blijft 2 januari; 31 december 2025 kan nog, 1 januari
    2026 niet. Zonder datum is het nog niet te zeggen.
    """
    assert SO.start(gewenste_ingangsdatum="2023-12-31") == date(2024, 1, 1)
    assert SO.start(gewenste_ingangsdatum="2024-01-02") == date(2024, 1, 2)
    assert SO.toets(gewenste_ingangsdatum="2025-12-31").uitkomst == "VOLDOET"
    assert SO.toets(gewenste_ingangsdatum="2026-01-01").uitkomst == "VOLDOET_NIET"
    assert SO.toets(gewenste_ingangsdatum=None).uitkomst == "ONBEKEND"


@SO.voorbeeld("003", ALGEMEEN, "eis.wtza", "eis.toelatingsvergunning")
def test_de_wtza_geldt_ook_voor_een_verzorgingshuis() -> None:
    """Niet voldoen: een zorginkoper beslist. Vergunning ingetrokken: geen overeenkomst. Niets vastgelegd: niet
    ingetrokken.
    """
    assert SO.toets(wtza=False).uitkomst == "BEOORDELEN"
    assert SO.toets(toelating_ingetrokken=True).uitkomst == "VOLDOET_NIET"
    assert SO.eis("toelatingsvergunning").uitkomst is True


VRAGEN = {
    "gegeven_ingangsdatum": "gewenste_ingangsdatum",
    "gegeven_agb_code": "agb_code",
    "gegeven_iban": "iban",
    "gegeven_email": "email",
}
WACHT = ("gewenste_ingangsdatum", "agb_code")


@SO.voorbeeld("003", PROCEDURE, "eis.vecozo_certificaat", *(f"eis.{eis}" for eis in VRAGEN))
def test_het_portaal_vraagt_een_certificaat_een_datum_en_een_agb_code() -> None:
    """Zonder certificaat, datum of AGB-code wacht de aanvraag; IBAN en e-mailadres houden niets op."""
    assert SO.toets(vecozo_certificaat=False).uitkomst == "ONBEKEND"
    assert SO.eis("vecozo_certificaat", vecozo_certificaat=False).uitkomst is False
    for eis, gegeven in VRAGEN.items():
        assert SO.eis(eis).uitkomst is True
        assert SO.eis(eis, **{gegeven: None}).uitkomst is None
        assert SO.toets(**{gegeven: None}).uitkomst == ("ONBEKEND" if gegeven in WACHT else "VOLDOET")


@SO.voorbeeld("003", ALGEMEEN, "eis.wtza")
def test_een_aanvraag_met_alle_antwoorden_laat_niets_te_vragen() -> None:
    """Alle elf antwoorden gegeven: er is geen vraag over."""
    toets = assess(library.load(SO.beleid), SO.gegevens)

    assert (toets.vragen, toets.aanvullende_vragen) == ((), ())
