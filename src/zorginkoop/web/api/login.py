"""Who calls: a system with a token. A person's session opens nothing here."""

import hmac
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from zorginkoop.web.api import actions
from zorginkoop.web.api.certificaat import GeenCertificaat, thumbprint
from zorginkoop.web.api.models import Systeem, Token
from zorginkoop.web.api.problemen import Probleem
from zorginkoop.web.api.scopes import SCOPES
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.afscherming import act_for, als_eigenaar
from zorginkoop.web.toegang.models import Organisatie, Persoon

_GEEN_TOKEN = "Stuur een token mee als 'Authorization: Bearer …'. Een token krijgt u van POST /tokens."  # noqa: S105 - a message
_ONGELDIG = "Dit token is onbekend, verlopen of ingetrokken. Vraag een nieuw token."
_ANDER_CERTIFICAAT = "Dit token is gegeven aan een ander certificaat dan deze verbinding laat zien."
_NIET_MEER = "{naam}, namens wie dit systeem werkt, heeft hiervoor geen bevoegdheid (meer) bij {organisatie}."


@dataclass(frozen=True)
class Beller:
    """The system that calls, its organisation, and the person in whose name it acts."""

    systeem: Systeem
    organisatie: Organisatie
    by: Persoon


class Verzoek(HttpRequest):
    """A request of a system that was let in; for annotations."""

    auth: Beller


class Systeemlogin:
    """Lets a system in that has a token with this scope, as long as the person behind it has a role for it."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Beller:
        """The caller; from here on the database shows only what its organisation may see."""
        with als_eigenaar():  # a token is looked up before it is known whose it is
            beller = self._known(request)
        act_for(beller.organisatie, beller.by)
        return beller

    def _known(self, request: HttpRequest) -> Beller:
        soort, _, geheim = request.headers.get("Authorization", "").partition(" ")
        if soort.lower() != "bearer" or not geheim:
            raise Probleem(401, _GEEN_TOKEN, koppen={"WWW-Authenticate": 'Bearer realm="api"'})
        token = actions.token_of(geheim.strip(), timezone.now())
        if token is None:
            raise Probleem(401, _ONGELDIG, koppen={"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'})
        if token.certificaat_sha256:
            _bound(request, token)
        if self.scope not in token.scopes:
            kop = f'Bearer realm="api", error="insufficient_scope", scope="{self.scope}"'
            raise Probleem(403, f"Dit token heeft '{self.scope}' niet.", koppen={"WWW-Authenticate": kop})
        return self._caller(token.systeem)

    def _caller(self, systeem: Systeem) -> Beller:
        rollen = actions.roles_of(systeem.namens, systeem.organisatie, klok.now())
        if not rollen & set(SCOPES[self.scope].rollen):
            naam, organisatie = systeem.namens.naam, systeem.organisatie.naam
            raise Probleem(403, _NIET_MEER.format(naam=naam, organisatie=organisatie), soort="geen-bevoegdheid")
        systeem.namens.via = systeem.client_id
        return Beller(systeem, systeem.organisatie, systeem.namens)


def _bound(request: HttpRequest, token: Token) -> None:
    """Probleem where the connection does not show the certificate this token was given to, still good."""
    try:
        goed = hmac.compare_digest(thumbprint(request, timezone.now()), token.certificaat_sha256)
        reden = "" if goed else _ANDER_CERTIFICAAT
    except GeenCertificaat as fout:
        reden = fout.melding
    if reden:
        raise Probleem(401, reden, koppen={"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'})


def needs(scope: str, **meer: Any) -> dict[str, Any]:
    """What an operation asks: the scope, told to Django Ninja and in the document."""
    return {"auth": Systeemlogin(scope), "openapi_extra": {"security": [{"oauth2": [scope]}], **meer}}
