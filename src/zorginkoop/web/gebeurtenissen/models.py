"""What happens around signed agreements: events in a practice, decisions from outside, and the year's indexation.

Amounts in eurocents; a day is the first on which the change holds. What a record means for an agreement comes from
the policy that agreement was signed under.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.contractering.models import (
    Aanvraag,
    Mutatie,
    Overeenkomst,
    new_kenmerk,
    status_field,
    to_organisatie,
    to_persoon,
)
from zorginkoop.web.contractering.states import check_status
from zorginkoop.web.gebeurtenissen import states

SOORTEN = {
    "agb_code": _("Andere AGB-code"),
    "overname": _("Overname van de praktijk"),
    "rechtsvorm": _("Andere rechtsvorm"),
    "maatschap": _("Andere maten in de maatschap"),
    "samenstelling": _("Andere samenstelling, naam of medewerkers"),
    "einde": _("Einde van de praktijk"),
}
"""Kinds of event in a practice: those of the policies, and the end of the AGB code. An IBAN goes another way."""
GEVOLGEN = ("NIEUWE_OVEREENKOMST", "DOORLOPEN", "NIET_GEREGELD")


def new_massa_kenmerk() -> str:
    return new_kenmerk("MW")


class Gebeurtenis(models.Model):
    """Something that happened in a practice, found in the register or told by the practice. Owner: `praktijk`.

    `nieuwe_agb` is the AGB code the practice goes on under; `zelfde_agb` says whether it stays the same (None: not
    known). `verschillen` are what the register said before and after.
    """

    praktijk = to_organisatie("gebeurtenissen")
    soort = models.CharField(max_length=16, choices=list(SOORTEN.items()))
    dag = models.DateField()
    zelfde_agb = models.BooleanField(null=True)
    nieuwe_agb = models.CharField(max_length=8, blank=True, default="")
    herkomst = models.CharField(max_length=8, choices=[(h, h) for h in ("REGISTER", "PRAKTIJK")])
    verschillen = models.JSONField(default=list)
    toelichting = models.TextField(blank=True, default="")
    gemeld_op = models.DateTimeField()
    gemeld_door = to_persoon(leeg=True)
    status = status_field(states.GEBEURTENIS)

    class Meta:
        verbose_name_plural = "gebeurtenissen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.GEBEURTENIS), name="gebeurtenis_status"),
            models.CheckConstraint(condition=Q(soort__in=list(SOORTEN)), name="gebeurtenis_soort"),
            models.CheckConstraint(
                condition=Q(herkomst="REGISTER", gemeld_door=None) | Q(herkomst="PRAKTIJK", gemeld_door__isnull=False),
                name="gebeurtenis_herkomst",
            ),
            models.CheckConstraint(
                condition=Q(nieuwe_agb="") | Q(zelfde_agb=False, nieuwe_agb__regex="^[0-9]{8}$"),
                name="gebeurtenis_nieuwe_agb",
            ),
            models.UniqueConstraint(
                "praktijk", "soort", "dag", condition=~Q(status="INGETROKKEN"), name="gebeurtenis_een_keer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} bij {self.praktijk.naam}"


class Uitwerking(models.Model):
    """What an event means for one agreement, by the policy it was signed under, and what was decided.

    Owners: `verzekeraar`, and the practice through `gebeurtenis.praktijk`. `einde` is the day after the last one.
    """

    gebeurtenis = models.ForeignKey(Gebeurtenis, on_delete=models.PROTECT, related_name="uitwerkingen")
    overeenkomst = models.ForeignKey(Overeenkomst, on_delete=models.PROTECT, related_name="uitwerkingen")
    verzekeraar = to_organisatie("uitwerkingen")
    gevolg = models.CharField(max_length=20, choices=[(g, g) for g in GEVOLGEN])
    uitleg = models.TextField()
    bron = models.CharField(max_length=280, blank=True, default="")
    melden_bij = models.JSONField(default=list)
    voorstel = models.CharField(max_length=12, blank=True, default="")
    motivering = models.TextField(blank=True, default="")
    voorgesteld_door = to_persoon(leeg=True)
    status = status_field(states.UITWERKING)
    einde = models.DateField(null=True)
    besloten_op = models.DateTimeField(null=True)
    besloten_door = to_persoon(leeg=True)
    nieuwe_aanvraag = models.OneToOneField(Aanvraag, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name_plural = "uitwerkingen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.UITWERKING), name="uitwerking_status"),
            models.CheckConstraint(condition=Q(gevolg__in=GEVOLGEN), name="uitwerking_gevolg"),
            models.CheckConstraint(
                condition=Q(voorstel__in=["", "BEEINDIGEN", "DOORLOPEN"]), name="uitwerking_voorstel"
            ),
            models.CheckConstraint(
                condition=Q(besloten_door=None) | Q(voorgesteld_door=None) | ~Q(besloten_door=F("voorgesteld_door")),
                name="uitwerking_vier_ogen",
            ),
            models.CheckConstraint(condition=~Q(status="BEEINDIGD") | Q(einde__isnull=False), name="uitwerking_einde"),
            models.UniqueConstraint("gebeurtenis", "overeenkomst", name="uitwerking_een_per_overeenkomst"),
        ]


class Rekeningwijziging(models.Model):
    """A new account number of a practice for one insurer, and only for that one. Owners: `praktijk`, `verzekeraar`.

    Payment uses it once two people of the insurer have looked at it (document 002: the IBAN is not in the register
    and is reported to contract management; documents 000 and 004: it is not shared with other insurers).
    """

    praktijk = to_organisatie("rekeningwijzigingen")
    verzekeraar = to_organisatie("ontvangen_rekeningwijzigingen")
    iban = models.CharField(max_length=34)
    ingang = models.DateField()
    opgegeven_op = models.DateTimeField()
    opgegeven_door = to_persoon()
    status = status_field(states.REKENINGWIJZIGING)
    controle = models.TextField(blank=True, default="")
    gecontroleerd_op = models.DateTimeField(null=True)
    gecontroleerd_door = to_persoon(leeg=True)
    besloten_op = models.DateTimeField(null=True)
    besloten_door = to_persoon(leeg=True)

    class Meta:
        verbose_name_plural = "rekeningwijzigingen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.REKENINGWIJZIGING), name="rekening_status"),
            models.CheckConstraint(
                condition=~Q(status="IN_GEBRUIK")
                | Q(gecontroleerd_door__isnull=False, besloten_door__isnull=False)
                & ~Q(besloten_door=F("gecontroleerd_door")),
                name="rekening_vier_ogen",
            ),
            models.UniqueConstraint(
                "praktijk",
                "verzekeraar",
                condition=Q(status__in=["OPGEGEVEN", "GECONTROLEERD"]),
                name="rekening_een_open",
            ),
        ]


class Massawijziging(models.Model):
    """One change of many agreements: an outside decision a clause waits for, or the indexation of a year.

    Owner: `verzekeraar`. `sleutel` says what it is about, so that it is never made twice; `gegevens` is what was
    recorded (the fact and its value, or the year and the wanted percentage).
    """

    SOORTEN = ("CLAUSULE", "INDEXATIE")

    kenmerk = models.CharField(max_length=16, unique=True, default=new_massa_kenmerk)
    verzekeraar = to_organisatie("massawijzigingen")
    soort = models.CharField(max_length=12, choices=[(s, s) for s in SOORTEN])
    sleutel = models.CharField(max_length=120)
    dag = models.DateField()
    omschrijving = models.TextField()
    verwijzing = models.TextField(blank=True, default="")
    gegevens = models.JSONField(default=dict)
    status = status_field(states.MASSAWIJZIGING)
    opgesteld_op = models.DateTimeField()
    opgesteld_door = to_persoon()
    goedgekeurd_op = models.DateTimeField(null=True)
    goedgekeurd_door = to_persoon(leeg=True)
    uitgevoerd_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "massawijzigingen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.MASSAWIJZIGING), name="massa_status"),
            models.CheckConstraint(condition=Q(soort__in=["CLAUSULE", "INDEXATIE"]), name="massa_soort"),
            models.CheckConstraint(
                condition=Q(goedgekeurd_door=None) | ~Q(goedgekeurd_door=F("opgesteld_door")), name="massa_vier_ogen"
            ),
            models.UniqueConstraint(
                "verzekeraar", "sleutel", condition=~Q(status="INGETROKKEN"), name="massa_nooit_twee_keer"
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk


class Massaregel(models.Model):
    """One agreement in a mass change. Owners: `massa.verzekeraar`, and the practice through `overeenkomst.praktijk`.

    `rijen` are the new rows, `beeindigen` the ended modules, `uitleg` the arithmetic and clauses row by row.
    """

    massa = models.ForeignKey(Massawijziging, on_delete=models.PROTECT, related_name="regels")
    overeenkomst = models.ForeignKey(Overeenkomst, on_delete=models.PROTECT, related_name="massaregels")
    rijen = models.JSONField(default=list)
    beeindigen = models.JSONField(default=list)
    uitleg = models.JSONField(default=list)
    status = status_field(states.MASSAREGEL)
    reden = models.TextField(blank=True, default="")
    mutatie = models.OneToOneField(Mutatie, on_delete=models.PROTECT, related_name="massaregel", null=True)

    class Meta:
        verbose_name_plural = "massaregels"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.MASSAREGEL), name="massaregel_status"),
            models.UniqueConstraint("massa", "overeenkomst", name="massaregel_een_per_overeenkomst"),
            models.CheckConstraint(
                condition=~Q(status="VERWERKT") | Q(mutatie__isnull=False), name="massaregel_verwerkt"
            ),
        ]


class Volgbeleid(models.Model):
    """How an insurer follows others: of itself, after a person looked at the differences, or by hand. Owner:
    `verzekeraar`. One is in force at a time; two people decide, because tariffs follow from it."""

    WIJZEN: ClassVar = {
        "AUTOMATISCH": _("Automatisch: wij nemen alles over zodra het klaarstaat"),
        "GETOETST": _("Getoetst: een mens beslist, met de verschillen met ons eigen beleid erbij"),
        "HANDMATIG": _("Met de hand: een mens haalt op en beslist"),
    }

    verzekeraar = to_organisatie("volgbeleid")
    wijze = models.CharField(max_length=12, choices=list(WIJZEN.items()))
    toelichting = models.TextField(blank=True, default="")
    status = status_field(states.VOLGBELEID)
    voorgesteld_op = models.DateTimeField()
    voorgesteld_door = to_persoon()
    goedgekeurd_op = models.DateTimeField(null=True)
    goedgekeurd_door = to_persoon(leeg=True)

    class Meta:
        verbose_name_plural = "volgbeleid"
        constraints: ClassVar = [
            models.CheckConstraint(condition=check_status(states.VOLGBELEID), name="volgbeleid_status"),
            models.CheckConstraint(
                condition=Q(wijze__in=["AUTOMATISCH", "GETOETST", "HANDMATIG"]), name="volgbeleid_wijze"
            ),
            models.CheckConstraint(
                condition=~Q(status="GELDIG")
                | Q(goedgekeurd_door__isnull=False) & ~Q(goedgekeurd_door=F("voorgesteld_door")),
                name="volgbeleid_vier_ogen",
            ),
            models.UniqueConstraint("verzekeraar", condition=Q(status="GELDIG"), name="volgbeleid_een_geldig"),
            models.UniqueConstraint("verzekeraar", condition=Q(status="VOORGESTELD"), name="volgbeleid_een_voorstel"),
        ]
