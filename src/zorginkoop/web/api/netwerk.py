"""Sending to an address a user gave, without ever letting that address lead inside: only public addresses over https,
looked up once and then connected to exactly that, no redirects, no waiting without end."""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from zorginkoop.kern.fouten import Gebruikersfout

WACHTEN = 10
"""Seconds to wait for a receiver."""
_OMWEGEN = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
"""Public on paper, but ways to reach an IPv4 address that may not be."""
Adres = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Doel:
    """Where a message goes: name and port, the address behind the name, and the path."""

    host: str
    port: int
    adres: str
    pad: str
    https: bool


def target(url: str) -> Doel:
    """The place an address leads to now; Gebruikersfout when we do not send there."""
    https, host, port, pad = _parts(url)
    adressen = _lookup(host, port)
    for adres in adressen:
        if not (_configured(adres) or _public(adres)):
            raise Gebruikersfout("Dit adres leidt naar een besloten netwerk; daar sturen wij niets heen", plaats="url")
    if not https and not all(map(_configured, adressen)):
        raise Gebruikersfout("Gebruik een adres dat met https:// begint", plaats="url")
    return Doel(host, port, str(adressen[0]), pad, https)


def _parts(url: str) -> tuple[bool, str, int, str]:
    try:
        delen = urlsplit(url)
        port = delen.port or (443 if delen.scheme == "https" else 80)
        host = (delen.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as fout:
        raise Gebruikersfout("Dit is geen webadres", plaats="url") from fout
    goed = delen.scheme in ("https", "http") and host and not delen.fragment and delen.username is None
    if not goed or not all("!" <= teken <= "~" for teken in url):
        raise Gebruikersfout("Geef een volledig webadres, zonder naam, wachtwoord of #", plaats="url")
    if port not in (80, 443) and port < 1024:
        raise Gebruikersfout("Kies poort 443, of een poort vanaf 1024", plaats="url")
    return delen.scheme == "https", host, port, f"{delen.path or '/'}{'?' if delen.query else ''}{delen.query}"


def _lookup(host: str, port: int) -> list[Adres]:
    try:
        gevonden = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fout:
        raise Gebruikersfout("De naam in dit adres is niet te vinden", plaats="url") from fout
    return [_plain(ipaddress.ip_address(str(info[4][0]).partition("%")[0])) for info in gevonden]


def _plain(adres: Adres) -> Adres:
    """An IPv4 address written as IPv6 is that IPv4 address."""
    return getattr(adres, "ipv4_mapped", None) or adres


def _configured(adres: Adres) -> bool:
    """Whether this installation says that it may send there."""
    return any(adres in ipaddress.ip_network(net) for net in settings.WEBHOOK_NETWERKEN)


def _public(adres: Adres) -> bool:
    omweg = any(adres in net for net in _OMWEGEN)
    return adres.is_global and not adres.is_multicast and not adres.is_reserved and not omweg


def post(doel: Doel, inhoud: bytes, koppen: dict[str, str]) -> int:
    """Send, and return the status code of the answer; OSError or HTTPException when there is none."""
    verbinding = _connection(doel)
    try:
        verbinding.request("POST", doel.pad, body=inhoud, headers=koppen)
        return verbinding.getresponse().status
    finally:
        verbinding.close()


def _connection(doel: Doel) -> http.client.HTTPConnection:
    """A connection to the address that was checked, under the name that was asked for."""
    stekker = socket.create_connection((doel.adres, doel.port), timeout=WACHTEN)
    if doel.https:
        stekker = ssl.create_default_context().wrap_socket(stekker, server_hostname=doel.host)
    verbinding = http.client.HTTPConnection(doel.host, doel.port, timeout=WACHTEN)
    verbinding.sock = stekker
    return verbinding
