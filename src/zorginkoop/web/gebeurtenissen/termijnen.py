"""The terms of following, worked out per agreement; how long each is stands in `contractering/buiten_beleid.py`.

Tariffs are available to other insurers on the next working day; from then on they have their time to collect; the
choice can change up to a day that is shown, and who did not choose is reminded before.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from zorginkoop.beleid.deadlines import working_day
from zorginkoop.web.contractering.buiten_beleid import KEUZE, KEUZE_HERINNEREN, OPHALEN
from zorginkoop.web.contractering.models import Overeenkomst
from zorginkoop.web.toegang.taal import Zin

BRON = "VECOZO, hulppagina over laten volgen"
UITLEG_KEUZE = Zin(
    "Deze dag staat in geen beleid; vier weken na ondertekenen, of de dag voor de start als die later is, is een "
    "demonstratiewaarde."
)
UITLEG_OPHALEN = Zin("Wie volgt, heeft drie weken om op te halen, vanaf de eerste werkdag nadat iets klaarstaat.")
UITLEG_BESLISSEN = Zin("Dat u ook in die weken beslist, is een werkregel van dit platform: geen beleid noemt een dag.")


def available_from(klaargezet: date) -> date:
    """The next working day after an agreement was put ready: from then on the three weeks count."""
    dag = klaargezet + timedelta(1)
    while not working_day(dag):
        dag += timedelta(1)
    return dag


def due(klaargezet: datetime) -> date:
    """The last day for a follower to decide: three weeks after the agreement counts as available."""
    return available_from(timezone.localdate(klaargezet)) + OPHALEN


def overdue_before(vandaag: date) -> date:
    """What was put ready on or before this day is overdue today, when it was not decided on."""
    dag = vandaag - OPHALEN - timedelta(1)
    while available_from(dag) + OPHALEN >= vandaag:
        dag -= timedelta(1)
    return dag


def choice_until(overeenkomst: Overeenkomst) -> date:
    """The last day to take consent back: four weeks after signing, or the day before the start when that is later."""
    getekend = timezone.localdate(overeenkomst.ondertekend_op)
    return max(getekend + KEUZE, overeenkomst.van - timedelta(1))


def reminders(overeenkomst: Overeenkomst) -> list[date]:
    """When to remind a practice that did not choose yet."""
    return [choice_until(overeenkomst) - eerder for eerder in KEUZE_HERINNEREN]
