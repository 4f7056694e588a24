"""What a verified agreement says, as people read it."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.publiek.opbrengst import term


def shown(inhoud: Mapping[str, Any]) -> dict[str, Any]:
    """The parties and the rows of the sealed content; what is not there stays empty."""
    partijen = {kant: _party(inhoud.get(kant)) for kant in ("verzekeraar", "praktijk")}
    rijen = inhoud.get("afspraken")
    return {
        **partijen,
        "kenmerk": str(inhoud.get("kenmerk", "")),
        "versie": str(inhoud.get("versie", "")),
        "ondertekenaars": _signers(inhoud),
        "rijen": [_row(rij) for rij in rijen if isinstance(rij, dict)] if isinstance(rijen, list) else [],
    }


def _party(partij: object) -> str:
    if not isinstance(partij, dict):
        return ""
    nummers = [f"{soort.upper()} {partij[soort]}" for soort in ("uzovi", "agb") if partij.get(soort)]
    return ", ".join([str(partij.get("naam", "")), *nummers])


def _signers(inhoud: Mapping[str, Any]) -> list[str]:
    """In which role and for whom was signed. The name stands on the paper; this page does not repeat it."""
    alle = inhoud.get("handtekeningen") or [inhoud.get("ondertekend")]
    if not isinstance(alle, list):
        return []
    return [
        f"{str(een.get('functie', '')).capitalize()} van {een.get('organisatie', '')}"
        for een in alle
        if isinstance(een, dict)
    ]


def _row(rij: Mapping[str, Any]) -> dict[str, Any]:
    try:
        afspraak = Afspraak.model_validate(rij)
    except ValidationError:
        return {"naam": str(rij.get("naam", "Onbekende afspraak"))}
    return {
        "naam": afspraak.naam,
        "code": afspraak.prestatiecode,
        "tarief": als_euro(afspraak.tarief_cent),
        "eenheid": afspraak.eenheid,
        "periode": term(afspraak.van, afspraak.tot),
        "demonstratie": "demonstratie" in (afspraak.tariefstatus, afspraak.codestatus),
    }
