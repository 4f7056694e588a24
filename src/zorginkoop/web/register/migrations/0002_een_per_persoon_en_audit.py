"""Overlap checks on the insured side, and the audit trail on what providers are known by."""

from django.db import migrations

from zorginkoop.web.register.constraints import ONE_PER_PERSON, one_per_person
from zorginkoop.web.toegang.audit import audited

AUDITED = ("zorgverlener", "vestiging", "onderneming", "relatie", "kernregio")


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial"), ("toegang", "0002_audit")]
    operations = [
        migrations.RunSQL(
            ONE_PER_PERSON,
            "DROP FUNCTION register_een_per_persoon(); DROP FUNCTION register_op_de_beurt();",
        ),
        one_per_person("register_verzekering"),
        one_per_person("register_inschrijving"),
        *(audited(f"register_{naam}") for naam in AUDITED),
    ]
