"""Budgets with their yearly cycle, requests for practice management, and requests for innovation.

The owners are always `praktijk` and `verzekeraar` of the record itself; a record without them has a path of one step
to one that has: `begroting`, `vernieuwing`. A budget may have a second insurer (`tweede`), who sees and decides too.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zorginkoop.web.begroting import states
from zorginkoop.web.begroting.inhoud import Inhoud, Realisatie
from zorginkoop.web.contractering.models import new_kenmerk, status_field, to_organisatie, to_persoon
from zorginkoop.web.contractering.states import check_status
from zorginkoop.web.toegang.models import Organisatie


def new_begroting_kenmerk() -> str:
    return new_kenmerk("BG")


def new_praktijkmanagement_kenmerk() -> str:
    return new_kenmerk("PM")


def new_vernieuwing_kenmerk() -> str:
    return new_kenmerk("VN")


class Begroting(models.Model):
    """The budget of one year under one policy. Owners: `praktijk`, `verzekeraar`, and `tweede` of an out-of-hours
    service, which two insurers decide on together (document 001, 5.3)."""

    kenmerk = models.CharField(max_length=16, unique=True, default=new_begroting_kenmerk)
    praktijk = to_organisatie("begrotingen")
    verzekeraar = to_organisatie("ontvangen_begrotingen")
    tweede = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="mede_begrotingen", null=True)
    beleid = models.CharField(max_length=80)
    beleidversie = models.CharField(max_length=16)
    jaar = models.PositiveSmallIntegerField()
    status = status_field(states.BEGROTING)
    aangemaakt_op = models.DateTimeField()
    aangemaakt_door = to_persoon()
    ingediend_op = models.DateTimeField(null=True)
    akkoord_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "begrotingen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.BEGROTING), name="begroting_status"),
            models.CheckConstraint(condition=~Q(tweede=F("verzekeraar")), name="begroting_twee_verzekeraars"),
            models.CheckConstraint(
                condition=~Q(status="AKKOORD") | Q(akkoord_op__isnull=False), name="begroting_akkoord_op"
            ),
            models.UniqueConstraint(
                "praktijk",
                "verzekeraar",
                "beleid",
                "jaar",
                condition=~Q(status="INGETROKKEN"),
                name="begroting_een_per_jaar",
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk

    def insurers(self) -> list[Organisatie]:
        """Who decide: one insurer, or two."""
        return [self.verzekeraar, self.tweede] if self.tweede else [self.verzekeraar]

    def last_version(self) -> "Versie | None":
        """The version that counts."""
        return self.versies.order_by("-nummer").first()


class Versie(models.Model):
    """One version of a budget as it was sent in; never changed. Owner: through `begroting`."""

    begroting = models.ForeignKey(Begroting, on_delete=models.PROTECT, related_name="versies")
    nummer = models.PositiveIntegerField()
    inhoud = models.JSONField()
    bestandsnaam = models.CharField(max_length=200, blank=True, default="")
    gemaakt_op = models.DateTimeField()
    gemaakt_door = to_persoon()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("begroting", "nummer", name="begrotingversie_nummer")]

    def content(self) -> Inhoud:
        """What the version says."""
        return Inhoud.model_validate(self.inhoud)


class Besluit(models.Model):
    """What somebody decided on a version, and for which insurer. Owner: through `begroting`."""

    begroting = models.ForeignKey(Begroting, on_delete=models.PROTECT, related_name="besluiten")
    versie = models.ForeignKey(Versie, on_delete=models.PROTECT, related_name="besluiten")
    namens = to_organisatie("begrotingsbesluiten")
    akkoord = models.BooleanField()
    motivering = models.TextField(blank=True, default="")
    door = to_persoon()
    op = models.DateTimeField()

    class Meta:
        verbose_name_plural = "besluiten"
        constraints: ClassVar = [
            models.UniqueConstraint("versie", "door", name="begrotingsbesluit_een_per_persoon"),
            models.CheckConstraint(condition=Q(akkoord=True) | ~Q(motivering=""), name="begrotingsbesluit_motivering"),
        ]


class Jaarstukken(models.Model):
    """Annual accounts and quality report of an agreed budget, as sent in; the highest number counts. Owner: through
    `begroting`."""

    begroting = models.ForeignKey(Begroting, on_delete=models.PROTECT, related_name="jaarstukken")
    nummer = models.PositiveIntegerField()
    inhoud = models.JSONField()
    verslag = models.TextField()
    ingediend_op = models.DateTimeField()
    ingediend_door = to_persoon()
    besproken_op = models.DateTimeField(null=True)
    besproken_door = to_persoon(leeg=True)
    bespreking = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "jaarstukken"
        constraints: ClassVar = [
            models.UniqueConstraint("begroting", "nummer", name="jaarstukken_nummer"),
            models.CheckConstraint(condition=~Q(verslag=""), name="jaarstukken_verslag"),
        ]

    def content(self) -> Realisatie:
        """What the accounts say."""
        return Realisatie.model_validate(self.inhoud)


class Nacalculatie(models.Model):
    """The settlement after the year, as the calculator of the policy worked it out: `stappen` holds every step with
    its source. Amounts in eurocents; below zero is to be paid back. Owner: through `begroting`."""

    begroting = models.ForeignKey(Begroting, on_delete=models.PROTECT, related_name="nacalculaties")
    jaarstukken = models.ForeignKey(Jaarstukken, on_delete=models.PROTECT, related_name="nacalculaties")
    begroot_cent = models.BigIntegerField()
    gerealiseerd_cent = models.BigIntegerField()
    verrekend_deel = models.DecimalField(max_digits=5, decimal_places=2)
    te_verrekenen_cent = models.BigIntegerField()
    rekentool = models.CharField(max_length=80)
    stappen = models.JSONField()
    status = status_field(states.NACALCULATIE)
    voorgesteld_namens = to_organisatie("voorgestelde_nacalculaties")
    voorgesteld_door = to_persoon()
    voorgesteld_op = models.DateTimeField()
    besloten_door = to_persoon(leeg=True)
    besloten_op = models.DateTimeField(null=True)
    motivering = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "nacalculaties"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.NACALCULATIE), name="nacalculatie_status"),
            models.UniqueConstraint(
                "begroting", condition=~Q(status="AFGEWEZEN"), name="nacalculatie_een_per_begroting"
            ),
            models.CheckConstraint(
                condition=Q(status="AFGEWEZEN") | Q(besloten_door=None) | ~Q(besloten_door=F("voorgesteld_door")),
                name="nacalculatie_vier_ogen",
            ),
        ]


class Praktijkmanagement(models.Model):
    """A GP practice asks for practice management because it forms, or will form, a partnership (document 004).
    Owners: `praktijk`, `verzekeraar`."""

    kenmerk = models.CharField(max_length=16, unique=True, default=new_praktijkmanagement_kenmerk)
    praktijk = to_organisatie("praktijkmanagement")
    verzekeraar = to_organisatie("ontvangen_praktijkmanagement")
    beleid = models.CharField(max_length=80)
    beleidversie = models.CharField(max_length=16)
    wsv_deelname = models.CharField(max_length=16)
    samenwerking = models.CharField(max_length=200)
    plan = models.TextField()
    gewenste_ingangsdatum = models.DateField()
    status = status_field(states.PRAKTIJKMANAGEMENT)
    ondertekend_op = models.DateTimeField()
    ondertekend_door = to_persoon()
    voorgesteld_door = to_persoon(leeg=True)
    besloten_door = to_persoon(leeg=True)
    besloten_op = models.DateTimeField(null=True)
    motivering = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "praktijkmanagement"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.PRAKTIJKMANAGEMENT), name="praktijkmanagement_status"),
            models.CheckConstraint(
                condition=~Q(status="TOEGEKEND")
                | Q(voorgesteld_door__isnull=False, besloten_door__isnull=False)
                & ~Q(besloten_door=F("voorgesteld_door")),
                name="praktijkmanagement_vier_ogen",
            ),
            models.UniqueConstraint(
                "praktijk",
                "verzekeraar",
                condition=Q(status__in=["INGEDIEND", "VOORGESTELD"]),
                name="praktijkmanagement_een_tegelijk",
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk


class Vernieuwing(models.Model):
    """A request for innovation in segment 3 (document 001, 4.3). `antwoorden` are the facts of its policy; desk and
    place in the queue follow from them. Owners: `praktijk`, `verzekeraar`."""

    kenmerk = models.CharField(max_length=16, unique=True, default=new_vernieuwing_kenmerk)
    praktijk = to_organisatie("vernieuwingen")
    verzekeraar = to_organisatie("ontvangen_vernieuwingen")
    beleid = models.CharField(max_length=80)
    beleidversie = models.CharField(max_length=16)
    titel = models.CharField(max_length=200)
    beschrijving = models.TextField()
    antwoorden = models.JSONField()
    loket = models.CharField(max_length=120)
    rangorde = models.PositiveSmallIntegerField()
    status = status_field(states.VERNIEUWING)
    ingediend_op = models.DateTimeField()
    ingediend_door = to_persoon()
    aanvulling = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "vernieuwingen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.VERNIEUWING), name="vernieuwing_status"),
        ]

    def __str__(self) -> str:
        return self.kenmerk


class Antwoord(models.Model):
    """One of the four answers to a request. A yes has code, form, amount and start, and a second person confirms it.
    Owner: through `vernieuwing`."""

    vernieuwing = models.ForeignKey(Vernieuwing, on_delete=models.PROTECT, related_name="antwoorden_gegeven")
    uitkomst = models.CharField(max_length=16)
    motivering = models.TextField()
    eerdere_aanvraag = models.CharField(max_length=16)
    prestatiecode = models.CharField(max_length=6, blank=True, default="")
    bekostiging = models.CharField(max_length=16, blank=True, default="")
    bedrag_cent = models.BigIntegerField(null=True)
    voor_verre_verzekeraars = models.BooleanField(null=True)
    ingangsdatum = models.DateField(null=True)
    voorgesteld_door = to_persoon()
    voorgesteld_op = models.DateTimeField()
    bevestigd = models.BooleanField(null=True)
    besloten_door = to_persoon(leeg=True)
    besloten_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "antwoorden"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(uitkomst__in=["start", "onvolledig", "geen_prioriteit", "niet"]), name="antwoord_uitkomst"
            ),
            models.CheckConstraint(condition=~Q(motivering=""), name="antwoord_motivering"),
            models.CheckConstraint(
                condition=Q(besloten_door=None) | ~Q(uitkomst="start") | ~Q(besloten_door=F("voorgesteld_door")),
                name="antwoord_vier_ogen",
            ),
            models.UniqueConstraint("vernieuwing", condition=Q(bevestigd=None), name="antwoord_een_open"),
        ]


class Vooraankondiging(models.Model):
    """Another insurer is told that a project starts, in the month before it does. Owners: `volger`, and through
    `vernieuwing` the insurer that tells it."""

    vernieuwing = models.ForeignKey(Vernieuwing, on_delete=models.PROTECT, related_name="aankondigingen")
    volger = to_organisatie("vooraankondigingen")
    prestatiecode = models.CharField(max_length=6)
    ingangsdatum = models.DateField()
    op = models.DateTimeField()
    gelezen_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "vooraankondigingen"
        constraints: ClassVar = [models.UniqueConstraint("vernieuwing", "volger", name="vooraankondiging_een_keer")]
