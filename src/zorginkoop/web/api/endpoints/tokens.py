"""OAuth2 for systems (RFC 6749, client credentials; RFC 7009, revocation). Errors are problems with the member `error`
that OAuth2 clients look for."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Form, Router, Schema
from pydantic import Field

from zorginkoop.web.api import actions
from zorginkoop.web.api.certificaat import GeenCertificaat, thumbprint
from zorginkoop.web.api.lezen import check_text
from zorginkoop.web.api.problemen import Probleem
from zorginkoop.web.toegang.afscherming import als_eigenaar

router = Router(tags=["Inloggen"])
_UITLEG = (
    "Stuur client_id en client_secret als HTTP Basic, of in het formulier. "
    "Zonder scope krijgt u alles wat het systeem mag. Een token geldt een kwartier. Een systeem met een certificaat "
    "(RFC 8705) stuurt alleen client_id; het token werkt dan alleen op verbindingen met dat certificaat."
)


class TokenVerzoek(Schema):
    """The form of a token request; names as OAuth2 has them."""

    grant_type: str = Field(max_length=40)
    scope: str = Field("", max_length=400)
    client_id: str = Field("", max_length=40)
    client_secret: str = Field("", max_length=200)


class TokenUit(Schema):
    """A token; `expires_in` in seconds."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str


class IntrekVerzoek(Schema):
    """A token to withdraw."""

    token: str = Field(max_length=200)
    client_id: str = Field("", max_length=40)
    client_secret: str = Field("", max_length=200)


@router.post(
    "/tokens",
    response={200: TokenUit, 401: None, 429: None},
    summary="Een token vragen",
    description=_UITLEG,
    operation_id="tokenVragen",
)
def vraag(request: HttpRequest, formulier: Form[TokenVerzoek]) -> Any:
    """A token for a system that shows its secret."""
    if formulier.grant_type != "client_credentials":
        raise Probleem(400, "Gebruik grant_type=client_credentials.", error="unsupported_grant_type")
    with _oauth_errors():
        token, tekst = actions.give_token(scopes=formulier.scope.split(), **_caller(request, formulier))
    duur = int(actions.LEVENSDUUR.total_seconds())
    return {"access_token": tekst, "token_type": "Bearer", "expires_in": duur, "scope": " ".join(token.scopes)}


@router.post(
    "/tokens/intrekking",
    response={204: None, 401: None, 429: None},
    summary="Een token intrekken",
    operation_id="tokenIntrekken",
)
def trek_in(request: HttpRequest, formulier: Form[IntrekVerzoek]) -> Any:
    """Withdraw a token; also right when it was gone already."""
    check_text(formulier.token)
    with _oauth_errors():
        actions.revoke_token(token=formulier.token, **_caller(request, formulier))
    return HttpResponse(status=204)


@contextmanager
def _oauth_errors() -> Iterator[None]:
    """Our refusals, with the word OAuth2 has for each. Whose the secret is, is only known afterwards."""
    try:
        with als_eigenaar():
            yield
    except actions.TeVaak as fout:
        wachten = str(int(actions.VENSTER.total_seconds()))
        raise Probleem(429, fout.melding, koppen={"Retry-After": wachten}, error="slow_down") from fout
    except (actions.Onbekend, GeenCertificaat) as fout:
        kop = {"WWW-Authenticate": 'Basic realm="tokens"'}
        raise Probleem(401, fout.melding, koppen=kop, error="invalid_client") from fout
    except actions.ScopeNietToegestaan as fout:
        raise Probleem(400, fout.melding, error="invalid_scope") from fout


def _caller(request: HttpRequest, formulier: TokenVerzoek | IntrekVerzoek) -> dict[str, Any]:
    """Who asks, from where and when."""
    client_id, geheim = _credentials(request, formulier)
    adres = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - a value, nothing listens here
    nu = timezone.now()
    return {
        "client_id": client_id,
        "geheim": geheim,
        "adres": adres,
        "now": nu,
        "duim": lambda: thumbprint(request, nu),
    }


def _credentials(request: HttpRequest, formulier: TokenVerzoek | IntrekVerzoek) -> tuple[str, str]:
    """The name and secret of the system, from the header or else from the form."""
    soort, _, rest = request.headers.get("Authorization", "").partition(" ")
    client_id, geheim = formulier.client_id, formulier.client_secret
    if soort.lower() == "basic":
        try:
            client_id, _, geheim = base64.b64decode(rest, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as fout:
            raise Probleem(400, "De kop Authorization is niet te lezen.", error="invalid_request") from fout
    check_text(client_id)
    return client_id, geheim
