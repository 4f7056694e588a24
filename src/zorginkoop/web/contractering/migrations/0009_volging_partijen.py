import django.db.models.deletion
from django.db import migrations, models

PARTIJEN = """
-- A following belongs to the parties of its agreement, which never change.
CREATE FUNCTION contractering_volging_partijen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT praktijk_id, verzekeraar_id INTO NEW.praktijk_id, NEW.verzekeraar_id
    FROM contractering_overeenkomst WHERE id = NEW.overeenkomst_id;
    RETURN NEW;
END $$;
CREATE TRIGGER a_partijen BEFORE INSERT OR UPDATE ON contractering_volging
    FOR EACH ROW EXECUTE FUNCTION contractering_volging_partijen();
"""
PARTIJEN_WEG = "DROP FUNCTION contractering_volging_partijen() CASCADE;"
VULLEN = """
ALTER TABLE contractering_volging DISABLE TRIGGER USER;
UPDATE contractering_volging v SET praktijk_id = o.praktijk_id, verzekeraar_id = o.verzekeraar_id
FROM contractering_overeenkomst o WHERE o.id = v.overeenkomst_id;
ALTER TABLE contractering_volging ENABLE TRIGGER USER;
SET CONSTRAINTS ALL IMMEDIATE;
"""


def partij(leeg: bool) -> models.ForeignKey:
    return models.ForeignKey(
        null=leeg, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="toegang.organisatie"
    )


class Migration(migrations.Migration):
    dependencies = [("contractering", "0008_bewijs"), ("toegang", "0002_audit")]

    operations = [
        *(migrations.AddField("volging", naam, partij(leeg=True)) for naam in ("praktijk", "verzekeraar")),
        migrations.RunSQL(VULLEN, migrations.RunSQL.noop),
        *(migrations.AlterField("volging", naam, partij(leeg=False)) for naam in ("praktijk", "verzekeraar")),
        migrations.RunSQL(PARTIJEN, PARTIJEN_WEG),
        migrations.AddIndex(
            "volging", models.Index(fields=["volger", "-beschikbaar_op"], name="volging_van_volger")
        ),
        migrations.AddIndex(
            "volging", models.Index(fields=["verzekeraar", "-beschikbaar_op"], name="volging_van_verzekeraar")
        ),
    ]
