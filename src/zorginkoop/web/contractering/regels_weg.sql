DROP FUNCTION contractering_bevroren() CASCADE;
DROP FUNCTION contractering_nooit_anders() CASCADE;
DROP FUNCTION contractering_alleen_sluiten() CASCADE;
ALTER TABLE contractering_overeenkomst DROP CONSTRAINT overeenkomst_geen_overlap;
ALTER TABLE contractering_afspraakrij DROP CONSTRAINT afspraak_geen_overlap;
