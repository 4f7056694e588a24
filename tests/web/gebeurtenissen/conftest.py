"""The cast of contracting, with a policy whose agreements run for years, and an exercise therapist."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.web.contractering.conftest import BELEID, EXPLICIET, NOW, Markt
from zorginkoop.beleid import library
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Overeenkomst

MEERJARIG = "proef-meerjarig-2024"
OEFENTHERAPIE = "zz-oefentherapie-2024"
NAJAAR = datetime(2023, 11, 15, 9, tzinfo=UTC)
"""A month and more before 1 January 2024."""


def _variant(naam: str, *vervangingen: tuple[str, str]) -> str:
    tekst = library.load(BELEID).pad.read_text().replace(f'beleid = "{BELEID}"', f'beleid = "{naam}"', 1)
    for oud, nieuw in vervangingen:
        tekst = tekst.replace(oud, nieuw)
    return tekst


@pytest.fixture(scope="session")
def policy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One policy that asks consent, and one with tariffs for 2024 and 2025 and its own calculator of indexation."""
    folder = tmp_path_factory.mktemp("beleid")
    jaren = (
        ("van = 2025-01-01\ntot = 2026-01-01", "van = 2024-01-01\ntot = 2026-01-01"),
             ("geldig_van = 2025-01-01", "geldig_van = 2024-01-01"),
             ("ingangsdatum >= DATE '2025-01-01' AND", "ingangsdatum >= DATE '2024-01-01' AND"))  # fmt: skip
    bestanden = {
        "proef/huisartsenzorg/2025-1.0.toml": _variant(
            EXPLICIET, ('toestemming = "impliciet"', 'toestemming = "expliciet"')
        ),
        "proef/huisartsenzorg/2024-1.0.toml": _variant(MEERJARIG, *jaren),
    }
    tool = library.GEPUBLICEERD / "zorg-en-zekerheid" / "rekentools" / "indexatie" / "1.0.toml"
    rekentools = {"proef/rekentools/indexatie/1.0.toml": tool.read_text().replace(BELEID, MEERJARIG)}
    for sommen, inhoud in ((library.CONTROLESOMMEN, bestanden), ("CONTROLESOMMEN.rekentools", rekentools)):
        regels = ""
        for pad, tekst in inhoud.items():
            (folder / pad).parent.mkdir(parents=True, exist_ok=True)
            (folder / pad).write_text(tekst)
            regels += f"{hashlib.sha256(tekst.encode()).hexdigest()} {pad}\n"
        (folder / sommen).write_text(regels)
    return folder


@pytest.fixture(autouse=True)
def policies(policy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The published policies and the variants, for these tests only."""
    monkeypatch.setenv("ZORGINKOOP_BELEID", os.fspath(policy_folder))


@pytest.fixture
def markt(db) -> Markt:
    return Markt(library.load(BELEID))


def therapist(markt: Markt, *, nummer: int = 1, now: datetime = datetime(2024, 2, 10, 9, tzinfo=UTC)) -> Overeenkomst:
    """An agreement under document 002: asked in February 2024, so in force from 1 February 2024."""
    praktijk, by = (markt.praktijk, markt.tekenbevoegde) if nummer == 1 else markt.new_practice(nummer)
    aanvraag = actions.start_aanvraag(
        praktijk=praktijk, verzekeraar=markt.verzekeraar, beleid=OEFENTHERAPIE, by=by, now=now
    )
    ja = ("bereikbaarheid", "paramedisch_beleid", "kwaliteitsregister", "receptie", "antwoordapparaat")
    antwoorden: dict[str, Any] = dict.fromkeys((*ja, "spoedig_teruggebeld"), True)
    antwoorden |= {"naam_praktijk": praktijk.naam, "correspondentieadres": "Dorpsstraat 1, Voorbeeld"}
    antwoorden |= {"gewenste_ingangsdatum": "2024-03-01", "gewenste_prestaties": []}
    bekend = {n: w for n, w in antwoorden.items() if n in library.load(OEFENTHERAPIE).feiten}
    actions.answer(aanvraag=aanvraag, antwoorden=bekend, by=by, now=now)
    register = {"vektis_registratie": True, "kernregio": True}
    actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=register, by=by, now=now)
    aanbod = actions.offer_overeenkomst(aanvraag=aanvraag, by=markt.inkoper, now=now)
    return actions.sign_overeenkomst(aanbod=aanbod, by=by, now=now)


def years(markt: Markt, *, ingang: str = "2024-01-01", modules: list[str] | None = None, **anders: Any) -> Overeenkomst:
    """An agreement with rows from `ingang` to the end of 2025."""
    wens = modules or ["poh_s", "econsult"]
    return markt.signed(now=NAJAAR, beleid=MEERJARIG, gewenste_ingangsdatum=ingang, gewenste_prestaties=wens, **anders)


__all__ = ["NOW"]
