"""The invented market as a register to simulate on: one row per practice, with a value for every fact of the policies.

Most practices meet most requirements. The size of a practice follows the market; the rest is drawn. Same seed, same
register.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from zorginkoop.beleid.marktregister import ARROW, PATIENTEN
from zorginkoop.beleid.model import Feit
from zorginkoop.beleid.versie import Beleid
from zorginkoop.regels.soorten import Soort
from zorginkoop.web.demo import praktijken as _praktijken
from zorginkoop.web.demo.praktijken import Verzekeraar

PATIENTEN_GEMIDDELD = 2700
ONBEKEND, JA = 0.002, 0.995
KANS_OP_JA: Mapping[str, float] = {
    "kernregio": 0.7,
    "ro_aansluiting": 0.85,
    "poh_ouderen_in_opleiding": 0.1,
    "poh_s_in_opleiding": 0.15,
    "nhg_geaccrediteerd": 0.6,
    "mobiliteitsplan": 0.3,
    "tekortregio": 0.1,
    "veel_nieuwe_patienten": 0.1,
    "zonder_overeenkomst": 0.05,
}
"""How often a practice says yes, where that is not nearly always."""
LEEFTIJDEN = (0.12, 0.065, 0.02)
BEGIN = np.datetime64("2025-01-01")
PER_2350: Mapping[str, tuple[float, float]] = {
    "uren_poh_ggz": (0, 18),
    "uren_ehealth": (0, 2.2),
    "uren_consultatie": (0, 2.2),
    "kosten_ehealth": (0, 500_000),
    "kosten_consultatie": (0, 500_000),
    "fte": (1, 8),
}
"""Quantities that grow with the practice: least and most per 2,350 patients."""


def make(aantal: int, beleiden: Sequence[Beleid], *, seed: int, jaar: int = 2025) -> pa.Table:
    """A register on which every one of these policies can be evaluated; without e-mail and account numbers."""
    rng = np.random.default_rng(seed)
    verzekeraars = {
        b.verzekeraar.uzovi: Verzekeraar(b.verzekeraar.uzovi, b.verzekeraar.naam, b.verzekeraar.regios)
        for b in beleiden
    }
    markt = _praktijken.make(aantal, list(verzekeraars.values()), jaar, rng)
    patienten = np.clip(markt.gewicht / markt.gewicht.mean() * PATIENTEN_GEMIDDELD, 200, 60_000).astype(np.int64)
    feiten = {naam: feit for beleid in beleiden for naam, feit in beleid.feiten.items()}
    wensen = sorted({n for b in beleiden for n, p in b.prestaties.items() if not p.basis})
    kolommen: dict[str, pa.Array] = {"agb_code": markt.vestigingen.column("agb")}
    for naam, feit in feiten.items():
        if naam not in kolommen and feit.type not in ("email", "iban"):
            keuzes = wensen if naam == "gewenste_prestaties" else list(feit.keuzes)
            kolommen[naam] = _column(naam, feit, keuzes, patienten, rng)
    kolommen["ingeschreven_patienten"] = pa.array(patienten)
    for naam, deel in zip(PATIENTEN.values(), LEEFTIJDEN, strict=True):
        kolommen[naam] = pa.array((patienten * deel * rng.uniform(0.6, 1.4, aantal)).astype(np.int64))
    return pa.table(kolommen)


def _column(naam: str, feit: Feit, keuzes: list[str], patienten: np.ndarray, rng: np.random.Generator) -> pa.Array:
    aantal, soort = len(patienten), ARROW[feit.soort]
    leeg = rng.random(aantal) < ONBEKEND
    match feit.soort:
        case Soort.JANEE:
            kans = KANS_OP_JA.get(naam, 0.001 if feit.standaard is False else JA)
            return pa.array(rng.random(aantal) < kans, soort, mask=leeg)
        case Soort.DATUM:
            return pa.array(_dates(naam, aantal, rng), soort, mask=leeg)
        case Soort.TEKST:
            woorden = np.array(keuzes or ["bekend"])
            return pa.array(rng.choice(woorden, aantal), soort, mask=leeg)
        case Soort.LIJST:
            return _lists(keuzes or ["bekend"], aantal, rng)
        case _:
            return (
                pa.array(_amounts(naam, feit, patienten, rng), pa.int64(), mask=leeg)
                .cast(pa.decimal128(38, 6))
                .cast(soort)
            )


def _dates(naam: str, aantal: int, rng: np.random.Generator) -> np.ndarray:
    """Applications in the autumn before, complete some weeks later; most start on 1 January, others later."""
    if naam == "gewenste_ingangsdatum":
        kwartalen = np.array([f"2025-{maand:02d}-01" for maand in (1, 4, 7, 10)], dtype="datetime64[D]")
        return np.asarray(rng.choice(kwartalen, aantal, p=(0.85, 0.06, 0.05, 0.04)))
    vroegst = {"aanvraagdatum": 60, "datum_volledig": 27}.get(naam, 20)
    return np.asarray(BEGIN - rng.integers(vroegst, vroegst + 33, aantal))


def _lists(keuzes: list[str], aantal: int, rng: np.random.Generator) -> pa.Array:
    """Each choice for half of the practices, as one flat column with offsets."""
    kiest = rng.random((aantal, len(keuzes))) < 0.5
    grenzen = np.concatenate([[0], np.cumsum(kiest.sum(axis=1))]).astype(np.int32)
    namen = pa.array(np.array(keuzes)[np.nonzero(kiest)[1]], pa.string())
    return pa.ListArray.from_arrays(pa.array(grenzen), namen)


def _amounts(naam: str, feit: Feit, patienten: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if naam in PER_2350:
        laagst, hoogst = PER_2350[naam]
        waarden = rng.uniform(laagst, hoogst, len(patienten)) * patienten / 2350
    else:
        waarden = rng.uniform(feit.minimum or 0, min(feit.maximum or 20, 20), len(patienten))
    return np.asarray(np.round(waarden)).astype(np.int64)
