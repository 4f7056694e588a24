"""An invented declaration: numbers from the 9000 range that pass the eleven test, an insurer that does not exist."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from zorginkoop.adapters.vektis import layouts, schrijf

BSNS = (900000004, 900000016, 900000028)


def voorloop(**anders: Any) -> dict[str, Any]:
    kop = {
        "soort": "T", "uzovi": 9991, "praktijk": "01001234", "betaling_aan": 3, "begindatum": 20250101,
        "einddatum": 20250331, "factuurnummer": "F2025-001", "dagtekening": 20250401,
    }  # fmt: skip
    return {**kop, **anders}


def verzekerden(**anders: Any) -> Any:
    kolommen = {
        "bsn": list(BSNS), "uzovi": [9991] * 3, "geboortedatum": [19600229, 19850101, 20201231], "geslacht": [1, 2, 1],
        "naam": ["Jansen", "Özdemir", "de Wit"], "voorletters": ["A", "B", "C"], "postcode": ["1234AB"] * 3,
        "huisnummer": [1, 22, 333],
    }  # fmt: skip
    return pa.table({**kolommen, **anders})


def prestaties(**anders: Any) -> Any:
    kolommen = {
        "ouder": [0, 0, 1, 1, 2], "datum": [20250101, 20250115, 20250201, 20250202, 20250331], "codelijst": [8] * 5,
        "prestatiecode": ["11000", "12011", "12011", "12001", "11000"], "aantal": [1, 2, 1, 1, 1],
        "behandelaar": ["01000001"] * 5, "specialisme_behandelaar": [100] * 5,
        "tarief_cent": [1991, 1221, 1221, 2442, 1991], "bedrag_cent": [1991, 2442, 1221, 2442, 1991],
        "debetcredit": ["D"] * 5, "referentie": [f"R{n}" for n in range(5)], "referentie_voorgaand": [""] * 5,
    }  # fmt: skip
    return pa.table({**kolommen, **anders})


@pytest.fixture(scope="session")
def declaratie() -> Callable[..., bytes]:
    """A correct declaration of three insured and five lines; keywords replace columns of the lines."""

    def maak(*, kop: dict[str, Any] | None = None, mensen: dict[str, Any] | None = None, **regels: Any) -> bytes:
        layout = layouts()["HA304-provisional"]
        wie = verzekerden(**(mensen or {}))
        return schrijf(layout, voorloop=voorloop(**(kop or {})), verzekerden=wie, prestaties=prestaties(**regels))

    return maak


@pytest.fixture(scope="session")
def vervang() -> Callable[..., bytes]:
    """Other characters at a line (from 1) and a position (from 1) of a file with records of 310."""

    def doe(inhoud: bytes, regel: int, positie: int, tekens: bytes, *, lengte: int = 310) -> bytes:
        plek = (regel - 1) * (lengte + 2) + positie - 1
        return inhoud[:plek] + tekens + inhoud[plek + len(tekens) :]

    return doe
