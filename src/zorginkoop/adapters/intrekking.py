"""Where it is said which certificates were withdrawn: lists (CRL) and answers on request (OCSP).

What was fetched is used for `VERS`; after that it is fetched again, so a withdrawal counts within minutes after it
was published. When a source does not answer, what we have is used as long as it says itself that it holds; judging that
is up to who asks. There is no way here to come to "not withdrawn" without a source that says so.
"""

import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from asn1crypto import crl, ocsp, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp as pyca_ocsp

VERS = timedelta(minutes=4)
STIL = timedelta(seconds=30)
"""So long a source that did not answer is left alone."""
MAX_BYTES = 20 * 1024 * 1024
WACHTTIJD = 5.0

T = TypeVar("T")
Haal = Callable[[str, bytes | None], bytes]
"""Fetch an address; with a body it is an OCSP request. OSError when nothing comes."""


@dataclass(frozen=True)
class Bewijs:
    """What the sources say: lists, and answers about one certificate."""

    lijsten: tuple[crl.CertificateList, ...] = ()
    antwoorden: tuple[ocsp.OCSPResponse, ...] = ()


@dataclass
class _Gehaald:
    inhoud: bytes | None
    om: float


def fetch(adres: str, vraag: bytes | None) -> bytes:
    """Over HTTP, or from a file. OSError when it does not come, is too large, or takes too long."""
    if not adres.startswith(("http://", "https://")):
        return _bounded(Path(adres).stat().st_size, Path(adres).read_bytes)
    kop = {"Content-Type": "application/ocsp-request"} if vraag else {}
    verzoek = urllib.request.Request(adres, data=vraag, headers=kop)  # noqa: S310 - http(s) only, checked above
    with urllib.request.urlopen(verzoek, timeout=WACHTTIJD) as antwoord:  # noqa: S310 - checked above
        inhoud: bytes = antwoord.read(MAX_BYTES + 1)
        return _bounded(len(inhoud), lambda: inhoud)


def _bounded(grootte: int, lees: Callable[[], bytes]) -> bytes:
    if grootte > MAX_BYTES:
        raise OSError("too large")
    return lees()


@dataclass
class Intrekkingen:
    """Asks the sources, and remembers what they said.

    `lijsten` are addresses or files of lists that replace the addresses in the certificates.
    """

    lijsten: Sequence[str] = ()
    haal: Haal = fetch
    klok: Callable[[], float] = time.monotonic
    _gehaald: dict[tuple[str, bytes | None], _Gehaald] = field(default_factory=dict)

    def bewijs(self, certificaat: x509.Certificate, uitgever: x509.Certificate) -> Bewijs:
        """All there is to know about one certificate; empty when no source answers."""
        vraag = _question(certificaat, uitgever)
        antwoorden = (self._read(adres, vraag, _answer) for adres in certificaat.ocsp_urls)
        lijsten = (self._read(adres, None, _list) for adres in self.lijsten or _addresses(certificaat))
        eigen = [lijst for lijst in lijsten if lijst is not None and lijst.issuer == certificaat.issuer]
        return Bewijs(tuple(eigen), tuple(antwoord for antwoord in antwoorden if antwoord is not None))

    def _read(self, adres: str, vraag: bytes | None, lees: Callable[[bytes], T]) -> T | None:
        """What this address says, read; None when nothing readable ever came."""
        nu, eerder = self.klok(), self._gehaald.get((adres, vraag))
        if eerder is None or nu >= eerder.om:
            eerder = self._renew(adres, vraag, lees, eerder, nu)
        return None if eerder.inhoud is None else lees(eerder.inhoud)

    def _renew(
        self, adres: str, vraag: bytes | None, lees: Callable[[bytes], object], eerder: _Gehaald | None, nu: float
    ) -> _Gehaald:
        try:
            inhoud = self.haal(adres, vraag)
            lees(inhoud)
            nieuw = _Gehaald(inhoud, nu + VERS.total_seconds())
        except (OSError, ValueError, TypeError):
            nieuw = _Gehaald(eerder.inhoud if eerder else None, nu + STIL.total_seconds())
        self._gehaald[adres, vraag] = nieuw
        return nieuw


def _addresses(certificaat: x509.Certificate) -> list[str]:
    return [punt.url for punt in certificaat.crl_distribution_points if punt.url]


def _question(certificaat: x509.Certificate, uitgever: x509.Certificate) -> bytes:
    eigen, boven = (pyca.load_der_x509_certificate(c.dump()) for c in (certificaat, uitgever))
    # RFC 6960: the identifier is no proof of anything, and SHA-1 is the one every responder knows.
    vraag = pyca_ocsp.OCSPRequestBuilder().add_certificate(eigen, boven, hashes.SHA1())  # noqa: S303 - see above
    return vraag.build().public_bytes(Encoding.DER)


def _list(inhoud: bytes) -> crl.CertificateList:
    if inhoud.lstrip().startswith(b"-----BEGIN"):
        inhoud = pyca.load_pem_x509_crl(inhoud).public_bytes(Encoding.DER)
    lijst = crl.CertificateList.load(inhoud, strict=True)
    lijst["tbs_cert_list"]["issuer"].native  # noqa: B018 - asn1crypto reads only what is asked for
    return lijst


def _answer(inhoud: bytes) -> ocsp.OCSPResponse:
    antwoord = ocsp.OCSPResponse.load(inhoud, strict=True)
    if antwoord["response_status"].native != "successful":
        raise ValueError("the responder has no answer")
    return antwoord
