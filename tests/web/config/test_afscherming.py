"""The database shows an organisation its own rows only, whatever a query forgets to ask."""

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from tests.web.contractering.conftest import NOW, markt, policies, policy_folder  # noqa: F401 - fixtures
from tests.web.contractering.reizigers import client_of
from zorginkoop.web.config import afscherming as inrichting
from zorginkoop.web.contractering import models as m
from zorginkoop.web.contractering.actions import request_mutatie
from zorginkoop.web.toegang import afscherming
from zorginkoop.web.toegang.afscherming import EIGENAAR, NIEMAND, act_for, als_eigenaar, become, current, namens
from zorginkoop.web.toegang.models import Organisatie, Persoon

TABELLEN = """
    SELECT c.relname, c.relrowsecurity, EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""
VAN_WIE = {
    m.Aanvraag: lambda r: {r.praktijk_id} | ({r.verzekeraar_id} if r.ingediend_op else set()),
    m.Oordeel: lambda r: parties(r.aanvraag),
    m.Weigering: lambda r: {r.aanvraag.verzekeraar_id},
    m.Aanbod: lambda r: parties(r.aanvraag),
    m.Overeenkomst: lambda r: parties(r) | followers(r),
    m.OvereenkomstDocument: lambda r: parties(r.overeenkomst),
    m.Mutatie: lambda r: parties(r.overeenkomst),
    m.AfspraakRij: lambda r: parties(r.overeenkomst) | followers(r.overeenkomst),
    m.Volging: lambda r: parties(r.overeenkomst) | {r.volger_id},
    m.VolgRij: lambda r: parties(r.volging.overeenkomst) | {r.volging.volger_id},
}
"""Written again by hand: which organisations may see a row."""


def parties(record):
    return {record.praktijk_id, record.verzekeraar_id}


def followers(overeenkomst):
    return set(overeenkomst.volgingen.values_list("volger_id", flat=True))


def sql(vraag, *waarden):
    with connection.cursor() as cursor:
        cursor.execute(vraag, waarden)
        return cursor.rowcount if cursor.description is None else cursor.fetchall()


@pytest.fixture(autouse=True)
def _restored(db):
    yield
    become(EIGENAAR)


@pytest.fixture
def wereld(markt):
    """Two agreements of two practices with one insurer, one of them followed, and every step half done as well."""
    overeenkomst = markt.signed()
    markt.followed(overeenkomst)
    request_mutatie(
        overeenkomst=overeenkomst, gewenste_ingangsdatum=overeenkomst.van, toevoegen=["spleetlamp"],
        by=markt.tekenbevoegde, now=NOW,
    )  # fmt: skip
    ander, by = markt.new_practice(2)
    markt.offered(praktijk=ander, by=by)
    derde, by = markt.new_practice(3)
    markt.started(praktijk=derde, by=by)
    return markt


def test_every_table_is_closed_or_open_for_a_reason(db):
    """A new table: say in config/afscherming.sql who sees a row of it, or in afscherming.py why that is not needed."""
    dicht, open_, zonder = set(), set(), set()
    for naam, beveiligd, beleid in sql(TABELLEN):
        (dicht if beveiligd else open_).add(naam)
        if beveiligd and not beleid:
            zonder.add(naam)
    assert open_ == set(inrichting.OPEN) & open_, f"not guarded: {open_ - set(inrichting.OPEN)}"
    assert zonder == set(inrichting.GESLOTEN), f"say who sees a row of {zonder ^ set(inrichting.GESLOTEN)}"
    tabellen = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert tabellen <= dicht | open_
    assert all(reden for _, reden in inrichting.OPEN.values()) and all(inrichting.GESLOTEN.values())


def test_installing_again_changes_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        inrichting.install()


def test_a_query_without_any_filter_shows_exactly_what_one_may_see(wereld):
    """The property behind everything: forgetting a filter leaks nothing, and hides nothing that is one's own."""
    mag = {model: {rij.pk: wie(rij) for rij in model.objects.all()} for model, wie in VAN_WIE.items()}
    assert all(mag[model] for model in VAN_WIE if model not in (m.Oordeel, m.Weigering))
    for organisatie in Organisatie.objects.all():
        act_for(organisatie, None)
        for model, rijen in mag.items():
            eigen = {pk for pk, wie in rijen.items() if organisatie.pk in wie}
            assert set(model.objects.values_list("pk", flat=True)) == eigen, (organisatie, model)


def test_a_visitor_sees_nothing_of_anybody(wereld):
    become(NIEMAND)
    for model in apps.get_models():
        tabel = model._meta.db_table
        if tabel in inrichting.GESLOTEN:
            continue
        if tabel not in inrichting.OPEN and tabel not in ("toegang_organisatie", "toegang_persoon"):
            assert sql(f'SELECT count(*) FROM "{tabel}"') == [(0,)], tabel


@pytest.mark.parametrize(
    "vraag",
    [
        "UPDATE contractering_aanvraag SET iban = '' WHERE id = %s",
        "DELETE FROM contractering_aanvraag WHERE id = %s",
        "SELECT id FROM contractering_aanvraag WHERE id = %s FOR UPDATE",
        "UPDATE contractering_overeenkomst SET status = status WHERE aanbod_id IS NOT NULL AND %s > 0",
    ],
)
def test_plain_sql_of_an_outsider_finds_no_row(wereld, vraag):
    ander, _ = wereld.new_practice(9)
    aanvraag = m.Aanvraag.objects.filter(praktijk=wereld.praktijk).first()
    act_for(ander, None)
    assert sql(vraag, aanvraag.pk) in (0, [])


@pytest.mark.parametrize(
    "vraag",
    [
        "INSERT INTO contractering_volging (overeenkomst_id, volger_id, status, toestemming, toestemming_op, versie, "
        "pakket, afwijking, beschikbaar_op) SELECT id, verzekeraar_id, 'BESCHIKBAAR', 'IMPLICIET', now(), 1, '', '', "
        "now() FROM (VALUES (%(overeenkomst)s, %(verzekeraar)s)) AS v (id, verzekeraar_id)",
        "INSERT INTO contractering_oordeel (aanvraag_id, eis, uitkomst, motivering, door_id, op) "
        "VALUES (%(aanvraag)s, 'x', 'TOEGESTAAN', 'x', %(persoon)s, now())",
        "INSERT INTO toegang_bevoegdheid (persoon_id, organisatie_id, rol, van) "
        "VALUES (%(persoon)s, %(verzekeraar)s, 'COMPLIANCE', '2025-01-01')",
        "UPDATE toegang_organisatie SET naam = 'Van mij' WHERE id = %(verzekeraar)s",
        "UPDATE toegang_persoon SET password = '' WHERE id = %(ander)s",
        "INSERT INTO toegang_wijziging (tabel, actie) VALUES ('x', 'UPDATE')",
        "DELETE FROM toegang_wijziging",
        "SELECT * FROM otp_totp_totpdevice",
        "UPDATE register_vestiging SET naam = 'Van mij'",
        "TRUNCATE contractering_aanvraag CASCADE",
        "ALTER TABLE contractering_aanvraag DISABLE ROW LEVEL SECURITY",
        "SELECT api_meld(%(verzekeraar)s, 'x', 'x', 'x')",
    ],
)
def test_plain_sql_cannot_write_where_one_may_not(wereld, vraag):
    ander, by = wereld.new_practice(9)
    overeenkomst = m.Overeenkomst.objects.get()
    waarden = {
        "overeenkomst": overeenkomst.pk, "aanvraag": overeenkomst.aanbod.aanvraag_id, "persoon": by.pk,
        "verzekeraar": wereld.verzekeraar.pk, "ander": wereld.inkoper.pk,
    }  # fmt: skip
    act_for(ander, by)
    geweigerd = pytest.raises(Error, match=r"row-level security|permission denied|must be owner")
    with geweigerd, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(vraag, waarden)


def test_triggers_write_for_the_other_side_all_the_same(wereld):
    """A message for the insurer and a row in the audit trail, made by a practice that sees neither."""
    act_for(wereld.praktijk, wereld.tekenbevoegde)
    sql("UPDATE contractering_aanvraag SET status = 'INGETROKKEN' WHERE status = 'AANGEBODEN'")
    praktijk = m.Aanvraag.objects.filter(status="OVEREENGEKOMEN").update(contractvorm="lopend")
    become(EIGENAAR)
    assert praktijk == 1
    laatste = sql("SELECT tabel, actie FROM toegang_wijziging ORDER BY seq DESC LIMIT 1")
    assert laatste == [("contractering_aanvraag", "UPDATE")]


@pytest.mark.parametrize(
    ("vraag", "index"),
    [
        ("SELECT * FROM contractering_overeenkomst ORDER BY id", "contractering_overeenkomst_"),
        ("SELECT * FROM contractering_aanvraag", "contractering_aanvraag_"),
        ("SELECT * FROM contractering_aanvraag WHERE kenmerk = 'AV-23456789'", "contractering_aanvraag_kenmerk"),
        ("SELECT * FROM contractering_overeenkomst WHERE id = 1", "contractering_overeenkomst_pkey"),
        ("SELECT * FROM declaraties_declaratieregel WHERE bestand_id = 1 AND nummer = 2", "regel_een_per_plaats"),
        ("SELECT * FROM register_verzekering WHERE bsn = '1' AND bekend_tot IS NULL", "verzekering_begint_eens"),
    ],
)
def test_policies_leave_indexes_in_use(wereld, vraag, index):
    act_for(wereld.verzekeraar, wereld.inkoper)
    sql("SET LOCAL enable_seqscan = off")
    plan = "\n".join(regel for (regel,) in sql(f"EXPLAIN {vraag}"))
    assert index in plan, plan
    assert "current_setting" not in plan or "InitPlan" in plan, plan


class Fout(Exception):
    pass


def _run(view, persoon=None):
    """One request through the middleware alone, as `persoon` or as a visitor."""
    request = RequestFactory().get("/")
    request.resolver_match = None
    if persoon:
        client = client_of(persoon)
        request.COOKIES["sessionid"] = client.cookies["sessionid"].value
        request.session, request.user = client.session, persoon
        request.user.is_verified = lambda: True
    return afscherming.Afscherming(view)(request)


def test_a_request_is_for_one_organisation_and_leaves_nothing_behind(wereld):
    gezien = []
    _run(
        lambda r: gezien.append((current().organisatie, m.Aanvraag.objects.count())) or HttpResponse(), wereld.invuller
    )
    _run(lambda r: gezien.append((current().organisatie, m.Aanvraag.objects.count())) or HttpResponse())
    assert gezien == [(str(wereld.praktijk.pk), 1), ("", 0)]
    assert (current(), m.Aanvraag.objects.count()) == (EIGENAAR, 3)


def test_an_error_leaves_nothing_behind(wereld):
    def view(request):
        with transaction.atomic():
            raise Fout

    with pytest.raises(Fout):
        _run(view, wereld.invuller)
    assert sql("SELECT current_user = session_user, current_setting('zorginkoop.organisatie')") == [(True, "")]


def test_an_answer_that_is_still_being_made_is_for_who_asked(wereld):
    def view(request):
        return StreamingHttpResponse(str(m.Aanvraag.objects.count()) for _ in range(2))

    antwoord = _run(view, wereld.invuller)
    assert m.Aanvraag.objects.count() == 3
    assert b"".join(antwoord.streaming_content) == b"11"
    assert current() == EIGENAAR


def test_looking_further_lasts_no_longer_than_its_block(wereld):
    act_for(wereld.praktijk, None)
    with als_eigenaar():
        assert m.Aanvraag.objects.count() == 3
    assert m.Aanvraag.objects.count() == 1
    with pytest.raises(Fout), als_eigenaar():
        raise Fout
    assert m.Aanvraag.objects.count() == 1
    with namens(wereld.verzekeraar, None):
        assert m.Aanvraag.objects.count() == 2
    assert m.Aanvraag.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_halfway_sees_no_more():
    become(NIEMAND)
    Persoon.objects.count()
    connection.close()
    assert sql("SELECT current_user") == [(afscherming.ROL,)]
    become(EIGENAAR)


def test_a_process_that_serves_pages_starts_closed(db, monkeypatch):
    monkeypatch.setattr(afscherming, "_rust", EIGENAAR)
    afscherming._nu.set(None)
    afscherming.close_door()
    assert current() == NIEMAND
