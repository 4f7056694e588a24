"""The e-mail that brings a link: for which organisation, until when, and the link. Nothing else."""

import smtplib
from datetime import datetime

from django.core.mail import EmailMessage
from django.utils import timezone

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.web.beheer.models import Uitnodiging
from zorginkoop.web.beheer.uitnodigen import link
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon

SLOT = (
    "De link werkt één keer. Verwachtte u deze e-mail niet? Dan hoeft u niets te doen.\n\n"
    "U hoeft op deze e-mail niet te antwoorden; niemand leest dat."
)


def compose(uitnodiging: Uitnodiging, geheim: str) -> EmailMessage:
    """The e-mail; `geheim` is in it and is kept nowhere."""
    naam, tot = uitnodiging.organisatie.naam, als_dag(timezone.localdate(uitnodiging.verloopt_op))
    if uitnodiging.soort == Uitnodiging.Soort.HERSTEL:
        onderwerp, wat = "Stel uw inlogmiddelen opnieuw in", "heeft uw inlogmiddelen ingetrokken. Kies nieuwe"
    else:
        onderwerp, wat = "Uitnodiging voor Zorginkoop", "vraagt u om voor haar te werken in Zorginkoop. Begin"
    tekst = f"{naam} {wat} vóór {tot} via deze link:\n\n{link(geheim)}\n\n{SLOT}\n"
    koppen = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    return EmailMessage(onderwerp, tekst, to=[uitnodiging.email], headers=koppen)


def send(uitnodiging: Uitnodiging, geheim: str, *, by: Persoon | str, now: datetime) -> bool:
    """Offer the e-mail to the mail server, after the invitation is there; False when it was not taken.

    Not through the outbox: that would have to keep the link.
    """
    try:
        compose(uitnodiging, geheim).send()
    except (OSError, smtplib.SMTPException):
        return False
    with acting(by):
        Uitnodiging.objects.filter(pk=uitnodiging.pk).update(verstuurd_op=now)
    return True
