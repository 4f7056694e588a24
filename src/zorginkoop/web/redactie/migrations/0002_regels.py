from importlib.resources import files

from django.db import migrations

from zorginkoop.web.toegang import audit

HIER = files("zorginkoop.web.redactie")


class Migration(migrations.Migration):
    dependencies = [("redactie", "0001_initial"), ("toegang", "0002_audit")]

    operations = [
        migrations.RunSQL((HIER / "regels.sql").read_text(), (HIER / "regels_weg.sql").read_text()),
        audit.audited("redactie_concept"),
        audit.audited("redactie_meewerker"),
        audit.audited("redactie_publicatie"),
        audit.audited("redactie_intrekking"),
    ]
