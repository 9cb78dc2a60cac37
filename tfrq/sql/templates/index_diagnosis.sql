-- Index: the diagnosis date (semantics §2).
SELECT patient_id AS subject_id, patient_id, diagnosis_day AS index_day,
       CAST(NULL AS INTEGER) AS deescalation_day
FROM observed
WHERE diagnosis_day <= observed_until
