-- What was released stays as it was; what was withdrawn had not begun.
CREATE FUNCTION redactie_alleen_toevoegen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are only added: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_alleen_toevoegen';
END $$;
CREATE TRIGGER alleen_toevoegen BEFORE UPDATE OR DELETE ON redactie_publicatie
    FOR EACH ROW EXECUTE FUNCTION redactie_alleen_toevoegen();
CREATE TRIGGER alleen_toevoegen BEFORE UPDATE OR DELETE ON redactie_intrekking
    FOR EACH ROW EXECUTE FUNCTION redactie_alleen_toevoegen();

CREATE FUNCTION redactie_op_tijd_ingetrokken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.op >= (SELECT publiceren_op FROM redactie_publicatie WHERE id = NEW.publicatie_id) THEN
        RAISE EXCEPTION 'the version already counts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'intrekking_op_tijd';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER op_tijd BEFORE INSERT ON redactie_intrekking
    FOR EACH ROW EXECUTE FUNCTION redactie_op_tijd_ingetrokken();

-- Nobody who worked on a draft releases it.
CREATE FUNCTION redactie_vier_ogen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM redactie_meewerker
               WHERE concept_id = NEW.concept_id AND persoon_id = NEW.vrijgegeven_door_id) THEN
        RAISE EXCEPTION 'who worked on a draft does not release it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'publicatie_vier_ogen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER vier_ogen BEFORE INSERT ON redactie_publicatie
    FOR EACH ROW EXECUTE FUNCTION redactie_vier_ogen();

-- Once released or withdrawn a draft is history.
CREATE FUNCTION redactie_concept_klaar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status IN ('VRIJGEGEVEN', 'INGETROKKEN') THEN
        RAISE EXCEPTION 'this draft is finished'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'concept_klaar';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER klaar BEFORE UPDATE ON redactie_concept
    FOR EACH ROW EXECUTE FUNCTION redactie_concept_klaar();
