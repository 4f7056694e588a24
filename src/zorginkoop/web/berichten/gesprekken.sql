-- Whoever is written to hears of it; a decision on an objection is for the practice. Never what was written.
CREATE FUNCTION berichten_uit_gesprek() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    a contractering_aanvraag;
    naar_praktijk boolean;
    wat text;
BEGIN
    SELECT x.* INTO a FROM contractering_aanvraag x JOIN contractering_gesprek g ON g.aanvraag_id = x.id
        WHERE g.id = NEW.gesprek_id;
    IF TG_TABLE_NAME = 'contractering_bezwaar' THEN
        IF NEW.status = OLD.status OR NEW.status NOT IN ('GEGROND', 'ONGEGROND') THEN RETURN NULL; END IF;
        naar_praktijk := true;
        wat := 'bezwaar_besloten';
    ELSE
        naar_praktijk := to_jsonb(NEW) ->> 'kant' = 'VERZEKERAAR';
        wat := CASE WHEN naar_praktijk THEN 'gesprek_praktijk' ELSE 'gesprek_verzekeraar' END;
    END IF;
    INSERT INTO berichten_bericht (organisatie_id, soort, verwijzing, doel, sleutel, tijdstip, verdeeld)
    VALUES (CASE WHEN naar_praktijk THEN a.praktijk_id ELSE a.verzekeraar_id END, wat, a.kenmerk, a.kenmerk,
        concat_ws(':', wat, NEW.id),
        coalesce((to_jsonb(NEW) ->> 'op')::timestamptz, (to_jsonb(NEW) ->> 'besloten_op')::timestamptz, now()), false)
    ON CONFLICT (sleutel) DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER zz_berichten AFTER INSERT ON contractering_gespreksbericht
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_gesprek();
CREATE TRIGGER zz_berichten AFTER UPDATE ON contractering_bezwaar
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_gesprek();
