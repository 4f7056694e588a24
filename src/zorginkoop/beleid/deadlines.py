"""The calendar of a policy in one year: every deadline of both sides, with its source and the last working day."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

import holidays
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.model import Kant, Termijn
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.periode import maanden_later

EERSTE_JAAR, LAATSTE_JAAR = 2000, 2100
TERUGKIJK = 400
"""How many days before a start date we look for the last day to apply: more than the longest notice of any policy."""
MAANDEN = {
    1: "januari",
    2: "februari",
    3: "maart",
    4: "april",
    5: "mei",
    6: "juni",
    7: "juli",
    8: "augustus",
    9: "september",
    10: "oktober",
    11: "november",
    12: "december",
}


class Deadline(BaseModel):
    """One day on the calendar of one side.

    `herkomst` berekend: it follows from the rule for changes, not from a date in the text. `laatste_werkdag` is the
    day itself, or the last working day before it: no policy moves a deadline that falls in a weekend to a later day.
    `begint`: the first day for something, not the last.
    """

    model_config = ConfigDict(frozen=True)

    datum: date
    titel: str
    kant: Kant
    hard: bool
    herkomst: Literal["beleid", "berekend"]
    werkdag: bool
    laatste_werkdag: date
    bron: Bron
    begint: bool = False


def deadlines(beleid: Beleid, jaar: int) -> list[Deadline]:
    """Every deadline of this policy that falls in the year, in order; raises Gebruikersfout for an impossible year."""
    if not EERSTE_JAAR <= jaar <= LAATSTE_JAAR:
        raise Gebruikersfout(f"kies een jaar van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}", plaats="jaar")
    berekend = list(_changes(beleid, jaar))
    al_berekend = {(rij.datum, rij.kant, rij.titel) for rij in berekend}
    vast = [rij for rij in _written(beleid, jaar) if (rij.datum, rij.kant, rij.titel) not in al_berekend]
    return sorted([*vast, *berekend], key=lambda rij: (rij.datum, rij.kant, rij.titel))


@lru_cache(maxsize=1024)
def last_complete_day(beleid: Beleid, ingang: date) -> date | None:
    """The last day on which a complete new application still starts on `ingang`; None when no day leads to it.

    The start-date rule of the policy itself is run for every day before, so that no notice is known in two places.
    """
    dagen = [ingang - timedelta(n) for n in range(TERUGKIJK)]
    gegeven = {
        "aanvraagdatum": pa.array(dagen),
        "datum_volledig": pa.array(dagen),
        "gewenste_ingangsdatum": pa.array([ingang] * TERUGKIJK),
        "contractvorm": pa.array(["nieuw"] * TERUGKIJK),
    }
    begin = beleid.programma.tabel(pa.table(gegeven)).column("ingangsdatum").to_pylist()
    return next((dag for dag, start in zip(dagen, begin, strict=True) if start == ingang), None)


def working_day(dag: date) -> bool:
    """Monday to Friday, and no general holiday: Good Friday and 5 May count as one every year."""
    return dag.weekday() < 5 and dag not in _holidays(dag.year)


def last_working_day(dag: date) -> date:
    """The day itself when it is a working day, else the last one before it."""
    while not working_day(dag):
        dag -= timedelta(1)
    return dag


@cache
def _holidays(jaar: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=jaar, categories=("public", "optional")))


def shared_from(beleid: Beleid, van: date) -> date | None:
    """The day in the year before an agreement starts from which other insurers hear of it; None: at once."""
    return next((t.around(van.year) for t in beleid.inhoud.termijn if t.stap == "delen"), None)


def _written(beleid: Beleid, jaar: int) -> Iterator[Deadline]:
    """The dates in the text; those without a year return every year from the first on."""
    for termijn in beleid.inhoud.termijn:
        dag = _in_year(termijn, jaar)
        if dag is not None:
            yield _deadline(dag, termijn.titel, termijn.kant, termijn.bron, hard=termijn.hard, begint=termijn.begint)


def _in_year(termijn: Termijn, jaar: int) -> date | None:
    if termijn.datum.year == jaar:
        return termijn.datum
    if termijn.jaarlijks and jaar > termijn.datum.year:
        return maanden_later(termijn.datum, 12 * (jaar - termijn.datum.year))
    return None


def _changes(beleid: Beleid, jaar: int) -> Iterator[Deadline]:
    """The last days to ask for a change, for every quarter that starts while the policy holds."""
    wijziging, document = beleid.inhoud.wijziging, beleid.document
    if wijziging.frequentie != "kwartaal" or wijziging.termijn_maanden is None:
        return
    for nummer in range(4 + wijziging.termijn_maanden // 3 + 1):
        ingang = maanden_later(date(jaar, 1, 1), 3 * nummer)
        dag = maanden_later(ingang, -wijziging.termijn_maanden)
        if dag.year == jaar and document.geldig_van <= ingang < document.geldig_tot:
            titel = f"Uiterste dag om een wijziging per {_day(ingang)} volledig aan te vragen"
            yield _deadline(dag, titel, "zorgaanbieder", wijziging.bron[0], berekend=True)


def _deadline(
    dag: date, titel: str, kant: Kant, bron: Bron, *, hard: bool = True, berekend: bool = False, begint: bool = False
) -> Deadline:
    return Deadline(
        datum=dag,
        titel=titel,
        kant=kant,
        hard=hard,
        herkomst="berekend" if berekend else "beleid",
        werkdag=working_day(dag),
        laatste_werkdag=last_working_day(dag),
        bron=bron,
        begint=begint,
    )


def _day(dag: date) -> str:
    return f"{dag.day} {MAANDEN[dag.month]} {dag.year}"
