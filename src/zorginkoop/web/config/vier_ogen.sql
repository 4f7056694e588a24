-- Nobody approves their own request, however many accounts they have: the two people in a row must be two people, also
-- when each of them is another account. Run after every migration, like afscherming.sql.
CREATE OR REPLACE FUNCTION vier_ogen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    een   bigint;
    ander bigint;
BEGIN
    EXECUTE format('SELECT ($1).%I, ($1).%I', TG_ARGV[0], TG_ARGV[1]) INTO een, ander USING NEW;
    IF een IS NOT NULL AND ander IS NOT NULL AND
        (SELECT count(DISTINCT natuurlijk_persoon) FROM toegang_persoon WHERE id IN (een, ander)) < 2 THEN
        RAISE EXCEPTION '%_vier_ogen: two people must have looked at this', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_vier_ogen';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION vier_ogen_meewerkers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM redactie_meewerker m JOIN toegang_persoon p ON p.id = m.persoon_id
               JOIN toegang_persoon v ON v.natuurlijk_persoon = p.natuurlijk_persoon
               WHERE m.concept_id = NEW.concept_id AND v.id = NEW.vrijgegeven_door_id) THEN
        RAISE EXCEPTION 'publicatie_vier_ogen: who worked on a draft does not release it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publicatie_vier_ogen';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION pg_temp.twee_mensen(
    tabel text, een text, ander text, wanneer text DEFAULT 'true', naam text DEFAULT 'twee_mensen')
    RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass(tabel) IS NULL THEN RETURN; END IF;
    EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE INSERT OR UPDATE ON %I FOR EACH ROW WHEN (%s) '
        'EXECUTE FUNCTION vier_ogen(%L, %L)', naam, tabel, wanneer, een, ander);
EXCEPTION WHEN undefined_column THEN
    RAISE WARNING 'geen vier ogen voor %: %', tabel, SQLERRM;
END $$;

SELECT pg_temp.twee_mensen('contractering_weigering', 'voorgesteld_door_id', 'besloten_door_id');
SELECT pg_temp.twee_mensen('contractering_mutatie', 'aangevraagd_door_id', 'besloten_door_id', 'NEW.status = ''VERWERKT''');
SELECT pg_temp.twee_mensen('contractering_tekenregeling', 'voorgesteld_door_id', 'bevestigd_door_id');
SELECT pg_temp.twee_mensen('declaraties_betaalbatch', 'gemaakt_door_id', 'vrijgegeven_door_id');
SELECT pg_temp.twee_mensen('redactie_publicatie', 'voorgesteld_door_id', 'vrijgegeven_door_id');
SELECT pg_temp.twee_mensen('gebeurtenissen_rekeningwijziging', 'gecontroleerd_door_id', 'besloten_door_id',
    'NEW.status = ''IN_GEBRUIK''');
SELECT pg_temp.twee_mensen('gebeurtenissen_uitwerking', 'voorgesteld_door_id', 'besloten_door_id');
SELECT pg_temp.twee_mensen('gebeurtenissen_massawijziging', 'opgesteld_door_id', 'goedgekeurd_door_id');
SELECT pg_temp.twee_mensen('gebeurtenissen_volgbeleid', 'voorgesteld_door_id', 'goedgekeurd_door_id');
SELECT pg_temp.twee_mensen('begroting_nacalculatie', 'voorgesteld_door_id', 'besloten_door_id', 'NEW.status <> ''AFGEWEZEN''');
SELECT pg_temp.twee_mensen('begroting_praktijkmanagement', 'voorgesteld_door_id', 'besloten_door_id',
    'NEW.status = ''TOEGEKEND''');
SELECT pg_temp.twee_mensen('begroting_antwoord', 'voorgesteld_door_id', 'besloten_door_id', 'NEW.uitkomst = ''start''');
-- Nobody gives themselves a role, proposes one for themselves or confirms their own.
SELECT pg_temp.twee_mensen('beheer_voorstel', 'voorgesteld_door_id', 'besloten_door_id', 'NEW.status = ''BEVESTIGD''');
SELECT pg_temp.twee_mensen('beheer_voorstel', 'persoon_id', 'voorgesteld_door_id', 'true', 'niet_voor_zichzelf');
SELECT pg_temp.twee_mensen('beheer_voorstel', 'persoon_id', 'besloten_door_id', 'NEW.status = ''BEVESTIGD''',
    'niet_door_zichzelf');

-- Nor does anybody become another human being than was recorded: a person writes the own row, but never this of it.
CREATE OR REPLACE FUNCTION zelfde_mens() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'persoon_zelfde_mens: whose account this is, others record'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'persoon_zelfde_mens';
END $$;
DO $$ BEGIN
    CREATE OR REPLACE TRIGGER zelfde_mens BEFORE UPDATE ON toegang_persoon FOR EACH ROW
        WHEN (NEW.natuurlijk_persoon <> OLD.natuurlijk_persoon AND current_setting('role', true) = 'zorginkoop_app')
        EXECUTE FUNCTION zelfde_mens();
EXCEPTION WHEN undefined_table OR undefined_column THEN NULL;  -- halfway the migrations
END $$;

-- Nobody alone gives a role that decides: when a person gives one, another confirmed it that very day, and every
-- confirmation gives one role. Nobody makes a role that ends last longer, or another; and only who runs the portal,
-- which is no person, confirms in its name.
CREATE OR REPLACE FUNCTION door_een_mens() RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT current_setting('role', true) = 'zorginkoop_app'
        OR strpos(coalesce(current_setting('zorginkoop.door', true), ''), '@') > 0 $$;

CREATE OR REPLACE FUNCTION vertrouwde_rol() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.persoon_id, NEW.organisatie_id, NEW.rol, NEW.van) = (OLD.persoon_id, OLD.organisatie_id, OLD.rol, OLD.van)
            AND coalesce(NEW.tot, 'infinity') <= coalesce(OLD.tot, 'infinity') THEN RETURN NEW; END IF;
    ELSIF (SELECT count(*) FROM beheer_voorstel WHERE status = 'BEVESTIGD' AND (persoon_id, organisatie_id, rol) =
            (NEW.persoon_id, NEW.organisatie_id, NEW.rol) AND (besloten_op AT TIME ZONE 'Europe/Amsterdam')::date = NEW.van)
        > (SELECT count(*) FROM toegang_bevoegdheid WHERE (persoon_id, organisatie_id, rol, van) =
            (NEW.persoon_id, NEW.organisatie_id, NEW.rol, NEW.van)) THEN RETURN NEW;
    END IF;
    RAISE EXCEPTION 'bevoegdheid_vier_ogen: nobody alone gives this role'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'bevoegdheid_vier_ogen';
END $$;

CREATE OR REPLACE FUNCTION niet_namens_portaal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'voorstel_door_portaal: only who runs the portal'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'voorstel_door_portaal';
END $$;
DO $$ BEGIN
    IF to_regclass('beheer_voorstel') IS NOT NULL THEN
        CREATE OR REPLACE TRIGGER vertrouwde_rol BEFORE INSERT OR UPDATE ON toegang_bevoegdheid FOR EACH ROW
            WHEN (NEW.rol NOT IN ('INVULLER', 'LEZER', 'COMPLIANCE') AND door_een_mens()) EXECUTE FUNCTION vertrouwde_rol();
        CREATE OR REPLACE TRIGGER niet_namens_portaal BEFORE INSERT OR UPDATE ON beheer_voorstel FOR EACH ROW
            WHEN (NEW.status = 'PORTAAL' AND door_een_mens()) EXECUTE FUNCTION niet_namens_portaal();
    END IF;
END $$;
DO $$ BEGIN
    IF to_regclass('redactie_publicatie') IS NOT NULL THEN
        CREATE OR REPLACE TRIGGER twee_mensen_meewerkers BEFORE INSERT ON redactie_publicatie
            FOR EACH ROW EXECUTE FUNCTION vier_ogen_meewerkers();
    END IF;
END $$;
