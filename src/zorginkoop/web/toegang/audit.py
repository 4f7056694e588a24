"""The audit trail: every changed row of an audited table, written by triggers in the database.

Triggers see what an ORM hook misses: bulk updates, `queryset.update()` and plain SQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from django.db import connection, migrations, transaction

from zorginkoop.web.toegang.models import Persoon

INSTALL = (files(__package__) / "audit.sql").read_text()
REMOVE = """
DROP TABLE toegang_wijziging;
DROP FUNCTION toegang_log();
DROP FUNCTION toegang_log_leeg();
DROP FUNCTION toegang_weiger();
"""


def audited(table: str, *, masked: tuple[str, ...] = (), pk: str = "id") -> migrations.RunSQL:
    """The migration operation that has every change of `table` logged from then on.

    The values of `masked` columns are never copied; the trail only says that they changed.
    """
    if not all(name.isidentifier() for name in (table, pk, *masked)):
        raise ValueError(f"not plain SQL names: {table}, {pk}, {masked}")
    arguments = ", ".join(f"'{name}'" for name in (pk, *masked))
    return migrations.RunSQL(
        f'CREATE TRIGGER zz_audit AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION toegang_log({arguments}); "
        f'CREATE TRIGGER zz_audit_leeg AFTER TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION toegang_log_leeg();",
        f'DROP TRIGGER zz_audit ON "{table}"; DROP TRIGGER zz_audit_leeg ON "{table}";',
    )


@contextmanager
def acting(by: Persoon | str) -> Iterator[None]:
    """One transaction whose changes are logged in the name of `by`: a person, or the name of a process."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('zorginkoop.door', true)")
        (before,) = cursor.fetchone()
        set_actor(by)
        yield
        set_actor(before or "")


def set_actor(by: Persoon | str) -> None:
    """Name the actor for the rest of the running transaction."""
    name = by if isinstance(by, str) else f"{by.email} via {by.via}" if by.via else by.email
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('zorginkoop.door', %s, true)", [name])
