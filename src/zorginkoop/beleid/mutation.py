"""Whether the examples of a policy notice a fault in its rules: every mutant of a rule ought to fail one of them.

The examples are the test functions of `tests/spec`; each is run in this process, with the mutated policy in place of
the published one. A mutant that no example notices survives; one that cannot be noticed is explained in
`overlevers.toml` beside the examples.
"""

import copy
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from zorginkoop.beleid import library
from zorginkoop.beleid.library import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.regels.mutate import Mutant, mutants
from zorginkoop.regels.programma import Programma
from zorginkoop.regels.taal import Regel

VOORBEELDEN = Path("tests/spec")
OVERLEVERS = "overlevers.toml"


class Overlever(BaseModel):
    """A mutant that no example noticed, and why that is right, if it is."""

    regel: str
    soort: str
    wordt: str
    reden: str = ""


class Regelscore(BaseModel):
    """The mutants of one rule."""

    regel: str
    mutanten: int
    gedood: int


class Mutatierapport(BaseModel):
    """What the examples noticed, per rule; `verklaard` are the survivors that cannot be noticed."""

    beleid: str
    mutanten: int
    gedood: int
    regels: tuple[Regelscore, ...]
    overlevers: tuple[Overlever, ...]
    verklaard: tuple[Overlever, ...]


@dataclass(frozen=True)
class Geval:
    """One example with one set of arguments; `regels` are the rules it names."""

    naam: str
    regels: frozenset[str]
    draai: Callable[[], None]

    def fails(self) -> bool:
        """Whether the example fails, for whatever reason: a mutant that breaks it is noticed."""
        try:
            self.draai()
        except Exception:
            return True
        return False


def report(beleid: Beleid, *, folder: Path = VOORBEELDEN) -> Mutatierapport:
    """Every mutant of every rule against the examples; raises Gebruikersfout when there are none, or one fails."""
    gevallen = examples(beleid, folder)
    if not gevallen:
        raise Gebruikersfout(f"Van {beleid.naam} zijn er geen voorbeelden", plaats=str(folder))
    with replaced(beleid, beleid):
        kapot = [geval.naam for geval in gevallen if geval.fails()]
    if kapot:
        raise Gebruikersfout(f"Deze voorbeelden kloppen al niet: {', '.join(kapot)}", plaats=beleid.naam)
    uitleg = explained(beleid, folder)
    scores, open_, verklaard = [], list[Overlever](), list[Overlever]()
    for regel in _rules(beleid):
        alle = list(mutants(regel, _kinds(beleid)))
        levend = [m for m in alle if survives(beleid, m, gevallen)]
        scores.append(Regelscore(regel=regel.naam, mutanten=len(alle), gedood=len(alle) - len(levend)))
        for m in levend:
            reden = uitleg.get((regel.naam, m.tekst), "")
            (verklaard if reden else open_).append(
                Overlever(regel=regel.naam, soort=m.soort, wordt=m.tekst, reden=reden)
            )
    return Mutatierapport(
        beleid=beleid.naam,
        mutanten=sum(score.mutanten for score in scores),
        gedood=sum(score.gedood for score in scores),
        regels=tuple(scores),
        overlevers=tuple(open_),
        verklaard=tuple(verklaard),
    )


def _rules(beleid: Beleid) -> tuple[Regel, ...]:
    """Every rule, with the derived facts that matter to this policy; others belong to another one's examples."""
    programma = beleid.programma
    gebruikt = {"ingangsdatum"}.union(*(regel.feiten for regel in programma.regels.values()))
    for naam, regel in reversed(programma.afleidingen.items()):
        if naam in gebruikt:
            gebruikt |= regel.feiten
    lagen = (regel for naam, regel in programma.afleidingen.items() if naam in gebruikt)
    return (*lagen, *programma.regels.values())


def _kinds(beleid: Beleid) -> Mapping[str, Any]:
    programma = beleid.programma
    return {**programma.feiten, **{naam: regel.soort for naam, regel in programma.afleidingen.items()}}


def survives(beleid: Beleid, mutant: Mutant, gevallen: Sequence[Geval]) -> bool:
    """Whether every example still holds with the mutant; those that name its rule go first."""
    naam = shown_as(mutant.regel.naam)
    volgorde = sorted(gevallen, key=lambda geval: naam not in geval.regels)
    try:
        kapot = mutated(beleid, mutant.regel)
    except Gebruikersfout:
        return False
    with replaced(beleid, kapot):
        return not any(geval.fails() for geval in volgorde)


def shown_as(regel: str) -> str:
    """The name examples use: "prestatie.gpo" for "prestatie.gpo.0"."""
    return regel.rpartition(".")[0] if regel.startswith(("prestatie.", "tarief.")) else regel


def mutated(beleid: Beleid, regel: Regel) -> Beleid:
    """The policy with this rule in place of the one of the same name; raises Regelfout when that makes a circle."""
    oud = beleid.programma
    anders = copy.copy(beleid)
    anders.__dict__.pop("feiten", None)
    anders.programma = Programma(
        oud.feiten,
        [regel if r.naam == regel.naam else r for r in oud.afleidingen.values()],
        [regel if r.naam == regel.naam else r for r in oud.regels.values()],
    )
    return anders


@contextmanager
def replaced(beleid: Beleid, door: Beleid) -> Iterator[None]:
    """While this lasts, loading the one policy version gives the other."""
    echt = library.load

    def load(naam: str, *, versie: str | None = None) -> Beleid:
        gevonden = echt(naam, versie=versie)
        return door if gevonden.naam == beleid.naam else gevonden

    library.load = load
    try:
        yield
    finally:
        library.load = echt


def examples(beleid: Beleid, folder: Path) -> list[Geval]:
    """The examples of a policy version: of every module that shows one of its rules, all test functions."""
    gevallen = []
    for pad in sorted(folder.glob("test_z*.py")):
        module = _import(pad)
        getoond = _shown(beleid, module)
        if getoond:
            gevallen += [geval for naam in _tests(module) for geval in _cases(module, naam, getoond.get(naam, ()))]
    return gevallen


def _import(pad: Path) -> ModuleType:
    wortel = str(pad.resolve().parents[2])
    if wortel not in sys.path:
        sys.path.insert(0, wortel)
    return import_module(f"{pad.parts[-3]}.{pad.parts[-2]}.{pad.stem}")


def _shown(beleid: Beleid, module: ModuleType) -> dict[str, tuple[str, ...]]:
    """The rules that each function of the module shows of this policy version."""
    boek = import_module(f"{module.__name__.rpartition('.')[0]}.voorbeeld")
    return {
        sleutel.rpartition(":")[2]: voorbeeld.regels
        for sleutel, voorbeeld in boek.VOORBEELDEN.items()
        if hasattr(module, sleutel.rpartition(":")[2]) and library.load(voorbeeld.beleid).naam == beleid.naam
    }


def _tests(module: ModuleType) -> list[str]:
    return [n for n, f in vars(module).items() if n.startswith("test_") and f.__module__ == module.__name__]


def _cases(module: ModuleType, naam: str, regels: Sequence[str]) -> Iterator[Geval]:
    """The function once for every combination of its parameters, as pytest would run it."""
    functie = getattr(module, naam)
    marks = [m for m in getattr(functie, "pytestmark", ()) if m.name == "parametrize"]
    for combinatie in product(*(_arguments(*m.args) for m in marks)):
        kwargs = {sleutel: waarde for deel in combinatie for sleutel, waarde in deel.items()}
        yield Geval(f"{naam}{list(kwargs.values()) or ''}", frozenset(regels), partial(functie, **kwargs))


def _arguments(namen: str | Sequence[str], waarden: Sequence[Any]) -> Iterator[dict[str, Any]]:
    sleutels = [n.strip() for n in namen.split(",")] if isinstance(namen, str) else list(namen)
    for waarde in waarden:
        rij = getattr(waarde, "values", waarde) if type(waarde).__name__ == "ParameterSet" else waarde
        yield dict(zip(sleutels, rij if len(sleutels) > 1 or rij is not waarde else (rij,), strict=True))


def explained(beleid: Beleid, folder: Path) -> dict[tuple[str, str], str]:
    """Why a mutant of this policy version cannot be noticed, by rule and by what the rule becomes."""
    pad = folder / OVERLEVERS
    inhoud = tomllib.loads(pad.read_text(encoding="utf-8")) if pad.exists() else {}
    return {
        (rij["regel"], wordt): rij["reden"]
        for rij in inhoud.get("overlever", ())
        if beleid.naam in rij["beleid"]
        for wordt in rij["wordt"]
    }
