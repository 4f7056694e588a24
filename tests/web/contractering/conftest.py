"""The cast of contracting: one practice, its insurer, a follower, and a policy taken from those published."""

import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst, Volging
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

BELEID = "zz-huisartsenzorg-2025"
EXPLICIET = "proef-expliciet-2025"
CANARY_IBAN = "NL91ABNA0417164300"
NOW = datetime(2025, 2, 10, 9, 0, tzinfo=UTC)
REGISTER = {
    "vektis_registratie": True,
    "big_registratie": True,
    "vecozo_certificaat": True,
    "kernregio": True,
    "ingeschreven_patienten": 2350,
    "email": "praktijk@voorbeeld.nl",
}
ANTWOORDEN: dict[str, Any] = {
    "gewenste_ingangsdatum": "2025-04-01",
    "gewenste_prestaties": ["poh_s", "econsult"],
    "iban": CANARY_IBAN,
    "nascholing": True,
    "praktijkuitrusting": True,
    "bereikbaarheid": True,
    "waarneming": True,
    "ro_aansluiting": True,
}


@pytest.fixture(scope="session")
def policy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A variant of a published policy that asks consent before others may follow."""
    folder = tmp_path_factory.mktemp("beleid")
    text = library.load(BELEID).pad.read_text()
    variant = text.replace(f'beleid = "{BELEID}"', f'beleid = "{EXPLICIET}"', 1)
    variant = variant.replace('toestemming = "impliciet"', 'toestemming = "expliciet"', 1)
    variant += (
        '\n[bezwaar]\nindienen_dagen = 30\nantwoord_dagen = 42\nstatus = "demonstratie"\n'
        'uitleg = "Verzonnen voor deze proef."\nbron = { document = "001", plaats = "5.4" }\n'
    )
    path = folder / "proef" / "huisartsenzorg" / "2025-1.0.toml"
    path.parent.mkdir(parents=True)
    path.write_text(variant)
    som = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / library.CONTROLESOMMEN).write_text(f"{som} {path.relative_to(folder).as_posix()}\n")
    return folder


@pytest.fixture(autouse=True)
def policies(policy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The published policies and the variant, for these tests only."""
    monkeypatch.setenv("ZORGINKOOP_BELEID", os.fspath(policy_folder))


def person(naam: str, organisatie: Organisatie, *rollen: Rol) -> Persoon:
    persoon = Persoon.objects.create(email=f"{naam}@voorbeeld.nl".lower(), naam=naam)
    for rol in rollen:
        Bevoegdheid.objects.create(persoon=persoon, organisatie=organisatie, rol=rol, van=date(2020, 1, 1))
    return persoon


@dataclass
class Markt:
    """Who takes part, with the usual steps as short calls."""

    policy: Beleid
    praktijk: Organisatie = field(init=False)

    def __post_init__(self) -> None:
        v = self.policy.verzekeraar
        self.verzekeraar = Organisatie.objects.create(soort="VERZEKERAAR", naam=v.naam, uzovi=v.uzovi)
        self.volger = Organisatie.objects.create(soort="VERZEKERAAR", naam="Zorgverzekeraar Avondster", uzovi="9002")
        self.inkoper = person("Iris", self.verzekeraar, Rol.INKOPER)
        self.inkoper2 = person("Igor", self.verzekeraar, Rol.INKOPER)
        self.contractbeheer = person("Cor", self.verzekeraar, Rol.CONTRACTBEHEER)
        self.contractbeheer2 = person("Coby", self.verzekeraar, Rol.CONTRACTBEHEER)
        self.ophaler = person("Vera", self.volger, Rol.CONTRACTBEHEER)
        self.praktijk, self.tekenbevoegde = self.new_practice(1)
        self.invuller = person("Ahmed", self.praktijk, Rol.INVULLER)

    def new_practice(self, nummer: int) -> tuple[Organisatie, Persoon]:
        praktijk = Organisatie.objects.create(
            soort="PRAKTIJK", naam=f"Huisartsenpraktijk {nummer}", agb=f"0100{nummer:04d}"
        )
        return praktijk, person(f"Sanne{nummer}", praktijk, Rol.TEKENBEVOEGDE)

    def started(self, *, praktijk: Organisatie | None = None, by: Persoon | None = None, **anders: Any) -> Aanvraag:
        """A draft with every answer given."""
        by = by or self.tekenbevoegde
        beleid = anders.pop("beleid", BELEID)
        aanvraag = actions.start_aanvraag(
            praktijk=praktijk or self.praktijk, verzekeraar=self.verzekeraar, beleid=beleid, by=by, now=NOW
        )
        return actions.answer(aanvraag=aanvraag, antwoorden={**ANTWOORDEN, **anders}, by=by, now=NOW)

    def submitted(self, *, now: datetime = NOW, register: dict[str, Any] | None = None, **anders: Any) -> Aanvraag:
        aanvraag = self.started(**anders)
        by = anders.get("by") or self.tekenbevoegde
        feiten = {**REGISTER, **(register or {})}
        return actions.submit_aanvraag(aanvraag=aanvraag, registerfeiten=feiten, by=by, now=now)

    def offered(self, *, now: datetime = NOW, **anders: Any) -> Aanbod:
        return actions.offer_overeenkomst(aanvraag=self.submitted(now=now, **anders), by=self.inkoper, now=now)

    def signed(self, *, now: datetime = NOW, **anders: Any) -> Overeenkomst:
        aanbod = self.offered(now=now, **anders)
        return actions.sign_overeenkomst(aanbod=aanbod, by=anders.get("by") or self.tekenbevoegde, now=now)

    def followed(self, overeenkomst: Overeenkomst, *, now: datetime = NOW) -> Volging:
        """Followed and taken over completely."""
        volging = actions.follow_overeenkomst(
            overeenkomst=overeenkomst, volger=self.volger, by=self.contractbeheer, now=now
        )
        for naar in ("OPGEHAALD", "VERWERKT"):
            actions.process_volging(volging=volging, naar=naar, by=self.ophaler, now=now)
        return volging


@pytest.fixture
def markt(db) -> Markt:
    return Markt(library.load(BELEID))
