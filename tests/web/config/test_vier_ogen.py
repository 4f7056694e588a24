"""Nobody approves their own request, however many accounts they have: the action says so, and so does the database."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.web.contractering.conftest import NOW, markt, person, policies, policy_folder  # noqa: F401 - fixtures
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Weigering
from zorginkoop.web.toegang.actions import link_accounts
from zorginkoop.web.toegang.afscherming import EIGENAAR, act_for, become
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rollen import Rol


@pytest.fixture
def tweede(markt):
    """A second account of the purchaser."""
    account = person("Iris-thuis", markt.verzekeraar, Rol.INKOPER)
    link_accounts(een=markt.inkoper, ander=account, by="beheerder")
    return account


@pytest.fixture
def voorstel(markt, tweede):
    aanvraag = markt.submitted()
    return actions.refuse_aanvraag(aanvraag=aanvraag, motivering="Zomaar", by=markt.inkoper, now=NOW)


def test_a_second_account_does_not_confirm_what_the_first_proposed(voorstel, tweede):
    with pytest.raises(Gebruikersfout, match="Een ander dan de voorsteller"):
        actions.decide_refusal(weigering=voorstel, bevestigd=True, by=tweede, now=NOW)


def test_another_person_does(voorstel, markt):
    actions.decide_refusal(weigering=voorstel, bevestigd=True, by=markt.inkoper2, now=NOW)
    assert voorstel.aanvraag.status == "AFGEWEZEN"


def test_the_database_refuses_it_too(voorstel, tweede, markt):
    rij = Weigering.objects.filter(pk=voorstel.pk)
    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        rij.update(besloten_door=tweede)
    assert rij.update(besloten_door=markt.inkoper2) == 1


def test_linking_joins_everything_that_was_linked_before(markt, tweede):
    derde = person("Iris-werk", markt.verzekeraar, Rol.INKOPER)
    link_accounts(een=derde, ander=tweede, by="beheerder")
    assert derde.is_same(markt.inkoper.pk) and markt.inkoper.is_same(derde.pk)
    assert set(tweede.accounts()) == {markt.inkoper, tweede, derde}
    with pytest.raises(Gebruikersfout, match="al van dezelfde persoon"):
        link_accounts(een=markt.inkoper, ander=derde, by="beheerder")
    assert not derde.is_same(markt.inkoper2.pk) and not derde.is_same(None)


def test_nobody_takes_the_own_accounts_apart(markt, tweede):
    """In the row one may write; the language of one's mail is one's own to choose."""
    act_for(markt.verzekeraar, tweede, taak="INKOPER")
    eigen = Persoon.objects.filter(pk=tweede.pk)
    try:
        with pytest.raises(IntegrityError, match="persoon_zelfde_mens"), transaction.atomic():
            eigen.update(natuurlijk_persoon=uuid4())
        assert eigen.update(taal="en") == 1
    finally:
        become(EIGENAAR)
    assert markt.inkoper.is_same(tweede.pk)


def test_people_are_somebody_of_their_own_until_linked(markt):
    assert Persoon.objects.values("natuurlijk_persoon").distinct().count() == Persoon.objects.count()


def test_every_pair_of_makers_and_approvers_has_its_trigger(db):
    """A table with a proposer and an approver: add it to config/vier_ogen.sql."""
    vraag = """
        SELECT c.conrelid::regclass::text FROM pg_constraint c WHERE c.conname LIKE '%%vier_ogen'
        EXCEPT SELECT t.tgrelid::regclass::text FROM pg_trigger t WHERE t.tgname = 'twee_mensen'
    """
    with connection.cursor() as cursor:
        cursor.execute(vraag)
        assert cursor.fetchall() == []
