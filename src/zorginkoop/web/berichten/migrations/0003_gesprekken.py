from importlib.resources import files

from django.db import migrations

HIER = files("zorginkoop.web.berichten")


class Migration(migrations.Migration):
    dependencies = [("berichten", "0002_berichten"), ("contractering", "0006_gesprek")]

    operations = [
        migrations.RunSQL(
            (HIER / "gesprekken.sql").read_text(), "DROP FUNCTION berichten_uit_gesprek() CASCADE;"
        ),
    ]
