"""BSN, UZOVI and IBAN: check what was typed before anything is done with it."""

import re

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.nl import bsn as _bsn

from zorginkoop.kern.fouten import Gebruikersfout

DUMMY_BSN = "999999999"
"""Stands in EI messages for an insured without a BSN; it fails the BSN check on purpose."""


def controleer_bsn(nummer: str, *, plaats: str = "BSN") -> str:
    """Nine digits that pass the eleven test; the EI dummy 999999999 is accepted as itself."""
    if nummer == DUMMY_BSN or _bsn.is_valid(nummer):
        return nummer
    raise Gebruikersfout(f"'{nummer}' is geen geldig BSN", plaats=plaats)


def controleer_uzovi(code: str, *, plaats: str = "UZOVI") -> str:
    """The four digits of an insurer in the UZOVI register."""
    if re.fullmatch(r"[0-9]{4}", code):
        return code
    raise Gebruikersfout(f"Een UZOVI-nummer heeft vier cijfers; '{code}' niet", plaats=plaats)


def controleer_iban(nummer: str, *, plaats: str = "IBAN") -> str:
    """The IBAN without spaces, in capitals, when its check digits are right (ISO 13616)."""
    try:
        return str(IBAN(nummer))
    except SchwiftyException as fout:
        melding = "Het rekeningnummer (IBAN) klopt niet; kijk het teken voor teken na"
        raise Gebruikersfout(melding, plaats=plaats) from fout
