"""Every term that follows from a record of contracting: who must do what, since when, by when, and whether it was done.

Pure functions of a record and its policy. Work lists, calendars, reminders and the log of terms all come from here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from zorginkoop.beleid import library
from zorginkoop.beleid.deadlines import last_complete_day
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.periode import kwartaalbegin, maanden_later, volgend_kwartaal

VERVALLEN = {
    "GEWEIGERD": "het aanbod is niet aangenomen",
    "VERVALLEN": "niet op tijd ondertekend",
    "INGETROKKEN": "ingetrokken",
}
EEN_DAG = timedelta(1)
HEROPEND = "-bezwaar"
"""Behind the record of a term that runs again after an objection."""


@dataclass(frozen=True, slots=True)
class Termijn:
    """One term of one party. `organisatie` must keep it, `wederpartij` may see whether it does (both are ids).

    `record` and `soort` say together what it is about; `verwijzing` is the reference people know, `doel` what the
    address of its page needs. `uiterlijk` is the last day, None when no text gives one. `hard` is False for a day we
    compute or the text calls an aim. `gehaald` and `door` are when and by what it was kept; `vervallen` says why it no
    longer counts. `soort` is a key of `termijnsoorten.SOORTEN`.
    """

    soort: str
    record: str
    organisatie: int
    wederpartij: int | None
    naam: str
    verwijzing: str
    doel: str | int
    beleid: str
    versie: str
    begonnen: datetime
    uiterlijk: date | None = None
    hard: bool = True
    gehaald: datetime | None = None
    door: str = ""
    vervallen: str = ""

    @property
    def open(self) -> bool:
        """Whether there is still something to do."""
        return self.gehaald is None and not self.vervallen

    @property
    def sleutel(self) -> str:
        """What the term is, for ever."""
        return f"{self.soort}:{self.record}"


def last_day(vervalt_op: datetime) -> date:
    """The last day on which an offer can be signed."""
    return timezone.localdate(vervalt_op) - EEN_DAG


def policy(beleid: str, versie: str) -> Beleid:
    """The very version a record was made under."""
    return library.load(beleid, versie=versie)


def drafting(a: Any) -> Iterator[Termijn]:
    """A draft, to be complete on the last day that still leads to the start date the practice wants. One that is open
    again after an objection has no such day: it may have passed."""
    opnieuw = a.status == "CONCEPT" and a.ingediend_op is not None
    wens = None if opnieuw else a.antwoorden.get("gewenste_ingangsdatum")
    laatste = last_complete_day(policy(a.beleid, a.beleidversie), date.fromisoformat(wens)) if wens else None
    titel = f"{a.verzekeraar.naam}: {policy(a.beleid, a.beleidversie).document.titel}"
    yield Termijn(
        "aanvullen" if opnieuw else "concept", str(a.pk), a.praktijk_id, None, titel, a.kenmerk, a.kenmerk, a.beleid,
        a.beleidversie, a.ingediend_op if opnieuw else a.aangemaakt_op, laatste, hard=False,
        gehaald=None if opnieuw else a.ingediend_op, door=f"aanvraag {a.kenmerk}",
        vervallen="ingetrokken" if a.status == "INGETROKKEN" else "",
    )  # fmt: skip


def judging(a: Any) -> Iterator[Termijn]:
    """The human judgement the policy asks for, or that of a refusal by the rules after an objection was right: then
    the term runs again. Before the agreement would start, as no text gives a day."""
    heropend = a.heropend_op and max(a.heropend_op, a.volledig_op) if a.uitkomst == "VOLDOET_NIET" else None
    if a.status != "CONCEPT" and (a.uitkomst == "BEOORDELEN" or heropend):
        begonnen, klaar = heropend or a.volledig_op, a.laatste_oordeel
        yield Termijn(
            "beoordelen", f"{a.pk}{HEROPEND if heropend else ''}", a.verzekeraar_id, a.praktijk_id, a.praktijk.naam,
            a.kenmerk, a.kenmerk, a.beleid, a.beleidversie, begonnen, _before_start(a, begonnen), hard=False,
            gehaald=None if a.status == "BEOORDELING" else klaar, door=f"oordeel over {a.kenmerk}",
            vervallen="ingetrokken" if a.status == "INGETROKKEN" and not klaar else "",
        )  # fmt: skip


def offering(a: Any, aangeboden: Iterable[datetime]) -> Iterator[Termijn]:
    """The offer to a practice that qualifies, and a next one after each that was not signed."""
    momenten = [max(a.volledig_op, a.heropend_op or a.volledig_op), *sorted(aangeboden)]
    for n, begonnen in enumerate(momenten):
        volgende = momenten[n + 1] if n + 1 < len(momenten) else None
        klaar = "ingetrokken" if a.status == "INGETROKKEN" else "afgewezen" if a.status == "AFGEWEZEN" else ""
        if volgende or a.status == "TOEGELATEN" or (klaar and n == 0):
            yield Termijn(
                "aanbieden", f"{a.pk}-{n}{HEROPEND if a.heropend_op else ''}", a.verzekeraar_id, a.praktijk_id,
                a.praktijk.naam, a.kenmerk, a.kenmerk, a.beleid, a.beleidversie, begonnen, _before_start(a, begonnen),
                hard=False, gehaald=volgende, door=f"aanbod op {a.kenmerk}", vervallen="" if volgende else klaar,
            )  # fmt: skip


def confirming(w: Any) -> Iterator[Termijn]:
    """A proposed refusal, to be decided by a second person."""
    a = w.aanvraag
    yield Termijn(
        "weigering", str(w.pk), a.verzekeraar_id, None, a.praktijk.naam, a.kenmerk, a.kenmerk, a.beleid,
        a.beleidversie, w.voorgesteld_op, gehaald=w.besloten_op, door=f"besluit over {a.kenmerk}",
    )  # fmt: skip


def signing(aanbod: Any) -> Iterator[Termijn]:
    """An offer, to be signed while it is open."""
    a = aanbod.aanvraag
    titel = f"{a.verzekeraar.naam}: {policy(a.beleid, a.beleidversie).document.titel}"
    yield Termijn(
        "aanbod", str(aanbod.pk), a.praktijk_id, a.verzekeraar_id, titel, a.kenmerk, a.kenmerk, a.beleid,
        a.beleidversie, aanbod.aangeboden_op, last_day(aanbod.vervalt_op), gehaald=aanbod.ondertekend_op,
        door=f"handtekening op {a.kenmerk}", vervallen=VERVALLEN.get(aanbod.status, ""),
    )  # fmt: skip


def processing(m: Any) -> Iterator[Termijn]:
    """A change a practice asked for in time, to be processed before the day it starts."""
    o = m.overeenkomst
    if m.grond == "MUTATIE_PRAKTIJK":
        yield Termijn(
            "mutatie", str(m.pk), o.verzekeraar_id, o.praktijk_id, o.praktijk.naam, o.kenmerk, m.pk, o.beleid,
            o.beleidversie, m.volledig_op, m.ingangsdatum - EEN_DAG, hard=False,
            gehaald=m.besloten_op if m.status in ("VERWERKT", "GEWEIGERD") else None,
            door=f"besluit over de wijziging van {o.kenmerk}",
            vervallen="ingetrokken" if m.status == "INGETROKKEN" else "",
        )  # fmt: skip


def consenting(o: Any, uiterlijk: date) -> Iterator[Termijn]:
    """Whether others may follow, where the policy asks it; after `uiterlijk` the choice no longer changes."""
    if policy(o.beleid, o.beleidversie).inhoud.volgen.toestemming == "expliciet":
        yield Termijn(
            "volgkeuze", str(o.pk), o.praktijk_id, o.verzekeraar_id, o.verzekeraar.naam, o.kenmerk, o.kenmerk,
            o.beleid, o.beleidversie, o.ondertekend_op, uiterlijk, hard=False,
            gehaald=o.volgen_toegestaan_op, door=f"toestemming bij {o.kenmerk}",
            vervallen="gekozen: niemand volgt" if o.volgen_toegestaan_door_id and not o.volgen_toegestaan_op else "",
        )  # fmt: skip


def sharing(o: Any) -> Iterator[Termijn]:
    """An agreement others may follow, to be made available to them; none where it was made for all of them."""
    if policy(o.beleid, o.beleidversie).for_all:
        return
    volgen = policy(o.beleid, o.beleidversie).inhoud.volgen
    begonnen = o.ondertekend_op if volgen.toestemming == "impliciet" else o.volgen_toegestaan_op
    maanden = volgen.verwerking_maanden
    if begonnen is not None:
        uiterlijk = maanden_later(timezone.localdate(begonnen), maanden) if maanden else None
        yield Termijn(
            "delen", str(o.pk), o.verzekeraar_id, o.praktijk_id, o.praktijk.naam, o.kenmerk, o.kenmerk, o.beleid,
            o.beleidversie, begonnen, uiterlijk, gehaald=o.eerst_beschikbaar, door=f"volgers van {o.kenmerk}",
        )  # fmt: skip


def collecting(v: Any, uiterlijk: date) -> Iterator[Termijn]:
    """What a follower must collect, and then decide on, both before the same day; for the decision that is an aim."""
    o = v.overeenkomst
    vast = (v.volger_id, o.praktijk_id, o.verzekeraar.naam, o.kenmerk, v.pk, o.beleid, o.beleidversie)
    yield Termijn(
        "ophalen", f"{v.pk}-{v.versie}", *vast, v.beschikbaar_op, uiterlijk, gehaald=v.opgehaald_op,
        door=f"versie {v.versie} van {o.kenmerk} opgehaald",
    )  # fmt: skip
    if v.opgehaald_op:
        yield Termijn(
            "volgbesluit", f"{v.pk}-{v.versie}", *vast, v.opgehaald_op, uiterlijk, hard=False, gehaald=v.besloten_op,
            door=f"besluit over versie {v.versie} van {o.kenmerk}",
        )  # fmt: skip


def changing(o: Any, vandaag: date) -> Iterator[Termijn]:
    """The next chance to change a running agreement; nobody has to take it."""
    if vandaag < o.tot and (kans := next_change(o, vandaag)):
        yield Termijn(
            "wijzigen", f"{o.pk}-{kans[0]}", o.praktijk_id, None, o.verzekeraar.naam, o.kenmerk, o.kenmerk, o.beleid,
            o.beleidversie, o.ondertekend_op, kans[1], hard=False,
        )  # fmt: skip


def next_change(o: Any, vandaag: date) -> tuple[date, date] | None:
    """The next quarter a change can start in, and the last day to ask for it; None when there is none in the term."""
    wijziging = policy(o.beleid, o.beleidversie).inhoud.wijziging
    if wijziging.frequentie != "kwartaal" or wijziging.termijn_maanden is None:
        return None
    vroegst = max(maanden_later(vandaag, wijziging.termijn_maanden), o.van)
    start = vroegst if vroegst == kwartaalbegin(vroegst) else volgend_kwartaal(vroegst)
    return (start, maanden_later(start, -wijziging.termijn_maanden)) if start < o.tot else None


@cache
def _parsed(dag: str) -> date:
    return date.fromisoformat(dag)


def _before_start(a: Any, begonnen: datetime) -> date | None:
    """The day before the agreement starts; after an objection that day may have passed, and then there is none."""
    dag = _parsed(a.ingang) - EEN_DAG if a.ingang else None
    return None if dag and a.heropend_op and dag < timezone.localdate(begonnen) else dag
