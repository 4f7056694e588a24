"""Facts as they come in, from JSON or a form, turned into values the rules can run on."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from zorginkoop.beleid.library import all_policies, dictionary
from zorginkoop.beleid.model import Feit
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.agb import controleer_agb
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.nummers import controleer_iban


def read(beleid: Beleid, ruw: Mapping[str, object]) -> dict[str, object]:
    """Checked values for the facts this policy looks at; unknown ones are None, or what holds until recorded otherwise.

    Raises Gebruikersfout for a name no policy knows, and for a value that is not of the fact's type.
    """
    _check_names(beleid, ruw)
    waarden: dict[str, object] = {}
    for naam, feit in beleid.feiten.items():
        waarde = ruw.get(naam)
        waarden[naam] = feit.standaard if waarde is None else value(naam, feit, waarde)
    return waarden


def value(naam: str, feit: Feit, waarde: object) -> object:
    """One value of the fact's type; raises Gebruikersfout that names the fact and says what was expected."""
    gelezen = _LEZERS[feit.type](naam, waarde)
    if isinstance(gelezen, int | Decimal) and not isinstance(gelezen, bool):
        _check_range(naam, feit, gelezen)
    if feit.keuzes:
        gekozen = gelezen if isinstance(gelezen, list) else [gelezen]
        _check_choice(naam, feit, [str(keuze) for keuze in gekozen])
    return gelezen


def _check_names(beleid: Beleid, ruw: Mapping[str, object]) -> None:
    bekend = set(dictionary().feit) | {naam for ander in all_policies() for naam in ander.inhoud.feit}
    bekend |= set(beleid.inhoud.feit)
    for naam in ruw:
        if naam not in bekend:
            voorstel = get_close_matches(naam, bekend, n=1)
            hint = f"; bedoelt u '{voorstel[0]}'?" if voorstel else ""
            raise Gebruikersfout(f"onbekend gegeven{hint}", plaats=naam)


def _check_range(naam: str, feit: Feit, waarde: int | Decimal) -> None:
    if feit.minimum is not None and waarde < feit.minimum:
        raise Gebruikersfout(f"moet ten minste {feit.minimum} zijn", plaats=naam)
    if feit.maximum is not None and waarde > feit.maximum:
        raise Gebruikersfout(f"mag hoogstens {feit.maximum} zijn", plaats=naam)


def _check_choice(naam: str, feit: Feit, gekozen: list[str]) -> None:
    for keuze in gekozen:
        if keuze not in feit.keuzes:
            voorstel = get_close_matches(keuze, list(feit.keuzes), n=1)
            hint = f"bedoelt u '{voorstel[0]}'?" if voorstel else f"kies uit {', '.join(feit.keuzes)}"
            raise Gebruikersfout(f"'{keuze}' kan niet worden gekozen; {hint}", plaats=naam)


def _date(naam: str, waarde: object) -> date:
    if isinstance(waarde, date):
        return waarde
    try:
        if not isinstance(waarde, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", waarde):
            raise ValueError
        return date.fromisoformat(waarde)
    except ValueError as fout:
        raise Gebruikersfout(f"'{waarde}' is geen datum; schrijf jjjj-mm-dd, zoals 2025-04-01", plaats=naam) from fout


def _yes_no(naam: str, waarde: object) -> bool:
    if isinstance(waarde, bool):
        return waarde
    raise Gebruikersfout(f"'{waarde}' moet true of false zijn", plaats=naam)


def _whole(naam: str, waarde: object) -> int:
    if isinstance(waarde, int) and not isinstance(waarde, bool) and abs(waarde) < 10**15:
        return waarde
    raise Gebruikersfout(f"'{waarde}' moet een geheel getal zijn", plaats=naam)


def _number(naam: str, waarde: object) -> Decimal:
    try:
        if isinstance(waarde, bool):
            raise InvalidOperation
        getal = Decimal(str(waarde))
    except InvalidOperation as fout:
        raise Gebruikersfout(f"'{waarde}' moet een getal zijn", plaats=naam) from fout
    if not getal.is_finite() or abs(getal) >= 10**12:
        raise Gebruikersfout(f"'{waarde}' is geen bruikbaar getal", plaats=naam)
    return getal


def _text(naam: str, waarde: object) -> str:
    if isinstance(waarde, str) and waarde.strip() and len(waarde) <= 4000:
        return waarde.strip()
    raise Gebruikersfout("moet tekst zijn van hoogstens 4.000 tekens", plaats=naam)


def _list(naam: str, waarde: object) -> list[str]:
    if isinstance(waarde, list) and len(waarde) <= 200 and all(isinstance(deel, str) for deel in waarde):
        return list(dict.fromkeys(waarde))
    raise Gebruikersfout('moet een lijst van teksten zijn, zoals ["poh_s", "econsult"]', plaats=naam)


def _email(naam: str, waarde: object) -> str:
    tekst = _text(naam, waarde)
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+", tekst):
        raise Gebruikersfout(f"'{tekst}' is geen e-mailadres", plaats=naam)
    return tekst


_LEZERS: Mapping[str, Callable[[str, object], object]] = {
    "datum": _date,
    "janee": _yes_no,
    "geheel": _whole,
    "bedrag": _whole,
    "getal": _number,
    "tekst": _text,
    "lijst": _list,
    "agb": lambda naam, waarde: controleer_agb(_text(naam, waarde), plaats=naam),
    "iban": lambda naam, waarde: controleer_iban(_text(naam, waarde), plaats=naam),
    "email": _email,
}
