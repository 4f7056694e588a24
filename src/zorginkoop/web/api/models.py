"""Systems that use the API, what they may do, what they already asked, and what they are told."""

import secrets
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zorginkoop.web.contractering.models import new_kenmerk
from zorginkoop.web.toegang.models import Organisatie, Persoon


def new_client_id() -> str:
    return new_kenmerk("SY")


def new_abonnement_kenmerk() -> str:
    return new_kenmerk("AB")


def new_secret() -> str:
    """256 bits that nobody can guess, so a plain digest of them is safe to keep."""
    return secrets.token_urlsafe(32)


class Systeem(models.Model):
    """Software of an organisation. It acts in the name of `namens`, and never may more than that person may now."""

    client_id = models.CharField(max_length=16, unique=True, default=new_client_id)
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="systemen")
    naam = models.CharField(max_length=100)
    geheim_sha256 = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=40))
    namens = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="systemen")
    certificaat_sha256 = models.CharField(max_length=64, default="", blank=True)
    """The fingerprint of the certificate it logs in with instead of its secret; empty when it uses the secret."""
    aangemeld_op = models.DateTimeField()
    geblokkeerd_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "systemen"

    def __str__(self) -> str:
        return f"{self.naam} ({self.client_id})"


class Token(models.Model):
    """A token a system got, known by its digest only; it holds until `verloopt_op` or until it is withdrawn."""

    systeem = models.ForeignKey(Systeem, on_delete=models.CASCADE, related_name="tokens")
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    uitgegeven_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True)
    certificaat_sha256 = models.CharField(max_length=64, default="", blank=True)
    """The certificate this token is bound to (x5t#S256 of RFC 8705, in hexadecimal); empty when to none."""


class Tokenpoging(models.Model):
    """One request for a token; counted to slow down guessing and tokens without end."""

    client_id = models.CharField(max_length=16)
    adres = models.GenericIPAddressField()
    tijdstip = models.DateTimeField()
    gelukt = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "tokenpogingen"
        indexes = (models.Index(fields=("client_id", "adres", "tijdstip"), name="tokenpoging_teller"),)


class Herhaling(models.Model):
    """A write that succeeded under an Idempotency-Key: who repeats it gets the same answer and nothing happens."""

    systeem = models.ForeignKey(Systeem, on_delete=models.CASCADE, related_name="herhalingen")
    sleutel = models.CharField(max_length=128)
    vingerafdruk = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    antwoord = models.TextField(default="")
    plaats = models.CharField(max_length=200, default="")
    verloopt_op = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "herhalingen"
        constraints = (models.UniqueConstraint("systeem", "sleutel", name="herhaling_een_per_sleutel"),)


class MededelingQuerySet(models.QuerySet["Mededeling"]):
    """Events in the order in which one can read them without missing any."""

    def settled(self) -> "MededelingQuerySet":
        """Only events before which nothing can still appear: those of transactions older than every running one."""
        horizon = models.Func(template="pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return self.filter(transactie__lt=models.ExpressionWrapper(horizon, models.BigIntegerField()))

    def after(self, transactie: int, nummer: int) -> "MededelingQuerySet":
        """What comes after this place, in order."""
        verder = Q(transactie__gt=transactie) | Q(transactie=transactie, id__gt=nummer)
        return self.filter(verder, transactie__gte=transactie).order_by("transactie", "id")


class Mededeling(models.Model):
    """Something changed that one organisation may see. Written by the database itself (see mededelingen.sql), in the
    transaction of the change, so there is one exactly when there is the other."""

    transactie = models.BigIntegerField()
    organisatie = models.ForeignKey(Organisatie, on_delete=models.CASCADE, related_name="mededelingen")
    soort = models.CharField(max_length=20)
    kenmerk = models.CharField(max_length=20)
    status = models.CharField(max_length=24)
    tijdstip = models.DateTimeField()

    objects = MededelingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "mededelingen"
        indexes = (models.Index(fields=("organisatie", "transactie", "id"), name="mededeling_volgorde"),)


class Abonnement(models.Model):
    """Where a system wants to be told what changed. `transactie` and `nummer`: up to there deliveries were made."""

    kenmerk = models.CharField(max_length=16, unique=True, default=new_abonnement_kenmerk)
    systeem = models.ForeignKey(Systeem, on_delete=models.CASCADE, related_name="abonnementen")
    url = models.CharField(max_length=500)
    soorten = ArrayField(models.CharField(max_length=20), default=list)
    transactie = models.BigIntegerField(default=0)
    nummer = models.BigIntegerField(default=0)
    aangemaakt_op = models.DateTimeField()
    gestopt_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "abonnementen"


class Bezorging(models.Model):
    """One event for one subscription, until the receiver has it or we give up."""

    STATEN = ("OPEN", "BEZORGD", "OPGEGEVEN")

    abonnement = models.ForeignKey(Abonnement, on_delete=models.CASCADE, related_name="bezorgingen")
    mededeling = models.ForeignKey(Mededeling, on_delete=models.CASCADE, related_name="bezorgingen")
    status = models.CharField(max_length=10, default="OPEN", choices=[(s, s) for s in STATEN])
    pogingen = models.PositiveIntegerField(default=0)
    volgende_op = models.DateTimeField()
    uitkomst = models.CharField(max_length=200, default="")
    bezorgd_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "bezorgingen"
        constraints = (models.UniqueConstraint("abonnement", "mededeling", name="bezorging_een_keer"),)
        indexes = (models.Index(fields=("volgende_op",), condition=Q(status="OPEN"), name="bezorging_te_doen"),)


def valid(token: Token, op: datetime) -> bool:
    """Whether the token still opens anything."""
    return token.ingetrokken_op is None and token.verloopt_op > op and token.systeem.geblokkeerd_op is None
