"""A system gets in with its own secret and no other way, for a quarter of an hour, as far as its person may."""

import base64
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.contractering.conftest import NOW
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.api import actions
from zorginkoop.web.api.models import Systeem, Token
from zorginkoop.web.toegang.models import Bevoegdheid, Wijziging


def ask(software, *, geheim=None, **velden):
    gegevens = {"grant_type": "client_credentials", "client_id": software.systeem.client_id,
                "client_secret": software.geheim if geheim is None else geheim, **velden}  # fmt: skip
    return Client().post("/api/v1/tokens", gegevens)


def open_with(token):
    return Client().get("/api/v1/overeenkomsten", headers={"Authorization": f"Bearer {token}"})


def test_a_secret_gives_a_token_that_opens_for_a_quarter_of_an_hour(systemen):
    antwoord = ask(systemen.praktijk).json()

    assert (antwoord["token_type"], antwoord["expires_in"]) == ("Bearer", 900)
    assert open_with(antwoord["access_token"]).status_code == 200
    oud = systemen.praktijk.token(now=timezone.now() - timedelta(minutes=15))
    assert open_with(oud).status_code == 401


def test_basic_authentication_is_the_same(systemen):
    s = systemen.praktijk
    kop = base64.b64encode(f"{s.systeem.client_id}:{s.geheim}".encode()).decode()

    antwoord = Client().post("/api/v1/tokens", {"grant_type": "client_credentials", "scope": "contracten:lezen"},
                             headers={"Authorization": f"Basic {kop}"})  # fmt: skip
    assert antwoord.json()["scope"] == "contracten:lezen"


@pytest.mark.parametrize(
    ("velden", "status", "error"),
    [
        ({"geheim": "fout"}, 401, "invalid_client"),
        ({"client_id": "SY-22222222"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "volgingen:schrijven"}, 400, "invalid_scope"),
    ],
)
def test_a_wrong_request_is_refused_in_the_words_of_oauth(systemen, velden, status, error):
    antwoord = ask(systemen.praktijk, **velden)

    assert (antwoord.status_code, antwoord.json()["error"]) == (status, error)
    assert antwoord["Content-Type"] == "application/problem+json"


def test_guessing_stops_after_ten_tries_also_for_the_right_secret(systemen):
    codes = [ask(systemen.praktijk, geheim="fout").status_code for _ in range(11)]

    assert codes == [401] * 10 + [429]
    antwoord = ask(systemen.praktijk)
    assert (antwoord.status_code, antwoord["Retry-After"]) == (429, "3600")
    assert ask(systemen.volger).status_code == 200


def test_a_withdrawn_token_opens_nothing(systemen):
    s = systemen.praktijk
    mijn, ander = s.token(), systemen.volger.token()
    for token in (mijn, ander):
        velden = {"token": token, "client_id": s.systeem.client_id, "client_secret": s.geheim}
        assert Client().post("/api/v1/tokens/intrekking", velden).status_code == 204
    assert (open_with(mijn).status_code, open_with(ander).status_code) == (401, 200)


def test_blocking_and_a_new_secret_end_everything_at_once(systemen):
    een, twee = systemen.praktijk, systemen.volger
    tokens = een.token(), twee.token()
    actions.block_systeem(systeem=een.systeem, by="proef", now=NOW)
    nieuw = actions.renew_secret(systeem=twee.systeem, by="proef", now=NOW)

    assert [open_with(t).status_code for t in tokens] == [401, 401]
    assert [ask(een).status_code, ask(twee).status_code, ask(twee, geheim=nieuw).status_code] == [401, 401, 200]


def test_a_scope_that_was_not_asked_is_not_given(systemen):
    token = systemen.praktijk.token("volgingen:lezen")

    antwoord = open_with(token)
    assert (antwoord.status_code, "insufficient_scope" in antwoord["WWW-Authenticate"]) == (403, True)


def test_a_system_may_no_more_than_its_person_may_today(systemen):
    token = systemen.praktijk.token()
    Bevoegdheid.objects.filter(persoon=systemen.markt.tekenbevoegde).update(tot=date(2025, 1, 1))

    antwoord = open_with(token)
    assert (antwoord.status_code, antwoord.json()["type"]) == (403, "urn:zorginkoop:probleem:geen-bevoegdheid")


def test_nobody_gives_what_he_may_not_do_himself(markt):
    with pytest.raises(Gebruikersfout, match="mutaties:schrijven"):
        actions.register_systeem(organisatie=markt.praktijk, naam="x", scopes=["mutaties:schrijven"],
                                 namens=markt.invuller, by="proef", now=NOW)  # fmt: skip


def test_the_session_of_a_person_opens_nothing(cast, login_as):
    assert login_as(cast.tekenbevoegde).get("/api/v1/overeenkomsten").status_code == 401


def test_secrets_and_tokens_are_nowhere_in_the_database(systemen):
    s = systemen.praktijk
    token = s.token()
    inhoud = str([list(m.objects.values_list()) for m in (Systeem, Token, Wijziging)])

    assert s.systeem.client_id in inhoud
    assert s.geheim not in inhoud
    assert token not in inhoud
    assert actions.digest(s.geheim) not in str(list(Wijziging.objects.values_list()))
