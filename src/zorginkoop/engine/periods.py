"""Rows that hold for a period, found by the service date. A line never meets two rows."""

from datetime import date
from typing import Any

import ibis

OPEN_EINDE = date(9999, 12, 31)


def unambiguous(ref: Any, sleutel: list[str], volgorde: list[str]) -> Any:
    """The same rows cut so that per key at most one holds on a day: the latest `van`, then the highest of `volgorde`.

    Only keys with more than one row are cut, because overlap is the exception. When the winner ends first, the
    other row holds again.
    """
    ref = ref.mutate(tot=ref.tot.fill_null(OPEN_EINDE))
    ref = ref.filter(ref.van < ref.tot)
    meer = ref.group_by(sleutel).aggregate(rijen=ref.count()).filter(lambda t: t.rijen > 1)
    enkel = ref.anti_join(meer, sleutel)
    stukken = _pieces(ref.semi_join(meer, sleutel), sleutel, volgorde)
    return enkel.union(stukken.select(enkel.columns))


def _pieces(ref: Any, sleutel: list[str], volgorde: list[str]) -> Any:
    begin, eind = (ref.select(*sleutel, dag=ref[grens]) for grens in ("van", "tot"))
    dagen = begin.union(eind, distinct=True)
    stukken = dagen.mutate(tot_dag=dagen.dag.lead().over(group_by=sleutel, order_by=dagen.dag))
    passend = ref.join(stukken, [*sleutel, ref.van <= stukken.dag, stukken.dag < ref.tot])
    keuze = [ibis.desc(passend.van), *(ibis.desc(passend[k]) for k in volgorde)]
    passend = passend.mutate(plaats=ibis.row_number().over(group_by=[*sleutel, "dag"], order_by=keuze))
    passend = passend.filter(passend.plaats == 0)
    return passend.mutate(van=passend.dag, tot=passend.tot_dag)


def in_force(regels: Any, ref: Any, sleutel: list[str], **velden: str) -> Any:
    """Each line with `velden` (new name = column of `ref`) of the row that holds on its date, empty when none does.

    `ref` must be unambiguous.
    """
    rechts, geldt = holds_on(regels, ref, sleutel, **velden)
    return regels.left_join(rechts, geldt).drop("_van", "_tot", *(f"_{k}" for k in sleutel))


def holds_on(regels: Any, ref: Any, sleutel: list[str], **velden: str) -> tuple[Any, list[Any]]:
    """What to join a line with, and on what: `ref` for its date, with `velden` under their new names."""
    rechts = ref.select(
        **{f"_{k}": ref[k] for k in sleutel},
        _van=ref.van,
        _tot=ref.tot.fill_null(OPEN_EINDE),
        **{nieuw: ref[kolom] for nieuw, kolom in velden.items()},
    )
    gelijk = [regels[k] == rechts[f"_{k}"] for k in sleutel]
    return rechts, [*gelijk, rechts._van <= regels.datum, regels.datum < rechts._tot]
