-- A sealed document never changes. The one exception is that proof is added behind it: what was sealed stays in front,
-- byte for byte, and the level of the seal goes up.
CREATE FUNCTION contractering_alleen_aangroeien() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND substring(NEW.pdf FOR length(OLD.pdf)) = OLD.pdf
        AND length(NEW.pdf) > length(OLD.pdf)
        AND NEW.sha256 = encode(sha256(NEW.pdf), 'hex')
        AND array_position(ARRAY['B-B', 'B-T', 'B-LTA'], NEW.niveau::text)
            > array_position(ARRAY['B-B', 'B-T', 'B-LTA'], OLD.niveau::text)
        AND to_jsonb(NEW) - '{pdf,sha256,niveau}'::text[] = to_jsonb(OLD) - '{pdf,sha256,niveau}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% never changes: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_nooit_anders';
END $$;
CREATE TRIGGER nooit_anders BEFORE UPDATE OR DELETE ON contractering_overeenkomstdocument
    FOR EACH ROW EXECUTE FUNCTION contractering_alleen_aangroeien();
