DROP FUNCTION berichten_uit_mededeling() CASCADE;
DROP FUNCTION berichten_record(text, text, text);
