"""The examples in the document are real calls: made here, and equal to what is kept in voorbeelden.json.

`ZORGINKOOP_VOORBEELDEN=schrijf` writes them anew. What differs at every call (references, moments, tokens) is made
equal first.
"""

import json
import os
import random
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.api.conftest import settle
from tests.web.contractering.conftest import ANTWOORDEN, BELEID, NOW, REGISTER, person
from tests.web.declaraties.conftest import LINDE, NU, _var, ei_file  # noqa: F401 - fixture
from zorginkoop.web.api import document, netwerk
from zorginkoop.web.api.endpoints import schrijven
from zorginkoop.web.contractering import actions, modelvelden
from zorginkoop.web.contractering import models as contractering
from zorginkoop.web.declaraties import actions as declareren
from zorginkoop.web.declaraties.models import Declaratiebestand
from zorginkoop.web.toegang.rollen import Rol

pytestmark = pytest.mark.django_db(transaction=True)
BESTAND = Path(document.__file__).with_name("voorbeelden.json")
MOMENT = "2025-02-10T10:00:00+01:00"
LANG = 3
"""So many parts of a list are enough to see what it looks like."""


VAST = {"id": 1, "access_token": "…", "geheim": "…", "client_id": "SY-…", "client_secret": "…", "sha256": "0" * 64}
"""Names whose value differs at every call, and what stands there instead."""


def equal(waarde, naam=""):
    """The value without what differs at every call."""
    if isinstance(waarde, dict):
        return {sleutel: equal(deel, sleutel) for sleutel, deel in waarde.items()}
    if isinstance(waarde, list):
        return [equal(deel, naam) for deel in waarde[:LANG]]
    if naam == "volgende" and waarde:
        return "MTIz"
    return VAST.get(naam, equal_text(waarde, naam) if isinstance(waarde, str) else waarde)


def equal_text(tekst, naam):
    """Moments and numbers of records are the same every time."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT.*", tekst):
        return MOMENT
    if naam == "kenmerk" and tekst.isdecimal():
        return "1"
    return re.sub(r"/(mutaties|volgingen|aanbiedingen|declaratiebestanden|declaratieregels)/\d+", r"/\g<1>/1", tekst)


class Verslag(dict):
    """What was called under which name, and what came back."""

    def add(self, naam, antwoord, verzoek=None):
        assert antwoord.status_code < 500, antwoord.content
        mijn = self.setdefault(naam, {"antwoorden": {}})
        if verzoek is not None and antwoord.status_code < 300:
            mijn["verzoek"] = equal(verzoek)
        if antwoord.content:
            mijn["antwoorden"][str(antwoord.status_code)] = equal(json.loads(antwoord.content))
        return antwoord


@pytest.fixture
def verslag(systemen, monkeypatch):
    """A walk through the whole API, from policy to claim."""
    monkeypatch.setattr(modelvelden.secrets, "choice", random.Random(1).choice)
    monkeypatch.setattr(schrijven, "register_facts", lambda praktijk, verzekeraar, op: REGISTER)
    monkeypatch.setattr(netwerk, "target", lambda url: None)
    verslag = Verslag()
    aan_de_deur(verslag, systemen.praktijk)
    contracteren(verslag, systemen)
    volgen(verslag, systemen)
    declaraties(verslag, systemen)
    bijblijven(verslag, systemen)
    return verslag


def aan_de_deur(verslag, praktijk):
    feiten = {"aanvraagdatum": "2025-03-20", "gewenste_ingangsdatum": "2025-05-01", "big_registratie": True}
    verzoek = {"beleid": BELEID, "feiten": feiten}
    verslag.add("toets", praktijk.post("/toetsen", verzoek), verzoek)
    verslag.add("toets", praktijk.post("/toetsen", {"feiten": feiten, "onbekend": 1}))
    verslag.add("toets", praktijk.post("/toetsen", {**verzoek, "feiten": {"big_registratie": "ja"}}))
    verslag.add("beleidLijst", praktijk.get("/beleid"))
    formulier = {"grant_type": "client_credentials", "client_id": praktijk.systeem.client_id,
                 "client_secret": praktijk.geheim, "scope": "contracten:lezen"}  # fmt: skip
    verslag.add("tokenVragen", praktijk.client.post("/api/v1/tokens", formulier), formulier)
    fout = {**formulier, "client_secret": "geraden"}
    verslag.add("tokenVragen", praktijk.client.post("/api/v1/tokens", fout))
    verslag.add("beleidVersie", praktijk.get("/beleid/bestaat-niet/versies/1.0"))
    verslag.add("overeenkomstLijst", praktijk.client.get("/api/v1/overeenkomsten"))


def contracteren(verslag, systemen):
    praktijk, markt = systemen.praktijk, systemen.markt
    verzoek = {"beleid": BELEID, "contractvorm": "nieuw", "antwoorden": ANTWOORDEN}
    onvolledig = {**verzoek, "antwoorden": {"nascholing": True}}
    verslag.add("aanvraagIndienen", praktijk.post("/aanvragen", onvolledig))
    pad = verslag.add("aanvraagIndienen", praktijk.post("/aanvragen", verzoek), verzoek)["Location"]
    verslag.add("aanvraag", praktijk.get(pad.removeprefix("/api/v1")))
    verslag.add("aanvraagLijst", praktijk.get("/aanvragen"))
    aanbod = actions.offer_overeenkomst(aanvraag=contractering.Aanvraag.objects.get(), by=markt.inkoper, now=NOW)
    verslag.add("aanbodLijst", praktijk.get("/aanbiedingen"))
    verslag.add("aanbod", praktijk.get(f"/aanbiedingen/{aanbod.pk}"))
    verslag.add("ondertekening", praktijk.post(f"/aanbiedingen/{aanbod.pk}/ondertekening"))
    overeenkomst = actions.sign_overeenkomst(aanbod=aanbod, by=markt.tekenbevoegde, now=NOW)
    verslag.add("overeenkomstLijst", praktijk.get("/overeenkomsten"))
    verslag.add("overeenkomst", praktijk.get(f"/overeenkomsten/{overeenkomst.kenmerk}"))
    wens = {"overeenkomst": overeenkomst.kenmerk, "gewensteIngangsdatum": "2025-07-01", "beeindigen": ["econsult"]}
    pad = verslag.add("mutatieAanvragen", praktijk.post("/mutaties", wens), wens)["Location"]
    verslag.add("mutatie", praktijk.get(pad.removeprefix("/api/v1")))
    verslag.add("mutatieLijst", praktijk.get("/mutaties"))


def volgen(verslag, systemen):
    markt, volger = systemen.markt, systemen.volger
    overeenkomst = contractering.Overeenkomst.objects.get()
    volging = actions.follow_overeenkomst(
        overeenkomst=overeenkomst, volger=markt.volger, by=markt.contractbeheer, now=NOW
    )
    pad = f"/volgingen/{volging.pk}"
    verslag.add("volgingLijst", volger.get("/volgingen"))
    verslag.add("volging", volger.get(pad))
    verslag.add("volgingPakket", volger.get(f"{pad}/pakket"))
    besluit = {"besluit": "VERWERKT"}
    verslag.add("volgingBesluiten", volger.post(f"{pad}/besluit", besluit))
    verslag.add("volgingOphalen", volger.post(f"{pad}/ophaling"))
    verslag.add("volgingBesluiten", volger.post(f"{pad}/besluit", besluit), besluit)


def declaraties(verslag, systemen):
    praktijk, markt = systemen.praktijk, systemen.markt
    inhoud = ei_file(markt.praktijk, LINDE, factuur="F1", uzovi=str(markt.verzekeraar.uzovi))
    velden = {"bestand": SimpleUploadedFile("proef.ei", inhoud), "verzekeraar": markt.verzekeraar.uzovi}
    antwoord = verslag.add("declaratiebestandAanleveren", praktijk.send("/declaratiebestanden", velden))
    pad = antwoord["Location"].removeprefix("/api/v1")
    verslag.add("declaratiebestand", praktijk.get(pad))
    verslag.add("declaratiebestandLijst", praktijk.get("/declaratiebestanden"))
    by = person("Dina", markt.verzekeraar, Rol.DECLARATIES)
    declareren.judge_bestand(bestand=Declaratiebestand.objects.get(), by=by, now=NU)
    regels = verslag.add("declaratieregelLijst", praktijk.get(f"{pad}/regels")).json()["items"]
    verslag.add("uitleg", praktijk.get(f"/declaratieregels/{regels[-2]['id']}/uitleg"))
    verslag.add("uitleg", systemen.ander.get(f"/declaratieregels/{regels[-2]['id']}/uitleg"))


def bijblijven(verslag, systemen):
    praktijk = systemen.praktijk
    settle()
    verslag.add("wijzigingLijst", praktijk.get("/wijzigingen"))
    verzoek = {"url": "https://voorbeeld.example/zorginkoop", "soorten": ["aanvraag", "aanbod"]}
    pad = verslag.add("abonneren", praktijk.post("/abonnementen", verzoek), verzoek)["Location"]
    verslag.add("abonnement", praktijk.get(pad.removeprefix("/api/v1")))
    verslag.add("abonnementLijst", praktijk.get("/abonnementen"))
    verslag.add("abonnementGeheim", praktijk.get(f"{pad.removeprefix('/api/v1')}/geheim"))


def test_the_examples_are_what_the_api_answers(verslag):
    tekst = json.dumps(verslag, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("ZORGINKOOP_VOORBEELDEN") == "schrijf":
        BESTAND.write_text(tekst, encoding="utf-8")
    assert json.loads(BESTAND.read_text(encoding="utf-8")) == json.loads(tekst)
