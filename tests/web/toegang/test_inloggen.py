"""Two factors, one answer for whoever guesses, and a brake on guessing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from tests.conftest import WACHTWOORD, current_code
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.toegang import inloggen
from zorginkoop.web.toegang.models import Inlogpoging

LOGIN, CODE, KIEZEN = (reverse(f"toegang:{name}") for name in ("inloggen", "code", "kiezen"))


def give_password(client, persoon, wachtwoord=WACHTWOORD, **more):
    return client.post(LOGIN, {"email": persoon.email, "wachtwoord": wachtwoord, **more})


def test_two_factors_lead_to_where_the_person_was_going(client, cast):
    response = give_password(client, cast.tekenbevoegde, next=KIEZEN)
    assert response.url == f"{CODE}?next=%2Ftoegang%2Fkiezen%2F"
    assert client.get(KIEZEN).url == CODE
    response = client.post(CODE, {"code": current_code(cast.tekenbevoegde), "next": KIEZEN})
    assert response.url == KIEZEN
    assert "Huisartsenpraktijk De Linde" in client.get(KIEZEN).text


def test_capitals_in_the_address_do_not_matter(client, cast):
    response = client.post(LOGIN, {"email": cast.assistent.email.upper(), "wachtwoord": WACHTWOORD})
    assert response.status_code == 302


def test_a_code_counts_once(client, cast):
    code = current_code(cast.assistent)
    for expected in (302, 200):
        client.logout()
        give_password(client, cast.assistent)
        assert client.post(CODE, {"code": code}).status_code == expected


def test_session_key_changes_at_both_steps_and_logout_ends_it(client, cast):
    client.get(LOGIN)
    client.session["iets"] = 1
    keys = [client.session.session_key]
    give_password(client, cast.assistent)
    keys.append(client.session.session_key)
    client.post(CODE, {"code": current_code(cast.assistent)})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    client.post(reverse("toegang:uitloggen"))
    client.cookies["sessionid"] = keys[-1]
    assert client.get(KIEZEN).url == LOGIN


def test_logout_needs_post(client, db):
    assert client.get(reverse("toegang:uitloggen")).status_code == 405


def test_unknown_person_and_wrong_password_get_the_same_answer(client, cast):
    def answer(email):
        text = client.post(LOGIN, {"email": email, "wachtwoord": "verkeerd"}).text
        return [line for line in text.replace(email, "").splitlines() if "csrfmiddlewaretoken" not in line]

    assert answer(cast.assistent.email) == answer("niemand@voorbeeld.nl")
    cast.assistent.is_active = False
    cast.assistent.save()
    assert give_password(client, cast.assistent).status_code == 200


def test_after_ten_wrong_tries_even_the_right_password_waits_an_hour(client, cast):
    for _ in range(10):
        assert inloggen.ONJUIST in give_password(client, cast.assistent, "verkeerd").text
    assert inloggen.TE_VAAK in give_password(client, cast.assistent).text
    assert client.post(LOGIN, {"email": cast.inkoper.email, "wachtwoord": WACHTWOORD}).status_code == 302
    Inlogpoging.objects.update(tijdstip=timezone.now() - timedelta(hours=1))
    assert give_password(client, cast.assistent).status_code == 302


def test_another_address_is_counted_apart(client, cast):
    for _ in range(10):
        give_password(client, cast.assistent, "verkeerd")
    payload = {"email": cast.assistent.email, "wachtwoord": WACHTWOORD}
    assert client.post(LOGIN, payload, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_wrong_codes_count_too(client, cast):
    give_password(client, cast.assistent)
    for _ in range(10):
        assert inloggen.CODE_ONJUIST in client.post(CODE, {"code": "000000"}).text
    assert inloggen.TE_VAAK in client.post(CODE, {"code": "000000"}).text


def test_right_tries_are_not_counted(client, cast):
    for _ in range(12):
        assert give_password(client, cast.assistent).status_code == 302
        client.logout()
    assert Inlogpoging.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_do_not_slip_past_the_limit():
    def attempt(_):
        try:
            request = RequestFactory().post(LOGIN)
            inloggen.enter_wachtwoord(request, email="x@voorbeeld.nl", wachtwoord="verkeerd", now=timezone.now())
        except Gebruikersfout as fout:
            return fout.melding
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(40)))
    assert (answers.count(inloggen.ONJUIST), answers.count(inloggen.TE_VAAK)) == (10, 30)


@pytest.mark.parametrize("elsewhere", ["https://kwaad.example/", "//kwaad.example", "javascript:alert(1)", "\\\\kwaad"])
def test_never_sent_to_another_site(client, cast, login_as, elsewhere):
    assert login_as(cast.assistent).get(LOGIN, {"next": elsewhere}).url == reverse("start")


@pytest.mark.parametrize(
    "fields", [{}, {"email": "geen adres", "wachtwoord": "x"}, {"email": "a\x00b@c.nl", "wachtwoord": "\x00"}]
)
def test_bad_input_is_said_at_the_top_and_at_the_field(client, db, fields):
    text = client.post(LOGIN, fields).text
    assert "<title>Fout: Inloggen" in text
    assert 'href="#id_email"' in text
    assert 'aria-invalid="true"' in text


def test_demo_logins_only_in_a_demonstration(client, cast, settings):
    payload = {"persoon": cast.inkoper.pk}
    assert "Inloggen als" not in client.get(LOGIN).text
    assert client.post(reverse("toegang:demo"), payload).status_code == 404
    settings.DEMO = True
    assert "Inloggen als Iris Inkoop" in client.get(LOGIN).text
    assert client.post(reverse("toegang:demo"), payload).url == reverse("start")
    assert "Iris Inkoop" in client.get(KIEZEN).text


@pytest.mark.parametrize("change", [{"demo": False}, {"is_active": False}])
def test_demo_lets_in_only_people_made_for_it(client, cast, settings, change):
    settings.DEMO = True
    type(cast.inkoper).objects.update(**change)
    assert client.post(reverse("toegang:demo"), {"persoon": cast.inkoper.pk}).status_code == 404
    assert client.post(reverse("toegang:demo"), {"persoon": "x"}).status_code == 404
