"""Which ways of logging in this installation has, beside a password with a code; all of it from the environment."""

import re
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from zorginkoop.adapters.inlog_ca import BELEID_BEZIT, BELEID_PERSOON, BELEID_SYSTEEM
from zorginkoop.kern.fouten import Gebruikersfout

SOCKET = "unix"
"""The name, among the addresses of a proxy, of one that comes over a socket in the file system."""
_OID = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")
_KOP = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def login_settings(omgeving: Mapping[str, str], var: Path, *, demo: bool, adres: str) -> dict[str, Any]:
    """Django settings. Gebruikersfout, at start, for what is there by half: better no portal than an open one."""
    return (
        _client_certificates(omgeving, var / "demo" / "certificaten", demo)
        | _proxy(omgeving)
        | _passkeys(omgeving, demo, adres)
        | {"OIDC_BESTAND": _path(omgeving, "ZORGINKOOP_OIDC")}
    )


def _client_certificates(omgeving: Mapping[str, str], map: Path, demo: bool) -> dict[str, Any]:
    """A demonstration has certificates of its own, unless others were configured."""
    ca = _path(omgeving, "ZORGINKOOP_CLIENT_CA")
    if ca is None and demo:
        return {
            "CLIENT_CA": map / "ca.pem",
            "CLIENT_CRL": (str(map / "ingetrokken.crl"),),
            "CLIENT_BELEID": {"persoon": {BELEID_PERSOON}, "bezit": {BELEID_BEZIT}, "systeem": {BELEID_SYSTEEM}},
            "TLS_CERTIFICAAT": map / "server.pem",
        }
    beleid = {soort: _oids(omgeving, f"ZORGINKOOP_CLIENT_{soort.upper()}") for soort in ("persoon", "bezit", "systeem")}
    if ca and not any(beleid.values()):
        raise Gebruikersfout(
            "Noem de OID's van het beleid waaronder persoonlijke certificaten worden uitgegeven",
            plaats="ZORGINKOOP_CLIENT_PERSOON",
        )
    return {
        "CLIENT_CA": ca,
        "CLIENT_CRL": tuple(_words(omgeving, "ZORGINKOOP_CLIENT_CRL")),
        "CLIENT_BELEID": beleid,
        "TLS_CERTIFICAAT": _path(omgeving, "ZORGINKOOP_TLS_CERTIFICAAT"),
    }


def _proxy(omgeving: Mapping[str, str]) -> dict[str, Any]:
    adressen, kop = _words(omgeving, "ZORGINKOOP_PROXY"), omgeving.get("ZORGINKOOP_PROXY_KOP", "")
    if bool(adressen) != bool(kop):
        raise Gebruikersfout(
            "Noem de adressen van de proxy én de kop waarin hij het certificaat zet, of geen van beide",
            plaats="ZORGINKOOP_PROXY",
        )
    if kop and not _KOP.fullmatch(kop):
        raise Gebruikersfout("Een kop heeft alleen letters, cijfers en streepjes", plaats="ZORGINKOOP_PROXY_KOP")
    try:
        netten = tuple(ip_network(deel) for deel in adressen if deel != SOCKET)
    except ValueError as fout:
        raise Gebruikersfout("Noem adressen als 10.0.0.7 of 10.0.0.0/29, of unix", plaats="ZORGINKOOP_PROXY") from fout
    return {"PROXY_NETTEN": netten, "PROXY_SOCKET": SOCKET in adressen, "PROXY_KOP": kop}


def _passkeys(omgeving: Mapping[str, str], demo: bool, adres: str) -> dict[str, Any]:
    """A passkey belongs to a domain; browsers know none for an address in figures."""
    bronnen = _words(omgeving, "ZORGINKOOP_PASSKEY_BRONNEN") or [adres]
    if demo:
        bronnen = [*bronnen, "http://localhost:8000", "https://localhost:8443"]
    bronnen = [bron for bron in bronnen if not _in_figures(urlsplit(bron).hostname or "")]
    domein = omgeving.get("ZORGINKOOP_PASSKEY_DOMEIN") or next((urlsplit(b).hostname or "" for b in bronnen), "")
    return {"PASSKEY_DOMEIN": domein, "PASSKEY_BRONNEN": bronnen}


def _in_figures(naam: str) -> bool:
    try:
        ip_address(naam)
    except ValueError:
        return not naam
    return True


def _words(omgeving: Mapping[str, str], naam: str) -> list[str]:
    return omgeving.get(naam, "").replace(",", " ").split()


def _oids(omgeving: Mapping[str, str], naam: str) -> set[str]:
    oids = set(_words(omgeving, naam))
    if not all(_OID.fullmatch(oid) for oid in oids):
        raise Gebruikersfout("Een OID ziet eruit als 2.16.528.1.1003.1.2", plaats=naam)
    return oids


def _path(omgeving: Mapping[str, str], naam: str) -> Path | None:
    waarde = omgeving.get(naam, "")
    if waarde and not Path(waarde).is_file():
        raise Gebruikersfout(f"Dit bestand bestaat niet: {waarde}", plaats=naam)
    return Path(waarde) if waarde else None
