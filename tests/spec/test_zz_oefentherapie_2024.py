"""Zorg en Zekerheid, oefentherapie 2024-2025: de regels van het beleid, in voorbeelden."""

from datetime import date

import pytest

from tests.spec.voorbeeld import Boek
from zorginkoop.beleid import events, library

OEF = Boek(
    "zz-oefentherapie-2024",
    aanvraagdatum="2024-05-17",
    naam_praktijk="Oefentherapie De Linde",
    correspondentieadres="Lindelaan 1, Leiden",
    agb_code="01000011",
    gewenste_prestaties=[],
    paramedisch_beleid=True,
    kwaliteitsregister=True,
    bereikbaarheid=True,
)
NIEUW = "Zorgovereenkomst, nieuw contract"
VERANDERING = "Zorgovereenkomst, wijziging in praktijkvoering of eigenaarschap"
ZONDER = "Zorgovereenkomst, zonder overeenkomst"


# ----------------------------------------------------------------------------------------------- ingangsdatum


@OEF.voorbeeld("002", NIEUW, "ingangsdatum")
@pytest.mark.parametrize("dag", ["2023-03-01", "2023-08-30", "2023-08-31"])
def test_aangevraagd_voor_1_september_2023_gaat_in_op_1_januari_2024(dag: str) -> None:
    """31 augustus 2023 is de laatste dag voor 1 september: ingang 1 januari 2024. Zo ook eerder in 2023."""
    assert OEF.start(aanvraagdatum=dag) == date(2024, 1, 1)
    assert OEF.toets(aanvraagdatum=dag).uitkomst == "VOLDOET"


@OEF.voorbeeld("002", NIEUW, "ingangsdatum")
@pytest.mark.parametrize(
    ("dag", "ingang"),
    [
        ("2024-01-01", date(2024, 1, 1)),
        ("2024-01-31", date(2024, 1, 1)),
        ("2024-02-01", date(2024, 2, 1)),
        ("2024-02-29", date(2024, 2, 1)),
        ("2024-05-17", date(2024, 5, 1)),
        ("2024-12-31", date(2024, 12, 1)),
    ],
)
def test_aangevraagd_in_2024_gaat_in_op_de_eerste_van_die_maand(dag: str, ingang: date) -> None:
    """Aanvraag 17 mei 2024: 1 mei, dus 16 dagen terug. 1 januari wordt 1 januari; 29 februari wordt 1 februari; 31
    december wordt 1 december.
    """
    assert OEF.start(aanvraagdatum=dag) == ingang
    assert OEF.toets(aanvraagdatum=dag).uitkomst == "VOLDOET"


@OEF.voorbeeld("002", NIEUW, "ingangsdatum", "eis.ingangsdatum_najaar_2023")
@pytest.mark.parametrize("dag", ["2023-09-01", "2023-10-15", "2023-12-31"])
def test_over_een_aanvraag_in_het_najaar_van_2023_beslist_een_mens(dag: str) -> None:
    """1 september is niet 'voor 1 september' en valt niet in 2024; 31 december evenmin. Er wordt geen datum geraden:
    een oordeel, met CONFLICT-02 erbij. Stelt de zorginkoper 1 januari 2024 vast, dan is dat de ingangsdatum.
    """
    uitslag = OEF.toets(aanvraagdatum=dag)
    eis = OEF.eis("ingangsdatum_najaar_2023", aanvraagdatum=dag)

    assert (uitslag.uitkomst, uitslag.ingangsdatum) == ("BEOORDELEN", None)
    assert (eis.uitkomst, eis.botst_met) == (False, ("CONFLICT-02",))
    assert "CONFLICT-02" in eis.weigering
    assert OEF.start(aanvraagdatum=dag, ingangsdatum_besluit="2024-01-01") == date(2024, 1, 1)


@OEF.voorbeeld("002", NIEUW, "ingangsdatum", "eis.ingangsdatum_na_2024", "eis.looptijd")
def test_een_aanvraag_in_2025_heeft_nog_geen_datum_en_in_2026_geen_overeenkomst() -> None:
    """De regel gaat over 2024: 31 december 2024 heeft een datum, 1 januari 2025 vraagt een oordeel. De overeenkomst
    is voor 2024-2025: 31 december 2025 kan nog beoordeeld worden, 1 januari 2026 niet meer.
    """
    assert OEF.toets(aanvraagdatum="2024-12-31").uitkomst == "VOLDOET"
    assert OEF.toets(aanvraagdatum="2025-01-01").uitkomst == "BEOORDELEN"
    assert OEF.start(aanvraagdatum="2025-01-01") is None
    assert OEF.toets(aanvraagdatum="2025-12-31").uitkomst == "BEOORDELEN"
    assert OEF.toets(aanvraagdatum="2026-01-01").uitkomst == "VOLDOET_NIET"


def test_een_besluit_van_de_inkoper_verandert_een_datum_die_in_de_tekst_staat_niet() -> None:
    assert OEF.start(aanvraagdatum="2024-05-17", ingangsdatum_besluit="2024-09-01") == date(2024, 5, 1)


# ----------------------------------------------------------------------------------------------- eisen


@OEF.voorbeeld("002", NIEUW, "eis.gegeven_naam", "eis.gegeven_adres", "eis.gegeven_agb_code")
@pytest.mark.parametrize(
    ("gegeven", "eis"),
    [
        ("naam_praktijk", "gegeven_naam"),
        ("correspondentieadres", "gegeven_adres"),
        ("agb_code", "gegeven_agb_code"),
    ],
)
def test_naam_adres_en_agb_code_zijn_elk_nodig(gegeven: str, eis: str) -> None:
    """Drie gegevens: ontbreekt er één, dan wacht de aanvraag, en wordt precies dat ene gevraagd."""
    uitslag = OEF.toets(**{gegeven: None})

    assert (uitslag.uitkomst, [v.gegeven for v in uitslag.vragen]) == ("ONBEKEND", [gegeven])
    assert [e.eis for e in uitslag.eisen if e.gevolg == "opschorten" and e.uitkomst is None] == [eis]


@OEF.voorbeeld("002", NIEUW, "eis.paramedisch_beleid")
def test_de_voorwaarden_staan_in_het_beleid_paramedische_zorg() -> None:
    """Voldoen: ja. Niet voldoen: geen overeenkomst. De regels voor huisartsen, zoals BIG, tellen hier niet."""
    assert OEF.toets(paramedisch_beleid=False).uitkomst == "VOLDOET_NIET"
    assert OEF.toets(paramedisch_beleid=None).uitkomst == "ONBEKEND"
    assert OEF.toets(big_registratie=False, vecozo_certificaat=False).uitkomst == "VOLDOET"


@OEF.voorbeeld("002", "Overig, Kwaliteitsregister Paramedici", "eis.kwaliteitsregister")
@pytest.mark.parametrize("zonder", [True, False])
def test_iedere_therapeut_staat_in_het_kwaliteitsregister_ook_zonder_overeenkomst(zonder: bool) -> None:
    """Eén medewerker niet in het register is 'niet allen': de eis is niet gehaald, met en zonder overeenkomst."""
    assert OEF.eis("kwaliteitsregister", kwaliteitsregister=False, zonder_overeenkomst=zonder).uitkomst is False
    assert OEF.toets(kwaliteitsregister=False, zonder_overeenkomst=zonder).uitkomst == "VOLDOET_NIET"
    assert OEF.eis("kwaliteitsregister", zonder_overeenkomst=zonder).uitkomst is True


@OEF.voorbeeld("002", "Zorginkoopbeleid, telefonische bereikbaarheid", "eis.telefonisch_bereikbaar")
@pytest.mark.parametrize(
    ("bereikbaar", "receptie", "apparaat", "terugbellen", "uitkomst"),
    [
        (True, None, None, None, True),
        (False, True, True, True, False),
        (False, False, True, True, True),
        (False, False, True, False, False),
        (False, False, False, True, False),
        (False, False, True, None, None),
    ],
)
def test_een_antwoordapparaat_volstaat_alleen_zonder_receptie_en_met_terugbellen(
    bereikbaar: bool, receptie: bool | None, apparaat: bool | None, terugbellen: bool | None, uitkomst: bool | None
) -> None:
    """Bereikbaar is genoeg. Anders: met receptie helpt een antwoordapparaat niet; zonder receptie wel, als er spoedig
    wordt teruggebeld.
    """
    eis = OEF.eis(
        "telefonisch_bereikbaar",
        bereikbaarheid=bereikbaar,
        receptie=receptie,
        antwoordapparaat=apparaat,
        spoedig_teruggebeld=terugbellen,
    )
    assert eis.uitkomst is uitkomst


# ----------------------------------------------------------------------------------------------- zonder overeenkomst


@OEF.voorbeeld("002", ZONDER, "eis.tarieven_gepubliceerd", "eis.nota_via_verzekerde")
@pytest.mark.parametrize("gegeven", ["tarieven_gepubliceerd", "nota_via_verzekerde"])
def test_zonder_overeenkomst_zijn_tarieven_zichtbaar_en_gaat_de_nota_via_de_verzekerde(gegeven: str) -> None:
    """Zonder overeenkomst gelden beide; met een overeenkomst geen van beide. Geen van beide houdt een aanvraag op."""
    assert OEF.eis(gegeven, zonder_overeenkomst=True, **{gegeven: False}).uitkomst is False
    assert OEF.eis(gegeven, zonder_overeenkomst=True, **{gegeven: True}).uitkomst is True
    assert OEF.eis(gegeven, zonder_overeenkomst=False, **{gegeven: False}).uitkomst is True
    assert OEF.toets(zonder_overeenkomst=True, **{gegeven: False}).uitkomst == "VOLDOET"


@OEF.voorbeeld("002", ZONDER, "prestatie.oefentherapie_zitting", "prestatie.oefentherapie_groep")
def test_niets_is_zonder_overeenkomst_rechtstreeks_te_declareren() -> None:
    """Elke prestatie vereist een overeenkomst; anders dan bij huisartsen is er geen NZa-tarief dat de therapeut zelf
    declareert (CONFLICT-08). De tarieven zijn demonstratiebedragen: € 38,00 en € 14,50.
    """
    prestaties = library.load("zz-oefentherapie-2024").prestaties
    assert all(p.contractvereiste for p in prestaties.values())
    assert OEF.prestatie("oefentherapie_zitting").tarief == 3800
    assert OEF.prestatie("oefentherapie_groep").tarief == 1450
    assert {m.tariefstatus for m in OEF.toets().afspraken if m.tarief} == {"demonstratie"}


@OEF.voorbeeld("002", "Zorgovereenkomst, GLI", "prestatie.gli")
def test_de_leefstijlinterventie_hoort_niet_bij_deze_overeenkomst() -> None:
    """Wie GLI vraagt, wordt verwezen naar het eigen inkoopbeleid daarvoor."""
    gli = OEF.prestatie("gli", gewenste_prestaties=["gli"])

    assert gli.mogelijk is False
    assert "eigen zorginkoopbeleid" in gli.redenen[0]


# ----------------------------------------------------------------------------------------------- behandeling


@OEF.voorbeeld("002", "Zorginkoopbeleid, verwijzingen bewaren", "eis.verwijzingen_leesbaar")
def test_een_digitaal_bewaarde_verwijzing_moet_leesbaar_zijn() -> None:
    """Niet digitaal: geen vraag. Digitaal en leesbaar: goed. Digitaal en onleesbaar: niet."""
    assert OEF.eis("verwijzingen_leesbaar", verwijzingen_digitaal=False).uitkomst is True
    assert OEF.eis("verwijzingen_leesbaar", verwijzingen_digitaal=True, verwijzingen_leesbaar=True).uitkomst is True
    assert OEF.eis("verwijzingen_leesbaar", verwijzingen_digitaal=True, verwijzingen_leesbaar=False).uitkomst is False


@OEF.voorbeeld("002", "Overig, bewijs van diagnose", "eis.diagnose_door_arts")
@pytest.mark.parametrize(
    ("lijst", "bewijs", "verwijzing", "uitkomst"),
    [
        (True, True, False, True),
        (True, False, True, True),
        (True, False, False, False),
        (True, False, None, None),
        (False, False, False, True),
    ],
)
def test_een_bewijs_van_diagnose_volstaat_en_een_verwijzing_hoeft_niet(
    lijst: bool, bewijs: bool, verwijzing: bool | None, uitkomst: bool | None
) -> None:
    """Staat de aandoening op de lijst, dan is één van beide genoeg; geen van beide niet. Staat zij er niet op, dan
    geldt deze eis niet.
    """
    eis = OEF.eis(
        "diagnose_door_arts", aandoening_bijlage1=lijst, bewijs_van_diagnose=bewijs, verwijzing_arts=verwijzing
    )
    assert eis.uitkomst is uitkomst


@OEF.voorbeeld("002", "Overig, groepsbehandeling", "eis.duur_groepsbehandeling")
@pytest.mark.parametrize(
    ("maanden", "motivering", "uitkomst"),
    [(2.9, None, True), (3, None, True), (3.1, False, False), (4, False, False), (4, True, True), (4, None, None)],
)
def test_drie_maanden_groepsbehandeling_is_een_zachte_grens(
    maanden: float, motivering: bool | None, uitkomst: bool | None
) -> None:
    """Drie maanden mag zonder meer. Vier maanden mag met een motivering in het dossier; zonder motivering wordt dat
    gemeld, maar niets wordt erom afgewezen (CONFLICT-19).
    """
    feiten = {"groepsbehandeling_maanden": maanden, "motivering_in_dossier": motivering}

    assert OEF.eis("duur_groepsbehandeling", **feiten).uitkomst is uitkomst
    assert OEF.toets(**feiten).uitkomst == "VOLDOET"


# ----------------------------------------------------------------------------------------------- veranderingen


@OEF.voorbeeld("002", VERANDERING, "gevolg")
@pytest.mark.parametrize(
    ("gebeurtenis", "zelfde_agb", "gevolg", "melden_bij"),
    [
        ("overname", None, "NIEUWE_OVEREENKOMST", ["contractbeheer"]),
        ("agb_code", None, "NIEUWE_OVEREENKOMST", ["contractbeheer"]),
        ("maatschap", None, "DOORLOPEN", ["vektis"]),
        ("maatschap", False, "NIEUWE_OVEREENKOMST", ["vektis"]),
        ("rechtsvorm", None, "NIEUWE_OVEREENKOMST", ["vektis", "contractbeheer"]),
        ("rechtsvorm", True, "DOORLOPEN", ["vektis", "contractbeheer"]),
        ("iban", None, "DOORLOPEN", ["contractbeheer"]),
        ("samenstelling", True, "DOORLOPEN", ["vektis"]),
    ],
)
def test_de_agb_code_bepaalt_of_een_overeenkomst_doorloopt(
    gebeurtenis: str, zelfde_agb: bool | None, gevolg: str, melden_bij: list[str]
) -> None:
    """Overname geeft een andere AGB-code: nieuwe overeenkomst. Maatschap, IBAN en samenstelling: doorlopen zolang de
    code blijft. Rechtsvorm: doorgaans een andere code, dus nieuw; blijft de code, dan doorlopen. IBAN gaat naar
    contractbeheer, omdat Vektis dat niet bijhoudt; de rest naar Vektis.
    """
    uit = events.consequence(library.load("zz-oefentherapie-2024"), gebeurtenis, zelfde_agb_code=zelfde_agb)

    assert (uit.gevolg, list(uit.melden_bij)) == (gevolg, melden_bij)
    assert uit.bron is not None
    assert uit.bron.plaats == VERANDERING
