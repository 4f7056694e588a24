"""Zorg en Zekerheid, overige zorgvernieuwing in segment 3: van aanvraag tot start, in voorbeelden."""

from datetime import date
from typing import Any

import pytest

from tests.spec.voorbeeld import Boek
from zorginkoop.beleid import library

S3 = Boek(
    "zz-zorgvernieuwing-2025",
    aanvraagdatum="2025-01-15",
    format_ingevuld=True,
    reikwijdte="huisartsenzorg",
    basissegment=["s1"],
    beloont_kwaliteit=True,
    vult_segmenten_aan=True,
    gunstige_prijs=True,
    prikkelt_uitkomst=True,
    speerpunten=["digitale_zorg"],
    opschaalbaar=True,
    werkgebied="wijk",
    eerdere_aanvraag="geen",
)
GOEDGEKEURD: dict[str, object] = {
    "besluit_zorgvernieuwing": "start",
    "besluitdatum": "2025-03-01",
    "prestatiecode_zorgvernieuwing": "31D21",
    "bekostiging_zorgvernieuwing": "opslag",
    "voor_verre_verzekeraars": True,
}
KADERS, VOORRANG = "4.3, kaders van de NZa", "4.3, voorrang"
STAP1, STAP2, STAP3, STAP4 = (f"4.3, stap {n}" for n in range(1, 5))
NZA = ["beloont_kwaliteit", "vult_segmenten_aan", "gunstige_prijs", "prikkelt_uitkomst"]
SPEERPUNTEN = ["ouderenzorg", "mentaal_welbevinden", "leefstijl", "acute_zorg", "digitale_zorg", "regioplan"]
VORMEN = {"opslag": "opslag_inschrijftarief", "verrichting": "tarief_per_verrichting", "oi_begroting": "oi_begroting"}


def besluit(**anders: object) -> dict[str, Any]:
    return {**GOEDGEKEURD, **anders}


# ----------------------------------------------------------------------------------------------- de aanvraag


@S3.voorbeeld("001", KADERS, *(f"eis.{naam}" for naam in NZA))
@pytest.mark.parametrize("kader", NZA)
def test_de_vier_kaders_van_de_nza_gelden_samen_en_blokkeren_ook_een_goedkeuring(kader: str) -> None:
    """Kwaliteit, aanvulling, prijs en uitkomst: één keer nee is geen zorgvernieuwing, ook als er ja is gezegd;
    onbekend is een vraag. Vier keer ja en goedgekeurd: voldoet.
    """
    assert S3.toets(**besluit()).uitkomst == "VOLDOET"
    assert S3.toets(**besluit(**{kader: False})).uitkomst == "VOLDOET_NIET"
    onbekend = S3.toets(**besluit(**{kader: None}))
    assert (onbekend.uitkomst, [v.gegeven for v in onbekend.vragen]) == ("ONBEKEND", [kader])


@S3.voorbeeld("001", KADERS, "eis.basissegment")
@pytest.mark.parametrize(("segmenten", "kan"), [([], False), (["s1"], True), (["s2"], True), (["s1", "s2"], True)])
def test_de_vernieuwing_gaat_over_segment_1_over_segment_2_of_over_beide(segmenten: list[str], kan: bool) -> None:
    """'Ook de zorgvernieuwing kan op beide domeinen betrekking hebben': een van de twee of allebei, niet geen."""
    assert S3.eis("basissegment", basissegment=segmenten).uitkomst is kan


@S3.voorbeeld("001", STAP1, "eis.format")
@pytest.mark.parametrize("format_ingevuld", [False, None])
def test_zonder_het_format_wacht_de_aanvraag(format_ingevuld: bool | None) -> None:
    """Stap 1 is schrijven volgens de formats: zonder is er niets te beoordelen, en het is geen afwijzing."""
    assert S3.toets(format_ingevuld=format_ingevuld).uitkomst == "ONBEKEND"
    assert S3.eis("format").uitkomst is True


@S3.voorbeeld("001", STAP2, "eis.loket", "afleiding.loket")
@pytest.mark.parametrize(
    ("reikwijdte", "adres"),
    [
        ("huisartsenzorg", "zorginkoop.huisartsen@zorgenzekerheid.nl"),
        ("account_overstijgend", "projectaanvraag@zorgenzekerheid.nl"),
    ],
)
def test_alleen_huisartsenzorg_gaat_naar_de_inkoop_en_al_het_andere_naar_projectaanvragen(
    reikwijdte: str, adres: str
) -> None:
    """Alleen huisartsenzorg: het loket van zorginkoop. Account overstijgend: het loket voor projectaanvragen. Elk adres
    is ook een loket van het beleid.
    """
    uitslag = S3.eis("loket", reikwijdte=reikwijdte)

    assert (uitslag.uitkomst, uitslag.waarden) == (True, {"loket": adres})
    assert adres in {kanaal.adres for kanaal in library.load("zz-zorgvernieuwing-2025").inhoud.kanaal}


@S3.voorbeeld("001", STAP2, "eis.loket")
def test_zonder_reikwijdte_is_er_geen_loket() -> None:
    """De reikwijdte bepaalt het loket; is zij onbekend, dan wordt zij gevraagd en niet geraden."""
    uitslag = S3.toets(reikwijdte=None)

    assert (uitslag.uitkomst, [v.gegeven for v in uitslag.vragen]) == ("ONBEKEND", ["reikwijdte"])


@S3.voorbeeld("001", STAP2, "eis.loket")
def test_rechtstreeks_aanvragen_botst_met_de_weg_via_de_regio_organisatie_van_een_andere_verzekeraar() -> None:
    """Hier dient de zorgaanbieder zelf in (001, 4.3); Zilveren Kruis hoort voorstellen van de RO (003). Beide passages
    staan bij de regel.
    """
    [strijd] = [library.load(S3.beleid).inhoud.tegenstrijdigheid[naam] for naam in S3.eis("loket").botst_met]

    assert {bron.document for bron in strijd.passages} == {"001", "003"}


# ----------------------------------------------------------------------------------------------- voorrang


@S3.voorbeeld("001", "4.1", "eis.speerpunt", "afleiding.speerpunt")
@pytest.mark.parametrize("onderwerp", SPEERPUNTEN)
def test_vijf_speerpunten_en_die_van_de_regio_krijgen_voorrang(onderwerp: str) -> None:
    """Elk van de vijf, of een speerpunt uit regiobeeld of regioplan, is genoeg; zonder speerpunt gaat het achteraan,
    en dat houdt niets tegen.
    """
    assert S3.eis("speerpunt", speerpunten=[onderwerp]).uitkomst is True
    assert S3.eis("speerpunt", speerpunten=[]).uitkomst is False
    assert S3.toets(**besluit(speerpunten=[])).uitkomst == "VOLDOET"


@S3.voorbeeld("001", VOORRANG, "eis.speerpunt", "afleiding.rangorde", "eis.opschaalbaar")
@pytest.mark.parametrize(
    ("speerpunten", "opschaalbaar", "plaats"),
    [
        (["acute_zorg"], True, 1),
        (["acute_zorg", "leefstijl"], True, 1),
        (["acute_zorg"], False, 2),
        (["acute_zorg"], None, 2),
        ([], True, 3),
        ([], False, 4),
        ([], None, 4),
    ],
)
def test_een_speerpunt_gaat_altijd_voor_en_opschalen_weegt_daarbinnen(
    speerpunten: list[str], opschaalbaar: bool | None, plaats: int
) -> None:
    """Speerpunt 1, geen speerpunt 3; niet of nog niet op te schalen is één plaats lager: 1, 2, 3 of 4. Zo gaat een
    speerpunt dat niet kan worden opgeschaald (2) voor wat dat wel kan maar geen speerpunt is (3).
    """
    uitslag = S3.eis("speerpunt", speerpunten=speerpunten, opschaalbaar=opschaalbaar)

    assert uitslag.waarden == {"rangorde": plaats}
    assert uitslag.uitkomst is (plaats <= 2)
    assert S3.eis("opschaalbaar", opschaalbaar=opschaalbaar).uitkomst is opschaalbaar


@S3.voorbeeld("001", VOORRANG, "afleiding.rangorde")
def test_de_rij_van_aanvragen_op_plaats_en_dan_op_datum() -> None:
    """A: 2 januari, geen speerpunt. B: 3 januari, speerpunt. C: 1 februari, speerpunt en op te schalen. D: 2 februari,
    hetzelfde. De rij is C, D (beide 1, C eerder), B (2), A (4).
    """
    aanvragen: dict[str, dict[str, object]] = {
        "A": {"aanvraagdatum": "2025-01-02", "speerpunten": [], "opschaalbaar": False},
        "B": {"aanvraagdatum": "2025-01-03", "speerpunten": ["leefstijl"], "opschaalbaar": False},
        "C": {"aanvraagdatum": "2025-02-01", "speerpunten": ["leefstijl"], "opschaalbaar": True},
        "D": {"aanvraagdatum": "2025-02-02", "speerpunten": ["regioplan"], "opschaalbaar": True},
    }

    def plaats(naam: str) -> tuple[int, str]:
        return S3.eis("speerpunt", **aanvragen[naam]).waarden["rangorde"], str(aanvragen[naam]["aanvraagdatum"])

    assert sorted(aanvragen, key=plaats) == ["C", "D", "B", "A"]


@S3.voorbeeld("001", "3.2", "eis.regio_organisatie")
@pytest.mark.parametrize(
    ("werkgebied", "ro", "in_orde"),
    [
        ("wijk", None, True),
        ("wijk", False, True),
        ("regio", True, True),
        ("regio", False, False),
        ("regio", None, None),
    ],
)
def test_een_onderwerp_voor_een_groter_gebied_pakt_de_regio_organisatie_op(
    werkgebied: str, ro: bool | None, in_orde: bool | None
) -> None:
    """In de wijk hoeft de RO niet mee; voor een groter gebied wel, en anders wordt dat gemeld. Het sluit niets uit."""
    assert S3.eis("regio_organisatie", werkgebied=werkgebied, ro_pakt_op=ro).uitkomst is in_orde
    assert S3.toets(**besluit(werkgebied=werkgebied, ro_pakt_op=ro)).uitkomst == "VOLDOET"


@S3.voorbeeld("001", VOORRANG, "eis.eerdere_aanvraag")
@pytest.mark.parametrize("eerder", ["loopt", "start", "onvolledig", "geen_prioriteit", "niet"])
def test_een_eerdere_vergelijkbare_aanvraag_wordt_gemeld_en_beslist_niets(eerder: str) -> None:
    """De route is eenduidig: de zorginkoper ziet hoe een gelijke aanvraag afliep. Ook na een eerder nee kan het nu ja
    zijn.
    """
    assert S3.eis("eerdere_aanvraag", eerdere_aanvraag="geen").uitkomst is True
    assert S3.eis("eerdere_aanvraag", eerdere_aanvraag=eerder).uitkomst is False
    assert S3.toets(**besluit(eerdere_aanvraag=eerder)).uitkomst == "VOLDOET"


# ----------------------------------------------------------------------------------------------- het antwoord


@S3.voorbeeld("001", STAP3, "eis.antwoord")
def test_of_het_project_kan_starten_is_een_oordeel_van_een_mens() -> None:
    """Aan alle kaders voldaan en nog geen antwoord: een zorginkoper beslist; er is nog geen startdatum."""
    uitslag = S3.toets()

    assert (uitslag.uitkomst, uitslag.ingangsdatum) == ("BEOORDELEN", None)
    assert [e.eis for e in uitslag.eisen if e.gevolg == "beoordelen" and e.uitkomst is False] == ["antwoord"]


@S3.voorbeeld("001", STAP3, "eis.antwoord", "eis.informatie_volledig", "eis.prioriteit", "eis.kosten_of_inzet")
@pytest.mark.parametrize(
    ("antwoord", "uitkomst", "niet_gehaald"),
    [
        ("start", "VOLDOET", []),
        ("onvolledig", "ONBEKEND", ["informatie_volledig"]),
        ("geen_prioriteit", "ONBEKEND", ["prioriteit"]),
        ("niet", "VOLDOET_NIET", ["kosten_of_inzet"]),
    ],
)
def test_de_vier_antwoorden_van_de_verzekeraar(antwoord: str, uitkomst: str, niet_gehaald: list[str]) -> None:
    """Ja: starten. Nee, er mist informatie: de aanvraag wacht op aanvulling. Nee, nu geen prioriteit: zij wacht, later
    kan het anders. Nee, niet op kosten of met inzet van de verzekeraar: het einde. Alleen bij ja is er een startdatum.
    """
    uitslag = S3.toets(**besluit(besluit_zorgvernieuwing=antwoord))

    assert uitslag.uitkomst == uitkomst
    assert [e.eis for e in uitslag.eisen if e.uitkomst is False and e.gevolg != "melden"] == niet_gehaald
    assert uitslag.ingangsdatum == (date(2025, 4, 1) if antwoord == "start" else None)


@S3.voorbeeld("001", STAP3, "eis.antwoord")
def test_het_beleid_kent_precies_vier_antwoorden() -> None:
    """Een ja en drie keer nee, elk met een eigen vervolg."""
    antwoorden = library.load(S3.beleid).feiten["besluit_zorgvernieuwing"].keuzes

    assert list(antwoorden) == ["start", "onvolledig", "geen_prioriteit", "niet"]
    assert [tekst.partition(",")[0] for tekst in antwoorden.values()] == ["Ja", "Nee", "Nee", "Nee"]


@S3.voorbeeld("001", STAP3, "eis.besluit_na_aanvraag")
@pytest.mark.parametrize(
    ("dag", "klopt"), [("2025-01-14", False), ("2025-01-15", True), ("2025-01-16", True), (None, True)]
)
def test_een_aanvraag_wordt_niet_beantwoord_voordat_zij_is_ingestuurd(dag: str | None, klopt: bool) -> None:
    """Ingestuurd op 15 januari: een antwoord op 14 januari kan niet, op de dag zelf wel. Zonder antwoord klopt het."""
    assert S3.eis("besluit_na_aanvraag", besluitdatum=dag).uitkomst is klopt
