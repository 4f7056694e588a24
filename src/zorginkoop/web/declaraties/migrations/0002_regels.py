from importlib.resources import files

from django.db import migrations

from zorginkoop.web.toegang import audit

HIER = files("zorginkoop.web.declaraties")


class Migration(migrations.Migration):
    dependencies = [("declaraties", "0001_initial"), ("toegang", "0002_audit")]

    operations = [
        migrations.RunSQL((HIER / "regels.sql").read_text(), (HIER / "regels_weg.sql").read_text()),
        audit.audited("declaraties_declaratiebestand", masked=("technische_fouten", "totalen")),
        audit.audited("declaraties_deeldeclaratie"),
        audit.audited("declaraties_betaalrekening", masked=("iban",)),
        audit.audited("declaraties_betaalbatch", masked=("xml",)),
        audit.audited("declaraties_betaling", masked=("iban",)),
    ]
