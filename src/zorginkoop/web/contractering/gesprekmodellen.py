"""What practice and insurer write to each other about an application or its offer; it stays with it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zorginkoop.web.contractering import states
from zorginkoop.web.contractering.modelvelden import status_field, to_persoon

KANTEN = [("PRAKTIJK", "praktijk"), ("VERZEKERAAR", "verzekeraar")]
TEGEN_AFWIJZING, TEGEN_AANBOD = "Bezwaar tegen de afwijzing", "Bezwaar tegen het aanbod"
"""The subject of an objection, which says what it is against."""
AANBOD_INGETROKKEN = "Aanbod ingetrokken"
"""The subject under which an insurer says why it took an offer back."""


class Gesprek(models.Model):
    """One subject between the two parties of an application. Its owners are that practice and that insurer
    (`aanvraag__praktijk`, `aanvraag__verzekeraar`); nobody else ever reads it."""

    aanvraag = models.ForeignKey("contractering.Aanvraag", on_delete=models.PROTECT, related_name="gesprekken")
    onderwerp = models.CharField(max_length=120)
    status = status_field(states.GESPREK)
    geopend_op = models.DateTimeField()
    geopend_door = to_persoon()
    laatste_op = models.DateTimeField()

    class Meta:
        verbose_name_plural = "gesprekken"
        constraints: ClassVar = [
            models.CheckConstraint(condition=states.check_status(states.GESPREK), name="gesprek_status"),
            models.CheckConstraint(condition=~Q(onderwerp=""), name="gesprek_onderwerp"),
        ]


class Gespreksbericht(models.Model):
    """One message, never changed. `kant` is the side on which the writer acted. Owners: those of the conversation."""

    gesprek = models.ForeignKey(Gesprek, on_delete=models.PROTECT, related_name="berichten")
    kant = models.CharField(max_length=12, choices=KANTEN)
    tekst = models.TextField()
    door = to_persoon()
    op = models.DateTimeField()

    class Meta:
        verbose_name_plural = "gespreksberichten"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kant__in=["PRAKTIJK", "VERZEKERAAR"]), name="gespreksbericht_kant"),
            models.CheckConstraint(condition=~Q(tekst=""), name="gespreksbericht_tekst"),
        ]


class Bezwaar(models.Model):
    """An objection of the practice, told in its conversation. `uiterlijk` is the last day on which the insurer answers,
    when the policy names a term. Who took the decision that is objected to does not answer. Owners: those of the
    conversation."""

    gesprek = models.OneToOneField(Gesprek, on_delete=models.PROTECT, related_name="bezwaar")
    status = status_field(states.BEZWAAR)
    uiterlijk = models.DateField(null=True)
    besluit = models.TextField(blank=True, default="")
    besloten_op = models.DateTimeField(null=True)
    besloten_door = to_persoon(leeg=True)

    class Meta:
        verbose_name_plural = "bezwaren"
        constraints: ClassVar = [
            models.CheckConstraint(condition=states.check_status(states.BEZWAAR), name="bezwaar_status"),
            models.CheckConstraint(
                condition=~Q(status__in=["GEGROND", "ONGEGROND"]) | Q(besloten_door__isnull=False) & ~Q(besluit=""),
                name="bezwaar_besluit",
            ),
        ]
