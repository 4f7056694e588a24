from importlib.resources import files

from django.db import migrations

from zorginkoop.web.toegang import audit

ROL = (files("zorginkoop.web.toegang") / "rol.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("toegang", "0001_initial"), ("otp_totp", "0003_add_timestamps")]

    operations = [
        migrations.RunSQL(audit.INSTALL, audit.REMOVE),
        migrations.RunSQL(ROL, "DROP FUNCTION toegang_rol_past() CASCADE"),
        audit.audited("toegang_organisatie"),
        audit.audited("toegang_persoon", masked=("password",)),
        audit.audited("toegang_bevoegdheid"),
        audit.audited("otp_totp_totpdevice", masked=("key",)),
    ]
