"""The published policies: found in folders, checked against their checksums, compiled once.

Published files never change. Each folder of published policies holds `CONTROLESOMMEN`, and a file that is not in it,
or differs from it, is refused. An insurer adds folders through ZORGINKOOP_BELEID, without a release; what is published
in the application itself comes in through `shelve`, in the same form.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from zorginkoop.beleid import bestand
from zorginkoop.beleid.bestand import Beleidsfout
from zorginkoop.beleid.model import Beleidsbestand, Gegevens
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout

GEPUBLICEERD = Path(__file__).parent / "gepubliceerd"
CONTROLESOMMEN = "CONTROLESOMMEN"


def folders() -> tuple[Path, ...]:
    """The folders that hold published policies: ours, and those an insurer adds."""
    extra = os.environ.get("ZORGINKOOP_BELEID", "")
    return (GEPUBLICEERD, *(Path(deel) for deel in extra.split(os.pathsep) if deel))


@cache
def dictionary() -> Gegevens:
    """The facts, documents and events that all policies share."""
    return bestand.lees(GEPUBLICEERD / "gegevens.toml", Gegevens)[0]


def load_file(pad: Path) -> Beleid:
    """A policy from any file, published or draft; raises Beleidsfout with everything that is wrong with it."""
    inhoud, tekst = bestand.lees(pad, Beleidsbestand)
    return Beleid(inhoud, dictionary(), tekst=tekst, pad=pad)


@cache
def load_text(tekst: str, naam: str) -> Beleid:
    """A policy from its text, published or draft; `naam` stands for the file in the messages of Beleidsfout."""
    pad = Path(naam)
    return Beleid(bestand.lees_tekst(tekst, Beleidsbestand, pad=pad), dictionary(), tekst=tekst, pad=pad)


_shelved: list[tuple[str, str]] = []


def shelve(uitgaven: Iterable[tuple[str, str]]) -> None:
    """From now on these texts, each with its name, are published beside the files in the folders; earlier ones go."""
    _shelved[:] = uitgaven


def _catalogue() -> Mapping[str, Mapping[str, Beleid]]:
    return _layered(folders(), tuple(_shelved))


@cache
def _layered(mappen: tuple[Path, ...], uitgaven: tuple[tuple[str, str], ...]) -> Mapping[str, Mapping[str, Beleid]]:
    los = _arranged(mappen, uitgaven)
    return {naam: {v: _supplemented(b, los) for v, b in versies.items()} for naam, versies in los.items()}


@cache
def _arranged(mappen: tuple[Path, ...], uitgaven: tuple[tuple[str, str], ...]) -> Mapping[str, Mapping[str, Beleid]]:
    gevonden: dict[str, dict[str, Beleid]] = {}
    gelezen = [beleid for folder in mappen for beleid in _in_folder(folder)]
    for beleid in gelezen + [load_text(tekst, naam) for tekst, naam in uitgaven]:
        gevonden.setdefault(beleid.document.beleid, {})[beleid.document.versie] = beleid
    for versies in list(gevonden.values()):
        opvolger = versies[max(versies, key=_version_key)].document
        gesloten = gevonden.get(opvolger.vervangt or "", {})
        gesloten |= {versie: beleid.closed_on(opvolger.geldig_van) for versie, beleid in gesloten.items()}
    return gevonden


def _supplemented(
    beleid: Beleid, catalogus: Mapping[str, Mapping[str, Beleid]], via: frozenset[str] = frozenset()
) -> Beleid:
    """With each general policy of the same insurer that it supplements and that holds on its first day.

    What a general policy supplements in turn comes along; one that leads back to where it came from (`via`) does not.
    """
    via |= {beleid.document.beleid}
    for naam in beleid.document.vult_aan:
        versies = catalogus.get(naam, {}) if naam not in via else {}
        for versie in sorted(versies, key=_version_key, reverse=True):
            algemeen = versies[versie]
            geldt = algemeen.document.geldig_van <= beleid.document.geldig_van < algemeen.document.geldig_tot
            if geldt and algemeen.verzekeraar.uzovi == beleid.verzekeraar.uzovi:
                beleid = beleid.supplementing(_supplemented(algemeen, catalogus, via))
                break
    return beleid


def supplemented(beleid: Beleid) -> Beleid:
    """A draft as it would run: with the general policy it supplements, as published now."""
    return _supplemented(beleid, _arranged(folders(), tuple(_shelved)))


def check_layers(beleid: Beleid) -> None:
    """Refuse (Beleidsfout) a policy that does not run with the general one, or on which another no longer runs."""
    catalogus = _arranged(folders(), tuple(_shelved))
    _supplemented(beleid, catalogus)
    for versies in catalogus.values():
        for ander in versies.values():
            zelfde = ander.verzekeraar.uzovi == beleid.verzekeraar.uzovi
            if zelfde and beleid.document.beleid in ander.document.vult_aan:
                ander.supplementing(beleid)


@cache
def _in_folder(folder: Path) -> tuple[Beleid, ...]:
    return tuple(load_file(pad) for pad in verified(folder))


def verified(folder: Path, patroon: str = "*/*/*.toml", controlesommen: str = CONTROLESOMMEN) -> Iterator[Path]:
    """The files of a folder (policies, unless another pattern is asked) whose content is what was published."""
    som_bestand = folder / controlesommen
    regels = som_bestand.read_text().splitlines() if som_bestand.exists() else []
    sommen = {pad: som for som, pad in (regel.split(maxsplit=1) for regel in regels)}
    for pad in sorted(folder.glob(patroon)):
        naam = pad.relative_to(folder).as_posix()
        if naam not in sommen:
            raise Beleidsfout(f"is niet gepubliceerd: het staat niet in {controlesommen}", plaats=naam)
        if sommen[naam] != checksum(pad.read_bytes()):
            raise Beleidsfout("is na publicatie veranderd; een verbetering is een nieuwe versie", plaats=naam)
        yield pad


def checksum(inhoud: bytes) -> str:
    """What tells whether a published file is still the same: SHA-256 over its bytes."""
    return hashlib.sha256(inhoud).hexdigest()


def all_policies() -> list[Beleid]:
    """Every published version, by name and then by version."""
    catalogus = _catalogue()
    return [versies[versie] for _, versies in sorted(catalogus.items()) for versie in sorted(versies, key=_version_key)]


def latest(zorgsoort: str | None = None) -> list[Beleid]:
    """The latest version of each published policy that offers something, of one care type or of all."""
    nieuwste = {beleid.document.beleid: beleid for beleid in all_policies() if beleid.prestaties}
    return [beleid for beleid in nieuwste.values() if zorgsoort in (None, beleid.document.zorgsoort)]


def load(naam: str, *, versie: str | None = None) -> Beleid:
    """The policy of this name, in its latest version unless one is asked ("naam@1.2" also asks one).

    Raises Gebruikersfout when the name or version is unknown.
    """
    kaal, _, gevraagd = naam.partition("@")
    versie = versie or gevraagd or None
    catalogus = _catalogue()
    if kaal not in catalogus:
        voorstel = get_close_matches(kaal, list(catalogus), n=1)
        hint = f" Bedoelt u '{voorstel[0]}'?" if voorstel else f" Er zijn: {', '.join(sorted(catalogus))}."
        raise Gebruikersfout(f"Het beleid '{kaal}' is niet gepubliceerd.{hint}")
    versies = catalogus[kaal]
    if versie is None:
        return versies[max(versies, key=_version_key)]
    if versie not in versies:
        raise Gebruikersfout(
            f"Van '{kaal}' is versie '{versie}' er niet; wel {', '.join(sorted(versies, key=_version_key))}"
        )
    return versies[versie]


def _version_key(versie: str) -> tuple[int, ...]:
    return tuple(int(deel) for deel in versie.split("."))


def publish(pad: Path, *, folder: Path) -> Path:
    """Give a checked file its place in a folder of published policies, and note its checksum.

    Raises Gebruikersfout when the file is not in order, or when that version was published before.
    """
    beleid = load_file(pad)
    if any(b.naam == beleid.naam for b in all_policies()):
        document = beleid.document
        raise Gebruikersfout(f"{document.beleid} versie {document.versie} is al gepubliceerd en verandert niet meer")
    check_layers(beleid)
    return place(beleid, pad.read_bytes(), folder=folder)


def place(beleid: Beleid, inhoud: bytes, *, folder: Path) -> Path:
    """Write a policy to its place in a folder of published policies; one that is there already is left alone."""
    document = beleid.document
    map_verzekeraar = beleid.verzekeraar.naam.lower().replace(" ", "-")
    doel = folder / map_verzekeraar / document.zorgsoort / f"{document.beleid}-{document.versie}.toml"
    if doel.exists() and doel.read_bytes() == inhoud:
        return doel
    doel.parent.mkdir(parents=True, exist_ok=True)
    doel.write_bytes(inhoud)
    with (folder / CONTROLESOMMEN).open("a") as sommen:
        sommen.write(f"{checksum(inhoud)}  {doel.relative_to(folder).as_posix()}\n")
    for kast in (_in_folder, _arranged, _layered):
        kast.cache_clear()
    return doel
