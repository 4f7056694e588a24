import django.db.models.deletion
from django.db import migrations, models

PARTIJEN = """
-- An offer belongs to the parties of its application, a change to those of its agreement; they never change.
ALTER FUNCTION contractering_volging_partijen() RENAME TO contractering_partijen_van_overeenkomst;
CREATE FUNCTION contractering_partijen_van_aanvraag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT praktijk_id, verzekeraar_id INTO NEW.praktijk_id, NEW.verzekeraar_id
    FROM contractering_aanvraag WHERE id = NEW.aanvraag_id;
    RETURN NEW;
END $$;
CREATE TRIGGER a_partijen BEFORE INSERT OR UPDATE ON contractering_aanbod
    FOR EACH ROW EXECUTE FUNCTION contractering_partijen_van_aanvraag();
CREATE TRIGGER a_partijen BEFORE INSERT OR UPDATE ON contractering_mutatie
    FOR EACH ROW EXECUTE FUNCTION contractering_partijen_van_overeenkomst();
"""
PARTIJEN_WEG = """
DROP TRIGGER a_partijen ON contractering_mutatie;
DROP FUNCTION contractering_partijen_van_aanvraag() CASCADE;
ALTER FUNCTION contractering_partijen_van_overeenkomst() RENAME TO contractering_volging_partijen;
"""
VULLEN = """
ALTER TABLE contractering_aanbod DISABLE TRIGGER USER;
UPDATE contractering_aanbod b SET praktijk_id = a.praktijk_id, verzekeraar_id = a.verzekeraar_id
FROM contractering_aanvraag a WHERE a.id = b.aanvraag_id;
ALTER TABLE contractering_aanbod ENABLE TRIGGER USER;
ALTER TABLE contractering_mutatie DISABLE TRIGGER USER;
UPDATE contractering_mutatie m SET praktijk_id = o.praktijk_id, verzekeraar_id = o.verzekeraar_id
FROM contractering_overeenkomst o WHERE o.id = m.overeenkomst_id;
ALTER TABLE contractering_mutatie ENABLE TRIGGER USER;
SET CONSTRAINTS ALL IMMEDIATE;
"""
VOLGBOEKEN = {"volger": "verzekeraar", "verzekeraar": "volger"}
PAREN = [(model, naam) for model in ("aanbod", "mutatie") for naam in ("praktijk", "verzekeraar")]


def partij(leeg: bool) -> models.ForeignKey:
    return models.ForeignKey(
        null=leeg, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="toegang.organisatie"
    )


def volgboek(wie: str, ander: str) -> models.Index:
    """All that a count asks, and who may see it, without the rows themselves."""
    velden, erbij = [wie, "-beschikbaar_op", "-id"], ["praktijk", ander, "status"]
    return models.Index(fields=velden, include=erbij, name=f"volging_van_{wie}")


AANBIEDINGEN = models.Index(
    fields=["verzekeraar", "-aangeboden_op", "-id"], include=["praktijk", "status"], name="aanbod_van_verzekeraar"
)


class Migration(migrations.Migration):
    dependencies = [("contractering", "0010_vestigingen")]

    operations = [
        *(migrations.AddField(model, naam, partij(leeg=True)) for model, naam in PAREN),
        migrations.RunSQL(VULLEN, migrations.RunSQL.noop),
        *(migrations.AlterField(model, naam, partij(leeg=False)) for model, naam in PAREN),
        migrations.RunSQL(PARTIJEN, PARTIJEN_WEG),
        *(migrations.RemoveIndex("volging", f"volging_van_{wie}") for wie in VOLGBOEKEN),
        *(migrations.AddIndex("volging", volgboek(wie, ander)) for wie, ander in VOLGBOEKEN.items()),
        migrations.AddIndex("aanbod", AANBIEDINGEN),
    ]
