from django.db import migrations

from zorginkoop.web.toegang import audit

NOOIT = """
CREATE TRIGGER nooit_anders BEFORE UPDATE OR DELETE ON {tabel}
    FOR EACH ROW EXECUTE FUNCTION contractering_nooit_anders();
"""


class Migration(migrations.Migration):
    dependencies = [("begroting", "0001_initial"), ("contractering", "0002_regels"), ("toegang", "0002_audit")]

    operations = [
        *(
            migrations.RunSQL(NOOIT.format(tabel=tabel), f"DROP TRIGGER nooit_anders ON {tabel}")
            for tabel in ("begroting_versie", "begroting_besluit")
        ),
        audit.audited("begroting_begroting"),
        audit.audited("begroting_versie"),
        audit.audited("begroting_besluit"),
        audit.audited("begroting_jaarstukken"),
        audit.audited("begroting_nacalculatie"),
        audit.audited("begroting_praktijkmanagement"),
        audit.audited("begroting_vernieuwing"),
        audit.audited("begroting_antwoord"),
        audit.audited("begroting_vooraankondiging"),
    ]
