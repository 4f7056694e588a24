"""Which published policy speaks about a claim: by the insurer's number and the day. Insurers are data."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from zorginkoop.beleid import library
from zorginkoop.beleid.model import Betaling, Paragraaf, Prestatie, Tarief
from zorginkoop.beleid.versie import Beleid
from zorginkoop.engine import tables
from zorginkoop.kern.geld import uit_decimaal
from zorginkoop.web.contractering.buiten_beleid import BETALEN_DAGEN, BETALEN_STREEF_DAGEN

ZORGSOORT = "huisartsenzorg"
"""The care type of the claims that are judged here."""


def policies_of(uzovi: str) -> list[Beleid]:
    """The latest version of every policy of the insurer for this care type, the most recent period first."""
    laatste: dict[str, Beleid] = {}
    for policy in library.all_policies():  # by name and then by version: the last one wins
        if policy.verzekeraar.uzovi == uzovi and policy.document.zorgsoort == ZORGSOORT:
            laatste[policy.document.beleid] = policy
    return sorted(laatste.values(), key=lambda p: p.document.geldig_van, reverse=True)


def policy_on(uzovi: str, dag: date | None) -> Beleid | None:
    """The policy that holds on the day, else the most recent one, else None."""
    alle = policies_of(uzovi)
    geldend = (p for p in alle if dag and p.document.geldig_van <= dag < p.document.geldig_tot)
    return next(geldend, alle[0] if alle else None)


def payment_terms(uzovi: str, dag: date) -> tuple[int, int]:
    """Days between receipt and payment: promised at most, and aimed at."""
    policy = policy_on(uzovi, dag)
    betaling: Betaling | None = policy.inhoud.betaling if policy else None
    return (betaling.termijn_dagen, betaling.streef_dagen) if betaling else (BETALEN_DAGEN, BETALEN_STREEF_DAGEN)


@dataclass(frozen=True)
class Vrij:
    """A Prestatie that may be claimed without an agreement, for as long as the tariff and the policy both hold."""

    policy: Beleid
    prestatie: Prestatie
    tarief_cent: int
    van: date
    tot: date


def free_rows(uzovi: str) -> list[Vrij]:
    """What a practice may claim from this insurer without an agreement, at the NZa tariff."""
    rijen = [
        Vrij(policy, prestatie, uit_decimaal(tarief.bedrag), *_both(policy, tarief))
        for policy in policies_of(uzovi)
        for prestatie in policy.prestaties.values()
        for tarief in prestatie.tarief
        if not prestatie.contractvereiste and tarief.bedrag is not None
    ]
    return [rij for rij in rijen if rij.van < rij.tot]


def _both(policy: Beleid, tarief: Tarief) -> tuple[date, date]:
    return max(tarief.van, policy.document.geldig_van), min(tarief.tot, policy.document.geldig_tot)


def without_agreement(uzovi: str) -> Any:
    """The engine's table of `free_rows`, with the conditions the policy sets, agreement or not."""
    rijen = [
        {"uzovi": int(uzovi), "prestatiecode": vrij.prestatie.code, "tarief_cent": vrij.tarief_cent}
        | {"van": vrij.van, "tot": vrij.tot}
        | {naam: getattr(vrij.prestatie, naam) for naam in tables.VOORWAARDEN}
        for vrij in free_rows(uzovi)
    ]
    return tables.from_rows("zonder_contract", rijen)


def free_on(uzovi: str, prestatiecode: str, dag: date | None) -> Vrij | None:
    """The row a claim without an agreement was judged by: of several the latest, then the highest, as in the engine."""
    passend = [v for v in free_rows(uzovi) if v.prestatie.code == prestatiecode and dag and v.van <= dag < v.tot]
    return max(passend, key=lambda v: (v.van, v.tarief_cent), default=None)


def paragraph_without_agreement(policy: Beleid) -> Paragraaf | None:
    """The passage that says what can be claimed without an agreement."""
    gevonden = (p for p in policy.inhoud.paragraaf if "zonder overeenkomst" in f"{p.kop} {p.samenvatting}".lower())
    return next(gevonden, None)
