"""Payment batches for the bank: SEPA credit transfers as pain.001.001.09, checked against its schema.

Amounts are integer eurocents throughout. Equal input gives equal bytes: the ids come from the batch, not from chance.
"""

import functools
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree  # type: ignore[import-untyped]
from sepaxml import SepaTransfer
from text_unidecode import unidecode  # type: ignore[import-untyped]

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.geld import als_euro
from zorginkoop.kern.nummers import controleer_iban

GROOTSTE_CENT = 99_999_999_999
"""The largest amount of one SEPA credit transfer: € 999.999.999,99 (EPC rulebook)."""

_SCHEMA = "pain.001.001.09"
_RUIMTE = {"n": f"urn:iso:std:iso:20022:tech:xsd:{_SCHEMA}"}
_KENMERK = re.compile(r"(?!/)(?!.*//)[A-Za-z0-9/\-?:().,'+ ]{1,35}(?<![/ ])")
_VREEMD = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


@dataclass(frozen=True)
class Opdrachtgever:
    """Who pays."""

    naam: str
    iban: str
    bic: str


@dataclass(frozen=True)
class Betaling:
    """One transfer. `kenmerk` (at most 35 characters) is unique in the batch and comes back on the bank statement."""

    naam: str
    iban: str
    bedrag_cent: int
    omschrijving: str
    kenmerk: str


@dataclass(frozen=True)
class Batch:
    """The file for the bank, with the count and the sum in eurocents that it states."""

    xml: bytes
    aantal: int
    totaal_cent: int


def write_batch(
    *,
    opdrachtgever: Opdrachtgever,
    betalingen: Sequence[Betaling],
    uitvoerdatum: date,
    batchkenmerk: str,
    moment: datetime,
) -> Batch:
    """One batch to be executed on `uitvoerdatum`. Gebruikersfout names the first payment that is wrong; then there is
    no batch at all. Names and descriptions are rewritten in the letters SEPA knows; a kenmerk never is.
    """
    _controleer_batch(betalingen, uitvoerdatum, batchkenmerk, moment)
    overboeking = SepaTransfer(_betaler(opdrachtgever), schema=_SCHEMA, clean=False)
    kenmerken: set[str] = set()
    for nummer, betaling in enumerate(betalingen, start=1):
        plaats = f"betaling {nummer} ({betaling.kenmerk})"
        if betaling.kenmerk in kenmerken:
            raise Gebruikersfout("Dit kenmerk komt twee keer voor; dan zou dubbel betaald worden", plaats=plaats)
        kenmerken.add(betaling.kenmerk)
        overboeking.add_payment({**_post(betaling, plaats), "execution_date": uitvoerdatum})
    xml = _vast(overboeking.export(validate=False), batchkenmerk, moment)
    _schema().assertValid(etree.fromstring(xml))
    return Batch(xml, len(betalingen), sum(b.bedrag_cent for b in betalingen))


def _controleer_batch(betalingen: Sequence[Betaling], uitvoerdatum: date, batchkenmerk: str, moment: datetime) -> None:
    if not betalingen:
        raise Gebruikersfout("Er is niets te betalen", plaats=batchkenmerk)
    _controleer_kenmerk(batchkenmerk, "batchkenmerk")
    if uitvoerdatum < moment.date():
        raise Gebruikersfout("De uitvoerdatum ligt in het verleden", plaats=batchkenmerk)


def _betaler(opdrachtgever: Opdrachtgever) -> dict[str, Any]:
    if not _BIC.fullmatch(opdrachtgever.bic):
        raise Gebruikersfout(f"'{opdrachtgever.bic}' is geen BIC", plaats="opdrachtgever")
    return {
        "name": _schoon(opdrachtgever.naam, 70, "opdrachtgever"),
        "IBAN": controleer_iban(opdrachtgever.iban, plaats="opdrachtgever"),
        "BIC": opdrachtgever.bic,
        "batch": True,
        "currency": "EUR",
    }


def _post(betaling: Betaling, plaats: str) -> dict[str, Any]:
    _controleer_kenmerk(betaling.kenmerk, plaats)
    if type(betaling.bedrag_cent) is not int:
        raise Gebruikersfout("Het bedrag is geen geheel aantal eurocenten", plaats=plaats)
    if not 0 < betaling.bedrag_cent <= GROOTSTE_CENT:
        bedrag = als_euro(betaling.bedrag_cent)
        raise Gebruikersfout(f"{bedrag} kan niet worden overgemaakt; een bedrag is groter dan nul", plaats=plaats)
    return {
        "name": _schoon(betaling.naam, 70, plaats),
        "IBAN": controleer_iban(betaling.iban, plaats=plaats),
        "amount": betaling.bedrag_cent,
        "description": _schoon(betaling.omschrijving, 140, plaats),
        "endtoend_id": betaling.kenmerk,
    }


def _controleer_kenmerk(kenmerk: str, plaats: str) -> None:
    if not _KENMERK.fullmatch(kenmerk):
        raise Gebruikersfout(
            "Een kenmerk heeft 1 tot 35 letters, cijfers of leestekens die banken kennen", plaats=plaats
        )


def _schoon(tekst: str, lengte: int, plaats: str) -> str:
    """In the characters every SEPA bank accepts: 'Coöperatie Zorg & Co' becomes 'Cooperatie Zorg + Co'."""
    latijn = _VREEMD.sub(" ", unidecode(tekst).replace("&", "+"))
    schoon = " ".join(latijn.split())[:lengte].strip().lstrip("/")
    if not schoon:
        raise Gebruikersfout("De naam of de omschrijving is leeg", plaats=plaats)
    return schoon


def _vast(xml: bytes, batchkenmerk: str, moment: datetime) -> bytes:
    """The same file with our ids and moment where sepaxml put chance and the clock. The bank reads Dutch time."""
    lokaal = moment.astimezone(ZoneInfo("Europe/Amsterdam")) if moment.tzinfo else moment
    boom = ET.fromstring(xml)  # noqa: S314  our own text, written a line ago
    waarden = {"MsgId": batchkenmerk, "PmtInfId": batchkenmerk, "CreDtTm": f"{lokaal:%Y-%m-%dT%H:%M:%S}"}
    for naam, waarde in waarden.items():
        for plek in boom.iterfind(f".//n:{naam}", _RUIMTE):
            plek.text = waarde
    return bytes(ET.tostring(boom, encoding="utf-8", xml_declaration=True))


@functools.cache
def _schema() -> Any:
    """The XSD, read once. libxml2 checks in milliseconds what the check of sepaxml itself does in a second."""
    return etree.XMLSchema(file=str(files("sepaxml") / "schemas" / f"{_SCHEMA}.xsd"))
