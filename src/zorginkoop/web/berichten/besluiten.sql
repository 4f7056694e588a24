-- What the other side decided about a budget, a request or an event: told in the transaction of the decision, under the
-- name of the owner of these functions, as in berichten.sql. Never an amount, an account number or a reason.
CREATE FUNCTION berichten_schrijf(
    wie bigint, soort text, verwijzing text, doel text, sleutel text, moment timestamptz
) RETURNS void LANGUAGE sql AS $$
    INSERT INTO berichten_bericht (organisatie_id, soort, verwijzing, doel, sleutel, tijdstip, verdeeld)
    SELECT wie, soort, verwijzing, doel, concat_ws(':', soort, wie, sleutel), coalesce(moment, now()), false
    WHERE wie IS NOT NULL
    ON CONFLICT (sleutel) DO NOTHING;
$$;

-- Every version that is sent in, and every decision on one, is told once. Of an out-of-hours service the two insurers
-- hear of each other.
CREATE FUNCTION berichten_uit_begroting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    nummer text := (SELECT max(v.nummer) FROM begroting_versie v WHERE v.begroting_id = NEW.id);
    laatste begroting_besluit;
    b record;
BEGIN
    SELECT * INTO laatste FROM begroting_besluit WHERE begroting_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF NEW.status = OLD.status AND NEW.ingediend_op IS NOT DISTINCT FROM OLD.ingediend_op THEN RETURN NULL; END IF;
    FOR b IN
        SELECT v.wie, v.soort, v.moment FROM (VALUES
            ('INGEDIEND',   NEW.verzekeraar_id, 'begroting_ontvangen',    NEW.ingediend_op, true),
            ('INGEDIEND',   NEW.tweede_id,      'begroting_ontvangen',    NEW.ingediend_op, true),
            ('INGETROKKEN', NEW.verzekeraar_id, 'begroting_ingetrokken',  NULL,             OLD.status <> 'CONCEPT'),
            ('INGETROKKEN', NEW.tweede_id,      'begroting_ingetrokken',  NULL,             OLD.status <> 'CONCEPT'),
            ('VOORGESTELD', NEW.verzekeraar_id, 'begroting_bevestigen',   laatste.op,       NEW.tweede_id IS NULL),
            ('VOORGESTELD', NEW.verzekeraar_id, 'begroting_medebesluit',  laatste.op,       NEW.tweede_id = laatste.namens_id),
            ('VOORGESTELD', NEW.tweede_id,      'begroting_medebesluit',  laatste.op,       NEW.tweede_id <> laatste.namens_id),
            ('AKKOORD',     NEW.praktijk_id,    'begroting_akkoord',      NEW.akkoord_op,   true),
            ('AKKOORD',     NEW.verzekeraar_id, 'begroting_medebesluit',  NEW.akkoord_op,   NEW.tweede_id = laatste.namens_id),
            ('AKKOORD',     NEW.tweede_id,      'begroting_medebesluit',  NEW.akkoord_op,   NEW.tweede_id <> laatste.namens_id),
            ('TERUG',       NEW.praktijk_id,    'begroting_terug',        laatste.op,       true),
            ('TERUG',       NEW.verzekeraar_id, 'begroting_medebesluit',  laatste.op,       NEW.tweede_id = laatste.namens_id),
            ('TERUG',       NEW.tweede_id,      'begroting_medebesluit',  laatste.op,       NEW.tweede_id <> laatste.namens_id)
        ) AS v (status, wie, soort, moment, mits) WHERE v.status = NEW.status AND v.mits
    LOOP
        PERFORM berichten_schrijf(b.wie, b.soort, NEW.kenmerk, NEW.kenmerk,
            concat_ws(':', NEW.kenmerk, nummer, NEW.status), b.moment::timestamptz);
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION berichten_uit_jaarstukken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE b begroting_begroting;
BEGIN
    SELECT * INTO b FROM begroting_begroting WHERE id = NEW.begroting_id;
    IF TG_OP = 'INSERT' THEN
        PERFORM berichten_schrijf(wie, 'jaarstukken_ontvangen', b.kenmerk, b.kenmerk, NEW.id::text, NEW.ingediend_op)
            FROM unnest(ARRAY[b.verzekeraar_id, b.tweede_id]) AS wie;
    ELSIF NEW.besproken_op IS NOT NULL AND OLD.besproken_op IS NULL THEN
        PERFORM berichten_schrijf(b.praktijk_id, 'jaarstukken_besproken', b.kenmerk, b.kenmerk, NEW.id::text,
            NEW.besproken_op);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION berichten_uit_nacalculatie() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE b begroting_begroting;
BEGIN
    SELECT * INTO b FROM begroting_begroting WHERE id = NEW.begroting_id;
    IF TG_OP = 'INSERT' THEN
        PERFORM berichten_schrijf(
            CASE WHEN NEW.voorgesteld_namens_id = b.verzekeraar_id THEN coalesce(b.tweede_id, b.verzekeraar_id)
                ELSE b.verzekeraar_id END,
            'begroting_bevestigen', b.kenmerk, b.kenmerk, 'nacalculatie:' || NEW.id, NEW.voorgesteld_op);
    ELSIF NEW.status <> OLD.status THEN
        PERFORM berichten_schrijf(
            CASE NEW.status WHEN 'VASTGESTELD' THEN b.praktijk_id ELSE NEW.voorgesteld_namens_id END,
            CASE NEW.status WHEN 'VASTGESTELD' THEN 'nacalculatie_vastgesteld' ELSE 'nacalculatie_afgewezen' END,
            b.kenmerk, b.kenmerk, NEW.id::text, NEW.besloten_op);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION berichten_uit_praktijkmanagement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM berichten_schrijf(NEW.verzekeraar_id, 'praktijkmanagement_ontvangen', NEW.kenmerk, NEW.kenmerk,
            NEW.kenmerk, NEW.ondertekend_op);
    ELSIF NEW.status <> OLD.status AND NEW.status = 'VOORGESTELD' THEN
        PERFORM berichten_schrijf(NEW.verzekeraar_id, 'praktijkmanagement_bevestigen', NEW.kenmerk, NEW.kenmerk,
            concat_ws(':', NEW.kenmerk, txid_current()), NULL);
    ELSIF NEW.status <> OLD.status AND NEW.status IN ('TOEGEKEND', 'AFGEWEZEN') THEN
        PERFORM berichten_schrijf(NEW.praktijk_id, 'praktijkmanagement_besloten', NEW.kenmerk, NEW.kenmerk,
            NEW.kenmerk, NEW.besloten_op);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION berichten_uit_vernieuwing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (NEW.status = 'INGEDIEND' AND OLD.status IN ('ONVOLLEDIG', 'GEEN_PRIORITEIT')) THEN
        PERFORM berichten_schrijf(NEW.verzekeraar_id, 'vernieuwing_ontvangen', NEW.kenmerk, NEW.kenmerk,
            concat_ws(':', NEW.kenmerk, (SELECT count(*) FROM begroting_antwoord WHERE vernieuwing_id = NEW.id)),
            CASE TG_OP WHEN 'INSERT' THEN NEW.ingediend_op END);
    END IF;
    RETURN NULL;
END $$;

-- A yes is told once a second person confirmed it, each of the other three answers at once.
CREATE FUNCTION berichten_uit_antwoord() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE v begroting_vernieuwing;
BEGIN
    SELECT * INTO v FROM begroting_vernieuwing WHERE id = NEW.vernieuwing_id;
    IF NEW.bevestigd THEN
        PERFORM berichten_schrijf(v.praktijk_id,
            CASE NEW.uitkomst WHEN 'onvolledig' THEN 'vernieuwing_onvolledig' ELSE 'vernieuwing_besloten' END,
            v.kenmerk, v.kenmerk, NEW.id::text, NEW.besloten_op);
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM berichten_schrijf(v.verzekeraar_id, 'vernieuwing_bevestigen', v.kenmerk, v.kenmerk, NEW.id::text,
            NEW.voorgesteld_op);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION berichten_uit_vooraankondiging() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM berichten_schrijf(NEW.volger_id, 'vernieuwing_aangekondigd', v.kenmerk, '', NEW.id::text, NEW.op)
        FROM begroting_vernieuwing v WHERE v.id = NEW.vernieuwing_id;
    RETURN NULL;
END $$;

-- An event found in the register is news to the practice too; what it told itself is not.
CREATE FUNCTION berichten_uit_gebeurtenis() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM berichten_schrijf(NEW.praktijk_id, 'verandering_gevonden', 'AGB ' || o.agb, NEW.id::text, NEW.id::text,
            NEW.gemeld_op)
        FROM toegang_organisatie o WHERE o.id = NEW.praktijk_id AND NEW.herkomst = 'REGISTER';
    RETURN NULL;
END $$;

CREATE FUNCTION berichten_uit_uitwerking() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    o contractering_overeenkomst;
    gemeld timestamptz := (SELECT gemeld_op FROM gebeurtenissen_gebeurtenis WHERE id = NEW.gebeurtenis_id);
BEGIN
    SELECT * INTO o FROM contractering_overeenkomst WHERE id = NEW.overeenkomst_id;
    IF TG_OP = 'INSERT' THEN
        PERFORM berichten_schrijf(NEW.verzekeraar_id, 'verandering_gemeld', o.kenmerk, NEW.id::text, NEW.id::text, gemeld);
    ELSIF NEW.status <> OLD.status AND NEW.status IN ('BEEINDIGD', 'DOORGELOPEN') THEN
        PERFORM berichten_schrijf(o.praktijk_id, 'verandering_besloten', o.kenmerk, NEW.gebeurtenis_id::text,
            NEW.id::text, NEW.besloten_op);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION berichten_uit_rekening() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE van text := (SELECT 'AGB ' || agb FROM toegang_organisatie WHERE id = NEW.praktijk_id);
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM berichten_schrijf(NEW.verzekeraar_id, 'rekening_opgegeven', van, NEW.id::text, NEW.id::text,
            NEW.opgegeven_op);
    ELSIF NEW.status <> OLD.status AND NEW.status IN ('IN_GEBRUIK', 'AFGEWEZEN') THEN
        PERFORM berichten_schrijf(NEW.praktijk_id, 'rekening_besloten', van, '', NEW.id::text, NEW.besloten_op);
    END IF;
    RETURN NULL;
END $$;

-- A draft of many changes waits for a second person. The practices hear of it when their own agreement changes.
CREATE FUNCTION berichten_uit_massawijziging() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM berichten_schrijf(NEW.verzekeraar_id, 'massa_opgesteld', NEW.kenmerk, NEW.kenmerk, NEW.kenmerk,
        NEW.opgesteld_op);
    RETURN NULL;
END $$;

-- A refusal after an objection was right: the first one was told already, under the reference of the application.
CREATE FUNCTION berichten_uit_oordeel() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM berichten_schrijf(a.praktijk_id, 'aanvraag_afgewezen', a.kenmerk, a.kenmerk,
            concat_ws(':', a.kenmerk, 'oordeel', NEW.id), NEW.op)
        FROM contractering_aanvraag a WHERE a.id = NEW.aanvraag_id AND NEW.uitkomst = 'GEWEIGERD' AND EXISTS (
            SELECT FROM contractering_bezwaar b JOIN contractering_gesprek g ON g.id = b.gesprek_id
            WHERE g.aanvraag_id = a.id AND b.status = 'GEGROND');
    RETURN NULL;
END $$;

CREATE TRIGGER zz_berichten AFTER INSERT ON contractering_oordeel
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_oordeel();
CREATE TRIGGER zz_berichten AFTER UPDATE ON begroting_begroting
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_begroting();
CREATE TRIGGER zz_berichten AFTER INSERT OR UPDATE ON begroting_jaarstukken
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_jaarstukken();
CREATE TRIGGER zz_berichten AFTER INSERT OR UPDATE ON begroting_nacalculatie
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_nacalculatie();
CREATE TRIGGER zz_berichten AFTER INSERT OR UPDATE ON begroting_praktijkmanagement
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_praktijkmanagement();
CREATE TRIGGER zz_berichten AFTER INSERT OR UPDATE ON begroting_vernieuwing
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_vernieuwing();
CREATE TRIGGER zz_berichten AFTER INSERT OR UPDATE ON begroting_antwoord
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_antwoord();
CREATE TRIGGER zz_berichten AFTER INSERT ON begroting_vooraankondiging
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_vooraankondiging();
CREATE TRIGGER zz_berichten AFTER INSERT ON gebeurtenissen_gebeurtenis
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_gebeurtenis();
CREATE TRIGGER zz_berichten AFTER INSERT OR UPDATE ON gebeurtenissen_uitwerking
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_uitwerking();
CREATE TRIGGER zz_berichten AFTER INSERT OR UPDATE ON gebeurtenissen_rekeningwijziging
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_rekening();
CREATE TRIGGER zz_berichten AFTER INSERT ON gebeurtenissen_massawijziging
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_massawijziging();
