CREATE TABLE toegang_wijziging (
    seq        bigserial PRIMARY KEY,
    tijdstip   timestamptz NOT NULL DEFAULT clock_timestamp(),
    tabel      text NOT NULL,
    rij_id     text,
    actie      text NOT NULL CHECK (actie IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')),
    oud        jsonb,
    nieuw      jsonb,
    door       text DEFAULT nullif(current_setting('zorginkoop.door', true), ''),
    transactie bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)
);
CREATE INDEX toegang_wijziging_rij ON toegang_wijziging (tabel, rij_id, seq);

-- First argument: the primary key. The others: columns whose value is not copied.
CREATE FUNCTION toegang_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    oud   jsonb;
    nieuw jsonb;
    kolom text;
    veranderd boolean;
BEGIN
    IF TG_OP <> 'INSERT' THEN oud := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN nieuw := to_jsonb(NEW); END IF;
    IF oud = nieuw THEN RETURN NULL; END IF;
    FOR i IN 1 .. TG_NARGS - 1 LOOP
        kolom := TG_ARGV[i];
        veranderd := oud -> kolom IS DISTINCT FROM nieuw -> kolom AND TG_OP = 'UPDATE';
        IF oud ->> kolom <> '' THEN oud := oud || jsonb_build_object(kolom, '***'); END IF;
        IF nieuw ->> kolom <> '' THEN
            nieuw := nieuw || jsonb_build_object(kolom, CASE WHEN veranderd THEN '*** gewijzigd' ELSE '***' END);
        END IF;
    END LOOP;
    INSERT INTO toegang_wijziging (tabel, rij_id, actie, oud, nieuw)
    VALUES (TG_TABLE_NAME, coalesce(nieuw, oud) ->> TG_ARGV[0], TG_OP, oud, nieuw);
    RETURN NULL;
END $$;

CREATE FUNCTION toegang_log_leeg() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO toegang_wijziging (tabel, actie) VALUES (TG_TABLE_NAME, 'TRUNCATE');
    RETURN NULL;
END $$;

CREATE FUNCTION toegang_weiger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'toegang_wijziging only grows: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER alleen_groeien BEFORE UPDATE OR DELETE ON toegang_wijziging
    FOR EACH ROW EXECUTE FUNCTION toegang_weiger();
CREATE TRIGGER nooit_leeg BEFORE TRUNCATE ON toegang_wijziging
    FOR EACH STATEMENT EXECUTE FUNCTION toegang_weiger();
