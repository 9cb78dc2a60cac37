-- Each transcript of each patient, one row each (semantics §6).
SELECT patient_id, unnest(transcripts) AS transcript, array_to_string(list_sort(list_distinct(transcripts)), '+') AS found
FROM patients
