"""With what a person logs in, beside a password and an app, and every try to log in.

Each means is a device of django-otp: the session names the device that gave the last factor, and when the device is
gone the session is not verified any more, at the very next request. All rows belong to a person: `user`, `persoon`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device

from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.wegen import EERSTE_STAP, GEWEIGERD, INGELOGD


class Certificaat(Device):
    """A personal client certificate, known by its fingerprint, issuer and serial number together."""

    vingerafdruk = models.CharField("SHA-256", max_length=64, unique=True)
    uitgever = models.CharField(max_length=500)
    serienummer = models.CharField(max_length=64)
    geldig_tot = models.DateTimeField()
    gekoppeld_op = models.DateTimeField()

    class Meta:
        verbose_name = "certificaat"
        verbose_name_plural = "certificaten"


class Passkey(Device):
    """A key in a telephone, computer or stick that asks for a fingerprint, face or PIN before it signs."""

    sleutel_id = models.CharField(max_length=1400, unique=True)
    """What the key calls itself, in base64url."""
    publieke_sleutel = models.BinaryField()
    teller = models.BigIntegerField(default=0)
    """How often the key says it signed; a number that does not grow gives a copied key away."""
    gekoppeld_op = models.DateTimeField()
    gebruikt_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "passkey"
        verbose_name_plural = "passkeys"


class Extern(Device):
    """How a broker or employer (OpenID Connect) knows a person; recorded before anybody can log in with it."""

    uitgever = models.CharField("issuer", max_length=500)
    onderwerp = models.CharField("subject", max_length=255)
    gekoppeld_op = models.DateTimeField()

    class Meta:
        verbose_name = "login elders"
        verbose_name_plural = "logins elders"
        constraints = (models.UniqueConstraint(fields=("uitgever", "onderwerp"), name="extern_een_persoon"),)


class Inlog(models.Model):
    """One try to log in: how, with what outcome and why. Never a secret; rows are only added."""

    MIDDELEN = (
        ("WACHTWOORD", _("Wachtwoord")),
        ("CODE", _("Code van de app")),
        ("PASSKEY", "Passkey"),
        ("CERTIFICAAT", _("Certificaat")),
        ("OIDC", _("Login elders")),
        ("DEMO", _("Demonstratie")),
    )
    UITKOMSTEN = ((INGELOGD, _("Ingelogd")), (EERSTE_STAP, _("Eerste stap gelukt")), (GEWEIGERD, _("Geweigerd")))

    tijdstip = models.DateTimeField()
    middel = models.CharField(max_length=12, choices=MIDDELEN)
    uitkomst = models.CharField(max_length=12, choices=UITKOMSTEN)
    persoon = models.ForeignKey(Persoon, on_delete=models.PROTECT, null=True, related_name="inlogpogingen")
    reden = models.CharField(max_length=300, default="")
    kenmerk = models.CharField(max_length=100, default="")
    """Which certificate (fingerprint) or broker."""
    adres = models.GenericIPAddressField()

    class Meta:
        verbose_name_plural = "inlogs"
        ordering = ("-id",)
        indexes = (models.Index(fields=("persoon", "-id"), name="inlog_van_persoon"),)
