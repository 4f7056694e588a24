"""Messages and who read them, e-mail on its way, calendar links, the log of terms, and the start of a practice."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.taal import in_dutch


def to_persoon() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")


class Bericht(models.Model):
    """There is something for an organisation. Written by the database itself in the transaction of the change (see
    berichten.sql), or by the daily reminders; `sleutel` makes that it is there once.

    `soort` is a key of `soorten.SOORTEN`, `verwijzing` the reference people know, `doel` what the address of the page
    needs. Never a name, amount or reason. Owner: `organisatie`.
    """

    organisatie = models.ForeignKey(Organisatie, on_delete=models.CASCADE, related_name="berichten")
    soort = models.CharField(max_length=32)
    verwijzing = models.CharField(max_length=32)
    doel = models.CharField(max_length=32)
    sleutel = models.CharField(max_length=120, unique=True)
    tijdstip = models.DateTimeField()
    verdeeld = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "berichten"
        indexes = (
            models.Index(fields=("organisatie", "-tijdstip", "-id"), name="bericht_postvak"),
            models.Index(fields=("organisatie", "soort", "-tijdstip"), name="bericht_per_soort"),
            models.Index(fields=("id",), condition=Q(verdeeld=False), name="bericht_te_verdelen"),
        )


class Gelezen(models.Model):
    """A person read a message. Owner: `bericht.organisatie`."""

    bericht = models.ForeignKey(Bericht, on_delete=models.CASCADE, related_name="gelezen")
    persoon = to_persoon()
    op = models.DateTimeField()

    class Meta:
        verbose_name_plural = "gelezen"
        constraints = (models.UniqueConstraint("bericht", "persoon", name="gelezen_een_keer"),)


class Voorkeur(models.Model):
    """How a person wants to hear of one kind of message, when that is not as usual. Owner: `persoon`."""

    class Wijze(models.TextChoices):
        """From loud to silent; NIET is not offered for what the law or the agreement asks to tell."""

        DIRECT = "DIRECT", _("Meteen een e-mail")
        DAGELIJKS = "DAGELIJKS", _("Eén e-mail per dag")
        PORTAAL = "PORTAAL", _("Alleen in het portaal")
        NIET = "NIET", _("Helemaal niet")

    persoon = to_persoon()
    soort = models.CharField(max_length=32)
    wijze = models.CharField(max_length=12, choices=Wijze.choices)

    class Meta:
        verbose_name_plural = "voorkeuren"
        constraints = (
            models.UniqueConstraint("persoon", "soort", name="voorkeur_een_per_soort"),
            models.CheckConstraint(
                condition=Q(wijze__in=["DIRECT", "DAGELIJKS", "PORTAAL", "NIET"]), name="voorkeur_wijze"
            ),
        )


class Zending(models.Model):
    """One e-mail to one person, until it is accepted or given up. `message_id` stays the same at every try.

    `dag` is set for the daily digest: one per person and day, closed for more once it was tried. Owner: `persoon`.
    """

    STATEN = ("OPEN", "VERZONDEN", "OPGEGEVEN", "GEWEIGERD", "TERUGGEKOMEN")

    persoon = to_persoon()
    dag = models.DateField(null=True)
    message_id = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=12, default="OPEN", choices=[(s, s) for s in STATEN])
    pogingen = models.PositiveIntegerField(default=0)
    volgende_op = models.DateTimeField()
    uitkomst = models.CharField(max_length=200, default="")
    verzonden_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "zendingen"
        constraints: ClassVar = [
            models.UniqueConstraint("persoon", "dag", condition=Q(dag__isnull=False), name="zending_een_per_dag"),
            models.CheckConstraint(
                condition=Q(status__in=["OPEN", "VERZONDEN", "OPGEGEVEN", "GEWEIGERD", "TERUGGEKOMEN"]),
                name="zending_status",
            ),
        ]
        indexes = (models.Index(fields=("volgende_op",), condition=Q(status="OPEN"), name="zending_te_doen"),)


class Zendingdeel(models.Model):
    """A message in an e-mail: each message at most once per person. Owner: `bericht.organisatie`."""

    zending = models.ForeignKey(Zending, on_delete=models.CASCADE, related_name="delen")
    bericht = models.ForeignKey(Bericht, on_delete=models.CASCADE, related_name="+")
    persoon = to_persoon()

    class Meta:
        verbose_name_plural = "zendingdelen"
        constraints = (models.UniqueConstraint("bericht", "persoon", name="zendingdeel_een_keer"),)


class Agendalink(models.Model):
    """A secret address of a calendar: of one person for one organisation, known by its digest. Owner: `organisatie`."""

    persoon = to_persoon()
    organisatie = models.ForeignKey(Organisatie, on_delete=models.CASCADE, related_name="agendalinks")
    sha256 = models.CharField(max_length=64, unique=True)
    gemaakt_op = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "agendalinks"
        constraints = (
            models.UniqueConstraint(
                "persoon", "organisatie", condition=Q(ingetrokken_op=None), name="agendalink_een_lopend"
            ),
        )


class Termijnregel(models.Model):
    """One term in the log: since when, by when, and when and by what record it was kept, or why it no longer counts.

    `begonnen_op`, `uiterlijk` and the rest are copied from the record; see contractering/termijnen.py for the kinds.
    Owners: `organisatie` must keep it, `wederpartij` may see whether it does.
    """

    sleutel = models.CharField(max_length=80, unique=True)
    soort = models.CharField(max_length=32)
    record = models.CharField(max_length=40)
    organisatie = models.ForeignKey(Organisatie, on_delete=models.CASCADE, related_name="termijnen")
    wederpartij = models.ForeignKey(Organisatie, on_delete=models.CASCADE, null=True, related_name="termijnen_ander")
    verwijzing = models.CharField(max_length=32)
    beleid = models.CharField(max_length=80)
    beleidversie = models.CharField(max_length=16)
    begonnen_op = models.DateTimeField()
    uiterlijk = models.DateField(null=True)
    hard = models.BooleanField()
    gehaald_op = models.DateTimeField(null=True)
    door = models.CharField(max_length=80, blank=True, default="")
    vervallen = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        verbose_name_plural = "termijnregels"
        constraints = (
            models.CheckConstraint(condition=Q(gehaald_op=None) | Q(vervallen=""), name="termijnregel_een_einde"),
        )
        indexes = (
            models.Index(fields=("organisatie", "-begonnen_op"), name="termijnregel_eigen"),
            models.Index(fields=("wederpartij", "-begonnen_op"), name="termijnregel_ander"),
            models.Index(fields=("-begonnen_op", "-id"), name="termijnregel_nieuwste"),
            models.Index(
                fields=("soort", "record"), condition=Q(gehaald_op=None, vervallen=""), name="termijnregel_open"
            ),
        )

    def outcome(self, vandaag: date) -> tuple[str, str]:
        """Whether it was kept, in words and the colour of a badge."""
        if self.vervallen:
            return format_html(gettext("Vervallen: {reden}"), reden=in_dutch(self.vervallen)), ""
        op = timezone.localdate(self.gehaald_op) if self.gehaald_op else None
        te_laat = self.uiterlijk is not None and (op or vandaag) > self.uiterlijk
        if op is None:
            return (gettext("Te laat"), "fout") if te_laat else (gettext("Loopt"), "info")
        if self.uiterlijk is None:
            return gettext("Gedaan"), "ok"
        return (gettext("Te laat gedaan"), "let") if te_laat else (gettext("Op tijd"), "ok")


class Praktijkstart(models.Model):
    """The day a new practice wants to begin. Owner: `praktijk`."""

    praktijk = models.OneToOneField(Organisatie, on_delete=models.CASCADE, related_name="praktijkstart")
    begindag = models.DateField()
    bijgewerkt_op = models.DateTimeField()


class Startpunt(models.Model):
    """Something on the checklist of a new practice that it ticked. Owner: `praktijk`."""

    praktijk = models.ForeignKey(Organisatie, on_delete=models.CASCADE, related_name="startpunten")
    punt = models.CharField(max_length=80)
    door = to_persoon()
    op = models.DateTimeField()

    class Meta:
        verbose_name_plural = "startpunten"
        constraints = (models.UniqueConstraint("praktijk", "punt", name="startpunt_een_keer"),)


NOG_OPEN = Q(gehaald_op=None, vervallen="")
"""Terms in the log that still run."""
