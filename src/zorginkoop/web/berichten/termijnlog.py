"""Keep the log of terms: what began is added, what was kept or no longer counts is closed. Nothing is ever removed."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Max

from zorginkoop.web.berichten import verzamelen
from zorginkoop.web.berichten.models import NOG_OPEN, Termijnregel
from zorginkoop.web.berichten.verzamelen import STROMEN, Stroom
from zorginkoop.web.contractering.termijnen import Termijn
from zorginkoop.web.toegang.audit import acting

PER_KEER = 500
TERUG = timedelta(days=7)
"""So far back every run looks again, for what began and ended between two runs."""
NIET_MEER = "niet meer nodig"
PROCES = "termijnlog"
GELOGD = tuple(stroom for stroom in STROMEN if stroom.gelogd)


def record() -> int:
    """Bring the log up to date with the records; returns how many terms are new. Safe to run as often as you like."""
    laatste = Termijnregel.objects.aggregate(laatste=Max("begonnen_op"))["laatste"]
    sinds = laatste - TERUG if laatste else None
    soorten = {soort for stroom in GELOGD for soort in stroom.soorten}
    nieuw = _add(t for t in verzamelen.to_do() if t.soort in soorten)
    for stroom in GELOGD:
        nieuw += _add(verzamelen.since(stroom, sinds))
        nieuw += _close(stroom)
    return nieuw


def _row(t: Termijn) -> Termijnregel:
    einde: dict[str, object] = {"vervallen": t.vervallen} if t.vervallen else {"gehaald_op": t.gehaald}
    return Termijnregel(
        sleutel=t.sleutel,
        soort=t.soort,
        record=t.record,
        organisatie_id=t.organisatie,
        wederpartij_id=t.wederpartij,
        verwijzing=t.verwijzing,
        beleid=t.beleid,
        beleidversie=t.versie,
        begonnen_op=t.begonnen,
        uiterlijk=t.uiterlijk,
        hard=t.hard,
        door=t.door if t.gehaald and not t.vervallen else "",
        **einde,
    )


def _add(termijnen: Iterable[Termijn]) -> int:
    """Add those that are not there yet; of two runs at once one adds each."""
    gevonden = {t.sleutel: t for t in termijnen}
    bekend = set(Termijnregel.objects.filter(sleutel__in=gevonden).values_list("sleutel", flat=True))
    rijen = [_row(t) for sleutel, t in gevonden.items() if sleutel not in bekend]
    with acting(PROCES):
        Termijnregel.objects.bulk_create(rijen, batch_size=PER_KEER, ignore_conflicts=True)
    return len(rijen)


def _close(stroom: Stroom) -> int:
    """End what ended since the last time; adds what followed from the same record."""
    lopend = list(Termijnregel.objects.filter(NOG_OPEN, soort__in=stroom.soorten).order_by("pk"))
    nieuw = 0
    for begin in range(0, len(lopend), PER_KEER):
        deel = lopend[begin : begin + PER_KEER]
        records = {int(rij.record.split("-")[0]) for rij in deel}
        nu = {t.sleutel: t for t in verzamelen.again(stroom, records)}
        nieuw += _add(nu.values())
        beeindigd = [rij for rij in deel if _ended(rij, nu.get(rij.sleutel))]
        with acting(PROCES):
            Termijnregel.objects.bulk_update(beeindigd, ["gehaald_op", "door", "vervallen", "uiterlijk", "wederpartij"])
    return nieuw


def _ended(rij: Termijnregel, t: Termijn | None) -> bool:
    """Copy what changed; a term whose record says nothing of it any more, no longer counts."""
    if t is None:
        rij.vervallen = NIET_MEER
        return True
    anders = (rij.uiterlijk, rij.wederpartij_id) != (t.uiterlijk, t.wederpartij)
    rij.uiterlijk, rij.wederpartij_id = t.uiterlijk, t.wederpartij
    rij.vervallen = t.vervallen
    if t.gehaald and not t.vervallen:
        rij.gehaald_op, rij.door = t.gehaald, t.door
    return anders or not t.open
