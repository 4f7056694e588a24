"""Every published policy runs through the portal: questions, assessment, offer with its own rows, signature."""

import json
from datetime import UTC, date, datetime

import pytest

from zorginkoop.beleid import library
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.aanbodkeuze import care_of, choices
from zorginkoop.web.register.feiten import feiten_van
from zorginkoop.web.register.models import Inschrijving, Kernregio, Onderneming, Relatie, Vestiging, Zorgverlener
from zorginkoop.web.toegang.klok import now

from .conftest import ANTWOORDEN, person
from .doorlopen import Partijen, fill_in, last_day_to_sign, offer_and_sign, submit
from .reizigers import client_of, get, text

pytestmark = pytest.mark.django_db
SINDS = {"geldig_van": date(2020, 1, 1), "bekend_van": datetime(2020, 1, 1, tzinfo=UTC)}
ONDERNEMING, OOST, WEST = "17000012", "01000011", "01000029"


def test_exercise_therapist(settings):
    """Document 002: applied for in May 2024, so the agreement starts on 1 May 2024, with both sessions."""
    settings.DEMO_DATUM = date(2024, 5, 20)
    partijen = Partijen("zz-oefentherapie-2024", agb="07000011", naam="Oefentherapie De Brug")
    aanvraag = fill_in(
        partijen,
        {
            "naam_praktijk": "Oefentherapie De Brug",
            "correspondentieadres": "Kade 1, 2311 AA Leiden",
            **dict.fromkeys(("paramedisch_beleid", "kwaliteitsregister", "bereikbaarheid", "receptie"), "ja"),
        },
    )
    aanbod, overeenkomst = offer_and_sign(partijen, submit(partijen, aanvraag))
    assert [rij.prestatie for rij in aanbod.rows()] == ["oefentherapie_zitting", "oefentherapie_groep"]
    assert [rij.tarief_cent for rij in aanbod.rows()] == [3800, 1450]
    assert (overeenkomst.van, overeenkomst.tot) == (date(2024, 5, 1), date(2026, 1, 1))


def test_care_home_with_an_elderly_care_physician(settings):
    """Document 003: the care home is the party; two years of tariffs from the start date on."""
    settings.DEMO_DATUM = date(2024, 5, 20)
    partijen = Partijen("zk-so-verzorgingshuis-2024", agb="47000011", naam="Verzorgingshuis Het Hof")
    antwoorden = {
        "gewenste_ingangsdatum": "1-7-2024",
        **dict.fromkeys(("verzorgingshuis", "wlz_zonder_behandeling", "so_levert", "wtza", "vecozo_certificaat"), "ja"),
        **dict.fromkeys(("huisarts_beschikbaar", "toelating_ingetrokken"), "nee"),
    }
    aanvraag = fill_in(partijen, antwoorden)
    aanbod, overeenkomst = offer_and_sign(partijen, submit(partijen, aanvraag))
    assert [(rij.prestatie, rij.van, rij.tot) for rij in aanbod.rows()] == [
        ("huisartsenzorg_so", date(2024, 7, 1), date(2025, 1, 1)),
        ("huisartsenzorg_so", date(2025, 1, 1), date(2026, 1, 1)),
    ]
    assert last_day_to_sign(aanbod) == library.load(partijen.beleid).inhoud.aanbod.geldig_dagen
    assert overeenkomst.van == date(2024, 7, 1)


def place(agb: str, naam: str) -> None:
    Vestiging.objects.create(
        agb=agb, naam=naam, zorgsoort="01", plaats="Leiden", email="groep@voorbeeld.nl", regio="Amstelland", **SINDS
    )
    Relatie.objects.create(van_agb=agb, naar_agb=ONDERNEMING, rol="VESTIGING_VAN", **SINDS)


@pytest.fixture
def onderneming(db, settings):
    """An enterprise with two places of care, in the own region of its insurer."""
    settings.DEMO_DATUM = date(2025, 2, 10)
    partijen = Partijen("zz-huisartsenzorg-2025", agb=ONDERNEMING, naam="Huisartsen Oost en West B.V.")
    Onderneming.objects.create(agb=ONDERNEMING, naam=partijen.praktijk.naam, **SINDS)
    place(OOST, "Praktijk Oost")
    place(WEST, "Praktijk West")
    Zorgverlener.objects.create(agb="01900011", naam="Dokter Duin", big_nummer="19000000001", **SINDS)
    Relatie.objects.create(van_agb="01900011", naar_agb=ONDERNEMING, rol="EIGENAAR", **SINDS)
    Kernregio.objects.create(uzovi=partijen.verzekeraar.uzovi, regio="Amstelland", **SINDS)
    for n, agb in enumerate((OOST, OOST, WEST)):
        Inschrijving.objects.create(bsn=f"99999{n:04d}", agb=agb, **SINDS)
    return partijen


def signed(partijen: Partijen):
    ja = ("nascholing", "praktijkuitrusting", "bereikbaarheid", "waarneming", "ro_aansluiting", "vecozo_certificaat")
    wensen = {"gewenste_ingangsdatum": "1-4-2025", "gewenste_prestaties": ANTWOORDEN["gewenste_prestaties"]}
    aanvraag = fill_in(partijen, {**dict.fromkeys(ja, "ja"), "poh_s_in_opleiding": "nee", **wensen})
    return offer_and_sign(partijen, submit(partijen, aanvraag))


def test_an_enterprise_applies_once_for_all_its_places(onderneming):
    """Document 001, 6.2: one agreement for the enterprise, with its places of care in what is signed and claimed."""
    aanbod, overeenkomst = signed(onderneming)
    register = aanbod.aanvraag.registerfeiten
    assert [v["agb"] for v in register["vestigingen"]] == [OOST, WEST]
    assert register["kernregio"] is True
    canoniek = json.loads(overeenkomst.last_document().canoniek)
    assert [v["naam"] for v in canoniek["vestigingen"]] == ["Praktijk Oost", "Praktijk West"]
    pagina = text(get(client_of(onderneming.tekenbevoegde), "overeenkomst", overeenkomst.kenmerk))
    assert "Praktijk West (AGB 01000029), Leiden" in pagina
    koppen, rijen = actions.export_afspraken(uzovi=onderneming.verzekeraar.uzovi, moment=now())
    assert sorted(koppen.column("agb").to_pylist()) == [int(OOST), int(WEST), int(ONDERNEMING)]
    assert set(koppen.column("overeenkomst_id").to_pylist()) == set(rijen.column("overeenkomst_id").to_pylist())


def test_a_place_under_the_agreement_of_its_enterprise_gets_no_second_one(onderneming):
    signed(onderneming)
    oost = Partijen.__new__(Partijen)
    oost.__dict__.update(onderneming.__dict__)
    oost.praktijk = type(onderneming.praktijk).objects.create(soort="PRAKTIJK", naam="Praktijk Oost", agb=OOST)
    oost.tekenbevoegde = person("Olga", oost.praktijk, "TEKENBEVOEGDE")
    assert "vraagt u in een keer aan" in text(get(client_of(oost.tekenbevoegde), "nieuw"))
    Relatie.objects.create(van_agb="01900011", naar_agb=OOST, rol="EIGENAAR", **SINDS)
    ja = ("nascholing", "praktijkuitrusting", "bereikbaarheid", "waarneming", "ro_aansluiting", "vecozo_certificaat")
    aanvraag = submit(oost, fill_in(oost, {**dict.fromkeys(ja, "ja"), "gewenste_ingangsdatum": "1-4-2025"}))
    with pytest.raises(Gebruikersfout, match="loopt al"):
        actions.offer_overeenkomst(aanvraag=aanvraag, by=oost.inkoper, now=now())


def test_what_the_register_knows_of_an_enterprise_holds_for_all_its_places(onderneming):
    """Its patients are those of its places together: 2 at Oost and 1 at West. What differs is left to be asked."""
    dag, uzovi = date(2025, 2, 10), onderneming.verzekeraar.uzovi
    feiten = feiten_van(ONDERNEMING, dag=dag, uzovi=uzovi)
    assert (feiten["ingeschreven_patienten"], feiten["vektis_registratie"], feiten["kernregio"]) == (3, True, True)
    assert feiten["email"] == "groep@voorbeeld.nl"
    Vestiging.objects.filter(agb=WEST).update(regio="Friesland", email="west@voorbeeld.nl")
    feiten = feiten_van(ONDERNEMING, dag=dag, uzovi=uzovi)
    assert {"kernregio", "email"} & set(feiten) == set()


def test_the_choice_begins_with_what_belongs_to_the_agb_code(onderneming):
    op = now()
    assert care_of("07000011") == ("oefentherapie",)
    assert care_of(ONDERNEMING) == ()
    alle = {k.beleid.document.zorgsoort for k in choices(onderneming.praktijk, op=op)}
    assert {"huisartsenzorg", "oefentherapie", "wsv_ro", "hds"} <= alle
    assert "zorgvernieuwing" not in alle
    eigen = choices(onderneming.praktijk, op=op, zorgsoorten=("hds",))
    assert [k.naam for k in eigen] == ["zz-hds-2024"]
