"""Empty the database for a new demonstration; refuse when it holds anything that a demonstration did not make."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.toegang.models import Persoon


def marker() -> Path:
    """The file that says: what is in this database was made by a demonstration."""
    return Path(settings.VAR) / "demo" / "gestart"


def prepare() -> None:
    """An empty database of the current form, marked as a demonstration."""
    call_command("migrate", verbosity=0, interactive=False)
    if not marker().exists() and Persoon.objects.exists():
        melding = "Deze database is in gebruik en niet door een demonstratie gevuld; er is niets veranderd"
        raise Gebruikersfout(melding, plaats="demo")
    marker().parent.mkdir(parents=True, exist_ok=True)
    marker().touch()
    _truncate()


@transaction.atomic
def _truncate() -> None:
    """All tables of the application at once. The triggers that keep the audit trail would refuse, so they rest."""
    tabellen = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    tabellen |= {naam for naam in connection.introspection.table_names() if naam.startswith("toegang_")}
    tabellen -= {"django_content_type", "auth_permission"}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(SQL(", ").join(map(Identifier, sorted(tabellen))))
        )
