"""Invented insured: who they are, with whom they are insured, on whose list they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from zorginkoop.web.demo.praktijken import Aanbod, Verzekeraar

BSN_VANAF = 900_000_000
STAPT_OVER, VERHUIST, ZONDER_HUISARTS, OVERLIJDT = 0.03, 0.05, 0.02, 0.009
LEEFTIJDEN = (0.092, 0.101, 0.118, 0.127, 0.121, 0.133, 0.141, 0.102, 0.055, 0.010)
"""Shares of the Dutch population per ten years of age, the last from 90 on (rounded, CBS 2024)."""
VOORKEUR = 6.0
"""How much likelier people are to choose an insurer whose own region they live in."""


@dataclass(frozen=True)
class Mensen:
    """One row per insured, in order of BSN."""

    bsn: np.ndarray
    geboren: np.ndarray
    overleden: np.ndarray
    """First day after the last one alive; NaT for most."""
    praktijk: np.ndarray
    """Index of the practice that is nearest."""


def bsns(aantal: int) -> np.ndarray:
    """The first numbers from 900000000 on that pass the eleven test."""
    hoofd = np.arange(BSN_VANAF // 10, BSN_VANAF // 10 + aantal * 11 // 10 + 20, dtype=np.int64)
    cijfers = hoofd[:, None] // 10 ** np.arange(7, -1, -1, dtype=np.int64) % 10
    controle = cijfers @ np.arange(9, 1, -1) % 11
    goed = controle < 10
    return (hoofd[goed] * 10 + controle[goed])[:aantal]


def verzekeringen(
    aantal: int, aanbod: Aanbod, verzekeraars: Sequence[Verzekeraar], jaar: int, rng: np.random.Generator
) -> tuple[Mensen, pa.Table]:
    """The people, and their insurance from the first of January of the year before, or from birth."""
    mensen = _mensen(aantal, aanbod, jaar, rng)
    nu, straks = _insurers(mensen, aanbod, verzekeraars, rng)
    nieuwjaar = np.datetime64(f"{jaar}-01-01")
    begin = np.maximum(np.datetime64(f"{jaar - 1}-01-01"), mensen.geboren)
    over = (rng.random(aantal) < STAPT_OVER) & (straks != nu) & (begin < nieuwjaar) & ~(mensen.overleden <= nieuwjaar)
    rij, van, tot, tweede = _split(begin, mensen.overleden, np.where(over, nieuwjaar, np.datetime64("NaT")))
    kolommen = {
        "bsn": pa.array(mensen.bsn[rij]),
        "uzovi": pa.array(np.where(tweede, straks[rij], nu[rij]).astype(np.int32)),
        "geboortedatum": pa.array(mensen.geboren[rij]),
        "van": pa.array(van),
        "tot": pa.array(tot),
    }
    return mensen, pa.table(kolommen)


def inschrijvingen(mensen: Mensen, aanbod: Aanbod, jaar: int, rng: np.random.Generator) -> pa.Table:
    """One GP at a time: people move, and go to a neighbour before their practice starts or after it ends."""
    aantal = len(mensen.bsn)
    thuis, buur = mensen.praktijk, _neighbour(aanbod, jaar, rng)[mensen.praktijk]
    begint = np.where(aanbod.van >= np.datetime64(f"{jaar}-01-01"), aanbod.van, np.datetime64("NaT"))[thuis]
    verhuisdag = np.datetime64(f"{jaar}-01-01") + rng.integers(1, 364, aantal)
    wissel = np.where(rng.random(aantal) < VERHUIST, verhuisdag, np.datetime64("NaT"))
    wissel = np.where(np.isnat(aanbod.tot[thuis]), wissel, aanbod.tot[thuis])
    wissel = np.where(np.isnat(begint), wissel, begint)
    eerste, tweede_praktijk = np.where(np.isnat(begint), thuis, buur), np.where(np.isnat(begint), buur, thuis)
    begin = np.maximum(np.datetime64(f"{jaar - 1}-01-01") - rng.integers(0, 365 * 5, aantal), mensen.geboren)
    begin = np.maximum(begin, np.where(np.isnat(begint), aanbod.van[thuis], aanbod.van[buur]))
    wissel = np.where((wissel > begin) & ~(wissel >= mensen.overleden), wissel, np.datetime64("NaT"))
    rij, van, tot, tweede = _split(begin, mensen.overleden, wissel)
    agb = aanbod.agb[np.where(tweede, tweede_praktijk[rij], eerste[rij])]
    sluit = aanbod.tot[np.where(tweede, tweede_praktijk[rij], eerste[rij])]
    houd = ((rng.random(aantal) >= ZONDER_HUISARTS)[rij]) & ~(sluit <= van)
    tabel = {"bsn": mensen.bsn[rij], "agb": agb.astype(np.int32), "van": van, "tot": np.fmin(tot, sluit)}
    return pa.table({naam: pa.array(kolom[houd]) for naam, kolom in tabel.items()})


def _mensen(aantal: int, aanbod: Aanbod, jaar: int, rng: np.random.Generator) -> Mensen:
    decennium = rng.choice(len(LEEFTIJDEN), aantal, p=np.array(LEEFTIJDEN) / sum(LEEFTIJDEN))
    dagen = ((decennium + rng.random(aantal)) * 10 * 365.25).astype(np.int64)
    geboren = np.datetime64(f"{jaar}-12-31") - dagen
    sterfdag = np.maximum(np.datetime64(f"{jaar}-01-01"), geboren) + rng.integers(1, 365, aantal)
    kans = OVERLIJDT * np.exp((decennium - 7) * 0.9)
    overleden = np.where(rng.random(aantal) < kans, sterfdag, np.datetime64("NaT"))
    praktijk = rng.choice(len(aanbod.agb), aantal, p=aanbod.gewicht / aanbod.gewicht.sum())
    return Mensen(bsns(aantal), geboren, overleden, praktijk)


def _insurers(
    mensen: Mensen, aanbod: Aanbod, verzekeraars: Sequence[Verzekeraar], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """UZOVI now and the one a switcher would choose, by region."""
    gewicht = np.array([[VOORKEUR if regio in v.regios else 1.0 for v in verzekeraars] for regio in aanbod.regios])
    grens = np.cumsum(gewicht / gewicht.sum(axis=1, keepdims=True), axis=1)[aanbod.regio[mensen.praktijk]]
    codes = np.array([int(v.uzovi) for v in verzekeraars])
    aantal = len(mensen.bsn)
    nu = np.minimum((rng.random(aantal)[:, None] >= grens).sum(axis=1), len(codes) - 1)
    straks = (nu + rng.integers(1, max(len(codes), 2), aantal)) % len(codes)
    return codes[nu], codes[straks]


def _neighbour(aanbod: Aanbod, jaar: int, rng: np.random.Generator) -> np.ndarray:
    """For each practice another one, nearby, that was there all year; itself when there is no other."""
    vast = np.flatnonzero(np.isnat(aanbod.tot) & (aanbod.van < np.datetime64(f"{jaar - 1}-01-01")))
    plek = np.searchsorted(vast, np.arange(len(aanbod.agb))) + rng.integers(1, 4, len(aanbod.agb))
    return vast[plek % len(vast)]


def _split(
    begin: np.ndarray, eind: np.ndarray, wissel: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Cut each period at its switch day, if any: index, begin, end and whether it is the second part, by person."""
    tweemaal = ~np.isnat(wissel)
    rij = np.repeat(np.arange(len(begin)), 1 + tweemaal)
    tweede = np.r_[False, rij[1:] == rij[:-1]]
    van = np.where(tweede, wissel[rij], begin[rij])
    tot = np.where(tweemaal[rij] & ~tweede, wissel[rij], eind[rij])
    return rij, van, tot, tweede
