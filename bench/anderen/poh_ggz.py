"""The POH-GGZ calculator of version 1.1 in OpenFisca-Core (vectorised) and in zen-engine (case by case).

Runs in an environment of its own: argument 1 is how many practices, and the answer is one line of JSON with the
evaluations a second of both, and the sum of the yearly amounts of each to compare with ours. The facts are those
of `bench/rekentool.py`: exact in float32 up to the products, so that a difference is one of arithmetic.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import zen
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

MAXIMUM_UREN, UREN_APART, UURWAARDE = 16, 2, 23.4375
JAAR = "2025"
PRAKTIJK = build_entity(key="praktijk", plural="praktijken", label="praktijk", is_person=True)
FORMULES: dict[str, Callable[[Any, Any], Any]] = {
    "patientdelen": lambda p, j: np.minimum(p("uren_poh_ggz", j) * 2350, MAXIMUM_UREN * p("ingeschreven_patienten", j)),
    "vergoeding_uren": lambda p, j: p("patientdelen", j) * UURWAARDE * 4,
    "maximum_kosten": lambda p, j: UREN_APART * UURWAARDE * 4 * p("ingeschreven_patienten", j),
    "vergoeding_ehealth": lambda p, j: np.minimum(p("kosten_ehealth", j), p("maximum_kosten", j)),
    "vergoeding_consultatie": lambda p, j: np.minimum(p("kosten_consultatie", j), p("maximum_kosten", j)),
    "ehealth_boven_maximum": lambda p, j: p("kosten_ehealth", j) > p("maximum_kosten", j),
    "consultatie_boven_maximum": lambda p, j: p("kosten_consultatie", j) > p("maximum_kosten", j),
    "maximum_module": lambda p, j: MAXIMUM_UREN * UURWAARDE * 4 * p("ingeschreven_patienten", j),
    "vergoeding_onafgerond": lambda p, j: np.minimum(
        p("vergoeding_uren", j) + p("vergoeding_ehealth", j) + p("vergoeding_consultatie", j), p("maximum_module", j)
    ),
    "vergoeding_jaar": lambda p, j: np.round(p("vergoeding_onafgerond", j)),
    "tarief": lambda p, j: np.round(p("vergoeding_onafgerond", j) / (p("ingeschreven_patienten", j) * 4)),
    "uren": lambda p, j: p("uren_poh_ggz", j) * 2350 <= MAXIMUM_UREN * p("ingeschreven_patienten", j),
}
JANEE = {"ehealth_boven_maximum", "consultatie_boven_maximum", "uren"}
ZEN = {
    "patientdelen": "min([uren_poh_ggz * 2350, 16 * ingeschreven_patienten])",
    "vergoeding_uren": "$.patientdelen * 23.4375 * 4",
    "maximum_kosten": "2 * 23.4375 * 4 * ingeschreven_patienten",
    "vergoeding_ehealth": "min([kosten_ehealth, $.maximum_kosten])",
    "vergoeding_consultatie": "min([kosten_consultatie, $.maximum_kosten])",
    "ehealth_boven_maximum": "kosten_ehealth > $.maximum_kosten",
    "consultatie_boven_maximum": "kosten_consultatie > $.maximum_kosten",
    "maximum_module": "16 * 23.4375 * 4 * ingeschreven_patienten",
    "vergoeding_onafgerond": "min([$.vergoeding_uren + $.vergoeding_ehealth + $.vergoeding_consultatie,"
    " $.maximum_module])",
    "vergoeding_jaar": "round($.vergoeding_onafgerond)",
    "tarief": "round($.vergoeding_onafgerond / (ingeschreven_patienten * 4))",
    "uren": "uren_poh_ggz * 2350 <= 16 * ingeschreven_patienten",
}


def facts(n: int) -> dict[str, np.ndarray]:
    """The same invented practices as `bench/rekentool.py` makes."""
    rng = np.random.default_rng(1)
    patienten = rng.integers(1000, 12_000, n)
    return {
        "ingeschreven_patienten": patienten,
        "uren_poh_ggz": np.round(rng.uniform(0, 18, n) * patienten / 2350 * 4) / 4,
        "kosten_ehealth": rng.integers(0, 2_000_000, n),
        "kosten_consultatie": rng.integers(0, 2_000_000, n),
    }


def system(gegevens: dict[str, np.ndarray]) -> TaxBenefitSystem:
    stelsel = TaxBenefitSystem([PRAKTIJK])
    vast = {"entity": PRAKTIJK, "definition_period": DateUnit.YEAR, "label": "bench"}
    for naam in gegevens:
        stelsel.add_variable(type(naam, (Variable,), {**vast, "value_type": float}))
    for naam, formule in FORMULES.items():
        soort = bool if naam in JANEE else float
        stelsel.add_variable(type(naam, (Variable,), {**vast, "value_type": soort, "formula": formule}))
    return stelsel


def openfisca(gegevens: dict[str, np.ndarray]) -> tuple[float, float]:
    """Seconds of the best of some runs, and the sum of the yearly amounts."""
    stelsel, n = system(gegevens), len(gegevens["uren_poh_ggz"])
    tijden, som = [], 0.0
    for _ in range(5):
        begin = time.perf_counter()
        simulatie = SimulationBuilder().build_default_simulation(stelsel, n)
        for naam, waarden in gegevens.items():
            simulatie.set_input(naam, JAAR, waarden)
        uit = {naam: simulatie.calculate(naam, JAAR) for naam in FORMULES}
        tijden.append(time.perf_counter() - begin)
        som = float(uit["vergoeding_jaar"].astype(np.float64).sum())
    return min(tijden), som


def zen_single(gegevens: dict[str, np.ndarray]) -> tuple[float, float]:
    """The same for the fastest way to ask zen-engine for a whole set of formulas, one practice at a time."""
    model = {"nodes": [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {"id": "uit", "name": "uit", "type": "outputNode", "position": {"x": 2, "y": 0}},
        {"id": "f", "name": "f", "type": "expressionNode", "position": {"x": 1, "y": 0}, "content": {
            "expressions": [{"id": naam, "key": naam, "value": tekst} for naam, tekst in ZEN.items()]}},
    ], "edges": [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "f"},
        {"id": "b", "type": "edge", "sourceId": "f", "targetId": "uit"},
    ]}  # fmt: skip
    motor = zen.ZenEngine({"loader": {"type": "static", "content": {"poh_ggz": model}}})
    namen = list(gegevens)
    rijen = [dict(zip(namen, rij, strict=True)) for rij in zip(*(k.tolist() for k in gegevens.values()), strict=True)]
    begin = time.perf_counter()
    som = sum(motor.evaluate("poh_ggz", rij)["result"]["vergoeding_jaar"] for rij in rijen)
    return time.perf_counter() - begin, som


def main(n: int) -> None:
    enkel = min(n, 20_000)
    alles = facts(n)
    fisca_tijd, fisca_som = openfisca(alles)
    zen_tijd, zen_som = zen_single({naam: kolom[:enkel] for naam, kolom in alles.items()})
    uit = {"openfisca": n / fisca_tijd, "openfisca_som": fisca_som, "zen": enkel / zen_tijd, "zen_som": zen_som}
    print(json.dumps(uit))


if __name__ == "__main__":
    main(int(sys.argv[1]))
