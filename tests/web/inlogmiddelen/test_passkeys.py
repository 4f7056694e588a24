"""A key in software that may misbehave: only its owner's own, fresh, verified and counting answer lets in."""

import base64
import hashlib
import json
from dataclasses import dataclass, field

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import reverse

from tests.conftest import WACHTWOORD, current_code
from zorginkoop.web.inlogmiddelen import passkeys
from zorginkoop.web.inlogmiddelen.models import Inlog, Passkey
from zorginkoop.web.toegang import inloggen
from zorginkoop.web.toegang.models import Wijziging

PASSKEY, NIEUW, MIJN = (reverse(f"inlogmiddelen:{n}") for n in ("passkey", "passkey_toevoegen", "mijn"))
LOGIN, CODE, KIEZEN = (reverse(f"toegang:{n}") for n in ("inloggen", "code", "kiezen"))
UP, UV, AT = 0x01, 0x04, 0x40


def b64(ruw):
    return base64.urlsafe_b64encode(ruw).rstrip(b"=").decode()


@dataclass
class Sleutel:
    """An authenticator; every part of its answer can be made wrong."""

    domein: str = "testserver"
    bron: str = "http://testserver"
    vlaggen: int = UP | UV
    teller: int = 0
    eigen: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def naam(self):
        return hashlib.sha256(repr(self.eigen.public_key().public_numbers()).encode()).digest()

    def _data(self, vlaggen, extra=b""):
        self.teller += 1
        return hashlib.sha256(self.domein.encode()).digest() + bytes([vlaggen]) + self.teller.to_bytes(4) + extra

    def _client(self, soort, uitdaging):
        return json.dumps({"type": soort, "challenge": uitdaging, "origin": self.bron}).encode()

    def register(self, opties):
        punt = self.eigen.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: punt.x.to_bytes(32), -3: punt.y.to_bytes(32)})
        extra = bytes(16) + len(self.naam).to_bytes(2) + self.naam + cose
        object_ = {"fmt": "none", "attStmt": {}, "authData": self._data(self.vlaggen | AT, extra)}
        client = self._client("webauthn.create", opties["challenge"])
        return self._json({"attestationObject": b64(cbor2.dumps(object_)), "clientDataJSON": b64(client)})

    def sign(self, opties):
        data, client = self._data(self.vlaggen), self._client("webauthn.get", opties["challenge"])
        teken = self.eigen.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        deel = {"authenticatorData": b64(data), "clientDataJSON": b64(client), "signature": b64(teken)}
        return self._json(deel)

    def _json(self, deel):
        return json.dumps({"id": b64(self.naam), "rawId": b64(self.naam), "type": "public-key", "response": deel})


@pytest.fixture(autouse=True)
def _domain(settings):
    settings.PASSKEY_DOMEIN, settings.PASSKEY_BRONNEN = "testserver", ["http://testserver"]


@pytest.fixture
def sleutel(cast, login_as):
    """The assistant's key; nobody is logged in."""
    client, sleutel = login_as(cast.assistent), Sleutel()
    assert add(client, sleutel).url == MIJN
    client.logout()
    return sleutel


def add(client, sleutel, naam="Laptop"):
    opties = client.get(NIEUW).context["opties"]
    return client.post(NIEUW, {"naam": naam, "antwoord": sleutel.register(opties)})


def asked(client, persoon):
    client.post(LOGIN, {"email": persoon.email, "wachtwoord": WACHTWOORD})
    return client.get(PASSKEY).context["opties"]


def test_password_and_passkey_together_let_in(client, cast, sleutel):
    opties = asked(client, cast.assistent)
    assert opties["userVerification"] == "required"
    assert [sleutel_["id"] for sleutel_ in opties["allowCredentials"]] == [b64(sleutel.naam)]
    assert client.get(KIEZEN).url == CODE
    assert client.post(PASSKEY, {"antwoord": sleutel.sign(opties), "next": KIEZEN}).url == KIEZEN
    assert client.get(KIEZEN).status_code == 200
    assert list(Inlog.objects.order_by("id").values_list("uitkomst", flat=True)) == ["EERSTE_STAP", "INGELOGD"]
    spoor = json.dumps(list(Wijziging.objects.filter(tabel="inlogmiddelen_passkey").values_list("nieuw", flat=True)))
    assert bytes(Passkey.objects.get().publieke_sleutel).hex() not in spoor


def test_without_a_password_there_is_nothing_to_answer(client, cast, sleutel):
    assert client.get(PASSKEY).url == LOGIN
    assert client.post(PASSKEY, {"antwoord": "{}"}).url == LOGIN


WRONG = {
    "not verified": {"vlaggen": UP},
    "nobody there": {"vlaggen": UV},
    "other site": {"bron": "https://kwaad.example"},
    "other domain": {"domein": "kwaad.example"},
    "counter stands still": {"teller": -1},
    "other key": {"eigen": ec.generate_private_key(ec.SECP256R1())},
}


@pytest.mark.parametrize("fout", WRONG.values(), ids=WRONG)
def test_any_other_answer_is_refused_and_kept(client, cast, sleutel, fout):
    for naam, waarde in fout.items():
        setattr(sleutel, naam, 0 if waarde == -1 else waarde)
    opties = asked(client, cast.assistent)
    assert passkeys.ONJUIST in client.post(PASSKEY, {"antwoord": sleutel.sign(opties)}).text
    assert client.get(KIEZEN).url == CODE
    assert Inlog.objects.latest("id").uitkomst == "GEWEIGERD"


def test_an_answer_counts_once(client, cast, sleutel):
    antwoord = sleutel.sign(asked(client, cast.assistent))
    client.post(PASSKEY, {"antwoord": antwoord})
    client.logout()
    asked(client, cast.assistent)
    assert passkeys.ONJUIST in client.post(PASSKEY, {"antwoord": antwoord}).text


def test_an_answer_that_comes_late_is_refused(client, cast, sleutel, monkeypatch):
    antwoord = sleutel.sign(asked(client, cast.assistent))
    monkeypatch.setattr(passkeys, "GELDIG", -1)
    assert passkeys.ONJUIST in client.post(PASSKEY, {"antwoord": antwoord}).text


def test_the_key_of_another_is_refused(client, cast, sleutel):
    opties = asked(client, cast.tekenbevoegde)
    assert passkeys.ONJUIST in client.post(PASSKEY, {"antwoord": sleutel.sign(opties)}).text


def test_nonsense_is_refused(client, cast, sleutel):
    asked(client, cast.assistent)
    for onzin in ("", "x", "{}", "[]", "null", '{"id": 1}', "9" * 20_001):
        assert client.post(PASSKEY, {"antwoord": onzin}).status_code == 200
        assert client.get(KIEZEN).url == CODE


def test_guessing_is_slowed_down_together_with_codes(client, cast, sleutel):
    asked(client, cast.assistent)
    for _ in range(10):
        client.post(PASSKEY, {"antwoord": "x"})
    assert inloggen.TE_VAAK in client.post(PASSKEY, {"antwoord": "x"}).text
    assert inloggen.TE_VAAK in client.post(CODE, {"code": current_code(cast.assistent)}).text


def test_a_key_is_added_once_verified_and_at_this_site(client, cast, sleutel, login_as):
    login_as(cast.assistent)
    assert passkeys.BEZET in add(client, sleutel).text
    for fout in ({"vlaggen": UP}, {"bron": "https://kwaad.example"}, {"domein": "kwaad.example"}):
        assert passkeys.MISLUKT in add(client, Sleutel(**fout)).text
    assert "Geef de passkey een naam" in add(client, Sleutel(), naam="").text
    assert Passkey.objects.count() == 1


def test_a_key_that_is_taken_away_ends_the_session_it_opened(client, cast, sleutel):
    client.post(PASSKEY, {"antwoord": sleutel.sign(asked(client, cast.assistent))})
    assert client.get(MIJN).status_code == 200
    client.post(reverse("inlogmiddelen:verwijderen", args=["passkey", Passkey.objects.get().pk]))
    assert client.get(KIEZEN).url == CODE


def test_at_an_address_without_passkeys_they_are_not_offered(client, cast, sleutel, settings, login_as):
    settings.PASSKEY_BRONNEN = ["https://elders.example"]
    client.post(LOGIN, {"email": cast.assistent.email, "wachtwoord": WACHTWOORD})
    assert "passkey" not in client.get(CODE).text
    assert client.get(PASSKEY).url == CODE
    login_as(cast.assistent)
    assert client.get(NIEUW).status_code == 404
