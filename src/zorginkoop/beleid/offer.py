"""Compose what is offered from an assessment: the rows that, once signed, claims are judged by."""

from datetime import date
from typing import Any

from zorginkoop.beleid.afspraak import Afspraak, Status
from zorginkoop.beleid.assess import Mogelijkheid, Tariefperiode, Toets
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout


def compose(beleid: Beleid, toets: Toets) -> list[Afspraak]:
    """One row per Prestatie and tariff period: all basis ones, and each module that was asked for and is possible.

    Raises Gebruikersfout when the start date or a tariff is not known: nothing is offered with an open end.
    """
    if toets.ingangsdatum is None:
        raise Gebruikersfout("De ingangsdatum is nog niet bekend, dus er kan geen aanbod worden gemaakt")
    gekozen = [m for m in toets.afspraken if m.gewenst and m.mogelijk is not False]
    return [_row(beleid, keuze, periode) for keuze in gekozen for periode in keuze.tarieven]


def _row(beleid: Beleid, keuze: Mogelijkheid, periode: Tariefperiode) -> Afspraak:
    if keuze.mogelijk is None or periode.tarief is None:
        wat = "; ".join(keuze.redenen) or "het tarief is nog niet bekend"
        raise Gebruikersfout(f"{keuze.naam} kan nog niet worden aangeboden: {wat}", plaats=keuze.prestatie)
    return row(
        beleid, keuze.prestatie, tarief_cent=periode.tarief, tariefstatus=periode.tariefstatus,
        van=periode.van, tot=periode.tot,
    )  # fmt: skip


def row(
    beleid: Beleid, naam: str, /, *, tarief_cent: int, tariefstatus: Status, van: date, tot: date, **anders: Any
) -> Afspraak:
    """A row for this performance as the policy describes it. Amount in eurocents, period half-open; `anders` are the
    fields in which this row is not as the policy has it."""
    prestatie = beleid.prestaties[naam]
    velden = {
        "naam": prestatie.naam,
        "prestatiecode": prestatie.code,
        "codestatus": prestatie.codestatus,
        "segment": prestatie.segment,
        "eenheid": prestatie.eenheid,
        "inschrijving_vereist": prestatie.inschrijving_vereist,
        "leeftijd_van": prestatie.leeftijd_van,
        "leeftijd_tot": prestatie.leeftijd_tot,
        "max_aantal": prestatie.max_aantal,
        "per": prestatie.per,
        "bron": prestatie.bron,
    }
    wanneer = {"tarief_cent": tarief_cent, "tariefstatus": tariefstatus, "van": van, "tot": tot}
    return Afspraak(prestatie=naam, **{**velden, **wanneer, **anders})
