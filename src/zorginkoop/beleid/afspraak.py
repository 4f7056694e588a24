"""The row that is offered, signed and judged: one Prestatie at one tariff for one period."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["geverifieerd", "demonstratie"]


class Bron(BaseModel):
    """The passage a rule or figure comes from: document number and place within it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    plaats: str

    def __str__(self) -> str:
        return f"{self.document}, {self.plaats}"


class Afspraak(BaseModel):
    """What both parties sign. Amounts in eurocents, `tot` is the first day it no longer holds.

    `leeftijd_van`/`leeftijd_tot` bound the age of the insured on the service date (half-open); `max_aantal` limits
    the number per insured within `per`. `tariefstatus` demonstratie means the figure is not an official one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prestatie: str
    naam: str
    prestatiecode: str
    codestatus: Status
    segment: str
    eenheid: str
    tarief_cent: int
    tariefstatus: Status
    van: date
    tot: date
    inschrijving_vereist: bool = False
    leeftijd_van: int | None = None
    leeftijd_tot: int | None = None
    max_aantal: int | None = None
    per: Literal["dag", "kwartaal", "jaar"] | None = None
    bron: Bron


def canonical_json(afspraken: Iterable[Afspraak], **kop: Any) -> str:
    """The one text of the rows that is signed: sorted keys, no spaces, so equal rows give equal bytes."""
    inhoud = {**kop, "afspraken": [a.model_dump(mode="json") for a in afspraken]}
    return json.dumps(inhoud, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
