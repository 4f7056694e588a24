"""A test authority, and a browser that shows a certificate."""

import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import Client
from django.utils import timezone

from zorginkoop.adapters.inlog_ca import BELEID_BEZIT, BELEID_PERSOON, BELEID_SYSTEEM, InlogCA, Uitgifte
from zorginkoop.web.inlogmiddelen import certificaten, verbinding


class Verbinding(ssl.SSLSocket):
    """What gunicorn gives the application: the socket, which knows the certificate."""

    def __new__(cls, der):
        return ssl.SSLSocket.__new__(cls)

    def __init__(self, der):
        self.der = der

    def __del__(self):
        """There is nothing to close."""

    def getpeercert(self, binary_form=False):
        assert binary_form
        return self.der


@dataclass
class Uitgever:
    """The authority with its list of withdrawn certificates."""

    ca: InlogCA
    lijst: Path

    def revoke(self, *uitgiften: Uitgifte) -> None:
        self.lijst.write_bytes(self.ca.revoked(*(u.certificaat for u in uitgiften), now=timezone.now()))
        verbinding.forget()

    def linked(self, persoon, **meer) -> Uitgifte:
        """A certificate that is this person's."""
        uitgifte = self.ca.person(persoon.naam, now=timezone.now(), **meer)
        kaart = verbinding.card(uitgifte.der, timezone.now())
        certificaten.link(persoon=persoon, kaart=kaart, by="test", now=timezone.now())
        return uitgifte


@pytest.fixture
def uitgever(tmp_path, settings):
    """Certificates work, as with the server of our own."""
    uitgever = Uitgever(InlogCA.make(now=timezone.now()), tmp_path / "lijst.crl")
    settings.CLIENT_CA = tmp_path / "ca.pem"
    settings.CLIENT_CA.write_bytes(uitgever.ca.eigen.certificaat.public_bytes(Encoding.PEM))
    settings.CLIENT_CRL = (str(uitgever.lijst),)
    settings.CLIENT_BELEID = {"persoon": {BELEID_PERSOON}, "bezit": {BELEID_BEZIT}, "systeem": {BELEID_SYSTEEM}}
    uitgever.revoke()
    yield uitgever
    verbinding.forget()


@pytest.fixture
def toon():
    """Call with a certificate: a browser that shows it on every connection."""

    def browser(uitgifte: Uitgifte | None, cookies_of: Client | None = None) -> Client:
        meer = {"gunicorn.socket": Verbinding(uitgifte.der)} if uitgifte else {}
        client = Client(**meer)
        if cookies_of is not None:
            client.cookies = cookies_of.cookies
        return client

    return browser
