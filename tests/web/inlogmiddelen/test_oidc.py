"""A provider of our own in this process: a good answer lets in who was recorded, and nothing else lets in anybody."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.inlogmiddelen import middelen, oidc
from zorginkoop.web.inlogmiddelen.models import Inlog

START, TERUG = (reverse(f"inlogmiddelen:{n}", args=["makelaar"]) for n in ("oidc", "oidc_terug"))
LOGIN, KIEZEN = reverse("toegang:inloggen"), reverse("toegang:kiezen")
HOOG, LAAG = "urn:etoegang:core:assurance-class:loa3", "urn:etoegang:core:assurance-class:loa2"
SLEUTEL, ANDERE = RSAKey.generate_key(2048, {"kid": "a"}), RSAKey.generate_key(2048, {"kid": "a"})


class Makelaar:
    """A provider that gives whatever answer a test wants."""

    def __init__(self):
        makelaar = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                paden = {"/.well-known/openid-configuration": makelaar.metadata, "/jwks": makelaar.jwks}
                self.answer(paden[self.path]())

            def do_POST(self):
                tekst = self.rfile.read(int(self.headers["Content-Length"])).decode()
                velden = {k: v[0] for k, v in parse_qs(tekst).items()}
                self.answer(makelaar.token(velden, self.headers.get("Authorization", "")))

            def answer(self, inhoud):
                status = 400 if "error" in inhoud else 200
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(inhoud).encode())

            def log_message(self, *_):
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.sleutel, self.alg, self.claims, self.uitdaging = SLEUTEL, "RS256", {}, ""
        self.issuer = self.url
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def metadata(self):
        paden = {"authorization_endpoint": "/login", "token_endpoint": "/token", "jwks_uri": "/jwks"}
        return {"issuer": self.issuer} | {naam: self.url + pad for naam, pad in paden.items()}

    def jwks(self):
        return KeySet([SLEUTEL]).as_dict(private=False)

    def asked(self, url):
        """What a visitor who is sent here brings along."""
        self.vraag = {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
        return self.vraag

    def token(self, velden, kop):
        s256 = base64.urlsafe_b64encode(hashlib.sha256(velden.get("code_verifier", "").encode()).digest())
        basic = base64.b64encode(b"portaal:heel-geheim").decode()
        if s256.rstrip(b"=").decode() != self.vraag["code_challenge"] or kop != f"Basic {basic}":
            return {"error": "invalid_grant"}
        nu = int(time.time())
        claims = {"iss": self.url, "aud": "portaal", "sub": "sanne-1", "iat": nu, "exp": nu + 60, "acr": HOOG}
        claims |= {"nonce": self.vraag["nonce"]} | self.claims
        claims = {k: v for k, v in claims.items() if v is not None}
        getekend = jwt.encode({"alg": self.alg, "kid": "a"}, claims, self.sleutel, algorithms=[self.alg])
        return {"access_token": "x", "token_type": "Bearer", "id_token": getekend}


@pytest.fixture(scope="module")
def server():
    makelaar = Makelaar()
    yield makelaar
    makelaar.server.shutdown()


@pytest.fixture
def makelaar(server, settings, tmp_path, cast):
    """The provider, configured, and one person known there."""
    server.sleutel, server.alg, server.claims, server.issuer = SLEUTEL, "RS256", {}, server.url
    settings.OIDC_BESTAND = tmp_path / "oidc.toml"
    settings.OIDC_BESTAND.write_text(
        f'[[aanbieder]]\nnaam = "makelaar"\nlabel = "de makelaar"\nuitgever = "{server.url}"\n'
        f'client_id = "portaal"\ngeheim = "heel-geheim"\nacr = ["{HOOG}"]\n'
    )
    oidc._METADATA.clear()
    oidc._KEYS.clear()
    middelen.link_elsewhere(
        persoon=cast.tekenbevoegde, uitgever=server.url, onderwerp="sanne-1", naam="Makelaar", by="test",
        now=timezone.now(),
    )  # fmt: skip
    return server


def go(client, makelaar, **terug):
    """Off to the provider and back."""
    vraag = makelaar.asked(client.get(START, {"next": KIEZEN}).url)
    antwoord = {"code": "c", "state": vraag["state"]} | terug
    return client.get(TERUG, {k: v for k, v in antwoord.items() if v is not None})


def test_who_was_recorded_gets_in_with_both_factors(client, makelaar):
    assert "Inloggen met de makelaar" in client.get(LOGIN).text
    assert go(client, makelaar).url == KIEZEN
    assert "De Linde" in client.get(KIEZEN).text
    vraag = makelaar.vraag
    assert (vraag["code_challenge_method"], vraag["response_type"], vraag["acr_values"]) == ("S256", "code", HOOG)
    assert vraag["redirect_uri"] == "http://testserver" + TERUG
    assert Inlog.objects.get().kenmerk == "makelaar"


WRONG = {
    "level too low": {"acr": LAAG},
    "no level": {"acr": None},
    "unknown person": {"sub": "iemand-anders"},
    "no person": {"sub": None},
    "person is no text": {"sub": ["sanne-1"]},
    "another issuer": {"iss": "https://kwaad.example"},
    "for another": {"aud": "ander"},
    "for others too": {"aud": ["portaal", "ander"], "azp": "portaal"},
    "asked by another": {"azp": "ander"},
    "expired": {"exp": int(time.time()) - 3600},
    "no end": {"exp": None},
    "of the future": {"iat": int(time.time()) + 3600, "nbf": int(time.time()) + 3600},
    "other nonce": {"nonce": "eerder"},
    "no nonce": {"nonce": None},
    "wrong access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


def test_any_other_answer_is_refused_and_kept(client, makelaar):
    for naam, claims in WRONG.items():
        makelaar.claims = claims
        assert go(client, makelaar).url == LOGIN, naam
        assert client.get(KIEZEN).url == LOGIN, naam
    assert list(Inlog.objects.values_list("uitkomst", flat=True)) == ["GEWEIGERD"] * len(WRONG)


@pytest.mark.parametrize(
    ("sleutel", "alg"), [(ANDERE, "RS256"), (OctKey.import_key("heel-geheim-en-lang-genoeg-voor-hs256"), "HS256")]
)
def test_a_signature_that_is_not_the_providers_is_refused(client, makelaar, sleutel, alg):
    makelaar.sleutel, makelaar.alg = sleutel, alg
    assert go(client, makelaar).url == LOGIN


@pytest.mark.parametrize(
    "terug",
    [
        {"state": "ander"},
        {"state": None},
        {"code": None},
        {"error": "access_denied"},
        {"iss": "https://kwaad.example"},
    ],
    ids=["other state", "no state", "no code", "error", "mixed up"],
)
def test_an_answer_to_another_question_is_refused(client, makelaar, terug):
    assert go(client, makelaar, **terug).url == LOGIN
    assert client.get(KIEZEN).url == LOGIN


def test_an_answer_counts_once_and_only_for_who_asked(client, makelaar):
    assert go(client, makelaar, state="fout").url == LOGIN
    again = {"code": "c", "state": makelaar.vraag["state"]}
    assert client.get(TERUG, again).url == LOGIN
    go(client, makelaar)
    client.post(reverse("toegang:uitloggen"))
    assert client.get(TERUG, {"code": "c", "state": makelaar.vraag["state"]}).url == LOGIN
    assert type(client)().get(TERUG, {"code": "c", "state": makelaar.vraag["state"]}).url == LOGIN
    assert client.get(KIEZEN).url == LOGIN


def test_it_never_replaces_somebody_else_who_is_logged_in(client, makelaar, login_as, cast):
    login_as(cast.assistent)
    assert go(client, makelaar).url == LOGIN
    assert client.session["_auth_user_id"] == str(cast.assistent.pk)


def test_a_provider_that_says_to_be_another_is_not_trusted(client, makelaar):
    makelaar.issuer = "https://kwaad.example"
    assert client.get(START).url == LOGIN


def test_a_provider_that_does_not_answer_is_said_to_be_away(client, makelaar, settings):
    settings.OIDC_BESTAND.write_text(
        settings.OIDC_BESTAND.read_text().replace(makelaar.url, "http://127.0.0.1:1"), encoding="utf-8"
    )
    assert "niet te bereiken" in client.get(START, follow=True).text


def test_what_is_not_configured_does_not_exist(client, db):
    assert client.get(START).status_code == client.get(TERUG).status_code == 404


@pytest.mark.parametrize(
    "regels",
    ["onzin", 'naam = "x"', 'naam = "x"\nlabel = "X"\nuitgever = "http://x.nl"\nclient_id = "x"\nacr = ["a"]',
     'naam = "x"\nlabel = "X"\nuitgever = "https://x.nl"\nclient_id = "x"\nacr = []'],
    ids=["no TOML", "half", "not https", "no level"],
)  # fmt: skip
def test_a_wrong_file_says_so(settings, tmp_path, regels):
    settings.OIDC_BESTAND = tmp_path / "oidc.toml"
    settings.OIDC_BESTAND.write_text(f"[[aanbieder]]\n{regels}\n")
    with pytest.raises(Gebruikersfout, match="aanbieders"):
        oidc.providers()
