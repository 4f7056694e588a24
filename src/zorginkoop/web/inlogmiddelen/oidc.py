"""Log in through a broker or employer with OpenID Connect: authorization code with PKCE, configured in a TOML file.

The provider must have asked for two factors: it says so in `acr`, and an answer below what was configured is refused.
Nobody gets an account by logging in elsewhere; who may was recorded before.
"""

import secrets
import time
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.inlogmiddelen.certificaten import ANDER, BACKEND
from zorginkoop.web.inlogmiddelen.models import Extern
from zorginkoop.web.toegang.inloggen import verified
from zorginkoop.web.toegang.taal import Zin
from zorginkoop.web.toegang.wegen import GEWEIGERD, INGELOGD, Poging, tell

ONDERWEG = "oidc"
"""Where the session keeps what it asked, until the answer comes."""
GELDIG, WACHTTIJD, ONTHOUDEN, SPELING = 600, 5, 3600, 60
"""Seconds: to log in elsewhere, to wait for the provider, to keep its addresses and keys, clocks may differ."""
ALGORITMEN = ("RS256", "PS256", "ES256")
LOOPBACK = ("127.0.0.1", "localhost")
MIDDEL = "OIDC"

MISLUKT = "Het inloggen bij %(label)s is niet gelukt. Probeer het opnieuw of log in op een andere manier."
AFGEBROKEN = "U heeft het inloggen bij %(label)s afgebroken, of %(label)s liet u niet toe."
TE_LAAG = "U bent bij %(label)s ingelogd met te weinig zekerheid. Log daar in met twee stappen."
ONBEKEND = "Wij kennen u niet met deze login van %(label)s. Vraag de beheerder van dit portaal om hem te koppelen."
ONBEREIKBAAR = "%(label)s is nu niet te bereiken. Probeer het later opnieuw of log in op een andere manier."


class Aanbieder(BaseModel):
    """A provider we trust to say who somebody is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    naam: str = Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")
    label: str = Field(min_length=1, max_length=60)
    uitgever: str
    client_id: str = Field(min_length=1)
    geheim: str = Field(default="", repr=False)
    acr: tuple[str, ...] = Field(min_length=1)
    """Levels at which the provider asked for two factors; any of these will do."""
    scope: str = "openid"

    @field_validator("uitgever")
    @classmethod
    def _safe(cls, waarde: str) -> str:
        delen = urlsplit(waarde)
        if delen.scheme != "https" and not (delen.scheme == "http" and delen.hostname in LOOPBACK):
            raise ValueError("begin met https://")
        return waarde


def providers() -> Mapping[str, Aanbieder]:
    """The configured providers by name. Gebruikersfout when the file is not right."""
    bestand = settings.OIDC_BESTAND
    return _read(bestand, bestand.stat().st_mtime_ns) if bestand else {}


@lru_cache(maxsize=2)
def _read(bestand: Path, _gewijzigd: int) -> dict[str, Aanbieder]:
    try:
        alle = [Aanbieder(**deel) for deel in tomllib.loads(bestand.read_text("utf-8"))["aanbieder"]]
    except (OSError, ValueError, TypeError, KeyError, ValidationError) as fout:
        raise Gebruikersfout(f"Dit bestand met aanbieders klopt niet: {fout}", plaats=str(bestand)) from fout
    return {aanbieder.naam: aanbieder for aanbieder in alle}


def start(request: HttpRequest, aanbieder: Aanbieder, *, volgende: str) -> str:
    """The address at the provider to send the visitor to. Gebruikersfout when the provider cannot be reached."""
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    url, state = _client(request, aanbieder).create_authorization_url(
        _metadata(aanbieder)["authorization_endpoint"],
        code_verifier=verifier,
        nonce=nonce,
        acr_values=" ".join(aanbieder.acr),
    )
    request.session[ONDERWEG] = {
        "aanbieder": aanbieder.naam,
        "state": state,
        "nonce": nonce,
        "verifier": verifier,
        "volgende": volgende,
        "om": time.time(),
    }
    return str(url)


def enter(request: HttpRequest, aanbieder: Aanbieder, *, now: datetime) -> str:
    """Log in with the answer of the provider; gives where the visitor was going. Gebruikersfout says why not."""
    try:
        gesteld = _taken(request, aanbieder)
        claims = _claims(request, aanbieder, gesteld)
        extern = _known(request, aanbieder, claims)
    except Gebruikersfout as fout:
        tell(request, Poging(MIDDEL, GEWEIGERD, None, fout.melding, aanbieder.naam), now)
        raise
    login(request, extern.user, backend=BACKEND)
    verified(request, extern, Poging(MIDDEL, INGELOGD, extern.user, kenmerk=aanbieder.naam), now)
    return str(gesteld["volgende"])


def _taken(request: HttpRequest, aanbieder: Aanbieder) -> dict[str, Any]:
    """What we asked, if this is an answer to it. It counts once, right or wrong."""
    gesteld: dict[str, Any] | None = request.session.pop(ONDERWEG, None)
    goed = (
        gesteld is not None
        and gesteld["aanbieder"] == aanbieder.naam
        and constant_time_compare(gesteld["state"], request.GET.get("state", ""))
        and 0 <= time.time() - gesteld["om"] <= GELDIG
        and request.GET.get("iss", aanbieder.uitgever) == aanbieder.uitgever  # RFC 9207
    )
    if not goed or gesteld is None:
        raise Gebruikersfout(Zin(MISLUKT, label=aanbieder.label))
    if "error" in request.GET or not request.GET.get("code"):
        raise Gebruikersfout(Zin(AFGEBROKEN, label=aanbieder.label))
    return gesteld


def _claims(request: HttpRequest, aanbieder: Aanbieder, gesteld: dict[str, Any]) -> CodeIDToken:
    """What the provider says, after everything about it was checked."""
    try:
        token = _client(request, aanbieder).fetch_token(
            _metadata(aanbieder)["token_endpoint"],
            code=request.GET["code"],
            code_verifier=gesteld["verifier"],
            timeout=WACHTTIJD,
            allow_redirects=False,
        )
        claims = _checked(aanbieder, token, gesteld["nonce"])
    except requests.RequestException as fout:
        raise Gebruikersfout(Zin(ONBEREIKBAAR, label=aanbieder.label)) from fout
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as fout:
        raise Gebruikersfout(Zin(MISLUKT, label=aanbieder.label)) from fout
    if claims.get("acr") not in aanbieder.acr:
        raise Gebruikersfout(Zin(TE_LAAG, label=aanbieder.label))
    return claims


def _checked(aanbieder: Aanbieder, token: Mapping[str, Any], nonce: str) -> CodeIDToken:
    """OpenID Connect Core §3.1.3.7: signature, issuer, audience, times, nonce and the hash of the access token."""
    gelezen = _decode(aanbieder, token["id_token"])
    opties = {"iss": {"essential": True, "value": aanbieder.uitgever}, "sub": {"essential": True}}
    extra = {"nonce": nonce, "client_id": aanbieder.client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(gelezen.claims, gelezen.header, opties, extra)
    claims.validate(leeway=SPELING)
    publiek = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if publiek != [aanbieder.client_id] or not isinstance(claims["sub"], str) or not claims["sub"]:
        raise ValueError("not for us")
    return claims


def _decode(aanbieder: Aanbieder, id_token: str) -> jwt.Token:
    """Keys of the provider change; a signature that does not fit is tried once more with the newest."""
    for vers in (False, True):
        if vers:
            _KEYS.pop(aanbieder, None)
        try:
            return jwt.decode(id_token, _keys(aanbieder), algorithms=list(ALGORITMEN))
        except (JoseError, ValueError):
            if vers:
                raise
    raise ValueError("unreachable")


def _known(request: HttpRequest, aanbieder: Aanbieder, claims: CodeIDToken) -> Extern:
    gevonden = Extern.objects.filter(uitgever=aanbieder.uitgever, onderwerp=claims["sub"], confirmed=True)
    extern = gevonden.filter(user__is_active=True).select_related("user").first()
    if extern is None:
        raise Gebruikersfout(Zin(ONBEKEND, label=aanbieder.label))
    if request.user.is_authenticated and request.user.pk != extern.user_id:
        raise Gebruikersfout(ANDER)
    return extern


def _client(request: HttpRequest, aanbieder: Aanbieder) -> OAuth2Session:
    terug = request.build_absolute_uri(reverse("inlogmiddelen:oidc_terug", args=[aanbieder.naam]))
    return OAuth2Session(
        aanbieder.client_id,
        aanbieder.geheim or None,
        token_endpoint_auth_method="client_secret_basic" if aanbieder.geheim else "none",
        scope=aanbieder.scope,
        redirect_uri=terug,
        code_challenge_method="S256",
    )


_METADATA: dict[Aanbieder, tuple[float, dict[str, Any]]] = {}
_KEYS: dict[Aanbieder, tuple[float, KeySet]] = {}


def _metadata(aanbieder: Aanbieder) -> dict[str, Any]:
    """The addresses of the provider, from itself; they must say they are of the issuer we pinned."""
    om, gevonden = _METADATA.get(aanbieder, (0.0, {}))
    if not gevonden or time.monotonic() - om > ONTHOUDEN:
        gevonden = _get(aanbieder, f"{aanbieder.uitgever.rstrip('/')}/.well-known/openid-configuration")
        if gevonden.get("issuer") != aanbieder.uitgever:
            raise Gebruikersfout(Zin(MISLUKT, label=aanbieder.label))
        _METADATA[aanbieder] = (time.monotonic(), gevonden)
    return gevonden


def _keys(aanbieder: Aanbieder) -> KeySet:
    om, gevonden = _KEYS.get(aanbieder, (0.0, None))
    if gevonden is None or time.monotonic() - om > ONTHOUDEN:
        gevonden = KeySet.import_key_set(_get(aanbieder, _metadata(aanbieder)["jwks_uri"]))
        _KEYS[aanbieder] = (time.monotonic(), gevonden)
    return gevonden


def _get(aanbieder: Aanbieder, adres: str) -> dict[str, Any]:
    try:
        antwoord = requests.get(adres, timeout=WACHTTIJD, allow_redirects=False)
        antwoord.raise_for_status()
        inhoud = antwoord.json()
    except requests.RequestException as fout:
        raise Gebruikersfout(Zin(ONBEREIKBAAR, label=aanbieder.label)) from fout
    if not isinstance(inhoud, dict):
        raise Gebruikersfout(Zin(MISLUKT, label=aanbieder.label))
    return inhoud
