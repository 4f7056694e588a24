from importlib.resources import files

from django.db import migrations, models

from zorginkoop.adapters.naschrift import niveau_van
from zorginkoop.adapters.pdf import controlecode

AANGROEI = (files("zorginkoop.web.contractering") / "aangroei.sql").read_text()
WEG = """
DROP FUNCTION contractering_alleen_aangroeien() CASCADE;
CREATE TRIGGER nooit_anders BEFORE UPDATE OR DELETE ON contractering_overeenkomstdocument
    FOR EACH ROW EXECUTE FUNCTION contractering_nooit_anders();
"""
NIVEAUS = ["B-B", "B-T", "B-LTA"]


def fill(apps, schema_editor):
    """The level and the code of what was sealed before; both follow from the document itself."""
    model = apps.get_model("contractering", "OvereenkomstDocument")
    for document in model.objects.iterator(chunk_size=100):
        model.objects.filter(pk=document.pk).update(
            niveau=niveau_van(bytes(document.pdf)), controlecode=controlecode(document.canoniek)
        )


class Migration(migrations.Migration):
    dependencies = [("contractering", "0003_aanbod_niet_aangenomen")]

    operations = [
        migrations.AddField(
            "overeenkomstdocument",
            "niveau",
            models.CharField(max_length=5, choices=[(n, n) for n in NIVEAUS], default="B-B"),
            preserve_default=False,
        ),
        migrations.AddField("overeenkomstdocument", "controlecode", models.CharField(max_length=19, null=True)),
        migrations.AlterField(
            "overeenkomstdocument", "sha256", models.CharField(max_length=64, db_index=True)
        ),
        migrations.RunSQL(
            "DROP TRIGGER nooit_anders ON contractering_overeenkomstdocument;", migrations.RunSQL.noop
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE;", migrations.RunSQL.noop),
        migrations.AlterField(
            "overeenkomstdocument", "controlecode", models.CharField(max_length=19, unique=True)
        ),
        migrations.AddConstraint(
            "overeenkomstdocument",
            models.CheckConstraint(condition=models.Q(niveau__in=tuple(NIVEAUS)), name="document_niveau"),
        ),
        migrations.RunSQL(AANGROEI, WEG),
    ]
