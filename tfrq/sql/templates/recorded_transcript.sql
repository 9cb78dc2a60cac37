-- Transcripts that were found in somebody.
SELECT DISTINCT transcript FROM (SELECT unnest(transcripts) AS transcript FROM patients) AS t
