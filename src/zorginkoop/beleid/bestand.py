"""Read a policy file: TOML with exact decimals, checked against the model, errors in Dutch with file and line."""

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from zorginkoop.kern.fouten import Gebruikersfout

Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = 2_000_000


class Beleidsfout(Gebruikersfout):
    """A policy file that cannot be used; every mistake found is in the message, one per line."""


def lees(pad: Path, model: type[Model]) -> tuple[Model, str]:
    """The file as a model, and its text (to find lines in); raises Beleidsfout with every mistake found."""
    tekst = _tekst(pad)
    return lees_tekst(tekst, model, pad=pad), tekst


def lees_tekst(tekst: str, model: type[Model], *, pad: Path) -> Model:
    """The text of a file as a model; `pad` names it in the messages of Beleidsfout."""
    if len(tekst) > MAX_BYTES:
        raise Beleidsfout(f"is groter dan {MAX_BYTES:,} tekens", plaats=pad.name)
    try:
        inhoud = tomllib.loads(tekst, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fout:
        raise Beleidsfout(f"is geen geldig TOML: {fout}", plaats=pad.name) from fout
    try:
        return model.model_validate(inhoud)
    except ValidationError as fout:
        regels = [_leesbaar(pad, tekst, model, details) for details in fout.errors()]
        raise Beleidsfout("\n".join(regels)) from fout


def _tekst(pad: Path) -> str:
    try:
        if pad.stat().st_size > MAX_BYTES:
            raise Beleidsfout(f"is groter dan {MAX_BYTES:,} bytes", plaats=pad.name)
        return pad.read_text(encoding="utf-8")
    except OSError as fout:
        raise Beleidsfout(f"is niet te lezen ({fout.strerror})", plaats=str(pad)) from fout
    except UnicodeDecodeError as fout:
        raise Beleidsfout("is geen tekst in UTF-8", plaats=pad.name) from fout


def _leesbaar(pad: Path, tekst: str, model: type[BaseModel], details: Any) -> str:
    loc = [str(deel) for deel in details["loc"]]
    plaats = f"{pad.name}, regel {regelnummer(tekst, loc)}, {'.'.join(loc)}"
    match details["type"]:
        case "missing":
            melding = "ontbreekt"
        case "extra_forbidden":
            voorstel = get_close_matches(loc[-1], _sleutels(model), n=1)
            melding = "onbekende sleutel" + (f"; bedoelt u '{voorstel[0]}'?" if voorstel else "")
        case "literal_error":
            melding = f"'{details['input']}' kan hier niet; kies uit {details['ctx']['expected']}"
        case "value_error":
            melding = str(details["ctx"]["error"])
        case _:
            melding = f"'{str(details['input'])[:40]}' past hier niet ({details['msg']})"
    return f"{plaats}: {melding}"


def _sleutels(model: type[BaseModel]) -> list[str]:
    """Every key the model and its parts know, to suggest one of."""
    definities = model.model_json_schema().get("$defs", {}).values()
    namen: Iterable[str] = (naam for d in definities for naam in d.get("properties", {}))
    return [*model.model_fields, *namen]


def regelnummer(tekst: str, pad: list[str]) -> int:
    """The line of a value, for a path such as ["eis", "iban", "regel"]; the nearest one above it if unsure."""
    regels = tekst.splitlines()
    kop, sleutel = _kop(regels, pad)
    for nummer in range(kop, len(regels)):
        if nummer > kop and regels[nummer].startswith("["):
            break
        if sleutel and re.match(rf"\s*\"?{re.escape(sleutel)}\"?\s*=", regels[nummer]):
            meerregelig = regels[nummer].rstrip().endswith(('"""', "'''"))
            return nummer + (2 if meerregelig else 1)
    return kop + 1


def _kop(regels: list[str], pad: list[str]) -> tuple[int, str]:
    """The line (from 0) of the table header the path leads to, and the key that remains to be found below it."""
    for lengte in range(len(pad), 0, -1):
        namen = [deel for deel in pad[:lengte] if not deel.isdigit()]
        volgnummer = int(pad[lengte - 1]) if pad[lengte - 1].isdigit() else 0
        patroon = re.compile(r"\[\[?\s*" + r"\.".join(rf"\"?{re.escape(n)}\"?" for n in namen) + r"\s*\]\]?\s*(#.*)?$")
        gevonden = [n for n, regel in enumerate(regels) if patroon.match(regel)]
        if len(gevonden) > volgnummer:
            rest = pad[lengte:]
            return gevonden[volgnummer], rest[0] if rest else ""
    return 0, pad[0] if pad else ""
