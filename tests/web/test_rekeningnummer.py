"""The account number of a practice is for the practice and the insurer it was given to, and is nowhere else.

Two numbers are put in: one with the application, one as a later change. Then everybody opens everything.
"""

import logging

from django.core import mail
from django.db import connection

from tests.web import toegangstabel as tabel
from tests.web.api.conftest import Software
from tests.web.declaraties.conftest import IBAN_LINDE, _var, wereld  # noqa: F401 - fixtures
from tests.web.test_matrix import BESLOTEN, _address, toneel  # noqa: F401 - fixture
from tests.web.test_urls import ALLE
from tests.web.wereld import IBAN_NIEUW
from zorginkoop.adapters.signature import verify
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.contractering.models import OvereenkomstDocument, Volging
from zorginkoop.web.toegang.rollen import Rol

NUMMERS = [IBAN_LINDE, IBAN_NIEUW]
SPOREN = [*NUMMERS, *(nummer[4:] for nummer in NUMMERS), *(nummer[-10:] for nummer in NUMMERS)]
MAG_IN = {
    "contractering_aanvraag": "iban",
    "gebeurtenissen_rekeningwijziging": "iban",
    "declaraties_betaling": "iban",
}
"""The columns that hold it; the file for the bank (declaraties_betaalbatch.xml) is bytes and looked at apart."""
LEZEN = ("/aanvragen", "/aanbiedingen", "/overeenkomsten", "/mutaties", "/volgingen", "/wijzigingen",
         "/declaratiebestanden")  # fmt: skip


def _found(inhoud: str | bytes) -> bool:
    tekst = inhoud if isinstance(inhoud, str) else inhoud.decode("latin-1")
    glad = tekst.replace(" ", "").replace("&nbsp;", "").replace("\xa0", "")
    return any(spoor in glad for spoor in SPOREN)


def test_no_page_export_or_answer_shows_it_to_another(toneel, caplog):
    dingen, bezoekers = toneel
    caplog.set_level(logging.DEBUG)
    eigen = {bezoekers[0].organisatie.pk, dingen["rekening"][1] and next(iter(dingen["rekening"][1]))}
    gezien, lijsten = [], set()
    for bezoek in bezoekers:
        o = bezoek.organisatie.pk
        for naam in (n for n in BESLOTEN if n in ALLE):
            rollen = tabel.TOEGANG[naam]
            adres, van = _address(naam, dingen)
            if (rollen and bezoek.rol not in rollen) or not (van is None or o in van):
                continue
            antwoord = bezoek.client.get(adres)
            inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content
            lijst = antwoord.context and antwoord.context.get("lijst")
            if lijst:  # the files of a list have the same rows in every format, see test_lijsten.py
                inhoud += bezoek.client.get(f"{adres}?als=csv").content
                lijsten.add(naam)
            if _found(inhoud):
                gezien.append((naam, o))
    vreemd = [geval for geval in gezien if geval[1] not in eigen]
    assert not vreemd
    assert len(lijsten) > 30, "a list is a file too"
    assert not _found(caplog.text)
    assert not any(_found(bericht.message().as_bytes()) for bericht in mail.outbox)


def test_no_table_no_trail_and_no_paper_holds_it_but_its_own_columns(toneel):
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        for (naam,) in cursor.fetchall():
            weg = f"- '{MAG_IN[naam]}'" if naam in MAG_IN else ""
            cursor.execute(f'SELECT (to_jsonb(t) {weg})::text FROM "{naam}" t')
            assert not any(_found(rij) for (rij,) in cursor.fetchall()), naam
    for document in OvereenkomstDocument.objects.all():
        assert not _found(document.canoniek) and not _found(bytes(document.pdf))
    assert not any(_found(volging.pakket) for volging in Volging.objects.all())


def test_no_system_of_another_gets_it(toneel):
    _, bezoekers = toneel
    for bezoek in bezoekers:
        if bezoek.rol in (Rol.TEKENBEVOEGDE, Rol.CONTRACTBEHEER):
            software = Software(bezoek.organisatie, bezoek.persoon)
            for pad in LEZEN:
                antwoord = software.get(pad)
                assert antwoord.status_code in (200, 403), pad
                assert not _found(antwoord.content), (pad, bezoek.organisatie)


def test_the_canary_sings(toneel):
    """What this test looks for is really there: the practice's insurer pays on it."""
    assert all(_found(nummer) for nummer in NUMMERS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT iban FROM declaraties_betaling")
        assert _found(str(cursor.fetchall()))


def test_the_paper_of_a_follower_never_had_it(toneel, monkeypatch):
    """Sealed for real, and read back."""
    from zorginkoop.web.contractering import volgen
    from zorginkoop.web.contractering.pers import print_one

    monkeypatch.setattr(volgen, "print_now", print_one)
    dingen, bezoekers = toneel
    volger = next(b for b in bezoekers if b.organisatie.pk in dingen["volging"][1] and b.rol == Rol.INKOPER)
    pdf = volger.client.get(f"/contracteren/volgingen/{dingen['volging'][0]}/overeenkomst.pdf").content
    controle = verify(pdf, vertrouwd=trust())
    assert controle.inhoud and not _found(str(controle.inhoud)) and not _found(pdf)
