"""The claim checks, one screen: the row a line is judged by, and for each reason the lines it holds for.

A line is refused when a reason with `wijst_af` holds; all that hold are kept. Empty means unknown and never refuses
by itself. A practice without an agreement may claim what needs none, at the NZa tariff (document 003, "Zonder
overeenkomst declareren"; 001 §5.4), under the conditions the policy sets for everybody: registration, age, how many.
With an agreement the row must be in it: that text is about practices without one.

Most lines pass most checks. So a check is a set of lines and not a column: what is carried along stays small.
"""

from collections.abc import Callable
from typing import Any

import ibis
from ibis import _

from zorginkoop.engine.periods import holds_on, in_force
from zorginkoop.engine.redenen import BIT
from zorginkoop.kern.nummers import DUMMY_BSN

CLAIM = ["agb", "uzovi", "bsn", "prestatiecode", "datum"]
"""Debit lines that are equal in these are the same claim."""

Tafels = dict[str, Any]


def rows(t: Tafels) -> Any:
    """Each debit line with its agreement and its signed row, or without an agreement what the policy then allows.

    The tables in `t` have at most one row per key on any day, else lines come out more than once. `betaalbaar_cent` is
    what is paid when nothing refuses the line: a claim below the tariff is paid as claimed. Every column costs.
    """
    r = in_force(t["debet"], t["overeenkomsten"], ["agb", "uzovi"], overeenkomst_id="overeenkomst_id")
    r = in_force(r, t["afspraken"], ["overeenkomst_id", "prestatiecode"], afspraak_id="afspraak_id",
                 rij_cent="tarief_cent", rij_voorwaarde="voorwaarde")  # fmt: skip
    r = r.mutate(vrij_uzovi=ibis.ifelse(r.overeenkomst_id.isnull(), r.uzovi, ibis.null("int64")))
    vrij = t["zonder_contract"].rename(vrij_uzovi="uzovi")
    r = in_force(r, vrij, ["vrij_uzovi", "prestatiecode"], vrij_cent="tarief_cent", vrij_voorwaarde="voorwaarde")
    tarief_cent = r.rij_cent.coalesce(r.vrij_cent)
    return r.select(
        "regel_id", "overeenkomst_id", "afspraak_id",
        voorwaarde=r.rij_voorwaarde.coalesce(r.vrij_voorwaarde),
        verlaagd=r.tarief_cent > tarief_cent,
        betaalbaar_cent=ibis.least(r.tarief_cent, tarief_cent) * r.aantal,
    )  # fmt: skip


def uninsured(t: Tafels) -> Any:
    """The lines of those not insured by the insurer on the date, known or not."""
    return t["debet"].anti_join(*holds_on(t["debet"], t["verzekerden"], ["bsn", "uzovi"]))


def no_agreement(t: Tafels) -> Any:
    return t["rijen"].filter(_.overeenkomst_id.isnull() & _.voorwaarde.isnull())


def not_in_agreement(t: Tafels) -> Any:
    return t["rijen"].filter(_.overeenkomst_id.notnull() & _.afspraak_id.isnull())


def wrong_age(t: Tafels) -> Any:
    grens = t["voorwaarden"].filter(_.leeftijd_van.notnull() | _.leeftijd_tot.notnull())
    r = t["debet"].inner_join(t["rijen"].inner_join(grens, "voorwaarde"), "regel_id")
    r = r.inner_join(_people(t), "bsn").mutate(jaren_10000=_ymd(_.datum) - _.geboren)
    te_jong, te_oud = r.jaren_10000 < r.leeftijd_van * 10_000, r.jaren_10000 >= r.leeftijd_tot * 10_000
    return r.filter(te_jong.fill_null(False) | te_oud.fill_null(False))


def unknown_insured(t: Tafels) -> Any:
    return t["onverzekerd"].anti_join(t["verzekerden"], "bsn")


def not_insured(t: Tafels) -> Any:
    return t["onverzekerd"].semi_join(t["verzekerden"], "bsn")


def not_registered(t: Tafels) -> Any:
    elders = t["debet"].anti_join(*holds_on(t["debet"], t["inschrijvingen"], ["bsn", "agb"])).select("regel_id")
    vereist = t["rijen"].semi_join(t["voorwaarden"].filter(_.inschrijving_vereist), "voorwaarde")
    return vereist.semi_join(elders, "regel_id")


def twice_in_file(t: Tafels) -> Any:
    """Not the first of its kind. Without a BSN nobody is the same."""
    bekend = t["debet"].filter(_.bsn != int(DUMMY_BSN))
    vaker = bekend.group_by(CLAIM).aggregate(eerste=_.regel_id.min(), keer=_.count()).filter(_.keer > 1)
    return t["debet"].inner_join(vaker, CLAIM).filter(_.regel_id > _.eerste)


def paid_before(t: Tafels) -> Any:
    return t["debet"].semi_join(t["betaald"].filter(_.bsn != int(DUMMY_BSN)), CLAIM)


def wrong_amount(t: Tafels) -> Any:
    return t["debet"].filter(_.bedrag_cent != _.tarief_cent * _.aantal)


def wrong_count(t: Tafels) -> Any:
    return t["debet"].filter(_.aantal < 1)


def above_tariff(t: Tafels) -> Any:
    return t["rijen"].filter(_.verlaagd)


CONTROLES: dict[str, Callable[[Tafels], Any]] = {
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


def reasons(t: Tafels) -> Any:
    """The lines with a reason; `masker` is the sum of their reasons, see `redenen.BIT`."""
    regels = (holds(t).select("regel_id", masker=ibis.literal(BIT[code], "int64")) for code, holds in CONTROLES.items())
    return total(ibis.union(*regels))


def total(redenen: Any) -> Any:
    """One row per line."""
    return redenen.group_by("regel_id").aggregate(masker=_.masker.bit_or())


def _people(t: Tafels) -> Any:
    """Every insured once; of birth dates that differ the last."""
    geboren = t["verzekerden"].group_by("bsn").aggregate(geboortedatum=_.geboortedatum.max())
    return geboren.select("bsn", geboren=_ymd(geboren.geboortedatum))


def _ymd(dag: Any) -> Any:
    """20250312: the difference of two of these is an age in years times 10,000, and less than a year on top."""
    return dag.year().cast("int64") * 10_000 + dag.month().cast("int64") * 100 + dag.day().cast("int64")
