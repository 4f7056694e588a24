"""Following: by the rule of the policy, the same rows, and never the account number."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from django.db import connection

from zorginkoop.adapters.signature import verify
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.contractering.feiten import mask_iban
from zorginkoop.web.contractering.models import Volging
from zorginkoop.web.contractering.states import Toestandsfout

from .conftest import CANARY_IBAN, EXPLICIET, NOW

LATER = datetime(2025, 5, 20, 9, 0, tzinfo=UTC)


def test_a_follower_takes_over_exactly_the_signed_rows(markt):
    overeenkomst = markt.signed()
    volging = markt.followed(overeenkomst)
    assert volging.status == "VERWERKT"
    assert {rij.bron_id for rij in volging.rijen.all()} == {rij.pk for rij in overeenkomst.current_rows()}
    payload = json.loads(volging.pakket)["afspraken"]
    assert payload == [rij.as_afspraak().model_dump(mode="json") for rij in overeenkomst.current_rows()]


class TestCanaryIban:
    """Documents 000 and 004: the IBAN may not be shared with other insurers. This IBAN may be in one column only."""

    def test_it_is_in_no_table_but_its_own_column_and_in_no_audit_row(self, markt):
        markt.followed(markt.signed())
        found = {
            (table, column)
            for table, column in text_columns()
            if count(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE %s', [f"%{CANARY_IBAN}%"])
        }
        assert found == {("contractering_aanvraag", "iban")}

    def test_it_is_in_nothing_the_follower_receives(self, markt):
        volging = markt.followed(markt.signed())
        pdf = actions.follower_pdf(volging=volging, by=markt.ophaler, now=LATER)
        tabellen = actions.export_afspraken(uzovi="9002", moment=LATER)
        rijen = list(volging.rijen.select_related("bron").values("bron__naam", "bron__bron_plaats", "bron__eenheid"))
        for geheel in (volging.pakket, text_of(pdf), str([t.to_pylist() for t in tabellen]), str(rijen)):
            assert CANARY_IBAN not in geheel.replace(" ", "")
            assert str(mask_iban(CANARY_IBAN)) not in geheel
        assert verify(pdf, vertrouwd=trust(), verwacht=volging.pakket).geldig

    def test_it_is_masked_in_the_document_of_the_practice_itself(self, markt):
        overeenkomst = markt.signed()
        for pdf in (overeenkomst.last_document().pdf, overeenkomst.aanbod.pdf):
            assert CANARY_IBAN not in text_of(bytes(pdf))


def text_columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
        return cursor.fetchall()


def count(sql: str, parameters: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


def text_of(pdf: bytes) -> str:
    """Everything in the PDF as text: its bytes, and each stream unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = [bytes(o.read_bytes()) for o in document.objects if isinstance(o, pikepdf.Stream)]
    return "".join(part.decode("latin-1") for part in (pdf, *streams))


class TestConsent:
    """CONFLICT-06: of itself where the policy says so, else only after the practice said yes."""

    def test_implicit_needs_no_one(self, markt):
        volging = markt.followed(markt.signed())
        assert (volging.toestemming, volging.toestemming_door) == ("IMPLICIET", None)

    def test_explicit_without_consent_is_refused(self, markt):
        with pytest.raises(Gebruikersfout, match="nog geen toestemming"):
            markt.followed(markt.signed(beleid=EXPLICIET))
        assert not Volging.objects.exists()

    def test_explicit_with_consent_says_who_and_when(self, markt):
        overeenkomst = markt.signed(beleid=EXPLICIET)
        with pytest.raises(Gebruikersfout, match="alleen een tekenbevoegde"):
            actions.allow_following(overeenkomst=overeenkomst, by=markt.invuller, now=NOW)
        actions.allow_following(overeenkomst=overeenkomst, by=markt.tekenbevoegde, now=NOW)
        volging = markt.followed(overeenkomst, now=LATER)
        assert volging.toestemming == "EXPLICIET"
        assert (volging.toestemming_door, volging.toestemming_op) == (markt.tekenbevoegde, NOW)


def test_it_belongs_to_the_parties_of_its_agreement_whatever_is_written(markt):
    volging = Volging.objects.get(pk=markt.followed(markt.signed()).pk)
    partijen = (markt.praktijk.pk, markt.verzekeraar.pk)
    assert (volging.praktijk_id, volging.verzekeraar_id) == partijen
    Volging.objects.filter(pk=volging.pk).update(praktijk=markt.volger, verzekeraar=markt.volger)
    volging.refresh_from_db()
    assert (volging.praktijk_id, volging.verzekeraar_id) == partijen


def test_once_per_follower_and_only_another_insurer(markt):
    overeenkomst = markt.signed()
    markt.followed(overeenkomst)
    for volger in (markt.volger, markt.verzekeraar, markt.praktijk):
        with pytest.raises(Gebruikersfout):
            actions.follow_overeenkomst(overeenkomst=overeenkomst, volger=volger, by=markt.contractbeheer, now=NOW)
    assert Volging.objects.count() == 1


def test_only_the_follower_processes_and_in_order(markt):
    overeenkomst = markt.signed()
    volging = actions.follow_overeenkomst(
        overeenkomst=overeenkomst, volger=markt.volger, by=markt.contractbeheer, now=NOW
    )
    with pytest.raises(Gebruikersfout, match="Dit mag alleen"):
        actions.process_volging(volging=volging, naar="OPGEHAALD", by=markt.contractbeheer, now=NOW)
    with pytest.raises(Toestandsfout, match="haal de afspraken opnieuw op"):
        actions.process_volging(volging=volging, naar="VERWERKT", by=markt.ophaler, now=NOW)
    assert not volging.rijen.exists()


def test_a_follower_may_deviate_for_codes_it_names(markt):
    overeenkomst = markt.signed()
    volging = actions.follow_overeenkomst(
        overeenkomst=overeenkomst, volger=markt.volger, by=markt.contractbeheer, now=NOW
    )
    actions.process_volging(volging=volging, naar="OPGEHAALD", by=markt.ophaler, now=NOW)
    for afwijking, zonder in (("", ["12011"]), ("Eigen afspraak", [])):
        with pytest.raises(Gebruikersfout, match="Noem bij een afwijking"):
            actions.process_volging(
                volging=volging, naar="WIJKT_AF", afwijking=afwijking, zonder=zonder, by=markt.ophaler, now=NOW
            )
    actions.process_volging(
        volging=volging, naar="WIJKT_AF", afwijking="Eigen afspraak", zonder=["12011"], by=markt.ophaler, now=NOW
    )
    codes = {rij.prestatiecode for rij in overeenkomst.current_rows()}
    assert {rij.bron.prestatiecode for rij in volging.rijen.all()} == codes - {"12011"}


class TestAfterAChange:
    """The follower keeps what it took over until it processes the new version."""

    @pytest.fixture
    def changed(self, markt):
        overeenkomst = markt.signed()
        volging = markt.followed(overeenkomst)
        mutatie = actions.request_mutatie(
            overeenkomst=overeenkomst,
            gewenste_ingangsdatum=date(2025, 7, 1),
            beeindigen=["econsult"],
            by=markt.tekenbevoegde,
            now=LATER,
        )
        actions.apply_mutatie(mutatie=mutatie, by=markt.contractbeheer, now=LATER)
        volging.refresh_from_db()
        return overeenkomst, volging

    def ends(self, moment):
        _, afspraken = actions.export_afspraken(uzovi="9002", moment=moment)
        return sorted(
            rij["tot"] for rij in afspraken.to_pylist() if actions.source_of(rij["afspraak_id"]).prestatie == "econsult"
        )

    def test_the_new_version_is_available_and_the_old_rows_still_pay(self, changed):
        overeenkomst, volging = changed
        assert (volging.status, volging.versie) == ("BESCHIKBAAR", 2)
        assert self.ends(LATER + timedelta(days=1)) == [overeenkomst.tot]

    def test_processed_the_rows_are_those_of_the_new_version_and_the_past_stays(self, markt, changed):
        overeenkomst, volging = changed
        verwerkt = LATER + timedelta(days=2)
        for naar in ("OPGEHAALD", "VERWERKT"):
            actions.process_volging(volging=volging, naar=naar, by=markt.ophaler, now=verwerkt)
        assert self.ends(verwerkt) == [date(2025, 7, 1)]
        assert self.ends(verwerkt - timedelta(seconds=1)) == [overeenkomst.tot]


class TestExport:
    """The tables of the claims engine."""

    def test_own_rows_have_their_own_id_and_the_whole_row(self, markt):
        overeenkomst = markt.signed()
        heads, rows = actions.export_afspraken(uzovi=markt.verzekeraar.uzovi, moment=LATER)
        assert heads.to_pylist() == [
            {
                "overeenkomst_id": overeenkomst.pk,
                "agb": 1000001,
                "uzovi": int(markt.verzekeraar.uzovi),
                "van": overeenkomst.van,
                "tot": overeenkomst.tot,
            }
        ]
        for rij in rows.to_pylist():
            afspraak = actions.source_of(rij["afspraak_id"]).as_afspraak().model_dump()
            assert rij["overeenkomst_id"] == overeenkomst.pk
            assert {naam: afspraak[naam] for naam in rij if naam in afspraak} == {
                naam: waarde for naam, waarde in rij.items() if naam in afspraak
            }

    def test_followed_rows_have_negative_ids_under_the_number_of_the_follower(self, markt):
        overeenkomst = markt.signed()
        volging = markt.followed(overeenkomst)
        heads, rows = actions.export_afspraken(uzovi="9002", moment=LATER)
        assert heads.column("overeenkomst_id").to_pylist() == [-volging.pk]
        assert heads.column("uzovi").to_pylist() == [9002]
        assert all(afspraak_id < 0 for afspraak_id in rows.column("afspraak_id").to_pylist())
        sources = {actions.source_of(afspraak_id).pk for afspraak_id in rows.column("afspraak_id").to_pylist()}
        assert sources == {rij.pk for rij in overeenkomst.current_rows()}

    def test_before_it_was_known_there_is_nothing_and_an_empty_export_has_all_columns(self, markt):
        markt.followed(markt.signed())
        for uzovi in (markt.verzekeraar.uzovi, "9002"):
            heads, rows = actions.export_afspraken(uzovi=uzovi, moment=NOW - timedelta(seconds=1))
            assert (heads.num_rows, rows.num_rows, heads.num_columns, rows.num_columns) == (0, 0, 5, 11)
