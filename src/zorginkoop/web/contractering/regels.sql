-- What the tables alone cannot say. A range of one value stands in for "=" in an exclusion constraint, so that no
-- extension is needed; a code or policy name takes part as its 64-bit hash.

-- Of one agreement, no two rows for the same code and age on the same day, at any moment of what we knew.
ALTER TABLE contractering_afspraakrij ADD CONSTRAINT afspraak_geen_overlap EXCLUDE USING gist (
    int8range(overeenkomst_id, overeenkomst_id, '[]') WITH &&,
    int8range(hashtextextended(prestatiecode, 0), hashtextextended(prestatiecode, 0), '[]') WITH &&,
    int4range(leeftijd_van::int, leeftijd_tot::int) WITH &&,
    daterange(van, tot) WITH &&,
    tstzrange(bekend_van, bekend_tot) WITH &&
);

-- Of one practice with one insurer, no two agreements of the same policy on the same day.
ALTER TABLE contractering_overeenkomst ADD CONSTRAINT overeenkomst_geen_overlap EXCLUDE USING gist (
    int8range(praktijk_id, praktijk_id, '[]') WITH &&,
    int8range(verzekeraar_id, verzekeraar_id, '[]') WITH &&,
    int8range(hashtextextended(beleid, 0), hashtextextended(beleid, 0), '[]') WITH &&,
    daterange(van, tot) WITH &&
);

-- A signed row is added or closed once, and for the rest stays as it was.
CREATE FUNCTION contractering_alleen_sluiten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.bekend_tot IS NULL
        AND to_jsonb(NEW) - 'bekend_tot' = to_jsonb(OLD) - 'bekend_tot' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% rows are only added and closed: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_alleen_sluiten';
END $$;
CREATE TRIGGER alleen_sluiten BEFORE UPDATE OR DELETE ON contractering_afspraakrij
    FOR EACH ROW EXECUTE FUNCTION contractering_alleen_sluiten();
CREATE TRIGGER alleen_sluiten BEFORE UPDATE OR DELETE ON contractering_volgrij
    FOR EACH ROW EXECUTE FUNCTION contractering_alleen_sluiten();

-- A sealed document never changes.
CREATE FUNCTION contractering_nooit_anders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% never changes: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_nooit_anders';
END $$;
CREATE TRIGGER nooit_anders BEFORE UPDATE OR DELETE ON contractering_overeenkomstdocument
    FOR EACH ROW EXECUTE FUNCTION contractering_nooit_anders();

-- Once submitted, what the application was judged on stays as it was.
CREATE FUNCTION contractering_bevroren() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'CONCEPT' AND (NEW.antwoorden, NEW.registerfeiten, NEW.toets, NEW.ingediend_op, NEW.volledig_op,
        NEW.beleid, NEW.beleidversie, NEW.praktijk_id, NEW.verzekeraar_id)
        IS DISTINCT FROM (OLD.antwoorden, OLD.registerfeiten, OLD.toets, OLD.ingediend_op, OLD.volledig_op,
        OLD.beleid, OLD.beleidversie, OLD.praktijk_id, OLD.verzekeraar_id) THEN
        RAISE EXCEPTION 'a submitted application is frozen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'aanvraag_bevroren';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bevroren BEFORE UPDATE ON contractering_aanvraag
    FOR EACH ROW EXECUTE FUNCTION contractering_bevroren();
