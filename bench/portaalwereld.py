"""A portal in its busiest season: a demonstration of a hundred practices, copied row for row to ten thousand.

The copies are made by the database from the rows themselves, whatever columns they have: other numbers, another
practice, and each agreement again at four other insurers. Run as `python bench/portaalwereld.py` with ZORGINKOOP_VAR
set to an empty folder; it prints the number of rows per kind.
"""

import json
import os
from collections.abc import Iterator

PRAKTIJKEN, KEER, VERZEKERAARS = 100, 105, 5
AUDITREGELS = 2_000_000
STAP = 1_000_000
"""Numbers between one copy and the next: more than there are rows of any kind in the demonstration."""
APPS = ("contractering", "begroting", "gebeurtenissen", "berichten")


def main() -> None:
    os.environ["ZORGINKOOP_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorginkoop.web.config.settings")
    import django

    django.setup()
    from zorginkoop.web.demo import start

    start.run(praktijken=PRAKTIJKEN, verzekerden=2000, regels=500, als_json=False)
    print(json.dumps(_multiply()))


def _multiply() -> dict[str, int]:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        # Nothing but the rows: the audit trail of a season is made below, and a copy needs no checks of its own.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_INSURERS, [VERZEKERAARS])
        for tabel, sql in _statements():
            cursor.execute(sql, {"keer": KEER, "verzekeraars": VERZEKERAARS, "stap": STAP})
            print(tabel, cursor.rowcount, flush=True)
        cursor.execute(_AUDIT, [AUDITREGELS])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # what the server does of itself in the night after such a day
    return _counts()


def _counts() -> dict[str, int]:
    from zorginkoop.web.contractering.models import AfspraakRij, Overeenkomst
    from zorginkoop.web.toegang.models import Organisatie, Wijziging

    return {
        "praktijken": Organisatie.objects.filter(soort="PRAKTIJK").count(),
        "overeenkomsten": Overeenkomst.objects.count(),
        "afspraken": AfspraakRij.objects.count(),
        "auditregels": Wijziging.objects.count(),
    }


def _statements() -> Iterator[tuple[str, str]]:
    from django.apps import apps

    yield "toegang_organisatie", _PRACTICES
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if model._meta.managed:
                yield model._meta.db_table, _copy_of(model)


def _copy_of(model: type) -> str:
    """The statement that copies a table: its own numbers, and those of what it points at, moved along."""
    kolommen = [veld.column for veld in model._meta.concrete_fields]
    namen, waarden = (
        ", ".join(delen) for delen in ([f'"{k}"' for k in kolommen], map(_copied, model._meta.concrete_fields))
    )
    tabel = f'"{model._meta.db_table}"'
    return f"""INSERT INTO {tabel} ({namen}) WITH {_RING} SELECT {waarden} FROM {tabel} k,
        generate_series(0, %(keer)s - 1) n, generate_series(0, %(verzekeraars)s - 1) m
        WHERE (n, m) <> (0, 0) ON CONFLICT DO NOTHING"""


def _copied(veld: object) -> str:
    """The value of a column in copy `n` at the `m`-th next insurer."""
    from zorginkoop.web.toegang.models import Organisatie

    kolom, naar = f'k."{veld.column}"', veld.related_model
    if veld.primary_key or (naar is not None and naar._meta.app_label in APPS):
        return f"{kolom} + (n * 10 + m) * %(stap)s"
    if naar is Organisatie:  # insurers go round together, so that two different ones stay two
        plek = f"((SELECT plek FROM ring WHERE id = {kolom}) + m) %% %(verzekeraars)s"
        verder = f"(SELECT id FROM ring WHERE plek = {plek})"
        return f"CASE WHEN {kolom} IN (SELECT id FROM ring) THEN {verder} ELSE {kolom} + n * 10 * %(stap)s END"
    if veld.get_internal_type() == "BinaryField":
        return "'%%PDF'::bytea"
    return f"substr({kolom}, 1, 3) || upper(substr(md5({kolom} || n || m), 1, 8))" if veld.unique else kolom


_RING = (
    "ring AS MATERIALIZED (SELECT id, row_number() OVER (ORDER BY uzovi) - 1 AS plek"
    " FROM toegang_organisatie WHERE soort = 'VERZEKERAAR')"
)
_INSURERS = """
INSERT INTO toegang_organisatie (soort, naam, uzovi, thema)
SELECT 'VERZEKERAAR', 'Zorgverzekeraar ' || n, 9990 + n, '' FROM generate_series(1,
    %s - (SELECT count(*) FROM toegang_organisatie WHERE soort = 'VERZEKERAAR')) n"""
_PRACTICES = """
INSERT INTO toegang_organisatie (id, soort, naam, agb, thema)
SELECT k.id + n * 10 * %(stap)s, k.soort, k.naam || ' ' || n, (10000000 + k.id * %(keer)s + n)::text, k.thema
FROM toegang_organisatie k, generate_series(1, %(keer)s - 1) n WHERE k.soort = 'PRAKTIJK'"""
_AUDIT = """
INSERT INTO toegang_wijziging (tijdstip, tabel, rij_id, actie, nieuw, door)
SELECT now() - n * interval '1 second', 'contractering_afspraakrij', (n %% 200000)::text, 'INSERT',
    jsonb_build_object('tarief_cent', n), 'belasting' FROM generate_series(1, %s) n"""

if __name__ == "__main__":
    main()
