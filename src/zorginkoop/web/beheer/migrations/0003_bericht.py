from django.db import migrations

BERICHT = """
-- A role waits for a second person: told in the transaction of the proposal, as in berichten/besluiten.sql; no name.
CREATE FUNCTION berichten_uit_rolvoorstel() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$ BEGIN
    PERFORM berichten_schrijf(NEW.organisatie_id, 'rol_bevestigen', concat('rolvoorstel ', NEW.id), NEW.id::text,
        NEW.id::text, NEW.voorgesteld_op);
    RETURN NULL;
END $$;
CREATE TRIGGER bericht AFTER INSERT ON beheer_voorstel FOR EACH ROW WHEN (NEW.status = 'OPEN')
    EXECUTE FUNCTION berichten_uit_rolvoorstel();
"""


class Migration(migrations.Migration):
    dependencies = [("beheer", "0002_spoor"), ("berichten", "0004_besluiten")]

    operations = [migrations.RunSQL(BERICHT, "DROP FUNCTION berichten_uit_rolvoorstel() CASCADE")]
