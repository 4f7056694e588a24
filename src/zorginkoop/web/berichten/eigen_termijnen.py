"""Terms of budgets, of events around agreements and of payment; see contractering/termijnen.py for what a term is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from zorginkoop.web.berichten.termijnsoorten import AANBIEDEN, BEGROTEN, BESPREKEN, STUKKEN, Jaardatum
from zorginkoop.web.contractering.termijnen import EEN_DAG, Termijn, policy


def _on(datum: Jaardatum, b: Any) -> tuple[date | None, bool]:
    """The day of a budget's year, and whether it is a hard one."""
    termijn = datum.find(policy(b.beleid, b.beleidversie).inhoud)
    return (termijn.around(b.jaar), termijn.hard) if termijn else (None, False)


WAARUIT = {
    "begroting": "begroting",
    "begroting_oordeel": "akkoord op",
    "jaarstukken": "jaarrekening bij",
    "jaarstukken_bespreken": "gesprek over de jaarrekening bij",
}
"""By what record of a budget a term was kept."""


def _budget(b: Any, soort: str, datum: Jaardatum, begonnen: datetime, gehaald: datetime | None) -> Termijn:
    van_praktijk = datum.kant == "zorgaanbieder"
    wie, ander = (b.praktijk, b.verzekeraar) if van_praktijk else (b.verzekeraar, b.praktijk)
    dag, hard = _on(datum, b)
    stil = b.status in ("CONCEPT", "INGETROKKEN") and b.ingediend_op is None
    return Termijn(
        soort, str(b.pk), wie.pk, None if stil else ander.pk, ander.naam, b.kenmerk, b.kenmerk, b.beleid,
        b.beleidversie, begonnen, dag, hard=hard, gehaald=gehaald, door=f"{WAARUIT[soort]} {b.kenmerk}",
        vervallen="ingetrokken" if b.status == "INGETROKKEN" and not gehaald else "",
    )  # fmt: skip


def sending(b: Any) -> Iterator[Termijn]:
    """A budget to send in, or to send in again."""
    klaar = b.ingediend_op if b.status not in ("CONCEPT", "TERUG") else None
    yield _budget(b, "begroting", BEGROTEN, b.aangemaakt_op, klaar)


def deciding(b: Any) -> Iterator[Termijn]:
    """A budget to decide on before the day on which agreements are offered; by two insurers where there are two, and
    then each is done with it as soon as it agreed itself."""
    if b.ingediend_op:
        termijn = _budget(b, "begroting_oordeel", AANBIEDEN, b.ingediend_op, b.akkoord_op)
        yield _decided(b, termijn)
        if b.tweede_id:
            yield _decided(b, replace(termijn, record=f"{b.pk}-2", organisatie=b.tweede_id))


def _decided(b: Any, termijn: Termijn) -> Termijn:
    eerste = b.tweede_id and b.status == "VOORGESTELD" and b.laatste_namens == termijn.organisatie
    return replace(termijn, gehaald=b.laatste_besluit) if eerste else termijn


def accounting(b: Any) -> Iterator[Termijn]:
    """The annual accounts of an agreed budget."""
    if b.akkoord_op:
        yield _budget(b, "jaarstukken", STUKKEN, b.akkoord_op, b.eerste_stukken)


def discussing(s: Any) -> Iterator[Termijn]:
    """Annual accounts to discuss."""
    termijn = _budget(s.begroting, "jaarstukken_bespreken", BESPREKEN, s.ingediend_op, s.besproken_op)
    yield replace(termijn, record=str(s.pk))


def to_settle(s: Any) -> Iterator[Termijn]:
    """A settlement to work out, once the accounts were discussed, where two insurers agree on it every year."""
    b = s.begroting
    if s.besproken_op and b.tweede_id:
        yield Termijn(
            "nacalculatie_maken", str(s.pk), b.verzekeraar_id, b.praktijk_id, b.praktijk.naam, b.kenmerk, b.kenmerk,
            b.beleid, b.beleidversie, s.besproken_op,
        )  # fmt: skip


def settling(n: Any) -> Iterator[Termijn]:
    """A settlement that one insurer worked out, for the other one to determine."""
    b = n.begroting
    ander = b.tweede_id if n.voorgesteld_namens_id == b.verzekeraar_id else b.verzekeraar_id
    yield Termijn(
        "nacalculatie", str(n.pk), ander or b.verzekeraar_id, b.praktijk_id, b.praktijk.naam, b.kenmerk, b.kenmerk,
        b.beleid, b.beleidversie, n.voorgesteld_op, gehaald=n.besloten_op, door=f"besluit over {b.kenmerk}",
    )  # fmt: skip


def replying(g: Any) -> Iterator[Termijn]:
    """A message of the other side that waits for an answer."""
    a, van_praktijk = g.aanvraag, g.status == "WACHT_OP_VERZEKERAAR"
    wie, ander = (a.verzekeraar, a.praktijk) if van_praktijk else (a.praktijk, a.verzekeraar)
    yield Termijn(
        "antwoord" if van_praktijk else "antwoord_praktijk", str(g.pk), wie.pk, ander.pk, ander.naam, a.kenmerk,
        a.kenmerk, a.beleid, a.beleidversie, g.laatste_op, vervallen="gesloten" if g.status == "GESLOTEN" else "",
    )  # fmt: skip


def objecting(b: Any) -> Iterator[Termijn]:
    """An objection, to be decided on by the day the policy gives."""
    a = b.gesprek.aanvraag
    yield Termijn(
        "bezwaar", str(b.pk), a.verzekeraar_id, a.praktijk_id, a.praktijk.naam, a.kenmerk, a.kenmerk, a.beleid,
        a.beleidversie, b.gesprek.geopend_op, b.uiterlijk, gehaald=b.besloten_op,
        door=f"besluit op bezwaar {a.kenmerk}", vervallen="ingetrokken" if b.status == "INGETROKKEN" else "",
    )  # fmt: skip


def managing(p: Any) -> Iterator[Termijn]:
    """A request for practice management."""
    yield _simple(p, "praktijkmanagement", p.ondertekend_op, p.gewenste_ingangsdatum, p.besloten_op)


def answering(v: Any) -> Iterator[Termijn]:
    """A request for innovation to answer."""
    yield _simple(v, "vernieuwing", v.ingediend_op, None, v.besloten_op)


def supplying(v: Any) -> Iterator[Termijn]:
    """A request for innovation to supply with what was missing."""
    yield Termijn(
        "vernieuwing_aanvullen", str(v.pk), v.praktijk_id, v.verzekeraar_id, v.verzekeraar.naam, v.kenmerk, v.kenmerk,
        v.beleid, v.beleidversie, v.ingediend_op,
    )  # fmt: skip


def _simple(r: Any, soort: str, begonnen: datetime, ingang: date | None, besloten: datetime | None) -> Termijn:
    """What an insurer decides on for a practice, before the day it starts when it has one."""
    return Termijn(
        soort, str(r.pk), r.verzekeraar_id, r.praktijk_id, r.praktijk.naam, r.kenmerk, r.kenmerk, r.beleid,
        r.beleidversie, begonnen, ingang - EEN_DAG if ingang else None, hard=False,
        gehaald=None if r.status in ("INGEDIEND", "INGETROKKEN") or r.status.endswith("VOORGESTELD") else besloten,
        door=f"besluit over {r.kenmerk}",
        vervallen="ingetrokken" if r.status == "INGETROKKEN" else "",
    )  # fmt: skip


def following_up(u: Any) -> Iterator[Termijn]:
    """What an event in a practice means for an agreement, to be recorded."""
    o = u.overeenkomst
    yield Termijn(
        "verandering", str(u.pk), u.verzekeraar_id, o.praktijk_id, o.praktijk.naam, o.kenmerk, u.pk, o.beleid,
        o.beleidversie, u.gebeurtenis.gemeld_op, gehaald=u.besloten_op, door=f"besluit over {o.kenmerk}",
        vervallen="gebeurtenis ingetrokken" if u.status == "VERVALLEN" else "",
    )  # fmt: skip


def checking(r: Any) -> Iterator[Termijn]:
    """A new account number to check, before the day from which it holds."""
    ingetrokken = r.status == "INGETROKKEN"
    yield Termijn(
        "rekening", str(r.pk), r.verzekeraar_id, r.praktijk_id, r.praktijk.naam, f"AGB {r.praktijk.agb}", r.pk, "", "",
        r.opgegeven_op, r.ingang - EEN_DAG, hard=False, gehaald=None if ingetrokken else r.besloten_op,
        door="besluit over het rekeningnummer", vervallen="ingetrokken" if ingetrokken else "",
    )  # fmt: skip


def carrying_out(m: Any) -> Iterator[Termijn]:
    """A change of many agreements, before the day it starts."""
    yield Termijn(
        "massa", str(m.pk), m.verzekeraar_id, None, "", m.kenmerk, m.kenmerk, "", "", m.opgesteld_op, m.dag - EEN_DAG,
        hard=False, gehaald=m.uitgevoerd_op if m.status == "UITGEVOERD" else None, door=f"uitvoering van {m.kenmerk}",
        vervallen="ingetrokken" if m.status == "INGETROKKEN" else "",
    )  # fmt: skip


def paying(b: Any) -> Iterator[Termijn]:
    """A claim file to pay; its last day was set by the policy when it came in."""
    yield Termijn(
        "betalen", str(b.pk), b.verzekeraar_id, None, f"AGB {b.afzender}", b.factuurnummer or f"bestand {b.pk}", b.pk,
        "", "", b.ontvangen_op, b.uiterste_betaaldag, gehaald=None if b.te_betalen else b.laatst_betaald,
        door="vrijgegeven betaling", vervallen="afgekeurd" if b.status == "AFGEKEURD" else "",
    )  # fmt: skip
