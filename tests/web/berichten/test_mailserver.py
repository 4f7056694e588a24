"""E-mail through a real mail server here: TLS first, then the password, and nothing to a server that lies."""

import socket
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.web.contractering.conftest import NOW
from zorginkoop.adapters.inlog_ca import InlogCA
from zorginkoop.web.berichten import bezorgen, verdelen
from zorginkoop.web.berichten.models import Zending
from zorginkoop.web.config.post import mail_settings

ACCOUNT = (b"zorginkoop", b"geheim@postbus")


class Postbus:
    """What the server took in: the recipients and the text of each e-mail, and whether it came over TLS."""

    def __init__(self) -> None:
        self.gekregen: list[tuple[list[str], str, bool]] = []
        self.vol = False

    async def handle_DATA(self, server, session, envelope):
        if self.vol:
            return "452 4.2.2 postbus vol"
        self.gekregen.append((envelope.rcpt_tos, envelope.content.decode(), session.ssl is not None))
        return "250 OK"


def _authenticate(server, session, envelope, mechanism, gegevens):
    return AuthResult(success=(gegevens.login, gegevens.password) == ACCOUNT, handled=False)


class Mailserver:
    """A server that asks STARTTLS and a password; it can be closed and opened again at the same port."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self.postbus, self.tls = Postbus(), tls
        with socket.socket() as vrij:
            vrij.bind(("127.0.0.1", 0))
            self.poort = vrij.getsockname()[1]
        self.open()

    def open(self) -> None:
        self.bezig = Controller(
            self.postbus, hostname="127.0.0.1", port=self.poort, tls_context=self.tls, require_starttls=True,
            auth_required=True, authenticator=_authenticate,
        )  # fmt: skip
        self.bezig.start()

    def close(self) -> None:
        if self.bezig.server is not None:
            self.bezig.stop()


@pytest.fixture
def mailserver(tmp_path, settings, monkeypatch):
    """A mail server with a certificate of an authority that this process trusts; e-mail goes there."""
    nu = datetime.now(UTC)
    ca = InlogCA.make(now=nu)
    (tmp_path / "ca.pem").write_bytes(ca.eigen.pem())
    (tmp_path / "server.pem").write_bytes(ca.server(["127.0.0.1"], now=nu).pem())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(tmp_path / "server.pem")
    server = Mailserver(tls)
    adres = f"smtp+starttls://zorginkoop:geheim%40postbus@127.0.0.1:{server.poort}"
    for naam, waarde in mail_settings(adres, tmp_path).items():
        setattr(settings, naam, waarde)
    yield server
    server.close()


def send(now: datetime) -> set[str]:
    """Distribute and deliver; the states of what was to go out at once."""
    verdelen.distribute(now=now)
    bezorgen.deliver(now=now)
    return set(Zending.objects.filter(dag=None).values_list("status", flat=True))


def test_it_arrives_over_tls_after_the_password(markt, mailserver):
    markt.offered()
    assert send(NOW) == {"VERZONDEN"}

    gekregen = mailserver.postbus.gekregen
    assert sorted(adres for adressen, _, _ in gekregen for adres in adressen) == [
        "ahmed@voorbeeld.nl", "sanne1@voorbeeld.nl",
    ]  # fmt: skip
    assert all(tls and "Message-ID: <" in tekst for _, tekst, tls in gekregen)


def test_a_wrong_password_sends_nothing_and_waits(markt, mailserver, settings):
    settings.EMAIL_HOST_PASSWORD = "verkeerd"
    markt.offered()

    assert send(NOW) == {"OPEN"}
    assert mailserver.postbus.gekregen == []


def test_a_server_that_another_authority_vouches_for_gets_nothing(markt, mailserver, monkeypatch, tmp_path):
    vreemd = tmp_path / "vreemd.pem"
    vreemd.write_bytes(InlogCA.make(now=datetime.now(UTC)).eigen.pem())
    monkeypatch.setenv("SSL_CERT_FILE", str(vreemd))
    markt.offered()

    assert send(NOW) == {"OPEN"}
    assert mailserver.postbus.gekregen == []


def test_a_full_or_absent_server_gets_it_later_and_once(markt, mailserver):
    markt.offered()
    mailserver.postbus.vol = True
    assert send(NOW) == {"OPEN"}
    mailserver.close()
    later = NOW + timedelta(hours=12)
    assert send(later) == {"OPEN"}
    mailserver.postbus.vol = False
    mailserver.open()

    assert send(later + timedelta(hours=12)) == {"VERZONDEN"}
    adressen = [adres for ontvangers, _, _ in mailserver.postbus.gekregen for adres in ontvangers]
    assert (adressen.count("ahmed@voorbeeld.nl"), adressen.count("sanne1@voorbeeld.nl")) == (1, 1)
