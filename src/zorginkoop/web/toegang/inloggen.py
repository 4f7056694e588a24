"""The two steps of logging in, and the brake on guessing.

A try takes its place in the count before anything is checked and gives it back when it was right, so many tries at the
same moment cannot slip past the limit together.
"""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate, login
from django.db import connection, transaction
from django.http import HttpRequest
from django_otp import login as otp_login
from django_otp import match_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.toegang.models import Inlogpoging, Persoon

MAX_FOUTEN = 10
VENSTER = timedelta(hours=1)
TE_VAAK = "Er is te vaak een verkeerd wachtwoord of een verkeerde code ingevuld. Probeer het over een uur opnieuw."
ONJUIST = "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer beide en probeer het opnieuw."
CODE_ONJUIST = "Deze code klopt niet of is verlopen. Vul de nieuwste code uit uw app in."


def enter_wachtwoord(request: HttpRequest, *, email: str, wachtwoord: str, now: datetime) -> None:
    """First factor. Gebruikersfout with the same words whether or not the person exists."""
    email = email.strip().lower()
    poging = _take_place(email=email, adres=_adres(request), now=now)
    persoon = authenticate(request, username=email, password=wachtwoord)
    if persoon is None:
        raise Gebruikersfout(ONJUIST)
    poging.delete()
    login(request, persoon)


def enter_code(request: HttpRequest, *, persoon: Persoon, code: str, now: datetime) -> None:
    """Second factor. A code counts once."""
    poging = _take_place(email=persoon.email, adres=_adres(request), now=now)
    device = match_token(persoon, code)
    if device is None:
        raise Gebruikersfout(CODE_ONJUIST, plaats="code")
    poging.delete()
    _verified(request, device)


def enter_demo(request: HttpRequest, *, persoon: Persoon) -> None:
    """Both factors at once, for the ready logins of a demonstration."""
    login(request, persoon, backend="django.contrib.auth.backends.ModelBackend")
    _verified(request, TOTPDevice.objects.get(user=persoon, confirmed=True))


def _verified(request: HttpRequest, device: TOTPDevice) -> None:
    otp_login(request, device)
    request.session.cycle_key()


@transaction.atomic
def _take_place(*, email: str, adres: str, now: datetime) -> Inlogpoging:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{email} {adres}"])
    Inlogpoging.objects.filter(tijdstip__lte=now - VENSTER).delete()
    if Inlogpoging.objects.filter(email=email, adres=adres).count() >= MAX_FOUTEN:
        raise Gebruikersfout(TE_VAAK)
    return Inlogpoging.objects.create(email=email, adres=adres, tijdstip=now)


def _adres(request: HttpRequest) -> str:
    """The address of the caller; a server behind a socket has none."""
    return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - a value, nothing listens here
