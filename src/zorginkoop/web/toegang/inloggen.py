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
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.toegang.models import Inlogpoging, Persoon
from zorginkoop.web.toegang.wegen import EERSTE_STAP, GEWEIGERD, INGELOGD, Poging, tell

MAX_FOUTEN = 10
VENSTER = timedelta(hours=1)
TE_VAAK = "Er is te vaak een verkeerd wachtwoord of een verkeerde code ingevuld. Probeer het over een uur opnieuw."
ONJUIST = "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer beide en probeer het opnieuw."
CODE_ONJUIST = "Deze code klopt niet of is verlopen. Vul de nieuwste code uit uw app in."


def enter_wachtwoord(request: HttpRequest, *, email: str, wachtwoord: str, now: datetime) -> None:
    """First factor. Gebruikersfout with the same words whether or not the person exists."""
    email = email.strip().lower()
    bekend = Persoon.objects.filter(email=email).first()
    poging = brake(request, email=email, middel="WACHTWOORD", persoon=bekend, now=now)
    persoon = authenticate(request, username=email, password=wachtwoord)
    if persoon is None:
        tell(request, Poging("WACHTWOORD", GEWEIGERD, bekend, ONJUIST), now)
        raise Gebruikersfout(ONJUIST)
    poging.delete()
    login(request, persoon)
    tell(request, Poging("WACHTWOORD", EERSTE_STAP, persoon), now)


def enter_code(request: HttpRequest, *, persoon: Persoon, code: str, now: datetime) -> None:
    """Second factor. A code counts once."""
    poging = brake(request, email=persoon.email, middel="CODE", persoon=persoon, now=now)
    device = match_token(persoon, code)
    if device is None:
        tell(request, Poging("CODE", GEWEIGERD, persoon, CODE_ONJUIST), now)
        raise Gebruikersfout(CODE_ONJUIST, plaats="code")
    poging.delete()
    verified(request, device, Poging("CODE", INGELOGD, persoon), now)


def enter_demo(request: HttpRequest, *, persoon: Persoon, now: datetime) -> None:
    """Both factors at once, for the ready logins of a demonstration."""
    login(request, persoon, backend="django.contrib.auth.backends.ModelBackend")
    device = TOTPDevice.objects.get(user=persoon, confirmed=True)
    verified(request, device, Poging("DEMO", INGELOGD, persoon), now)


def verified(request: HttpRequest, device: Device, poging: Poging, now: datetime) -> None:
    """Both factors were given, the last one with this device; the session gets another key."""
    otp_login(request, device)
    request.session.cycle_key()
    tell(request, poging, now)


def brake(request: HttpRequest, *, email: str, middel: str, persoon: Persoon | None, now: datetime) -> Inlogpoging:
    """Count a try before it is judged. Gebruikersfout after too many; delete what this gives when the try was right."""
    try:
        return _take_place(email=email, adres=address(request), now=now)
    except Gebruikersfout as fout:
        tell(request, Poging(middel, GEWEIGERD, persoon, fout.melding), now)
        raise


@transaction.atomic
def _take_place(*, email: str, adres: str, now: datetime) -> Inlogpoging:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{email} {adres}"])
    Inlogpoging.objects.filter(tijdstip__lte=now - VENSTER).delete()
    if Inlogpoging.objects.filter(email=email, adres=adres).count() >= MAX_FOUTEN:
        raise Gebruikersfout(TE_VAAK)
    return Inlogpoging.objects.create(email=email, adres=adres, tijdstip=now)


def address(request: HttpRequest) -> str:
    """The address of the caller; a server behind a socket has none."""
    return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - a value, nothing listens here
