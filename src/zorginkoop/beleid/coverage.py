"""Where every requirement of the source documents has its place, and which passages of a policy nothing covers.

`gepubliceerd/dekking.tsv` holds one row per requirement: its status, the rule or code that carries it, the test that
fails without it, and why. What waits for a capability covers nothing yet.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from zorginkoop.beleid import calculate, library
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.library import GEPUBLICEERD
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout

Status = Literal["uitvoerbaar", "menselijk oordeel", "informatie", "buiten de software", "wacht op"]
BESTAND = GEPUBLICEERD / "dekking.tsv"
CODE = "zorginkoop."


class Rij(BaseModel):
    """One requirement. `regel` is a part of a policy ("beleid:eis.naam"), a place in the code, or empty."""

    model_config = ConfigDict(frozen=True)

    id: Annotated[str, StringConstraints(min_length=1)]
    document: Annotated[str, StringConstraints(pattern=r"^\d{3}(,\d{3})*$")]
    status: Status
    regel: str
    toets: str
    toelichting: Annotated[str, StringConstraints(min_length=1)]


class Onbedekt(BaseModel):
    """A passage of a policy that no rule, judgement or information row covers."""

    beleid: str
    document: str
    plaats: str
    kop: str


class Dekking(BaseModel):
    """Counts per status and per document, and what is not covered; a row on two documents counts for both."""

    eisen: int
    per_status: dict[str, int]
    per_document: dict[str, dict[str, int]]
    onbedekt: tuple[Onbedekt, ...]


@cache
def rows() -> tuple[Rij, ...]:
    """Every requirement with its place."""
    with BESTAND.open(encoding="utf-8", newline="") as bestand:
        return tuple(Rij.model_validate(rij) for rij in csv.DictReader(bestand, delimiter="\t"))


def overview() -> Dekking:
    """The whole of it, as the command prints it."""
    documenten = sorted({document for rij in rows() for document in rij.document.split(",")})
    return Dekking(
        eisen=len(rows()),
        per_status=_counts(rows()),
        per_document={d: _counts(tuple(r for r in rows() if d in r.document.split(","))) for d in documenten},
        onbedekt=tuple(gat for beleid in library.all_policies() for gat in uncovered(beleid)),
    )


def _counts(rijen: tuple[Rij, ...]) -> dict[str, int]:
    return dict(sorted(Counter(rij.status for rij in rijen).items()))


def uncovered(beleid: Beleid) -> Iterator[Onbedekt]:
    """The passages of one policy version that nothing covers; those of its general policy are looked at there."""
    elders = beleid.algemeen.inhoud.paragraaf if beleid.algemeen else ()
    bronnen = [*_sources(beleid), *_information()]
    for deel in beleid.inhoud.paragraaf:
        if deel not in elders and not any(
            b.document == deel.document and within(b.plaats, deel.plaats) for b in bronnen
        ):
            yield Onbedekt(beleid=beleid.naam, document=deel.document, plaats=deel.plaats, kop=deel.kop)


def within(plaats: str, paragraaf: str) -> bool:
    """Whether a place lies in this passage: the same, or further specified; "5.10" does not lie in "5.1"."""
    return plaats == paragraaf or plaats.startswith((f"{paragraaf},", f"{paragraaf} "))


def _sources(beleid: Beleid) -> Iterator[Bron]:
    """The passage of everything that runs or is decided under this policy."""
    inhoud = beleid.inhoud
    yield from (eis.bron for eis in beleid.eisen.values())
    yield from (afleiding.bron for afleiding in beleid.afleidingen.values())
    for prestatie in beleid.prestaties.values():
        yield prestatie.bron
        yield from (voorwaarde.bron for voorwaarde in prestatie.voorwaarde)
        yield from (tarief.bron for tarief in prestatie.tarief)
    yield from (*inhoud.ingangsdatum.bron, *inhoud.wijziging.bron, inhoud.volgen.bron, inhoud.betaling.bron)
    yield from (gebeurtenis.bron for gebeurtenis in inhoud.gevolg)
    yield from (kanaal.bron for kanaal in inhoud.kanaal)
    yield from (termijn.bron for termijn in inhoud.termijn)
    yield from (bron for strijd in inhoud.tegenstrijdigheid.values() for bron in strijd.passages)
    yield inhoud.document.bron_looptijd
    for rekentool in calculate.of_policy(beleid):
        yield from (afleiding.bron for afleiding in rekentool.inhoud.afleiding.values())
        yield from (voorwaarde.bron for voorwaarde in rekentool.inhoud.voorwaarde.values())


def _information() -> Iterator[Bron]:
    """The passages that a row shows as information or leaves to a human."""
    for rij in rows():
        _, _, deel = rij.regel.partition(":")
        if rij.status in ("informatie", "menselijk oordeel") and deel.startswith("paragraaf:"):
            document, _, plaats = deel.removeprefix("paragraaf:").partition(", ")
            yield Bron(document=document, plaats=plaats)


def in_policy(regel: str) -> bool:
    """Whether "beleid:deel" names something a published policy has, such as "eis.iban" or "termijn"."""
    naam, _, deel = regel.partition(":")
    try:
        beleid = library.load(naam)
    except Gebruikersfout:
        return False
    if deel.startswith("paragraaf:"):
        return deel.removeprefix("paragraaf:") in {f"{p.document}, {p.plaats}" for p in beleid.inhoud.paragraaf}
    return deel in _parts(beleid)


def _parts(beleid: Beleid) -> set[str]:
    inhoud = beleid.inhoud
    namen = {f"eis.{n}" for n in beleid.eisen} | {f"afleiding.{n}" for n in beleid.afleidingen}
    namen |= {f"{soort}.{n}" for n in beleid.prestaties for soort in ("prestatie", "tarief")}
    namen |= {f"gevolg.{g.gebeurtenis}" for g in inhoud.gevolg}
    namen |= {f"tegenstrijdigheid.{n}" for n in inhoud.tegenstrijdigheid}
    namen |= {deel for deel in ("termijn", "kanaal") if getattr(inhoud, deel)}
    namen |= {f"rekentool.{r.document.rekentool}" for r in calculate.of_policy(beleid)}
    return namen | {"ingangsdatum", "wijziging", "volgen", "aanbod", "betaling"}
