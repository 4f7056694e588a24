"""One quarter of claims in the invented market: written as EI files, received, judged, answered and paid."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.adapters import vektis
from zorginkoop.web.contractering.actions import export_afspraken
from zorginkoop.web.declaraties import actions
from zorginkoop.web.declaraties.models import Betaalbatch, Declaratiebestand
from zorginkoop.web.demo.declaraties import claim_lines
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.demo.wereld import Wereld
from zorginkoop.web.toegang.rollen import Rol

KWARTAAL = (date(2025, 4, 1), date(2025, 7, 1))
SERVICEBUREAU = "98000001"
HUISARTSENHULP = 8
LAYOUT = "HA304-provisional"


@dataclass(frozen=True)
class Ronde:
    """What one insurer received and paid."""

    bestand: Declaratiebestand
    batch: Betaalbatch
    pad: Path


def write_file(wereld: Wereld, *, uzovi: str, regels: int, moment: datetime, seed: int, map_: Path) -> Path:
    """An EI file of a service bureau with the claim lines of all practices for one insurer."""
    overeenkomsten, afspraken = export_afspraken(uzovi=uzovi, moment=moment)
    lijnen = claim_lines(
        wereld, overeenkomsten, afspraken, uzovi=uzovi, kwartaal_van=KWARTAAL[0], regels=regels, seed=seed
    )
    pad = map_ / f"declaraties-{uzovi}-2025-2.asc"
    pad.write_bytes(_message(lijnen, uzovi))
    return pad


def _message(lijnen: Any, uzovi: str) -> bytes:
    voorloop = {
        "uzovi": int(uzovi),
        "servicebureau": SERVICEBUREAU,
        "betaling_aan": 99,
        "begindatum": KWARTAAL[0],
        "einddatum": KWARTAAL[1] - timedelta(days=1),
        "factuurnummer": f"{uzovi}2025KW2",
        "dagtekening": date(2025, 7, 7),
    }
    prestaties = lijnen.drop_columns(["agb", "regel_id", "geboortedatum"])
    prestaties = prestaties.append_column("behandelaar", lijnen["agb"])
    prestaties = prestaties.append_column("codelijst", pa.array(np.full(lijnen.num_rows, HUISARTSENHULP)))
    prestaties = prestaties.append_column("berekend_cent", lijnen["bedrag_cent"])
    prestaties = prestaties.append_column("debetcredit_berekend", lijnen["debetcredit"])
    return vektis.schrijf(
        vektis.layouts()[LAYOUT], voorloop=voorloop, verzekerden=_insured(lijnen, uzovi), prestaties=prestaties
    )


def _insured(lijnen: Any, uzovi: str) -> Any:
    mensen = (
        lijnen.select(["bsn", "geboortedatum"]).group_by("bsn").aggregate([("geboortedatum", "min")]).sort_by("bsn")
    )
    aantal = mensen.num_rows
    achternaam = pc.binary_join_element_wise("Verzonnen", pc.cast(pa.array(np.arange(aantal)), pa.string()), " ")
    return pa.table(
        {
            "bsn": mensen["bsn"],
            "uzovi": pa.array(np.full(aantal, int(uzovi))),
            "geboortedatum": mensen["geboortedatum_min"],
            "geslacht": pa.array(np.arange(aantal) % 2 + 1),
            "naam": achternaam,
            "voorletters": pa.array(["V"] * aantal),
            "huisnummer": pa.array(np.arange(aantal) % 200 + 1),
        }
    )


def receive_and_pay(bezetting: Bezetting, pad: Path, *, uzovi: str, ontvangen: datetime) -> Ronde:
    """Receive, judge, answer and pay one file; the batch waits for a second pair of eyes."""
    by = bezetting.mensen[uzovi, Rol.DECLARATIES]
    verzekeraar = bezetting.verzekeraars[uzovi]
    bestand = actions.receive_bestand(verzekeraar=verzekeraar, by=by, now=ontvangen, pad=pad)
    actions.judge_bestand(bestand=bestand, by=by, now=ontvangen + timedelta(hours=1))
    retour = actions.write_retour(bestand=bestand, by=by, now=ontvangen + timedelta(hours=2))
    pad.with_suffix(".retour").write_bytes(retour)
    actions.make_payable(bestand=bestand, by=by)
    batch = actions.make_betaalbatch(
        verzekeraar=verzekeraar, uitvoerdatum=bestand.streefdag, by=by, now=ontvangen + timedelta(days=1)
    )
    pad.with_suffix(".betaling.xml").write_bytes(bytes(batch.xml))
    bestand.refresh_from_db()
    return Ronde(bestand, batch, pad)
