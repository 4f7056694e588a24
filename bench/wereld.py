"""An invented claims world of any size: practices, agreements, insured, registrations, history and a claim file.

Nothing in it is real. Roughly: 4 % of lines at the wrong practice or insurer, 1 % doubles, 4 % over the tariff, some
wrong amounts and ages, and credits of earlier lines.
"""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from zorginkoop.engine.tables import SCHEMAS, Tables

UZOVIS = np.array([9001, 9002, 9003, 9004])
JAAR = np.datetime64("2025-01-01")
CODES = np.array([f"{11000 + i}" for i in range(4)] + [f"{12000 + i}" for i in range(56)])


def wereld(regels: int, *, seed: int = 1, overlap: float = 0.0) -> Tables:
    """A world with this many claim lines, one practice per 200 lines and one insured per 5.6 lines.

    `overlap` is the share of agreements with a second one on top, which a database that keeps its promises never has.
    """
    rng = np.random.default_rng(seed)
    praktijken = max(4, regels // 200)
    personen = max(10, int(regels * 0.179))
    bsn = 900_000_000 + np.arange(personen)
    thuis = rng.integers(0, praktijken, personen)
    polis = rng.integers(0, 4, personen)
    lijnen = _lines(rng, regels, bsn, thuis, polis)
    overeenkomsten, afspraken = _agreements(rng, praktijken, overlap)
    historie = _history(rng, lijnen)
    return Tables(
        regels=_table("regels", _with_credits(rng, lijnen, historie)),
        overeenkomsten=overeenkomsten,
        afspraken=afspraken,
        verzekerden=_insured(rng, bsn, polis),
        inschrijvingen=_registrations(rng, bsn, thuis),
        zonder_contract=_without_contract(),
        historie=_table("historie", historie),
    )


def _table(naam: str, kolommen: dict[str, Any]) -> Any:
    schema = SCHEMAS[naam]
    return pa.table([pa.array(kolommen[veld.name], veld.type) for veld in schema], schema=schema)


def _days(dagen: Any) -> Any:
    return (JAAR + dagen).astype("datetime64[D]")


def _tariffs() -> Any:
    return 500 + 37 * np.arange(len(CODES))


def _lines(rng: Any, n: int, bsn: Any, thuis: Any, polis: Any) -> dict[str, Any]:
    wie = (len(bsn) * rng.random(n) ** 1.5).astype(int)
    inschrijving = rng.random(n) < 0.4
    code = np.where(inschrijving, rng.integers(0, 4, n), 4 + np.minimum(rng.zipf(1.6, n) - 1, 55))
    dag = np.where(inschrijving, np.array([0, 90, 181, 273])[rng.integers(0, 4, n)], rng.integers(0, 365, n))
    tarief = _tariffs()[code] + np.where(rng.random(n) < 0.04, 250, 0)
    aantal = np.where(inschrijving, 1, rng.choice([1, 1, 1, 1, 1, 1, 2, 3], n))
    aantal = np.where(rng.random(n) < 0.001, 0, aantal)
    lijnen = {
        "agb": 1_000_000 + np.where(rng.random(n) < 0.04, rng.permutation(thuis[wie]), thuis[wie]),
        "uzovi": UZOVIS[np.where(rng.random(n) < 0.01, rng.integers(0, 4, n), polis[wie])],
        "bsn": np.where(rng.random(n) < 0.002, 999_999_999, bsn[wie]),
        "prestatiecode": CODES[code],
        "datum": _days(dag),
        "aantal": aantal,
        "tarief_cent": tarief,
        "bedrag_cent": tarief * aantal + (rng.random(n) < 0.002),
    }
    dubbel = np.flatnonzero(rng.random(n) < 0.008)
    bron = rng.integers(0, n, len(dubbel))
    for kolom in lijnen.values():
        kolom[dubbel] = kolom[bron]
    return lijnen | {"regel_id": np.arange(n)}


def _history(rng: Any, lijnen: dict[str, Any]) -> dict[str, Any]:
    """Earlier lines: a tenth as many as the file has, partly the same claims, partly credited or refused."""
    n = max(1, len(lijnen["regel_id"]) // 10)
    bron = rng.integers(0, len(lijnen["regel_id"]), n)
    kopie = {naam: kolom[bron].copy() for naam, kolom in lijnen.items()}
    anders = rng.random(n) < 0.9
    kopie["datum"] = np.where(anders, _days(rng.integers(0, 365, n)), kopie["datum"])
    kopie["aantal"] = np.maximum(kopie["aantal"], 1)
    uitkomst = rng.choice(["AANGENOMEN", "AANGEPAST", "AFGEWEZEN"], n, p=[0.9, 0.05, 0.05])
    return kopie | {
        "regel_id": np.arange(n),
        "bestand": np.array(["eerder"] * n),
        "referentie": np.char.add("H", np.arange(n).astype(str)),
        "uitkomst": uitkomst,
        "toegekend_cent": np.where(uitkomst == "AFGEWEZEN", 0, kopie["tarief_cent"] * kopie["aantal"]),
        "gecrediteerd": rng.random(n) < 0.05,
    }


def _with_credits(rng: Any, lijnen: dict[str, Any], historie: dict[str, Any]) -> dict[str, Any]:
    """One line in a hundred becomes a credit of an earlier line; some with a wrong amount or reference."""
    n = len(lijnen["regel_id"])
    debetcredit = np.where(rng.random(n) < 0.01, "C", "D")
    welke = np.flatnonzero(debetcredit == "C")
    bron = rng.integers(0, len(historie["regel_id"]), len(welke))
    for naam in ("agb", "uzovi", "bsn", "prestatiecode", "datum", "aantal"):
        lijnen[naam][welke] = historie[naam][bron]
    lijnen["bedrag_cent"][welke] = historie["toegekend_cent"][bron] + (rng.random(len(welke)) < 0.1)
    voorgaand = np.full(n, None, dtype=object)
    voorgaand[welke] = np.where(rng.random(len(welke)) < 0.1, "onbekend", historie["referentie"][bron])
    referentie = np.char.add("R", lijnen["regel_id"].astype(str))
    return lijnen | {"debetcredit": debetcredit, "referentie": referentie, "referentie_voorgaand": voorgaand}


def _agreements(rng: Any, praktijken: int, overlap: float) -> tuple[Any, Any]:
    """Per practice and insurer one agreement: 4 % have none, 5 % end in July."""
    n = praktijken * 4
    heeft = rng.random(n) > 0.04
    agb, uzovi = 1_000_000 + np.arange(n)[heeft] // 4, UZOVIS[np.arange(n)[heeft] % 4]
    tot = np.where(rng.random(len(agb)) < 0.05, _days(181), _days(365))
    extra = rng.random(len(agb)) < overlap
    agb, uzovi = np.concatenate([agb, agb[extra]]), np.concatenate([uzovi, uzovi[extra]])
    van = np.concatenate([np.full(len(tot), JAAR), np.full(extra.sum(), _days(100))])
    tot = np.concatenate([tot, np.full(extra.sum(), _days(200))])
    nummer = np.arange(len(agb))
    kolommen = {"overeenkomst_id": nummer, "agb": agb, "uzovi": uzovi, "van": van, "tot": tot}
    return _table("overeenkomsten", kolommen), _rows(rng, nummer)


def _rows(rng: Any, overeenkomsten: Any) -> Any:
    """Some 80 % of all codes in every agreement; the first four are the registration tariff in age bands."""
    nummer, code = (x.ravel() for x in np.meshgrid(overeenkomsten, np.arange(len(CODES)), indexing="ij"))
    heeft = (rng.random(len(nummer)) < 0.8) | (code < 4)
    nummer, code = nummer[heeft], code[heeft]
    return _table(
        "afspraken",
        {
            "afspraak_id": np.arange(len(nummer)),
            "overeenkomst_id": nummer,
            "prestatiecode": CODES[code],
            "tarief_cent": _tariffs()[code],
            "van": np.full(len(nummer), JAAR),
            "tot": np.full(len(nummer), _days(365)),
            **_conditions(code),
        },
    )


def _conditions(code: Any) -> dict[str, Any]:
    """What is asked for a code: a registration in an age band, at most so many, or nothing."""
    return {
        "inschrijving_vereist": code < 4,
        "leeftijd_van": np.array([None, 20, 40, 60] + [None] * 56, dtype=object)[code],
        "leeftijd_tot": np.array([120, None, 110, 105] + [None] * 56, dtype=object)[code],
        "max_aantal": np.array([1] * 4 + [3] * 10 + [6] * 10 + [None] * 36, dtype=object)[code],
        "per": np.array(["kwartaal"] * 4 + ["dag"] * 10 + ["jaar"] * 10 + [None] * 36, dtype=object)[code],
    }


def _insured(rng: Any, bsn: Any, polis: Any) -> Any:
    """Everybody insured all year, 2 % move to another insurer on 1 April."""
    wissel = rng.random(len(bsn)) < 0.02
    geboren = _days(-rng.integers(0, 100 * 365, len(bsn)))
    tot = np.where(wissel, _days(90), _days(400))
    return _table(
        "verzekerden",
        {
            "bsn": np.concatenate([bsn, bsn[wissel]]),
            "uzovi": UZOVIS[np.concatenate([polis, (polis[wissel] + 1) % 4])],
            "geboortedatum": np.concatenate([geboren, geboren[wissel]]),
            "van": np.concatenate([np.full(len(bsn), _days(-400)), np.full(wissel.sum(), _days(90))]),
            "tot": np.concatenate([tot, np.full(wissel.sum(), _days(400))]),
        },
    )


def _registrations(rng: Any, bsn: Any, thuis: Any) -> Any:
    """Everybody registered at the practice they go to, 3 % until 1 July."""
    tot = np.where(rng.random(len(bsn)) < 0.03, _days(181), _days(400))
    kolommen = {"bsn": bsn, "agb": 1_000_000 + thuis, "van": np.full(len(bsn), _days(-400)), "tot": tot}
    return _table("inschrijvingen", kolommen)


def _without_contract() -> Any:
    uzovi, code = (x.ravel() for x in np.meshgrid(UZOVIS, np.arange(14), indexing="ij"))
    n = len(uzovi)
    begin, eind = np.full(n, date(2025, 1, 1)), np.full(n, date(2026, 1, 1))
    kolommen = {"uzovi": uzovi, "prestatiecode": CODES[code], "tarief_cent": _tariffs()[code]}
    return _table("zonder_contract", kolommen | {"van": begin, "tot": eind} | _conditions(code))
