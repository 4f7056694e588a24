-- Which rows the application sees, and may write, for the organisation in `zorginkoop.organisatie`. Run after every
-- migration, so every statement may be repeated. A table that is not named here and not open in afscherming.py shows no row.
--
-- A new table: one line `pg_temp.scherm_af(table, who sees a row)` at the end, with `(SELECT mijn_organisatie())` for a
-- column that holds the owner, or EXISTS on the table that has the owner: the policy of that table then counts too. The
-- sub-selects without a column are worked out once per query, so indexes on owner columns keep working.
SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION mijn_organisatie() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('zorginkoop.organisatie', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION mijn_persoon() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('zorginkoop.persoon', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION mijn_agb() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('zorginkoop.agb', true), '') $$;
CREATE OR REPLACE FUNCTION mijn_uzovi() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('zorginkoop.uzovi', true), '') $$;
CREATE OR REPLACE FUNCTION ben_beheerder() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('zorginkoop.taak', true) IN ('BEHEER', 'TEKENBEVOEGDE'), false) $$;
CREATE OR REPLACE FUNCTION leest_logboek() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('zorginkoop.taak', true) IN ('BEHEER', 'TEKENBEVOEGDE', 'COMPLIANCE'), false) $$;

-- Tables that would ask each other who sees what: these answers do not pass through a policy.
CREATE OR REPLACE FUNCTION ben_partij(overeenkomst bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$ SELECT EXISTS (SELECT FROM contractering_overeenkomst
                         WHERE id = $1 AND mijn_organisatie() IN (praktijk_id, verzekeraar_id)) $$;
CREATE OR REPLACE FUNCTION bestanden_met_mij() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$ SELECT coalesce(array_agg(DISTINCT bestand_id), '{}') FROM declaraties_deeldeclaratie WHERE agb = mijn_agb() $$;

CREATE OR REPLACE FUNCTION is_aangekondigd(vernieuwing bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$ SELECT EXISTS (SELECT FROM begroting_vooraankondiging
                         WHERE vernieuwing_id = $1 AND volger_id = mijn_organisatie()) $$;

-- What is published is for everybody; which policies that are now is asked by every request.
CREATE OR REPLACE FUNCTION gepubliceerd(moment timestamptz) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$ SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM redactie_publicatie p
          WHERE publiceren_op <= moment AND NOT EXISTS (SELECT FROM redactie_intrekking WHERE publicatie_id = p.id) $$;

-- A rule of the database looks at every row, whoever makes the change; what a trigger writes is not up to who caused it.
DO $$ DECLARE f regprocedure; BEGIN
    FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype = 'trigger'::regtype
        AND p.proowner = current_user::regrole AND NOT p.prosecdef LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', f);
    END LOOP;
    -- What sees everything is not for the application to call, except the four answers above.
    FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
        AND p.proowner = current_user::regrole
        AND p.proname NOT IN ('ben_partij', 'bestanden_met_mij', 'is_aangekondigd', 'gepubliceerd') LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION pg_temp.scherm_af(
    tabel text, zien text, schrijven text DEFAULT NULL, rechten text DEFAULT 'SELECT, INSERT, UPDATE, DELETE'
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass(tabel) IS NULL THEN RETURN; END IF;
    EXECUTE format('DROP POLICY IF EXISTS afscherming ON %I', tabel);
    EXECUTE format('CREATE POLICY afscherming ON %I TO zorginkoop_app USING (%s) WITH CHECK (%s)',
        tabel, zien, coalesce(schrijven, zien));
    EXECUTE format('GRANT %s ON %I TO zorginkoop_app', rechten, tabel);
EXCEPTION WHEN undefined_column OR undefined_table THEN  -- halfway the migrations: closed until the last one has run
    RAISE WARNING 'geen afscherming voor %: %', tabel, SQLERRM;
END $$;

-- Who is who. Organisations are in public registers, and names of people stand under what both parties signed.
-- A row one may not write can still be locked, which is an UPDATE to the database.
SELECT pg_temp.scherm_af('toegang_organisatie', 'true', 'false', 'SELECT, UPDATE');
SELECT pg_temp.scherm_af('toegang_persoon', 'true', 'id = (SELECT mijn_persoon())', 'SELECT, UPDATE');
SELECT pg_temp.scherm_af('toegang_bevoegdheid',
    'persoon_id = (SELECT mijn_persoon()) OR organisatie_id = (SELECT mijn_organisatie())',
    'organisatie_id = (SELECT mijn_organisatie()) AND (SELECT ben_beheerder())');

-- With what somebody logs in is that person's own; logging in itself comes before there is anybody. Tries to log in are
-- also for who watches over an organisation, up to and including the last day that person worked there.
SELECT pg_temp.scherm_af('inlogmiddelen_certificaat', 'user_id = (SELECT mijn_persoon())');
SELECT pg_temp.scherm_af('inlogmiddelen_passkey', 'user_id = (SELECT mijn_persoon())');
SELECT pg_temp.scherm_af('inlogmiddelen_extern', 'user_id = (SELECT mijn_persoon())');
SELECT pg_temp.scherm_af('inlogmiddelen_inlog', 'persoon_id = (SELECT mijn_persoon())
    OR ((SELECT leest_logboek()) AND EXISTS (SELECT FROM toegang_bevoegdheid b
        WHERE b.persoon_id = inlogmiddelen_inlog.persoon_id AND b.organisatie_id = (SELECT mijn_organisatie())
        AND (tijdstip AT TIME ZONE ''Europe/Amsterdam'')::date >= b.van
        AND (b.tot IS NULL OR (tijdstip AT TIME ZONE ''Europe/Amsterdam'')::date <= b.tot)))', 'false', 'SELECT');
SELECT pg_temp.scherm_af('toegang_wijziging', 'tabel IN (''toegang_bevoegdheid'', ''beheer_uitnodiging'',
        ''beheer_voorstel'', ''beheer_ingreep'', ''api_systeem'') AND (SELECT leest_logboek())
    AND (coalesce(nieuw, oud) ->> ''organisatie_id'') = (SELECT mijn_organisatie())::text', 'false', 'SELECT');

-- People and their roles: invitations, roles to confirm, and what was done to the logins of colleagues.
SELECT pg_temp.scherm_af('beheer_uitnodiging',
    'organisatie_id = (SELECT mijn_organisatie()) AND (SELECT ben_beheerder())');
SELECT pg_temp.scherm_af('beheer_voorstel',
    'organisatie_id = (SELECT mijn_organisatie()) AND (SELECT ben_beheerder())');
SELECT pg_temp.scherm_af('beheer_ingreep', 'organisatie_id = (SELECT mijn_organisatie()) AND (SELECT ben_beheerder())',
    NULL, 'SELECT, INSERT');

-- Contracting. A draft is nobody's business but the practice's. The IBAN is a column of the application, so a follower
-- never sees it: it sees agreements that were made available to it, and their rows.
SELECT pg_temp.scherm_af('contractering_aanvraag', 'praktijk_id = (SELECT mijn_organisatie())
    OR (verzekeraar_id = (SELECT mijn_organisatie()) AND ingediend_op IS NOT NULL)');
SELECT pg_temp.scherm_af('contractering_oordeel',
    'EXISTS (SELECT FROM contractering_aanvraag a WHERE a.id = aanvraag_id)');
SELECT pg_temp.scherm_af('contractering_weigering', 'EXISTS (SELECT FROM contractering_aanvraag a
    WHERE a.id = aanvraag_id AND a.verzekeraar_id = (SELECT mijn_organisatie()))');
SELECT pg_temp.scherm_af('contractering_aanbod', '(SELECT mijn_organisatie()) IN (praktijk_id, verzekeraar_id)');
SELECT pg_temp.scherm_af('contractering_overeenkomst', 'praktijk_id = (SELECT mijn_organisatie())
    OR verzekeraar_id = (SELECT mijn_organisatie())
    OR EXISTS (SELECT FROM contractering_volging v WHERE v.overeenkomst_id = contractering_overeenkomst.id
        AND v.volger_id = (SELECT mijn_organisatie()))',
    '(SELECT mijn_organisatie()) IN (praktijk_id, verzekeraar_id)');
SELECT pg_temp.scherm_af('contractering_volging',
    '(SELECT mijn_organisatie()) IN (volger_id, praktijk_id, verzekeraar_id)');
SELECT pg_temp.scherm_af('contractering_volgrij',
    'EXISTS (SELECT FROM contractering_volging v WHERE v.id = volging_id)');
SELECT pg_temp.scherm_af('contractering_afspraakrij',
    'EXISTS (SELECT FROM contractering_overeenkomst o WHERE o.id = overeenkomst_id)',
    'ben_partij(overeenkomst_id)');
SELECT pg_temp.scherm_af('contractering_overeenkomstdocument', 'EXISTS (SELECT FROM contractering_overeenkomst o
    WHERE o.id = overeenkomst_id AND (SELECT mijn_organisatie()) IN (o.praktijk_id, o.verzekeraar_id))');
SELECT pg_temp.scherm_af('contractering_mutatie', '(SELECT mijn_organisatie()) IN (praktijk_id, verzekeraar_id)');
SELECT pg_temp.scherm_af('contractering_ronde', 'verzekeraar_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('contractering_ronderegel',
    'EXISTS (SELECT FROM contractering_ronde r WHERE r.id = ronde_id)');
SELECT pg_temp.scherm_af('contractering_gesprek',
    'EXISTS (SELECT FROM contractering_aanvraag a WHERE a.id = aanvraag_id)');
SELECT pg_temp.scherm_af('contractering_gespreksbericht',
    'EXISTS (SELECT FROM contractering_gesprek g WHERE g.id = gesprek_id)');
SELECT pg_temp.scherm_af('contractering_bezwaar',
    'EXISTS (SELECT FROM contractering_gesprek g WHERE g.id = gesprek_id)');
SELECT pg_temp.scherm_af('contractering_handtekening', 'EXISTS (SELECT FROM contractering_aanbod a WHERE a.id = aanbod_id)');
SELECT pg_temp.scherm_af('contractering_tekenregeling', 'praktijk_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('contractering_bewijsstuk',
    'EXISTS (SELECT FROM contractering_aanvraag a WHERE a.id = aanvraag_id)');

-- Claims. A practice sees its own lines, also in a file of a service bureau.
SELECT pg_temp.scherm_af('declaraties_declaratiebestand', 'verzekeraar_id = (SELECT mijn_organisatie())
    OR afzender = (SELECT mijn_agb()) OR id = ANY ((SELECT bestanden_met_mij())::bigint[])');
SELECT pg_temp.scherm_af('declaraties_declaratieregel', 'agb = (SELECT mijn_agb()) OR bestand_id IN (
    SELECT b.id FROM declaraties_declaratiebestand b WHERE b.verzekeraar_id = (SELECT mijn_organisatie()))');
SELECT pg_temp.scherm_af('declaraties_deeldeclaratie', 'agb = (SELECT mijn_agb()) OR bestand_id IN (
    SELECT b.id FROM declaraties_declaratiebestand b WHERE b.verzekeraar_id = (SELECT mijn_organisatie()))');
SELECT pg_temp.scherm_af('declaraties_betaalrekening', 'verzekeraar_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('declaraties_betaalbatch', 'verzekeraar_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('declaraties_betaling', 'praktijk_id = (SELECT mijn_organisatie())
    OR EXISTS (SELECT FROM declaraties_betaalbatch b WHERE b.id = batch_id)');

-- The insured: an insurer sees its own and their GP, a practice its own list and whom it claimed for, an enterprise the
-- lists of its places until they are no longer its own. A demonstration of an earlier year has its own today; this has not.
SELECT pg_temp.scherm_af('register_verzekering', 'uzovi = (SELECT mijn_uzovi())
    OR EXISTS (SELECT FROM declaraties_declaratieregel r
        WHERE r.bsn = register_verzekering.bsn AND r.agb = (SELECT mijn_agb()))', 'false', 'SELECT');
SELECT pg_temp.scherm_af('register_inschrijving', 'agb = (SELECT mijn_agb())
    OR agb IN (SELECT r.van_agb FROM register_relatie r
        WHERE r.naar_agb = (SELECT mijn_agb()) AND r.rol = ''VESTIGING_VAN'' AND r.bekend_tot IS NULL
        AND (r.geldig_tot IS NULL OR r.geldig_tot > CURRENT_DATE))
    OR EXISTS (SELECT FROM register_verzekering v
        WHERE v.bsn = register_inschrijving.bsn AND v.uzovi = (SELECT mijn_uzovi()))', 'false', 'SELECT');

-- Policies in the making. What is published is read through the library, not from here.
SELECT pg_temp.scherm_af('redactie_concept', 'verzekeraar_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('redactie_meewerker', 'EXISTS (SELECT FROM redactie_concept c WHERE c.id = concept_id)');
SELECT pg_temp.scherm_af('redactie_publicatie', 'verzekeraar_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('redactie_intrekking', 'EXISTS (SELECT FROM redactie_publicatie p WHERE p.id = publicatie_id)');

-- Systems.
SELECT pg_temp.scherm_af('api_systeem', 'organisatie_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('api_token', 'EXISTS (SELECT FROM api_systeem s WHERE s.id = systeem_id)');
SELECT pg_temp.scherm_af('api_herhaling', 'EXISTS (SELECT FROM api_systeem s WHERE s.id = systeem_id)');
SELECT pg_temp.scherm_af('api_abonnement', 'EXISTS (SELECT FROM api_systeem s WHERE s.id = systeem_id)');
SELECT pg_temp.scherm_af('api_mededeling', 'organisatie_id = (SELECT mijn_organisatie())', 'false', 'SELECT');
SELECT pg_temp.scherm_af('api_bezorging', 'EXISTS (SELECT FROM api_abonnement a WHERE a.id = abonnement_id)');

-- What happens around agreements. The new account number of a practice is for the insurer it was given to.
SELECT pg_temp.scherm_af('gebeurtenissen_uitwerking', 'verzekeraar_id = (SELECT mijn_organisatie())
    OR EXISTS (SELECT FROM contractering_overeenkomst o
        WHERE o.id = overeenkomst_id AND o.praktijk_id = (SELECT mijn_organisatie()))');
SELECT pg_temp.scherm_af('gebeurtenissen_gebeurtenis', 'praktijk_id = (SELECT mijn_organisatie())
    OR EXISTS (SELECT FROM gebeurtenissen_uitwerking u
        WHERE u.gebeurtenis_id = gebeurtenissen_gebeurtenis.id AND u.verzekeraar_id = (SELECT mijn_organisatie()))');
SELECT pg_temp.scherm_af('gebeurtenissen_rekeningwijziging',
    'praktijk_id = (SELECT mijn_organisatie()) OR verzekeraar_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('gebeurtenissen_massawijziging', 'verzekeraar_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('gebeurtenissen_massaregel',
    'EXISTS (SELECT FROM gebeurtenissen_massawijziging m WHERE m.id = massa_id)');
SELECT pg_temp.scherm_af('gebeurtenissen_volgbeleid', 'verzekeraar_id = (SELECT mijn_organisatie())');

-- Budgets, practice management and innovation; of an out-of-hours service two insurers decide.
SELECT pg_temp.scherm_af('begroting_begroting',
    'praktijk_id = (SELECT mijn_organisatie()) OR verzekeraar_id = (SELECT mijn_organisatie()) OR tweede_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('begroting_versie', 'EXISTS (SELECT FROM begroting_begroting b WHERE b.id = begroting_id)');
SELECT pg_temp.scherm_af('begroting_besluit', 'EXISTS (SELECT FROM begroting_begroting b WHERE b.id = begroting_id)');
SELECT pg_temp.scherm_af('begroting_jaarstukken', 'EXISTS (SELECT FROM begroting_begroting b WHERE b.id = begroting_id)');
SELECT pg_temp.scherm_af('begroting_nacalculatie', 'EXISTS (SELECT FROM begroting_begroting b WHERE b.id = begroting_id)');
SELECT pg_temp.scherm_af('begroting_praktijkmanagement',
    'praktijk_id = (SELECT mijn_organisatie()) OR verzekeraar_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('begroting_vernieuwing', 'praktijk_id = (SELECT mijn_organisatie())
    OR verzekeraar_id = (SELECT mijn_organisatie()) OR is_aangekondigd(id)',
    '(SELECT mijn_organisatie()) IN (praktijk_id, verzekeraar_id)');
SELECT pg_temp.scherm_af('begroting_antwoord', 'EXISTS (SELECT FROM begroting_vernieuwing v
    WHERE v.id = vernieuwing_id AND (SELECT mijn_organisatie()) IN (v.praktijk_id, v.verzekeraar_id))');
SELECT pg_temp.scherm_af('begroting_vooraankondiging', 'volger_id = (SELECT mijn_organisatie())
    OR EXISTS (SELECT FROM begroting_vernieuwing v
        WHERE v.id = vernieuwing_id AND v.verzekeraar_id = (SELECT mijn_organisatie()))');

-- Messages. What a person wants to hear and has read is of that person alone, also among colleagues.
SELECT pg_temp.scherm_af('berichten_bericht', 'organisatie_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('berichten_gelezen', 'persoon_id = (SELECT mijn_persoon())');
SELECT pg_temp.scherm_af('berichten_voorkeur', 'persoon_id = (SELECT mijn_persoon())');
SELECT pg_temp.scherm_af('berichten_zending', 'persoon_id = (SELECT mijn_persoon())');
SELECT pg_temp.scherm_af('berichten_zendingdeel', 'persoon_id = (SELECT mijn_persoon())');
SELECT pg_temp.scherm_af('berichten_agendalink', 'persoon_id = (SELECT mijn_persoon())');
-- Here the planner must know that an insurer has most rows and a practice a few: with a sub-select it expects an average.
SELECT pg_temp.scherm_af('berichten_termijnregel',
    'organisatie_id = mijn_organisatie() OR wederpartij_id = mijn_organisatie()');
SELECT pg_temp.scherm_af('berichten_praktijkstart', 'praktijk_id = (SELECT mijn_organisatie())');
SELECT pg_temp.scherm_af('berichten_startpunt', 'praktijk_id = (SELECT mijn_organisatie())');
