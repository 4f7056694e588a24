"""From message to e-mail: who gets it, at once or in the digest of the day. Each message once per person."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from zorginkoop.web.berichten import post, soorten
from zorginkoop.web.berichten.models import Bericht, Voorkeur, Zending, Zendingdeel
from zorginkoop.web.toegang.models import Bevoegdheid

PER_KEER = 200
TE_OUD = timedelta(days=3)
"""Of what is older nobody gets mail any more; it stands in the portal."""
DAGUUR = time(7)
"""When the digest of a day leaves, in Amsterdam."""


def distribute(*, now: datetime) -> int:
    """Make e-mails of every message that has none yet; returns how many messages. Safe to run side by side."""
    aantal = 0
    while deel := _batch(now):
        aantal += deel
    return aantal


@transaction.atomic
def _batch(now: datetime) -> int:
    wachtend = Bericht.objects.filter(verdeeld=False).select_for_update(skip_locked=True).order_by("pk")
    berichten = list(wachtend[:PER_KEER])
    vers = [b for b in berichten if now - b.tijdstip <= TE_OUD and b.soort in soorten.SOORTEN]
    bevoegd = _authorised({b.organisatie_id for b in vers}, now)
    keuzes = {(v.persoon_id, v.soort): v.wijze for v in Voorkeur.objects.filter(persoon__in=_people(bevoegd))}
    for bericht in vers:
        for persoon, wijze in _recipients(bericht, bevoegd, keuzes).items():
            _deliver_to(bericht, persoon, wijze, now)
    Bericht.objects.filter(pk__in=[b.pk for b in berichten]).update(verdeeld=True)
    return len(berichten)


def _authorised(organisaties: set[int], now: datetime) -> list[Bevoegdheid]:
    """Who may act for these organisations today, and can log in."""
    vandaag = timezone.localdate(now)
    looptijd = Q(van__lte=vandaag) & (Q(tot=None) | Q(tot__gt=vandaag))
    gevonden = Bevoegdheid.objects.filter(looptijd, organisatie__in=organisaties, persoon__is_active=True)
    return list(gevonden.order_by("persoon_id", "pk"))


def _people(bevoegd: Iterable[Bevoegdheid]) -> set[int]:
    return {b.persoon_id for b in bevoegd}


def _recipients(bericht: Bericht, bevoegd: Iterable[Bevoegdheid], keuzes: dict[tuple[int, str], str]) -> dict[int, str]:
    """The persons who get it by mail and how; of two roles the louder one counts."""
    uit: dict[int, str] = {}
    for b in bevoegd:
        if b.organisatie_id == bericht.organisatie_id and b.rol in soorten.SOORTEN[bericht.soort].rollen:
            wijze = keuzes.get((b.persoon_id, bericht.soort)) or soorten.usual(b.rol)
            if wijze in (soorten.DIRECT, soorten.DAGELIJKS) and uit.get(b.persoon_id) != soorten.DIRECT:
                uit[b.persoon_id] = wijze
    return uit


def _deliver_to(bericht: Bericht, persoon: int, wijze: str, now: datetime) -> None:
    zending = _digest(persoon, now) if wijze == soorten.DAGELIJKS else _letter(bericht, persoon, now)
    Zendingdeel.objects.create(zending=zending, bericht=bericht, persoon_id=persoon)


def _letter(bericht: Bericht, persoon: int, now: datetime) -> Zending:
    message_id = post.new_message_id(f"bericht.{bericht.pk}.{persoon}")
    return Zending.objects.create(persoon_id=persoon, message_id=message_id, volgende_op=now)


def _digest(persoon: int, now: datetime) -> Zending:
    """The digest that is still open for more: one nobody tried to send yet."""
    dag = next_digest(now)
    while True:
        zending = Zending.objects.select_for_update().filter(persoon_id=persoon, dag=dag).first()
        if zending is None:
            zending = _new_digest(persoon, dag)
        if zending is not None and zending.status == "OPEN" and zending.pogingen == 0:
            return zending
        dag += timedelta(1)


def _new_digest(persoon: int, dag: date) -> Zending | None:
    """A digest of the day; None when another process made it at the same moment."""
    message_id = post.new_message_id(f"dag.{dag:%Y%m%d}.{persoon}")
    try:
        with transaction.atomic():
            return Zending.objects.create(
                persoon_id=persoon, dag=dag, message_id=message_id, volgende_op=leaves_on(dag)
            )
    except IntegrityError:
        return Zending.objects.select_for_update().filter(persoon_id=persoon, dag=dag).first()


def next_digest(now: datetime) -> date:
    """The day whose digest leaves next."""
    lokaal = timezone.localtime(now)
    return lokaal.date() + timedelta(lokaal.time() >= DAGUUR)


def leaves_on(dag: date) -> datetime:
    """The moment the digest of a day leaves; the clock of Amsterdam decides, also when summer time begins."""
    return timezone.make_aware(datetime.combine(dag, DAGUUR))
