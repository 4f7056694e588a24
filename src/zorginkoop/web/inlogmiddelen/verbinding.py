"""The client certificate of this connection, and what it says."""

import ssl
import time
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote_to_bytes

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.http import HttpRequest

from zorginkoop.adapters.inlogcertificaat import (
    MAX_BYTES,
    ONLEESBAAR,
    Geweigerd,
    Kaart,
    Vertrouwen,
    fingerprint,
    judge,
    read_authorities,
)
from zorginkoop.adapters.intrekking import Intrekkingen

ONTHOUDEN = 60.0
"""So many seconds a good certificate is not looked at again."""
_GOED: dict[tuple[str, Vertrouwen], tuple[float, Kaart]] = {}


class NietVertrouwd(Exception):
    """The header that only our proxy may send came from elsewhere."""


def configured() -> bool:
    """Whether people can log in here with a certificate."""
    return settings.CLIENT_CA is not None and settings.CLIENT_CA.exists()


def check() -> None:
    """Gebruikersfout, at start, when the file with authorities is not right."""
    if configured():
        read_authorities(settings.CLIENT_CA)


def from_proxy(request: HttpRequest) -> bool:
    """Whether the other end of this connection is the proxy we were told about."""
    adres = request.META.get("REMOTE_ADDR") or ""
    if not adres:
        return bool(settings.PROXY_SOCKET)
    try:
        return any(ip_address(adres) in net for net in settings.PROXY_NETTEN)
    except ValueError:
        return False


def presented(request: HttpRequest) -> bytes | None:
    """The certificate (DER) whose key the other end has; None without one. Nothing about it is judged yet.

    With a proxy configured only its header counts, and only from its own address: NietVertrouwd when it comes from
    elsewhere. Without one only the TLS connection of the server itself counts, whatever headers say.
    """
    if settings.PROXY_KOP:
        waarde = request.headers.get(settings.PROXY_KOP, "")
        if waarde and not from_proxy(request):
            raise NietVertrouwd
        return _unpack(waarde) if waarde else None
    verbinding = request.META.get("gunicorn.socket")
    return verbinding.getpeercert(binary_form=True) if isinstance(verbinding, ssl.SSLSocket) else None


def card(der: bytes, now: datetime) -> Kaart:
    """What this certificate says. Geweigerd when it is not to be trusted now."""
    if not configured():
        raise Geweigerd("Op dit portaal kunt u niet met een certificaat inloggen.")
    vertrouwen = _trust(settings.CLIENT_CA, settings.CLIENT_CA.stat().st_mtime_ns, _policies())
    sleutel = (fingerprint(der), vertrouwen)
    tot, kaart = _GOED.get(sleutel, (0.0, None))
    if kaart is None or time.monotonic() >= tot:
        _GOED.pop(sleutel, None)
        kaart = judge(der, vertrouwen=vertrouwen, bronnen=_sources(settings.CLIENT_CRL), now=now)
        _GOED[sleutel] = (time.monotonic() + ONTHOUDEN, kaart)
    return kaart


def forget() -> None:
    """Look at everything again."""
    _GOED.clear()
    _sources.cache_clear()
    _trust.cache_clear()


def _unpack(waarde: str) -> bytes:
    """A header as nginx writes it ($ssl_client_escaped_cert): PEM with % escapes."""
    if len(waarde) > 3 * MAX_BYTES:
        raise Geweigerd(ONLEESBAAR)
    try:
        return x509.load_pem_x509_certificate(unquote_to_bytes(waarde)).public_bytes(Encoding.DER)
    except ValueError as fout:
        raise Geweigerd(ONLEESBAAR) from fout


def _policies() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    beleid = settings.CLIENT_BELEID
    return frozenset(beleid["persoon"]), frozenset(beleid["bezit"]), frozenset(beleid["systeem"])


@lru_cache(maxsize=2)
def _trust(ca: Path, _gewijzigd: int, beleid: tuple[frozenset[str], frozenset[str], frozenset[str]]) -> Vertrouwen:
    wortels, tussen = read_authorities(ca)
    return Vertrouwen(wortels, tussen, *beleid)


@lru_cache(maxsize=2)
def _sources(lijsten: tuple[str, ...]) -> Intrekkingen:
    return Intrekkingen(lijsten=lijsten)
