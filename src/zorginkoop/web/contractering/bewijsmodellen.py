"""Proof a practice sends with its application: a file that is kept and handed out, and never opened here."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zorginkoop.web.contractering.modelvelden import to_persoon

SOORTEN = ("application/pdf", "image/jpeg", "image/png")


class Bewijsstuk(models.Model):
    """One file with the requirement it is about. Owners: the practice and, once submitted, the insurer of the
    application (`aanvraag__praktijk`, `aanvraag__verzekeraar`). After submitting it stays as it is."""

    aanvraag = models.ForeignKey("contractering.Aanvraag", on_delete=models.PROTECT, related_name="bewijsstukken")
    eis = models.CharField(max_length=80)
    naam = models.CharField(max_length=100)
    soort = models.CharField(max_length=20, choices=[(s, s) for s in SOORTEN])
    grootte = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    inhoud = models.BinaryField()
    geplaatst_op = models.DateTimeField()
    geplaatst_door = to_persoon()

    class Meta:
        verbose_name_plural = "bewijsstukken"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(soort__in=SOORTEN), name="bewijsstuk_soort"),
            models.UniqueConstraint("aanvraag", "eis", "sha256", name="bewijsstuk_een_keer"),
        ]
