"""A request for innovation (document 001, 4.3): desk, place in the queue, four answers, quarterly start, notice."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from tests.web.contractering.conftest import person
from tests.web.contractering.doorlopen import Partijen, offer_and_sign
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.begroting import actions
from zorginkoop.web.begroting.models import Antwoord, Vernieuwing, Vooraankondiging
from zorginkoop.web.begroting.vernieuwd import similar
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

from .conftest import S3

NOW = datetime(2025, 2, 10, 9, tzinfo=UTC)
ANTWOORDEN = {
    "format_ingevuld": True,
    "reikwijdte": "huisartsenzorg",
    "basissegment": ["s1"],
    "beloont_kwaliteit": True,
    "vult_segmenten_aan": True,
    "gunstige_prijs": True,
    "prikkelt_uitkomst": True,
    "speerpunten": ["digitale_zorg"],
    "opschaalbaar": True,
    "werkgebied": "wijk",
}
VALPREVENTIE = "Valpreventie thuis: de wijkverpleegkundige oefent met kwetsbare ouderen."
JA = {
    "motivering": "Past bij het speerpunt digitale zorg.",
    "eerdere_aanvraag": "geen",
    "prestatiecode": "31D21",
    "bekostiging": "opslag",
    "bedrag_cent": 125,
    "voor_verre_verzekeraars": True,
}
NEE = {"motivering": "De kosten ontbreken.", "eerdere_aanvraag": "geen"}


@pytest.fixture
def markt(db):
    """A practice, its insurer, and a far insurer."""
    partijen = Partijen(S3, agb="01000011", naam="Praktijk De Bron")
    partijen.ver = Organisatie.objects.create(soort="VERZEKERAAR", naam="Zorgverzekeraar Avondster", uzovi="9002")
    partijen.ophaler = person("Vera", partijen.ver, Rol.CONTRACTBEHEER)
    return partijen


def asked(p, *, titel="Beeldbellen", beschrijving="Patiënten spreken de huisarts op afstand.", now=NOW, **anders):
    velden = {"titel": titel, "beschrijving": beschrijving, "antwoorden": {**ANTWOORDEN, **anders}}
    return actions.request_vernieuwing(
        praktijk=p.praktijk, verzekeraar=p.verzekeraar, beleid=S3, velden=velden, by=p.tekenbevoegde, now=now
    )


def answer(p, record, uitkomst, besluit=NEE, now=NOW):
    return actions.answer_vernieuwing(record=record, uitkomst=uitkomst, besluit=besluit, by=p.inkoper, now=now)


def started(p, *, now=NOW, **anders):
    record = asked(p, **anders)
    voorstel = answer(p, record, "start", JA)
    actions.confirm_vernieuwing(antwoord=voorstel, akkoord=True, by=p.inkoper2, now=now)
    record.refresh_from_db()
    return record


def test_the_scope_decides_the_desk(markt):
    """Document 001, 4.3, step 2."""
    assert asked(markt).loket == "zorginkoop.huisartsen@zorgenzekerheid.nl"
    assert asked(markt, reikwijdte="account_overstijgend").loket == "projectaanvraag@zorgenzekerheid.nl"


def test_priorities_come_first_and_then_what_can_be_scaled(markt):
    """A priority counts 1 and anything else 3; what cannot be scaled comes one later."""
    rangen = [
        asked(markt).rangorde,
        asked(markt, opschaalbaar=False).rangorde,
        asked(markt, speerpunten=[]).rangorde,
        asked(markt, speerpunten=[], opschaalbaar=False).rangorde,
    ]
    assert rangen == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"format_ingevuld": False}, "formats"),
        ({"reikwijdte": None}, "loket"),
        ({"prikkelt_uitkomst": False}, "prikkelt op uitkomst"),
        ({"vult_segmenten_aan": None}, "aanvulling is op segment 1 en 2"),
        ({"basissegment": []}, "segment 1"),
        ({"speerpunten": None}, "bij welke speerpunten"),
    ],
)
def test_what_the_nza_and_the_format_ask_is_needed_to_send_it_in(markt, anders, melding):
    with pytest.raises(Gebruikersfout, match=melding):
        asked(markt, **anders)
    assert not Vernieuwing.objects.exists()


@pytest.mark.parametrize(
    ("uitkomst", "status"), [("onvolledig", "ONVOLLEDIG"), ("geen_prioriteit", "GEEN_PRIORITEIT"), ("niet", "NIET")]
)
def test_a_no_is_final_at_once(markt, uitkomst, status):
    record = asked(markt)
    assert answer(markt, record, uitkomst).bevestigd is True
    assert record.status == status
    with pytest.raises(Toestandsfout):
        answer(markt, record, "niet")


def test_what_was_incomplete_is_completed_and_stays_the_same_request(markt):
    record = asked(markt)
    answer(markt, record, "onvolledig")
    velden = {"titel": "Beeldbellen", "beschrijving": "Met kosten.", "antwoorden": {**ANTWOORDEN, "opschaalbaar": None}}
    opnieuw = {"record": record, "velden": velden, "by": markt.tekenbevoegde, "now": NOW}
    with pytest.raises(Gebruikersfout, match="aangevuld"):
        actions.resubmit_vernieuwing(aanvulling=" ", **opnieuw)
    actions.resubmit_vernieuwing(aanvulling="De kosten staan erin.", **opnieuw)
    assert (record.status, record.rangorde) == ("INGEDIEND", 2)
    with pytest.raises(Toestandsfout):
        actions.resubmit_vernieuwing(aanvulling="Nog eens", **opnieuw)


def test_a_yes_costs_money_so_two_people_say_it(markt):
    record = asked(markt)
    voorstel = answer(markt, record, "start", JA)
    assert record.status == "START_VOORGESTELD"
    with pytest.raises(Gebruikersfout, match="ander"):
        actions.confirm_vernieuwing(antwoord=voorstel, akkoord=True, by=markt.inkoper, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Antwoord.objects.filter(pk=voorstel.pk).update(besloten_door=markt.inkoper)
    actions.confirm_vernieuwing(antwoord=voorstel, akkoord=False, by=markt.inkoper2, now=NOW)
    record.refresh_from_db()
    assert record.status == "INGEDIEND"


@pytest.mark.parametrize(
    ("dag", "start"),
    [
        (datetime(2025, 3, 1, 12, tzinfo=UTC), date(2025, 4, 1)),
        (datetime(2025, 3, 2, 12, tzinfo=UTC), date(2025, 7, 1)),
        (datetime(2025, 2, 28, 12, tzinfo=UTC), date(2025, 4, 1)),
    ],
)
def test_it_starts_with_a_quarter_a_month_after_the_second_agreement(markt, dag, start):
    """Approved on 1 March there is exactly a month until 1 April; a day later it becomes 1 July."""
    record = started(markt, now=dag)
    assert Antwoord.objects.get(vernieuwing=record).ingangsdatum == start


def test_a_yes_without_code_or_form_does_not_exist(markt):
    record = asked(markt)
    for weg in ("prestatiecode", "bekostiging"):
        with pytest.raises(Gebruikersfout):
            answer(markt, record, "start", {**JA, weg: ""})
    record.refresh_from_db()
    assert record.status == "INGEDIEND"


def test_every_far_insurer_hears_of_it_and_nobody_when_it_does_not_concern_them(markt):
    record = started(markt)
    (bericht,) = Vooraankondiging.objects.all()
    assert (bericht.volger, bericht.ingangsdatum, bericht.prestatiecode) == (markt.ver, date(2025, 4, 1), "31D21")
    assert actions.read_announcement(record=bericht, by=markt.ophaler, now=NOW).gelezen_op == NOW
    with pytest.raises(Gebruikersfout):
        actions.read_announcement(record=bericht, by=markt.inkoper, now=NOW)
    assert record.status == "START"


def test_without_far_insurers_nobody_is_told(markt):
    voorstel = answer(markt, asked(markt), "start", {**JA, "voor_verre_verzekeraars": False})
    actions.confirm_vernieuwing(antwoord=voorstel, akkoord=True, by=markt.inkoper2, now=NOW)
    assert not Vooraankondiging.objects.exists()


def test_earlier_requests_with_the_same_words_are_found_in_dutch(markt):
    """'Ouderen' and 'oudere', 'valt' and 'vallen' are the same word; another insurer's requests are not searched."""
    eerder = asked(markt, titel="Valpreventie", beschrijving=VALPREVENTIE)
    asked(markt, titel="Stoppen met roken", beschrijving="Een cursus van acht avonden.")
    nieuw = asked(markt, titel="Minder vallen", beschrijving="Elke kwetsbare oudere oefent thuis.")
    assert similar(nieuw) == [eerder]
    Vernieuwing.objects.filter(pk=eerder.pk).update(verzekeraar=markt.ver)
    assert similar(nieuw) == []


def test_an_approved_project_becomes_a_signed_agreement(markt, settings):
    """The row has the code, form and amount of the approval: 1,25 euros per registered patient and quarter."""
    settings.DEMO_DATUM = date(2025, 2, 14)
    record = started(markt)
    later = datetime(2025, 2, 14, 9, tzinfo=UTC)
    aanvraag = actions.apply_vernieuwing(record=record, by=markt.tekenbevoegde, now=later)
    assert aanvraag.registerfeiten["aanvraagdatum"] == "2025-02-10"
    aanbod, overeenkomst = offer_and_sign(markt, aanvraag)
    (rij,) = aanbod.rows()
    assert (rij.prestatie, rij.prestatiecode, rij.tarief_cent) == ("opslag_inschrijftarief", "31D21", 125)
    assert (rij.van, rij.tot) == (date(2025, 4, 1), date(2026, 1, 1))
    assert overeenkomst.van == date(2025, 4, 1)


def test_before_a_yes_there_is_nothing_to_apply_for(markt):
    with pytest.raises(Toestandsfout, match="antwoord ja"):
        actions.apply_vernieuwing(record=asked(markt), by=markt.tekenbevoegde, now=NOW)


def test_it_can_be_taken_back_while_no_yes_is_being_decided(markt):
    record = asked(markt)
    answer(markt, record, "start", JA)
    with pytest.raises(Toestandsfout):
        actions.withdraw_vernieuwing(record=record, by=markt.tekenbevoegde, now=NOW)
    ander = asked(markt)
    assert actions.withdraw_vernieuwing(record=ander, by=markt.tekenbevoegde, now=NOW).status == "INGETROKKEN"
