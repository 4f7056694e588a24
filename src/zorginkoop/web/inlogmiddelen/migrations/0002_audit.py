from django.db import migrations

from zorginkoop.web.toegang.audit import audited


class Migration(migrations.Migration):
    dependencies = [("inlogmiddelen", "0001_initial"), ("toegang", "0002_audit")]

    operations = [
        audited("inlogmiddelen_certificaat"),
        audited("inlogmiddelen_passkey", masked=("publieke_sleutel",)),
        audited("inlogmiddelen_extern"),
        audited("inlogmiddelen_inlog"),
    ]
