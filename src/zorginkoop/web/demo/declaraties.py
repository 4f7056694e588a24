"""Invented claim lines of one quarter for practices with signed rows, with known faults in known shares."""

from datetime import date

import duckdb
import numpy as np
import pyarrow as pa

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.periode import volgend_kwartaal
from zorginkoop.web.demo.verzekerden import bsns
from zorginkoop.web.demo.wereld import Wereld

INSCHRIJFTARIEVEN = 0.4
FOUTEN = {"andere_verzekeraar": 0.015, "boven_tarief": 0.04, "niet_afgesproken": 0.01, "onbekend": 0.005}
"""Shares of all lines that get this fault; no line gets two."""
NIET_INGESCHREVEN, DUBBEL = 0.01, 0.008
NIET_AFGESPROKEN = "13999"
"""A code that no policy offers."""

BASIS = """
    CREATE TEMP TABLE basis AS
    SELECT v.bsn, v.geboortedatum, i.agb, o.overeenkomst_id
    FROM verzekeringen v JOIN inschrijvingen i USING (bsn) JOIN overeenkomsten o ON o.agb = i.agb AND o.uzovi = v.uzovi
    WHERE v.uzovi = $uzovi
      AND v.van <= $van AND coalesce(v.tot, DATE '9999-12-31') >= $tot
      AND i.van <= $van AND coalesce(i.tot, DATE '9999-12-31') >= $tot
      AND o.van <= $van AND coalesce(o.tot, DATE '9999-12-31') >= $tot
    ORDER BY v.bsn, o.overeenkomst_id
"""
RIJEN = """
    CREATE TEMP TABLE rijen AS
    SELECT a.* FROM afspraken a SEMI JOIN basis USING (overeenkomst_id)
    WHERE a.van <= $van AND coalesce(a.tot, DATE '9999-12-31') >= $tot
    ORDER BY a.overeenkomst_id, a.afspraak_id
"""
LEEFTIJD_PAST = """
    CREATE TEMP MACRO leeftijd_past(geboren, dag, van, tot) AS
    date_sub('year', geboren, dag) >= coalesce(van, 0) AND date_sub('year', geboren, dag) < coalesce(tot, 999)
"""
INSCHRIJVING = """
    SELECT b.bsn, b.geboortedatum, b.agb, r.prestatiecode, r.tarief_cent, b.datum
    FROM (SELECT *, CAST($van AS DATE) AS datum FROM basis) b JOIN rijen r USING (overeenkomst_id)
    WHERE r.inschrijving_vereist AND leeftijd_past(b.geboortedatum, b.datum, r.leeftijd_van, r.leeftijd_tot)
    ORDER BY b.bsn, r.afspraak_id
"""
# `greep` is the place of the drawn row among the rows of the practice: the earlier, the more often (Zipf).
VERRICHTING = """
    WITH genummerd AS (
        SELECT *, row_number() OVER (PARTITION BY overeenkomst_id ORDER BY afspraak_id) - 1 AS plek,
               count(*) OVER (PARTITION BY overeenkomst_id) AS aantal
        FROM rijen WHERE NOT inschrijving_vereist),
    patienten AS (SELECT *, row_number() OVER (ORDER BY bsn, overeenkomst_id) - 1 AS wie FROM basis),
    gekozen AS (
        SELECT t.nr, b.bsn, b.geboortedatum, b.agb, b.overeenkomst_id, t.datum, t.greep
        FROM trekking t JOIN patienten b USING (wie))
    SELECT b.bsn, b.geboortedatum, b.agb, r.prestatiecode, r.tarief_cent, b.datum
    FROM gekozen b JOIN genummerd r
      ON r.overeenkomst_id = b.overeenkomst_id AND r.plek = CAST(floor(pow(r.aantal + 1, b.greep)) - 1 AS INT)
    WHERE leeftijd_past(b.geboortedatum, b.datum, r.leeftijd_van, r.leeftijd_tot)
    QUALIFY row_number() OVER (
        PARTITION BY b.bsn, r.prestatiecode, CASE WHEN coalesce(r.per, 'dag') = 'dag' THEN b.datum END ORDER BY b.nr
    ) = 1
    ORDER BY b.nr LIMIT $aantal
"""
Kolommen = dict[str, np.ndarray]


def claim_lines(
    wereld: Wereld,
    overeenkomsten: pa.Table,
    afspraken: pa.Table,
    *,
    uzovi: str,
    kwartaal_van: date,
    regels: int,
    seed: int,
) -> pa.Table:
    """The engine's `regels` with `geboortedatum`, `regels` of them, for insured and agreements of the whole quarter.

    Fewer when the signed rows have only registration tariffs and too few patients. Raises Gebruikersfout when no
    agreement covers the quarter.
    """
    rng = np.random.default_rng(seed)
    con = _tables(wereld, overeenkomsten, afspraken, uzovi, kwartaal_van)
    patienten = con.sql("SELECT count(*) FROM basis").fetchone()
    if not patienten or not patienten[0]:
        raise Gebruikersfout("Geen enkele overeenkomst met patiënten loopt dit hele kwartaal", plaats=str(kwartaal_van))
    dubbel = int(regels * DUBBEL)
    inschrijving = _registration(con, kwartaal_van, int(regels * INSCHRIJFTARIEVEN), rng)
    rest = regels - dubbel - len(inschrijving["bsn"])
    verrichting = _consults(con, kwartaal_van, rest, patienten[0], rng)
    lijnen = {naam: np.concatenate([inschrijving[naam], verrichting[naam]]) for naam in inschrijving}
    _spoil(lijnen, len(inschrijving["bsn"]), con, wereld, rng)
    kopie = rng.integers(0, len(lijnen["bsn"]), dubbel)
    lijnen = {naam: np.concatenate([waarden, waarden[kopie]]) for naam, waarden in lijnen.items()}
    return _regels(lijnen, int(uzovi), rng)


def _tables(
    wereld: Wereld, overeenkomsten: pa.Table, afspraken: pa.Table, uzovi: str, van: date
) -> duckdb.DuckDBPyConnection:
    """A private database with the people and the signed rows of the quarter."""
    con = duckdb.connect()
    con.register("verzekeringen", wereld.verzekeringen)
    con.register("inschrijvingen", wereld.inschrijvingen)
    con.register("overeenkomsten", overeenkomsten)
    con.register("afspraken", afspraken)
    tot = volgend_kwartaal(van)
    con.execute(LEEFTIJD_PAST)
    con.execute(BASIS, {"uzovi": int(uzovi), "van": van, "tot": tot})
    con.execute(RIJEN, {"van": van, "tot": tot})
    con.execute(
        "CREATE TEMP TABLE elders AS SELECT bsn, geboortedatum FROM verzekeringen WHERE uzovi <> $uzovi"
        " AND van <= $van AND coalesce(tot, DATE '9999-12-31') >= $tot ORDER BY bsn",
        {"uzovi": int(uzovi), "van": van, "tot": tot},
    )
    return con


def _registration(con: duckdb.DuckDBPyConnection, van: date, aantal: int, rng: np.random.Generator) -> Kolommen:
    alle = _columns(con.execute(INSCHRIJVING, {"van": van}).to_arrow_table())
    keuze = rng.permutation(len(alle["bsn"]))[:aantal]
    return {naam: waarden[keuze] for naam, waarden in alle.items()}


def _consults(
    con: duckdb.DuckDBPyConnection, van: date, aantal: int, patienten: int, rng: np.random.Generator
) -> Kolommen:
    """Draw more than needed: some fall out by age, or because a limit would be passed."""
    trek = int(aantal * 1.6) + 20
    dagen = np.arange(np.datetime64(van), np.datetime64(volgend_kwartaal(van)))
    werkdagen = dagen[np.is_busday(dagen)]
    trekking = {
        "nr": np.arange(trek),
        "wie": rng.integers(0, patienten, trek),
        "datum": rng.choice(werkdagen, trek),
        "greep": rng.random(trek),
    }
    con.register("trekking", pa.table({naam: pa.array(waarden) for naam, waarden in trekking.items()}))
    return _columns(con.execute(VERRICHTING, {"aantal": aantal}).to_arrow_table())


def _spoil(
    lijnen: Kolommen, inschrijvingen: int, con: duckdb.DuckDBPyConnection, wereld: Wereld, rng: np.random.Generator
) -> None:
    """Put the faults in; the registration lines come first."""
    totaal = len(lijnen["bsn"])
    elders = _columns(con.sql("FROM elders").to_arrow_table())
    vreemd = rng.permutation(inschrijvingen)[: int(totaal * NIET_INGESCHREVEN)]
    agbs = np.unique(lijnen["agb"])
    if len(agbs) > 1:
        stap = rng.integers(1, len(agbs), len(vreemd))
        lijnen["agb"][vreemd] = agbs[(np.searchsorted(agbs, lijnen["agb"][vreemd]) + stap) % len(agbs)]
    over = rng.permutation(np.setdiff1d(np.arange(totaal), vreemd))
    for fout, deel in FOUTEN.items():
        rijen, over = np.split(over, [int(totaal * deel)])
        if fout == "andere_verzekeraar" and len(elders["bsn"]):
            wie = rng.integers(0, len(elders["bsn"]), len(rijen))
            lijnen["bsn"][rijen], lijnen["geboortedatum"][rijen] = elders["bsn"][wie], elders["geboortedatum"][wie]
        elif fout == "boven_tarief":
            lijnen["tarief_cent"][rijen] += 1 + lijnen["tarief_cent"][rijen] * rng.integers(2, 40, len(rijen)) // 100
        elif fout == "niet_afgesproken":
            lijnen["prestatiecode"][rijen] = NIET_AFGESPROKEN
        elif fout == "onbekend":
            bekend = len(np.unique(wereld.verzekeringen["bsn"].to_numpy()))
            lijnen["bsn"][rijen] = bsns(bekend + len(rijen))[bekend:]


def _regels(lijnen: Kolommen, uzovi: int, rng: np.random.Generator) -> pa.Table:
    """Sorted as a practice delivers them: by practice and day; numbered after that."""
    totaal = len(lijnen["bsn"])
    volgorde = np.lexsort((rng.permutation(totaal), lijnen["datum"], lijnen["agb"]))
    kolom = {naam: waarden[volgorde] for naam, waarden in lijnen.items()}
    nummers = np.arange(1, totaal + 1)
    return pa.table(
        {
            "regel_id": pa.array(nummers),
            "agb": pa.array(kolom["agb"].astype(np.int32)),
            "uzovi": pa.array(np.full(totaal, uzovi, np.int32)),
            "bsn": pa.array(kolom["bsn"]),
            "prestatiecode": pa.array(kolom["prestatiecode"].tolist(), pa.string()),
            "datum": pa.array(kolom["datum"].astype("datetime64[D]")),
            "aantal": pa.array(np.ones(totaal, np.int32)),
            "tarief_cent": pa.array(kolom["tarief_cent"].astype(np.int64)),
            "bedrag_cent": pa.array(kolom["tarief_cent"].astype(np.int64)),
            "debetcredit": pa.array(["D"] * totaal, pa.string()),
            "referentie": pa.array(np.char.zfill(nummers.astype(str), 12).tolist(), pa.string()),
            "referentie_voorgaand": pa.nulls(totaal, pa.string()),
            "geboortedatum": pa.array(kolom["geboortedatum"].astype("datetime64[D]")),
        }
    )


def _columns(tabel: pa.Table) -> Kolommen:
    return {naam: tabel[naam].to_numpy().copy() for naam in tabel.schema.names}
