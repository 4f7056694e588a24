"""What Vektis, VECOZO and ION tell us, on two time axes: for which days it holds and when we knew it.

`geldig_van`/`geldig_tot` are days, half-open; `bekend_van`/`bekend_tot` are instants, half-open; what we know now has
`bekend_tot` empty. A correction closes a row and adds one; nothing is overwritten. The insurer never edits these facts:
the provider is responsible for them (document 000, "AGB-code aanvragen"; document 001, 6.2).
"""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.register.constraints import digits, ends_after_begin, one_at_a_time, starts_once


class FeitQuerySet(models.QuerySet):
    """The two questions every bitemporal row can answer."""

    def known(self, moment: datetime | None = None) -> Self:
        """Rows known at the instant; without one, what is known now."""
        if moment is None:
            return self.filter(bekend_tot__isnull=True)
        return self.filter(Q(bekend_tot__isnull=True) | Q(bekend_tot__gt=moment), bekend_van__lte=moment)

    def valid(self, dag: date) -> Self:
        """Rows that hold on the day."""
        return self.filter(Q(geldig_tot__isnull=True) | Q(geldig_tot__gt=dag), geldig_van__lte=dag)


class Feit(models.Model):
    """A fact with both time axes."""

    geldig_van = models.DateField(_("geldig van"))
    geldig_tot = models.DateField(_("geldig tot"), null=True, blank=True)
    bekend_van = models.DateTimeField(_("bekend van"))
    bekend_tot = models.DateTimeField(_("bekend tot"), null=True, blank=True)

    objects = FeitQuerySet.as_manager()

    SLEUTEL: tuple[str, ...] = ("agb",)
    """The fields that say what the fact is about; the rest is what it says."""

    class Meta:
        abstract = True

    @classmethod
    def inhoud(cls) -> tuple[str, ...]:
        """Names of the fields a delivery can change."""
        buiten = {"id", "bekend_van", "bekend_tot", *cls.SLEUTEL}
        return tuple(veld.name for veld in cls._meta.concrete_fields if veld.name not in buiten)


class Zorgverlener(Feit):
    """A person who gives care."""

    agb = models.CharField(_("AGB-code"), max_length=8)
    naam = models.CharField(_("naam"), max_length=150)
    big_nummer = models.CharField(_("BIG-nummer"), max_length=32, blank=True, default="")
    kwalificatie = models.CharField(_("kwalificatie"), max_length=4, blank=True, default="")

    class Meta:
        constraints = (
            one_at_a_time("zorgverlener_een_tegelijk", codes=("agb",)),
            ends_after_begin("zorgverlener_geldig", "geldig_van", "geldig_tot"),
            ends_after_begin("zorgverlener_bekend", "bekend_van", "bekend_tot"),
            digits("zorgverlener_agb", "agb", 8),
        )
        indexes = (models.Index(fields=["agb"], name="zorgverlener_agb_idx"),)
        verbose_name_plural = "zorgverleners"

    def __str__(self) -> str:
        return f"{self.naam} ({self.agb})"


class Vestiging(Feit):
    """A place where care is given; its AGB code is the one on claims."""

    agb = models.CharField(_("AGB-code"), max_length=8)
    naam = models.CharField(_("naam"), max_length=150)
    zorgsoort = models.CharField(_("zorgsoort"), max_length=2)
    straat = models.CharField(_("straat"), max_length=60, blank=True, default="")
    huisnummer = models.CharField(_("huisnummer"), max_length=18, blank=True, default="")
    postcode = models.CharField(_("postcode"), max_length=8, blank=True, default="")
    plaats = models.CharField(_("plaats"), max_length=60, blank=True, default="")
    provincie = models.CharField(_("provincie"), max_length=60, blank=True, default="")
    email = models.CharField(_("e-mailadres"), max_length=128, blank=True, default="")
    regio = models.CharField(_("regio"), max_length=60, blank=True, default="")

    class Meta:
        constraints = (
            one_at_a_time("vestiging_een_tegelijk", codes=("agb",)),
            ends_after_begin("vestiging_geldig", "geldig_van", "geldig_tot"),
            ends_after_begin("vestiging_bekend", "bekend_van", "bekend_tot"),
            digits("vestiging_agb", "agb", 8),
            digits("vestiging_zorgsoort", "zorgsoort", 2),
        )
        indexes = (models.Index(fields=["agb"], name="vestiging_agb_idx"),)
        verbose_name_plural = "vestigingen"

    def __str__(self) -> str:
        return f"{self.naam} ({self.agb})"


class Onderneming(Feit):
    """The enterprise behind one or more places of care; an agreement is offered at this level where possible."""

    agb = models.CharField(_("AGB-code"), max_length=8)
    naam = models.CharField(_("statutaire naam"), max_length=150)
    handelsnaam = models.CharField(_("handelsnaam"), max_length=150, blank=True, default="")
    rechtsvorm = models.CharField(_("rechtsvorm"), max_length=40, blank=True, default="")
    kvk = models.CharField(_("KvK-nummer"), max_length=32, blank=True, default="")

    class Meta:
        constraints = (
            one_at_a_time("onderneming_een_tegelijk", codes=("agb",)),
            ends_after_begin("onderneming_geldig", "geldig_van", "geldig_tot"),
            ends_after_begin("onderneming_bekend", "bekend_van", "bekend_tot"),
            digits("onderneming_agb", "agb", 8),
        )
        indexes = (models.Index(fields=["agb"], name="onderneming_agb_idx"),)
        verbose_name_plural = "ondernemingen"

    def __str__(self) -> str:
        return f"{self.naam} ({self.agb})"


class Relatie(Feit):
    """Who is what to whom: `van_agb` is EIGENAAR of, WERKZAAM at, VESTIGING_VAN … `naar_agb`."""

    van_agb = models.CharField(_("van"), max_length=8)
    naar_agb = models.CharField(_("naar"), max_length=8)
    rol = models.CharField(_("rol"), max_length=40)

    SLEUTEL = ("van_agb", "naar_agb", "rol")

    class Meta:
        constraints = (
            one_at_a_time("relatie_een_tegelijk", codes=("van_agb", "naar_agb"), teksten=("rol",)),
            ends_after_begin("relatie_geldig", "geldig_van", "geldig_tot"),
            ends_after_begin("relatie_bekend", "bekend_van", "bekend_tot"),
            digits("relatie_van_agb", "van_agb", 8),
            digits("relatie_naar_agb", "naar_agb", 8),
        )
        indexes = (
            models.Index(fields=["van_agb"], name="relatie_van_idx"),
            models.Index(fields=["naar_agb"], name="relatie_naar_idx"),
        )

    def __str__(self) -> str:
        return f"{self.van_agb} {self.rol} {self.naar_agb}"


class Kernregio(Feit):
    """A region an insurer calls its own for a period."""

    uzovi = models.CharField(_("UZOVI"), max_length=4)
    regio = models.CharField(_("regio"), max_length=60)

    SLEUTEL = ("uzovi", "regio")

    class Meta:
        constraints = (
            one_at_a_time("kernregio_een_tegelijk", codes=("uzovi",), teksten=("regio",)),
            ends_after_begin("kernregio_geldig", "geldig_van", "geldig_tot"),
            ends_after_begin("kernregio_bekend", "bekend_van", "bekend_tot"),
            digits("kernregio_uzovi", "uzovi", 4),
        )
        verbose_name_plural = "kernregio's"

    def __str__(self) -> str:
        return f"{self.uzovi} {self.regio}"


class Verzekering(Feit):
    """An insured person at one insurer. Nobody has two basic insurances on one day."""

    bsn = models.CharField(_("BSN"), max_length=9)
    uzovi = models.CharField(_("UZOVI"), max_length=4)
    geboortedatum = models.DateField(_("geboortedatum"))

    SLEUTEL = ("bsn",)

    class Meta:
        constraints = (
            starts_once("verzekering_begint_eens"),
            ends_after_begin("verzekering_geldig", "geldig_van", "geldig_tot"),
            ends_after_begin("verzekering_bekend", "bekend_van", "bekend_tot"),
            digits("verzekering_bsn", "bsn", 9),
            digits("verzekering_uzovi", "uzovi", 4),
        )
        verbose_name_plural = "verzekeringen"

    def __str__(self) -> str:
        return f"verzekering bij {self.uzovi}"


class Inschrijving(Feit):
    """A patient on the list of one GP practice (ION): identity and period, nothing medical (document 000)."""

    bsn = models.CharField(_("BSN"), max_length=9)
    agb = models.CharField(_("AGB-code"), max_length=8)

    SLEUTEL = ("bsn",)

    class Meta:
        constraints = (
            starts_once("inschrijving_begint_eens"),
            ends_after_begin("inschrijving_geldig", "geldig_van", "geldig_tot"),
            ends_after_begin("inschrijving_bekend", "bekend_van", "bekend_tot"),
            digits("inschrijving_bsn", "bsn", 9),
            digits("inschrijving_agb", "agb", 8),
        )
        indexes = (models.Index(fields=["agb"], name="inschrijving_agb_idx"),)
        verbose_name_plural = "inschrijvingen"

    def __str__(self) -> str:
        return f"inschrijving bij {self.agb}"
