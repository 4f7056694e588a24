"""The kinds of organisation and the roles people have in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Soort(models.TextChoices):
    """Which side of the table an organisation is on."""

    PRAKTIJK = "PRAKTIJK", _("Praktijk")
    VERZEKERAAR = "VERZEKERAAR", _("Verzekeraar")


class Rol(models.TextChoices):
    """What a person may do; the first three at a practice, the others at an insurer."""

    TEKENBEVOEGDE = "TEKENBEVOEGDE", _("Tekenbevoegde")
    INVULLER = "INVULLER", _("Invuller")
    LEZER = "LEZER", _("Lezer")
    INKOPER = "INKOPER", _("Inkoper")
    CONTRACTBEHEER = "CONTRACTBEHEER", _("Contractbeheer")
    DECLARATIES = "DECLARATIES", _("Declaraties")
    COMPLIANCE = "COMPLIANCE", "Compliance"
    BELEIDSREDACTEUR = "BELEIDSREDACTEUR", _("Beleidsredacteur")
    BEHEER = "BEHEER", _("Beheer")


PRAKTIJKROLLEN = (Rol.TEKENBEVOEGDE, Rol.INVULLER, Rol.LEZER)
VERZEKERAARSROLLEN = (
    *(Rol.INKOPER, Rol.CONTRACTBEHEER, Rol.DECLARATIES),
    *(Rol.COMPLIANCE, Rol.BELEIDSREDACTEUR, Rol.BEHEER),
)
"""Compliance reads agreements, terms and whether they were kept; it decides nothing."""
ROLLEN_VAN = {Soort.PRAKTIJK: PRAKTIJKROLLEN, Soort.VERZEKERAAR: VERZEKERAARSROLLEN}
