"""Who signs: one signatory, or several where a practice can only be bound by them together."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zorginkoop.web.contractering.modelvelden import to_organisatie, to_persoon


class Handtekening(models.Model):
    """One signature on an offer, never changed. `protest` is what the signatory objects to while signing.

    Owners: the practice and the insurer of the offer (`aanbod__aanvraag`).
    """

    aanbod = models.ForeignKey("contractering.Aanbod", on_delete=models.PROTECT, related_name="handtekeningen")
    persoon = to_persoon()
    op = models.DateTimeField()
    protest = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "handtekeningen"
        constraints: ClassVar = [models.UniqueConstraint("aanbod", "persoon", name="handtekening_een_per_persoon")]


class Tekenregeling(models.Model):
    """How many signatories bind the practice (`praktijk`, the owner) together, from `bevestigd_op` on.

    More may be asked by one signatory at once; fewer only when another signatory agrees, or one of them could undo it.
    """

    praktijk = to_organisatie("tekenregelingen")
    aantal = models.PositiveSmallIntegerField()
    voorgesteld_op = models.DateTimeField()
    voorgesteld_door = to_persoon()
    bevestigd_op = models.DateTimeField(null=True)
    bevestigd_door = to_persoon(leeg=True)

    class Meta:
        verbose_name_plural = "tekenregelingen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(aantal__gte=1, aantal__lte=9), name="tekenregeling_aantal"),
            models.CheckConstraint(
                condition=Q(bevestigd_door=None) | ~Q(bevestigd_door=F("voorgesteld_door")),
                name="tekenregeling_vier_ogen",
            ),
            models.UniqueConstraint("praktijk", condition=Q(bevestigd_op=None), name="tekenregeling_een_open"),
        ]
