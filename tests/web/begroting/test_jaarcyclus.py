"""The year of document 004: which day belongs to which step, and how far a budget is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from zorginkoop.beleid import library
from zorginkoop.web.begroting import actions, jaarcyclus
from zorginkoop.web.begroting.big5 import big5_of, check_big5
from zorginkoop.web.begroting.inhoud import Inhoud, Realisatie
from zorginkoop.web.begroting.jaarcyclus import cycle, late

from .conftest import AUGUSTUS, INHOUD, OKTOBER, WSV, agreed, sent, started

BELEID = library.load(WSV)


def dates(begroting):
    return [(stap.datum, stap.kant, stap.titel.split(" ")[0]) for stap in cycle(begroting, BELEID)]


def test_every_date_of_document_004_around_a_budget(wsv):
    """For the budget of 2021: made in 2020, closed in 2022. Six weeks after 1 November is 13 December."""
    assert dates(started(wsv, jaar=2021, now=AUGUSTUS)) == [
        (date(2020, 4, 1), "verzekeraar", "Publicatie"),
        (date(2020, 5, 1), "zorgaanbieder", "Schriftelijke,"),
        (date(2020, 7, 1), "verzekeraar", "Publicatie"),
        (date(2020, 9, 1), "zorgaanbieder", "Begroting"),
        (date(2020, 11, 1), "verzekeraar", "Overeenkomst"),
        (date(2020, 12, 1), "verzekeraar", "Vanaf"),
        (date(2020, 12, 13), "zorgaanbieder", "Getekende"),
        (date(2022, 5, 1), "zorgaanbieder", "Jaarrekening"),
        (date(2022, 7, 31), "verzekeraar", "Jaarrekening"),
    ]
    assert date(2020, 11, 1) + timedelta(weeks=6) == date(2020, 12, 13)


def state_of(begroting, woord, dag):
    (stap,) = (s for s in cycle(begroting, BELEID) if s.titel.startswith(woord))
    return stap.state(dag)[0]


@pytest.mark.parametrize(
    ("dag", "staat"),
    [
        (datetime(2020, 9, 1, 21, 59, tzinfo=UTC), "Gedaan"),
        (datetime(2020, 9, 1, 22, 0, tzinfo=UTC), "Gedaan, na de datum"),
    ],
)
def test_the_whole_first_of_september_counts_in_dutch_time(wsv, dag, staat):
    """23.59 hours on 1 September in Amsterdam is 21.59 in UTC; a minute later it is 2 September here."""
    begroting = sent(wsv, now=dag)
    assert state_of(begroting, "Begroting", date(2020, 9, 2)) == staat
    assert (late(begroting, BELEID) is not None) == (staat != "Gedaan")


def test_from_december_on_is_a_beginning_and_never_late(wsv):
    """Document 004: "Vanaf december": on 30 November it is too early, and in January there is still time."""
    begroting = started(wsv, jaar=2021, now=AUGUSTUS)
    dagen = (date(2020, 11, 30), date(2020, 12, 1), date(2021, 1, 15))
    assert [state_of(begroting, "Vanaf", dag) for dag in dagen] == ["Komt nog", "Te doen", "Te doen"]


def test_what_is_not_done_is_late_after_its_day(wsv):
    begroting = started(wsv, jaar=2021, now=AUGUSTUS)
    assert state_of(begroting, "Begroting", date(2020, 9, 1)) == "Te doen"
    assert state_of(begroting, "Begroting", date(2020, 9, 2)) == "Te laat"
    assert state_of(begroting, "Schriftelijke", date(2020, 9, 2)) == "Voorbij"
    assert state_of(begroting, "Schriftelijke", date(2020, 4, 30)) == "Komt nog"


@pytest.mark.parametrize(
    ("ingestuurd", "staat"),
    [(datetime(2020, 9, 1, 12, tzinfo=UTC), "Te laat"), (datetime(2020, 9, 2, 12, tzinfo=UTC), "Niet toegezegd")],
)
def test_an_offer_by_1_november_is_only_promised_to_who_was_in_time(wsv, ingestuurd, staat):
    """Document 004, Planning: who hands in after 1 September cannot count on an agreement on 1 November."""
    begroting = sent(wsv, now=ingestuurd)
    assert state_of(begroting, "Overeenkomst", date(2020, 11, 2)) == staat


def test_signing_is_not_late_while_there_is_no_offer(wsv):
    """Document 004, Planning: six weeks after the offer, so without one no term runs."""
    begroting = sent(wsv)
    assert state_of(begroting, "Getekende", date(2020, 11, 1)) == "Te doen"
    assert state_of(begroting, "Getekende", date(2020, 12, 14)) == "Wacht op het aanbod"


def test_six_weeks_run_from_the_day_of_the_offer(wsv, monkeypatch):
    """Offered on 10 November: 10 November + 42 days = 22 December."""
    gedaan = {"aanbieden": date(2020, 11, 10), "tekenen": None}
    monkeypatch.setattr(jaarcyclus, "_done", lambda begroting: gedaan)
    (tekenen,) = (s for s in cycle(sent(wsv), BELEID) if s.titel.startswith("Getekende"))
    assert tekenen.datum == date(2020, 12, 22)
    assert tekenen.state(date(2020, 12, 23)) == ("Te laat", "fout")


def test_sending_in_again_after_remarks_is_not_late(wsv):
    begroting = sent(wsv)
    actions.hand_in(
        begroting=begroting, inhoud=Inhoud(regels=INHOUD.regels[:1]), bestandsnaam="", by=wsv.tekenbevoegde, now=OKTOBER
    )
    assert late(begroting, BELEID) is None


def test_accounts_are_due_on_the_first_of_may_after_the_year(wsv):
    begroting = agreed(wsv)
    actions.hand_in_accounts(
        begroting=begroting,
        realisatie=Realisatie(kosten_cent={}, uitkomsten={}),
        verslag="Verslag",
        by=wsv.tekenbevoegde,
        now=datetime(2022, 5, 1, 12, tzinfo=UTC),
    )
    (aanleveren, bespreken) = (s for s in cycle(begroting, BELEID) if s.titel.startswith("Jaarrekening"))
    assert aanleveren.state(date(2022, 5, 2)) == ("Gedaan", "ok")
    assert bespreken.state(date(2022, 8, 1)) == ("Streefdatum voorbij", "let")


def test_the_big_5_follow_from_the_policy():
    """Document 004: diabetes, cardiovascular risk, COPD, asthma, and anxiety and mood."""
    assert list(big5_of(BELEID)) == [
        "programma_dm2",
        "programma_cvrm",
        "programma_copd",
        "programma_astma",
        "programma_angst_stemming",
    ]
    assert big5_of(library.load("zz-hds-2024")) == {}


def test_a_programme_is_budgeted_or_missing(wsv):
    begroting = sent(wsv, inhoud=Inhoud(regels=INHOUD.regels[:3]))
    staten = [p.staat[0] for p in check_big5(wsv.praktijk, begroting, policy=BELEID, dag=date(2020, 10, 12))]
    assert staten == ["In de begroting", *["Ontbreekt"] * 4]
