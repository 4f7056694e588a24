"""Certificates for the people of a demonstration, to import into a browser."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from zorginkoop.adapters.inlog_ca import write_demonstration
from zorginkoop.web.demo.rolverdeling import WACHTWOORD, Bezetting
from zorginkoop.web.inlogmiddelen import certificaten, verbinding
from zorginkoop.web.toegang.models import Persoon


def make(bezetting: Bezetting, *, now: datetime) -> None:
    """A .p12 per ready login in var/demo/certificaten, linked to the person; one of a system, and a withdrawn one."""
    mensen = {p.email: p for p in Persoon.objects.filter(email__in=[email for email, _, _ in bezetting.logins])}
    namen = {email: persoon.naam for email, persoon in mensen.items()}
    map_ = Path(settings.VAR) / "demo" / "certificaten"
    gemaakt = write_demonstration(map_, namen, wachtwoord=WACHTWOORD, now=now)
    verbinding.forget()
    for email, der in gemaakt.items():
        certificaten.link(persoon=mensen[email], kaart=verbinding.card(der, now), by="demonstratie", now=now)
