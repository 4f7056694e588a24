"""A bulk round: one offer for each of many applications, made in the background."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zorginkoop.web.contractering import states
from zorginkoop.web.contractering.modelvelden import new_ronde_kenmerk, status_field, to_organisatie, to_persoon


class Ronde(models.Model):
    """Offers of one insurer (`verzekeraar`, the owner) under one policy version, for the applications in its lines.

    `gestart_door` is in whose name is offered. `uitleg` says why the round paused by itself; `voortgang_op` is the
    last sign of life of who carries it out, in real time.
    """

    kenmerk = models.CharField(max_length=16, unique=True, default=new_ronde_kenmerk)
    verzekeraar = to_organisatie("rondes")
    beleid = models.CharField(max_length=80)
    beleidversie = models.CharField(max_length=16)
    status = status_field(states.RONDE)
    aangemaakt_op = models.DateTimeField()
    aangemaakt_door = to_persoon()
    gestart_op = models.DateTimeField(null=True)
    gestart_door = to_persoon(leeg=True)
    klaar_op = models.DateTimeField(null=True)
    voortgang_op = models.DateTimeField(null=True)
    uitleg = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "rondes"
        constraints: ClassVar = [
            models.CheckConstraint(condition=states.check_status(states.RONDE), name="ronde_status"),
            models.CheckConstraint(
                condition=~Q(status__in=["LOPEND", "GEPAUZEERD", "KLAAR"]) | Q(gestart_door__isnull=False),
                name="ronde_gestart",
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk


class RondeRegel(models.Model):
    """One application in a round and what came of it. Its owner is that of the round."""

    ronde = models.ForeignKey(Ronde, on_delete=models.PROTECT, related_name="regels")
    aanvraag = models.ForeignKey("contractering.Aanvraag", on_delete=models.PROTECT, related_name="rondes")
    status = status_field(states.RONDEREGEL)
    reden = models.TextField(blank=True, default="")
    aanbod = models.OneToOneField("contractering.Aanbod", on_delete=models.PROTECT, related_name="ronde", null=True)
    op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "ronderegels"
        constraints: ClassVar = [
            models.CheckConstraint(condition=states.check_status(states.RONDEREGEL), name="ronderegel_status"),
            models.UniqueConstraint("ronde", "aanvraag", name="ronderegel_een_keer"),
            models.CheckConstraint(
                condition=Q(status="AANGEBODEN", aanbod__isnull=False) | ~Q(status="AANGEBODEN") & Q(aanbod=None),
                name="ronderegel_aanbod",
            ),
            models.CheckConstraint(condition=~Q(status="MISLUKT", reden=""), name="ronderegel_reden"),
        ]
        indexes: ClassVar = [models.Index(fields=["ronde", "status", "id"], name="ronderegel_beurt")]
