"""The e-mail that brings a link: for which organisation, until when, and the link. Nothing else."""

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.beheer.models import Uitnodiging
from zorginkoop.web.beheer.uitnodigen import link
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.taal import day

SLOT = (
    _("De link werkt één keer. Verwachtte u deze e-mail niet? Dan hoeft u niets te doen."),
    _("U hoeft op deze e-mail niet te antwoorden; niemand leest dat."),
)
TEKSTEN = {
    Uitnodiging.Soort.ROL: (
        _("Uitnodiging voor Zorginkoop"),
        _("%(naam)s vraagt u om voor haar te werken in Zorginkoop. Begin vóór %(tot)s via deze link:"),
    ),
    Uitnodiging.Soort.HERSTEL: (
        _("Stel uw inlogmiddelen opnieuw in"),
        _("%(naam)s heeft uw inlogmiddelen ingetrokken. Kies nieuwe vóór %(tot)s via deze link:"),
    ),
}
"""Subject and first sentence."""


def compose(uitnodiging: Uitnodiging, geheim: str) -> EmailMessage:
    """The e-mail, in the language of who has an account already; `geheim` is in it and is kept nowhere."""
    bekend = Persoon.objects.filter(email=uitnodiging.email).values_list("taal", flat=True).first()
    taal = bekend or settings.LANGUAGE_CODE
    onderwerp, eerste = TEKSTEN[Uitnodiging.Soort(uitnodiging.soort)]
    with translation.override(taal):
        tot = day(timezone.localdate(uitnodiging.verloopt_op))
        begin = eerste % {"naam": uitnodiging.organisatie.naam, "tot": tot}
        onderwerp, tekst = str(onderwerp), "\n\n".join([begin, link(geheim), *map(str, SLOT)])
    koppen = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": taal}
    return EmailMessage(onderwerp, f"{tekst}\n", to=[uitnodiging.email], headers=koppen)


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
