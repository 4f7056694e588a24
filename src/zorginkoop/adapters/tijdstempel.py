"""Time stamps (RFC 3161): from an authority by its address, or from our own one that is only for trying things out.

The own authority states the moment it is given, so that a demonstration can live in another year. A configured
authority that does not answer is left alone for a while: thousands of documents must not each wait for it.
"""

import secrets
import time
import urllib.request
from datetime import UTC, datetime
from typing import Protocol
from urllib.error import URLError

from asn1crypto import cms, core, keys, tsp, x509
from pyhanko.sign import signers
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from zorginkoop.adapters.pdf_veld import wait

WACHTTIJD = 5.0
"""Seconds an authority may take to answer."""
RUST = 60.0
"""Seconds in which an authority that did not answer is not asked again."""
GROOTSTE = 100_000
"""Bytes. A token is some kilobytes; more is not read."""
_POLICY = "1.3.6.1.4.1.4146.2.2"


class GeenTijdstempel(Exception):
    """The authority gave no usable time stamp; the document keeps the level it has."""


class Stempelaar(Protocol):
    """Gives a token over a SHA-256 digest. `moment` is what the application's clock says."""

    def token(self, digest: bytes, *, moment: datetime) -> cms.ContentInfo:
        """The token, not yet checked; GeenTijdstempel when there is none."""
        ...


class EigenStempelaar:
    """A time-stamping authority of our own, under the development CA."""

    def __init__(self, *, sleutel: keys.PrivateKeyInfo, certificaat: x509.Certificate) -> None:
        self._certificaat = certificaat
        self._signer = signers.SimpleSigner(
            signing_cert=certificaat, signing_key=sleutel, cert_registry=SimpleCertificateStore(), embed_roots=False
        )

    def token(self, digest: bytes, *, moment: datetime) -> cms.ContentInfo:
        """The token, stating `moment`."""
        return self.answer(_request(digest), moment=moment)["time_stamp_token"]

    def answer(self, vraag: tsp.TimeStampReq, *, moment: datetime) -> tsp.TimeStampResp:
        """The response to a request, as a server would give it."""
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": _POLICY,
                "message_imprint": vraag["message_imprint"],
                "serial_number": _nonce(),
                "gen_time": moment.astimezone(UTC).replace(microsecond=0),
                **({} if vraag["nonce"].native is None else {"nonce": vraag["nonce"]}),
            }
        )
        inhoud = cms.EncapsulatedContentInfo(
            {"content_type": "tst_info", "content": core.ParsableOctetString(info.dump())}
        )
        token = wait(lambda: self._signer.async_sign_general_data(inhoud, "sha256", detached=False))
        return tsp.TimeStampResp({"status": tsp.PKIStatusInfo({"status": "granted"}), "time_stamp_token": token})


class HttpStempelaar:
    """An authority by its address."""

    def __init__(self, adres: str) -> None:
        if not adres.startswith(("https://", "http://")):
            raise ValueError("The address of a time-stamping authority starts with https:// or http://")
        self._adres, self._rust_tot = adres, 0.0

    def token(self, digest: bytes, *, moment: datetime) -> cms.ContentInfo:
        """The token of the authority, at its own time."""
        if time.monotonic() < self._rust_tot:
            raise GeenTijdstempel("the authority did not answer a moment ago")
        vraag = _request(digest)
        try:
            return _granted(tsp.TimeStampResp.load(self._post(vraag.dump()), strict=True), vraag)
        except (OSError, URLError, ValueError, TypeError, KeyError, TimestampRequestError) as fout:
            self._rust_tot = time.monotonic() + RUST
            raise GeenTijdstempel(f"{type(fout).__name__}: {fout}") from fout

    def _post(self, vraag: bytes) -> bytes:
        soort = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        verzoek = urllib.request.Request(self._adres, data=vraag, headers=soort)  # noqa: S310 - checked above
        with urllib.request.urlopen(verzoek, timeout=WACHTTIJD) as antwoord:  # noqa: S310 - checked above
            rauw: bytes = antwoord.read(GROOTSTE + 1)
        if len(rauw) > GROOTSTE:
            raise ValueError("The answer is too large to be a time stamp")
        return rauw


def _granted(antwoord: tsp.TimeStampResp, vraag: tsp.TimeStampReq) -> cms.ContentInfo:
    if antwoord["status"]["status"].native not in ("granted", "granted_with_mods"):
        raise ValueError("The authority refused")
    token = antwoord["time_stamp_token"]
    if token["content"]["encap_content_info"]["content"].parsed["nonce"].native != vraag["nonce"].native:
        raise ValueError("The answer belongs to another request")
    return token


def _request(digest: bytes) -> tsp.TimeStampReq:
    imprint = tsp.MessageImprint({"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest})
    nonce = _nonce()
    return tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True, "nonce": nonce})


def _nonce() -> int:
    return secrets.randbits(63)
