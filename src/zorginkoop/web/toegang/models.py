"""Who may act, for which organisation and in which role."""

import uuid
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from zorginkoop.web.toegang.rollen import ROLLEN_VAN, Rol, Soort


class Organisatie(models.Model):
    """A practice (known by its AGB code) or an insurer (known by its UZOVI number)."""

    soort = models.CharField(max_length=12, choices=Soort.choices)
    naam = models.CharField(max_length=200)
    agb = models.CharField("AGB-code", max_length=8, unique=True, null=True, blank=True)
    uzovi = models.CharField("UZOVI-nummer", max_length=4, unique=True, null=True, blank=True)
    thema = models.SlugField("thema", max_length=40, blank=True, default="", help_text="Kleurthema van de schermen.")

    class Meta:
        ordering = ("naam",)
        constraints = (
            models.CheckConstraint(
                name="organisatie_heeft_eigen_nummer",
                condition=Q(soort=Soort.PRAKTIJK, agb__isnull=False, agb__regex=r"^[0-9]{8}$", uzovi__isnull=True)
                | Q(soort=Soort.VERZEKERAAR, uzovi__isnull=False, uzovi__regex=r"^[0-9]{4}$", agb__isnull=True),
                violation_error_message="Een praktijk heeft een AGB-code, een verzekeraar een UZOVI-nummer.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.naam} ({self.nummer})"

    @property
    def nummer(self) -> str:
        """The identifier as people read it: "AGB 01000011" or "UZOVI 9999"."""
        return f"AGB {self.agb}" if self.soort == Soort.PRAKTIJK else f"UZOVI {self.uzovi}"


class PersoonManager(BaseUserManager["Persoon"]):
    """Finds a person by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Persoon":
        return self.get(email=(username or "").lower())


class Persoon(AbstractBaseUser):
    """Someone who logs in; what this person may do is in `Bevoegdheid`, never here.

    Accounts with the same `natuurlijk_persoon` are one human being, who never approves what another of them asked.
    """

    email = models.EmailField("e-mailadres", unique=True)
    naam = models.CharField(max_length=200)
    is_active = models.BooleanField("actief", default=True)
    sinds = models.DateTimeField(auto_now_add=True)
    demo = models.BooleanField("klaar voor demonstratie", default=False)
    natuurlijk_persoon = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), db_index=True, editable=False)
    taal = models.CharField(max_length=2, default="nl", db_default="nl")
    """The language of e-mail, and of the screens in a browser in which nobody chose one."""

    via = ""
    """The system that acts in the name of this person, on a record that a system got; kept in the audit trail."""

    objects = PersoonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("naam",)

    class Meta:
        ordering = ("naam",)
        constraints = (
            models.CheckConstraint(name="persoon_email_kleine_letters", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="persoon_bekende_taal", condition=Q(taal__in=["nl", "en"])),
        )

    def __str__(self) -> str:
        return self.naam

    def accounts(self) -> "models.QuerySet[Persoon]":
        """Every account of the human being behind this one, itself included; as it is now, not as it was read."""
        mens = Persoon.objects.filter(pk=self.pk).values("natuurlijk_persoon")
        return Persoon.objects.filter(natuurlijk_persoon__in=mens)

    def is_same(self, ander: int | None) -> bool:
        """Whether the account with this id is of the same human being."""
        return ander is not None and (ander == self.pk or self.accounts().filter(pk=ander).exists())


class BevoegdheidQuerySet(models.QuerySet["Bevoegdheid"]):
    """Authorisations, by person and day."""

    def vanaf(self, op: date) -> "BevoegdheidQuerySet":
        """Those that count on that day or will later."""
        return self.filter(Q(tot__isnull=True) | Q(tot__gt=op))

    def lopend(self, op: date) -> "BevoegdheidQuerySet":
        """Those that count on that day."""
        return self.vanaf(op).filter(van__lte=op)

    def geldig(self, *, persoon: Persoon, op: date) -> "BevoegdheidQuerySet":
        """Those this person holds on that day, with their organisation."""
        return self.lopend(op).filter(persoon=persoon).select_related("organisatie")


class Bevoegdheid(models.Model):
    """What a person may do for an organisation, from `van` up to but not including `tot`.

    `via` is the enterprise where the person has this role, when it follows from that one by the AGB register; it ends
    when that one does, which the database sees to.
    """

    persoon = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="bevoegdheden")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="bevoegdheden")
    rol = models.CharField(max_length=16, choices=Rol.choices)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    via = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = BevoegdheidQuerySet.as_manager()

    class Meta:
        ordering = ("organisatie__naam", "rol")
        constraints = (
            models.CheckConstraint(
                name="bevoegdheid_tot_na_van",
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")),
                violation_error_message="De einddatum mag niet voor de begindatum liggen.",
            ),
            models.CheckConstraint(name="bevoegdheid_bekende_rol", condition=Q(rol__in=Rol.values)),
            models.UniqueConstraint(
                name="bevoegdheid_eenmaal_lopend",
                fields=("persoon", "organisatie", "rol"),
                condition=Q(tot__isnull=True),
                violation_error_message="Deze persoon heeft deze rol al bij deze organisatie.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_rol_display()} van {self.organisatie.naam}"

    def clean(self) -> None:
        """A practice has other roles than an insurer; the database holds the same rule in a trigger.

        A role is never given for no day at all; it may end on the day it began.
        """
        if self._state.adding and self.tot is not None and self.tot == self.van:
            raise ValidationError({"tot": "De einddatum moet na de begindatum liggen."})
        if self.rol not in ROLLEN_VAN[Soort(self.organisatie.soort)]:
            soort = self.organisatie.get_soort_display().lower()
            raise ValidationError({"rol": f"De rol '{self.get_rol_display()}' bestaat niet bij een {soort}."})


class Inlogpoging(models.Model):
    """One wrong, or still running, attempt to log in; counted to slow down guessing."""

    email = models.CharField(max_length=254)
    adres = models.GenericIPAddressField()
    tijdstip = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("email", "adres", "tijdstip"), name="inlogpoging_teller"),)


class Wijziging(models.Model):
    """One changed row of an audited table. Written by the database itself (see `audit`), by nobody else."""

    seq = models.BigAutoField(primary_key=True)
    tijdstip = models.DateTimeField()
    tabel = models.TextField()
    rij_id = models.TextField(null=True)
    actie = models.TextField()
    oud = models.JSONField(null=True)
    nieuw = models.JSONField(null=True)
    door = models.TextField(null=True)
    transactie = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "toegang_wijziging"
        ordering = ("seq",)
