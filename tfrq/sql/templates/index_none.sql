-- No index: every patient, judged on the whole record (semantics §2).
SELECT patient_id AS subject_id, patient_id, CAST(NULL AS INTEGER) AS index_day,
       CAST(NULL AS INTEGER) AS deescalation_day
FROM observed
