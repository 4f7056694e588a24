"""A small world of claims: three practices, three insured, and EI files made with the writer.

De Linde and De Beuk signed for 2025 from 1 April; Het Anker has no agreement. A (born 29 February 1960) and B (born
1985) are insured and on the list of De Linde; C is not known to the insurer.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from tests.conftest import BELEID, Cast, someone
from zorginkoop.adapters.vektis import layouts, schrijf
from zorginkoop.web.contractering import aanbieden, ondertekenen
from zorginkoop.web.contractering import actions as contracteren
from zorginkoop.web.contractering.models import Overeenkomst
from zorginkoop.web.declaraties import actions
from zorginkoop.web.declaraties.models import Declaratiebestand, Declaratieregel
from zorginkoop.web.register import verzekerden
from zorginkoop.web.toegang import actions as toegang
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

A, B, C = 900000004, 900000016, 900000028
GEBOREN = {A: date(1960, 2, 29), B: date(1985, 1, 1), C: date(2020, 12, 31)}
GETEKEND, NU = datetime(2025, 2, 10, 9, tzinfo=UTC), datetime(2025, 7, 2, 9, tzinfo=UTC)
IBAN_LINDE, IBAN_BEUK, IBAN_VERZEKERAAR = "NL91ABNA0417164300", "NL69INGB0123456789", "NL20INGB0001234567"
REGISTER = {
    "vektis_registratie": True, "big_registratie": True, "vecozo_certificaat": True, "kernregio": True,
    "ingeschreven_patienten": 2350, "email": "praktijk@voorbeeld.nl",
}  # fmt: skip
ANTWOORDEN = {
    "gewenste_ingangsdatum": "2025-04-01", "gewenste_prestaties": [], "nascholing": True, "praktijkuitrusting": True,
    "bereikbaarheid": True, "waarneming": True, "ro_aansluiting": True,
}  # fmt: skip
LINDE = [  # claimed 112,69; awarded 20,35 + 12,43 + 49,70 = 82,48; cut 30,21
    {"bsn": B, "prestatiecode": "11000", "datum": date(2025, 4, 1), "tarief_cent": 2035, "referentie": "L1"},
    {"bsn": B, "prestatiecode": "12011", "datum": date(2025, 5, 6), "tarief_cent": 1400, "referentie": "L2"},
    {"bsn": B, "prestatiecode": "12011", "datum": date(2025, 5, 6), "tarief_cent": 1243, "referentie": "L3"},
    {"bsn": A, "prestatiecode": "12001", "datum": date(2025, 5, 7), "tarief_cent": 2485, "aantal": 2,
     "referentie": "L4"},
    {"bsn": A, "prestatiecode": "13999", "datum": date(2025, 5, 8), "tarief_cent": 1000, "referentie": "L5"},
    {"bsn": C, "prestatiecode": "12010", "datum": date(2025, 5, 9), "tarief_cent": 621, "referentie": "L6"},
]  # fmt: skip
ANKER = [  # claimed 19,95; awarded the NZa tariff of 12,43; cut 7,52
    {"bsn": A, "prestatiecode": "12011", "datum": date(2025, 5, 12), "tarief_cent": 1400, "referentie": "A1"},
    {"bsn": A, "prestatiecode": "31D08", "datum": date(2025, 5, 12), "tarief_cent": 595, "referentie": "A2"},
]
BEUK = [{"bsn": B, "prestatiecode": "12002", "datum": date(2025, 6, 2), "tarief_cent": 1864, "referentie": "B1"}]


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


def ei_file(van: Organisatie, regels: list[dict[str, Any]], /, *, factuur: str, uzovi: str, **kop: Any) -> bytes:
    """A claim file of this practice over the second quarter of 2025."""
    mensen = sorted({regel["bsn"] for regel in regels})
    gewoon = {"aantal": 1, "debetcredit": "D", "referentie_voorgaand": "", "codelijst": 8}
    rijen = [{**gewoon, **regel} for regel in regels]
    rijen = [{**rij, "bedrag_cent": rij.get("bedrag_cent", rij["tarief_cent"] * rij["aantal"])} for rij in rijen]
    wie = {
        "bsn": mensen, "uzovi": [int(uzovi)] * len(mensen), "geboortedatum": [GEBOREN[bsn] for bsn in mensen],
        "naam": ["Jansen"] * len(mensen), "voorletters": ["A"] * len(mensen), "huisnummer": [1] * len(mensen),
    }  # fmt: skip
    voorloop = {
        "uzovi": int(uzovi), "praktijk": van.agb, "betaling_aan": 3, "begindatum": date(2025, 4, 1),
        "einddatum": date(2025, 6, 30), "factuurnummer": factuur, "dagtekening": date(2025, 7, 1), **kop,
    }  # fmt: skip
    layout = layouts()["HA304-provisional"]
    return schrijf(layout, voorloop=voorloop, verzekerden=pa.table(wie), prestaties=pa.Table.from_pylist(rijen))


@dataclass
class Wereld:
    """The cast with agreements, insured and an account to pay from, and the usual steps as short calls."""

    cast: Cast
    beuk: Organisatie
    overeenkomst: Overeenkomst = field(init=False)

    def file(self, van: Organisatie, regels: list[dict[str, Any]], factuur: str = "F1", /, **kop: Any) -> bytes:
        return ei_file(van, regels, **{"factuur": factuur, "uzovi": str(self.cast.verzekeraar.uzovi), **kop})

    def received(self, inhoud: bytes, *, naam: str = "proef.ei", now: datetime = NU) -> Declaratiebestand:
        return actions.receive_bestand(
            verzekeraar=self.cast.verzekeraar, inhoud=inhoud, naam=naam, by=self.cast.declaraties, now=now
        )

    def judged(self, inhoud: bytes, *, now: datetime = NU) -> Declaratiebestand:
        return actions.judge_bestand(bestand=self.received(inhoud, now=now), by=self.cast.declaraties, now=now)

    def payable(self, inhoud: bytes, *, now: datetime = NU) -> Declaratiebestand:
        bestand = self.judged(inhoud, now=now)
        actions.write_retour(bestand=bestand, by=self.cast.declaraties, now=now)
        return actions.make_payable(bestand=bestand, by=self.cast.declaraties)

    def batch(self, *, by: Persoon | None = None, now: datetime = NU):
        return actions.make_betaalbatch(
            verzekeraar=self.cast.verzekeraar, uitvoerdatum=now.date(), by=by or self.cast.declaraties, now=now
        )

    def signed(self, praktijk: Organisatie, by: Persoon, iban: str) -> Overeenkomst:
        c = self.cast
        aanvraag = contracteren.start_aanvraag(
            praktijk=praktijk, verzekeraar=c.verzekeraar, beleid=BELEID, by=by, now=GETEKEND
        )
        contracteren.answer(aanvraag=aanvraag, antwoorden={**ANTWOORDEN, "iban": iban}, by=by, now=GETEKEND)
        contracteren.submit_aanvraag(aanvraag=aanvraag, registerfeiten=REGISTER, by=by, now=GETEKEND)
        aanbod = contracteren.offer_overeenkomst(aanvraag=aanvraag, by=c.inkoper, now=GETEKEND)
        return contracteren.sign_overeenkomst(aanbod=aanbod, by=by, now=GETEKEND)


def lines(bestand: Declaratiebestand) -> list[tuple[str, str, int, list[str]]]:
    """Reference, outcome, award and reasons of each line."""
    velden = ("referentie", "uitkomst", "toegekend_cent", "redenen")
    return list(Declaratieregel.objects.filter(bestand=bestand).order_by("referentie").values_list(*velden))


@pytest.fixture
def wereld(cast, monkeypatch) -> Wereld:
    """Printing and sealing are not what is tested here."""
    for module in (aanbieden, ondertekenen):
        monkeypatch.setattr(module, "print_now", lambda opdracht: b"%PDF-")
    beuk = toegang.create_praktijk(naam="Huisartsenpraktijk De Beuk", agb="01000037")
    wereld = Wereld(cast, beuk)
    wereld.overeenkomst = wereld.signed(cast.linde, cast.tekenbevoegde, IBAN_LINDE)
    wereld.signed(beuk, someone("Bea Beuk", beuk, Rol.TEKENBEVOEGDE), IBAN_BEUK)
    toen, begin, uzovi = datetime(2025, 1, 2, tzinfo=UTC), date(2024, 1, 1), int(str(cast.verzekeraar.uzovi))
    wie = [{"bsn": n, "uzovi": uzovi, "geboortedatum": GEBOREN[n], "van": begin, "tot": None} for n in (A, B)]
    lijst = [{"bsn": n, "agb": 1000011, "van": begin, "tot": None} for n in (A, B)]
    verzekerden.load_verzekeringen(pa.Table.from_pylist(wie, verzekerden.VERZEKERDEN), by="test", now=toen)
    verzekerden.load_inschrijvingen(pa.Table.from_pylist(lijst, verzekerden.INSCHRIJVINGEN), by="test", now=toen)
    actions.set_betaalrekening(verzekeraar=cast.verzekeraar, iban=IBAN_VERZEKERAAR, bic="INGBNL2A", by="test")
    return wereld
