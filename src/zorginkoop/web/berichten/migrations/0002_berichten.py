from importlib.resources import files

from django.db import migrations

from zorginkoop.web.toegang import audit

HIER = files("zorginkoop.web.berichten")


class Migration(migrations.Migration):
    # The trigger stands on the table of what changed, which an app above this one keeps: only the database knows both.
    dependencies = [("berichten", "0001_initial"), ("api", "0002_mededelingen"), ("toegang", "0002_audit")]

    operations = [
        migrations.RunSQL((HIER / "berichten.sql").read_text(), (HIER / "berichten_weg.sql").read_text()),
        audit.audited("berichten_voorkeur"),
        audit.audited("berichten_agendalink", masked=("sha256",)),
        audit.audited("berichten_praktijkstart"),
        audit.audited("berichten_startpunt"),
    ]
