-- Who may see a change gets one row for it, in the transaction of the change itself.
CREATE FUNCTION api_meld(wie bigint, soort text, kenmerk text, status text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO api_mededeling (transactie, organisatie_id, soort, kenmerk, status, tijdstip)
    VALUES (pg_current_xact_id()::text::bigint, wie, soort, kenmerk, status, clock_timestamp());
$$;

-- A draft is nobody's business but that of the practice.
CREATE FUNCTION api_meld_aanvraag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.status = OLD.status THEN RETURN NULL; END IF;
    PERFORM api_meld(NEW.praktijk_id, 'aanvraag', NEW.kenmerk, NEW.status);
    IF NEW.ingediend_op IS NOT NULL THEN
        PERFORM api_meld(NEW.verzekeraar_id, 'aanvraag', NEW.kenmerk, NEW.status);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION api_meld_aanbod() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE a contractering_aanvraag;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.status = OLD.status THEN RETURN NULL; END IF;
    SELECT * INTO a FROM contractering_aanvraag WHERE id = NEW.aanvraag_id;
    PERFORM api_meld(a.praktijk_id, 'aanbod', NEW.id::text, NEW.status);
    PERFORM api_meld(a.verzekeraar_id, 'aanbod', NEW.id::text, NEW.status);
    RETURN NULL;
END $$;

CREATE FUNCTION api_meld_overeenkomst() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'GELDIG' THEN RETURN NULL; END IF;
    IF TG_OP = 'UPDATE' AND NEW.status = OLD.status
        AND NEW.volgen_toegestaan_op IS NOT DISTINCT FROM OLD.volgen_toegestaan_op THEN RETURN NULL; END IF;
    PERFORM api_meld(NEW.praktijk_id, 'overeenkomst', NEW.kenmerk, NEW.status);
    PERFORM api_meld(NEW.verzekeraar_id, 'overeenkomst', NEW.kenmerk, NEW.status);
    RETURN NULL;
END $$;

-- A second version of the paper means that the rows of a running agreement changed.
CREATE FUNCTION api_meld_versie() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE o contractering_overeenkomst;
BEGIN
    IF NEW.versie = 1 THEN RETURN NULL; END IF;
    SELECT * INTO o FROM contractering_overeenkomst WHERE id = NEW.overeenkomst_id;
    PERFORM api_meld(o.praktijk_id, 'overeenkomst', o.kenmerk, 'GEWIJZIGD');
    PERFORM api_meld(o.verzekeraar_id, 'overeenkomst', o.kenmerk, 'GEWIJZIGD');
    RETURN NULL;
END $$;

CREATE FUNCTION api_meld_mutatie() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE o contractering_overeenkomst;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.status = OLD.status THEN RETURN NULL; END IF;
    SELECT * INTO o FROM contractering_overeenkomst WHERE id = NEW.overeenkomst_id;
    PERFORM api_meld(o.praktijk_id, 'mutatie', NEW.id::text, NEW.status);
    PERFORM api_meld(o.verzekeraar_id, 'mutatie', NEW.id::text, NEW.status);
    RETURN NULL;
END $$;

-- Available again always comes with a new version, so the version alone tells it.
CREATE FUNCTION api_meld_volging() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE o contractering_overeenkomst;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.versie = OLD.versie AND NEW.status IN (OLD.status, 'BESCHIKBAAR') THEN
        RETURN NULL;
    END IF;
    SELECT * INTO o FROM contractering_overeenkomst WHERE id = NEW.overeenkomst_id;
    PERFORM api_meld(NEW.volger_id, 'volging', NEW.id::text, NEW.status);
    PERFORM api_meld(o.praktijk_id, 'volging', NEW.id::text, NEW.status);
    PERFORM api_meld(o.verzekeraar_id, 'volging', NEW.id::text, NEW.status);
    RETURN NULL;
END $$;

CREATE TRIGGER zz_api AFTER INSERT OR UPDATE ON contractering_aanvraag
    FOR EACH ROW EXECUTE FUNCTION api_meld_aanvraag();
CREATE TRIGGER zz_api AFTER INSERT OR UPDATE ON contractering_aanbod
    FOR EACH ROW EXECUTE FUNCTION api_meld_aanbod();
CREATE TRIGGER zz_api AFTER INSERT OR UPDATE ON contractering_overeenkomst
    FOR EACH ROW EXECUTE FUNCTION api_meld_overeenkomst();
CREATE TRIGGER zz_api AFTER INSERT ON contractering_overeenkomstdocument
    FOR EACH ROW EXECUTE FUNCTION api_meld_versie();
CREATE TRIGGER zz_api AFTER INSERT OR UPDATE ON contractering_mutatie
    FOR EACH ROW EXECUTE FUNCTION api_meld_mutatie();
CREATE TRIGGER zz_api AFTER INSERT OR UPDATE ON contractering_volging
    FOR EACH ROW EXECUTE FUNCTION api_meld_volging();
