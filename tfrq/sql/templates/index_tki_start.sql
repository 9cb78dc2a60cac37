-- Index: the first day of any TKI (semantics §2).
SELECT patient_id AS subject_id, patient_id, tki_start_day AS index_day,
       CAST(NULL AS INTEGER) AS deescalation_day
FROM tki_start
