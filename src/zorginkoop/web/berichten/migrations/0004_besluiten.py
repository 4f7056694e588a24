from importlib.resources import files

from django.db import migrations

HIER = files("zorginkoop.web.berichten")


class Migration(migrations.Migration):
    dependencies = [
        ("berichten", "0003_gesprekken"),
        ("begroting", "0002_regels"),
        ("contractering", "0008_bewijs"),
        ("gebeurtenissen", "0002_audit"),
    ]

    operations = [
        migrations.RunSQL((HIER / "besluiten.sql").read_text(), (HIER / "besluiten_weg.sql").read_text()),
    ]
