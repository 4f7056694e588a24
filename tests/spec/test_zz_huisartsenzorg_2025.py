"""Zorg en Zekerheid, huisartsenzorg 2025: de regels van het beleid, in voorbeelden die een zorginkoper kan nalopen."""

from datetime import date

import pytest

from tests.spec.voorbeeld import Boek

ZZ = Boek(
    "zz-huisartsenzorg-2025",
    contractvorm="nieuw",
    aanvraagdatum="2025-03-20",
    datum_volledig="2025-03-20",
    gewenste_ingangsdatum="2025-05-01",
    agb_code="01000011",
    email="praktijk@delinde.example.nl",
    iban="NL02ABNA0123456789",
    gewenste_prestaties=[],
    big_registratie=True,
    nascholing=True,
    praktijkuitrusting=True,
    bereikbaarheid=True,
    waarneming=True,
    vektis_registratie=True,
    vecozo_certificaat=True,
    kernregio=True,
    ingeschreven_patienten=2350,
)
GEGEVENS = "Welke gegevens moet u doorgeven"
INHOUD = "De inhoud van uw overeenkomst"
MAATWERK = "Mogelijke maatwerkafspraken"
MTVP = "4.1, Meer tijd voor de patiënt"


# ----------------------------------------------------------------------------------------------- ingangsdatum


@ZZ.voorbeeld("000", GEGEVENS, "ingangsdatum", "eis.aanvraag_volledig", "eis.gewenste_datum_gehaald")
def test_een_volledige_aanvraag_een_maand_tevoren_gaat_in_op_de_gewenste_datum() -> None:
    """Gewenst 20 april 2025. Een maand eerder is 20 maart. Volledig op 20 maart: op tijd, dus 20 april."""
    uitslag = ZZ.toets(datum_volledig="2025-03-20", gewenste_ingangsdatum="2025-04-20")

    assert uitslag.ingangsdatum == date(2025, 4, 20)
    assert uitslag.uitkomst == "VOLDOET"


@ZZ.voorbeeld("001", "5.4", "ingangsdatum", "eis.gewenste_datum_gehaald")
def test_wie_een_dag_te_laat_volledig_is_begint_het_eerstvolgende_kwartaal_na_de_aanvraag() -> None:
    """Gewenst 20 april, volledig 21 maart: een dag te laat. Aanvraag 20 maart; het kwartaal daarna begint 1 april."""
    feiten = {"datum_volledig": "2025-03-21", "gewenste_ingangsdatum": "2025-04-20"}

    assert ZZ.start(**feiten) == date(2025, 4, 1)
    assert ZZ.eis("gewenste_datum_gehaald", **feiten).uitkomst is False


@ZZ.voorbeeld("001", "5.4", "ingangsdatum", "eis.looptijd")
def test_het_kwartaal_begint_na_de_aanvraag_en_niet_op_de_dag_zelf() -> None:
    """Aanvraag 31 december 2024: 1 januari 2025. Aanvraag op 1 januari 2025 zelf: pas 1 april 2025."""
    te_laat = {"gewenste_ingangsdatum": "2025-01-02"}

    assert ZZ.start(aanvraagdatum="2024-12-31", datum_volledig="2024-12-31", **te_laat) == date(2025, 1, 1)
    assert ZZ.start(aanvraagdatum="2025-01-01", datum_volledig="2025-01-01", **te_laat) == date(2025, 4, 1)


@ZZ.voorbeeld("000", GEGEVENS, "ingangsdatum")
def test_een_maand_voor_31_mei_is_30_april() -> None:
    """April heeft 30 dagen: volledig op 30 april is op tijd voor 31 mei; op 1 mei niet, en dan geldt 1 juli."""
    mei = {"aanvraagdatum": "2025-04-30", "gewenste_ingangsdatum": "2025-05-31"}

    assert ZZ.start(datum_volledig="2025-04-30", **mei) == date(2025, 5, 31)
    assert ZZ.start(datum_volledig="2025-05-01", **mei) == date(2025, 7, 1)


@ZZ.voorbeeld("000", INHOUD, "ingangsdatum")
@pytest.mark.parametrize(
    ("volledig", "ingang"),
    [
        ("2024-12-01", date(2025, 1, 1)),
        ("2024-12-02", date(2025, 4, 1)),
        ("2025-03-01", date(2025, 4, 1)),
        ("2025-03-02", date(2025, 7, 1)),
        ("2025-06-01", date(2025, 7, 1)),
        ("2025-09-01", date(2025, 10, 1)),
    ],
)
def test_een_wijziging_gaat_in_op_een_kwartaal_waarvoor_zij_een_maand_tevoren_volledig_is(
    volledig: str, ingang: date
) -> None:
    """Voor 1 april is 1 maart de laatste dag; volledig op 2 maart schuift door naar 1 juli. Zo ook 1 december, juni en
    september.
    """
    assert ZZ.start(contractvorm="lopend", datum_volledig=volledig, gewenste_ingangsdatum="2024-12-15") == ingang


@ZZ.voorbeeld("000", INHOUD, "ingangsdatum")
def test_een_wijziging_wacht_op_de_gewenste_datum() -> None:
    """Volledig 20 maart, gewenst 15 juli: het eerste kwartaalbegin vanaf 15 juli is 1 oktober."""
    assert ZZ.start(contractvorm="lopend", gewenste_ingangsdatum="2025-07-15") == date(2025, 10, 1)


@ZZ.voorbeeld("001", "5.4", "eis.niet_voor_volledig")
def test_een_ingangsdatum_voor_de_dag_van_volledigheid_wordt_gemeld() -> None:
    """Aanvraag 20 maart, volledig pas 15 april, gewenst 1 mei: te laat, dus 1 april; dat is voor 15 april."""
    uitslag = ZZ.eis("niet_voor_volledig", datum_volledig="2025-04-15")

    assert uitslag.uitkomst is False
    assert ZZ.eis("niet_voor_volledig").uitkomst is True


@ZZ.voorbeeld("001", "5.2", "eis.looptijd")
def test_een_ingangsdatum_na_2025_valt_buiten_dit_beleid() -> None:
    """De overeenkomst loopt tot en met 31 december 2025. 31 december 2025 kan nog, 1 januari 2026 niet."""
    laat = {"aanvraagdatum": "2025-11-01", "datum_volledig": "2025-11-01"}

    assert ZZ.toets(gewenste_ingangsdatum="2025-12-31", **laat).uitkomst == "VOLDOET"
    assert ZZ.toets(gewenste_ingangsdatum="2026-01-01", **laat).uitkomst == "VOLDOET_NIET"


# ----------------------------------------------------------------------------------------------- minimumeisen


@ZZ.voorbeeld("001", "5.1", *(f"eis.{naam}" for naam in ("big_registratie", "nascholing", "praktijkuitrusting")))
@pytest.mark.parametrize("eis", ["big_registratie", "nascholing", "praktijkuitrusting", "bereikbaarheid", "waarneming"])
def test_elke_algemene_eis_telt_op_zichzelf(eis: str) -> None:
    """BIG, nascholing, uitrusting, bereikbaarheid en waarneming: is er één niet in orde, dan geen overeenkomst;
    onbekend is vragen.
    """
    assert ZZ.toets(**{eis: False}).uitkomst == "VOLDOET_NIET"
    onbekend = ZZ.toets(**{eis: None})
    assert (onbekend.uitkomst, [v.gegeven for v in onbekend.vragen]) == ("ONBEKEND", [eis])


@ZZ.voorbeeld("001", "5.1", "eis.bereikbaarheid", "eis.waarneming", "eis.vektis_registratie", "eis.vecozo_certificaat")
def test_alle_eisen_gelden_samen_en_elke_die_niet_klopt_wordt_genoemd() -> None:
    """De eisen zijn met 'en' verbonden. Drie keer nee geeft drie redenen, niet alleen de eerste."""
    uitslag = ZZ.toets(waarneming=False, bereikbaarheid=False, vecozo_certificaat=False)

    niet_voldaan = {e.eis for e in uitslag.eisen if e.uitkomst is False and e.gevolg == "uitsluiten"}
    assert niet_voldaan == {"waarneming", "bereikbaarheid", "vecozo_certificaat"}
    assert ZZ.toets(vektis_registratie=False).uitkomst == "VOLDOET_NIET"


@ZZ.voorbeeld(
    "000",
    GEGEVENS,
    "eis.gegeven_ingangsdatum",
    "eis.gegeven_agb_code",
    "eis.gegeven_email",
    "eis.gegeven_iban",
    "eis.gegeven_maatwerk",
)
@pytest.mark.parametrize("gegeven", ["gewenste_ingangsdatum", "agb_code", "email", "iban", "gewenste_prestaties"])
def test_zonder_een_van_de_vijf_gegevens_is_de_aanvraag_niet_volledig(gegeven: str) -> None:
    """Ingangsdatum, AGB-code, e-mailadres, IBAN en maatwerkafspraken: ontbreekt er een, dan wordt dat gevraagd."""
    uitslag = ZZ.toets(**{gegeven: None})

    assert uitslag.uitkomst == "ONBEKEND"
    assert gegeven in [vraag.gegeven for vraag in uitslag.vragen]


@ZZ.voorbeeld("000", GEGEVENS, "eis.aanvraag_volledig")
def test_een_aanvraag_kan_niet_volledig_zijn_voordat_zij_is_gedaan() -> None:
    """Aanvraag 20 maart, volledig 19 maart: dat klopt niet, de aanvraag blijft liggen."""
    assert ZZ.eis("aanvraag_volledig", datum_volledig="2025-03-19").uitkomst is False
    assert ZZ.toets(datum_volledig="2025-03-19").uitkomst == "ONBEKEND"


# ----------------------------------------------------------------------------------------------- beoordelen en melden


@ZZ.voorbeeld("001", "5.4", "eis.regionale_afweging", "eis.aansluiting_ro")
@pytest.mark.parametrize(
    ("kernregio", "ro", "uitkomst"),
    [(True, None, "VOLDOET"), (True, True, "VOLDOET"), (True, False, "BEOORDELEN"), (False, True, "BEOORDELEN")],
)
def test_regio_en_aansluiting_bij_de_ro_weegt_een_zorginkoper(kernregio: bool, ro: bool | None, uitkomst: str) -> None:
    """Buiten de regio, of niet aansluiten bij de RO: geen weigering, maar een oordeel van een mens."""
    assert ZZ.toets(kernregio=kernregio, ro_aansluiting=ro).uitkomst == uitkomst


@ZZ.voorbeeld("001", "5.4", "eis.regionale_afweging")
def test_bij_een_lopende_overeenkomst_is_er_geen_regionale_afweging() -> None:
    """De zin gaat over wie nog geen overeenkomst heeft."""
    assert ZZ.eis("regionale_afweging", contractvorm="lopend", kernregio=False).uitkomst is True


@ZZ.voorbeeld("001", "Bijlage 1", "eis.green_deal", "eis.his_keurmerk")
@pytest.mark.parametrize("gegeven", ["his_keurmerk", "gddz_onderschreven"])
def test_een_verwachting_houdt_niets_tegen(gegeven: str) -> None:
    """Keurmerk en Green Deal worden verwacht; nee wordt gemeld, de uitkomst blijft: voldoet."""
    assert ZZ.toets(**{gegeven: False}).uitkomst == "VOLDOET"
    assert [e for e in ZZ.toets(**{gegeven: False}).eisen if e.uitkomst is False]
    assert gegeven in [vraag.gegeven for vraag in ZZ.toets().aanvullende_vragen]


@ZZ.voorbeeld("001", "Bijlage 1", "eis.mobiliteitsplan")
@pytest.mark.parametrize(("fte", "plan", "uitkomst"), [(100, None, True), (100.1, False, False), (100.1, True, True)])
def test_een_mobiliteitsplan_wordt_verwacht_boven_honderd_fte(fte: float, plan: bool | None, uitkomst: bool) -> None:
    """Meer dan 100: bij precies 100 fte niet, bij 100,1 wel."""
    assert ZZ.eis("mobiliteitsplan", fte=fte, mobiliteitsplan=plan).uitkomst is uitkomst


# ----------------------------------------------------------------------------------------------- modules


@ZZ.voorbeeld("000", MAATWERK + ", bij **", "prestatie.gpo")
def test_gpo_kan_alleen_samen_met_poh_gco() -> None:
    """GPO alleen: nee. GPO met POH-GCO: ja."""
    assert ZZ.prestatie("gpo", gewenste_prestaties=["gpo"]).mogelijk is False
    samen = {"gewenste_prestaties": ["gpo", "poh_gco"], "poh_ouderen_in_opleiding": False}
    assert ZZ.prestatie("gpo", **samen).mogelijk is True


@ZZ.voorbeeld("001", "3.4", "prestatie.poh_gco", "prestatie.gpo", "eis.poh_ouderen_in_opleiding")
def test_een_poh_ouderen_in_opleiding_telt_alleen_mee_uit_de_incompany_opleiding_en_na_een_oordeel() -> None:
    """In opleiding elders: niet mogelijk, en GPO dan ook niet. Incompany van een RO: mogelijk, onder voorwaarden die
    een mens beoordeelt.
    """
    wens = {"gewenste_prestaties": ["gpo", "poh_gco"], "poh_ouderen_in_opleiding": True}

    assert ZZ.prestatie("poh_gco", **wens, poh_ouderen_incompany=False).mogelijk is False
    assert ZZ.prestatie("gpo", **wens, poh_ouderen_incompany=False).mogelijk is False
    assert ZZ.prestatie("poh_gco", **wens, poh_ouderen_incompany=True).mogelijk is True
    assert ZZ.toets(**wens, poh_ouderen_incompany=True).uitkomst == "BEOORDELEN"


@ZZ.voorbeeld("001", "3.4", "prestatie.poh_s")
def test_een_poh_s_in_opleiding_telt_in_deze_contractperiode_mee() -> None:
    """De periode is 2023-2025: in opleiding of niet maakt dan niet uit, en hoeft dus niet gevraagd te worden."""
    assert ZZ.prestatie("poh_s", poh_s_in_opleiding=True).mogelijk is True
    assert ZZ.prestatie("poh_s", poh_s_in_opleiding=None).mogelijk is True
    na_2025 = {"aanvraagdatum": "2025-10-01", "datum_volledig": "2025-10-01", "gewenste_ingangsdatum": "2026-01-01"}
    assert ZZ.prestatie("poh_s", poh_s_in_opleiding=True, **na_2025).mogelijk is False


@ZZ.voorbeeld("000", MAATWERK, "prestatie.service_bereikbaarheid", "tarief.service_bereikbaarheid")
def test_service_en_bereikbaarheid_telt_vier_onderdelen() -> None:
    """Demonstratiewaarde € 0,15 per onderdeel: geen onderdeel kan niet; twee is 2 × 15 = 30 cent; vier is 60 cent."""

    def prestatie(onderdelen: list[str] | None) -> tuple[bool | None, int | None]:
        module = ZZ.prestatie("service_bereikbaarheid", service_onderdelen=onderdelen)
        return module.mogelijk, module.tarief

    assert prestatie([]) == (False, 0)
    assert prestatie(["telefoon", "spreekuur"]) == (True, 30)
    assert prestatie(["telefoon", "spreekuur", "herhaalrecepten", "digitale_afspraken"]) == (True, 60)
    assert prestatie(None) == (None, None)


@ZZ.voorbeeld("000", MAATWERK, "prestatie.horizontaal_verwijzen", "prestatie.nhg_accreditatie")
def test_horizontaal_verwijzen_en_accreditatie_vragen_wat_de_praktijk_doet_en_heeft() -> None:
    """Drie verrichtingen om uit te kiezen, ten minste één; accreditatie alleen voor een geaccrediteerde praktijk."""
    assert ZZ.prestatie("horizontaal_verwijzen", horizontale_verrichtingen=["iud"]).mogelijk is True
    assert ZZ.prestatie("horizontaal_verwijzen", horizontale_verrichtingen=[]).mogelijk is False
    assert ZZ.prestatie("nhg_accreditatie", nhg_geaccrediteerd=True).mogelijk is True
    assert ZZ.prestatie("nhg_accreditatie", nhg_geaccrediteerd=False).mogelijk is False


@ZZ.voorbeeld("001", MTVP, "prestatie.mtvp", "afleiding.nza_mtvp_segment")
def test_mtvp_vervalt_in_segment_3_omdat_de_nza_het_in_segment_1_opnam() -> None:
    """Vanaf 1 januari 2025 segment 1: de module kan niet meer, en de prestatie in segment 1 hoort bij de basis (€
    3,23).
    """
    wens = {"gewenste_prestaties": ["mtvp"]}

    assert ZZ.prestatie("mtvp", **wens).mogelijk is False
    assert ZZ.prestatie("mtvp_segment1", **wens).mogelijk is True
    assert ZZ.prestatie("mtvp_segment1", **wens).tarief == 323


@ZZ.voorbeeld("001", "3.4", "prestatie.borgen_continuiteit")
def test_borgen_continuiteit_is_een_prestatie_op_maat() -> None:
    """Het beleid noemt geen bedrag: er valt niets vanzelf aan te bieden; buiten tekortregio en groei geldt zij niet."""
    zonder_bedrag = ZZ.prestatie("borgen_continuiteit", tekortregio=True, veel_nieuwe_patienten=False)
    buiten = ZZ.prestatie("borgen_continuiteit", tekortregio=False, veel_nieuwe_patienten=False)

    assert (zonder_bedrag.mogelijk, len(zonder_bedrag.redenen)) == (False, 1)
    assert (buiten.mogelijk, len(buiten.redenen)) == (False, 2)


# ----------------------------------------------------------------------------------------------- tarieven


@ZZ.voorbeeld("001", "6.1", "tarief.geverifieerd")
def test_alleen_nagekeken_bedragen_heten_geverifieerd() -> None:
    """NZa 2025: inschrijving tot 65 jaar € 20,35, consult € 12,43, MTVP € 3,23. Al het andere is een
    demonstratiebedrag.
    """
    echt = {m.prestatie: m.tarief for m in ZZ.toets().afspraken if m.tariefstatus == "geverifieerd"}

    assert echt == {"inschrijving_tot_65": 2035, "consult": 1243, "mtvp_segment1": 323}
