-- Index: the first TKI-free day of one attempt, counted from the first (semantics §2).
SELECT patient_id AS subject_id, patient_id, stop_day AS index_day, deescalation_day
FROM attempt
WHERE ordinal = {{ ordinal }}
