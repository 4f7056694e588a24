-- A practice has other roles than an insurer, whoever writes the row.
CREATE FUNCTION toegang_rol_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM toegang_organisatie WHERE id = NEW.organisatie_id
        AND (soort = 'PRAKTIJK') = (NEW.rol IN ('TEKENBEVOEGDE', 'INVULLER', 'LEZER'));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'role % does not fit this organisation', NEW.rol
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bevoegdheid_rol_past';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bevoegdheid_rol_past BEFORE INSERT OR UPDATE ON toegang_bevoegdheid
    FOR EACH ROW EXECUTE FUNCTION toegang_rol_past();
