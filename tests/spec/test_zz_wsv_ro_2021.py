"""Zorg en Zekerheid, WSV en RO 2021: de regels van het beleid, in voorbeelden."""

from datetime import date, timedelta

import pytest

from tests.spec.voorbeeld import Boek
from zorginkoop.beleid import events, library

WSV = Boek(
    "zz-wsv-ro-2021",
    contractvorm="nieuw",
    samenwerkingsvorm="wsv",
    disciplines=["huisartsenzorg", "farmacie", "fysiotherapie"],
    gewenste_ingangsdatum="2021-01-01",
    rechtspersoon=True,
    kvk_inschrijving=True,
    agb_code="01000011",
    agb_relaties=True,
    contracteermodule=True,
    iban="NL02ABNA0123456789",
    begroting_akkoord=True,
    gewenste_prestaties=[],
)
MULTI, OPRICHTEN, PLANNING = "Multidisciplinair", "Oprichten", "Planning"
BIG5 = [f"programma_{naam}" for naam in ("dm2", "cvrm", "copd", "astma", "angst_stemming")]


# ----------------------------------------------------------------------------------------------- wie


@WSV.voorbeeld("004", MULTI, "eis.drie_disciplines", "eis.huisartsenzorg", "eis.farmaceutische_zorg")
@pytest.mark.parametrize(
    ("disciplines", "niet_gehaald"),
    [
        (["huisartsenzorg", "farmacie", "fysiotherapie"], set()),
        (["huisartsenzorg", "farmacie", "fysiotherapie", "dietetiek"], set()),
        (["huisartsenzorg", "farmacie"], {"drie_disciplines"}),
        (["huisartsenzorg", "farmacie", "farmacie"], {"drie_disciplines"}),
        (["huisartsenzorg", "fysiotherapie", "oefentherapie"], {"farmaceutische_zorg"}),
        (["farmacie", "fysiotherapie", "oefentherapie"], {"huisartsenzorg"}),
        (["fysiotherapie"], {"drie_disciplines", "huisartsenzorg", "farmaceutische_zorg"}),
    ],
)
def test_drie_verschillende_disciplines_met_huisarts_en_apotheek(
    disciplines: list[str], niet_gehaald: set[str]
) -> None:
    """Huisarts, apotheek en fysiotherapie is drie: ja. Twee: nee; twee keer dezelfde telt één keer. Drie zonder
    apotheek of zonder huisarts: nee. Eén discipline: nee, om drie redenen, die alle drie worden genoemd.
    """
    uitslag = WSV.toets(disciplines=disciplines)

    assert {e.eis for e in uitslag.eisen if e.gevolg == "uitsluiten" and e.uitkomst is False} == niet_gehaald
    assert uitslag.uitkomst == ("VOLDOET_NIET" if niet_gehaald else "VOLDOET")


@WSV.voorbeeld("004", MULTI, "eis.ro_uit_wsvs")
@pytest.mark.parametrize(("aantal", "uitkomst"), [(1, "VOLDOET_NIET"), (2, "VOLDOET"), (None, "ONBEKEND")])
def test_een_regio_organisatie_bestaat_uit_verschillende_wsvs(aantal: int | None, uitkomst: str) -> None:
    """'Verschillende' is ten minste twee: één WSV is geen RO. Een WSV zelf hoeft die vraag niet te beantwoorden."""
    assert WSV.toets(samenwerkingsvorm="ro", aantal_wsv=aantal).uitkomst == uitkomst
    assert WSV.toets(samenwerkingsvorm="wsv", aantal_wsv=None).uitkomst == "VOLDOET"


@WSV.voorbeeld("004", MULTI, "eis.drie_disciplines")
def test_ook_een_regio_organisatie_is_multidisciplinair() -> None:
    """Een RO van twee WSV's met samen maar twee disciplines kan niet: elke WSV had er al drie."""
    assert (
        WSV.toets(samenwerkingsvorm="ro", aantal_wsv=2, disciplines=["huisartsenzorg", "farmacie"]).uitkomst
        == "VOLDOET_NIET"
    )


# ----------------------------------------------------------------------------------------------- oprichten


@WSV.voorbeeld(
    "004",
    OPRICHTEN,
    *(f"eis.{naam}" for naam in ("rechtspersoon", "kvk_inschrijving", "agb_relaties", "gegeven_iban")),
    "eis.gegeven_ingangsdatum",
)
@pytest.mark.parametrize(
    "gegeven", ["rechtspersoon", "kvk_inschrijving", "agb_relaties", "iban", "gewenste_ingangsdatum"]
)
def test_elk_punt_van_de_lijst_houdt_de_aanvraag_op_tot_het_klaar_is(gegeven: str) -> None:
    """Ontbreekt er één punt, dan wacht de aanvraag: dat sluit niet uit, en dat punt wordt gevraagd. Zonder datum is ook
    niet bekend of het om een start tijdens het jaar gaat.
    """
    uitslag = WSV.toets(**{gegeven: None})

    assert uitslag.uitkomst == "ONBEKEND"
    rest = ["planning_besproken"] if gegeven == "gewenste_ingangsdatum" else []
    assert [v.gegeven for v in uitslag.vragen] == [gegeven, *rest]
    if gegeven in ("rechtspersoon", "kvk_inschrijving", "agb_relaties"):
        assert WSV.toets(**{gegeven: False}).uitkomst == "ONBEKEND"


@WSV.voorbeeld("004", OPRICHTEN, "eis.rechtspersoon", "eis.kvk_inschrijving")
def test_geen_van_de_documenten_vraagt_papieren_bij_de_aanvraag() -> None:
    """Bij het oprichten staat: 'Denkt u in ieder geval aan' statuten en de inschrijving. Dat is iets om aan te denken,
    niet om mee te sturen. Wie 'een specifiek plan voor ogen' heeft, wordt gevraagd te informeren. Een aanvraag wacht
    dus nooit op een bestand.
    """
    assert not [(b.document.beleid, naam) for b in library.all_policies() for naam, e in b.eisen.items() if e.bewijs]


@WSV.voorbeeld("004", OPRICHTEN, "eis.intentieverklaring", "eis.gegeven_agb_code")
@pytest.mark.parametrize(
    ("agb_code", "intentie", "uitkomst"),
    [("01000011", None, True), (None, True, True), (None, False, False), (None, None, None)],
)
def test_zonder_agb_code_is_eerst_een_intentieverklaring_nodig(
    agb_code: str | None, intentie: bool | None, uitkomst: bool | None
) -> None:
    """Wie een code heeft, hoeft geen verklaring meer. Wie er geen heeft, vraagt eerst de verklaring, dan de code; tot
    die er is, wacht de aanvraag.
    """
    feiten = {"agb_code": agb_code, "intentieverklaring": intentie}

    assert WSV.eis("intentieverklaring", **feiten).uitkomst is uitkomst
    assert WSV.toets(**feiten).uitkomst == ("VOLDOET" if agb_code else "ONBEKEND")


@WSV.voorbeeld("004", OPRICHTEN, "ingangsdatum")
def test_de_lijst_staat_in_de_volgorde_van_oprichten() -> None:
    """Rechtspersoon, KvK, intentieverklaring, AGB-code met relaties, VECOZO, rekeningnummer."""
    volgorde = [naam for naam, eis in library.load("zz-wsv-ro-2021").eisen.items() if eis.titel.startswith("Stap ")]

    assert volgorde == [
        "rechtspersoon",
        "kvk_inschrijving",
        "intentieverklaring",
        "gegeven_agb_code",
        "agb_relaties",
        "contracteermodule",
        "gegeven_iban",
    ]


@WSV.voorbeeld("004", "Digitaal contracteren", "eis.contracteermodule")
def test_een_certificaat_om_te_declareren_is_niet_genoeg() -> None:
    """Nodig is de autorisatie voor de Contracteermodule; een VECOZO-certificaat zonder die autorisatie volstaat
    niet, en een andere weg is er niet.
    """
    assert WSV.toets(contracteermodule=False, vecozo_certificaat=True).uitkomst == "ONBEKEND"
    assert WSV.toets(contracteermodule=True, vecozo_certificaat=None).uitkomst == "VOLDOET"


# ----------------------------------------------------------------------------------------------- planning


@WSV.voorbeeld("004", "Contracteerproces", "eis.begroting_akkoord")
def test_zonder_akkoord_op_de_begroting_wordt_er_niets_klaargezet() -> None:
    """Eerst bespreken, dan akkoord, dan de overeenkomst: geen akkoord is wachten."""
    assert WSV.toets(begroting_akkoord=False).uitkomst == "ONBEKEND"
    assert WSV.toets(begroting_akkoord=None).uitkomst == "ONBEKEND"


@WSV.voorbeeld("004", PLANNING, "eis.begroting_op_tijd")
@pytest.mark.parametrize(("ingediend", "op_tijd"), [("2020-08-31", True), ("2020-09-01", True), ("2020-09-02", False)])
def test_een_begroting_na_1_september_wordt_gemeld_en_niet_geweigerd(ingediend: str, op_tijd: bool) -> None:
    """Start 1 januari 2021; vier maanden eerder is 1 september 2020, en 'uiterlijk' telt die dag mee. Een dag later:
    geen belofte meer voor 1 november, maar de aanvraag gaat door.
    """
    assert WSV.eis("begroting_op_tijd", begroting_datum=ingediend).uitkomst is op_tijd
    assert WSV.toets(begroting_datum=ingediend).uitkomst == "VOLDOET"


@WSV.voorbeeld("004", PLANNING, "eis.jaarstukken_op_tijd")
@pytest.mark.parametrize(("aangeleverd", "op_tijd"), [("2020-05-01", True), ("2020-05-02", False)])
def test_de_jaarstukken_zijn_er_uiterlijk_1_mei(aangeleverd: str, op_tijd: bool) -> None:
    """Voor een overeenkomst vanaf 1 januari 2021 is 1 mei 2020 de dag: acht maanden eerder. Wie nieuw is, heeft geen
    jaarstukken.
    """
    eis = WSV.eis("jaarstukken_op_tijd", contractvorm="lopend", jaarstukken_datum=aangeleverd)

    assert eis.uitkomst is op_tijd
    assert WSV.eis("jaarstukken_op_tijd", contractvorm="nieuw").uitkomst is True


@WSV.voorbeeld("004", OPRICHTEN, "ingangsdatum", "eis.planning_besproken")
@pytest.mark.parametrize(
    ("dag", "besproken", "uitkomst"),
    [
        ("2021-01-01", None, "VOLDOET"),
        ("2021-01-02", False, "ONBEKEND"),
        ("2021-07-15", True, "VOLDOET"),
        ("2021-12-31", None, "ONBEKEND"),
    ],
)
def test_starten_tijdens_het_jaar_kan_na_overleg_over_de_planning(
    dag: str, besproken: bool | None, uitkomst: str
) -> None:
    """1 januari volgt de jaarplanning, zonder overleg. Elke andere dag kan, als de planning is besproken."""
    uitslag = WSV.toets(gewenste_ingangsdatum=dag, planning_besproken=besproken)

    assert (uitslag.uitkomst, uitslag.ingangsdatum) == (uitkomst, date.fromisoformat(dag))
    assert WSV.eis("begroting_op_tijd", gewenste_ingangsdatum="2021-07-15").uitkomst is True


@WSV.voorbeeld("004", PLANNING, "eis.vanaf_2021", "eis.voor_2022")
@pytest.mark.parametrize(
    ("dag", "uitkomst"),
    [
        ("2020-12-31", "VOLDOET_NIET"),
        ("2021-01-01", "VOLDOET"),
        ("2021-12-31", "VOLDOET"),
        ("2022-01-01", "BEOORDELEN"),
    ],
)
def test_de_overeenkomst_is_er_per_jaar_vanaf_2021(dag: str, uitkomst: str) -> None:
    """Digitaal vanaf 2021: 31 december 2020 kan niet. Of dit beleid in 2022 nog geldt, zegt het document niet: een
    oordeel.
    """
    assert WSV.toets(gewenste_ingangsdatum=dag, planning_besproken=True).uitkomst == uitkomst


@WSV.voorbeeld("004", PLANNING, "ingangsdatum")
def test_de_hele_jaarplanning_staat_op_de_kalender_en_keert_elk_jaar_terug() -> None:
    """Negen rijen, elk jaar: 1 april, twee keer 1 mei, 1 juli, 31 juli (mei tot en met juli), 1 september, 1 november,
    1 december en 13 december. Zes weken is 42 dagen: 1 november + 42 dagen = 13 december (29 dagen tot 30 november, nog
    13).
    """
    beleid = library.load("zz-wsv-ro-2021")
    dagen = sorted((t.datum.month, t.datum.day) for t in beleid.inhoud.termijn)

    assert dagen == [(4, 1), (5, 1), (5, 1), (7, 1), (7, 31), (9, 1), (11, 1), (12, 1), (12, 13)]
    assert all(t.jaarlijks for t in beleid.inhoud.termijn)
    assert (beleid.inhoud.aanbod.geldig_dagen, beleid.inhoud.aanbod.status) == (42, "geverifieerd")
    assert date(2021, 11, 1) + timedelta(beleid.inhoud.aanbod.geldig_dagen) == date(2021, 12, 13)


# ----------------------------------------------------------------------------------------------- prestaties


@WSV.voorbeeld("004", "Volgorde zorgprogramma's", "prestatie.programma_aanvullend")
@pytest.mark.parametrize(("op_orde", "mogelijk"), [(True, True), (False, False), (None, None)])
def test_eerst_de_big_5_dan_een_aanvullend_programma(op_orde: bool | None, mogelijk: bool | None) -> None:
    """De vijf programma's zelf kunnen altijd; een zesde alleen als alle vijf op orde zijn. Eén niet op orde is niet op
    orde.
    """
    assert WSV.prestatie("programma_aanvullend", big5_op_orde=op_orde).mogelijk is mogelijk
    assert {WSV.prestatie(naam, big5_op_orde=op_orde).mogelijk for naam in BIG5} == {True}


@WSV.voorbeeld("004", "Volgorde zorgprogramma's", "prestatie.programma_cvrm")
def test_cvr_en_cvrm_zijn_hetzelfde_programma() -> None:
    """Wie keten_cvr vraagt, zoals de lijst van huisartsen het noemt, krijgt het programma CVRM."""
    assert WSV.prestatie("programma_cvrm", gewenste_prestaties=["keten_cvr"]).gewenst is True


@WSV.voorbeeld("004", "Praktijkmanagement", "prestatie.praktijkmanagement", "eis.praktijkmanagement")
@pytest.mark.parametrize(
    ("deelname", "formulier", "mogelijk"),
    [("vormt", True, True), ("voornemens", True, True), ("geen", True, False), ("vormt", False, False)],
)
def test_praktijkmanagement_is_voor_wie_een_wsv_vormt_of_start(deelname: str, formulier: bool, mogelijk: bool) -> None:
    """Vormt of is van plan: mogelijk, met een volledig en ondertekend formulier. Toekennen is altijd een oordeel van
    zorginkoop.
    """
    wens = {
        "gewenste_prestaties": ["praktijkmanagement"],
        "wsv_deelname": deelname,
        "praktijkmanagement_formulier": formulier,
    }

    assert WSV.prestatie("praktijkmanagement", **wens).mogelijk is mogelijk
    assert WSV.toets(**wens).uitkomst == "BEOORDELEN"
    assert WSV.toets(gewenste_prestaties=[]).uitkomst == "VOLDOET"


@WSV.voorbeeld("004", "Huisartsenzorg via een WSV", "eis.huisartsenzorg_via_wsv", "prestatie.poh_ggz_regionaal")
def test_poh_ggz_op_regionaal_niveau_is_soms_mogelijk_en_altijd_een_oordeel() -> None:
    """'In sommige gevallen': wie het vraagt, krijgt een zorginkoper die het plan beoordeelt; een bedrag is er niet."""
    assert WSV.toets(gewenste_prestaties=["poh_ggz_regionaal"]).uitkomst == "BEOORDELEN"
    assert WSV.prestatie("poh_ggz_regionaal").mogelijk is False


@WSV.voorbeeld("004", "Contracteerproces", "prestatie.samenwerking")
def test_het_bedrag_voor_de_organisatie_volgt_uit_de_begroting() -> None:
    """Het document noemt geen bedrag: er valt niets vanzelf aan te bieden."""
    assert WSV.prestatie("samenwerking").mogelijk is False
    assert "begroting" in WSV.prestatie("samenwerking").redenen[0]
    assert all(m.tariefstatus in (None, "demonstratie") for m in WSV.toets().afspraken)


# ----------------------------------------------------------------------------------------------- volgen en betalen


@WSV.voorbeeld("004", "Contracteerproces", "ingangsdatum")
def test_volgen_vraagt_een_eigen_vinkje_en_betalen_duurt_hoogstens_dertig_dagen() -> None:
    """Toestemming om te volgen is expliciet. De termijn is 30 dagen, het streven 15."""
    inhoud = library.load("zz-wsv-ro-2021").inhoud

    assert inhoud.volgen.toestemming == "expliciet"
    assert (inhoud.betaling.termijn_dagen, inhoud.betaling.streef_dagen) == (30, 15)
    assert inhoud.betaling.status == "geverifieerd"


@WSV.voorbeeld("004", OPRICHTEN, "gevolg")
def test_het_rekeningnummer_geeft_u_aan_elke_verzekeraar_zelf_door() -> None:
    """De verzekeraar mag het niet delen. Wat het voor de overeenkomst betekent, staat er niet; over overname zwijgt
    het document helemaal.
    """
    iban = events.consequence(library.load("zz-wsv-ro-2021"), "iban")
    overname = events.consequence(library.load("zz-wsv-ro-2021"), "overname")

    assert (iban.gevolg, iban.melden_bij) == ("NIET_GEREGELD", ("contractbeheer", "andere_verzekeraars"))
    assert (overname.gevolg, overname.melden_bij, overname.bron) == ("NIET_GEREGELD", (), None)
