-- Each transcript of each patient, one row each (semantics §6).
SELECT patient_id, unnest(transcripts) AS transcript
FROM patients
