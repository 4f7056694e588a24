"""The insured and their GP: millions of rows in and out by COPY, with both time axes kept by set operations."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from django.db import IntegrityError, connection
from psycopg.sql import SQL, Identifier

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.register.models import Feit, Inschrijving, Verzekering
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon

WIDTHS = {"bsn": 9, "agb": 8, "uzovi": 4}
VERZEKERDEN = pa.schema(
    {"bsn": pa.int64(), "uzovi": pa.int32(), "geboortedatum": pa.date32(), "van": pa.date32(), "tot": pa.date32()}
)
INSCHRIJVINGEN = pa.schema({"bsn": pa.int64(), "agb": pa.int32(), "van": pa.date32(), "tot": pa.date32()})
BATCH = 100_000

STAGE = "CREATE TEMP TABLE aanlevering AS SELECT {velden} FROM {doel} LIMIT 0"
CLOSE = """
    UPDATE {doel} AS t SET bekend_tot = %s
    WHERE bekend_tot IS NULL AND NOT EXISTS (SELECT FROM aanlevering AS a WHERE {zelfde})
"""
ADD = """
    INSERT INTO {doel} ({velden}, bekend_van)
    SELECT {velden}, %s FROM aanlevering AS a WHERE NOT EXISTS (SELECT FROM {doel} AS t WHERE {zelfde})
"""
OWN_INSURED = """
    SELECT bsn, uzovi, geboortedatum, geldig_van, geldig_tot FROM register_verzekering
    WHERE uzovi = %(uzovi)s AND bekend_van <= %(moment)s AND (bekend_tot IS NULL OR bekend_tot > %(moment)s)
    ORDER BY bsn, geldig_van
"""
THEIR_GP = """
    SELECT bsn, agb, geldig_van, geldig_tot FROM register_inschrijving
    WHERE bekend_van <= %(moment)s AND (bekend_tot IS NULL OR bekend_tot > %(moment)s) AND bsn IN (
        SELECT bsn FROM register_verzekering
        WHERE uzovi = %(uzovi)s AND bekend_van <= %(moment)s AND (bekend_tot IS NULL OR bekend_tot > %(moment)s))
    ORDER BY bsn, geldig_van
"""


def load_verzekeringen(tabel: pa.Table, *, by: Persoon | str, now: datetime) -> int:
    """Make `tabel` (columns of VERZEKERDEN, the whole delivery) what we know from `now` on; returns changed rows."""
    return _load(Verzekering, tabel.select(VERZEKERDEN.names).cast(VERZEKERDEN), by=by, now=now)


def load_inschrijvingen(tabel: pa.Table, *, by: Persoon | str, now: datetime) -> int:
    """Make `tabel` (columns of INSCHRIJVINGEN, the whole delivery) what we know from `now` on; returns changed rows."""
    return _load(Inschrijving, tabel.select(INSCHRIJVINGEN.names).cast(INSCHRIJVINGEN), by=by, now=now)


def check_bsns(bsns: np.ndarray) -> None:
    """Refuse the delivery when a number fails the eleven test; says which row, never which number."""
    cijfers = bsns[:, None] // 10 ** np.arange(8, -1, -1, dtype=np.int64) % 10
    som = cijfers @ np.array([9, 8, 7, 6, 5, 4, 3, 2, -1])
    fout = (som % 11 != 0) | (bsns <= 0) | (bsns >= 10**9)
    if fout.any():
        raise Gebruikersfout("Dit BSN bestaat niet", plaats=f"rij {int(fout.argmax()) + 1}, bsn")


def _load(model: type[Feit], tabel: pa.Table, *, by: Persoon | str, now: datetime) -> int:
    check_bsns(tabel["bsn"].to_numpy())
    velden = ["geldig_van" if naam == "van" else "geldig_tot" if naam == "tot" else naam for naam in tabel.schema.names]
    zelfde = SQL(" AND ").join(SQL("a.{0} IS NOT DISTINCT FROM t.{0}").format(Identifier(veld)) for veld in velden[1:])
    delen = {
        "doel": Identifier(model._meta.db_table),
        "velden": SQL(", ").join(map(Identifier, velden)),
        "zelfde": SQL("a.bsn = t.bsn AND t.bekend_tot IS NULL AND {}").format(zelfde),
    }
    with _refusing_overlap(), acting(by), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(SQL(STAGE).format(**delen))
        with cursor.copy(SQL("COPY aanlevering ({velden}) FROM STDIN (FORMAT csv)").format(**delen)) as copy:
            for stuk in _csv(tabel):
                copy.write(stuk)
        cursor.execute("ANALYZE aanlevering")
        cursor.execute(SQL(CLOSE).format(**delen), [now])
        gesloten = cursor.rowcount
        cursor.execute(SQL(ADD).format(**delen), [now])
        nieuw = cursor.rowcount
        cursor.execute("DROP TABLE aanlevering")
        cursor.execute(SQL("ANALYZE {doel}").format(**delen))
    return max(gesloten, nieuw)


@contextmanager
def _refusing_overlap() -> Iterator[None]:
    """Say in plain words what the database refused; the message of the database may hold a BSN."""
    try:
        yield
    except IntegrityError:
        melding = "Iemand staat voor dezelfde dag twee keer in de aanlevering; er is niets overgenomen"
        raise Gebruikersfout(melding) from None


def _csv(tabel: pa.Table) -> Iterator[bytes]:
    """The table as CSV without a header, in pieces; codes get their leading zeros."""
    for naam, breedte in WIDTHS.items():
        if naam in tabel.schema.names:
            tekst = pc.utf8_lpad(tabel[naam].cast(pa.string()), breedte, "0")
            tabel = tabel.set_column(tabel.schema.get_field_index(naam), naam, tekst)
    opties = pacsv.WriteOptions(include_header=False, quoting_style="none")
    for stuk in tabel.to_batches(max_chunksize=BATCH):
        uit = BytesIO()
        pacsv.write_csv(pa.table(stuk), uit, opties)
        yield uit.getvalue()


def export_tabellen(*, uzovi: str, moment: datetime) -> dict[str, pa.Table]:
    """`verzekerden` and `inschrijvingen` for the claims engine, as known at `moment`.

    An insurer sees its own insured and their GP, nobody else's.
    """
    keuze = {"uzovi": uzovi, "moment": moment}
    return {
        "verzekerden": _copy_out(OWN_INSURED, keuze, VERZEKERDEN),
        "inschrijvingen": _copy_out(THEIR_GP, keuze, INSCHRIJVINGEN),
    }


def _copy_out(vraag: str, keuze: dict[str, object], schema: pa.Schema) -> pa.Table:
    uit = BytesIO()
    with connection.cursor() as cursor, cursor.copy(SQL(f"COPY ({vraag}) TO STDOUT (FORMAT csv)"), keuze) as copy:
        for stuk in copy:
            uit.write(stuk)
    if not uit.tell():
        return schema.empty_table()
    uit.seek(0)
    return pacsv.read_csv(
        uit,
        read_options=pacsv.ReadOptions(column_names=schema.names),
        convert_options=pacsv.ConvertOptions(column_types=schema),
    )
