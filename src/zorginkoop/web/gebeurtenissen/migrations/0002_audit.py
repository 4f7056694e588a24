from django.db import migrations

from zorginkoop.web.toegang import audit


class Migration(migrations.Migration):
    dependencies = [("gebeurtenissen", "0001_initial"), ("toegang", "0002_audit")]

    operations = [
        audit.audited("gebeurtenissen_gebeurtenis"),
        audit.audited("gebeurtenissen_uitwerking"),
        audit.audited("gebeurtenissen_rekeningwijziging", masked=("iban",)),
        audit.audited("gebeurtenissen_massawijziging"),
        audit.audited("gebeurtenissen_massaregel", masked=("uitleg",)),
        audit.audited("gebeurtenissen_volgbeleid"),
    ]
