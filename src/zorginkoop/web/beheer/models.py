"""Invitations, roles that wait for a second person, and what an administrator did to somebody's login."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.beheer import states
from zorginkoop.web.contractering.states import check_status
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol


def to_organisatie() -> models.ForeignKey:
    return models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")


def to_persoon(*, leeg: bool = False) -> models.ForeignKey:
    return models.ForeignKey(Persoon, on_delete=models.PROTECT, null=leeg, related_name="+")


class Uitnodiging(models.Model):
    """A link that lets one person in, once, and not after `verloopt_op`; only its digest is kept. Owner: `organisatie`.

    ROL: to work for the organisation in `rol`. HERSTEL: to choose a password and an app again; then `persoon` is whose.
    """

    class Soort(models.TextChoices):
        """What the link is for."""

        ROL = "ROL", _("Uitnodiging")
        HERSTEL = "HERSTEL", _("Opnieuw instellen")

    organisatie = to_organisatie()
    soort = models.CharField(max_length=8, choices=Soort.choices, default=Soort.ROL)
    email = models.EmailField("e-mailadres")
    naam = models.CharField(max_length=200)
    rol = models.CharField(max_length=16, choices=Rol.choices, blank=True, default="")
    sha256 = models.CharField(max_length=64, unique=True)
    gemaakt_door = to_persoon(leeg=True)
    """None: who runs this installation, from the command line."""
    gemaakt_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    verstuurd_op = models.DateTimeField(null=True)
    persoon = to_persoon(leeg=True)
    aangenomen_op = models.DateTimeField(null=True)
    ingetrokken_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "uitnodigingen"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(aangenomen_op=None) | Q(ingetrokken_op=None), name="uitnodiging_een_einde"
            ),
            models.CheckConstraint(
                condition=Q(soort="ROL", rol__in=Rol.values) | Q(soort="HERSTEL", rol="", persoon__isnull=False),
                name="uitnodiging_waarvoor",
            ),
            models.UniqueConstraint(
                "organisatie",
                "email",
                "rol",
                condition=Q(aangenomen_op=None, ingetrokken_op=None),
                name="uitnodiging_een_open",
            ),
        ]


class Voorstel(models.Model):
    """A role that a second person must confirm: another administrator, or who runs the portal. Owner: `organisatie`.
    Nobody proposes or confirms a role for themselves, with whatever account."""

    STATUSSEN: ClassVar = {
        "OPEN": _("Wacht op bevestiging"),
        "BEVESTIGD": _("Bevestigd"),
        "PORTAAL": _("Bevestigd door wie het portaal beheert"),
        "AFGEWEZEN": _("Afgewezen"),
        "INGETROKKEN": _("Ingetrokken"),
    }

    organisatie = to_organisatie()
    persoon = to_persoon()
    rol = models.CharField(max_length=16, choices=Rol.choices)
    vervangt = models.ForeignKey(Bevoegdheid, on_delete=models.SET_NULL, null=True, related_name="+")
    """The role that ends when this one begins."""
    status = models.CharField(max_length=16, choices=list(STATUSSEN.items()), default="OPEN")
    voorgesteld_door = to_persoon()
    voorgesteld_op = models.DateTimeField()
    besloten_door = to_persoon(leeg=True)
    besloten_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "voorstellen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.VOORSTEL), name="voorstel_status"),
            models.CheckConstraint(
                condition=~Q(status="BEVESTIGD")
                | Q(besloten_door__isnull=False) & ~Q(besloten_door=F("voorgesteld_door")),
                name="voorstel_vier_ogen",
            ),
            models.CheckConstraint(
                condition=~Q(status="PORTAAL") | Q(besloten_door=None, besloten_op__isnull=False),
                name="voorstel_door_portaal",
            ),
            models.CheckConstraint(condition=~Q(persoon=F("voorgesteld_door")), name="voorstel_voor_een_ander"),
            models.UniqueConstraint(
                "organisatie", "persoon", "rol", condition=Q(status="OPEN"), name="voorstel_een_open"
            ),
        ]


class Ingreep(models.Model):
    """What an administrator did to how a colleague logs in; rows are only added. Owner: `organisatie`."""

    SOORTEN: ClassVar = {
        "MIDDEL": _("Inlogmiddel ingetrokken"),
        "HERSTEL": _("Alle inlogmiddelen ingetrokken"),
        "KOPPELING": _("Accounts aan één persoon gekoppeld"),
    }

    organisatie = to_organisatie()
    persoon = to_persoon()
    soort = models.CharField(max_length=12, choices=list(SOORTEN.items()))
    toelichting = models.CharField(max_length=300, blank=True, default="")
    """Which means, or which other account; never a secret."""
    door = to_persoon()
    op = models.DateTimeField()

    class Meta:
        verbose_name_plural = "ingrepen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(persoon=F("door")), name="ingreep_bij_een_ander"),
            models.CheckConstraint(condition=Q(soort__in=["MIDDEL", "HERSTEL", "KOPPELING"]), name="ingreep_soort"),
        ]
