"""Policies in the making, and what an insurer published of them: the same TOML as the shipped files."""

from django.db import models
from django.db.models import F, Q

from zorginkoop.web.toegang.models import Organisatie, Persoon


class Concept(models.Model):
    """A draft of a policy version. `revisie` counts the changes, so that two editors never undo each other's work."""

    STATUSSEN = ("CONCEPT", "VOORGELEGD", "VRIJGEGEVEN", "INGETROKKEN")

    verzekeraar = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=120, help_text="De gepubliceerde versie waar het concept mee begon.")
    tekst = models.TextField()
    revisie = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=12, default="CONCEPT")
    gemaakt_door = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField()
    gewijzigd_door = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="+")
    gewijzigd_op = models.DateTimeField()
    toelichting = models.TextField(blank=True, default="")
    publiceren_op = models.DateTimeField(null=True)
    voorgelegd_door = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="+", null=True)
    voorgelegd_op = models.DateTimeField(null=True)
    terugwijzing = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("-gewijzigd_op",)
        constraints = (
            models.CheckConstraint(
                name="concept_bekende_status",
                condition=Q(status__in=("CONCEPT", "VOORGELEGD", "VRIJGEGEVEN", "INGETROKKEN")),
            ),
            models.CheckConstraint(
                name="concept_voorgelegd_door_iemand",
                condition=~Q(status="VOORGELEGD")
                | Q(voorgelegd_door__isnull=False, voorgelegd_op__isnull=False, publiceren_op__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"concept {self.pk} naar {self.basis}"


class Meewerker(models.Model):
    """Someone who changed a draft, and therefore may not release it."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="meewerkers")
    persoon = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="meewerker_eenmaal", fields=("concept", "persoon")),)


class Publicatie(models.Model):
    """A released version: everybody works with it from `publiceren_op` on. Rows are only added, never changed."""

    concept = models.OneToOneField(Concept, on_delete=models.PROTECT, related_name="publicatie")
    verzekeraar = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    beleid = models.CharField(max_length=80)
    versie = models.CharField(max_length=20)
    tekst = models.TextField()
    controlesom = models.CharField(max_length=64)
    publiceren_op = models.DateTimeField()
    voorgesteld_door = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="+")
    vrijgegeven_door = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="+")
    vrijgegeven_op = models.DateTimeField()

    class Meta:
        ordering = ("-publiceren_op", "-id")
        constraints = (
            models.UniqueConstraint(name="publicatie_versie_eenmaal", fields=("beleid", "versie")),
            models.CheckConstraint(name="publicatie_vier_ogen", condition=~Q(voorgesteld_door=F("vrijgegeven_door"))),
            models.CheckConstraint(
                name="publicatie_niet_met_terugwerkende_kracht", condition=Q(publiceren_op__gte=F("vrijgegeven_op"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.beleid}@{self.versie}"


class Intrekking(models.Model):
    """A version that was withdrawn before it began to count. Afterwards a correction is a new version."""

    publicatie = models.OneToOneField(Publicatie, on_delete=models.PROTECT, related_name="intrekking")
    door = models.ForeignKey(Persoon, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField()
    reden = models.TextField()
