-- A message comes from what changed (api_mededeling), in the transaction of the change. The list says who hears what;
-- `eens` are told once per record. The moment is that of the record where it has one. Told under the name of whoever
-- owns this function, because who makes the change may not write for the other side.
CREATE FUNCTION berichten_uit_mededeling() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    r record;
    zijde text;
    b record;
BEGIN
    SELECT * INTO r FROM berichten_record(NEW.soort, NEW.kenmerk, NEW.status);
    IF NOT FOUND THEN RETURN NULL; END IF;
    zijde := CASE NEW.organisatie_id WHEN r.praktijk THEN 'praktijk' WHEN r.verzekeraar THEN 'verzekeraar'
        WHEN r.volger THEN 'volger' END;
    SELECT v.bericht, v.eens INTO b FROM (VALUES
        ('praktijk',    'aanvraag',     'AFGEWEZEN',             'aanvraag_afgewezen',     true),
        ('praktijk',    'aanbod',       'AANGEBODEN',            'aanbod_ontvangen',       true),
        ('praktijk',    'aanbod',       'VERVALLEN',             'aanbod_vervallen',       true),
        ('praktijk',    'aanbod',       'INGETROKKEN',           'aanbod_ingetrokken',     true),
        ('praktijk',    'overeenkomst', 'GELDIG',                'overeenkomst_gesloten',  true),
        ('praktijk',    'overeenkomst', 'GEWIJZIGD',             'overeenkomst_gewijzigd', false),
        ('praktijk',    'mutatie',      'AANGEVRAAGD',           'wijziging_aangekondigd', true),
        ('praktijk',    'mutatie',      'GEWEIGERD',             'wijziging_geweigerd',    true),
        ('praktijk',    'volging',      'VERWERKT',              'volging_besloten',       false),
        ('praktijk',    'volging',      'WIJKT_AF',              'volging_besloten',       false),
        ('praktijk',    'volging',      'GEWEIGERD',             'volging_besloten',       false),
        ('verzekeraar', 'aanvraag',     'BEOORDELING',           'aanvraag_ontvangen',     true),
        ('verzekeraar', 'aanvraag',     'TOEGELATEN',            'aanvraag_ontvangen',     true),
        ('verzekeraar', 'aanvraag',     'WEIGERING_VOORGESTELD', 'weigering_voorgesteld',  false),
        ('verzekeraar', 'aanvraag',     'INGETROKKEN',           'aanvraag_ingetrokken',   true),
        ('verzekeraar', 'aanbod',       'GEWEIGERD',             'aanbod_geweigerd',       true),
        ('verzekeraar', 'aanbod',       'VERVALLEN',             'aanbod_niet_getekend',   true),
        ('verzekeraar', 'overeenkomst', 'GELDIG',                'overeenkomst_getekend',  true),
        ('verzekeraar', 'mutatie',      'AANGEVRAAGD',           'wijziging_gevraagd',     true),
        ('verzekeraar', 'mutatie',      'INGETROKKEN',           'wijziging_ingetrokken',  true),
        ('volger',      'volging',      'BESCHIKBAAR',           'volging_beschikbaar',    false)
    ) AS v (kant, soort, status, bericht, eens)
    WHERE (v.kant, v.soort, v.status) = (zijde, NEW.soort, NEW.status);
    -- Who asked for a change need not be told of it.
    IF NOT FOUND OR b.bericht = (CASE WHEN r.van_praktijk THEN 'wijziging_aangekondigd' ELSE 'wijziging_gevraagd' END) THEN
        RETURN NULL;
    END IF;
    INSERT INTO berichten_bericht (organisatie_id, soort, verwijzing, doel, sleutel, tijdstip, verdeeld)
    VALUES (NEW.organisatie_id, b.bericht, r.verwijzing, NEW.kenmerk,
        concat_ws(':', b.bericht, NEW.organisatie_id, NEW.kenmerk, CASE WHEN NOT b.eens THEN NEW.id END),
        coalesce(r.moment, NEW.tijdstip), false)
    ON CONFLICT (sleutel) DO NOTHING;
    RETURN NULL;
END $$;

-- The parties of what changed, the reference people know, and the moment the record itself gives for the change.
CREATE FUNCTION berichten_record(
    soort text, kenmerk text, status text,
    OUT praktijk bigint, OUT verzekeraar bigint, OUT volger bigint, OUT verwijzing text, OUT moment timestamptz,
    OUT van_praktijk boolean
) RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT a.praktijk_id, a.verzekeraar_id, NULL::bigint, a.kenmerk, CASE berichten_record.status
            WHEN 'AFGEWEZEN' THEN greatest(a.ingediend_op,
                (SELECT max(op) FROM contractering_oordeel WHERE aanvraag_id = a.id),
                (SELECT max(besloten_op) FROM contractering_weigering WHERE aanvraag_id = a.id))
            WHEN 'WEIGERING_VOORGESTELD' THEN
                (SELECT max(voorgesteld_op) FROM contractering_weigering WHERE aanvraag_id = a.id)
            WHEN 'INGETROKKEN' THEN NULL ELSE a.ingediend_op END, NULL::boolean
    FROM contractering_aanvraag a WHERE berichten_record.soort = 'aanvraag' AND a.kenmerk = berichten_record.kenmerk
    UNION ALL
    SELECT a.praktijk_id, a.verzekeraar_id, NULL, a.kenmerk, CASE berichten_record.status
            WHEN 'AANGEBODEN' THEN b.aangeboden_op WHEN 'VERVALLEN' THEN b.vervalt_op END, NULL
    FROM contractering_aanbod b JOIN contractering_aanvraag a ON a.id = b.aanvraag_id
    WHERE b.id = CASE WHEN berichten_record.soort = 'aanbod' THEN berichten_record.kenmerk::bigint END
    UNION ALL
    SELECT o.praktijk_id, o.verzekeraar_id, NULL, o.kenmerk, CASE berichten_record.status
            WHEN 'GELDIG' THEN o.ondertekend_op
            ELSE (SELECT max(gemaakt_op) FROM contractering_overeenkomstdocument WHERE overeenkomst_id = o.id) END, NULL
    FROM contractering_overeenkomst o
    WHERE berichten_record.soort = 'overeenkomst' AND o.kenmerk = berichten_record.kenmerk
    UNION ALL
    SELECT o.praktijk_id, o.verzekeraar_id, NULL, o.kenmerk, coalesce(m.besloten_op, m.volledig_op),
        m.grond = 'MUTATIE_PRAKTIJK'
    FROM contractering_mutatie m JOIN contractering_overeenkomst o ON o.id = m.overeenkomst_id
    WHERE m.id = CASE WHEN berichten_record.soort = 'mutatie' THEN berichten_record.kenmerk::bigint END
    UNION ALL
    SELECT o.praktijk_id, o.verzekeraar_id, v.volger_id, o.kenmerk,
        CASE WHEN berichten_record.status = 'BESCHIKBAAR' THEN v.beschikbaar_op ELSE v.besloten_op END, NULL
    FROM contractering_volging v JOIN contractering_overeenkomst o ON o.id = v.overeenkomst_id
    WHERE v.id = CASE WHEN berichten_record.soort = 'volging' THEN berichten_record.kenmerk::bigint END
$$;

CREATE TRIGGER zz_berichten AFTER INSERT ON api_mededeling
    FOR EACH ROW EXECUTE FUNCTION berichten_uit_mededeling();
