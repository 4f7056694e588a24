"""An invented agreement, rich enough to show everything the document can show, and keys to seal it with."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from zorginkoop.adapters.ca import Sleutels, development_ca
from zorginkoop.adapters.pdf import render_overeenkomst
from zorginkoop.adapters.signature import seal

VERIFIED, DEMO = "geverifieerd", "demonstratie"
PER_KWARTAAL = "per ingeschreven verzekerde per kwartaal"
ROWS = [
    ("inschrijving_65", "Inschrijving op naam", "11000", PER_KWARTAAL, 1989, VERIFIED, VERIFIED),
    ("inschrijving_75", "Inschrijving op naam", "11100", PER_KWARTAAL, 2345, VERIFIED, DEMO),
    ("poh_ggz", "Praktijkondersteuner, geestelijke gezondheidszorg", "D1002", PER_KWARTAAL, 412, DEMO, DEMO),
    ("econsult", "E-consult", "12007", "per verrichting", 1123456, VERIFIED, DEMO),
    ("keten_dm2", "Ketenzorg diabetes mellitus type 2", "40011", "per patiënt per kwartaal", 6120, VERIFIED, VERIFIED),
]
MOMENT = datetime(2025, 3, 14, 13, 5, 9, tzinfo=UTC)

Maker = Callable[..., dict[str, Any]]


def afspraak(n: int) -> dict[str, Any]:
    prestatie, naam, code, eenheid, tarief, codestatus, tariefstatus = ROWS[n % len(ROWS)]
    return {
        "prestatie": prestatie,
        "naam": naam,
        "prestatiecode": code,
        "codestatus": codestatus,
        "segment": "1",
        "eenheid": eenheid,
        "tarief_cent": tarief,
        "tariefstatus": tariefstatus,
        "van": "2025-04-01",
        "tot": "2026-01-01",
        "inschrijving_vereist": n % 5 < 2,
        "leeftijd_van": 65 if n % 5 == 1 else None,
        "leeftijd_tot": 75 if n % 5 == 1 else None,
        "max_aantal": 1 if n % 5 == 0 else None,
        "per": "kwartaal" if n % 5 == 0 else None,
        "bron": {"document": "001", "plaats": f"4.{n}"},
    }


def canoniek(inhoud: dict[str, Any]) -> str:
    return json.dumps(inhoud, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def maak(*, rows: int = 12, **anders: Any) -> dict[str, Any]:
    afspraken = [afspraak(n) for n in range(rows)]
    naam = "Huisartsenpraktijk De Ooievaar"
    return {
        "kenmerk": "OV-2025-000123",
        "titel": "Overeenkomst huisartsenzorg 2025",
        "verzekeraar": {"naam": "Voorbeeld Zorgverzekeraar N.V.", "uzovi": "9991"},
        "praktijk": {"naam": naam, "agb": "01001234", "adres": "Breestraat 12, 2311 CS Leiden"},
        "beleid": {"beleid": "vb-huisartsenzorg-2025", "versie": "1.0", "titel": "Inkoopbeleid huisartsenzorg 2025"},
        "van": "2025-04-01",
        "tot": "2026-01-01",
        "artikelen": [
            {"titel": "Onderwerp", "leden": ["De praktijk levert huisartsenzorg.", "De zorgverzekeraar betaalt haar."]},
            {"titel": "Looptijd", "leden": ["Deze overeenkomst eindigt vanzelf aan het einde van de looptijd."]},
        ],
        "afspraken": afspraken,
        "ondertekend": {"naam": "A. de Vries", "functie": "Praktijkhouder", "organisatie": naam, "tijdstip": MOMENT},
        "iban": "NL91ABNA0417164300",
        "canoniek": canoniek({"kenmerk": "OV-2025-000123", "afspraken": afspraken}),
        **anders,
    }


@pytest.fixture(scope="session")
def overeenkomst() -> Maker:
    """Makes the content of an agreement; keywords replace parts of it."""
    return maak


@pytest.fixture(scope="session")
def ca_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ca")


@pytest.fixture(scope="session")
def sleutels(ca_map: Path) -> Sleutels:
    return development_ca(ca_map, organisatie="Voorbeeld Zorgverzekeraar N.V.")


@pytest.fixture(scope="session")
def verzegeld(sleutels: Sleutels) -> bytes:
    return seal(render_overeenkomst(maak()), sleutels=sleutels, reden="Overeenkomst gesloten", moment=MOMENT)
