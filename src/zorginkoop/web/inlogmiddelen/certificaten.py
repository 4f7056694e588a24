"""Log in with a client certificate, and link one to a person."""

from datetime import datetime

from django.contrib.auth import login, logout
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from zorginkoop.adapters.inlogcertificaat import Geweigerd, Kaart, Soort, fingerprint
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.inlogmiddelen import verbinding
from zorginkoop.web.inlogmiddelen.models import Certificaat
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.inloggen import verified
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.wegen import EERSTE_STAP, GEWEIGERD, INGELOGD, Poging, tell

GEBONDEN = "certificaat"
"""Where the session keeps the certificate it was opened with; it lives only on connections that show this one."""
BACKEND = "django.contrib.auth.backends.ModelBackend"
MIDDEL = "CERTIFICAAT"

GEEN = "Uw browser heeft geen certificaat laten zien."
SYSTEEM = "Dit is een certificaat van een systeem of een organisatie. Alleen een persoon kan hier inloggen."
NIET_GEKOPPELD = (
    "Dit certificaat is nog niet aan u gekoppeld. Log een keer in met uw wachtwoord en code, en koppel het "
    "daarna op de pagina Mijn inlogmiddelen."
)
ANDER = "U bent al ingelogd als iemand anders. Log eerst uit."
BEZET = "Dit certificaat is al gekoppeld."
GESTOPT = "U bent uitgelogd, want uw certificaat is niet meer te zien op deze verbinding. Log opnieuw in."


def own_card(request: HttpRequest, now: datetime) -> Kaart:
    """The personal certificate of this connection. Geweigerd when there is none, or it is a system's."""
    if request.clientcertificaat is None:
        raise Geweigerd(GEEN)
    kaart = verbinding.card(request.clientcertificaat, now)
    if kaart.soort is Soort.SYSTEEM:
        raise Geweigerd(SYSTEEM)
    return kaart


def enter(request: HttpRequest, *, now: datetime) -> bool:
    """Log in; True when both factors are given, False when a second one must follow. Gebruikersfout says why not."""
    try:
        kaart = own_card(request, now)
        certificaat = _linked(request, kaart)
    except Gebruikersfout as fout:
        tell(request, _refusal(request, fout.melding), now)
        raise
    login(request, certificaat.user, backend=BACKEND)
    request.session[GEBONDEN] = kaart.vingerafdruk
    poging = Poging(MIDDEL, INGELOGD, certificaat.user, kenmerk=kaart.vingerafdruk)
    if kaart.soort is Soort.PERSOON:
        verified(request, certificaat, poging, now)
        return True
    request.session.cycle_key()
    tell(request, poging._replace(uitkomst=EERSTE_STAP), now)
    return False


def link(*, persoon: Persoon, kaart: Kaart, by: Persoon | str, now: datetime) -> Certificaat:
    """From now on this certificate is this person's. Gebruikersfout when it is a system's, or linked already."""
    if kaart.soort is Soort.SYSTEEM:
        raise Gebruikersfout(SYSTEEM)
    try:
        with transaction.atomic(), acting(by):
            return Certificaat.objects.create(
                user=persoon,
                name=kaart.naam[:64],
                vingerafdruk=kaart.vingerafdruk,
                uitgever=kaart.uitgever,
                serienummer=kaart.serienummer,
                geldig_tot=kaart.geldig_tot,
                gekoppeld_op=now,
            )
    except IntegrityError as fout:
        raise Gebruikersfout(BEZET) from fout


def still_bound(request: HttpRequest, now: datetime) -> str:
    """Why the session must end; empty when it may go on. Only for a session that a certificate opened."""
    der = request.clientcertificaat
    if der is None or fingerprint(der) != request.session[GEBONDEN]:
        return GESTOPT
    try:
        kaart = own_card(request, now)
        with als_eigenaar():  # also when the second factor is still to come, and the database shows nobody's means
            _linked(request, kaart)
    except Gebruikersfout as fout:
        return fout.melding
    return ""


def end(request: HttpRequest, reden: str, now: datetime) -> None:
    """Log out, and say why in the trail."""
    persoon = request.user if request.user.is_authenticated else None
    poging = Poging(MIDDEL, GEWEIGERD, persoon, reden, request.session.get(GEBONDEN, ""))
    logout(request)
    tell(request, poging, now)


def _linked(request: HttpRequest, kaart: Kaart) -> Certificaat:
    gevonden = Certificaat.objects.filter(
        vingerafdruk=kaart.vingerafdruk, uitgever=kaart.uitgever, serienummer=kaart.serienummer, confirmed=True
    )
    certificaat = gevonden.select_related("user").filter(user__is_active=True).first()
    if certificaat is None:
        raise Gebruikersfout(NIET_GEKOPPELD)
    if request.user.is_authenticated and request.user.pk != certificaat.user_id:
        raise Gebruikersfout(ANDER)
    return certificaat


def _refusal(request: HttpRequest, reden: str) -> Poging:
    der = request.clientcertificaat
    kenmerk = fingerprint(der) if der else ""
    eigenaar = Certificaat.objects.filter(vingerafdruk=kenmerk).select_related("user").first() if kenmerk else None
    return Poging(MIDDEL, GEWEIGERD, eigenaar.user if eigenaar else None, reden, kenmerk)
