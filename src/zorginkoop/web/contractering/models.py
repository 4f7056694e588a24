"""From application to followed agreement. Amounts in eurocents; periods half-open; a row of an agreement is only added
or closed, never changed: `van`/`tot` say when it holds, `bekend_van`/`bekend_tot` when we knew."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from zorginkoop.adapters.naschrift import NIVEAUS
from zorginkoop.beleid.afspraak import Afspraak, Bron
from zorginkoop.web.contractering import states
from zorginkoop.web.contractering.bewijsmodellen import Bewijsstuk
from zorginkoop.web.contractering.gesprekmodellen import Bezwaar, Gesprek, Gespreksbericht
from zorginkoop.web.contractering.modelvelden import (
    new_aanvraag_kenmerk,
    new_kenmerk,
    new_overeenkomst_kenmerk,
    newest_first,
    status_field,
    to_organisatie,
    to_persoon,
)
from zorginkoop.web.contractering.rondemodellen import Ronde, RondeRegel
from zorginkoop.web.contractering.tekenmodellen import Handtekening, Tekenregeling

__all__ = [
    "Aanbod",
    "Aanvraag",
    "AfspraakRij",
    "Bewijsstuk",
    "Bezwaar",
    "Gesprek",
    "Gespreksbericht",
    "Handtekening",
    "Mutatie",
    "Oordeel",
    "Overeenkomst",
    "OvereenkomstDocument",
    "Ronde",
    "RondeRegel",
    "Tekenregeling",
    "VolgRij",
    "Volging",
    "Weigering",
    "new_aanvraag_kenmerk",
    "new_kenmerk",
    "new_overeenkomst_kenmerk",
    "status_field",
    "to_organisatie",
    "to_persoon",
]


class Aanvraag(models.Model):
    """A practice asks an insurer for an agreement under one version of its policy.

    `antwoorden` are the answers of the practice without its IBAN, which lives in its own column and nowhere else.
    `registerfeiten` (as known on `peilmoment`) and `toets` are frozen when the application is submitted.
    `bewerking` counts the changes of a draft, so that of two colleagues none overwrites the other unseen;
    `overgenomen_uit` is the earlier application whose answers the practice chose to use again.
    """

    kenmerk = models.CharField(max_length=16, unique=True, default=new_aanvraag_kenmerk)
    praktijk = to_organisatie("aanvragen")
    verzekeraar = to_organisatie("ontvangen_aanvragen")
    beleid = models.CharField(max_length=80)
    beleidversie = models.CharField(max_length=16)
    contractvorm = models.CharField(max_length=8, choices=[("nieuw", "nieuw"), ("lopend", "lopend")])
    antwoorden = models.JSONField(default=dict)
    registerfeiten = models.JSONField(default=dict)
    peilmoment = models.DateTimeField(null=True)
    iban = models.CharField(max_length=34, blank=True, default="")
    status = status_field(states.AANVRAAG)
    toets = models.JSONField(null=True)
    redenen = models.JSONField(default=list)
    aangemaakt_op = models.DateTimeField()
    aangemaakt_door = to_persoon()
    ingediend_op = models.DateTimeField(null=True)
    ingediend_door = to_persoon(leeg=True)
    volledig_op = models.DateTimeField(null=True)
    bewerking = models.PositiveIntegerField(default=0)
    bewerkt_op = models.DateTimeField(null=True)
    bewerkt_door = to_persoon(leeg=True)
    overgenomen_uit = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name_plural = "aanvragen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=states.check_status(states.AANVRAAG), name="aanvraag_status"),
            models.CheckConstraint(condition=Q(contractvorm__in=["nieuw", "lopend"]), name="aanvraag_contractvorm"),
            models.CheckConstraint(
                condition=Q(status__in=["CONCEPT", "INGETROKKEN"]) | Q(toets__isnull=False, volledig_op__isnull=False),
                name="aanvraag_getoetst",
            ),
            models.UniqueConstraint(
                "praktijk",
                "verzekeraar",
                "beleid",
                condition=~Q(status__in=["AFGEWEZEN", "INGETROKKEN", "OVEREENGEKOMEN"]),
                name="aanvraag_een_tegelijk",
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def aanvraagdatum(self) -> date | None:
        """The day of submission in the Netherlands, whatever day it was in UTC."""
        return self.ingediend_op and timezone.localdate(self.ingediend_op)


class Oordeel(models.Model):
    """What a purchaser decided on a requirement the policy leaves to human judgement, and why."""

    aanvraag = models.ForeignKey(Aanvraag, on_delete=models.PROTECT, related_name="oordelen")
    eis = models.CharField(max_length=80)
    uitkomst = models.CharField(max_length=12, choices=[("TOEGESTAAN", "toegestaan"), ("GEWEIGERD", "geweigerd")])
    motivering = models.TextField()
    door = to_persoon()
    op = models.DateTimeField()

    class Meta:
        verbose_name_plural = "oordelen"
        constraints: ClassVar = [
            models.UniqueConstraint("aanvraag", "eis", name="oordeel_een_per_eis"),
            models.CheckConstraint(condition=Q(uitkomst__in=["TOEGESTAAN", "GEWEIGERD"]), name="oordeel_uitkomst"),
            models.CheckConstraint(condition=~Q(motivering=""), name="oordeel_motivering"),
        ]


class Weigering(models.Model):
    """A proposal to refuse a practice that qualifies: motivated by one person, decided by another."""

    aanvraag = models.ForeignKey(Aanvraag, on_delete=models.PROTECT, related_name="weigeringen")
    motivering = models.TextField()
    voorgesteld_door = to_persoon()
    voorgesteld_op = models.DateTimeField()
    bevestigd = models.BooleanField(null=True)
    besloten_door = to_persoon(leeg=True)
    besloten_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "weigeringen"
        constraints: ClassVar = [
            models.UniqueConstraint("aanvraag", condition=Q(bevestigd=None), name="weigering_een_open"),
            models.CheckConstraint(condition=~Q(motivering=""), name="weigering_motivering"),
            models.CheckConstraint(
                condition=Q(besloten_door=None) | ~Q(besloten_door=F("voorgesteld_door")), name="weigering_vier_ogen"
            ),
        ]


class Aanbod(models.Model):
    """The rows an insurer offers. It can be signed before `vervalt_op`; `looptijd_tot` is the day after the term.

    `praktijk` and `verzekeraar` are those of the application, set by the database: their lists begin here.
    """

    aanvraag = models.ForeignKey(Aanvraag, on_delete=models.PROTECT, related_name="aanbiedingen")
    praktijk = to_organisatie("+")
    verzekeraar = to_organisatie("+")
    afspraken = models.JSONField()
    ingangsdatum = models.DateField()
    looptijd_tot = models.DateField()
    status = status_field(states.AANBOD)
    aangeboden_op = models.DateTimeField()
    aangeboden_door = to_persoon()
    vervalt_op = models.DateTimeField()
    ondertekend_op = models.DateTimeField(null=True)
    ondertekend_door = to_persoon(leeg=True)
    pdf = models.BinaryField()

    class Meta:
        verbose_name_plural = "aanbiedingen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=states.check_status(states.AANBOD), name="aanbod_status"),
            models.CheckConstraint(condition=Q(looptijd_tot__gt=F("ingangsdatum")), name="aanbod_looptijd"),
            models.CheckConstraint(
                condition=Q(ondertekend_op=None) | Q(ondertekend_op__lt=F("vervalt_op")), name="aanbod_op_tijd"
            ),
            models.UniqueConstraint(
                "aanvraag",
                condition=~Q(status__in=["GEWEIGERD", "VERVALLEN", "INGETROKKEN"]),
                name="aanbod_een_tegelijk",
            ),
        ]
        indexes = (newest_first("aanbod_van_verzekeraar", "verzekeraar", "aangeboden_op", "praktijk", "status"),)

    def rows(self) -> list[Afspraak]:
        """The offered rows as they will be signed."""
        return [Afspraak.model_validate(a) for a in self.afspraken]


class Overeenkomst(models.Model):
    """What both parties signed; its rows are the AfspraakRij, its papers the OvereenkomstDocument versions."""

    aanbod = models.OneToOneField(Aanbod, on_delete=models.PROTECT, related_name="overeenkomst")
    kenmerk = models.CharField(max_length=16, unique=True, default=new_overeenkomst_kenmerk)
    praktijk = to_organisatie("overeenkomsten")
    verzekeraar = to_organisatie("gesloten_overeenkomsten")
    beleid = models.CharField(max_length=80)
    beleidversie = models.CharField(max_length=16)
    van = models.DateField()
    tot = models.DateField()
    status = status_field(states.OVEREENKOMST)
    ondertekend_op = models.DateTimeField()
    ondertekend_door = to_persoon()
    volgen_toegestaan_op = models.DateTimeField(null=True)
    volgen_toegestaan_door = to_persoon(leeg=True)

    class Meta:
        verbose_name_plural = "overeenkomsten"
        constraints: ClassVar = [
            models.CheckConstraint(condition=states.check_status(states.OVEREENKOMST), name="overeenkomst_status"),
            models.CheckConstraint(condition=Q(tot__gt=F("van")), name="overeenkomst_looptijd"),
        ]

    def __str__(self) -> str:
        return self.kenmerk

    def current_rows(self) -> "models.QuerySet[AfspraakRij]":
        """The rows as we know them now, in a fixed order."""
        return self.afspraken.filter(bekend_tot=None).order_by("prestatiecode", "leeftijd_van", "van", "id")

    def last_document(self) -> "OvereenkomstDocument":
        """The paper that counts: the highest version."""
        return self.documenten.latest("versie")


class OvereenkomstDocument(models.Model):
    """One sealed version of the agreement; `canoniek` is the text inside the PDF, `sha256` that of the PDF.

    `niveau` is the PAdES level of its seal; the only thing that may ever change is that proof is added behind the
    sealed bytes, which raises it. Anyone can look it up by `controlecode`. It belongs to the parties of the agreement.
    """

    overeenkomst = models.ForeignKey(Overeenkomst, on_delete=models.PROTECT, related_name="documenten")
    versie = models.PositiveIntegerField()
    canoniek = models.TextField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    niveau = models.CharField(max_length=5, choices=[(n, n) for n in NIVEAUS])
    controlecode = models.CharField(max_length=19, unique=True)
    gemaakt_op = models.DateTimeField()

    class Meta:
        verbose_name_plural = "overeenkomstdocumenten"
        constraints: ClassVar = [
            models.UniqueConstraint("overeenkomst", "versie", name="document_versie"),
            models.CheckConstraint(condition=Q(niveau__in=NIVEAUS), name="document_niveau"),
        ]


class Mutatie(models.Model):
    """A change of a running agreement and the ground for it.

    MUTATIE_PRAKTIJK: modules the practice adds or ends. EENZIJDIG: better rows the insurer gives. NZA: what a
    decision of the NZa forces, better or worse. `rijen` are the new rows of the last two. `praktijk` and `verzekeraar`
    are those of the agreement, set by the database.
    """

    GRONDEN = ("MUTATIE_PRAKTIJK", "EENZIJDIG", "NZA")

    overeenkomst = models.ForeignKey(Overeenkomst, on_delete=models.PROTECT, related_name="mutaties")
    praktijk = to_organisatie("+")
    verzekeraar = to_organisatie("+")
    grond = models.CharField(max_length=20, choices=[(g, g) for g in GRONDEN])
    kanaal = models.CharField(max_length=12, default="PORTAAL", choices=[(k, k) for k in ("PORTAAL", "FORMULIER")])
    gewenste_ingangsdatum = models.DateField()
    toevoegen = models.JSONField(default=list)
    beeindigen = models.JSONField(default=list)
    antwoorden = models.JSONField(default=dict)
    rijen = models.JSONField(default=list)
    toelichting = models.TextField(blank=True, default="")
    volledig_op = models.DateTimeField()
    ingangsdatum = models.DateField()
    status = status_field(states.MUTATIE)
    aangevraagd_door = to_persoon()
    besloten_op = models.DateTimeField(null=True)
    besloten_door = to_persoon(leeg=True)

    class Meta:
        verbose_name_plural = "mutaties"
        constraints: ClassVar = [
            models.CheckConstraint(condition=states.check_status(states.MUTATIE), name="mutatie_status"),
            models.CheckConstraint(
                condition=Q(grond__in=["MUTATIE_PRAKTIJK", "EENZIJDIG", "NZA"]), name="mutatie_grond"
            ),
            models.CheckConstraint(condition=Q(kanaal__in=["PORTAAL", "FORMULIER"]), name="mutatie_kanaal"),
            models.UniqueConstraint(
                "overeenkomst", "ingangsdatum", condition=Q(status="AANGEVRAAGD"), name="mutatie_een_per_kwartaal"
            ),
        ]


class AfspraakRij(models.Model):
    """One signed row. The database refuses overlap within an agreement, code and age band, and any later change."""

    overeenkomst = models.ForeignKey(Overeenkomst, on_delete=models.PROTECT, related_name="afspraken")
    mutatie = models.ForeignKey(Mutatie, on_delete=models.PROTECT, related_name="afspraken", null=True)
    prestatie = models.CharField(max_length=80)
    naam = models.CharField(max_length=200)
    prestatiecode = models.CharField(max_length=6)
    codestatus = models.CharField(max_length=16)
    segment = models.CharField(max_length=16)
    eenheid = models.CharField(max_length=120)
    tarief_cent = models.BigIntegerField()
    tariefstatus = models.CharField(max_length=16)
    van = models.DateField()
    tot = models.DateField()
    inschrijving_vereist = models.BooleanField()
    leeftijd_van = models.PositiveSmallIntegerField(null=True)
    leeftijd_tot = models.PositiveSmallIntegerField(null=True)
    max_aantal = models.PositiveIntegerField(null=True)
    per = models.CharField(max_length=8, null=True)
    bron_document = models.CharField(max_length=80)
    bron_plaats = models.CharField(max_length=200)
    bekend_van = models.DateTimeField()
    bekend_tot = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "afspraken"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(tot__gt=F("van")), name="afspraak_periode"),
            models.CheckConstraint(condition=Q(tarief_cent__gte=0), name="afspraak_tarief"),
            models.CheckConstraint(
                condition=Q(bekend_tot=None) | Q(bekend_tot__gte=F("bekend_van")), name="afspraak_bekend"
            ),
        ]

    def as_afspraak(self) -> Afspraak:
        """The row as the policy composed it and the document carries it."""
        bron = Bron(document=self.bron_document, plaats=self.bron_plaats)
        return Afspraak(bron=bron, **{naam: getattr(self, naam) for naam in Afspraak.model_fields if naam != "bron"})


class Volging(models.Model):
    """Another insurer follows the agreement. `pakket` is the text it may collect: rows and parties, never an IBAN.

    `praktijk` and `verzekeraar` are those of the agreement, set by the database: the lists of three parties begin here.
    """

    overeenkomst = models.ForeignKey(Overeenkomst, on_delete=models.PROTECT, related_name="volgingen")
    volger = to_organisatie("volgingen")
    praktijk = to_organisatie("+")
    verzekeraar = to_organisatie("+")
    status = status_field(states.VOLGING)
    toestemming = models.CharField(max_length=10, choices=[(t, t) for t in ("IMPLICIET", "EXPLICIET")])
    toestemming_op = models.DateTimeField()
    toestemming_door = to_persoon(leeg=True)
    versie = models.PositiveIntegerField()
    pakket = models.TextField()
    afwijking = models.TextField(blank=True, default="")
    beschikbaar_op = models.DateTimeField()
    opgehaald_op = models.DateTimeField(null=True)
    besloten_op = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "volgingen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=states.check_status(states.VOLGING), name="volging_status"),
            models.UniqueConstraint("overeenkomst", "volger", name="volging_een_per_volger"),
            models.CheckConstraint(
                condition=Q(toestemming="IMPLICIET", toestemming_door=None)
                | Q(toestemming="EXPLICIET", toestemming_door__isnull=False),
                name="volging_toestemming",
            ),
            models.CheckConstraint(condition=~Q(status="WIJKT_AF", afwijking=""), name="volging_afwijking"),
        ]
        indexes = (
            newest_first("volging_van_volger", "volger", "beschikbaar_op", "praktijk", "verzekeraar", "status"),
            newest_first("volging_van_verzekeraar", "verzekeraar", "beschikbaar_op", "praktijk", "volger", "status"),
        )


class VolgRij(models.Model):
    """A row the follower took over. It points at the signed row, which cannot change, so both are always equal."""

    volging = models.ForeignKey(Volging, on_delete=models.PROTECT, related_name="rijen")
    bron = models.ForeignKey(AfspraakRij, on_delete=models.PROTECT, related_name="gevolgd")
    bekend_van = models.DateTimeField()
    bekend_tot = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "volgrijen"
        constraints: ClassVar = [
            models.UniqueConstraint("volging", "bron", condition=Q(bekend_tot=None), name="volgrij_een_keer"),
        ]
