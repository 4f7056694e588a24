"""Reading a table from a file that may be anything: in a process of its own, with bounds on time, memory and size.

A crafted Parquet file of a few kilobytes can ask for gigabytes or bring down the reader. Here that ends a child
process; nothing of the file is written to disk.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from zorginkoop.kern.fouten import Gebruikersfout

MAX_PRAKTIJKEN = 20_000
MAX_KOLOMMEN = 400
MAX_BYTES = 64_000_000
"""Of the columns asked for, once read."""
GEHEUGEN = 1_500_000_000
SECONDEN = 20
ONLEESBAAR = "is niet te lezen als CSV (UTF-8, met een regel kolomnamen) of Parquet"
BEGIN_PARQUET = b"PAR1"
GEWEIGERD = 3
"""Exit code of the child when it can say what is wrong."""


def read_bytes(inhoud: bytes, kolommen: Iterable[str], *, plaats: str = "bestand") -> pa.Table:
    """These columns of a CSV or Parquet file, as far as it has them; Gebruikersfout when it cannot be used."""
    opdracht = [sys.executable, "-I", "-m", __name__, json.dumps(sorted(kolommen))]
    try:
        kind = subprocess.run(opdracht, input=inhoud, capture_output=True, timeout=SECONDEN, check=False)
    except subprocess.TimeoutExpired as fout:
        raise Gebruikersfout(ONLEESBAAR, plaats=plaats) from fout
    if kind.returncode:
        melding = kind.stderr.decode() if kind.returncode == GEWEIGERD else ONLEESBAAR
        raise Gebruikersfout(melding, plaats=plaats)
    return pa.ipc.open_stream(kind.stdout).read_all()


def parse(inhoud: bytes, kolommen: list[str]) -> pa.Table:
    """The columns asked for; raises Gebruikersfout or what pyarrow raises. Only for the child process."""
    bron = pa.BufferReader(inhoud)
    tabel = _parquet(bron, kolommen) if inhoud.startswith(BEGIN_PARQUET) else _csv(bron, inhoud, kolommen)
    _require(0 < tabel.num_rows <= MAX_PRAKTIJKEN, f"heeft {tabel.num_rows} praktijken; tussen 1 en 20.000 kan")
    _require(tabel.nbytes <= MAX_BYTES, "is te groot als het is uitgepakt")
    return tabel


def _parquet(bron: pa.BufferReader, kolommen: list[str]) -> pa.Table:
    bestand = pa.parquet.ParquetFile(bron)
    _require(bestand.metadata.num_columns <= MAX_KOLOMMEN, "heeft te veel kolommen")
    _require(bestand.metadata.num_rows <= MAX_PRAKTIJKEN, "heeft meer dan 20.000 praktijken")
    aanwezig = set(bestand.schema_arrow.names)
    return bestand.read(columns=[naam for naam in kolommen if naam in aanwezig], use_threads=False)


def _csv(bron: pa.BufferReader, inhoud: bytes, kolommen: list[str]) -> pa.Table:
    """Columns between commas, or between semicolons when the first line has no comma, as spreadsheets here write it."""
    kop = inhoud[:100_000].split(b"\n", 1)[0]
    teken = ";" if b";" in kop and b"," not in kop else ","
    _require(kop.count(teken.encode()) < MAX_KOLOMMEN, "heeft te veel kolommen")
    tabel = pa.csv.read_csv(
        bron,
        read_options=pa.csv.ReadOptions(use_threads=False),
        parse_options=pa.csv.ParseOptions(delimiter=teken),
        convert_options=pa.csv.ConvertOptions(strings_can_be_null=True, column_types={"agb_code": pa.string()}),
    )
    return tabel.select([naam for naam in kolommen if naam in tabel.column_names])


def _require(goed: bool, melding: str) -> None:
    if not goed:
        raise Gebruikersfout(melding)


def _main(kolommen: Any) -> int:
    """The child: a file on standard input becomes an Arrow stream on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (GEHEUGEN, GEHEUGEN))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDEN, SECONDEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        tabel = parse(sys.stdin.buffer.read(), kolommen)
    except Gebruikersfout as fout:
        sys.stderr.write(str(fout))
        return GEWEIGERD
    except (pa.ArrowException, OSError, MemoryError):
        return 1
    with pa.ipc.new_stream(sys.stdout.buffer, tabel.schema) as stroom:
        stroom.write_table(tabel)
    return 0


if __name__ == "__main__":
    sys.exit(_main(json.loads(sys.argv[1])))
