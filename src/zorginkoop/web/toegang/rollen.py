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
    VOLGER = "VOLGER", _("Volger")


PRAKTIJKROLLEN = (Rol.TEKENBEVOEGDE, Rol.INVULLER, Rol.LEZER)
INKOOPROLLEN = (
    *(Rol.INKOPER, Rol.CONTRACTBEHEER, Rol.DECLARATIES),
    *(Rol.COMPLIANCE, Rol.BELEIDSREDACTEUR, Rol.BEHEER),
)
"""Those of an insurer who may see what it buys. Compliance reads and decides nothing."""
VERZEKERAARSROLLEN = (*INKOOPROLLEN, Rol.VOLGER)
"""A follower handles what other insurers agreed, and sees nothing of what its own insurer buys."""
ROLLEN_VAN = {Soort.PRAKTIJK: PRAKTIJKROLLEN, Soort.VERZEKERAAR: VERZEKERAARSROLLEN}
BEHEERDERSROL = {Soort.PRAKTIJK: Rol.TEKENBEVOEGDE, Soort.VERZEKERAAR: Rol.BEHEER}
"""Who decides on the people and systems of an organisation."""
