"""A bulk round: look first, then offers in the background that can be paused, stopped and tried again."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions, bulkronde, rondewerk
from zorginkoop.web.contractering.models import Aanbod, Ronde, RondeRegel
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.models import Bevoegdheid

from .conftest import BELEID, NOW
from .reizigers import VANDAAG, client_of, get, post, text
from .test_ronde import several

PDF = b"%PDF-voor-de-proef"


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


@pytest.fixture
def ronde(markt) -> Ronde:
    """A round of three applications, ready and not started."""
    markt.aanvragen, _ = several(markt, 3)
    return actions.prepare_round(verzekeraar=markt.verzekeraar, beleid=BELEID, versie="1.0", by=markt.inkoper, now=NOW)


def printer(opdrachten):
    return (PDF for _ in opdrachten)


def work(ronde: Ronde) -> int:
    gedaan = rondewerk.run_rounds(now=lambda: NOW, drukker=printer)
    ronde.refresh_from_db()
    return gedaan


def outcomes(ronde: Ronde) -> list[tuple[str, str]]:
    return list(ronde.regels.order_by("pk").values_list("status", "reden"))


def test_nothing_is_offered_before_the_start(markt, ronde):
    voorbeeld = bulkronde.preview(ronde, by=markt.inkoper, now=NOW)
    assert (voorbeeld.aantal, len(voorbeeld.voorbeelden), voorbeeld.bezwaren) == (3, 3, [])
    assert voorbeeld.patienten == 3 * 2350
    assert work(ronde) == 0
    assert not Aanbod.objects.exists()


def test_after_the_start_everyone_gets_the_offer_one_would_get_alone(markt, ronde):
    actions.start_round(ronde=ronde, by=markt.contractbeheer, now=NOW)
    assert work(ronde) == 3
    assert (ronde.status, ronde.klaar_op) == ("KLAAR", NOW)
    alleen = markt.offered()
    for aanbod in Aanbod.objects.exclude(pk=alleen.pk):
        assert (aanbod.afspraken, aanbod.aangeboden_door) == (alleen.afspraken, markt.contractbeheer)
        assert (bytes(aanbod.pdf), aanbod.aanvraag.status) == (PDF, "AANGEBODEN")
    assert outcomes(ronde) == [("AANGEBODEN", "")] * 3


def test_what_cannot_be_offered_is_said_on_its_line_and_the_rest_goes_on(markt, ronde):
    aanvraag = markt.aanvragen[1]
    by = Bevoegdheid.objects.get(organisatie=aanvraag.praktijk).persoon
    actions.start_round(ronde=ronde, by=markt.inkoper, now=NOW)
    actions.withdraw_aanvraag(aanvraag=aanvraag, by=by, now=NOW)
    work(ronde)
    assert [status for status, _ in outcomes(ronde)] == ["AANGEBODEN", "MISLUKT", "AANGEBODEN"]
    assert "niet (meer) toegelaten" in outcomes(ronde)[1][1]
    actions.retry_round(ronde=ronde, by=markt.inkoper, now=NOW)
    assert work(ronde) == 1
    assert [status for status, _ in outcomes(ronde)] == ["AANGEBODEN", "MISLUKT", "AANGEBODEN"]


def test_who_was_offered_meanwhile_by_hand_gets_no_second_offer(markt, ronde):
    actions.start_round(ronde=ronde, by=markt.inkoper, now=NOW)

    def slow(opdrachten):
        aanvraag = markt.aanvragen[0]
        aanvraag.refresh_from_db()
        if aanvraag.status == "TOEGELATEN":
            actions.offer_overeenkomst(aanvraag=aanvraag, by=markt.inkoper2, now=NOW)
        return printer(opdrachten)

    rondewerk.run_rounds(now=lambda: NOW, drukker=slow)
    assert outcomes(ronde)[0][0] == "MISLUKT"
    assert Aanbod.objects.filter(aanvraag=markt.aanvragen[0]).count() == 1


def test_paused_it_stands_still_and_goes_on_where_it_was(markt, ronde, monkeypatch):
    monkeypatch.setattr(rondewerk, "BEURT", 1)
    actions.start_round(ronde=ronde, by=markt.inkoper, now=NOW)
    assert rondewerk.turn(ronde, now=NOW, drukker=printer) == 1
    actions.pause_round(ronde=ronde, by=markt.inkoper2, now=NOW)
    assert work(ronde) == 0
    actions.start_round(ronde=ronde, by=markt.inkoper2, now=NOW)
    assert work(ronde) == 2
    doors = [a.aangeboden_door for a in Aanbod.objects.order_by("pk")]
    assert doors == [markt.inkoper, markt.inkoper2, markt.inkoper2]


def test_stopped_the_rest_is_free_for_another_round(markt, ronde, monkeypatch):
    monkeypatch.setattr(rondewerk, "BEURT", 1)
    with pytest.raises(Gebruikersfout, match="geen toegelaten aanvraag"):
        actions.prepare_round(verzekeraar=markt.verzekeraar, beleid=BELEID, versie="1.0", by=markt.inkoper, now=NOW)
    actions.start_round(ronde=ronde, by=markt.inkoper, now=NOW)
    rondewerk.turn(ronde, now=NOW, drukker=printer)
    actions.stop_round(ronde=ronde, by=markt.inkoper, now=NOW)
    assert work(ronde) == 0
    with pytest.raises(Toestandsfout):
        actions.start_round(ronde=ronde, by=markt.inkoper, now=NOW)
    tweede = actions.prepare_round(
        verzekeraar=markt.verzekeraar, beleid=BELEID, versie="1.0", by=markt.inkoper, now=NOW
    )
    assert set(tweede.regels.values_list("aanvraag", flat=True)) == {a.pk for a in markt.aanvragen[1:]}


def test_who_may_no_longer_offer_makes_the_round_wait(markt, ronde):
    actions.start_round(ronde=ronde, by=markt.inkoper, now=NOW)
    Bevoegdheid.objects.filter(persoon=markt.inkoper).update(tot=date(2025, 2, 10))
    assert work(ronde) == 0
    assert ronde.status == "GEPAUZEERD"
    assert "alleen een inkoper" in ronde.uitleg
    assert not Aanbod.objects.exists()


@pytest.mark.parametrize("wie", ["tekenbevoegde", "ophaler"])
def test_only_the_insurer_itself_makes_rounds(markt, ronde, wie):
    for stap in (actions.start_round, actions.stop_round):
        with pytest.raises(Gebruikersfout, match="alleen een inkoper"):
            stap(ronde=ronde, by=getattr(markt, wie), now=NOW)


def test_two_workers_share_no_round(markt, ronde):
    """The lock belongs to a connection; another one finds it taken."""
    actions.start_round(ronde=ronde, by=markt.inkoper, now=NOW)
    ander = connection.copy()
    try:
        with ander.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [rondewerk._SLOT, ronde.pk])
        assert work(ronde) == 0
    finally:
        ander.close()
    assert work(ronde) == 3


def row(code: str, cent: int, **anders) -> Afspraak:
    vast = {
        "prestatie": "x", "naam": "X", "prestatiecode": code, "codestatus": "geverifieerd", "segment": "S1",
        "eenheid": bulkronde.PER_PATIENT, "tarief_cent": cent, "tariefstatus": "geverifieerd", "van": "2025-01-01",
        "tot": "2026-01-01", "bron": {"document": "001", "plaats": "1"},
    }  # fmt: skip
    return Afspraak.model_validate({**vast, **anders})


@given(cents=st.lists(st.integers(0, 10**6), max_size=5), patienten=st.integers(0, 50_000))
def test_the_year_amount_is_exact_and_counts_only_what_is_paid_per_patient(cents, patienten):
    """Four quarters of each tariff for every patient, to the cent; acts and age bands take no part."""
    rijen = [row(f"1100{n}", cent) for n, cent in enumerate(cents)]
    buiten = [row("12000", 999, eenheid="per verrichting"), row("12001", 999, leeftijd_van=65)]
    later = [row("11000", 77, van="2025-07-01")] if cents else []
    assert bulkronde.year_cent([*later, *rijen, *buiten], patienten) == 4 * patienten * sum(cents)


def test_through_the_pages(markt):
    several(markt, 2)
    inkoper = client_of(markt.inkoper)
    assert "2 zonder aanbod" in text(get(inkoper, "ronde_nieuw"))
    assert "Kies een beleid" in text(post(inkoper, "ronde_nieuw"))
    klaar = post(inkoper, "ronde_nieuw", beleid=f"{BELEID}@1.0")
    ronde = Ronde.objects.get()
    assert "Dit gaat er gebeuren" in text(klaar)
    aanvraag = ronde.regels.first().aanvraag
    papier = get(inkoper, "ronde_voorbeeld", ronde.kenmerk, aanvraag.kenmerk)
    assert papier.content.startswith(b"%PDF-")
    assert not Aanbod.objects.exists()
    bezig = post(inkoper, "ronde_stap", ronde.kenmerk, "starten")
    assert bezig["Refresh"] == "5"
    assert "Refresh" not in get(inkoper, "ronde", ronde.kenmerk)
    assert "Verder gaan" in text(post(inkoper, "ronde_stap", ronde.kenmerk, "pauzeren"))
    post(inkoper, "ronde_stap", ronde.kenmerk, "starten")
    work(ronde)
    assert "2 van 2 gedaan" in text(get(inkoper, "ronde", ronde.kenmerk))
    assert get(inkoper, "ronde_voorbeeld", ronde.kenmerk, aanvraag.kenmerk).status_code == 404
    assert post(inkoper, "ronde_stap", ronde.kenmerk, "opblazen").status_code == 404
    assert post(client_of(markt.ophaler), "ronde_stap", ronde.kenmerk, "starten").status_code == 404


def test_a_round_that_nobody_works_on_says_so(markt, ronde):
    actions.start_round(ronde=ronde, by=markt.inkoper, now=klok.now())
    inkoper, hapert = client_of(markt.inkoper), "Er is al even niets gebeurd"
    assert hapert not in text(get(inkoper, "ronde", ronde.kenmerk))
    Ronde.objects.update(gestart_op=klok.now() - timedelta(minutes=3))
    assert hapert in text(get(inkoper, "ronde", ronde.kenmerk))
    Ronde.objects.update(voortgang_op=timezone.now())
    assert hapert not in text(get(inkoper, "ronde", ronde.kenmerk))


@pytest.mark.parametrize("naam", ["rondes", "ronde"])
def test_a_page_asks_the_same_questions_for_one_line_and_for_ten(markt, ronde, naam):
    inkoper = client_of(markt.inkoper)

    def queries() -> int:
        args = [ronde.kenmerk] if naam == "ronde" else []
        get(inkoper, naam, *args)
        with CaptureQueriesContext(
            connection,
        ) as gevraagd:
            assert get(inkoper, naam, *args).status_code == 200
        return len(gevraagd)

    actions.start_round(ronde=ronde, by=markt.inkoper, now=NOW)
    ronde.regels.update(status="MISLUKT", reden="x")
    RondeRegel.objects.filter(pk__in=ronde.regels.values("pk")[1:]).delete()
    een = queries()
    for nummer in range(10):
        meer = Ronde.objects.create(
            verzekeraar=markt.verzekeraar, beleid=BELEID, beleidversie="1.0",
            aangemaakt_op=NOW - timedelta(nummer), aangemaakt_door=markt.inkoper,
        )  # fmt: skip
        RondeRegel.objects.create(ronde=meer, aanvraag=markt.aanvragen[0])
    for aanvraag in markt.aanvragen[1:]:
        RondeRegel.objects.create(ronde=ronde, aanvraag=aanvraag, status="MISLUKT", reden="x")
    assert queries() == een
