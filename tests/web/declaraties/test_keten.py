"""From file to payment in a small world, every cent worked out by hand."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.conftest import someone
from tests.web.declaraties.conftest import ANKER, BEUK, IBAN_BEUK, IBAN_LINDE, LINDE, NU, A, B, lines
from zorginkoop.adapters.vektis import controleer, lees_bytes
from zorginkoop.engine.totals import Aansluitfout
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.declaraties import actions, beoordelen, opslag
from zorginkoop.web.declaraties.models import Betaalbatch, Betaling, Declaratiebestand, Declaratieregel, Deeldeclaratie
from zorginkoop.web.toegang.models import Wijziging


def test_every_line_gets_its_outcome_and_all_its_reasons(wereld):
    bestand = wereld.judged(wereld.file(wereld.cast.linde, LINDE))
    assert lines(bestand) == [
        ("L1", "AANGENOMEN", 2035, []),
        ("L2", "AANGEPAST", 1243, ["TARIEF_VERLAAGD"]),
        ("L3", "AFGEWEZEN", 0, ["DUBBEL_IN_BESTAND"]),
        ("L4", "AANGENOMEN", 4970, []),
        ("L5", "AFGEWEZEN", 0, ["PRESTATIE_NIET_AFGESPROKEN"]),
        ("L6", "AFGEWEZEN", 0, ["ONBEKENDE_VERZEKERDE"]),
    ]
    assert (bestand.regels, bestand.aangenomen, bestand.aangepast, bestand.afgewezen) == (6, 2, 1, 3)
    assert (bestand.ingediend_cent, bestand.toegekend_cent, bestand.gekort_cent) == (11269, 8248, 3021)
    assert bestand.totalen["per_reden"]["TARIEF_VERLAAGD"]["gekort_cent"] == 157
    deel = Deeldeclaratie.objects.get()
    assert (deel.agb, deel.regels, deel.ingediend_cent, deel.toegekend_cent) == ("01000011", 6, 11269, 8248)
    l2 = Declaratieregel.objects.get(referentie="L2")
    assert (l2.overeenkomst, l2.afspraak.tarief_cent) == (wereld.overeenkomst, 1243)


def test_due_dates_follow_from_receipt_and_the_policy(wereld):
    bestand = wereld.received(wereld.file(wereld.cast.linde, LINDE))
    assert (bestand.status, bestand.voorlopig) == ("GECONTROLEERD", True)
    assert (bestand.streefdag, bestand.uiterste_betaaldag) == (date(2025, 7, 17), date(2025, 8, 1))
    assert (bestand.periode_van, bestand.periode_tot) == (date(2025, 4, 1), date(2025, 7, 1))


def test_the_return_file_carries_the_refused_and_adjusted_lines(wereld):
    bestand = wereld.judged(wereld.file(wereld.cast.linde, LINDE))
    retour = lees_bytes(actions.write_retour(bestand=bestand, by=wereld.cast.declaraties, now=NU))
    assert controleer(retour) == []
    regels = {rij["referentie"]: rij for rij in retour.prestaties.to_pylist()}
    assert sorted(regels) == ["L2", "L3", "L5", "L6"]
    assert (regels["L2"]["toegekend_cent"], regels["L2"]["retourcode_1"]) == (1243, "8059")
    assert (regels["L5"]["toegekend_cent"], regels["L5"]["retourcode_1"]) == (0, "8060")
    assert retour.sluit["toegekend_cent"] == 8248
    bestand.refresh_from_db()
    assert bestand.status == "RETOUR"
    assert lees_bytes(opslag.fetch(bestand.retour_sha256)).voorloop["referentie_verzekeraar"] == str(bestand.pk)


def test_one_payment_per_practice_and_the_sum_of_the_awards(wereld):
    c = wereld.cast
    for praktijk, regels in ((c.linde, LINDE), (c.anker, ANKER), (wereld.beuk, BEUK)):
        assert wereld.payable(wereld.file(praktijk, regels)).status == "BETAALBAAR"
    batch = wereld.batch()
    assert (batch.totaal_cent, batch.aantal) == (10112, 2)
    betaald = dict(Betaling.objects.values_list("iban", "bedrag_cent"))
    assert betaald == {IBAN_LINDE: 8248, IBAN_BEUK: 1864}
    assert batch.aangehouden == [{"agb": "01000029", "reden": "IBAN_ONTBREEKT", "bedrag_cent": 1243}]
    ruimte = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"
    bedragen = [e.text for e in ET.fromstring(bytes(batch.xml)).iter(f"{ruimte}InstdAmt")]
    assert sorted(bedragen) == ["18.64", "82.48"]
    with pytest.raises(Gebruikersfout, match="niets te betalen"):
        wereld.batch()


def test_without_agreement_the_nza_tariff_or_nothing(wereld):
    assert lines(wereld.judged(wereld.file(wereld.cast.anker, ANKER))) == [
        ("A1", "AANGEPAST", 1243, ["TARIEF_VERLAAGD"]),
        ("A2", "AFGEWEZEN", 0, ["GEEN_OVEREENKOMST"]),
    ]


def test_a_credit_takes_back_a_paid_line_once_and_is_netted(wereld):
    linde = wereld.cast.linde
    wereld.payable(wereld.file(linde, LINDE))
    wereld.batch()
    terug = {**LINDE[3], "debetcredit": "C", "referentie": "C1", "referentie_voorgaand": "L4"}
    beter = {**LINDE[3], "aantal": 1, "referentie": "L4b"}
    tweede = wereld.payable(wereld.file(linde, [terug, beter], "F2"))
    assert lines(tweede) == [("C1", "AANGENOMEN", 4970, []), ("L4b", "AANGENOMEN", 2485, [])]
    assert (tweede.ingediend_cent, tweede.toegekend_cent) == (-2485, -2485)
    assert Declaratieregel.objects.get(referentie="L4").gecrediteerd_door.referentie == "C1"
    nogmaals = wereld.judged(wereld.file(linde, [{**terug, "referentie": "C2"}], "F3"))
    assert lines(nogmaals) == [("C2", "AFGEWEZEN", 0, ["CREDIT_AL_GECREDITEERD"])]
    # Minus 24,85 cannot be paid; with 31,06 more in the next file the bank gets 6,21.
    with pytest.raises(Gebruikersfout, match="1 praktijk wordt aangehouden"):
        wereld.batch()
    visite = {"bsn": A, "prestatiecode": "12003", "datum": date(2025, 6, 3), "tarief_cent": 3106, "referentie": "L7"}
    wereld.payable(wereld.file(linde, [visite], "F4"))
    assert wereld.batch().totaal_cent == 621


def test_a_line_paid_in_an_earlier_file_is_a_double(wereld):
    wereld.judged(wereld.file(wereld.cast.linde, LINDE))
    tweede = wereld.judged(wereld.file(wereld.cast.linde, [{**LINDE[0], "referentie": "X1"}], "F2"))
    assert lines(tweede) == [("X1", "AFGEWEZEN", 0, ["DUBBEL_EERDER"])]


def test_a_service_bureau_sends_for_many_practices(wereld):
    c = wereld.cast
    regels = [{**r, "behandelaar": "01000011"} for r in LINDE] + [{**r, "behandelaar": "01000037"} for r in BEUK]
    bestand = wereld.judged(wereld.file(c.linde, regels, praktijk=0, servicebureau="98000001", betaling_aan=1))
    assert bestand.afzender == "98000001"
    assert dict(Deeldeclaratie.objects.values_list("agb", "toegekend_cent")) == {"01000011": 8248, "01000037": 1864}


@pytest.mark.parametrize(("factuur", "melding"), [("F1", "Dit bestand is al ontvangen"), ("F2", "Factuurnummer F1")])
def test_a_file_or_invoice_comes_in_once(wereld, factuur, melding):
    inhoud = wereld.file(wereld.cast.linde, LINDE)
    eerste = wereld.received(inhoud, naam="eerste.ei")
    andere = inhoud if factuur == "F1" else wereld.file(wereld.cast.linde, BEUK)
    with pytest.raises(Gebruikersfout, match=f"{melding}.*eerste.ei, nummer {eerste.pk}"):
        wereld.received(andere)
    assert Declaratiebestand.objects.count() == 1


def test_the_database_refuses_what_a_race_lets_through(wereld):
    eerste = wereld.received(wereld.file(wereld.cast.linde, LINDE))
    eerste.pk = None
    with pytest.raises(IntegrityError, match="bestand_een_keer"), transaction.atomic():
        eerste.save(force_insert=True)


def test_a_file_for_another_insurer_stays_out(wereld):
    inhoud = wereld.file(wereld.cast.linde, LINDE, uzovi=9999)
    with pytest.raises(Gebruikersfout, match="bedoeld voor UZOVI 9999"):
        wereld.received(inhoud)


def test_a_broken_trailer_rejects_the_file_and_its_invoice_may_come_again(wereld):
    inhoud = wereld.file(wereld.cast.linde, LINDE)
    kapot = inhoud[: -312 + 33] + b"00000000001" + inhoud[-312 + 44 :]
    bestand = wereld.received(kapot)
    assert bestand.status == "AFGEKEURD"
    assert any(fout["regel"] == 11 for fout in bestand.technische_fouten)
    retour = lees_bytes(opslag.fetch(bestand.retour_sha256))
    assert retour.prestaties.num_rows == 0
    with pytest.raises(Gebruikersfout, match="afgekeurd"):
        actions.judge_bestand(bestand=bestand, by=wereld.cast.declaraties, now=NU)
    assert wereld.received(inhoud).status == "GECONTROLEERD"


@pytest.mark.parametrize("inhoud", [b"", b"geen EI", b"0" * 5000, b"01999" + b" " * 305 + b"\r\n"])
def test_what_is_no_claim_file_is_refused_and_not_kept(wereld, inhoud):
    with pytest.raises(Gebruikersfout):
        wereld.received(inhoud)
    assert not Declaratiebestand.objects.exists()


def test_a_damaged_line_is_refused_and_the_rest_is_judged(wereld):
    inhoud = wereld.file(wereld.cast.linde, BEUK + LINDE[:1])
    regel = inhoud.split(b"\r\n")[2]
    kapot = inhoud.replace(regel, regel[:58] + b"20250231" + regel[66:])
    bestand = wereld.payable(kapot)
    assert [(uit, redenen) for _, uit, _, redenen in lines(bestand)] in (
        [("AFGEWEZEN", ["TECHNISCH"]), ("AANGENOMEN", [])],
        [("AANGENOMEN", []), ("AFGEWEZEN", ["TECHNISCH"])],
    )
    assert bestand.totalen["per_reden"]["TECHNISCH"]["regels"] == 1
    retour = lees_bytes(opslag.fetch(bestand.retour_sha256))
    assert retour.prestaties["retourcode_1"].to_pylist() == ["8007"]


@pytest.mark.parametrize("stap", ["totals", "reconcile", "_store"])
def test_a_crash_while_judging_leaves_nothing_and_can_be_done_again(wereld, monkeypatch, stap):
    bestand = wereld.received(wereld.file(wereld.cast.linde, LINDE))

    def crash(*args, **kwargs):
        raise OSError("no power")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="no power"), transaction.atomic():
        patch.setattr(beoordelen, stap, crash)
        actions.judge_bestand(bestand=bestand, by=wereld.cast.declaraties, now=NU)
    bestand.refresh_from_db()
    assert bestand.status == "GECONTROLEERD"
    assert not Declaratieregel.objects.exists()
    assert not Deeldeclaratie.objects.exists()
    assert actions.judge_bestand(bestand=bestand, by=wereld.cast.declaraties, now=NU).toegekend_cent == 8248


def test_a_file_is_judged_once_and_the_steps_have_an_order(wereld):
    c = wereld.cast
    bestand = wereld.judged(wereld.file(c.linde, LINDE))
    with pytest.raises(Gebruikersfout, match="beoordeeld"):
        actions.judge_bestand(bestand=bestand, by=c.declaraties, now=NU)
    with pytest.raises(Toestandsfout):
        actions.make_payable(bestand=bestand, by=c.declaraties)
    assert Declaratieregel.objects.count() == 6


def test_totals_that_do_not_add_up_are_found(wereld):
    bestand = wereld.judged(wereld.file(wereld.cast.linde, LINDE))
    actions.reconcile(bestand=bestand)
    bestand.toegekend_cent += 1
    with pytest.raises(Aansluitfout, match="toegekend_cent: 8249 en 8248"):
        actions.reconcile(bestand=bestand)


@pytest.mark.parametrize(
    "wijziging",
    [
        "UPDATE declaraties_declaratieregel SET toegekend_cent = 1",
        "UPDATE declaraties_declaratieregel SET gecrediteerd_door_id = id WHERE uitkomst = 'AFGEWEZEN'",
        "DELETE FROM declaraties_declaratieregel",
        "UPDATE declaraties_deeldeclaratie SET toegekend_cent = 1",
        "UPDATE declaraties_deeldeclaratie SET betaling_id = NULL",
        "UPDATE declaraties_betaling SET bedrag_cent = 1",
        "UPDATE declaraties_betaalbatch SET totaal_cent = 1",
        "DELETE FROM declaraties_declaratiebestand",
        "UPDATE declaraties_declaratiebestand SET aangenomen = 5",
    ],
)
def test_what_was_judged_and_paid_cannot_be_changed(wereld, wijziging):
    wereld.payable(wereld.file(wereld.cast.linde, LINDE))
    wereld.batch()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(wijziging)


def test_another_person_releases_the_batch(wereld):
    c = wereld.cast
    wereld.payable(wereld.file(c.linde, LINDE))
    batch = wereld.batch(by=c.contractbeheer)
    for wie in (c.contractbeheer, c.declaraties):  # made it; delivered a file in it
        with pytest.raises(Gebruikersfout, match="Een ander dan wie"):
            actions.release_betaalbatch(batch=batch, by=wie, now=NU)
    with pytest.raises(Gebruikersfout, match="Dit mag alleen"):
        actions.release_betaalbatch(batch=batch, by=c.inkoper, now=NU)
    collega = someone("Doris Declaratie", c.verzekeraar, "DECLARATIES")
    assert actions.release_betaalbatch(batch=batch, by=collega, now=NU).status == "VRIJGEGEVEN"
    with pytest.raises(Toestandsfout):
        actions.release_betaalbatch(batch=batch, by=collega, now=NU)
    with pytest.raises(IntegrityError, match="batch_vier_ogen"), transaction.atomic():
        Betaalbatch.objects.filter(pk=batch.pk).update(vrijgegeven_door=c.contractbeheer)


def test_the_audit_trail_names_who_did_what_and_no_account_number(wereld):
    wereld.payable(wereld.file(wereld.cast.linde, LINDE))
    wereld.batch()
    staten = Wijziging.objects.filter(tabel="declaraties_declaratiebestand").order_by("seq")
    gezien = [(w.nieuw["status"], w.door) for w in staten]
    wie = wereld.cast.declaraties.email
    assert gezien == [(s, wie) for s in ("ONTVANGEN", "GECONTROLEERD", "BEOORDEELD", "RETOUR", "BETAALBAAR")]
    spoor = "".join(map(str, Wijziging.objects.values_list("oud", "nieuw")))
    assert IBAN_LINDE not in spoor


def test_an_agreement_that_starts_later_is_no_agreement_yet(wereld):
    eerder = [{"bsn": B, "prestatiecode": "31D08", "datum": date(2025, 3, 31), "tarief_cent": 595, "referentie": "V1"}]
    inhoud = wereld.file(wereld.cast.linde, eerder, begindatum=date(2025, 1, 1))
    assert lines(wereld.judged(inhoud, now=NU + timedelta(1))) == [("V1", "AFGEWEZEN", 0, ["GEEN_OVEREENKOMST"])]
