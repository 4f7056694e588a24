"""The real server: gunicorn with client certificates, and what reaches the application of them."""

import http.client
import json
import os
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from zorginkoop.adapters.inlog_ca import InlogCA
from zorginkoop.adapters.inlogcertificaat import fingerprint
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.config.inlogwegen import login_settings
from zorginkoop.web.config.tls import server_settings

APP = """
import json, sys
from pathlib import Path
from django.conf import settings
from ipaddress import ip_network
KOP = sys.argv[1] if len(sys.argv) > 1 else ""
settings.configure(PROXY_KOP=KOP, PROXY_NETTEN=[ip_network("127.0.0.1")], PROXY_SOCKET=False, ALLOWED_HOSTS=["*"])
from django.core.handlers.wsgi import WSGIRequest
from gunicorn.app.base import BaseApplication
from zorginkoop.adapters.inlogcertificaat import fingerprint
from zorginkoop.web.config.tls import KOPPEN, server_settings

def application(environ, start_response):
    from zorginkoop.web.inlogmiddelen.verbinding import presented
    der = presented(WSGIRequest(environ))
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(fingerprint(der) if der else None).encode()]

class Server(BaseApplication):
    def load_config(self):
        vast = {"bind": "127.0.0.1:0", "workers": 1, "threads": 2, "worker_class": "gthread", "loglevel": "info"}
        for naam, waarde in (vast | KOPPEN | server_settings(Path("server.pem"), Path("ca.pem"))).items():
            self.cfg.set(naam, waarde)
    def load(self):
        return application

Server().run()
"""


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    """An authority, another one, and the files of the server."""
    map_, nu = tmp_path_factory.mktemp("server"), timezone.now()
    ca, vreemd = InlogCA.make(now=nu), InlogCA.make(now=nu, naam="Andere CA")
    (map_ / "ca.pem").write_bytes(ca.eigen.certificaat.public_bytes(Encoding.PEM))
    (map_ / "server.pem").write_bytes(ca.server(["localhost", "127.0.0.1"], now=nu).pem())
    mensen = {"eigen": ca.person("Sanne", now=nu), "vreemd": vreemd.person("Sanne", now=nu)}
    for naam, uitgifte in mensen.items():
        (map_ / f"{naam}.pem").write_bytes(uitgifte.pem())
    return map_, mensen


@pytest.fixture(scope="module")
def poort(pki):
    """The port of a running server."""
    with running(pki[0]) as poort:
        yield poort


@contextmanager
def running(map_, *woorden):
    """A server of our own; a word is the header of a proxy it trusts on this machine."""
    (map_ / "app.py").write_text(APP)
    log = (map_ / "log").open("w+")
    opdracht = [sys.executable, "app.py", *woorden]
    server = subprocess.Popen(opdracht, cwd=map_, stderr=log, env={"PATH": os.environ["PATH"]})
    try:
        for _ in range(200):
            regels = (map_ / "log").read_text()
            if "Booting worker" in regels:
                break
            time.sleep(0.1)
        yield int(regels.split("Listening at: https://127.0.0.1:")[1].split()[0])
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def seen(pki, poort, naam=None, **koppen):
    """What the application sees of the certificate a client shows. A name with two underscores keeps one."""
    map_, _ = pki
    context = ssl.create_default_context(cafile=str(map_ / "ca.pem"))
    if naam:
        context.load_cert_chain(str(map_ / f"{naam}.pem"))
    verbinding = http.client.HTTPSConnection("127.0.0.1", poort, context=context, timeout=10)
    try:
        verbinding.request("GET", "/", headers={_header(k): v for k, v in koppen.items()})
        return json.loads(verbinding.getresponse().read())
    finally:
        verbinding.close()


def _header(naam):
    return "_".join(deel.replace("_", "-") for deel in naam.split("__"))


def test_behind_a_proxy_no_other_spelling_of_its_header_counts(pki):
    """In the application an underscore and a dash are one; so the server drops names with an underscore."""
    map_, mensen = pki
    kop = quote(mensen["eigen"].certificaat.public_bytes(Encoding.PEM))
    with running(map_, "X-SSL-Client-Cert") as poort:
        assert seen(pki, poort, X_SSL_Client_Cert=kop) == seen(pki, poort, x_ssl_client_cert=kop)
        assert seen(pki, poort, X_SSL_Client_Cert=kop) == fingerprint(mensen["eigen"].der)
        for anders in ("X__SSL__Client__Cert", "X_SSL_Client__Cert", "X_SSL__CLIENT_CERT"):
            assert seen(pki, poort, **{anders: kop}) is None, anders
        assert seen(pki, poort, "eigen") is None, "the connection is that of the proxy"


def test_the_application_sees_the_certificate_of_the_connection_and_nothing_else(pki, poort):
    _, mensen = pki
    assert seen(pki, poort, "eigen") == fingerprint(mensen["eigen"].der)
    assert seen(pki, poort) is None
    assert seen(pki, poort, X_SSL_Client_Cert="x", X_SSL_Client_Verify="SUCCESS") is None


def test_a_certificate_of_another_authority_does_not_get_through_the_handshake(pki, poort):
    with pytest.raises((ssl.SSLError, ConnectionError, http.client.RemoteDisconnected)):
        seen(pki, poort, "vreemd")


def test_without_a_certificate_of_its_own_the_server_does_not_start(tmp_path):
    for pad in (None, tmp_path / "weg.pem"):
        with pytest.raises(Gebruikersfout, match="server"):
            server_settings(pad, None)


@pytest.mark.parametrize(
    ("omgeving", "plaats"),
    [
        ({"ZORGINKOOP_CLIENT_CA": "/bestaat/niet.pem"}, "ZORGINKOOP_CLIENT_CA"),
        ({"ZORGINKOOP_CLIENT_CA": __file__}, "ZORGINKOOP_CLIENT_PERSOON"),
        ({"ZORGINKOOP_CLIENT_CA": __file__, "ZORGINKOOP_CLIENT_PERSOON": "alles"}, "ZORGINKOOP_CLIENT_PERSOON"),
        ({"ZORGINKOOP_PROXY": "10.0.0.7"}, "ZORGINKOOP_PROXY"),
        ({"ZORGINKOOP_PROXY_KOP": "X-SSL-Client-Cert"}, "ZORGINKOOP_PROXY"),
        ({"ZORGINKOOP_PROXY": "nginx", "ZORGINKOOP_PROXY_KOP": "X-SSL-Client-Cert"}, "ZORGINKOOP_PROXY"),
        ({"ZORGINKOOP_PROXY": "unix", "ZORGINKOOP_PROXY_KOP": "X_Kop"}, "ZORGINKOOP_PROXY_KOP"),
        ({"ZORGINKOOP_OIDC": "/bestaat/niet.toml"}, "ZORGINKOOP_OIDC"),
    ],
)
def test_half_a_configuration_stops_the_portal_at_start(tmp_path, omgeving, plaats):
    with pytest.raises(Gebruikersfout) as fout:
        login_settings(omgeving, tmp_path, demo=False, adres="https://portaal.example")
    assert fout.value.plaats == plaats


def test_without_configuration_only_passwords_and_passkeys_work(tmp_path):
    gelezen = login_settings({}, tmp_path, demo=False, adres="https://portaal.example")
    assert (gelezen["CLIENT_CA"], gelezen["PROXY_KOP"], gelezen["OIDC_BESTAND"]) == (None, "", None)
    assert (gelezen["PASSKEY_DOMEIN"], gelezen["PASSKEY_BRONNEN"]) == ("portaal.example", ["https://portaal.example"])
    assert login_settings({}, tmp_path, demo=False, adres="http://127.0.0.1:8000")["PASSKEY_DOMEIN"] == ""


def test_a_demonstration_trusts_its_own_authority(tmp_path):
    gelezen = login_settings({}, tmp_path, demo=True, adres="http://127.0.0.1:8000")
    assert gelezen["CLIENT_CA"] == tmp_path / "demo/certificaten/ca.pem"
    assert gelezen["PASSKEY_DOMEIN"] == "localhost"
