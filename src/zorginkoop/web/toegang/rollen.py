"""The kinds of organisation and the roles people have in them."""

from django.db import models


class Soort(models.TextChoices):
    """Which side of the table an organisation is on."""

    PRAKTIJK = "PRAKTIJK", "Praktijk"
    VERZEKERAAR = "VERZEKERAAR", "Verzekeraar"


class Rol(models.TextChoices):
    """What a person may do; the first three at a practice, the others at an insurer."""

    TEKENBEVOEGDE = "TEKENBEVOEGDE", "Tekenbevoegde"
    INVULLER = "INVULLER", "Invuller"
    LEZER = "LEZER", "Lezer"
    INKOPER = "INKOPER", "Inkoper"
    CONTRACTBEHEER = "CONTRACTBEHEER", "Contractbeheer"
    DECLARATIES = "DECLARATIES", "Declaraties"
    BELEIDSREDACTEUR = "BELEIDSREDACTEUR", "Beleidsredacteur"
    BEHEER = "BEHEER", "Beheer"


PRAKTIJKROLLEN = (Rol.TEKENBEVOEGDE, Rol.INVULLER, Rol.LEZER)
VERZEKERAARSROLLEN = (Rol.INKOPER, Rol.CONTRACTBEHEER, Rol.DECLARATIES, Rol.BELEIDSREDACTEUR, Rol.BEHEER)
ROLLEN_VAN = {Soort.PRAKTIJK: PRAKTIJKROLLEN, Soort.VERZEKERAAR: VERZEKERAARSROLLEN}
