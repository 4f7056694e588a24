"""Judge the lines of a file, those that fail the technical check included: one outcome per line, in file order."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.engine import judge, tables
from zorginkoop.engine.redenen import REDENEN
from zorginkoop.web.declaraties.inlezen import Inhoud
from zorginkoop.web.declaraties.models import TECHNISCH

MELDINGEN = {code: reden.melding for code, reden in REDENEN.items()} | {
    TECHNISCH: "Deze regel voldoet niet aan de technische eisen van het declaratiebericht."
}
"""What a practice reads for each reason a line can carry."""


def judgeable(inhoud: Inhoud) -> Any:
    """The lines the engine can judge, with exactly its columns."""
    return inhoud.regels.filter(pc.invert(inhoud.technisch)).select(tables.SCHEMAS["regels"].names)


def judge_all(inhoud: Inhoud, tabellen: tables.Tables) -> Any:
    """The engine's result for all lines of the file, by regel_id; technically wrong ones are refused as TECHNISCH."""
    beoordeeld = judge.judge(tabellen)
    fout = inhoud.regels["regel_id"].filter(inhoud.technisch)
    aantal = len(fout)
    geweigerd = pa.table(
        {
            "regel_id": fout,
            "uitkomst": pa.repeat("AFGEWEZEN", aantal),
            "toegekend_cent": pa.repeat(pa.scalar(0, pa.int64()), aantal),
            "redenen": pa.array([[TECHNISCH]] * aantal, pa.list_(pa.string())),
            "overeenkomst_id": pa.nulls(aantal, pa.int64()),
            "afspraak_id": pa.nulls(aantal, pa.int64()),
        },
        schema=judge.RESULTAAT,
    )
    return pa.concat_tables([beoordeeld, geweigerd]).sort_by("regel_id").combine_chunks()


def totals(inhoud: Inhoud, resultaat: Any) -> dict[str, Any]:
    """The engine's reconciled totals, with the technically refused lines as a reason of their own."""
    uit = judge.totalen(resultaat, inhoud.regels)
    if aantal := pc.sum(inhoud.technisch).as_py():
        teken = pc.if_else(pc.equal(inhoud.regels["debetcredit"], "C"), -1, 1)
        cent = pc.sum(pc.multiply(inhoud.regels["bedrag_cent"], teken).filter(inhoud.technisch)).as_py()
        telling = {"regels": aantal, "ingediend_cent": cent, "toegekend_cent": 0, "gekort_cent": cent}
        uit["per_reden"] = {**uit["per_reden"], TECHNISCH: telling}
    return uit


def with_return_codes(oordelen: Any) -> Any:
    """The judgement with the column `retourcodes` the return message wants, made once per combination of reasons.

    Its `redenen` are lists, or texts of codes with commas between them.
    """
    tekst = oordelen["redenen"]
    tekst = tekst if pa.types.is_string(tekst.type) else pc.binary_join(tekst, ",")
    tekst = tekst.combine_chunks() if isinstance(tekst, pa.ChunkedArray) else tekst
    soorten = tekst.fill_null("").dictionary_encode()
    codes = pa.array([_codes(soort) for soort in soorten.dictionary.to_pylist()], pa.list_(pa.string()))
    return oordelen.append_column("retourcodes", codes.take(soorten.indices))


def _codes(redenen: str) -> list[str]:
    """The first code of every reason before the second of any: a return record has room for three."""
    rijen = [REDENEN[code].retourcodes for code in redenen.split(",") if code in REDENEN]
    langste = max((len(rij) for rij in rijen), default=0)
    return [rij[n] for n in range(langste) for rij in rijen if n < len(rij)]


def no_lines(inhoud: Inhoud) -> Any:
    """Outcomes of a file nobody judges because it is rejected whole."""
    aantal = inhoud.regels.num_rows
    return pa.table(
        {
            "regel_id": pa.array(np.arange(aantal)),
            "uitkomst": pa.repeat("AFGEWEZEN", aantal),
            "toegekend_cent": pa.repeat(pa.scalar(0, pa.int64()), aantal),
            "retourcodes": pa.nulls(aantal, pa.list_(pa.string())),
        }
    )
