-- A judged line stays as it was. Only once may be noted which later credit line took it back.
CREATE FUNCTION declaraties_regel_vast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.gecrediteerd_door_id IS NULL AND NEW.gecrediteerd_door_id IS NOT NULL
        AND OLD.debetcredit = 'D' AND OLD.uitkomst <> 'AFGEWEZEN'
        AND to_jsonb(NEW) - 'gecrediteerd_door_id' = to_jsonb(OLD) - 'gecrediteerd_door_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a judged claim line never changes: % is refused', TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = 'declaratieregel_vast';
END $$;
CREATE TRIGGER regel_vast BEFORE UPDATE OR DELETE ON declaraties_declaratieregel
    FOR EACH ROW EXECUTE FUNCTION declaraties_regel_vast();

-- A part of a file is paid once and for the rest stays as it was counted.
CREATE FUNCTION declaraties_deel_vast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.betaling_id IS NULL
        AND to_jsonb(NEW) - 'betaling_id' = to_jsonb(OLD) - 'betaling_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a part of a claim file is counted once and paid once: % is refused', TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = 'deeldeclaratie_vast';
END $$;
CREATE TRIGGER deel_vast BEFORE UPDATE OR DELETE ON declaraties_deeldeclaratie
    FOR EACH ROW EXECUTE FUNCTION declaraties_deel_vast();

-- A payment never changes, nor what its batch tells the bank.
CREATE FUNCTION declaraties_betaling_vast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'declaraties_betaalbatch'
        AND to_jsonb(NEW) - ARRAY['status', 'vrijgegeven_op', 'vrijgegeven_door_id']
          = to_jsonb(OLD) - ARRAY['status', 'vrijgegeven_op', 'vrijgegeven_door_id'] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% never changes: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_vast';
END $$;
CREATE TRIGGER betaling_vast BEFORE UPDATE OR DELETE ON declaraties_betaling
    FOR EACH ROW EXECUTE FUNCTION declaraties_betaling_vast();
CREATE TRIGGER batch_vast BEFORE UPDATE OR DELETE ON declaraties_betaalbatch
    FOR EACH ROW EXECUTE FUNCTION declaraties_betaling_vast();

-- New lines belong to a file that is being judged and to signed rows that exist: checked for all of them at once.
CREATE FUNCTION declaraties_regel_hoort() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT bestand_id FROM nieuw) n
               LEFT JOIN declaraties_declaratiebestand b ON b.id = n.bestand_id AND b.status = 'GECONTROLEERD'
               WHERE b.id IS NULL)
        OR EXISTS (SELECT FROM (SELECT DISTINCT overeenkomst_id AS id FROM nieuw) n
               LEFT JOIN contractering_overeenkomst o USING (id) WHERE n.id IS NOT NULL AND o.id IS NULL)
        OR EXISTS (SELECT FROM (SELECT DISTINCT overeenkomst_id, afspraak_id AS id FROM nieuw) n
               LEFT JOIN contractering_afspraakrij a USING (id)
               WHERE n.id IS NOT NULL AND a.overeenkomst_id IS DISTINCT FROM n.overeenkomst_id) THEN
        RAISE EXCEPTION 'a claim line must belong to a checked file and to signed rows of one agreement'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'declaratieregel_hoort';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER regel_hoort AFTER INSERT ON declaraties_declaratieregel
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT EXECUTE FUNCTION declaraties_regel_hoort();

-- What lines refer to stays.
CREATE FUNCTION declaraties_blijft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is referred to by claims: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'declaratie_verwijst';
END $$;
CREATE TRIGGER blijft BEFORE DELETE ON declaraties_declaratiebestand
    FOR EACH ROW EXECUTE FUNCTION declaraties_blijft();
