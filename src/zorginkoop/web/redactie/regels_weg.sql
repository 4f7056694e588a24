DROP TRIGGER alleen_toevoegen ON redactie_publicatie;
DROP TRIGGER alleen_toevoegen ON redactie_intrekking;
DROP TRIGGER op_tijd ON redactie_intrekking;
DROP TRIGGER vier_ogen ON redactie_publicatie;
DROP TRIGGER klaar ON redactie_concept;
DROP FUNCTION redactie_alleen_toevoegen();
DROP FUNCTION redactie_op_tijd_ingetrokken();
DROP FUNCTION redactie_vier_ogen();
DROP FUNCTION redactie_concept_klaar();
