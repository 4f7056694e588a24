"""Claim files, their judged lines and what was paid. Amounts in eurocents; totals are a balance: credits are negative.

A judged line never changes, except that a later credit line may take it back, once. A line is paid through the part of
its file that belongs to its practice (`Deeldeclaratie`), and a part is paid by one payment.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zorginkoop.kern.geld import als_euro
from zorginkoop.web.contractering.models import AfspraakRij, Overeenkomst, new_kenmerk, status_field
from zorginkoop.web.contractering.states import check_status
from zorginkoop.web.declaraties import states
from zorginkoop.web.toegang.models import Organisatie

UITKOMSTEN = ("AANGENOMEN", "AANGEPAST", "AFGEWEZEN")
TECHNISCH = "TECHNISCH"
"""The reason of a line that cannot be judged because it fails the technical check."""


def new_batch_kenmerk() -> str:
    return new_kenmerk("BB")


def new_betaling_kenmerk() -> str:
    return new_kenmerk("BT")


def to_persoon(*, leeg: bool = False) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=leeg)


def to_checked(model: type[models.Model], naam: str, *, leeg: bool = False) -> models.ForeignKey:
    """A reference that a trigger checks for a whole file at once; row by row would cost more than judging."""
    return models.ForeignKey(
        model, on_delete=models.PROTECT, related_name=naam, null=leeg, db_index=False, db_constraint=False
    )


class Declaratiebestand(models.Model):
    """One EI file as it came in. Its bytes are kept by content (`sha256`), as are those of the return message.

    `regels` and `ingediend_cent` are counted when the file is read, the outcomes when it is judged; the database keeps
    them in balance. `peilmoment` is the moment as of which agreements and insured were known when judging.
    """

    verzekeraar = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="declaratiebestanden")
    afzender = models.CharField("AGB-code van de afzender", max_length=8)
    bestandsnaam = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    standaard = models.CharField(max_length=60)
    voorlopig = models.BooleanField()
    factuurnummer = models.CharField(max_length=12)
    periode_van = models.DateField(null=True)
    periode_tot = models.DateField(null=True)
    ontvangen_op = models.DateTimeField()
    ontvangen_door = to_persoon()
    status = status_field(states.DECLARATIEBESTAND)
    streefdag = models.DateField()
    uiterste_betaaldag = models.DateField()
    technische_fouten = models.JSONField(default=list)
    aantal_fouten = models.PositiveIntegerField(default=0)
    regels = models.PositiveIntegerField()
    ingediend_cent = models.BigIntegerField()
    aangenomen = models.PositiveIntegerField(null=True)
    aangepast = models.PositiveIntegerField(null=True)
    afgewezen = models.PositiveIntegerField(null=True)
    toegekend_cent = models.BigIntegerField(null=True)
    gekort_cent = models.BigIntegerField(null=True)
    totalen = models.JSONField(null=True)
    peilmoment = models.DateTimeField(null=True)
    retour_sha256 = models.CharField(max_length=64, blank=True, default="")
    retour_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "declaratiebestanden"
        ordering = ("-ontvangen_op", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.DECLARATIEBESTAND), name="bestand_status"),
            models.UniqueConstraint("verzekeraar", "sha256", name="bestand_een_keer"),
            models.UniqueConstraint(
                "verzekeraar",
                "afzender",
                "factuurnummer",
                condition=~Q(status="AFGEKEURD"),
                name="bestand_factuurnummer_een_keer",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["ONTVANGEN", "GECONTROLEERD", "AFGEKEURD"])
                | Q(
                    regels=F("aangenomen") + F("aangepast") + F("afgewezen"),
                    ingediend_cent=F("toegekend_cent") + F("gekort_cent"),
                    peilmoment__isnull=False,
                ),
                name="bestand_sluit_aan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bestandsnaam} (factuur {self.factuurnummer or 'zonder nummer'})"


class Declaratieregel(models.Model):
    """One service line and its outcome. `nummer` is the line in the file, from 1; amounts are unsigned, as in the file.

    What a damaged line does not tell is empty; such a line is refused with the reason TECHNISCH.
    """

    bestand = to_checked(Declaratiebestand, "lijnen")
    nummer = models.PositiveIntegerField()
    detail_id = models.BigIntegerField(null=True)
    agb = models.CharField("AGB-code", max_length=8)
    bsn = models.CharField("BSN", max_length=9)
    prestatiecode = models.CharField(max_length=6)
    datum = models.DateField(null=True)
    aantal = models.IntegerField()
    tarief_cent = models.BigIntegerField()
    bedrag_cent = models.BigIntegerField()
    debetcredit = models.CharField(max_length=1)
    referentie = models.CharField(max_length=20)
    referentie_voorgaand = models.CharField(max_length=20)
    uitkomst = models.CharField(max_length=10)
    toegekend_cent = models.BigIntegerField()
    redenen = ArrayField(models.TextField())
    overeenkomst = to_checked(Overeenkomst, "+", leeg=True)
    afspraak = to_checked(AfspraakRij, "+", leeg=True)
    gecrediteerd_door = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="neemt_terug", null=True, db_index=False
    )

    class Meta:
        verbose_name_plural = "declaratieregels"
        ordering = ("bestand", "nummer")
        constraints: ClassVar = [
            models.UniqueConstraint("bestand", "nummer", name="regel_een_per_plaats"),
            models.UniqueConstraint(
                "gecrediteerd_door", condition=Q(gecrediteerd_door__isnull=False), name="regel_credit_een_keer"
            ),
            models.CheckConstraint(condition=Q(uitkomst__in=UITKOMSTEN), name="regel_uitkomst"),
            models.CheckConstraint(condition=Q(debetcredit__in=["D", "C"]), name="regel_debetcredit"),
            models.CheckConstraint(
                condition=Q(uitkomst="AFGEWEZEN", toegekend_cent=0)
                | Q(~Q(uitkomst="AFGEWEZEN"), toegekend_cent__gte=0, toegekend_cent__lte=F("bedrag_cent")),
                name="regel_toegekend",
            ),
            models.CheckConstraint(
                condition=Q(uitkomst="AANGENOMEN", redenen__len=0) | (~Q(uitkomst="AANGENOMEN") & ~Q(redenen__len=0)),
                name="regel_heeft_reden",
            ),
        ]
        indexes: ClassVar = [
            models.Index("bestand", "agb", "nummer", name="regel_van_praktijk"),
            models.Index("bsn", "datum", name="regel_van_verzekerde"),
        ]

    def __str__(self) -> str:
        return f"regel {self.nummer} van {self.bestand}"


class Betaalrekening(models.Model):
    """The account an insurer pays from."""

    verzekeraar = models.OneToOneField(Organisatie, on_delete=models.PROTECT, related_name="betaalrekening")
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11)

    class Meta:
        verbose_name_plural = "betaalrekeningen"


class Betaalbatch(models.Model):
    """One file for the bank. `aangehouden` says per practice what was left out and why; the next batch tries again."""

    verzekeraar = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="betaalbatches")
    kenmerk = models.CharField(max_length=16, unique=True, default=new_batch_kenmerk)
    uitvoerdatum = models.DateField()
    status = status_field(states.BETAALBATCH)
    aantal = models.PositiveIntegerField()
    totaal_cent = models.BigIntegerField()
    aangehouden = models.JSONField(default=list)
    xml = models.BinaryField()
    gemaakt_op = models.DateTimeField()
    gemaakt_door = to_persoon()
    vrijgegeven_op = models.DateTimeField(null=True)
    vrijgegeven_door = to_persoon(leeg=True)

    class Meta:
        verbose_name_plural = "betaalbatches"
        ordering = ("-gemaakt_op", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.BETAALBATCH), name="batch_status"),
            models.CheckConstraint(
                condition=Q(status="GEMAAKT", vrijgegeven_door=None)
                | Q(~Q(vrijgegeven_door=F("gemaakt_door")), status="VRIJGEGEVEN", vrijgegeven_op__isnull=False),
                name="batch_vier_ogen",
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk


class Betaling(models.Model):
    """One transfer to one practice. The IBAN is for the bank; people see its last four characters."""

    batch = models.ForeignKey(Betaalbatch, on_delete=models.PROTECT, related_name="betalingen")
    praktijk = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="betalingen")
    kenmerk = models.CharField(max_length=16, unique=True, default=new_betaling_kenmerk)
    iban = models.CharField(max_length=34)
    bedrag_cent = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "betalingen"
        constraints: ClassVar = [
            models.UniqueConstraint("batch", "praktijk", name="betaling_een_per_praktijk"),
            models.CheckConstraint(condition=Q(bedrag_cent__gt=0), name="betaling_positief"),
        ]

    def __str__(self) -> str:
        return f"{self.kenmerk}, {als_euro(self.bedrag_cent)}"


class Deeldeclaratie(models.Model):
    """The lines of one practice in one file, counted and summed; what is awarded in it is paid by one payment."""

    bestand = models.ForeignKey(Declaratiebestand, on_delete=models.PROTECT, related_name="delen")
    agb = models.CharField("AGB-code", max_length=8)
    regels = models.PositiveIntegerField()
    aangenomen = models.PositiveIntegerField()
    aangepast = models.PositiveIntegerField()
    afgewezen = models.PositiveIntegerField()
    ingediend_cent = models.BigIntegerField()
    toegekend_cent = models.BigIntegerField()
    betaling = models.ForeignKey(Betaling, on_delete=models.PROTECT, related_name="delen", null=True)

    class Meta:
        verbose_name_plural = "deeldeclaraties"
        constraints: ClassVar = [
            models.UniqueConstraint("bestand", "agb", name="deel_een_per_praktijk"),
            models.CheckConstraint(
                condition=Q(regels=F("aangenomen") + F("aangepast") + F("afgewezen")), name="deel_sluit_aan"
            ),
        ]
        indexes: ClassVar = [models.Index("agb", name="deel_van_praktijk")]

    def __str__(self) -> str:
        return f"{self.agb} in {self.bestand}"

    @property
    def gekort_cent(self) -> int:
        """What was claimed and not awarded."""
        return self.ingediend_cent - self.toegekend_cent
