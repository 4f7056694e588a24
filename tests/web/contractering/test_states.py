"""The state tables hold together, and only their steps can be taken."""

import pytest
from django.db import IntegrityError, connection, transaction

from zorginkoop.web.contractering import states
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.contractering.states import Toestandsfout, move


@pytest.mark.parametrize("naam", states.TABELLEN)
def test_every_step_leads_to_a_state_and_every_state_can_be_reached(naam):
    tabel = states.TABELLEN[naam]
    targets = {stap.naar for stappen in tabel.values() for stap in stappen}
    assert targets <= set(tabel)
    assert set(tabel) - targets <= {next(iter(tabel))}


def test_the_diagram_shows_every_step_with_who_takes_it():
    page = states.mermaid()
    for tabel in states.TABELLEN.values():
        for van, stappen in tabel.items():
            for stap in stappen:
                assert f"    {van} --> {stap.naar}: {stap.wie}. {stap.waarom}\n" in page
    assert page.count("```mermaid") == len(states.TABELLEN) == page.count("```\n")


def test_a_step_outside_the_table_is_a_programming_error(markt):
    with pytest.raises(ValueError, match="staat niet in de tabel"):
        move(markt.started(), "OVEREENGEKOMEN", van="CONCEPT", melding="")


def test_a_step_from_another_state_is_refused_and_changes_nothing(markt):
    aanvraag = markt.submitted()
    with pytest.raises(Toestandsfout, match="al gedaan"):
        move(aanvraag, "INGETROKKEN", van="CONCEPT", melding="al gedaan")
    aanvraag.refresh_from_db()
    assert aanvraag.status == "TOEGELATEN"


@pytest.mark.parametrize("tabel", ["aanvraag", "aanbod", "overeenkomst", "volging"])
def test_the_database_refuses_an_unknown_state(markt, tabel):
    markt.followed(markt.signed())
    with pytest.raises(IntegrityError, match=f"{tabel}_status"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE contractering_{tabel} SET status = 'VERZONNEN'")


def test_what_was_submitted_is_frozen_in_the_database(markt):
    aanvraag = markt.submitted()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Aanvraag.objects.filter(pk=aanvraag.pk).update(antwoorden={"nascholing": False})
