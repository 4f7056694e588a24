"""Systems come and go: register one, give it a new secret, block it; give and withdraw tokens."""

import hashlib
import hmac
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.api.models import Systeem, Token, Tokenpoging, new_secret, valid
from zorginkoop.web.api.scopes import fitting
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon

LEVENSDUUR = timedelta(minutes=15)
VENSTER = timedelta(hours=1)
MAX_FOUTEN, MAX_TOKENS = 10, 120
"""In one window, per system and address: so many wrong secrets, and so many tokens."""
ONJUIST = "Dit systeem of dit geheim is niet bekend."
_NIEMAND = "0" * 64
Duim = Callable[[], str]
"""Tells the fingerprint of the certificate the connection shows, or refuses."""


class TeVaak(Gebruikersfout):
    """Too many requests for a token; `VENSTER` says when to come back."""


class Onbekend(Gebruikersfout):
    """The system is not known, the secret is wrong, or the system is blocked: which one is not said."""


class ScopeNietToegestaan(Gebruikersfout):
    """A scope was asked that this system, or the person behind it, does not have."""


def digest(geheim: str) -> str:
    """What we keep of a secret or token."""
    return hashlib.sha256(geheim.encode("utf-8", "surrogatepass")).hexdigest()


def roles_of(persoon: Persoon, organisatie: Organisatie, op: datetime) -> set[str]:
    """The roles this person has for the organisation on that day."""
    geldig = Bevoegdheid.objects.geldig(persoon=persoon, op=timezone.localdate(op))
    return set(geldig.filter(organisatie=organisatie, persoon__is_active=True).values_list("rol", flat=True))


def register_systeem(
    *, organisatie: Organisatie, naam: str, scopes: Collection[str], namens: Persoon, by: Persoon | str, now: datetime
) -> tuple[Systeem, str]:
    """A system and its secret, which is told once and never again.

    Gebruikersfout when the person behind it may not do for the organisation what a scope allows.
    """
    mag = fitting(organisatie.soort, roles_of(namens, organisatie, now))
    for scope in scopes:
        if scope not in mag:
            raise Gebruikersfout(f"'{scope}' kan {namens.naam} niet geven; wel: {', '.join(mag) or 'niets'}")
    if not scopes:
        raise Gebruikersfout("Noem ten minste één ding dat het systeem mag", plaats="scopes")
    geheim = new_secret()
    with acting(by):
        systeem = Systeem.objects.create(
            organisatie=organisatie,
            naam=naam[:100],
            scopes=sorted(set(scopes)),
            namens=namens,
            geheim_sha256=digest(geheim),
            aangemeld_op=now,
        )
    return systeem, geheim


def renew_secret(*, systeem: Systeem, by: Persoon | str, now: datetime) -> str:
    """Another secret; the old one and every token end at once."""
    geheim = new_secret()
    with acting(by):
        systeem.geheim_sha256 = digest(geheim)
        systeem.save(update_fields=["geheim_sha256"])
        systeem.tokens.filter(ingetrokken_op=None).update(ingetrokken_op=now)
    return geheim


def block_systeem(*, systeem: Systeem, by: Persoon | str, now: datetime) -> None:
    """Nothing works any more for this system, from now on."""
    with acting(by):
        Systeem.objects.filter(pk=systeem.pk, geblokkeerd_op=None).update(geblokkeerd_op=now)


def give_token(
    *, client_id: str, geheim: str, scopes: Collection[str], adres: str, now: datetime, duim: Duim | None = None
) -> tuple[Token, str]:
    """A token for some or (when none are named) all of the scopes of a system."""
    systeem = _let_in(client_id, geheim, adres, now, duim)
    gevraagd = set(scopes or systeem.scopes)
    if not gevraagd <= set(systeem.scopes):
        raise ScopeNietToegestaan(f"Dit systeem mag niet: {', '.join(sorted(gevraagd - set(systeem.scopes)))[:200]}.")
    token = new_secret()
    with transaction.atomic():
        Token.objects.filter(systeem=systeem, verloopt_op__lte=now).delete()
        gegeven = Token.objects.create(
            systeem=systeem,
            sha256=digest(token),
            scopes=sorted(gevraagd),
            uitgegeven_op=now,
            verloopt_op=now + LEVENSDUUR,
            certificaat_sha256=systeem.certificaat_sha256,
        )
    return gegeven, token


def _let_in(client_id: str, geheim: str, adres: str, now: datetime, duim: Duim | None) -> Systeem:
    """The system that shows its secret; Onbekend takes as long whatever was wrong, TeVaak after too many tries.

    A system with a certificate must show that; its secret does not count.
    """
    poging = _take_place(client_id[:16], adres, now)
    systeem = Systeem.objects.filter(client_id=client_id).select_related("organisatie", "namens").first()
    goed = hmac.compare_digest(digest(geheim), systeem.geheim_sha256 if systeem else _NIEMAND)
    if systeem is not None and systeem.certificaat_sha256:
        goed = duim is not None and hmac.compare_digest(duim(), systeem.certificaat_sha256)
    if systeem is None or not goed or systeem.geblokkeerd_op is not None:
        raise Onbekend(ONJUIST)
    Tokenpoging.objects.filter(pk=poging.pk).update(gelukt=True)
    return systeem


@transaction.atomic
def _take_place(client_id: str, adres: str, now: datetime) -> Tokenpoging:
    """Count the try before anything is checked, so many at the same moment cannot slip past the limit together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"{client_id} {adres}"])
    Tokenpoging.objects.filter(tijdstip__lte=now - VENSTER).delete()
    eerder = Tokenpoging.objects.filter(client_id=client_id, adres=adres)
    if eerder.filter(gelukt=False).count() >= MAX_FOUTEN or eerder.filter(gelukt=True).count() >= MAX_TOKENS:
        raise TeVaak("Er is te vaak om een token gevraagd. Probeer het over een uur opnieuw.")
    return Tokenpoging.objects.create(client_id=client_id, adres=adres, tijdstip=now)


def revoke_token(
    *, client_id: str, geheim: str, token: str, adres: str, now: datetime, duim: Duim | None = None
) -> None:
    """Withdraw a token of this system; one that is not known, or is another's, is left alone without a word."""
    systeem = _let_in(client_id, geheim, adres, now, duim)
    Token.objects.filter(systeem=systeem, sha256=digest(token), ingetrokken_op=None).update(ingetrokken_op=now)


def token_of(geheim: str, now: datetime) -> Token | None:
    """The token behind this text, when it still holds."""
    gevonden = Token.objects.filter(sha256=digest(geheim)).select_related("systeem__organisatie", "systeem__namens")
    token = gevonden.first()
    return token if token is not None and valid(token, now) else None
