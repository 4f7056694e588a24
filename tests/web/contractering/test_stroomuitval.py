"""A process that is killed, at any point, leaves no agreement without its document and no document without agreement,
and a bulk round finds where it was."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from zorginkoop.beleid import library
from zorginkoop.web.contractering import actions, rondewerk, zegel
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst, Ronde, RondeRegel

from .conftest import BELEID, NOW, Markt

pytestmark = pytest.mark.django_db(transaction=True)
MAP = Path(__file__).resolve().parents[3]


def child(*delen: object) -> None:
    """Have a process of its own work on the database of this test and be killed."""
    db = connection.settings_dict
    adres = f"postgresql://{db['USER']}:{db['PASSWORD']}@/{db['NAME']}?host={db['HOST']}"
    if db["PORT"]:
        adres = f"postgresql://{db['USER']}:{db['PASSWORD']}@{db['HOST']}:{db['PORT']}/{db['NAME']}"
    opdracht = [sys.executable, "-m", "tests.web.contractering.sneuvelen", *map(str, delen)]
    klaar = subprocess.run(
        opdracht, cwd=MAP, env={**os.environ, "DATABASE_URL": adres}, capture_output=True, text=True, check=False
    )
    assert klaar.returncode == 0, klaar.stderr


def several(markt: Markt, aantal: int) -> list[Aanvraag]:
    """The same admitted application for many practices."""
    eerste = markt.submitted()
    found = [eerste]
    for nummer in range(2, aantal + 1):
        praktijk, _ = markt.new_practice(nummer)
        aanvraag = Aanvraag.objects.get(pk=eerste.pk)
        aanvraag.pk, aanvraag.kenmerk, aanvraag.praktijk = None, f"AV-{nummer}", praktijk
        aanvraag.save(force_insert=True)
        found.append(aanvraag)
    return found


def test_killed_while_signing_and_while_offering_in_bulk():
    """One child process, killed seven times. Before the signature is in the database nothing happened; after it the
    repair finishes what was begun. A round goes on where it was."""
    markt = Markt(library.load(BELEID))
    plekken = ["agreement_fields", "print_now", "document", "as_rows"]
    aanvragen = several(markt, len(plekken) + 12)
    aanbiedingen = [
        actions.offer_overeenkomst(aanvraag=a, by=markt.inkoper, now=NOW) for a in aanvragen[: len(plekken)]
    ]
    ronde = actions.prepare_round(verzekeraar=markt.verzekeraar, beleid=BELEID, versie="1.0", by=markt.inkoper, now=NOW)
    actions.start_round(ronde=ronde, by=markt.inkoper, now=NOW)
    ondertekenen = [f"{plek}={aanbod.pk}" for plek, aanbod in zip(plekken, aanbiedingen, strict=True)]
    child(NOW.isoformat(), *ondertekenen, "ronde=0", "ronde=1", "ronde=4")
    check_agreements(markt, aanbiedingen)
    check_round(ronde)


def check_agreements(markt: Markt, aanbiedingen: list[Aanbod]) -> None:
    assert Aanbod.objects.get(pk=aanbiedingen[0].pk).status == "AANGEBODEN"
    half = Overeenkomst.objects.all()
    assert [(o.status, o.documenten.count(), o.afspraken.count()) for o in half] == [("ONDERTEKENEN", 0, 0)] * 3
    assert len(actions.repair_signing(now=NOW + timedelta(minutes=5))) == 3
    for overeenkomst in Overeenkomst.objects.all():
        document = overeenkomst.last_document()
        assert (overeenkomst.status, overeenkomst.documenten.count()) == ("GELDIG", 1)
        assert overeenkomst.afspraken.count() == len(overeenkomst.aanbod.afspraken)
        assert zegel.check(bytes(document.pdf), verwacht=document.canoniek).geldig
    actions.sign_overeenkomst(aanbod=aanbiedingen[0], by=markt.tekenbevoegde, now=NOW)
    assert Overeenkomst.objects.count() == 4


def check_round(ronde: Ronde) -> None:
    aanbiedingen = Aanbod.objects.filter(aanvraag__rondes__ronde=ronde)
    assert aanbiedingen.count() == RondeRegel.objects.filter(status="AANGEBODEN").count() == 5
    assert rondewerk.run_rounds(now=lambda: NOW, drukker=lambda orders: (b"%PDF-" for _ in orders)) == 7
    ronde.refresh_from_db()
    assert ronde.status == "KLAAR"
    assert aanbiedingen.count() == aanbiedingen.values("aanvraag").distinct().count() == 12
    assert all(bytes(aanbod.pdf) for aanbod in aanbiedingen)
