"""What claim lines are judged against, out of the database: signed rows, insured, registrations, and what was paid."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from django.db import connection
from psycopg.sql import SQL

from zorginkoop.engine import tables
from zorginkoop.web.contractering.actions import export_afspraken
from zorginkoop.web.declaraties.beleidskeuze import without_agreement
from zorginkoop.web.register.verzekerden import export_tabellen
from zorginkoop.web.toegang.models import Organisatie

HISTORIE = """
    SELECT r.id, lpad(r.bestand_id::text, 12, '0'), r.agb::bigint, {uzovi}, r.bsn::bigint, r.prestatiecode, r.datum,
           r.aantal, r.referentie, r.uitkomst, r.toegekend_cent, r.gecrediteerd_door_id IS NOT NULL
    FROM declaraties_declaratieregel r JOIN declaraties_declaratiebestand b ON b.id = r.bestand_id
    WHERE b.verzekeraar_id = {verzekeraar} AND r.debetcredit = 'D' AND r.uitkomst <> 'AFGEWEZEN'
      AND r.datum >= {van} AND r.datum < {tot} AND r.bsn IN (SELECT bsn FROM zi_mensen)
"""


def tables_for(regels: Any, *, verzekeraar: Organisatie, moment: datetime) -> tables.Tables:
    """The engine's tables for these lines, as known at the moment. Only what belongs to this insurer."""
    uzovi = str(verzekeraar.uzovi)
    overeenkomsten, afspraken = export_afspraken(uzovi=uzovi, moment=moment)
    return tables.Tables(
        regels=regels,
        overeenkomsten=overeenkomsten,
        afspraken=afspraken,
        zonder_contract=without_agreement(uzovi),
        historie=history(regels, verzekeraar=verzekeraar),
        **export_tabellen(uzovi=uzovi, moment=moment),
    )


def history(regels: Any, *, verzekeraar: Organisatie) -> Any:
    """Awarded debit lines of the same people in the calendar years of the file: what doubles, limits and credits need.

    `regel_id` is the id of the stored line, `bestand` sorts as the files came in.
    """
    if not regels.num_rows:
        return tables.empty("historie")
    grens = pc.min_max(regels["datum"]).as_py()
    delen = {
        "uzovi": int(str(verzekeraar.uzovi)),
        "verzekeraar": verzekeraar.pk,
        "van": date(grens["min"].year, 1, 1),
        "tot": date(min(grens["max"].year, date.max.year - 1) + 1, 1, 1),
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS zi_mensen")
        cursor.execute("CREATE TEMP TABLE zi_mensen (bsn text)")
        mensen = pa.table({"bsn": as_code(pc.unique(regels["bsn"]), 9)})
        copy_in("zi_mensen", mensen)
        cursor.execute("ANALYZE zi_mensen")
        return copy_out(SQL(HISTORIE).format(**delen), tables.SCHEMAS["historie"])


def as_code(getallen: Any, breedte: int) -> Any:
    """Identifiers as text with their leading zeros."""
    return pc.utf8_lpad(getallen.cast(pa.string()), breedte, "0")


def copy_in(tabel: str, inhoud: Any) -> None:
    """Append the table by COPY; its columns are those of the database table. Text is quoted, what is null is empty."""
    kolommen = ", ".join(inhoud.column_names)
    opties = pacsv.WriteOptions(include_header=False, quoting_style="needed")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {tabel} ({kolommen}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for stuk in inhoud.to_batches(max_chunksize=50_000):
            uit = BytesIO()
            pacsv.write_csv(pa.table(stuk), uit, opties)
            copy.write(uit.getbuffer())


def copy_out(vraag: Any, schema: pa.Schema) -> Any:
    """The rows of a query as a table of these columns."""
    uit = BytesIO()
    with connection.cursor() as cursor, cursor.copy(SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(vraag)) as copy:
        for stuk in copy:
            uit.write(stuk)
    if not uit.tell():
        return schema.empty_table()
    uit.seek(0)
    omzetten = pacsv.ConvertOptions(column_types=schema, true_values=["t"], false_values=["f"])
    return pacsv.read_csv(uit, read_options=pacsv.ReadOptions(column_names=schema.names), convert_options=omzetten)
