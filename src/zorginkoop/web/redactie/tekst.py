"""Change one part of a policy file and leave every other character as it was, comments included."""

import copy
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import tomlkit
from tomlkit.items import AoT, Item

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.toegang.taal import Zin


def changed(tekst: str, pad: Sequence[str], waarden: Mapping[str, Any]) -> str:
    """The text with these values in the part at `pad`; None or an empty list takes the key away."""
    inhoud = tomlkit.parse(tekst)
    deel = _at(inhoud, pad)
    for naam, waarde in waarden.items():
        if waarde is None or waarde == ():
            deel.pop(naam, None)
        else:
            deel[naam] = _item(waarde)
    return tomlkit.dumps(inhoud)


def copied(tekst: str, pad: Sequence[str], naam: str = "") -> tuple[str, tuple[str, ...]]:
    """The text with the part once more, and the path of the copy; under the name when its kind goes by names."""
    inhoud = tomlkit.parse(tekst)
    ouder, deel = _at(inhoud, pad[:-1]), copy.deepcopy(_at(inhoud, pad))
    if isinstance(ouder, AoT):
        ouder.append(deel)
        return tomlkit.dumps(inhoud), (*pad[:-1], str(len(ouder) - 1))
    if naam in ouder:
        raise Gebruikersfout(Zin("'%(beleid)s' is er al; kies een andere naam", beleid=naam), plaats="naam")
    ouder.append(naam, deel)
    return tomlkit.dumps(inhoud), (*pad[:-1], naam)


def without(tekst: str, pad: Sequence[str]) -> str:
    """The text without the part."""
    inhoud = tomlkit.parse(tekst)
    ouder = _at(inhoud, pad[:-1])
    if isinstance(ouder, AoT):
        del ouder[int(pad[-1])]
    else:
        ouder.remove(pad[-1])
    if not ouder and len(pad) > 1:
        _at(inhoud, pad[:-2]).remove(pad[-2])
    return tomlkit.dumps(inhoud)


def _at(inhoud: Any, pad: Sequence[str]) -> Any:
    for deel in pad:
        inhoud = inhoud[int(deel)] if isinstance(inhoud, list) else inhoud[deel]
    return inhoud


def _item(waarde: Any) -> Item:
    """A value as TOML: an amount keeps its digits, a rule of more lines stays readable."""
    match waarde:
        case bool() | int() | Decimal() | date():
            return tomlkit.value(json.dumps(waarde) if isinstance(waarde, bool) else str(waarde))
        case Bron():
            bron = tomlkit.inline_table()
            bron.update(waarde.model_dump())
            return bron
        case tuple() | list():
            rij = tomlkit.array()
            rij.extend([_item(deel) for deel in waarde])
            return rij
        case _:
            return tomlkit.string(str(waarde), multiline="\n" in str(waarde))
