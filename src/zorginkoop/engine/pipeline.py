"""The claim checks, one screen: what a line is set beside, and which reason holds when.

A line is refused when a reason with `wijst_af` holds; all that hold are kept. Empty means unknown and never refuses
by itself. A practice without an agreement may claim what needs none, at the NZa tariff (document 003, "Zonder
overeenkomst declareren"; 001 §5.4), under the conditions the policy sets for everybody: registration, age, how many.
With an agreement the row must be in it: that text is about practices without one.
"""

from collections.abc import Callable
from functools import reduce
from operator import add
from typing import Any

import ibis

from zorginkoop.engine.periods import in_force
from zorginkoop.engine.redenen import BIT
from zorginkoop.kern.nummers import DUMMY_BSN

SLEUTEL = ["wie_wanneer", "wat_waar"]
"""Debit lines of the same agb, uzovi, bsn, prestatiecode and date, see `reference`."""


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
    return r.inschrijving_vereist.fill_null(False) & r.ingeschreven_van.isnull()


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
    return reduce(add, (ibis.ifelse(holds(r), BIT[code], 0) for code, holds in controles.items()))


def beside_everything(t: dict[str, Any], dubbelen: tuple[Any, ...]) -> Any:
    """Each debit line with its agreement, row, insured, registration and doubles.

    The reference tables in `t` come from `periods`: at most one row per key on any day. `dubbelen`: see `doubles`.
    """
    r = in_force(t["debet"], t["overeenkomsten"], ["agb", "uzovi"], overeenkomst_id="overeenkomst_id")
    r = _with_row(t, r)
    r = in_force(r, t["verzekerden"], ["bsn", "uzovi"], verzekerd_van="van")
    r = in_force(r, t["inschrijvingen"], ["bsn", "agb"], ingeschreven_van="van")
    r = r.left_join(t["personen"], "bsn").drop("bsn_right")
    r = r.mutate(leeftijd=(r.ymd - r.geboren) // 10_000)
    for dubbel in dubbelen:
        r = r.left_join(dubbel, SLEUTEL).drop(*(f"{k}_right" for k in SLEUTEL))
    return r


def _with_row(t: dict[str, Any], r: Any) -> Any:
    """The signed row, or without an agreement the NZa tariff of what may then be claimed; and its conditions."""
    sleutel = ["overeenkomst_id", "prestatiecode"]
    r = in_force(r, t["afspraken"], sleutel, afspraak_id="afspraak_id", rij_cent="tarief_cent",
                 rij_voorwaarde="voorwaarde")  # fmt: skip
    r = in_force(r, t["zonder_contract"], ["uzovi", "prestatiecode"], vrij_cent="tarief_cent",
                 vrij_voorwaarde="voorwaarde")  # fmt: skip
    zonder, leeg = r.overeenkomst_id.isnull(), ibis.null("int64")
    r = r.mutate(nza_cent=ibis.ifelse(zonder, r.vrij_cent, leeg))
    r = r.mutate(
        afgesproken_cent=r.rij_cent.coalesce(r.nza_cent),
        voorwaarde=r.rij_voorwaarde.coalesce(ibis.ifelse(zonder, r.vrij_voorwaarde, leeg)),
    )
    return r.left_join(t["voorwaarden"], "voorwaarde").drop("voorwaarde_right")


def payable(r: Any) -> Any:
    """What is paid when nothing refuses the line: a claim below the agreed tariff is paid as claimed."""
    return ibis.least(r.tarief_cent, r.afgesproken_cent) * r.aantal


def doubles(debet: Any, betaald: Any) -> tuple[Any, Any]:
    """Claims that occur more than once in the file, and claims paid before. Without a BSN nobody is the same."""
    bekend, eerder = (t.filter(t.bsn != int(DUMMY_BSN)).group_by(SLEUTEL) for t in (debet, betaald))
    in_bestand = bekend.aggregate(eerste_regel_id=lambda t: t.regel_id.min(), keer=lambda t: t.count())
    in_bestand = in_bestand.filter(in_bestand.keer > 1).drop("keer")
    return in_bestand, eerder.aggregate(eerder_betaald=lambda t: t.count())
