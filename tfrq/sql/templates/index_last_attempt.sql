-- Index: the first TKI-free day of the last attempt (semantics §2).
SELECT patient_id AS subject_id, patient_id, stop_day AS index_day, deescalation_day
FROM attempt
WHERE from_last = 1
