"""A bulk round as a whole: 5,000 admitted applications become 5,000 offers with their documents, by two processes.

Run as `python bench/bulkronde.py` on the world of `portaalwereld`: signed applications of one insurer are put back to
admitted, offered in one round as the portal does it, and counted.
"""

import json
import os
import subprocess
import sys
import time
from typing import Any

KERNEN, HOOGSTENS = 2, 5000
GRENS = 3
_TERUG = """UPDATE contractering_aanvraag SET status = 'TOEGELATEN' WHERE id IN (SELECT id FROM contractering_aanvraag
    WHERE (verzekeraar_id, beleid, beleidversie, status) = (%s, %s, %s, 'OVEREENGEKOMEN') ORDER BY id LIMIT %s)"""
_VRIJ = """WITH vrij AS (UPDATE contractering_aanbod SET status = 'INGETROKKEN' WHERE aanvraag_id IN (
    SELECT id FROM contractering_aanvraag WHERE status = 'TOEGELATEN') RETURNING id)
UPDATE contractering_overeenkomst SET van = '2000-01-01', tot = '2000-01-02' WHERE aanbod_id IN (SELECT id FROM vrij)"""


def measure(omgeving: dict[str, str]) -> list[dict[str, Any]]:
    """The round on the world that is there: offers a second, per core."""
    uit = subprocess.run([sys.executable, __file__], env=omgeving, check=True, capture_output=True, text=True)
    aantal, per_kern = json.loads(uit.stdout)
    naam = f"bulkronde: {aantal} aanbiedingen met document, per kern"
    return [{"naam": naam, "waarde": per_kern, "eenheid": "per seconde", "grens": GRENS, "gehaald": per_kern >= GRENS}]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorginkoop.web.config.settings")
    import django

    django.setup()
    from zorginkoop.web.contractering import bulkronde
    from zorginkoop.web.contractering.models import Aanbod
    from zorginkoop.web.toegang.klok import now
    from zorginkoop.web.toegang.models import Bevoegdheid

    wie = Bevoegdheid.objects.filter(rol="CONTRACTBEHEER", persoon__demo=True).order_by("pk").first()
    beleid, versie, _ = _put_back(wie.organisatie)
    ronde = bulkronde.prepare_round(
        verzekeraar=wie.organisatie, beleid=beleid, versie=versie, by=wie.persoon, now=now()
    )
    bulkronde.start_round(ronde=ronde, by=wie.persoon, now=now())
    begin = time.perf_counter()
    werk = [sys.executable, "-m", "zorginkoop.cli", "ronde", "voer-uit", "--processen", str(KERNEN)]
    subprocess.run(werk, check=True, stdout=subprocess.DEVNULL)
    duur = time.perf_counter() - begin
    ronde.refresh_from_db()
    gedaan = Aanbod.objects.filter(ronde__ronde=ronde, status="AANGEBODEN").exclude(pdf=b"").count()
    if ronde.status != "KLAAR" or gedaan != ronde.regels.count():
        raise RuntimeError(f"{gedaan} of {ronde.regels.count()} offers, the round is {ronde.status}")
    print(json.dumps([gedaan, round(gedaan / duur / KERNEN, 1)]))


def _put_back(verzekeraar: Any) -> tuple[str, str, int]:
    """Admit again what was agreed, under the policy with most agreements; which one, and how many."""
    from django.db import connection, transaction
    from django.db.models import Count

    from zorginkoop.web.contractering.models import Aanvraag

    klaar = Aanvraag.objects.filter(verzekeraar=verzekeraar, status="OVEREENGEKOMEN")
    meest = klaar.values_list("beleid", "beleidversie").annotate(aantal=Count("pk")).order_by("-aantal").first()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_TERUG, [verzekeraar.pk, *meest[:2], HOOGSTENS])
        cursor.execute(_VRIJ)
    return meest


if __name__ == "__main__":
    main()
