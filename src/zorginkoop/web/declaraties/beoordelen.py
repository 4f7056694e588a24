"""Judge a received file and keep the outcome: all lines, all totals, in one transaction."""

from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.models import Volging, VolgRij
from zorginkoop.web.declaraties import opslag
from zorginkoop.web.declaraties.aansluiting import reconcile
from zorginkoop.web.declaraties.inlezen import Inhoud, read
from zorginkoop.web.declaraties.models import Declaratiebestand
from zorginkoop.web.declaraties.ontvangen import locked
from zorginkoop.web.declaraties.oordelen import judge_all, judgeable, totals
from zorginkoop.web.declaraties.states import move
from zorginkoop.web.declaraties.tabellen import as_code, copy_in, tables_for
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon

SLOT = 48_501
"""Namespace of the lock that has the files of one insurer judged one after the other: each sees what went before."""

DELEN = """
    INSERT INTO declaraties_deeldeclaratie
        (bestand_id, agb, regels, aangenomen, aangepast, afgewezen, ingediend_cent, toegekend_cent)
    SELECT bestand_id, agb, count(*), count(*) FILTER (WHERE uitkomst = 'AANGENOMEN'),
           count(*) FILTER (WHERE uitkomst = 'AANGEPAST'), count(*) FILTER (WHERE uitkomst = 'AFGEWEZEN'),
           sum(CASE debetcredit WHEN 'C' THEN -bedrag_cent ELSE bedrag_cent END),
           sum(CASE debetcredit WHEN 'C' THEN -toegekend_cent ELSE toegekend_cent END)
    FROM declaraties_declaratieregel WHERE bestand_id = %s GROUP BY bestand_id, agb
"""
# The debit line is found as the engine finds it: of lines that look the same, one not yet credited, the last first.
CREDITS = """
    WITH teruggenomen AS (
        SELECT DISTINCT ON (c.id) c.id AS credit_id, d.id AS debet_id
        FROM declaraties_declaratieregel c
        JOIN declaraties_declaratieregel d
          ON (d.agb, d.bsn, d.prestatiecode, d.datum, d.aantal, d.referentie)
           = (c.agb, c.bsn, c.prestatiecode, c.datum, c.aantal, c.referentie_voorgaand)
        JOIN declaraties_declaratiebestand b ON b.id = d.bestand_id
        WHERE c.bestand_id = %(bestand)s AND c.debetcredit = 'C' AND c.uitkomst <> 'AFGEWEZEN'
          AND d.bestand_id <> %(bestand)s AND d.debetcredit = 'D' AND d.uitkomst <> 'AFGEWEZEN'
          AND d.gecrediteerd_door_id IS NULL AND b.verzekeraar_id = %(verzekeraar)s
        ORDER BY c.id, d.bestand_id DESC, d.id DESC)
    UPDATE declaraties_declaratieregel d SET gecrediteerd_door_id = t.credit_id
    FROM teruggenomen t WHERE d.id = t.debet_id
"""


def judge_bestand(*, bestand: Declaratiebestand, by: Persoon, now: datetime) -> Declaratiebestand:
    """Give every line of a checked file its outcome and reasons, as known at `now`.

    All or nothing: after a crash the file is still GECONTROLEERD and can be judged again. Toestandsfout when it was
    judged already; Aansluitfout, and nothing kept, when lines or cents do not add up.
    """
    with acting(by):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SLOT, bestand.verzekeraar_id])
        vers = locked(bestand)
        if vers.status != "GECONTROLEERD":
            raise Gebruikersfout(
                f"Dit bestand kan niet worden beoordeeld: het is {vers.status.lower()}", plaats=str(vers)
            )
        with als_eigenaar():  # whose file it is was seen above; COPY does not go together with row-level security
            _judge(vers, now)
    return vers


def _judge(bestand: Declaratiebestand, now: datetime) -> None:
    gelezen = read(opslag.fetch(bestand.sha256), naam=bestand.bestandsnaam)
    invoer = tables_for(judgeable(gelezen), verzekeraar=bestand.verzekeraar, moment=now)
    resultaat = judge_all(gelezen, invoer)
    _store(bestand, gelezen, resultaat)
    som = totals(gelezen, resultaat)
    move(bestand, "BEOORDEELD", van="GECONTROLEERD", peilmoment=now, totalen=som, **_columns(som))
    reconcile(bestand=bestand)


def _columns(som: dict[str, Any]) -> dict[str, int]:
    per = som["per_uitkomst"]
    aantallen = {uitkomst.lower(): per[uitkomst]["regels"] for uitkomst in per}
    return {**aantallen, "toegekend_cent": som["toegekend_cent"], "gekort_cent": som["gekort_cent"]}


def _store(bestand: Declaratiebestand, gelezen: Inhoud, resultaat: Any) -> None:
    copy_in("declaraties_declaratieregel", _rows(bestand, gelezen.regels, resultaat))
    with connection.cursor() as cursor:
        cursor.execute(DELEN, [bestand.pk])
        cursor.execute(CREDITS, {"bestand": bestand.pk, "verzekeraar": bestand.verzekeraar_id})
        teruggenomen = cursor.rowcount
    goed = pc.and_(pc.equal(gelezen.regels["debetcredit"], "C"), pc.not_equal(resultaat["uitkomst"], "AFGEWEZEN"))
    if teruggenomen != (pc.sum(goed).as_py() or 0):
        raise RuntimeError("Niet elke aangenomen creditregel nam precies één debetregel terug")


def _rows(bestand: Declaratiebestand, regels: Any, resultaat: Any) -> Any:
    """The lines with their outcome as the columns of the table; both inputs are in file order."""
    overeenkomsten, afspraken = _signed_ids(resultaat)
    return pa.table(
        {
            "bestand_id": pa.repeat(bestand.pk, regels.num_rows),
            "nummer": regels["nummer"],
            "detail_id": regels["detail_id"],
            "agb": as_code(regels["agb"], 8),
            "bsn": as_code(regels["bsn"], 9),
            "prestatiecode": regels["prestatiecode"].fill_null(""),
            **{k: regels[k] for k in ("datum", "aantal", "tarief_cent", "bedrag_cent", "debetcredit")},
            "referentie": regels["referentie"].fill_null(""),
            "referentie_voorgaand": regels["referentie_voorgaand"].fill_null(""),
            "uitkomst": resultaat["uitkomst"],
            "toegekend_cent": resultaat["toegekend_cent"],
            "redenen": _array_text(resultaat["redenen"]),
            "overeenkomst_id": overeenkomsten,
            "afspraak_id": afspraken,
        }
    )


def _array_text(lijsten: Any) -> Any:
    """Lists of reason codes as PostgreSQL writes an array; the codes hold no character that needs care."""
    tekst = pc.binary_join(lijsten, ",")
    return pc.binary_join_element_wise("{", tekst, "}", "")


def _signed_ids(resultaat: Any) -> tuple[Any, Any]:
    """Ids of the signed agreement and row; those of a follower (negative) lead to what it follows."""
    volgingen = dict(
        Volging.objects.filter(pk__in=_negative(resultaat, "overeenkomst_id")).values_list("pk", "overeenkomst")
    )
    rijen = dict(VolgRij.objects.filter(pk__in=_negative(resultaat, "afspraak_id")).values_list("pk", "bron"))
    return _signed(resultaat["overeenkomst_id"], volgingen), _signed(resultaat["afspraak_id"], rijen)


def _negative(resultaat: Any, kolom: str) -> list[int]:
    ids = pc.unique(resultaat[kolom]).to_pylist()
    return [-nummer for nummer in ids if nummer is not None and nummer < 0]


def _signed(ids: Any, bron: dict[int, int]) -> Any:
    if not bron:
        return ids
    kaart = pa.array([-nummer for nummer in bron], pa.int64())
    doel = pa.array(list(bron.values()), pa.int64())
    return pc.coalesce(doel.take(pc.index_in(ids, value_set=kaart)), ids)
