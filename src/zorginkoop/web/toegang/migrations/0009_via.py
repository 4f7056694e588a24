import django.db.models.deletion
from django.db import migrations, models

EINDIGEN = """
-- What follows from a role at an enterprise ends with it, at the same moment.
CREATE FUNCTION toegang_via_eindigt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE toegang_bevoegdheid SET tot = greatest(van, NEW.tot)
    WHERE (persoon_id, rol, via_id) = (NEW.persoon_id, NEW.rol, NEW.organisatie_id) AND (tot IS NULL OR tot > NEW.tot);
    RETURN NULL;
END $$;
CREATE TRIGGER via_eindigt AFTER UPDATE OF tot ON toegang_bevoegdheid FOR EACH ROW
    WHEN (NEW.tot IS NOT NULL AND NEW.via_id IS NULL) EXECUTE FUNCTION toegang_via_eindigt();
"""


class Migration(migrations.Migration):
    dependencies = [("toegang", "0008_taal")]

    operations = [
        migrations.AddField(
            "bevoegdheid",
            "via",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="toegang.organisatie",
            ),
        ),
        migrations.RunSQL(EINDIGEN, "DROP FUNCTION toegang_via_eindigt() CASCADE;"),
    ]
