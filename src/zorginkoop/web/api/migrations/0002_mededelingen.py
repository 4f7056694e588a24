from importlib.resources import files

from django.db import migrations

from zorginkoop.web.toegang import audit

HIER = files("zorginkoop.web.api")


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_initial"),
        ("contractering", "0003_aanbod_niet_aangenomen"),
        ("toegang", "0002_audit"),
    ]

    operations = [
        migrations.RunSQL(
            (HIER / "mededelingen.sql").read_text(), (HIER / "mededelingen_weg.sql").read_text()
        ),
        audit.audited("api_systeem", masked=("geheim_sha256",)),
        audit.audited("api_abonnement"),
    ]
