DROP FUNCTION api_meld_aanvraag() CASCADE;
DROP FUNCTION api_meld_aanbod() CASCADE;
DROP FUNCTION api_meld_overeenkomst() CASCADE;
DROP FUNCTION api_meld_versie() CASCADE;
DROP FUNCTION api_meld_mutatie() CASCADE;
DROP FUNCTION api_meld_volging() CASCADE;
DROP FUNCTION api_meld(bigint, text, text, text);
