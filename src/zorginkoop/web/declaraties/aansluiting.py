"""Reconciling: what came in is what was judged, line by line and cent by cent, in every place it is written down."""

from django.db import connection

from zorginkoop.engine.totals import Aansluitfout
from zorginkoop.web.declaraties.models import Declaratiebestand

LIJNEN = """
    SELECT count(*), count(*) FILTER (WHERE uitkomst = 'AANGENOMEN'), count(*) FILTER (WHERE uitkomst = 'AANGEPAST'),
           count(*) FILTER (WHERE uitkomst = 'AFGEWEZEN'),
           coalesce(sum(CASE debetcredit WHEN 'C' THEN -bedrag_cent ELSE bedrag_cent END), 0),
           coalesce(sum(CASE debetcredit WHEN 'C' THEN -toegekend_cent ELSE toegekend_cent END), 0)
    FROM declaraties_declaratieregel WHERE bestand_id = %s
"""
DELEN = """
    SELECT coalesce(sum(regels), 0), coalesce(sum(aangenomen), 0), coalesce(sum(aangepast), 0),
           coalesce(sum(afgewezen), 0), coalesce(sum(ingediend_cent), 0), coalesce(sum(toegekend_cent), 0)
    FROM declaraties_deeldeclaratie WHERE bestand_id = %s
"""
WAT = ("regels", "aangenomen", "aangepast", "afgewezen", "ingediend_cent", "toegekend_cent")


def reconcile(*, bestand: Declaratiebestand) -> None:
    """Aansluitfout unless the stored lines, the parts per practice and the totals of the file are all equal, every line
    is accepted, adjusted or refused, and what was claimed is what is awarded plus what is cut.

    The number of lines and the claimed amount of the file were counted when it was read, before judging.
    """
    kop = {wat: getattr(bestand, wat) for wat in WAT}
    for plek, vraag in (("de regels", LIJNEN), ("de delen per praktijk", DELEN)):
        with connection.cursor() as cursor:
            cursor.execute(vraag, [bestand.pk])
            gevonden = dict(zip(WAT, map(int, cursor.fetchone()), strict=True))
        anders = [f"{wat}: {kop[wat]} en {gevonden[wat]}" for wat in WAT if kop[wat] != gevonden[wat]]
        if anders:
            raise Aansluitfout(f"Bestand {bestand.pk} sluit niet aan op {plek}. {'; '.join(anders)}")
    if kop["regels"] != kop["aangenomen"] + kop["aangepast"] + kop["afgewezen"]:
        raise Aansluitfout(f"Bestand {bestand.pk}: niet elke regel heeft precies één uitkomst")
    if bestand.ingediend_cent != bestand.toegekend_cent + bestand.gekort_cent:
        raise Aansluitfout(f"Bestand {bestand.pk}: ingediend is niet gelijk aan toegekend plus gekort")
