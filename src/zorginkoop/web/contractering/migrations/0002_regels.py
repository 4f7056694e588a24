from importlib.resources import files

from django.db import migrations

from zorginkoop.web.toegang import audit

HIER = files("zorginkoop.web.contractering")


class Migration(migrations.Migration):
    dependencies = [("contractering", "0001_initial"), ("toegang", "0002_audit")]

    operations = [
        migrations.RunSQL((HIER / "regels.sql").read_text(), (HIER / "regels_weg.sql").read_text()),
        audit.audited("contractering_aanvraag", masked=("iban",)),
        audit.audited("contractering_oordeel"),
        audit.audited("contractering_weigering"),
        audit.audited("contractering_aanbod", masked=("pdf",)),
        audit.audited("contractering_overeenkomst"),
        audit.audited("contractering_overeenkomstdocument", masked=("pdf", "canoniek")),
        audit.audited("contractering_mutatie"),
        audit.audited("contractering_afspraakrij"),
        audit.audited("contractering_volging", masked=("pakket",)),
        audit.audited("contractering_volgrij"),
    ]
