"""The claim checks, one screen: what a line is set beside, and which reason holds when.

A line is refused when a reason with `wijst_af` holds; all that hold are kept. Empty means unknown and never refuses
by itself. A practice without an agreement may claim what needs none, at the NZa tariff (document 003, "Zonder
overeenkomst declareren"; 001 §5.4). With an agreement the row must be in it: that text is about practices without one.
"""

from collections.abc import Callable
from functools import reduce
from operator import add
from typing import Any

import ibis

from zorginkoop.engine.periods import age, in_force, unambiguous
from zorginkoop.engine.redenen import BIT
from zorginkoop.kern.nummers import DUMMY_BSN

ZELFDE = ["agb", "uzovi", "bsn", "prestatiecode", "datum"]
"""Debit lines equal in these are the same claim."""


def no_agreement(r: Any) -> Any:
    return r.overeenkomst_id.isnull() & r.nza_cent.isnull()


def not_in_agreement(r: Any) -> Any:
    return r.overeenkomst_id.notnull() & r.afspraak_id.isnull()


def wrong_age(r: Any) -> Any:
    return (r.leeftijd < r.leeftijd_van).fill_null(False) | (r.leeftijd >= r.leeftijd_tot).fill_null(False)


def unknown_insured(r: Any) -> Any:
    return r.geboortedatum.isnull()


def not_insured(r: Any) -> Any:
    return r.geboortedatum.notnull() & r.verzekerd_van.isnull()


def not_registered(r: Any) -> Any:
    return r.inschrijving_vereist & r.ingeschreven_van.isnull()


def twice_in_file(r: Any) -> Any:
    return r.regel_id > r.eerste_regel_id


def paid_before(r: Any) -> Any:
    return r.eerder_betaald > 0


def wrong_amount(r: Any) -> Any:
    return r.bedrag_cent != r.tarief_cent * r.aantal


def wrong_count(r: Any) -> Any:
    return r.aantal < 1


def above_tariff(r: Any) -> Any:
    return r.tarief_cent > r.afgesproken_cent


CONTROLES: dict[str, Callable[[Any], Any]] = {
    "GEEN_OVEREENKOMST": no_agreement,
    "PRESTATIE_NIET_AFGESPROKEN": not_in_agreement,
    "LEEFTIJD": wrong_age,
    "ONBEKENDE_VERZEKERDE": unknown_insured,
    "NIET_VERZEKERD": not_insured,
    "NIET_INGESCHREVEN": not_registered,
    "DUBBEL_IN_BESTAND": twice_in_file,
    "DUBBEL_EERDER": paid_before,
    "BEDRAG_KLOPT_NIET": wrong_amount,
    "AANTAL_ONJUIST": wrong_count,
    "TARIEF_VERLAAGD": above_tariff,
}
"""FREQUENTIE comes after these, in `frequency`: only lines that pass all of them count."""


def mask(r: Any, controles: dict[str, Callable[[Any], Any]]) -> Any:
    """The reasons of each line as one integer, see `redenen.BIT`."""
    return reduce(add, (ibis.ifelse(holds(r).fill_null(False), BIT[code], 0) for code, holds in controles.items()))


def beside_everything(t: dict[str, Any], betaald: Any) -> Any:
    """Each debit line with its agreement, row, insured, registration and doubles. `betaald`: lines paid before."""
    r = t["regels"].filter(t["regels"].debetcredit == "D")
    r = in_force(r, _only(t, r, "overeenkomsten", ["agb", "uzovi"], "overeenkomst_id"), ["agb", "uzovi"],
                 overeenkomst_id="overeenkomst_id")  # fmt: skip
    r = _with_row(t, r)
    r = in_force(r, _only(t, r, "verzekerden", ["bsn", "uzovi"]), ["bsn", "uzovi"], verzekerd_van="van")
    r = in_force(r, _only(t, r, "inschrijvingen", ["bsn", "agb"]), ["bsn", "agb"], ingeschreven_van="van")
    personen = t["verzekerden"].group_by("bsn").aggregate(geboortedatum=lambda v: v.geboortedatum.max())
    r = r.left_join(personen, "bsn").drop("bsn_right")
    r = r.mutate(leeftijd=age(r.geboortedatum, r.datum))
    return _with_doubles(r, betaald)


def _with_row(t: dict[str, Any], r: Any) -> Any:
    """The signed row, or without an agreement the NZa tariff of what may then be claimed."""
    rij = ["inschrijving_vereist", "leeftijd_van", "leeftijd_tot", "max_aantal", "per", "afspraak_id"]
    sleutel = ["overeenkomst_id", "prestatiecode"]
    afspraken = _only(t, r, "afspraken", sleutel, "afspraak_id")
    r = in_force(r, afspraken, sleutel, rij_cent="tarief_cent", **{k: k for k in rij})
    sleutel = ["uzovi", "prestatiecode"]
    r = in_force(r, _only(t, r, "zonder_contract", sleutel, "tarief_cent"), sleutel, nza_cent="tarief_cent")
    r = r.mutate(nza_cent=ibis.ifelse(r.overeenkomst_id.isnull(), r.nza_cent, ibis.null("int64")))
    return r.mutate(afgesproken_cent=r.rij_cent.coalesce(r.nza_cent))


def _only(t: dict[str, Any], r: Any, naam: str, sleutel: list[str], *volgorde: str) -> Any:
    """The rows of a reference table that this batch can meet, made unambiguous."""
    return unambiguous(t[naam].semi_join(r, sleutel), sleutel, [*volgorde, "tot"])


def _with_doubles(r: Any, betaald: Any) -> Any:
    """Beside each line the first line equal to it, in the file and paid before. Without a BSN nobody is the same."""
    bekend = r.filter(r.bsn != int(DUMMY_BSN))
    in_bestand = bekend.group_by(ZELFDE).aggregate(eerste_regel_id=bekend.regel_id.min(), keer=bekend.count())
    in_bestand = in_bestand.filter(in_bestand.keer > 1).drop("keer")
    eerder = betaald.filter(betaald.bsn != int(DUMMY_BSN)).semi_join(r, ZELFDE)
    eerder = eerder.group_by(ZELFDE).aggregate(eerder_betaald=eerder.count())
    for dubbel in (in_bestand, eerder):
        r = r.left_join(dubbel, ZELFDE).drop(*(f"{k}_right" for k in ZELFDE))
    return r
