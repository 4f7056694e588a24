-- Writers of one table wait for each other, so that the check below sees all there is.
CREATE OR REPLACE FUNCTION register_op_de_beurt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(TG_TABLE_NAME, 0));
    RETURN NULL;
END $$;

-- Sorted by their begin, periods overlap exactly when one starts before its predecessor ends.
-- A few new rows are looked up one by one. Many are checked by reading the whole table in order, without a join: in the
-- statement that fills a table the planner does not know its size yet, and a nested loop over millions would never end.
CREATE OR REPLACE FUNCTION register_een_per_persoon() RETURNS trigger LANGUAGE plpgsql SET work_mem = '256MB' AS $$
DECLARE
    personen text[];
    keuze text := '';
    dubbel boolean;
BEGIN
    personen := ARRAY(SELECT bsn FROM nieuw WHERE bekend_tot IS NULL LIMIT 1001);
    IF cardinality(personen) = 0 THEN RETURN NULL; END IF;
    IF cardinality(personen) <= 1000 THEN keuze := 'AND bsn = ANY ($1)'; END IF;
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM (
            SELECT geldig_van, lag(coalesce(geldig_tot, ''infinity'')) OVER (PARTITION BY bsn ORDER BY geldig_van) AS vorige_tot
            FROM %I WHERE bekend_tot IS NULL %s
        ) AS rijen WHERE vorige_tot > geldig_van)', TG_TABLE_NAME, keuze) INTO dubbel USING personen;
    IF dubbel THEN
        RAISE EXCEPTION 'overlapping periods of one person in %', TG_TABLE_NAME
            USING ERRCODE = 'exclusion_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_TABLE_NAME || '_een_tegelijk';
    END IF;
    RETURN NULL;
END $$;
