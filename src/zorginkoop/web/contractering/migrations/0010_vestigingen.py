from django.db import migrations

INDEX = """
-- Which applications of an enterprise hold a place of care: asked before every offer.
CREATE INDEX aanvraag_vestigingen ON contractering_aanvraag
    USING gin ((registerfeiten -> 'vestigingen') jsonb_path_ops);
"""


class Migration(migrations.Migration):
    dependencies = [("contractering", "0009_volging_partijen")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX aanvraag_vestigingen;")]
