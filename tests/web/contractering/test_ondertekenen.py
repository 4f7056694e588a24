"""Offer and sign: on time, by the right person, exactly once, also when everyone signs at once or the power fails."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from zorginkoop.adapters.signature import verify
from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import canonical_json
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions, ondertekenen
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.toegang.models import Bevoegdheid

from .conftest import BELEID, NOW, Markt


def test_the_signed_rows_are_those_of_the_offer_and_of_the_sealed_document(markt):
    overeenkomst = markt.signed()
    aanbod = overeenkomst.aanbod
    rows = [rij.as_afspraak() for rij in overeenkomst.current_rows()]
    assert sorted(rows, key=str) == sorted(aanbod.rows(), key=str)
    assert {"poh_s", "econsult"} <= {rij.prestatie for rij in rows}
    document = overeenkomst.last_document()
    controle = verify(bytes(document.pdf), vertrouwd=trust(), verwacht=document.canoniek)
    assert controle.geldig, controle.redenen
    assert canonical_json(aanbod.rows())[:-1].split('"afspraken":')[1] in document.canoniek
    assert document.sha256 == hashlib.sha256(bytes(document.pdf)).hexdigest()
    states = (overeenkomst.status, aanbod.status, aanbod.aanvraag.status)
    assert states == ("GELDIG", "ONDERTEKEND", "OVEREENGEKOMEN")


@pytest.mark.parametrize("plek", [0.1, 0.5, 0.9])
def test_a_changed_byte_breaks_the_seal(markt, plek):
    pdf = bytearray(bytes(markt.signed().last_document().pdf))
    pdf[int(len(pdf) * plek)] ^= 1
    assert not verify(bytes(pdf), vertrouwd=trust()).geldig


def test_a_document_of_another_agreement_is_not_this_one(markt):
    praktijk, by = markt.new_practice(2)
    een, ander = markt.signed(), markt.signed(praktijk=praktijk, by=by)
    pdf = bytes(ander.last_document().pdf)
    assert not verify(pdf, vertrouwd=trust(), verwacht=een.last_document().canoniek).geldig


def test_a_second_signature_says_who_signed_and_when(markt):
    aanbod = markt.offered()
    actions.sign_overeenkomst(aanbod=aanbod, by=markt.tekenbevoegde, now=NOW)
    with pytest.raises(Toestandsfout, match=r"al ondertekend door Sanne1 op 10-02-2025 om 10:00"):
        actions.sign_overeenkomst(aanbod=aanbod, by=markt.tekenbevoegde, now=NOW)
    assert Overeenkomst.objects.count() == 1


@pytest.mark.parametrize("wie", ["invuller", "inkoper", "contractbeheer"])
def test_only_a_signatory_of_the_practice_signs(markt, wie):
    aanbod = markt.offered()
    with pytest.raises(Gebruikersfout, match="alleen een tekenbevoegde"):
        actions.sign_overeenkomst(aanbod=aanbod, by=getattr(markt, wie), now=NOW)
    aanbod.refresh_from_db()
    assert aanbod.status == "AANGEBODEN"


def test_an_authorisation_that_ended_meanwhile_signs_nothing(markt):
    aanbod = markt.offered()
    Bevoegdheid.objects.filter(persoon=markt.tekenbevoegde).update(tot=date(2025, 2, 10))
    with pytest.raises(Gebruikersfout, match="alleen een tekenbevoegde"):
        actions.sign_overeenkomst(aanbod=aanbod, by=markt.tekenbevoegde, now=NOW)


class TestDeadline:
    """Offered on 10 February 2025 and open for 42 days: 18 of them in February (28 - 10), 24 in March. The last day is
    24 March; at midnight in Amsterdam (23:00 UTC, winter time) it is over."""

    EINDE = datetime(2025, 3, 24, 23, 0, tzinfo=UTC)

    def test_it_can_be_signed_up_to_the_last_second(self, markt):
        aanbod = markt.offered()
        assert markt.policy.inhoud.aanbod.geldig_dagen == 42
        assert aanbod.vervalt_op == self.EINDE
        laatste = self.EINDE - timedelta(seconds=1)
        overeenkomst = actions.sign_overeenkomst(aanbod=aanbod, by=markt.tekenbevoegde, now=laatste)
        assert overeenkomst.ondertekend_op == laatste

    def test_then_no_more(self, markt):
        aanbod = markt.offered()
        with pytest.raises(Toestandsfout, match="tot en met 24-03-2025"):
            actions.sign_overeenkomst(aanbod=aanbod, by=markt.tekenbevoegde, now=self.EINDE)
        assert not Overeenkomst.objects.exists()

    def test_expired_it_can_be_offered_again(self, markt):
        aanbod = markt.offered()
        assert actions.expire_aanbiedingen(now=self.EINDE - timedelta(seconds=1)) == 0
        assert actions.expire_aanbiedingen(now=self.EINDE) == 1
        assert actions.expire_aanbiedingen(now=self.EINDE) == 0
        aanbod.refresh_from_db()
        assert aanbod.status == "VERVALLEN"
        opnieuw = actions.offer_overeenkomst(aanvraag=aanbod.aanvraag, by=markt.inkoper, now=self.EINDE)
        assert opnieuw.afspraken == aanbod.afspraken

    def test_the_database_itself_refuses_a_late_signature(self, markt):
        aanbod = markt.offered()
        with pytest.raises(Exception, match="aanbod_op_tijd"):
            Aanbod.objects.filter(pk=aanbod.pk).update(ondertekend_op=self.EINDE)


@pytest.mark.parametrize(
    ("dag", "gewenst", "start"),
    [
        # 1 March is one month before 1 April: on time. 2 March is not: then the first quarter after the request.
        (date(2025, 3, 1), "2025-04-01", date(2025, 4, 1)),
        (date(2025, 3, 2), "2025-05-01", date(2025, 5, 1)),
        # 1 month before 31 March is 28 February (February has no 31st): on 28 February in time, on 1 March late.
        (date(2025, 2, 28), "2025-03-31", date(2025, 3, 31)),
        (date(2025, 3, 1), "2025-03-31", date(2025, 4, 1)),
    ],
)
def test_the_start_date_follows_from_the_day_the_application_was_complete(markt, dag, gewenst, start):
    now = datetime(dag.year, dag.month, dag.day, 12, tzinfo=UTC)
    assert markt.offered(now=now, gewenste_ingangsdatum=gewenst).ingangsdatum == start


def test_a_withdrawn_offer_cannot_be_signed(markt):
    aanbod = markt.offered()
    actions.withdraw_aanbod(aanbod=aanbod, reden="Fout", by=markt.contractbeheer, now=NOW)
    with pytest.raises(Toestandsfout, match="ingetrokken door de verzekeraar"):
        actions.sign_overeenkomst(aanbod=aanbod, by=markt.tekenbevoegde, now=NOW)


def test_no_second_agreement_under_the_same_policy_in_the_same_period(markt):
    overeenkomst = markt.signed()
    with pytest.raises(Gebruikersfout, match=overeenkomst.kenmerk):
        markt.offered()


@pytest.mark.parametrize("stap", ["print_now", "document", "as_rows"])
def test_a_crash_between_signature_and_seal_is_repaired(markt, monkeypatch, stap):
    aanbod = markt.offered()

    def crash(*args, **kwargs):
        raise OSError("no power")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="no power"):
        patch.setattr(ondertekenen, stap, crash)
        actions.sign_overeenkomst(aanbod=aanbod, by=markt.tekenbevoegde, now=NOW)
    half = Overeenkomst.objects.get()
    assert (half.status, half.documenten.count(), half.afspraken.count()) == ("ONDERTEKENEN", 0, 0)
    assert actions.repair_signing(now=NOW + timedelta(minutes=1)) == []  # perhaps still being sealed
    assert actions.repair_signing(now=NOW + timedelta(minutes=2)) == [half]
    assert actions.repair_signing(now=NOW + timedelta(minutes=3)) == []
    half.refresh_from_db()
    assert (half.status, half.documenten.count(), half.ondertekend_op) == ("GELDIG", 1, NOW)
    assert half.afspraken.count() == len(aanbod.afspraken)


@pytest.mark.django_db(transaction=True)
def test_sixteen_signers_on_a_hundred_offers_make_exactly_a_hundred_agreements(monkeypatch):
    """Printing takes no part in the race, so it is left out here."""
    monkeypatch.setattr(ondertekenen, "print_now", lambda opdracht: b"%PDF-")
    markt = Markt(library.load(BELEID))
    aanbiedingen = offers(markt, 100)
    barrier = threading.Barrier(16)

    def signer(_: int) -> list[str]:
        try:
            barrier.wait()
            return [attempt(aanbod, by) for aanbod, by in aanbiedingen]
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        uitkomsten = [uitkomst for lijst in pool.map(signer, range(16)) for uitkomst in lijst]
    assert uitkomsten.count("getekend") == 100
    assert len(uitkomsten) == 1600
    assert all("al ondertekend door" in u for u in uitkomsten if u != "getekend")
    assert Overeenkomst.objects.filter(status="GELDIG").count() == 100
    assert Aanbod.objects.filter(status="ONDERTEKEND").count() == 100


def offers(markt: Markt, aantal: int):
    """The same offer to many practices."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zorginkoop.web.contractering.aanbieden.print_now", lambda opdracht: b"%PDF-")
        eerste = markt.offered()
    found = [(eerste, markt.tekenbevoegde)]
    for nummer in range(2, aantal + 1):
        praktijk, by = markt.new_practice(nummer)
        aanvraag = Aanvraag.objects.get(pk=eerste.aanvraag_id)
        aanvraag.pk, aanvraag.kenmerk, aanvraag.praktijk = None, f"AV-{nummer}", praktijk
        aanvraag.save(force_insert=True)
        aanbod = Aanbod.objects.get(pk=eerste.pk)
        aanbod.pk, aanbod.aanvraag = None, aanvraag
        aanbod.save(force_insert=True)
        found.append((aanbod, by))
    return found


def attempt(aanbod: Aanbod, by) -> str:
    """One signature on a fresh copy of the record, as another process would have it."""
    copy = Aanbod.objects.select_related("aanvraag__praktijk", "aanvraag__verzekeraar").get(pk=aanbod.pk)
    try:
        actions.sign_overeenkomst(aanbod=copy, by=by, now=NOW)
    except Gebruikersfout as fout:
        return fout.melding
    return "getekend"
