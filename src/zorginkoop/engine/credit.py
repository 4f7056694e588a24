"""Credit lines take back a whole earlier line, exactly as it was (EI declaration standards, section 5.4.8)."""

from collections.abc import Callable
from functools import reduce
from operator import add
from typing import Any

import ibis

from zorginkoop.engine.redenen import BIT

ZELFDE = ["agb", "uzovi", "bsn", "prestatiecode", "datum", "aantal"]
"""A credit line is a copy of its debit line in these; another patient or code means another line."""


def without_debit(r: Any) -> Any:
    return r.debet_regel_id.isnull()


def already_credited(r: Any) -> Any:
    return r.gecrediteerd | (r.beurt > 0)


def amount_differs(r: Any) -> Any:
    return r.bedrag_cent != r.debet_cent


CONTROLES: dict[str, Callable[[Any], Any]] = {
    "CREDIT_ZONDER_DEBET": without_debit,
    "CREDIT_AL_GECREDITEERD": already_credited,
    "CREDIT_BEDRAG_WIJKT_AF": amount_differs,
}


def with_debit(credit: Any, historie: Any) -> Any:
    """The credit lines beside the accepted earlier line they refer to.

    `beurt` numbers the lines of this file that would each be right for the same debit line: the first takes it.
    """
    debet = _debit_lines(historie.semi_join(credit, historie.referentie == credit.referentie_voorgaand))
    gelijk = [credit[k] == debet[f"_{k}"] for k in ZELFDE]
    samen = credit.left_join(debet, [*gelijk, credit.referentie_voorgaand == debet._referentie])
    goed = (~samen.gecrediteerd & (samen.bedrag_cent == samen.debet_cent)).fill_null(False)
    debetsleutel = [samen.debet_bestand, samen.debet_regel_id, goed]
    beurt = ibis.row_number().over(group_by=debetsleutel, order_by=samen.regel_id)
    return samen.mutate(beurt=ibis.ifelse(goed, beurt, 0))


def _debit_lines(historie: Any) -> Any:
    """Accepted earlier lines, one per reference; of lines that look the same, one not yet credited goes first."""
    toegekend = historie.filter(historie.uitkomst != "AFGEWEZEN")
    volgorde = [toegekend.gecrediteerd, ibis.desc(toegekend.bestand), ibis.desc(toegekend.regel_id)]
    plaats = ibis.row_number().over(group_by=[*ZELFDE, "referentie"], order_by=volgorde)
    eerste = toegekend.mutate(plaats=plaats).filter(lambda t: t.plaats == 0)
    return eerste.select(
        **{f"_{k}": eerste[k] for k in ZELFDE},
        _referentie=eerste.referentie,
        debet_bestand=eerste.bestand,
        debet_regel_id=eerste.regel_id,
        debet_cent=eerste.toegekend_cent,
        gecrediteerd=eerste.gecrediteerd,
    )


def judged(credit: Any, historie: Any) -> Any:
    """The credit lines beside their debit line, with their reasons as one integer, see `redenen.BIT`."""
    r = with_debit(credit, historie)
    return r.mutate(masker=reduce(add, (ibis.ifelse(holds(r), BIT[code], 0) for code, holds in CONTROLES.items())))


def still_paid(historie: Any, credits: Any) -> Any:
    """Earlier lines that are paid and stay so: accepted, not credited before and not by an accepted line of this file.

    A credit and its corrected second debit may therefore be in one file.
    """
    betaald = historie.filter((historie.uitkomst != "AFGEWEZEN") & ~historie.gecrediteerd)
    terug = credits.filter(credits.masker == 0)
    return betaald.anti_join(terug, [betaald.bestand == terug.debet_bestand, betaald.regel_id == terug.debet_regel_id])
