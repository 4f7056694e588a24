"""The return message of a judged file, and the release of its amounts for payment."""

from datetime import datetime

import pyarrow as pa
from django.utils import timezone
from psycopg.sql import SQL

from zorginkoop.adapters import vektis
from zorginkoop.web.declaraties import opslag
from zorginkoop.web.declaraties.aansluiting import reconcile
from zorginkoop.web.declaraties.models import Declaratiebestand
from zorginkoop.web.declaraties.ontvangen import locked
from zorginkoop.web.declaraties.oordelen import with_return_codes
from zorginkoop.web.declaraties.states import move
from zorginkoop.web.declaraties.tabellen import copy_out
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon

OORDELEN = """
    SELECT row_number() OVER (ORDER BY nummer) - 1, uitkomst, toegekend_cent, array_to_string(redenen, ',')
    FROM declaraties_declaratieregel WHERE bestand_id = {bestand} ORDER BY nummer
"""
SCHEMA = pa.schema(
    [("regel_id", pa.int64()), ("uitkomst", pa.string()), ("toegekend_cent", pa.int64()), ("redenen", pa.string())]
)


def write_retour(*, bestand: Declaratiebestand, by: Persoon, now: datetime) -> bytes:
    """Write the return message of a judged file from the stored outcomes and keep it. Returns its bytes."""
    with acting(by):
        vers = locked(bestand)
        bericht = vektis.lees_bytes(opslag.fetch(vers.sha256), naam=vers.bestandsnaam)
        oordelen = with_return_codes(copy_out(SQL(OORDELEN).format(bestand=vers.pk), SCHEMA))
        fouten = vektis.controleer(bericht) if vers.aantal_fouten else []
        dag = timezone.localdate(now)
        retour = vektis.schrijf_retour(bericht, oordelen, referentie=f"{vers.pk}", dagtekening=dag, fouten=fouten)
        move(vers, "RETOUR", van="BEOORDEELD", retour_sha256=opslag.keep(retour), retour_op=now)
    return retour


def make_payable(*, bestand: Declaratiebestand, by: Persoon) -> Declaratiebestand:
    """Let the awarded amounts be paid, after everything reconciles once more."""
    with acting(by):
        vers = locked(bestand)
        reconcile(bestand=vers)
        move(vers, "BETAALBAAR", van="RETOUR")
    return vers
