"""Every list sorts by its headings, and its files hold the rows of the screen, over all pages, with as many questions
to the database for one row as for all of them.

A template with a table of records uses `_onder_lijst.html`, and then its list stands in LIJSTEN. What is no list of
records (the parts of one record, some rows that are always there) stands in VAST.
"""

import csv
import io
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.web import toegangstabel as tabel
from tests.web.declaraties.conftest import BEUK, GETEKEND, NU, _var, wereld  # noqa: F401 - fixtures
from tests.web.test_matrix import _address, toneel  # noqa: F401 - fixture
from tests.web.wereld import Ding
from zorginkoop import web
from zorginkoop.web.begroting.models import Begroting, Praktijkmanagement, Vernieuwing, Vooraankondiging
from zorginkoop.web.berichten import termijnlog
from zorginkoop.web.contractering.models import Gesprek, Mutatie, Overeenkomst, Ronde, Volging
from zorginkoop.web.contractering.rondemodellen import RondeRegel
from zorginkoop.web.gebeurtenissen.models import (
    Gebeurtenis,
    Massaregel,
    Massawijziging,
    Rekeningwijziging,
    Uitwerking,
)
from zorginkoop.web.inlogmiddelen.models import Inlog
from zorginkoop.web.register.models import Vestiging
from zorginkoop.web.toegang import lijst as module
from zorginkoop.web.toegang.bladeren import Bladeraar
from zorginkoop.web.toegang.lijst import Lijst
from zorginkoop.web.toegang.models import Organisatie

WEB = Path(web.__file__).parent
LIJSTEN = {
    "contractering:postvak": "status=alle", "contractering:aanbiedingen": "", "contractering:portefeuille": "",
    "contractering:mutaties": "", "contractering:volgingen": "", "contractering:rondes": "", "contractering:ronde": "",
    "contractering:vragen": "", "contractering:overeenkomsten": "", "gebeurtenissen:volgboek": "",
    "gebeurtenissen:volgwerk": "", "gebeurtenissen:mijn_volgers": "", "gebeurtenissen:veranderingen": "",
    "gebeurtenissen:rekeningen": "", "gebeurtenissen:massas": "", "gebeurtenissen:massa": "",
    "declaraties:bestanden": "", "declaraties:regels": "", "declaraties:batches": "", "declaraties:batch": "",
    "declaraties:mijn": "", "declaraties:mijn_regels": "", "berichten:postvak": "", "berichten:termijnen": "",
    "begroting:overzicht": "", "begroting:praktijkmanagement_lijst": "", "begroting:vernieuwingen": "",
    "begroting:aankondigingen": "", "beheer:mensen": "", "beheer:systemen": "",
    "beheer:wijzigingen": "", "beheer:inlogpogingen": "", "redactie:overzicht": "", "register:zoek": "",
    "register:ionlijst": "", "publiek:beleid": "", "berichten:taken": "",
}  # fmt: skip
"""Every list, with what to ask so that it shows something."""
DAG = re.compile(r"\d{4}-\d\d-\d\d")
EEN = {"contractering:overeenkomsten", "declaraties:batch", "beheer:systemen"}
"""Of these the world has one row: a practice with one agreement, a payment to one practice, one system."""
VAST = {
    "_afspraken.html": "de afspraken in een overeenkomst", "_balken.html": "een grafiek", "_modules.html": "een beleid",
    "_tabel.html": "de tabel zelf", "_uitslag.html": "een uitslag", "_verbanden.html": "de relaties van een praktijk",
    "begroting.html": "een begroting", "beleid_detail.html": "een beleid", "bestand.html": "een bestand",
    "controleer.html": "een handtekening", "detail.html": "de historie van een praktijk",
    "massaregel.html": "een overeenkomst", "rekentool.html": "een som", "simulatie_bestand.html": "de kolommen",
    "simulatie_uitkomst.html": "een vergelijking", "vergelijken.html": "twee versies",
    "vergelijking.html": "verschillen",
}  # fmt: skip


class Rijen(HTMLParser):
    """The text of the rows of the table or the list of tasks that sorts, and whether a heading says it is sorted by."""

    def __init__(self) -> None:
        super().__init__()
        self.rijen: list[str] = []
        self.gesorteerd = False
        self._sorteert = self._in_rij = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        namen = dict(attrs)
        if tag == "table":
            self._sorteert = False
        elif tag == "a" and "sorteer=" in (namen.get("href") or ""):
            self._sorteert = True
            self.gesorteerd |= "aria-current" in namen
        elif tag == "tbody" or (tag == "ul" and namen.get("class") == "taken"):
            self._in_rij = self._sorteert
        elif tag in ("tr", "li") and self._in_rij:
            self.rijen.append("")
        self.gesorteerd |= "aria-sort" in namen

    def handle_endtag(self, tag: str) -> None:
        if tag in ("tbody", "ul") and self._in_rij:
            self._in_rij = self._sorteert = False

    def handle_data(self, data: str) -> None:
        if self._in_rij and self.rijen:
            self.rijen[-1] += f" {data}"


def read(html: str) -> Rijen:
    gelezen = Rijen()
    gelezen.feed(html)
    return gelezen


def plain(tekst: str) -> str:
    return " ".join(tekst.replace("(", "").replace(")", "").split())


def same(rij: list[Any], tekst: str) -> bool:
    """Whether a row of a file is this row of the screen, by its first text that is not a day."""
    woorden = (cel for cel in rij if isinstance(cel, str) and cel and not DAG.match(cel))
    return plain(next(woorden)) in plain(tekst)


def again(record: Any, **anders: Any) -> Any:
    """The same record once more, as far as it may be the same."""
    for veld in ("pk", "id"):
        setattr(record, veld, None)
    if hasattr(record, "kenmerk"):
        record.kenmerk = type(record)._meta.get_field("kenmerk").get_default()
    for naam, waarde in anders.items():
        setattr(record, naam, waarde)
    record.save(force_insert=True)
    return record


@pytest.fixture
def wie(wereld, toneel, monkeypatch):
    """Two of everything that lists show, and everybody who may look."""
    dingen, bezoekers = toneel
    ander = Overeenkomst.objects.get(praktijk=wereld.beuk)
    again(Mutatie.objects.get(), overeenkomst=ander)
    again(Gesprek.objects.get(), aanvraag=ander.aanbod.aanvraag)
    again(Ronde.objects.get())
    Ronde.objects.update(status="KLAAR", gestart_op=NU, gestart_door=wereld.cast.inkoper, klaar_op=NU)
    RondeRegel.objects.update(status="MISLUKT", reden="Proef")
    again(RondeRegel.objects.get(), aanvraag=ander.aanbod.aanvraag)
    again(Volging.objects.get(), overeenkomst=ander)
    again(Volging.objects.first(), volger=Organisatie.objects.get(uzovi="9003"))
    gebeurtenis = again(Gebeurtenis.objects.get(), praktijk=wereld.beuk)
    again(Uitwerking.objects.get(), gebeurtenis=gebeurtenis, overeenkomst=ander)
    again(Rekeningwijziging.objects.get(), praktijk=wereld.beuk)
    again(Massaregel.objects.get(), overeenkomst=ander)
    again(Massawijziging.objects.get(), sleutel="2027")
    wereld.payable(wereld.file(wereld.beuk, BEUK, "F2"))
    wereld.payable(wereld.file(wereld.cast.linde, BEUK, "F3"))
    wereld.batch()
    again(Begroting.objects.get(), jaar=2022)
    again(Praktijkmanagement.objects.get(), praktijk=wereld.beuk)
    again(Vooraankondiging.objects.get(), vernieuwing=again(Vernieuwing.objects.get(), titel="Nog een"))
    for agb in ("01000011", "01000037"):
        begin = {"geldig_van": date(2024, 1, 1), "bekend_van": GETEKEND}
        Vestiging.objects.create(agb=agb, naam=f"Praktijk {agb}", zorgsoort="01", **begin)
    for bezoek in bezoekers:
        Inlog.objects.create(
            tijdstip=NU,
            middel=Inlog.MIDDELEN[0][0],
            uitkomst=Inlog.UITKOMSTEN[0][0],
            persoon=bezoek.persoon,
            adres="::1",
        )
    termijnlog.record()
    return dingen, bezoekers


def _visitors(naam: str, dingen: dict[str, Ding], bezoekers: list[Any]) -> tuple[str, list[Any]]:
    """The address, and of every organisation that has something to do with it one person who may look."""
    adres, van = _address(naam, dingen)
    rollen = tabel.TOEGANG[naam]
    per = {b.organisatie.pk: b for b in bezoekers if rollen in (tabel.PUBLIEK, tabel.ALLE_ROLLEN) or b.rol in rollen}
    return adres, [b for o, b in per.items() if van is None or o in van]


def _best(naam: str, wie: Any) -> tuple[Any, str, Lijst]:
    """Who sees most of a list, where, and the list."""
    adres, bezoekers = _visitors(naam, *wie)
    gezien = [(b.client, b.client.get(f"{adres}?{LIJSTEN[naam]}").context["lijst"]) for b in bezoekers]
    client, lijst = max(gezien, key=lambda paar: paar[1].pagina.paginator.count)
    return client, adres, lijst


def _pages(client: Any, adres: str, lijst: Lijst) -> list[str]:
    return [
        rij
        for nummer in range(1, lijst.pagina.paginator.count + 1)
        for rij in read(client.get(f"{adres}?{lijst.vraag}&pagina={nummer}").text).rijen
    ]


def _files(client: Any, adres: str, lijst: Lijst) -> list[list[list[Any]]]:
    """The rows of the CSV, the Excel and the JSON file, without headings."""
    per = {naam: client.get(f"{adres}{url}").content for naam, url in lijst.bestanden}
    uit_csv = list(csv.reader(io.StringIO(per["CSV"].decode("utf-8-sig")), delimiter=";"))[1:]
    blad = CalamineWorkbook.from_filelike(io.BytesIO(per["Excel"])).get_sheet_by_index(0).to_python()[1:]
    return [uit_csv, blad, [list(rij.values()) for rij in json.loads(per["JSON"])]]


def _queries(client: Any, adres: str) -> int:
    with CaptureQueriesContext(connection) as gevraagd:
        client.get(adres)
    return len(gevraagd)


def test_every_list_sorts_pages_and_comes_as_files(wie, monkeypatch):
    per = [1]
    monkeypatch.setattr(module, "Bladeraar", lambda records, _: Bladeraar(records, per[0]))
    mis, gerend = [], set()
    for naam in LIJSTEN:
        client, adres, lijst = _best(naam, wie)
        scherm, aantal = _pages(client, adres, lijst), lijst.pagina.paginator.count
        if aantal < 2 and naam not in EEN:
            mis.append((naam, "too few rows", aantal))
        for rijen in _files(client, adres, lijst):
            gelijk = [same(rij, tekst) for rij, tekst in zip(rijen, scherm, strict=False)]
            if not (len(rijen) == len(scherm) == aantal and all(gelijk)):
                mis.append((naam, "not the rows of the screen", scherm, rijen))
        pagina = client.get(f"{adres}?{lijst.vraag}")
        if not all(f"als={soort}" in pagina.text for soort in ("csv", "xlsx")):
            mis.append((naam, "no files to take along"))
        sorteren = [kop.url for kop in lijst.koppen if kop.url]
        for url in (f"{adres}{url}" for url in sorteren):
            if not read(client.get(url).text).gesorteerd:
                mis.append((naam, "does not sort", url))
        if not sorteren:
            mis.append((naam, "has nothing to sort by"))
        een = _queries(client, f"{adres}?{lijst.vraag}")
        per[0] = 100
        if (alle := _queries(client, f"{adres}?{lijst.vraag}")) != een:
            mis.append((naam, "asks more for more rows", een, alle))
        per[0] = 1
        gerend |= {sjabloon.name.rpartition("/")[2] for sjabloon in pagina.templates if sjabloon.name}
    assert not mis, "\n".join(map(str, mis))
    met_lijst = {pad.name for pad in WEB.glob("*/templates/**/*.html") if "_onder_lijst.html" in pad.read_text()}
    assert met_lijst <= gerend, f"put the lists of these in LIJSTEN: {met_lijst - gerend}"


def test_every_table_of_records_is_a_list():
    for pad in WEB.glob("*/templates/**/*.html"):
        tekst = pad.read_text()
        if "<table" in tekst or "_tabel.html" in tekst:
            assert "_onder_lijst.html" in tekst or pad.name in VAST, f"{pad}: a list, or in VAST?"


def test_every_list_of_a_page_belongs_to_a_search_form_that_keeps_its_order():
    for pad in WEB.glob("*/templates/**/*.html"):
        if pad.name != "_zoek.html" and "_onder_lijst.html" in (tekst := pad.read_text()):
            assert 'role="search"' not in tekst, f"{pad}: use _zoek.html"
