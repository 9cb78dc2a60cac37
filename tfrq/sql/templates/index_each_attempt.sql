-- Index: the first TKI-free day of every attempt, one row each (semantics §2).
SELECT row_number() OVER (ORDER BY patient_id, ordinal) AS subject_id, patient_id,
       stop_day AS index_day, deescalation_day
FROM attempt
