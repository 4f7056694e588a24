"""Every Dutch noun the code lives by stands in GLOSSARY.md, once, with meaning, source and English."""

import inspect
from pathlib import Path

import pytest
from django.apps import apps
from pydantic import BaseModel

from zorginkoop import cli
from zorginkoop.beleid import afspraak, model
from zorginkoop.web.contractering import states as contractering
from zorginkoop.web.declaraties import states as declaraties
from zorginkoop.web.toegang.rollen import Rol, Soort

GLOSSARY = Path(__file__).resolve().parents[2] / "GLOSSARY.md"


def rows() -> list[list[str]]:
    regels = [regel for regel in GLOSSARY.read_text(encoding="utf-8").splitlines() if regel.startswith("| ")]
    cellen = [[cel.strip() for cel in regel.strip("|").split("|")] for regel in regels]
    return [rij for rij in cellen if rij[0] not in ("Term", "---")]


def terms() -> set[str]:
    return {rij[0].lower() for rij in rows()}


def database() -> set[str]:
    return {m.__name__ for m in apps.get_models() if m.__module__.startswith("zorginkoop.")}


def policy_file() -> set[str]:
    klassen = {
        naam
        for module in (model, afspraak)
        for naam, klasse in inspect.getmembers(module, inspect.isclass)
        if issubclass(klasse, BaseModel) and klasse.__module__ == module.__name__
    }
    return klassen | set(model.Beleidsbestand.model_fields)


def states() -> set[str]:
    tabellen = [*contractering.TABELLEN.values(), *declaraties.TABELLEN.values()]
    return {toestand for tabel in tabellen for toestand in tabel}


def roles() -> set[str]:
    return {*Rol.values, *Soort.values}


def commands() -> set[str]:
    groepen = [w for deel in (cli.beleid, cli.berichten) for naam, w in vars(deel).items() if naam.endswith("_app")]
    return {naam for groep in groepen for naam in groep.name}


@pytest.mark.parametrize("words", [database, policy_file, states, roles, commands])
def test_every_word_is_explained(words) -> None:
    gebruikt = words()

    assert gebruikt
    assert {woord for woord in gebruikt if woord.lower() not in terms()} == set()


def test_every_word_stands_there_once_with_everything_filled_in() -> None:
    alle = [rij[0].lower() for rij in rows()]

    assert sorted(set(alle)) == sorted(alle)
    assert all(len(rij) == 4 and all(rij) for rij in rows())
