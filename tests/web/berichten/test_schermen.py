"""The inbox, the private calendar and the start of a practice: one's own only, and what is remembered."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.web.contractering.conftest import CANARY_IBAN, NOW
from tests.web.contractering.reizigers import client_of
from zorginkoop.beleid import library
from zorginkoop.web.berichten import start
from zorginkoop.web.berichten.models import Agendalink, Bericht, Gelezen, Startpunt
from zorginkoop.web.gebeurtenissen.rekeningen import give_iban
from zorginkoop.web.register.models import Vestiging

START = reverse("berichten:start")


def text(antwoord) -> str:
    return antwoord.content.decode()


def make_link(client: Client) -> str:
    return client.post(reverse("berichten:agenda"), {"wat": "maken"}).context["adres"].removeprefix("http://testserver")


def test_opening_a_message_marks_it_as_read_for_this_person_only(markt):
    aanbod = markt.offered()
    mijn, ander = client_of(markt.tekenbevoegde), client_of(markt.invuller)
    assert "1 ongelezen" in text(mijn.get(reverse("berichten:taken")))
    pk = Bericht.objects.get(soort="aanbod_ontvangen").pk
    adres = reverse("berichten:bericht", args=[pk])
    mijn.get(adres)
    assert Gelezen.objects.count() == 0  # looking changes nothing
    assert mijn.post(adres).url == reverse("contractering:aanbod", args=[aanbod.aanvraag.kenmerk])
    assert "ongelezen" not in text(mijn.get(reverse("berichten:taken")))
    assert "1 ongelezen" in text(ander.get(reverse("berichten:taken")))
    ander.post(reverse("berichten:alles_gelezen"))
    assert ander.get(reverse("berichten:postvak"), {"toon": "nieuw"}).context["lijst"].pagina.paginator.count == 0


def test_a_message_of_another_does_not_exist(markt):
    markt.offered()
    pk = Bericht.objects.get(soort="aanbod_ontvangen").pk
    _, ander = markt.new_practice(9)
    for persoon in (ander, markt.inkoper, markt.ophaler):
        client = client_of(persoon)
        assert client.get(reverse("berichten:bericht", args=[pk])).status_code == 404
        assert client.post(reverse("berichten:bericht", args=[pk])).status_code == 404
        assert "Er ligt een aanbod" not in text(client.get(reverse("berichten:postvak")))
    assert Gelezen.objects.count() == 0


def test_preferences_are_shown_and_kept(markt):
    client, adres = client_of(markt.inkoper), reverse("berichten:voorkeuren")
    form = client.get(adres).context["form"]
    assert "NIET" not in dict(form.fields["aanvraag_ontvangen"].choices)
    assert "7 dagen voor de laatste dag. Dit is een werkregel" in form.fields["herinnering_volger"].help_text
    keuzes = dict.fromkeys(form.fields, "PORTAAL")
    assert "Uw keuzes zijn bewaard." in text(client.post(adres, keuzes, follow=True))
    assert client.post(adres, {**keuzes, "aanvraag_ontvangen": "NIET"}).status_code == 400


def test_the_calendar_holds_own_tasks_and_nothing_confidential(markt):
    aanbod = markt.offered()
    adres = make_link(client_of(markt.tekenbevoegde))
    antwoord = Client().get(adres)
    (dag,) = icalendar.Calendar.from_ical(antwoord.content).walk("VEVENT")

    assert antwoord["Content-Type"].startswith("text/calendar")
    assert (dag["dtstart"].dt, str(dag["summary"])) == (
        date(2025, 3, 24),
        f"Aanbod ondertekenen {aanbod.aanvraag.kenmerk}",
    )
    for geheim in (CANARY_IBAN, "POH", "€", markt.tekenbevoegde.email):
        assert geheim not in text(antwoord)
    assert adres.rpartition("/")[2].removesuffix(".ics") not in str(list(Agendalink.objects.values_list()))


def test_the_calendar_of_an_insurer_names_no_practice(markt):
    markt.submitted()
    inhoud = text(Client().get(make_link(client_of(markt.inkoper))))

    assert "Aanbod doen AV-" in inhoud
    assert markt.praktijk.naam not in inhoud


def test_an_unchanged_calendar_is_not_sent_again(markt):
    markt.offered()
    adres = make_link(client_of(markt.tekenbevoegde))
    eerst = Client().get(adres)
    assert Client().get(adres, headers={"if-none-match": eerst["ETag"]}).status_code == 304
    assert Client().get(adres, headers={"if-none-match": '"anders"'}).content == eerst.content


def test_a_withdrawn_or_replaced_address_is_gone_and_a_guess_never_was(markt):
    client = client_of(markt.tekenbevoegde)
    eerste = make_link(client)
    tweede = make_link(client)
    assert [Client().get(adres).status_code for adres in (eerste, tweede)] == [410, 200]
    client.post(reverse("berichten:agenda"), {"wat": "intrekken"})
    assert Client().get(tweede).status_code == 410
    assert Client().get(reverse("berichten:agenda_ics", args=["geraden"])).status_code == 404


def test_who_may_no_longer_act_gets_no_calendar(markt):
    adres = make_link(client_of(markt.tekenbevoegde))
    markt.tekenbevoegde.bevoegdheden.update(tot=date(2025, 2, 10))
    assert Client().get(adres).status_code == 410


def test_the_checklist_plans_back_from_the_day_and_invents_no_lead_time(db):
    """Document 000: the complete application is in at least a month before 1 June: 1 May. AGB code and VECOZO hold the
    application up, so they must be ready that day; for none of them the text gives a number of days."""
    antwoord = Client().get(reverse("berichten:praktijkstart"), {"begindag": "1-6-2025"})
    punten = {p.naam: p for p, *_ in antwoord.context["lijsten"][0]["punten"]}

    assert list(punten)[:4] == ["agb_in_register", "toegang_vecozo", "aanvraag", "patienten_bij_ion"]
    assert {punten[naam].uiterlijk for naam in ("agb_in_register", "toegang_vecozo", "aanvraag")} == {date(2025, 5, 1)}
    assert punten["patienten_bij_ion"].uiterlijk == date(2025, 6, 1)
    assert punten["agb_in_register"].duur == start.GEEN_DUUR
    assert "IBAN doorgegeven aan Zilveren Kruis" in text(antwoord)
    assert Client().get(reverse("berichten:praktijkstart"), {"begindag": "31-2-2025"}).status_code == 400


def test_a_guide_that_ran_out_is_marked(db):
    antwoord = Client().get(reverse("berichten:praktijkstart"), {"begindag": "1-6-2031"})
    assert "niet op uw begindag" in text(antwoord)


def test_a_practice_finds_its_ticks_back_and_facts_tick_themselves(markt):
    sinds = {"geldig_van": date(2020, 1, 1), "bekend_van": datetime(2020, 1, 1, tzinfo=UTC)}
    Vestiging.objects.create(agb=markt.praktijk.agb, naam="Praktijk", zorgsoort="01", email="x@voorbeeld.nl", **sinds)
    client = client_of(markt.tekenbevoegde)
    client.post(START, {"begindag": "1-6-2025", "punt": ["zz-nieuwe-praktijk:toegang_vecozo", "verzonnen"]})
    punten = {p.naam: p for p, *_ in client.get(START).context["lijsten"][0]["punten"]}
    assert list(Startpunt.objects.values_list("punt", flat=True)) == ["zz-nieuwe-praktijk:toegang_vecozo"]
    assert (punten["toegang_vecozo"].klaar, punten["toegang_vecozo"].vanzelf) == (True, False)
    assert (punten["agb_in_register"].klaar, punten["agb_in_register"].vanzelf) == (True, True)
    assert not punten["aanvraag"].klaar

    taken = [t.titel for t, *_ in client.get(reverse("berichten:taken")).context["regels"]]
    assert "De aanvraag is volledig ingediend" in taken
    assert "De praktijk heeft toegang tot VECOZO" not in taken
    markt.submitted()
    punten = {p.naam: p for p, *_ in client.get(START).context["lijsten"][0]["punten"]}
    assert punten["aanvraag"].klaar
    client.post(START, {"begindag": "1-6-2025"})
    assert Startpunt.objects.count() == 0


def test_what_can_be_done_here_has_its_page_and_a_number_given_here_ticks_itself(markt):
    client = client_of(markt.tekenbevoegde)
    client.post(START, {"begindag": "1-6-2025"})
    pagina = text(client.get(START))
    assert reverse("contractering:nieuw") in pagina and reverse("gebeurtenissen:rekening") in pagina
    assert "Deze begindag is dan niet meer zeker" not in pagina
    punt = f"iban-{markt.volger.uzovi}"
    give_iban(
        praktijk=markt.praktijk, verzekeraar=markt.volger, iban=CANARY_IBAN, ingang=date(2025, 6, 1),
        by=markt.tekenbevoegde, now=NOW,
    )  # fmt: skip
    punten = {p.naam: p for p, *_ in client.get(START).context["lijsten"][0]["punten"]}
    assert (punten[punt].klaar, punten[punt].vanzelf) == (True, True)
    client.post(START, {"begindag": "1-3-2025"})  # today is 10 February: a month before that has passed
    assert "Deze begindag is dan niet meer zeker" in text(client.get(START))


def test_a_practice_does_not_see_the_start_of_another_and_a_reader_changes_nothing(markt):
    client_of(markt.tekenbevoegde).post(START, {"begindag": "1-6-2025"})
    _, ander = markt.new_practice(9)
    assert client_of(ander).get(START).context["plan"] is None
    markt.invuller.bevoegdheden.update(rol="LEZER")
    client_of(markt.invuller).post(START, {"begindag": "1-7-2025"})
    assert client_of(markt.tekenbevoegde).get(START).context["plan"].begindag == date(2025, 6, 1)


@given(st.dates(date(2025, 1, 1), date(2030, 12, 31)))
def test_whatever_the_day_the_application_is_due_before_it(begindag):
    """Also for the 29th to 31st, which the month before may not have."""
    uiterlijk = start.last_application_day(library.load("zz-nieuwe-praktijk"), begindag)

    assert timedelta(28) <= begindag - uiterlijk <= timedelta(31)


@pytest.mark.parametrize("naam", ["taken", "termijnen", "postvak", "voorkeuren", "agenda"])
def test_pages_open_for_every_role(cast, login_as, naam):
    for persoon in (cast.tekenbevoegde, cast.inkoper, cast.contractbeheer, cast.declaraties):
        assert login_as(persoon).get(reverse(f"berichten:{naam}")).status_code == 200
