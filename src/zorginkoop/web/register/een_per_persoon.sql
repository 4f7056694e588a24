-- Writers of one table wait for each other, so that the check below sees all there is.
CREATE FUNCTION register_op_de_beurt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(TG_TABLE_NAME, 0));
    RETURN NULL;
END $$;

-- Sorted by their begin, periods overlap exactly when one starts before its predecessor ends.
CREATE FUNCTION register_een_per_persoon() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    dubbel boolean;
BEGIN
    IF NOT EXISTS (SELECT FROM nieuw WHERE bekend_tot IS NULL) THEN RETURN NULL; END IF;
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM (
            SELECT geldig_van, lag(coalesce(geldig_tot, ''infinity'')) OVER (PARTITION BY bsn ORDER BY geldig_van) AS vorige_tot
            FROM %I WHERE bekend_tot IS NULL AND bsn IN (SELECT bsn FROM nieuw WHERE bekend_tot IS NULL)
        ) AS rijen WHERE vorige_tot > geldig_van)', TG_TABLE_NAME) INTO dubbel;
    IF dubbel THEN
        RAISE EXCEPTION 'overlapping periods of one person in %', TG_TABLE_NAME
            USING ERRCODE = 'exclusion_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_TABLE_NAME || '_een_tegelijk';
    END IF;
    RETURN NULL;
END $$;
