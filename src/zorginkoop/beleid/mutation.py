"""Whether the examples of a policy notice a fault in its rules: every mutant of a rule ought to fail one of them.

The examples are the test functions of `tests/spec`; each is run in this process, with the mutated policy in place of
the published one. A mutant that no example notices survives; one that cannot be noticed is explained in
`overlevers.toml` beside the examples.
"""

import copy
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pydantic import BaseModel

from zorginkoop.beleid import library
from zorginkoop.beleid.marktregister import ARROW
from zorginkoop.beleid.mutation_examples import Geval, examples
from zorginkoop.beleid.parts import own_rules
from zorginkoop.beleid.versie import Beleid
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


def report(beleid: Beleid, *, folder: Path = VOORBEELDEN) -> Mutatierapport:
    """Every mutant of every rule against the examples; raises Gebruikersfout when there are none, or one fails."""
    gevallen = examples(beleid, folder)
    if not gevallen:
        raise Gebruikersfout(f"Van {beleid.naam} zijn er geen voorbeelden", plaats=str(folder))
    gezien = watched(beleid, gevallen)
    uitleg = explained(beleid, folder)
    scores, open_, verklaard = [], list[Overlever](), list[Overlever]()
    for regel in _rules(beleid):
        alle = list(mutants(regel, _kinds(beleid)))
        volgorde = likeliest_first(beleid, regel, alle, gezien)
        levend = [m for m, eerst in zip(alle, volgorde, strict=True) if survives(beleid, m, eerst)]
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
    eigen = {regel.naam for regel in own_rules(beleid)}
    return tuple(regel for regel in (*lagen, *programma.regels.values()) if regel.naam in eigen)


def _kinds(beleid: Beleid) -> Mapping[str, Any]:
    programma = beleid.programma
    return {**programma.feiten, **{naam: regel.soort for naam, regel in programma.afleidingen.items()}}


class Meekijker(Programma):
    """The same program; keeps every case that is evaluated, with all its values."""

    def __init__(self, echt: Programma) -> None:
        self.__dict__.update(echt.__dict__)
        self.gezien = list[dict[str, object]]()

    def een(self, feiten: Mapping[str, object]) -> dict[str, object]:
        rij = super().een(feiten)
        self.gezien.append(rij)
        return rij


def watched(beleid: Beleid, gevallen: Sequence[Geval]) -> list[tuple[Geval, list[dict[str, object]]]]:
    """Each example with the cases it has evaluated; raises Gebruikersfout when one fails without a mutant."""
    kopie, uit = copy.copy(beleid), list[tuple[Geval, list[dict[str, object]]]]()
    kapot = list[str]()
    for geval in gevallen:
        kopie.programma = kijker = Meekijker(beleid.programma)
        with replaced(beleid, kopie):
            if geval.fails():
                kapot.append(geval.naam)
        uit.append((geval, kijker.gezien))
    if kapot:
        raise Gebruikersfout(f"Deze voorbeelden kloppen al niet: {', '.join(kapot)}", plaats=beleid.naam)
    return uit


def likeliest_first(
    beleid: Beleid, regel: Regel, alle: Sequence[Mutant], gezien: Sequence[tuple[Geval, list[dict[str, object]]]]
) -> list[list[Geval]]:
    """Per mutant the examples, first those with a case in which the mutant says something else, shortest first."""
    anders = _different(beleid, regel, alle, [rij for _, rijen in gezien for rij in rijen])
    naam, volgorde = shown_as(regel.naam), list[list[Geval]]()
    for verschilt in anders:
        rijnummer, gewogen = 0, list[tuple[bool, bool, int, Geval]]()
        for geval, rijen in gezien:
            raakt = any(verschilt[rijnummer : rijnummer + len(rijen)])
            gewogen.append((not raakt, naam not in geval.regels, len(rijen), geval))
            rijnummer += len(rijen)
        volgorde.append([geval for *_, geval in sorted(gewogen, key=lambda g: g[:3])])
    return volgorde


def _different(
    beleid: Beleid, regel: Regel, alle: Sequence[Mutant], rijen: Sequence[Mapping[str, object]]
) -> list[list[bool]]:
    """Per mutant and per case whether its outcome is another one; all false when a mutant cannot be evaluated."""
    soorten = _kinds(beleid)
    namen = sorted({naam for m in alle for naam in m.regel.feiten} | regel.feiten)
    tabel = pa.table({naam: pa.array([rij[naam] for rij in rijen], ARROW[soorten[naam]]) for naam in namen})
    regels = [replace(r, naam=f"m{n}") for n, r in enumerate([regel, *(m.regel for m in alle)])]
    try:
        uit = Programma({naam: soorten[naam] for naam in namen}, [], regels).tabel(tabel)
    except duckdb.Error:
        return [[False] * len(rijen) for _ in alle]
    echt, *mutanten = (uit.column(f"=m{n}").to_pylist() for n in range(len(regels)))
    return [[a != b for a, b in zip(echt, mutant, strict=True)] for mutant in mutanten]


def survives(beleid: Beleid, mutant: Mutant, gevallen: Sequence[Geval]) -> bool:
    """Whether every example, tried in this order, still holds with the mutant."""
    try:
        kapot = mutated(beleid, mutant.regel)
    except Gebruikersfout:
        return False
    with replaced(beleid, kapot):
        return not any(geval.fails() for geval in gevallen)


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
