"""What the models of contracting share: references people can read, states of a table, and who."""

import secrets

from django.conf import settings
from django.db import models

from zorginkoop.web.contractering import states
from zorginkoop.web.toegang.models import Organisatie

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_kenmerk(soort: str) -> str:
    """A reference people can read over the phone: the kind and eight letters that cannot be mistaken."""
    return f"{soort}-{''.join(secrets.choice(_LETTERS) for _ in range(8))}"


def new_aanvraag_kenmerk() -> str:
    return new_kenmerk("AV")


def new_overeenkomst_kenmerk() -> str:
    return new_kenmerk("OV")


def new_ronde_kenmerk() -> str:
    return new_kenmerk("BR")


def status_field(tabel: states.Tabel) -> models.CharField:
    """A state of the table; starts at the first."""
    return models.CharField(max_length=24, default=next(iter(tabel)), choices=[(s, s) for s in tabel])


def newest_first(naam: str, wie: str, moment: str, *erbij: str) -> models.Index:
    """An index for the list of a party, newest first: with all that a count asks, and who may see it (`erbij`)."""
    return models.Index(name=naam, fields=(wie, f"-{moment}", "-id"), include=erbij)


def to_organisatie(naam: str) -> models.ForeignKey:
    return models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name=naam)


def to_persoon(*, leeg: bool = False) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=leeg)
