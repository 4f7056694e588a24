"""Webhooks: which event goes to which subscription, and bringing it there until it has arrived.

The events are the outbox: they came into being in the transaction of the change. Each arrives at least once.
"""

import http.client
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.api import actions, berichten, netwerk
from zorginkoop.web.api.models import Abonnement, Bezorging, Mededeling, Systeem
from zorginkoop.web.toegang.audit import acting

POGINGEN = 10
EERSTE_PAUZE, LANGSTE_PAUZE = timedelta(seconds=30), timedelta(hours=12)
IN_BEHANDELING = timedelta(minutes=2)
"""So long a delivery is left to whoever took it up; after that it died on the way and another takes it."""
PER_KEER = 500
MAX_ABONNEMENTEN = 20


def subscribe(*, systeem: Systeem, url: str, soorten: Collection[str], now: datetime) -> Abonnement:
    """Tell this address from now on; Gebruikersfout when it is no address we send to."""
    netwerk.target(url)
    if systeem.abonnementen.filter(gestopt_op=None).count() >= MAX_ABONNEMENTEN:
        raise Gebruikersfout(f"Een systeem heeft hoogstens {MAX_ABONNEMENTEN} abonnementen")
    with acting(systeem.client_id), connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (transactie,) = cursor.fetchone()
        return Abonnement.objects.create(
            systeem=systeem, url=url, soorten=sorted(set(soorten)), transactie=transactie, aangemaakt_op=now
        )


def unsubscribe(*, abonnement: Abonnement, now: datetime) -> None:
    """Tell this address nothing any more."""
    with acting(abonnement.systeem.client_id):
        Abonnement.objects.filter(pk=abonnement.pk, gestopt_op=None).update(gestopt_op=now)


def deliver(*, now: datetime) -> dict[str, int]:
    """One round: what is due at this moment is sent. Returns how many of which outcome; safe to run side by side."""
    for pk in _running().values_list("pk", flat=True):
        _make_deliveries(pk, now)
    telling = dict.fromkeys(Bezorging.STATEN, 0)
    while bezorging := _take(now):
        telling[_send(bezorging, now)] += 1
    return telling


def _running() -> QuerySet[Abonnement]:
    return Abonnement.objects.filter(gestopt_op=None, systeem__geblokkeerd_op=None)


def _make_deliveries(pk: int, now: datetime) -> None:
    """What happened since the last time becomes a delivery; the place moves on in the same transaction."""
    with transaction.atomic():
        gevonden = _running().select_for_update(of=("self",), skip_locked=True).select_related("systeem")
        abonnement = gevonden.filter(pk=pk).first()
        if abonnement is None or not _may_know(abonnement.systeem, now):
            return
        eigen = Mededeling.objects.filter(organisatie=abonnement.systeem.organisatie_id)
        nieuw = list(eigen.settled().after(abonnement.transactie, abonnement.nummer)[:PER_KEER])
        gewenst = [g for g in nieuw if g.soort in (abonnement.soorten or berichten.SOORTEN)]
        Bezorging.objects.bulk_create(Bezorging(abonnement=abonnement, mededeling=g, volgende_op=now) for g in gewenst)
        if nieuw:
            plek = {"transactie": nieuw[-1].transactie, "nummer": nieuw[-1].pk}
            Abonnement.objects.filter(pk=pk).update(**plek)


def _may_know(systeem: Systeem, now: datetime) -> bool:
    return bool(actions.roles_of(systeem.namens, systeem.organisatie, now))


def _take(now: datetime) -> Bezorging | None:
    """The next delivery that is due, held for a while so that nobody else sends it too."""
    with transaction.atomic():
        te_doen = Bezorging.objects.filter(status="OPEN", volgende_op__lte=now, abonnement__in=_running())
        wachtend = te_doen.select_for_update(of=("self",), skip_locked=True).order_by("volgende_op", "pk")
        bezorging = wachtend.select_related("abonnement__systeem", "mededeling").first()
        if bezorging is not None:
            bezorging.volgende_op = now + IN_BEHANDELING
            bezorging.pogingen += 1
            bezorging.save(update_fields=["volgende_op", "pogingen"])
        return bezorging


def _send(bezorging: Bezorging, now: datetime) -> str:
    """Try once, outside any transaction, and keep what came of it."""
    abonnement, mededeling = bezorging.abonnement, bezorging.mededeling
    inhoud = berichten.body(mededeling)
    koppen = berichten.headers(abonnement, mededeling, inhoud, now)
    try:
        status = netwerk.post(netwerk.target(abonnement.url), inhoud, koppen)
        goed, uitkomst = 200 <= status < 300, str(status)
    except (Gebruikersfout, OSError, http.client.HTTPException) as fout:
        goed, uitkomst = False, str(fout)[:200] or type(fout).__name__
    bezorging.uitkomst = uitkomst
    if goed:
        bezorging.status, bezorging.bezorgd_op = "BEZORGD", now
    elif bezorging.pogingen >= POGINGEN:
        bezorging.status = "OPGEGEVEN"
    else:
        bezorging.volgende_op = now + pause(bezorging.pogingen)
    bezorging.save(update_fields=["status", "uitkomst", "bezorgd_op", "volgende_op"])
    return bezorging.status


def pause(pogingen: int) -> timedelta:
    """How long to wait after so many tries: four times longer each time, up to half a day."""
    return min(EERSTE_PAUZE * 4 ** (pogingen - 1), LANGSTE_PAUZE)
