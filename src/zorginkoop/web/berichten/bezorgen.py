"""Bring e-mail to the mail server until it takes it: under one identity, with longer and longer pauses."""

import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from zorginkoop.web.berichten import post, soorten
from zorginkoop.web.berichten.models import Bericht, Voorkeur, Zending

POGINGEN = 10
EERSTE_PAUZE, LANGSTE_PAUZE = timedelta(minutes=1), timedelta(hours=12)
IN_BEHANDELING = timedelta(minutes=5)
"""So long an e-mail is left to whoever took it up; after that it died on the way and another takes it."""
GEEN_ANTWOORD, BLIJVEND = 400, 500
"""From this answer of a mail server on, trying again does not help."""


def deliver(*, now: datetime) -> dict[str, int]:
    """One round: every e-mail that is due is offered to the mail server. Returns how many of which outcome."""
    telling: dict[str, int] = {}
    verbinding = get_connection()
    try:
        while zending := _take(now):
            uitkomst = _send(zending, verbinding, now)
            telling[uitkomst] = telling.get(uitkomst, 0) + 1
    finally:
        verbinding.close()
    return telling


def _take(now: datetime) -> Zending | None:
    """The next e-mail that is due, held for a while so that nobody else sends it too."""
    with transaction.atomic():
        te_doen = Zending.objects.filter(status="OPEN", volgende_op__lte=now).order_by("volgende_op", "pk")
        zending = te_doen.select_for_update(of=("self",), skip_locked=True).select_related("persoon").first()
        if zending is not None:
            zending.volgende_op, zending.pogingen = now + IN_BEHANDELING, zending.pogingen + 1
            zending.save(update_fields=["volgende_op", "pogingen"])
        return zending


def _send(zending: Zending, verbinding: BaseEmailBackend, now: datetime) -> str:
    """Try once, outside any transaction, and keep what came of it."""
    berichten = _still_wanted(zending)
    if not berichten:
        zending.status, zending.uitkomst = "OPGEGEVEN", "niet meer gewenst"
    else:
        bericht = post.compose(zending, berichten)
        _keep(zending, _attempt(bericht, verbinding), now)
    zending.save(update_fields=["status", "uitkomst", "verzonden_op", "volgende_op"])
    return zending.status


def _still_wanted(zending: Zending) -> list[Bericht]:
    """Its messages, without the kinds the person meanwhile wants no mail of."""
    stil = Voorkeur.objects.filter(persoon=zending.persoon_id, wijze__in=[soorten.PORTAAL, soorten.NIET])
    uit = set(stil.values_list("soort", flat=True))
    gevonden = Bericht.objects.filter(pk__in=zending.delen.values("bericht")).order_by("tijdstip", "pk")
    return [b for b in gevonden if b.soort not in uit and b.soort in soorten.SOORTEN]


def _attempt(bericht: EmailMessage, verbinding: BaseEmailBackend) -> tuple[int, str]:
    """The answer of the mail server: 0 when it took the e-mail, else its code.

    What says nothing about this recipient or this e-mail (no server, a wrong password, a sender it does not know) is
    `GEEN_ANTWOORD`: that can be mended, and then it is tried again.
    """
    try:
        verbinding.open()
        verbinding.send_messages([bericht])
    except smtplib.SMTPRecipientsRefused as fout:
        code, tekst = next(iter(fout.recipients.values()))
        return code, _short(tekst)
    except smtplib.SMTPDataError as fout:
        return fout.smtp_code, _short(fout.smtp_error)
    except (OSError, smtplib.SMTPException) as fout:
        verbinding.close()
        return GEEN_ANTWOORD, _short(str(fout) or type(fout).__name__)
    return 0, "aangenomen"


def _short(tekst: bytes | str) -> str:
    return (tekst.decode(errors="replace") if isinstance(tekst, bytes) else str(tekst))[:190]


def _keep(zending: Zending, antwoord: tuple[int, str], now: datetime) -> None:
    code, tekst = antwoord
    zending.uitkomst = tekst if code == 0 else f"{code} {tekst}"
    if code == 0:
        zending.status, zending.verzonden_op = "VERZONDEN", now
    elif code >= BLIJVEND:
        zending.status = "GEWEIGERD"
    elif zending.pogingen >= POGINGEN:
        zending.status = "OPGEGEVEN"
    else:
        zending.volgende_op = now + pause(zending.pogingen)


def pause(pogingen: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time, up to half a day."""
    return min(EERSTE_PAUZE * 2 ** min(pogingen - 1, POGINGEN), LANGSTE_PAUZE)
