-- Index: the de-escalation date of the first attempt that has one (semantics §2).
SELECT patient_id AS subject_id, patient_id, deescalation_day AS index_day, deescalation_day
FROM deescalation
