"""Invented practices: places of care, the enterprises that own them, the GPs who work there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from zorginkoop.web.demo import namen

VESTIGING_VANAF, ZORGVERLENER_VANAF, RECHTSPERSOON_VANAF, SAMENWERKING_VANAF = (
    1_000_001,
    1_500_001,
    17_400_001,
    53_400_001,
)
LANG_GELEDEN = np.datetime64("2015-01-01")
EIGEN_REGIO = 0.7
"""Share of the practices that lie in some insurer's own region."""
HUISARTSEN = ((1, 2, 3, 4, 6), (0.38, 0.28, 0.18, 0.10, 0.06))
VESTIGINGEN_PER_ONDERNEMING = ((1, 2, 3, 4), (0.84, 0.11, 0.03, 0.02))
VERANDERT = 0.01
"""Share of the practices that starts, and share that ends, in the course of the year."""


Leven = tuple[np.ndarray, np.ndarray]
"""First day, and first day after; NaT while it goes on."""


@dataclass(frozen=True)
class Verzekeraar:
    """An insurer of the invented market and the regions it calls its own."""

    uzovi: str
    naam: str
    regios: tuple[str, ...]


@dataclass(frozen=True)
class Aanbod:
    """The provider side, with the columns the insured are spread over."""

    zorgverleners: pa.Table
    vestigingen: pa.Table
    ondernemingen: pa.Table
    relaties: pa.Table
    agb: np.ndarray
    regio: np.ndarray
    """Index into `regios`, per practice."""
    regios: tuple[str, ...]
    gewicht: np.ndarray
    van: np.ndarray
    tot: np.ndarray
    """First day of, and first day after the practice; NaT while it goes on."""


def make(aantal: int, verzekeraars: Sequence[Verzekeraar], jaar: int, rng: np.random.Generator) -> Aanbod:
    """Practices in region order, so that neighbours in the table can share an owner."""
    eigen = list(dict.fromkeys(regio for verzekeraar in verzekeraars for regio in verzekeraar.regios))
    regios = (*eigen, *(regio for regio in namen.OVERIGE_REGIOS if regio not in eigen))
    kans = np.where(
        np.arange(len(regios)) < len(eigen), EIGEN_REGIO / max(len(eigen), 1), 0.3 / (len(regios) - len(eigen))
    )
    regio = np.sort(rng.choice(len(regios), aantal, p=kans / kans.sum()))
    agb = VESTIGING_VANAF + np.arange(aantal)
    huisartsen = rng.choice(HUISARTSEN[0], aantal, p=HUISARTSEN[1])
    van, tot = _life(aantal, jaar, rng)
    eigenaar = _owner(aantal, rng)
    zorgverleners, werkt_bij = _zorgverleners(huisartsen, rng)
    return Aanbod(
        zorgverleners=zorgverleners,
        vestigingen=_vestigingen(agb, regio, regios, (van, tot), rng),
        ondernemingen=_ondernemingen(eigenaar, huisartsen, rng),
        relaties=_relaties(agb, eigenaar, werkt_bij, huisartsen, (van, tot)),
        agb=agb,
        regio=regio,
        regios=regios,
        gewicht=rng.lognormal(0, 0.35, aantal) * huisartsen,
        van=van,
        tot=tot,
    )


def _life(aantal: int, jaar: int, rng: np.random.Generator) -> Leven:
    """Most practices have been there for years and stay; a few start or end on the first of a month in the year."""
    wisselt = int(aantal * VERANDERT) if aantal >= 20 else 0
    wie = rng.permutation(aantal)
    van = LANG_GELEDEN + rng.integers(0, 8 * 365, aantal)
    tot = np.full(aantal, np.datetime64("NaT"), dtype="datetime64[D]")
    maanden = np.datetime64(f"{jaar}-02") + rng.integers(0, 10, 2 * wisselt)
    van[wie[:wisselt]] = maanden[:wisselt].astype("datetime64[D]")
    tot[wie[wisselt : 2 * wisselt]] = maanden[wisselt:].astype("datetime64[D]")
    return van, tot


def _owner(aantal: int, rng: np.random.Generator) -> np.ndarray:
    """Index of the enterprise of each practice: runs of one to four neighbours."""
    runs = rng.choice(VESTIGINGEN_PER_ONDERNEMING[0], aantal, p=VESTIGINGEN_PER_ONDERNEMING[1])
    return np.repeat(np.arange(aantal), runs)[:aantal]


def _zorgverleners(huisartsen: np.ndarray, rng: np.random.Generator) -> tuple[pa.Table, np.ndarray]:
    """The GPs and, per GP, the index of the practice; one in two hundred has no BIG number in the register."""
    werkt_bij = np.repeat(np.arange(len(huisartsen)), huisartsen)
    aantal = len(werkt_bij)
    big = rng.permutation(89_000_000_000 + np.arange(aantal)).astype(str)
    kolommen = {
        "agb": _codes(ZORGVERLENER_VANAF + np.arange(aantal)),
        "naam": _persons(aantal, rng),
        "big_nummer": np.where(rng.random(aantal) < 0.005, "", big),
        "kwalificatie": np.full(aantal, "0100"),
    }
    begin = np.full(aantal, LANG_GELEDEN) - rng.integers(0, 20 * 365, aantal)
    return _table(kolommen, begin, np.full(aantal, np.datetime64("NaT"), dtype="datetime64[D]")), werkt_bij


def _vestigingen(
    agb: np.ndarray, regio: np.ndarray, regios: tuple[str, ...], leven: Leven, rng: np.random.Generator
) -> pa.Table:
    aantal = len(agb)
    codes = _codes(agb)
    plaats = _glue(_pick(namen.PLAATS_BEGIN, aantal, rng), _pick(namen.PLAATS_EIND, aantal, rng))
    provincies = np.array([namen.PROVINCIES.get(naam, "Utrecht") for naam in regios])
    letters = np.array(list(namen.LETTERS))
    wijk = (1000 + regio * 400 + rng.integers(0, 400, aantal)).astype(str)
    kolommen = {
        "agb": codes,
        "naam": _glue(
            _pick(namen.PRAKTIJK_SOORT, aantal, rng), " ", _pick(namen.PRAKTIJK_NAAM, aantal, rng), " ", plaats
        ),
        "zorgsoort": np.full(aantal, "01"),
        "straat": _pick(namen.STRATEN, aantal, rng),
        "huisnummer": rng.integers(1, 240, aantal).astype(str),
        "postcode": _glue(wijk, rng.choice(letters, aantal), rng.choice(letters, aantal)),
        "plaats": plaats,
        "provincie": provincies[regio],
        "email": np.where(rng.random(aantal) < 0.02, "", _glue("praktijk@p", codes, ".example.nl")),
        "regio": np.array(regios)[regio],
    }
    return _table(kolommen, *leven)


def _ondernemingen(eigenaar: np.ndarray, huisartsen: np.ndarray, rng: np.random.Generator) -> pa.Table:
    """Enterprises: a partnership where several GPs work, otherwise one person's or a company."""
    nummers, eerste = np.unique(eigenaar, return_index=True)
    aantal = len(nummers)
    samen = huisartsen[eerste] > 1
    vorm = np.where(samen, rng.choice(["maatschap", "vof"], aantal), rng.choice(["eenmanszaak", "bv"], aantal))
    naam = _glue("Huisartsenzorg ", _pick(namen.ACHTERNAMEN, aantal, rng), " ", vorm)
    kolommen = {
        "agb": _enterprise_codes(eigenaar, huisartsen),
        "naam": naam,
        "handelsnaam": naam,
        "rechtsvorm": vorm,
        "kvk": (90_000_000 + np.arange(aantal)).astype(str),
    }
    begin = np.full(aantal, LANG_GELEDEN)
    return _table(kolommen, begin, np.full(aantal, np.datetime64("NaT"), dtype="datetime64[D]"))


def _enterprise_codes(eigenaar: np.ndarray, huisartsen: np.ndarray) -> np.ndarray:
    nummers, eerste = np.unique(eigenaar, return_index=True)
    return _codes(np.where(huisartsen[eerste] > 1, SAMENWERKING_VANAF, RECHTSPERSOON_VANAF) + nummers)


def _relaties(
    agb: np.ndarray, eigenaar: np.ndarray, werkt_bij: np.ndarray, huisartsen: np.ndarray, leven: Leven
) -> pa.Table:
    """All GPs work at their practice; the first of each practice owns the enterprise, its very first one signs."""
    van, tot = leven
    personen = _codes(ZORGVERLENER_VANAF + np.arange(len(werkt_bij)))
    ondernemingen = _enterprise_codes(eigenaar, huisartsen)
    eerste = np.cumsum(huisartsen) - huisartsen
    tekent = np.unique(eigenaar, return_index=True)[1]
    lang = np.full(len(agb), LANG_GELEDEN)
    open_eind = np.full(len(agb), np.datetime64("NaT"), dtype="datetime64[D]")
    bezit = ondernemingen[eigenaar]
    delen = (
        (personen, _codes(agb)[werkt_bij], "WERKZAAM", van[werkt_bij], tot[werkt_bij]),
        (_codes(agb), bezit, "VESTIGING_VAN", van, tot),
        (personen[eerste], bezit, "EIGENAAR", lang, open_eind),
        (personen[eerste[tekent]], ondernemingen, "TEKENBEVOEGDE", lang[tekent], open_eind[tekent]),
    )
    kolommen = {
        "van_agb": np.concatenate([deel[0] for deel in delen]),
        "naar_agb": np.concatenate([deel[1] for deel in delen]),
        "rol": np.concatenate([np.full(len(deel[0]), deel[2]) for deel in delen]),
    }
    return _table(kolommen, np.concatenate([deel[3] for deel in delen]), np.concatenate([deel[4] for deel in delen]))


def _codes(getallen: np.ndarray) -> np.ndarray:
    """AGB codes: eight digits with their leading zero."""
    return np.char.zfill(getallen.astype(str), 8)


def _persons(aantal: int, rng: np.random.Generator) -> np.ndarray:
    letters = np.array([f"{letter}." for letter in namen.LETTERS])
    return _glue(rng.choice(letters, aantal), rng.choice(letters, aantal), " ", _pick(namen.ACHTERNAMEN, aantal, rng))


def _pick(woorden: Sequence[str], aantal: int, rng: np.random.Generator) -> np.ndarray:
    return rng.choice(np.array(woorden), aantal)


def _glue(*delen: np.ndarray | str) -> np.ndarray:
    uit = np.asarray(delen[0])
    for deel in delen[1:]:
        uit = np.char.add(uit, deel)
    return uit


def _table(kolommen: dict[str, np.ndarray], van: np.ndarray, tot: np.ndarray) -> pa.Table:
    """Text columns with a period; NaT becomes an open end."""
    perioden = {"van": pa.array(van.astype("datetime64[D]")), "tot": pa.array(tot.astype("datetime64[D]"))}
    return pa.table({naam: pa.array(waarden.tolist(), pa.string()) for naam, waarden in kolommen.items()} | perioden)
