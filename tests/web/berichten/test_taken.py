"""Tasks and the log of terms: both sides, from the records, with the last day and its source."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.web.contractering.conftest import EXPLICIET, NOW, REGISTER
from tests.web.contractering.reizigers import client_of
from zorginkoop.beleid import library
from zorginkoop.beleid.deadlines import last_complete_day
from zorginkoop.kern.periode import maanden_later
from zorginkoop.web.berichten import taken, termijnlog
from zorginkoop.web.berichten.models import Termijnregel
from zorginkoop.web.contractering import actions
from zorginkoop.web.toegang.rollen import Rol

from .conftest import many

DAGEN = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def to_do(organisatie, rol, op=NOW) -> dict[str, date | None]:
    """The tasks from records, by kind."""
    return {
        taak.soort: taak.uiterlijk
        for taak in taken.tasks(organisatie, rol, op=op)
        if taak.soort != taken.BELEIDSTERMIJN
    }


def log(**filters) -> dict[str, str]:
    vandaag = date(2025, 2, 10)
    return {rij.soort: rij.outcome(vandaag)[0] for rij in Termijnregel.objects.filter(**filters).order_by("pk")}


def test_from_draft_to_follower_each_side_sees_what_it_must_do_and_by_when(markt):
    """Wanted from 1 April 2025. A draft complete on 31 March still starts then (rule 5.4: the next quarter). The offer
    of 10 February stays open 42 days: to 24 March. Changing it per 1 April is asked by 1 March. Sharing takes a month:
    10 March. Followers: available 11 February, and three weeks: 4 March."""
    aanvraag = markt.started()
    assert to_do(markt.praktijk, Rol.TEKENBEVOEGDE) == {"concept": date(2025, 3, 31)}

    buiten = {**REGISTER, "kernregio": False}
    actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=buiten, by=markt.tekenbevoegde, now=NOW)
    assert to_do(markt.verzekeraar, Rol.INKOPER) == {"beoordelen": date(2025, 3, 31)}
    assert to_do(markt.praktijk, Rol.TEKENBEVOEGDE) == {}
    for eis in actions.to_judge(aanvraag):
        actions.judge_eis(aanvraag=aanvraag, eis=eis, toegestaan=True, motivering="Nodig.", by=markt.inkoper, now=NOW)
    assert to_do(markt.verzekeraar, Rol.CONTRACTBEHEER) == {"aanbieden": date(2025, 3, 31)}

    aanbod = actions.offer_overeenkomst(aanvraag=aanvraag, by=markt.inkoper, now=NOW)
    assert to_do(markt.praktijk, Rol.TEKENBEVOEGDE) == {"aanbod": date(2025, 3, 24)}
    overeenkomst = actions.sign_overeenkomst(aanbod=aanbod, by=markt.tekenbevoegde, now=NOW)
    assert to_do(markt.praktijk, Rol.TEKENBEVOEGDE) == {"wijzigen": date(2025, 3, 1)}
    assert to_do(markt.verzekeraar, Rol.CONTRACTBEHEER) == {"delen": date(2025, 3, 10)}

    volging = actions.follow_overeenkomst(
        overeenkomst=overeenkomst, volger=markt.volger, by=markt.contractbeheer, now=NOW
    )
    assert to_do(markt.volger, Rol.INKOPER) == {"ophalen": date(2025, 3, 4)}
    actions.process_volging(volging=volging, naar="OPGEHAALD", by=markt.ophaler, now=NOW)
    assert to_do(markt.volger, Rol.INKOPER) == {"volgbesluit": date(2025, 3, 4)}
    assert to_do(markt.verzekeraar, Rol.CONTRACTBEHEER) == {}


def test_a_change_is_a_task_of_contract_management_only(markt):
    overeenkomst = markt.signed()
    markt.followed(overeenkomst)
    actions.request_mutatie(
        overeenkomst=overeenkomst, gewenste_ingangsdatum=date(2025, 7, 1), toevoegen=["spleetlamp"],
        by=markt.tekenbevoegde, now=NOW,
    )  # fmt: skip

    assert to_do(markt.verzekeraar, Rol.CONTRACTBEHEER) == {"mutatie": date(2025, 6, 30)}
    assert to_do(markt.verzekeraar, Rol.INKOPER) == {}


def test_consent_is_asked_only_where_the_policy_asks_it(markt):
    """Signed 10 February, starts 1 April: the choice stays open to 31 March, later than four weeks after signing."""
    overeenkomst = markt.signed(beleid=EXPLICIET)
    assert to_do(markt.praktijk, Rol.TEKENBEVOEGDE)["volgkeuze"] == date(2025, 3, 31)
    assert "delen" not in to_do(markt.verzekeraar, Rol.CONTRACTBEHEER)

    actions.allow_following(overeenkomst=overeenkomst, by=markt.tekenbevoegde, now=NOW)
    assert "volgkeuze" not in to_do(markt.praktijk, Rol.TEKENBEVOEGDE)
    assert "delen" in to_do(markt.verzekeraar, Rol.CONTRACTBEHEER)


def test_dates_of_the_policy_are_there_for_their_side(markt):
    """The policy of 2025 names 30 June 2024 for the insurer; the quarterly days of the practice come computed."""
    toen = datetime(2024, 6, 1, 9, tzinfo=NOW.tzinfo)
    titels = {t.titel: t.uiterlijk for t in taken.tasks(markt.verzekeraar, Rol.BELEIDSREDACTEUR, op=toen)}
    assert date(2024, 6, 30) in titels.values()
    assert all(not t.verwijzing for t in taken.tasks(markt.verzekeraar, Rol.BEHEER, op=toen))
    assert taken.tasks(markt.verzekeraar, Rol.DECLARATIES, op=toen) == []


def test_the_log_shows_what_was_kept_and_by_what_record(markt):
    markt.followed(markt.signed())
    assert termijnlog.record() > 0
    assert log() == {
        "aanbieden": "Op tijd", "aanbod": "Op tijd", "delen": "Op tijd", "ophalen": "Op tijd",
        "volgbesluit": "Op tijd",
    }  # fmt: skip
    assert "handtekening op AV-" in Termijnregel.objects.get(soort="aanbod").door
    assert termijnlog.record() == 0


def test_the_log_closes_what_ended_since(markt):
    aanbod = markt.offered()
    termijnlog.record()
    assert log(soort="aanbod") == {"aanbod": "Loopt"}
    actions.withdraw_aanbod(aanbod=aanbod, reden="Fout", by=markt.inkoper, now=NOW)
    termijnlog.record()

    assert log(soort="aanbod") == {"aanbod": "Vervallen: ingetrokken"}
    assert sorted(Termijnregel.objects.filter(soort="aanbieden").values_list("gehaald_op", flat=True), key=str) == [
        NOW,
        None,
    ]


def test_a_lapsed_offer_was_not_kept(markt):
    markt.offered()
    actions.expire_aanbiedingen(now=NOW + timedelta(days=60))
    termijnlog.record()

    assert log(soort="aanbod") == {"aanbod": "Vervallen: niet op tijd ondertekend"}


def test_both_sides_see_a_term_and_nobody_else(markt):
    markt.signed()
    termijnlog.record()
    _, ander = markt.new_practice(9)
    gezien = {
        persoon.naam: len(client_of(persoon).get(reverse("berichten:termijnen")).context["regels"])
        for persoon in (markt.tekenbevoegde, markt.inkoper, markt.ophaler, ander)
    }

    assert gezien == {"Sanne1": 3, "Iris": 3, "Vera": 0, "Sanne9": 0}


@pytest.mark.parametrize("uitkomst", ["loopt", "op_tijd", "te_laat", "vervallen", "onzin"])
def test_the_log_filters_by_outcome(markt, uitkomst):
    markt.signed()
    termijnlog.record()
    antwoord = client_of(markt.inkoper).get(reverse("berichten:termijnen"), {"uitkomst": uitkomst, "wie": "ander"})
    verwacht = {"op_tijd": {"Op tijd"}, "loopt": {"Loopt"}, "onzin": {"Op tijd", "Loopt"}}

    assert {regel[2] for regel in antwoord.context["regels"]} <= verwacht.get(uitkomst, set())


def test_lists_come_as_files_without_formulas(markt):
    markt.praktijk.naam = '=HYPERLINK("x")'
    markt.praktijk.save()
    markt.submitted()
    client = client_of(markt.inkoper)
    adres = reverse("berichten:taken")
    tekst = client.get(adres, {"als": "csv"}).content.decode("utf-8-sig")
    rijen = list(csv.reader(io.StringIO(tekst), delimiter=";"))
    boek = client.get(adres, {"als": "xlsx"}).content
    blad = CalamineWorkbook.from_filelike(io.BytesIO(boek)).get_sheet_by_index(0).to_python()

    assert rijen[0] == [str(kolom.kop) for kolom in taken.KOLOMMEN] == blad[0]
    for gelezen in (rijen, blad):
        assert '\'=HYPERLINK("x")' in {cel for rij in gelezen for cel in rij}
    assert client.get(adres, {"als": "exe"}).status_code == 404
    termijnlog.record()
    assert client.get(reverse("berichten:termijnen"), {"als": "csv"}).status_code == 200


def test_the_list_filters_sorts_and_pages(markt):
    for n in range(26):
        many(markt, n)
    client, adres = client_of(markt.inkoper), reverse("berichten:taken")
    assert len(client.get(adres).context["regels"]) == 25
    gevonden = client.get(adres, {"q": "Praktijk 12", "soort": "aanbieden", "sorteer": "naam"})
    assert [regel[0].naam for regel in gevonden.context["regels"]] == ["Praktijk 12"]
    assert client.get(adres, {"wanneer": "laat"}).context["lijst"].pagina.paginator.count == 0
    onzin = client.get(adres, {"soort": "onzin", "pagina": "-2"})
    assert "Kies iets uit de lijst." in onzin.content.decode()


@pytest.mark.parametrize(
    ("naam", "wie"),
    [
        ("taken", "tekenbevoegde"),
        ("taken", "inkoper"),
        ("taken", "contractbeheer"),
        ("taken", "ophaler"),
        ("termijnen", "inkoper"),
        ("postvak", "inkoper"),
    ],
)
def test_a_list_asks_as_much_for_ten_as_for_one(markt, wie, naam):
    client, adres = client_of(getattr(markt, wie)), reverse(f"berichten:{naam}")

    def queries() -> int:
        termijnlog.record()
        with CaptureQueriesContext(connection) as gevonden:
            assert client.get(adres).status_code == 200
        return len(gevonden)

    praktijk = markt.praktijk if wie == "tekenbevoegde" else None
    for n in range(2):
        many(markt, n, praktijk)
    queries()
    eerst = queries()
    for n in range(2, 12):
        many(markt, n, praktijk)
    assert queries() == eerst


@settings(max_examples=25)
@given(DAGEN)
def test_the_last_day_to_apply_leads_to_the_start_and_the_day_after_does_not(ingang):
    """Document 000: a month before is in time; 001, 5.4: else the next quarter, which may be that day itself."""
    laatste = last_complete_day(library.load("zz-nieuwe-praktijk"), ingang)
    kwartaal = ingang.day == 1 and ingang.month % 3 == 1

    assert laatste == (ingang - timedelta(1) if kwartaal else maanden_later(ingang, -1))
