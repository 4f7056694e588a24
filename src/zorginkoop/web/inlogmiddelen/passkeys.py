"""Passkeys (W3C Web Authentication): add one, and use one as the second step after a password."""

import json
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.inlogmiddelen.models import Passkey
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.inloggen import brake, verified
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.wegen import GEWEIGERD, INGELOGD, Poging, tell

UITDAGING = "passkey"
GELDIG = 300
"""Seconds in which an answer to a challenge must come."""
MIDDEL = "PASSKEY"
ONJUIST = "Deze passkey klopt niet, of het duurde te lang. Probeer het opnieuw of gebruik de code van uw app."
MISLUKT = "De passkey is niet toegevoegd. Probeer het opnieuw."
BEZET = "Deze passkey is al toegevoegd."
MAX_TEKENS = 20_000


def possible(request: HttpRequest) -> bool:
    """Whether passkeys work at the address where this visitor is."""
    return bool(settings.PASSKEY_DOMEIN) and request.build_absolute_uri("/").rstrip("/") in settings.PASSKEY_BRONNEN


def login_options(request: HttpRequest, persoon: Persoon) -> dict[str, Any]:
    """What the browser must ask a key of this person to sign, now."""
    return _asked(
        request,
        generate_authentication_options(
            rp_id=settings.PASSKEY_DOMEIN,
            allow_credentials=_keys(persoon),
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )


def new_options(request: HttpRequest, persoon: Persoon) -> dict[str, Any]:
    """What the browser must ask a new key."""
    return first_options(request, eigen=str(persoon.pk), email=persoon.email, naam=persoon.naam, heeft=_keys(persoon))


def first_options(
    request: HttpRequest, *, eigen: str, email: str, naam: str, heeft: Sequence[PublicKeyCredentialDescriptor] = ()
) -> dict[str, Any]:
    """The same for who has no account yet, and is known to the key as `eigen`."""
    return _asked(
        request,
        generate_registration_options(
            rp_id=settings.PASSKEY_DOMEIN,
            rp_name="Zorginkoop",
            user_id=eigen.encode(),
            user_name=email,
            user_display_name=naam,
            exclude_credentials=list(heeft),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
        ),
    )


def enter(request: HttpRequest, *, persoon: Persoon, antwoord: str, now: datetime) -> None:
    """Second factor. Gebruikersfout when the answer is not that of a key of this person to our last question."""
    poging = brake(request, email=persoon.email, middel=MIDDEL, persoon=persoon, now=now)
    try:
        passkey = _check(persoon, antwoord, _taken(request), now)
    except (WebAuthnException, ValueError, Passkey.DoesNotExist) as fout:
        tell(request, Poging(MIDDEL, GEWEIGERD, persoon, f"{ONJUIST} ({type(fout).__name__})"), now)
        raise Gebruikersfout(ONJUIST) from fout
    poging.delete()
    verified(request, passkey, Poging(MIDDEL, INGELOGD, persoon, kenmerk=passkey.sleutel_id[:64]), now)


def add(request: HttpRequest, *, persoon: Persoon, naam: str, antwoord: str, now: datetime) -> Passkey:
    """A new key for this person. Gebruikersfout when the answer does not fit, or the key is known already."""
    try:
        nieuw = verify_registration_response(
            credential=_bounded(antwoord),
            expected_challenge=_taken(request),
            expected_rp_id=settings.PASSKEY_DOMEIN,
            expected_origin=settings.PASSKEY_BRONNEN,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as fout:
        raise Gebruikersfout(MISLUKT) from fout
    try:
        with transaction.atomic(), acting(persoon):
            return Passkey.objects.create(
                user=persoon,
                name=naam[:64] or "Passkey",
                sleutel_id=bytes_to_base64url(nieuw.credential_id),
                publieke_sleutel=nieuw.credential_public_key,
                teller=nieuw.sign_count,
                gekoppeld_op=now,
            )
    except IntegrityError as fout:
        raise Gebruikersfout(BEZET) from fout


@transaction.atomic
def _check(persoon: Persoon, antwoord: str, uitdaging: bytes, now: datetime) -> Passkey:
    """The key that signed. Two answers at the same moment wait for each other, so the counter cannot be passed."""
    gegeven = parse_authentication_credential_json(_bounded(antwoord))
    eigen = Passkey.objects.select_for_update().filter(user=persoon, confirmed=True)
    passkey = eigen.get(sleutel_id=bytes_to_base64url(gegeven.raw_id))
    goed = verify_authentication_response(
        credential=gegeven,
        expected_challenge=uitdaging,
        expected_rp_id=settings.PASSKEY_DOMEIN,
        expected_origin=settings.PASSKEY_BRONNEN,
        credential_public_key=bytes(passkey.publieke_sleutel),
        credential_current_sign_count=passkey.teller,
        require_user_verification=True,
    )
    with acting(persoon):
        passkey.teller, passkey.gebruikt_op = goed.new_sign_count, now
        passkey.save(update_fields=["teller", "gebruikt_op"])
    return passkey


def _keys(persoon: Persoon) -> list[PublicKeyCredentialDescriptor]:
    eigen = Passkey.objects.filter(user=persoon, confirmed=True).order_by("pk")
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.sleutel_id)) for passkey in eigen]


def _asked(request: HttpRequest, opties: Any) -> dict[str, Any]:
    """Remember the challenge; a new one takes the place of the old."""
    request.session[UITDAGING] = {"tekst": bytes_to_base64url(opties.challenge), "om": time.time()}
    return dict(json.loads(options_to_json(opties)))


def _taken(request: HttpRequest) -> bytes:
    """The challenge this answer must be to; it counts once. ValueError when there is none, or it is too old."""
    gesteld = request.session.pop(UITDAGING, None)
    if gesteld is None or not 0 <= time.time() - gesteld["om"] <= GELDIG:
        raise ValueError("no challenge")
    return base64url_to_bytes(gesteld["tekst"])


def _bounded(antwoord: str) -> str:
    if len(antwoord) > MAX_TEKENS:
        raise ValueError("too long")
    return antwoord
