"""Every login and every refusal, written down."""

from datetime import datetime

from django.http import HttpRequest

from zorginkoop.web.inlogmiddelen.models import Inlog
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.inloggen import address
from zorginkoop.web.toegang.wegen import Poging


def write(request: HttpRequest, poging: Poging, now: datetime) -> None:
    """One row, and with it one in the audit trail; written for whoever tried, who is often nobody yet."""
    with als_eigenaar(), acting(poging.persoon or "inloggen"):
        Inlog.objects.create(
            tijdstip=now,
            middel=poging.middel,
            uitkomst=poging.uitkomst,
            persoon=poging.persoon,
            reden=poging.reden[:300],
            kenmerk=poging.kenmerk[:100],
            adres=address(request),
        )
