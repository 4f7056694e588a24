"""Row-level security in the database: every table is closed for the application, except as written here and in the
SQL file beside it. A new table that is named in neither shows nobody anything.

Installed after every `migrate`, so it is never older than the code, and never forgets a table that came later.
"""

import hashlib
from importlib.resources import files

from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

from zorginkoop.web.toegang.afscherming import ROL

POLICIES = (files(__package__) / "afscherming.sql").read_text()
FOUR_EYES = (files(__package__) / "vier_ogen.sql").read_text()
ALLES, LEZEN = "SELECT, INSERT, UPDATE, DELETE", "SELECT"
OPEN: dict[str, tuple[str, str]] = {
    "django_session": (ALLES, "de sleutel van een sessie is zelf het geheim; er staat in voor wie iemand werkt"),
    "django_content_type": (LEZEN, "namen van tabellen, van niemand"),
    "django_migrations": (LEZEN, "welke versie van de database dit is"),
    "auth_permission": (LEZEN, "deel van Django, hier niet in gebruik"),
    "auth_group": (LEZEN, "deel van Django, hier niet in gebruik"),
    "auth_group_permissions": (LEZEN, "deel van Django, hier niet in gebruik"),
    "register_zorgverlener": (LEZEN, "openbaar AGB-register"),
    "register_vestiging": (LEZEN, "openbaar AGB-register"),
    "register_onderneming": (LEZEN, "openbaar AGB-register"),
    "register_relatie": (LEZEN, "openbaar AGB-register"),
    "register_kernregio": (LEZEN, "regio's uit gepubliceerd beleid"),
}
"""Tables without policies: what the application may do with them, and why everybody may see all of it."""
GESLOTEN: dict[str, str] = {
    "toegang_inlogpoging": "geteld voordat iemand is ingelogd",
    "otp_totp_totpdevice": "alleen nodig bij het inloggen",
    "api_tokenpoging": "geteld voordat een systeem is ingelogd",
}
"""Tables the application itself sees no row of, and why that is enough."""
MAAK_ROL = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zorginkoop_app') THEN
        CREATE ROLE zorginkoop_app NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of this server made it just now
END $$;
DO $$ BEGIN
    IF NOT pg_has_role(current_user, 'zorginkoop_app', 'MEMBER') THEN
        EXECUTE format('GRANT zorginkoop_app TO %I', current_user);
    END IF;
END $$;
"""
TABELLEN = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"
)
STEMPEL = "SELECT obj_description('public'::regnamespace, 'pg_namespace')"


def install() -> None:
    """Bring the database in line with this module; does nothing when it already is."""
    with connection.cursor() as cursor:
        cursor.execute(TABELLEN)
        tabellen = [naam for (naam,) in cursor.fetchall()]
        stempel = f"afscherming {_fingerprint(tabellen)}"
        cursor.execute(STEMPEL)
        if cursor.fetchone() == (stempel,):
            return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MAAK_ROL)
        for tabel in tabellen:
            cursor.execute(_closed(tabel))
        cursor.execute(FOUR_EYES)
        cursor.execute(POLICIES)
        cursor.execute(SQL("COMMENT ON SCHEMA public IS {}").format(stempel))


def _fingerprint(tabellen: list[str]) -> str:
    alles = repr((POLICIES, FOUR_EYES, OPEN, MAAK_ROL, tabellen))
    return hashlib.sha256(alles.encode()).hexdigest()


def _closed(tabel: str) -> SQL:
    """Nobody but the owner sees or does anything; of an open table what `OPEN` says."""
    naam, rol = Identifier(tabel), Identifier(ROL)
    dicht = SQL("REVOKE ALL ON {} FROM {};").format(naam, rol)
    if tabel in OPEN:
        rechten = SQL(OPEN[tabel][0])
        return dicht + SQL("ALTER TABLE {0} DISABLE ROW LEVEL SECURITY; GRANT {1} ON {0} TO {2}").format(
            naam, rechten, rol
        )
    return dicht + SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(naam)
