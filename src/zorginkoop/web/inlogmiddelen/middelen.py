"""The means of one person: which there are, and taking one away."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django_otp import devices_for_user
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.inlogmiddelen.models import Certificaat, Extern, Passkey
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon

SOORTEN: dict[str, type[Device]] = {"certificaat": Certificaat, "passkey": Passkey, "elders": Extern}
"""The means that can be taken away, by the name in the address."""
LAATSTE = "Dit is uw laatste inlogmiddel. Voeg eerst een ander toe."


@dataclass(frozen=True)
class Middel:
    """A means as people see it; without `soort` it cannot be taken away here."""

    naam: str
    uitleg: str
    sinds: datetime | None
    soort: str = ""
    pk: int = 0


def of(persoon: Persoon) -> list[Middel]:
    """Everything this person can log in with, in a fixed number of queries."""
    with als_eigenaar():  # the secret of the app is in its table, which is closed
        apps = list(TOTPDevice.objects.filter(user=persoon, confirmed=True))
    return (
        [Middel(_("App met codes"), _("Tweede stap na uw wachtwoord."), app.created_at) for app in apps]
        + [
            Middel(p.name, _("Passkey, tweede stap na uw wachtwoord."), p.gekoppeld_op, "passkey", p.pk)
            for p in Passkey.objects.filter(user=persoon).order_by("pk")
        ]
        + [
            Middel(c.name, _("Certificaat van %(naam)s.") % {"naam": c.uitgever}, c.gekoppeld_op, "certificaat", c.pk)
            for c in Certificaat.objects.filter(user=persoon).order_by("pk")
        ]
        + [
            Middel(e.name, _("Login bij %(naam)s.") % {"naam": e.uitgever}, e.gekoppeld_op, "elders", e.pk)
            for e in Extern.objects.filter(user=persoon).order_by("pk")
        ]
    )


def remove(*, persoon: Persoon, middel: Device, by: Persoon) -> None:
    """From now on nobody gets in with it, and sessions it opened end. Gebruikersfout for the last one."""
    with als_eigenaar(), acting(by):  # counts the app too, whose table is closed
        Persoon.objects.select_for_update().get(pk=persoon.pk)
        if len(list(devices_for_user(persoon))) <= 1:
            raise Gebruikersfout(LAATSTE)
        middel.delete()


def link_elsewhere(
    *, persoon: Persoon, uitgever: str, onderwerp: str, naam: str, by: Persoon | str, now: datetime
) -> Extern:
    """Record how a provider knows this person. Gebruikersfout when that login is somebody's already."""
    if Extern.objects.filter(uitgever=uitgever, onderwerp=onderwerp).exists():
        raise Gebruikersfout("Deze login is al gekoppeld", plaats=onderwerp)
    with acting(by):
        return Extern.objects.create(
            user=persoon, name=naam[:64], uitgever=uitgever, onderwerp=onderwerp, gekoppeld_op=now
        )
