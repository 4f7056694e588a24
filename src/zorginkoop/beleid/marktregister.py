"""A register to simulate on: a folder with `praktijken.parquet` or `praktijken.csv`, one row per practice.

Columns: `agb_code` (eight digits, each practice once), every fact a policy decides on under its own name, and how
many of `ingeschreven_patienten` are 65 to 75, 75 to 85, or 85 and older (`PATIENTEN`). An empty cell is "not known".
In CSV a list is written as `poh_s;econsult`, a yes or no as true or false, money in whole eurocents.
E-mail addresses and account numbers have no place in a register: where the column is absent they count as known.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from zorginkoop.beleid.model import Feit
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.regels.soorten import Soort

NAAM = "praktijken"
MAX_BYTES = 4_000_000_000
MAX_PRAKTIJKEN = 2_000_000
PATIENTEN: Mapping[tuple[int, int | None], str] = {
    (65, 75): "patienten_65_75",
    (75, 85): "patienten_75_85",
    (85, None): "patienten_85_plus",
}
"""The columns that count registered patients by age (half-open); who is in none of them is younger than 65."""
BEKEND_VERONDERSTELD = {"email": "praktijk@example.nl", "iban": "bekend"}
ARROW = {
    Soort.JANEE: pa.bool_(),
    Soort.GEHEEL: pa.int64(),
    Soort.GETAL: pa.decimal128(18, 6),
    Soort.BEDRAG: pa.int64(),
    Soort.DATUM: pa.date32(),
    Soort.TEKST: pa.string(),
    Soort.LIJST: pa.list_(pa.string()),
}


def read(folder: Path, beleiden: Iterable[Beleid]) -> pa.Table:
    """The register with the columns these policies look at; Gebruikersfout when it cannot be used as it is."""
    gezocht = list(beleiden)
    return checked(_load(folder), gezocht, plaats=str(folder))


def checked(tabel: pa.Table, beleiden: Iterable[Beleid], *, plaats: str = "register") -> pa.Table:
    """The table with its columns in the types of the facts; raises Gebruikersfout that names every missing column."""
    gezocht = list(beleiden)
    feiten = {naam: feit for beleid in gezocht for naam, feit in beleid.feiten.items()}
    nodig = {"agb_code", "ingeschreven_patienten"} | {naam for beleid in gezocht for naam in needed(beleid)}
    if mist := sorted(nodig - set(tabel.column_names)):
        raise Gebruikersfout(f"mist de kolommen {', '.join(mist)}", plaats=plaats)
    soorten = {naam: ARROW[feit.soort] for naam, feit in feiten.items()}
    soorten |= {"agb_code": pa.string(), "ingeschreven_patienten": pa.int64()}
    soorten["gewenste_prestaties"] = ARROW[Soort.LIJST]
    soorten |= dict.fromkeys(PATIENTEN.values(), pa.int64())
    kolommen = {naam: _typed(tabel, naam, soort) for naam, soort in soorten.items() if naam in tabel.column_names}
    for naam, feit in feiten.items():
        _check_values(naam, feit, kolommen.get(naam))
    _check_counts(kolommen)
    _check_codes(kolommen["agb_code"])
    for naam, feit in feiten.items():
        if naam not in kolommen and feit.type in BEKEND_VERONDERSTELD:
            kolommen[naam] = pa.repeat(BEKEND_VERONDERSTELD[feit.type], tabel.num_rows)
    return pa.table(kolommen)


def needed(beleid: Beleid) -> set[str]:
    """The facts that decide something under this policy and that nothing but the register can give."""
    gezocht = {"ingangsdatum"}
    for naam, regel in beleid.programma.regels.items():
        eis = beleid.eisen.get(naam.removeprefix("eis."))
        if not naam.startswith("eis.") or (eis is not None and eis.gevolg != "melden"):
            gezocht |= regel.feiten
    return {
        naam
        for naam in _basic(beleid, gezocht)
        if beleid.feiten[naam].standaard is None and beleid.feiten[naam].type not in BEKEND_VERONDERSTELD
    }


def write(tabel: pa.Table, folder: Path) -> Path:
    """Write the register as `praktijken.parquet`."""
    return write_table(tabel, folder / f"{NAAM}.parquet")


def write_table(tabel: pa.Table, pad: Path) -> Path:
    """Write a table as a Parquet file; raises Gebruikersfout when that place cannot be written."""
    try:
        pad.parent.mkdir(parents=True, exist_ok=True)
        pyarrow.parquet.write_table(tabel, pad)
    except OSError as fout:
        raise Gebruikersfout(f"is niet te schrijven: {fout.strerror}", plaats=str(pad)) from fout
    return pad


def _basic(beleid: Beleid, namen: Iterable[str]) -> Iterator[str]:
    for naam in namen:
        afleiding = beleid.programma.afleidingen.get(naam)
        if afleiding is None:
            yield naam
        else:
            yield from _basic(beleid, afleiding.feiten)


def _load(folder: Path) -> pa.Table:
    parquet, csv = folder / f"{NAAM}.parquet", folder / f"{NAAM}.csv"
    pad = parquet if parquet.exists() else csv
    if not pad.exists():
        raise Gebruikersfout(f"bevat geen {parquet.name} of {csv.name}", plaats=str(folder))
    if pad.stat().st_size > MAX_BYTES:
        raise Gebruikersfout(f"is groter dan {MAX_BYTES:,} bytes", plaats=str(pad))
    try:
        if pad is parquet:
            rijen = pyarrow.parquet.ParquetFile(pad).metadata.num_rows
            _check_size(rijen, pad)
            return pyarrow.parquet.read_table(pad)
        opties = pyarrow.csv.ConvertOptions(strings_can_be_null=True, column_types={"agb_code": pa.string()})
        tabel = pyarrow.csv.read_csv(pad, convert_options=opties)
    except (pa.ArrowInvalid, OSError) as fout:
        raise Gebruikersfout(f"is niet te lezen: {str(fout).splitlines()[0]}", plaats=str(pad)) from fout
    _check_size(tabel.num_rows, pad)
    return tabel


def _check_size(rijen: int, pad: Path) -> None:
    if not 0 < rijen <= MAX_PRAKTIJKEN:
        raise Gebruikersfout(f"heeft {rijen:,} praktijken; tussen 1 en {MAX_PRAKTIJKEN:,} kan", plaats=str(pad))


def _typed(tabel: pa.Table, naam: str, soort: pa.DataType) -> pa.ChunkedArray:
    kolom = tabel.column(naam)
    try:
        if pa.types.is_list(soort) and pa.types.is_string(kolom.type):
            return pc.split_pattern(kolom, ";")
        if pa.types.is_integer(kolom.type) and pa.types.is_decimal(soort):
            kolom = kolom.cast(pa.decimal128(38, 6))
        return kolom.cast(soort)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fout:
        raise Gebruikersfout(f"bevat waarden die geen {soort} zijn", plaats=f"kolom {naam}") from fout


def _check_values(naam: str, feit: Feit, kolom: pa.ChunkedArray | None) -> None:
    """Outside the bounds or the choices of the fact is a mistake in the register, not an answer."""
    if kolom is None:
        return
    if feit.keuzes:
        plat = pc.list_flatten(kolom) if feit.soort is Soort.LIJST else kolom
        vreemd = [w for w in pc.unique(plat).to_pylist() if w is not None and w not in feit.keuzes]
        if vreemd:
            raise Gebruikersfout(f"'{vreemd[0]}' kan niet worden gekozen", plaats=f"kolom {naam}")
    if feit.soort.telbaar:
        _check_bounds(naam, kolom, feit.minimum, feit.maximum)


def _check_counts(kolommen: Mapping[str, pa.ChunkedArray]) -> None:
    """Patients by age never add up to more than there are."""
    rest = kolommen["ingeschreven_patienten"]
    for naam in PATIENTEN.values():
        if naam in kolommen:
            _check_bounds(naam, kolommen[naam], 0, None)
            rest = pc.subtract(rest, kolommen[naam])
    _check_bounds("ingeschreven_patienten, min de patiënten per leeftijd", rest, 0, None)


def _check_bounds(naam: str, kolom: pa.ChunkedArray, minimum: int | None, maximum: int | None) -> None:
    uiterste = pc.min_max(kolom).as_py()
    if minimum is not None and uiterste["min"] is not None and uiterste["min"] < minimum:
        raise Gebruikersfout(f"moet overal ten minste {minimum} zijn", plaats=f"kolom {naam}")
    if maximum is not None and uiterste["max"] is not None and uiterste["max"] > maximum:
        raise Gebruikersfout(f"mag nergens meer dan {maximum} zijn", plaats=f"kolom {naam}")


def _check_codes(kolom: pa.ChunkedArray) -> None:
    goed = pc.and_(pc.ascii_is_decimal(kolom), pc.equal(pc.binary_length(kolom), 8))
    if kolom.null_count or not pc.all(goed).as_py():
        raise Gebruikersfout("moet overal acht cijfers zijn", plaats="kolom agb_code")
    if pc.count_distinct(kolom.cast(pa.int64())).as_py() != len(kolom):
        raise Gebruikersfout("moet elke praktijk één keer noemen", plaats="kolom agb_code")
